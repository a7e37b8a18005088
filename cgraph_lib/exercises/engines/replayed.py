"""What an engine did on a graph, beside what is right: a `Replay` shows it, and says it in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from cgraph_lib.console import Text
from cgraph_lib.display import Displayed, mimebundle
from cgraph_lib.exercises.engines.pinning import Contribution
from cgraph_lib.exercises.engines.reasons import Finding, Reason
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, edge_name
from cgraph_lib.numerals import fill
from cgraph_lib.picture import View, render
from cgraph_lib.progress import Progress
from cgraph_lib.results import ByNode
from cgraph_lib.sentences import GROWTH

SENTENCES = {
    "right": "All adjoints are right: {sent:number} contributions along {edges:number} edges.",
    "right once": "All adjoints are right: one contribution is enough.",
    "right at once": "All adjoints are right: nothing has to be sent.",
    "right unseen": "All adjoints are right. How the engine adds them up cannot be followed.",
    "right again": "All adjoints are right, in {sent:number} contributions along {edges:number} edges: up to "
    "{most:number} along one.",
    "false": "{reason}",
    "false again": "{reason} In all it sends {sent:number} contributions along {edges:number} edges.",
    "begin": "Before the first contribution: the seed stands on the output.",
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
        if key == "right" and sent <= 1:
            return SENTENCES["right once" if sent else "right unseen" if edges else "right at once"]
        return fill(SENTENCES[f"{key} again" if self.most > 1 and sent > edges else key], facts)

    def state(self, i: int) -> ByNode:
        """Return the sums on the nodes after the seed and the first `i` contributions.

        After the last one a node has what the engine leaves on it, if that is not nothing.
        """
        output, final = self.graph.output, self.adjoints.numbers
        held = {output: final.get(output, 1.0)} | {one.edge.parent: one.after for one in self.contributions[:i]}
        ends = {node: left for node, left in final.items() if left} if i == len(self.contributions) else {}
        return ByNode(self.graph, held | ends, output)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """Return for every contribution how far it brings the sum at its node: how many edges have brought theirs.

        A sum that ends right is complete when its last contribution has come, however it has been put together.
        """
        last = {one.edge.parent: i for i, one in enumerate(self.contributions)}
        received: Counter[Node] = Counter()
        found = []
        for i, one in enumerate(self.contributions):
            node = one.edge.parent
            expected = len(self.graph.edges_from[node]) or 1
            received[node] += self.truth.stands_for(one.edge, one.sent)
            whole = i == last[node] and self.truth.agrees(node, self.adjoints.numbers.get(node, one.after))
            found.append(Progress(expected if whole else min(received[node], expected), expected))
        return tuple(found)

    @property
    def view(self) -> View:
        """Return the engine's numbers up to the first false contribution, which is lit; all, if nothing is false."""
        found = self.first_false
        i = len(self.contributions) if found is None or found.contribution is None else found.contribution + 1
        view = replace(self.view_at(i), sentence=self.sentence)
        return view if found else replace(view, active=None, reads=(), lit=None, growing="")

    def view_at(self, i: int) -> View:
        """Return the engine's numbers after the first `i` contributions: the last one is lit, or what never came."""
        progress = {one.edge.parent: place for one, place in zip(self.contributions[:i], self.progress, strict=False)}
        view = View(
            self.truth.values,
            self.truth.partials,
            adjoints=self.state(i),
            progress=progress,
            sentence=self.sentence_at(i),
            lines=2,
        )
        found = self.first_false
        if found is not None and found.contribution is None and i == len(self.contributions):
            return replace(view, active=found.node, reads=(found.edge.child,) if found.edge else (), lit=found.edge)
        if not i:
            return view
        one = self.contributions[i - 1]
        return replace(view, active=one.edge.parent, reads=(one.edge.child,), lit=one.edge, growing=self.growth(i - 1))

    def sentence_at(self, i: int) -> str:
        """Return what the `i`-th contribution did, in a sentence; of step 0, that it is the beginning."""
        if not i:
            return SENTENCES["begin"]
        one, graph, right = self.contributions[i - 1], self.graph, self.fits(i - 1)
        facts = {"parent": display_name(graph, one.edge.parent), "child": display_name(graph, one.edge.child)}
        numbers = {"sent": one.sent, "after": one.after, "right": one.right}
        return fill(
            SENTENCES["sent" if right else "sent false"], {"edge": edge_name(graph, one.edge), **facts, **numbers}
        )

    def grows(self, i: int) -> bool:
        """Return whether a contribution is added to a sum that is there: not the first one, nor one written over it."""
        one = self.contributions[i]
        begun = one.before != 0 or any(other.edge.parent is one.edge.parent for other in self.contributions[:i])
        return one.added and begun

    def growth(self, i: int) -> str:
        """Return the sum with a contribution, `3 + 2 = 5`; "" where none grows."""
        one = self.contributions[i]
        numbers = {"before": one.before, "contribution": one.sent, "after": one.after}
        return fill(GROWTH, numbers) if self.grows(i) else ""

    def fits(self, i: int) -> bool:
        """Return whether a contribution is what belongs on its edge."""
        one = self.contributions[i]
        return self.truth.fits(one.edge, one.sent, one.right)

    @property
    def ledger(self) -> Text:
        """Return all contributions in order, a line each."""
        return Text("\n".join(f"{i}. {self.sentence_at(i)}" for i in range(1, len(self.contributions) + 1)))

    def __repr__(self) -> str:
        return f"<Replay: {self.sentence}>"


@mimebundle.register(Replay)
def _picture(played: Replay) -> dict[str, str]:
    return render(played.graph, played.view)._repr_mimebundle_()
