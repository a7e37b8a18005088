"""`replay`: somebody's own engine runs a formula, and its contributions are compared with the true ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cgraph_lib.console import Text
from cgraph_lib.display import Displayed, mimebundle
from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.exercises.engines.moves import Move, Run
from cgraph_lib.exercises.engines.pinning import Contribution, Sweep
from cgraph_lib.exercises.engines.reasons import Finding, Reason
from cgraph_lib.exercises.engines.running import Engine, engine_on
from cgraph_lib.exercises.engines.truth import Truth, truth
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, edge_name
from cgraph_lib.numerals import fill
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View, render
from cgraph_lib.results import ByNode

SENTENCES = {
    "right": "All adjoints are right: {sent:number} contributions along {edges:number} edges.",
    "right again": "All adjoints are right, in {sent:number} contributions along {edges:number} edges: up to "
    "{most:number} along one.",
    "false": "{reason}",
    "false again": "{reason} In all it sends {sent:number} contributions along {edges:number} edges.",
    "sent": "{child} sends {sent:number} along {edge}: {parent} holds {after:number}.",
    "sent false": "{child} sends {sent:number} along {edge}, where {right:number} is right: {parent} holds "
    "{after:number}.",
    "stopped": "The engine stops with {error}. Up to there no contribution is false.",
    "stopped false": "{reason} Later the engine stops with {error}.",
}


@dataclass(frozen=True, eq=False, repr=False)
class Replay(Displayed):
    """What an engine did: its `contributions` in order, the `adjoints` it ends with, and what is false first.

    `first_false` is `None` for an engine whose adjoints are right; `false_edges` are all the edges that have brought
    something false. `stopped` holds the error that ended the sweep, if one did. A notebook shows the graph with the
    engine's numbers and the first false contribution lit.
    """

    truth: Truth
    contributions: tuple[Contribution, ...]
    adjoints: ByNode
    first_false: Finding | None
    stopped: str = ""
    false_edges: frozenset[Edge] = frozenset()

    @property
    def graph(self) -> Graph:
        """Return the graph."""
        return self.truth.graph

    @property
    def right(self) -> bool:
        """Return whether the engine ended with the right adjoints."""
        return self.first_false is None and not self.stopped

    @property
    def edge(self) -> Edge | None:
        """Return the edge of the first false contribution."""
        return self.first_false.edge if self.first_false else None

    @property
    def reason(self) -> Reason | None:
        """Return why that contribution is false."""
        return self.first_false.reason if self.first_false else None

    @property
    def most(self) -> int:
        """Return how often the edge that was used most often was used: 1 in a sweep, more where paths are walked."""
        counts: dict[Edge, int] = {}
        for one in self.contributions:
            counts[one.edge] = counts.get(one.edge, 0) + 1
        return max(counts.values(), default=0)

    @property
    def sentence(self) -> str:
        """Return what is false first and why, or that nothing is."""
        sent, edges = len(self.contributions), len(self.graph.edges)
        facts = {"sent": sent, "edges": edges, "most": self.most, "error": self.stopped}
        key = "right" if self.first_false is None else "false"
        if self.first_false is not None:
            facts["reason"] = self.first_false.sentence
        if self.stopped:
            return fill(SENTENCES["stopped false" if self.first_false else "stopped"], facts)
        return fill(SENTENCES[f"{key} again" if self.most > 1 and sent > edges else key], facts)

    def state(self, i: int) -> ByNode:
        """Return the sums on the nodes after the seed and the first `i` contributions."""
        held = {self.graph.output: self.adjoints.numbers.get(self.graph.output, 1.0)}
        held |= {one.edge.parent: one.after for one in self.contributions[:i]}
        return ByNode(self.graph, held, self.graph.output)

    @property
    def view(self) -> View:
        """Return the engine's numbers up to the first false contribution, which is lit; all, if nothing is false."""
        found = self.first_false
        view = View(self.truth.values, self.truth.partials, adjoints=self.adjoints, sentence=self.sentence, lines=2)
        if found is None or found.edge is None:
            return replace(view, active=found.node if found else None)
        sums = self.adjoints if found.contribution is None else self.state(found.contribution + 1)
        return replace(view, adjoints=sums, active=found.node, reads=(found.edge.child,), lit=found.edge)

    def view_at(self, i: int) -> View:
        """Return the engine's numbers after the first `i` contributions, of which the last one is lit."""
        view = View(self.truth.values, self.truth.partials, adjoints=self.state(i), lines=2)
        if not i:
            return view
        edge = self.contributions[i - 1].edge
        return replace(view, active=edge.parent, reads=(edge.child,), lit=edge, sentence=self.told(i - 1))

    def fits(self, i: int) -> bool:
        """Return whether a contribution is what belongs on its edge."""
        one = self.contributions[i]
        return self.truth.fits(one.edge, one.sent, one.right)

    def told(self, i: int) -> str:
        """Return what a contribution did, in a sentence."""
        one, graph, right = self.contributions[i], self.graph, self.fits(i)
        facts = {"parent": display_name(graph, one.edge.parent), "child": display_name(graph, one.edge.child)}
        numbers = {"sent": one.sent, "after": one.after, "right": one.right}
        return fill(
            SENTENCES["sent" if right else "sent false"], {"edge": edge_name(graph, one.edge), **facts, **numbers}
        )

    @property
    def ledger(self) -> Text:
        """Return all contributions in order, a line each."""
        return Text("\n".join(f"{i + 1}. {self.told(i)}" for i in range(len(self.contributions))))

    def __repr__(self) -> str:
        return f"<Replay: {self.sentence}>"


