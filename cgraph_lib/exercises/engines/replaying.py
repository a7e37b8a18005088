"""`replay`: somebody's own engine runs a formula, and its contributions are compared with the true ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.exercises.engines.building import is_number
from cgraph_lib.exercises.engines.moves import Move, Run
from cgraph_lib.exercises.engines.pinning import Contribution, Sweep
from cgraph_lib.exercises.engines.reasons import Finding, Reason
from cgraph_lib.exercises.engines.replayed import Replay
from cgraph_lib.exercises.engines.running import Engine
from cgraph_lib.exercises.engines.starting import engine_on
from cgraph_lib.exercises.engines.truth import NEAR_IN_SINGLE_PRECISION, Truth, truth
from cgraph_lib.given import together
from cgraph_lib.graph import Graph, Node
from cgraph_lib.notation import display_name
from cgraph_lib.parsing import parse
from cgraph_lib.results import ByNode


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
    known = truth(graph, together(inputs, named))
    theirs = engine_on(engine, known)
    if theirs.is_in_single_precision:
        known = replace(known, near=NEAR_IN_SINGLE_PRECISION)
    earlier = None
    for _ in range(runs):
        wrong = _wrong_value(known, theirs)  # a run may change them
        if wrong is not None:
            return Replay(known, (), ByNode(graph, {}), wrong)
        played = _played(known, theirs, earlier)
        if not played.right:
            break
        earlier = dict(played.adjoints.items())
    return played


def _wrong_value(known: Truth, theirs: Engine) -> Finding | None:
    """Return the first node to which an engine has given a wrong value."""
    for node in known.graph.nodes:
        if is_number(theirs.theirs[node]):
            continue
        name, mine = display_name(known.graph, node), theirs.value(node)
        if not known.has_value(node, mine):
            return Finding(Reason.VALUE, None, node, {"name": name, "mine": mine, "right": known.values[node]})
    return None


def _played(known: Truth, theirs: Engine, earlier: dict[Node, float] | None) -> Replay:
    run = theirs.run()
    contributions = tuple(_contributions(known, theirs, run))
    final = _final(known, theirs, run, contributions)
    sweep = Sweep(known, contributions, final, earlier, run.stopped, theirs.sees_partials)
    adjoints = ByNode(known.graph, final, known.graph.output)
    return Replay(known, contributions, adjoints, sweep.finding, run.stopped, sweep.false_edges)


def _final(known: Truth, theirs: Engine, run: Run, contributions: tuple[Contribution, ...]) -> dict[Node, float]:
    """Return the adjoints that a run ends with; those that a stopped one has reached.

    An engine need not keep the adjoints of others than inputs: what it has cleared, or not returned, counts as it was
    summed up.
    """
    ours = [node for node in known.adjoints if not is_number(theirs.theirs[node])]
    left = {node: run.final.get(id(theirs.theirs[node])) for node in ours}
    reached = {node: number for node, number in left.items() if number is not None}
    if run.stopped:
        return reached
    kept = {node: number for node, number in reached.items() if number or theirs.sees_partials}
    summed = _summed_up(known, contributions)
    return {node: kept.get(node, 0.0 if node.is_input else summed.get(node, 0.0)) for node in ours}


def _summed_up(known: Truth, contributions: tuple[Contribution, ...]) -> dict[Node, float]:
    """Return the last sum on each node, and the seed as it was used."""
    output = known.graph.output
    seeds = [one.factor for one in contributions if one.edge.child is output and math.isfinite(one.factor)]
    return {output: seeds[0] if seeds else 0.0} | {one.edge.parent: one.after for one in contributions}


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
            if not is_number(each):
                waiting += [below for below in theirs.operands(each) if id(below) not in ours]
    return owners
