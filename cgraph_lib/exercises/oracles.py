"""Judges that need nothing of what they judge: plain functions of Python, and paths walked one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.exercises.plain import close
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.parsing import parse

POINTS = (1.5, -0.5, 2.25, 0.75, -1.25, 0.3, 5.0, -20.0)


def inputs_of(graph: Graph) -> set[str]:
    """Return the names of a graph's inputs."""
    return {graph.names[node] for node in graph.inputs}


def operations(graph: Graph) -> int:
    """Return how many nodes of a graph are computed."""
    return sum(node.op is not None for node in graph.nodes)


def alike(graph: Graph, other: Graph | str) -> bool:
    """Return whether two graphs compute the same from inputs of the same names, at several points.

    >>> from cgraph_lib import parse
    >>> alike(parse("x * (y + 1)"), "x * y + x"), alike(parse("x * y"), "x + y")
    (True, False)
    """
    other = parse(other) if isinstance(other, str) else other
    return inputs_of(graph) == inputs_of(other) and difference(graph, other) is None


def difference(graph: Graph, other: Graph) -> dict[str, float] | None:
    """Return a point at which the outputs of two graphs differ, or None if there is none among several."""
    names = sorted(inputs_of(graph))
    for i in range(len(POINTS)):
        point = {name: POINTS[(i + 2 * k) % len(POINTS)] for k, name in enumerate(names)}
        if not close(evaluate(graph, point)[graph.output], evaluate(other, point)[other.output]):
            return point
    return None


def walks(graph: Graph, start: Node, end: Node) -> list[list[Edge]]:
    """Return every path between two nodes, by walking all of them."""
    if start is end:
        return [[]]
    first = [
        Edge(start, node, slot) for node in graph.nodes for slot, parent in enumerate(node.parents) if parent is start
    ]
    return [[edge, *rest] for edge in first for rest in walks(graph, edge.child, end)]


def is_right_order(graph: Graph, order: Sequence[str]) -> bool:
    """Return whether every parent stands before its child."""
    place = {name: i for i, name in enumerate(order)}
    return all(place[graph.names[edge.parent]] < place[graph.names[edge.child]] for edge in graph.edges)


def nudged(function: Callable[[float, float], float], x: float, y: float, h: float = 1e-5) -> list[float]:
    """Return the central differences of a function of two operands, one for each slot."""
    return [
        (function(x + h, y) - function(x - h, y)) / (2 * h),
        (function(x, y + h) - function(x, y - h)) / (2 * h),
    ]


def weighted_derivatives(graph: Graph, inputs: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the derivatives of a weighted sum of nodes with respect to every node, by walking all paths."""
    partials = local_partials(graph, evaluate(graph, inputs))

    def derivative(of: str, wrt: Node) -> float:
        return sum(prod(float(partials[edge]) for edge in walk) for walk in walks(graph, wrt, graph.node(of)))

    nodes = [node for node in graph.nodes if node.constant is None]
    return {graph.names[node]: float(sum(w * derivative(of, node) for of, w in weights.items())) for node in nodes}


def adjoints_with(graph: Graph, inputs: Mapping[str, float], pair: tuple[str, str], times: float) -> dict[str, float]:
    """Return the adjoints of a sweep that counts the contribution along one edge this many times."""
    partials = local_partials(graph, evaluate(graph, inputs))
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            contribution = adjoint[node] * partials[edge]
            adjoint[edge.parent] += times * contribution if edge == graph.edge(*pair) else contribution
    return {graph.names[node]: adjoint[node] for node in graph.nodes}


def unordered_sweep(graph: Graph, partials: Mapping[Edge, float], of: Node | None = None) -> dict[Node, float]:
    """Return what `hurry` of notebook 05 finds, for the output or `of`: nodes send on incomplete sums."""
    of = graph.output if of is None else of
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {of: 1.0}
    waiting = list(reversed(graph.edges_into[of]))
    while waiting:
        edge = waiting.pop()
        adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        waiting += reversed(graph.edges_into[edge.parent])
    return adjoint