def replay(
    engine: Any, formula: str | Graph, inputs: Mapping[str, Any] | None = None, /, *, runs: int = 1, **named: Any
) -> Replay:
    """Return what an engine of the reader's own does on a formula, beside what is right.

    `engine` is a class whose nodes have `data`, `grad`, `_prev` and `backward`, as those of micrograd; or a function
    that accumulates and returns the adjoints in a dictionary: of an output, as in notebook 12 (beside it stand `Node`
    and the functions), or of a graph and its partials, as in notebook 05. With `runs=2` it runs twice on the same
    nodes, and the second run is compared, if the first is right.

    Raises `InputError` for an operation that the engine lacks, for inputs at which no engine can be judged (kinks,
    infinities), and what `parse` and `evaluate` do; `WrongTypeError` for what is no engine.

    >>> def overwrite(graph, partials):
    ...     adjoint = {graph.output: 1.0}
    ...     for node in reversed(graph.nodes):
    ...         for edge in graph.edges_into[node]:
    ...             adjoint[edge.parent] = adjoint[node] * partials[edge]
    ...     return adjoint
    >>> played = replay(overwrite, "c = a + b; d = b + 1; e = c * d", a=2, b=1)
    >>> print(played.sentence)
    Overwritten: 2 comes along b → c and is written over the 3 that b holds. Contributions are added: 3 + 2 = 5.
    >>> played.reason, [one.sent for one in played.contributions]
    (<Reason.OVERWRITTEN>, [2.0, 3.0, 3.0, 2.0, 2.0])
    """
    if not isinstance(runs, int) or runs < 1:
        raise InputError("Expected how many runs there are to be, 1 or more, got {runs!r}.", runs=runs)
    if not isinstance(formula, str | Graph):
        raise WrongTypeError("Expected a formula or a Graph, got {kind}.", kind=type(formula).__name__)
    graph = parse(formula) if isinstance(formula, str) else formula
    known = truth(graph, {**(inputs or {}), **named})
    theirs = engine_on(engine, known)
    wrong = _wrong_value(known, theirs)
    if wrong is not None:
        return Replay(known, (), ByNode(graph, {}), wrong)
    earlier = None
    for _ in range(runs):
        played = _played(known, theirs, earlier)
        if not played.right:
            break
        earlier = dict(played.adjoints.items())
    return played


def _wrong_value(known: Truth, theirs: Engine) -> Finding | None:
    """Return the first node to which an engine has given a wrong value."""
    for node in known.graph.nodes:
        if node.op is None or isinstance(theirs.theirs[node], int | float):
            continue
        mine = theirs.value(node)
        if not known.has_value(node, mine):
            facts = {"name": display_name(known.graph, node), "mine": float(mine), "right": known.values[node]}
            return Finding(Reason.VALUE, None, node, facts)
    return None


def _played(known: Truth, theirs: Engine, earlier: dict[Node, float] | None) -> Replay:
    run = theirs.run()
    ours = [node for node in known.adjoints if not isinstance(theirs.theirs[node], int | float)]
    final = {node: run.final.get(theirs.theirs[node], 0.0) for node in ours}
    contributions = tuple(_contributions(known, theirs, run))
    sweep = Sweep(known, contributions, final, earlier, run.stopped)
    adjoints = ByNode(known.graph, final, known.graph.output)
    return Replay(known, contributions, adjoints, sweep.finding, run.stopped, sweep.false_edges)


def _contributions(known: Truth, theirs: Engine, run: Run) -> list[Contribution]:
    """Return the moves of a run that go from one node of the graph to another, as contributions along its edges."""
    ours = {id(each): node for node, each in theirs.theirs.items() if node.constant is None}
    owners = _owners(known, theirs, ours)
    came: dict[tuple[Node, Node], int] = {}
    found = []
    for move in run.moves:
        child, parent = owners.get(id(move.source)), ours.get(id(move.target))
        edges = [] if child is None else [e for e in known.graph.edges_into[child] if e.parent is parent]
        if not edges or child is None or parent is None:
            continue
        pair = (parent, child)
        slot = came.get(pair, 0) if move.slot is None else move.slot
        edge = edges[slot % len(edges)]
        came[pair] = came.get(pair, 0) + 1
        right = known.right(edge)
        found.append(Contribution(edge, move.factor, move.sent, move.before, move.after, move.added, right))
    return found


def _owners(known: Truth, theirs: Engine, ours: dict[int, Node]) -> dict[int, Node]:
    """Return for each of an engine's nodes the node of the graph that it helps to compute."""
    owners: dict[int, Node] = {}
    for node in known.graph.nodes:
        if node.op is None:
            continue
        waiting = [theirs.theirs[node]]
        while waiting:
            each = waiting.pop()
            owners.setdefault(id(each), node)
            if not isinstance(each, int | float):
                waiting += [below for below in theirs.operands(each) if id(below) not in ours]
    return owners


@mimebundle.register(Replay)
def _picture(played: Replay) -> dict[str, str]:
    return render(played.graph, played.view)._repr_mimebundle_()
