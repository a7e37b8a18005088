"""Trials on nodes that hold their edges and their adjoints, as those of one's own autograd may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.exercises.oracles import weighted_derivatives
from cgraph_lib.exercises.trials import Case
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


class LinkedNode:
    """A node as an engine of the notebook makes it, with an adjoint that may be kept on it."""

    def __init__(self, edges: tuple[tuple[LinkedNode, float], ...]) -> None:
        self.edges = edges
        self.adjoint = 0.0

    def __repr__(self) -> str:
        return "LinkedNode(...)"


def _nodes(text: str, at: Mapping[str, float], order: Iterable[str]) -> list[LinkedNode]:
    """Return the nodes of a formula in an order."""
    graph = parse(text)
    partials = local_partials(graph, evaluate(graph, at))
    made: dict[str, LinkedNode] = {}
    for node in graph.nodes:
        edges = graph.edges_into[node]
        made[graph.names[node]] = LinkedNode(tuple((made[graph.names[e.parent]], float(partials[e])) for e in edges))
    return [made[name] for name in order]


def swept(text: str, at: Mapping[str, float]) -> Case:
    """Return a trial of a function that accumulates on the nodes of a formula, in topological order."""
    expected = weighted_derivatives(parse(text), at, {text.split("; ")[-1][0]: 1.0})
    values = ", ".join(f"{name} = {number(value)}" for name, value in at.items())
    return Case(f"For {text} at {values}", lambda: (_nodes(text, at, expected),), list(expected.values()))


def listed(text: str, order: str, right: bool) -> Case:
    """Return a trial of a function that judges an order of the nodes of a formula."""
    graph = parse(text)
    at = {graph.names[node]: 1.0 for node in graph.inputs}
    return Case(f"For {text} in the order {order}", lambda: (_nodes(text, at, order.split()),), right)
