"""Judges that need nothing of what they judge: plain functions of Python, and paths walked one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.exercises.forms import same
from cgraph_lib.graph import Edge, Graph, Node


def inputs_of(graph: Graph) -> set[str]:
    """Return the names of a graph's inputs."""
    return {graph.names[node] for node in graph.inputs}


def operations(graph: Graph) -> int:
    """Return how many nodes of a graph are computed."""
    return sum(node.op is not None for node in graph.nodes)


def agrees(graph: Graph, function: Callable[..., float], **points: list[float]) -> bool:
    """Return whether the output is `function` of the inputs at each point; points stand one below the other."""
    if inputs_of(graph) != set(points):
        return False
    rows = [dict(zip(points, row, strict=True)) for row in zip(*points.values(), strict=True)]
    return all(same(evaluate(graph, row)[graph.output], function(**row)) for row in rows)


def walks(graph: Graph, start: Node, end: Node) -> list[list[Edge]]:
    """Return every path between two nodes, by walking all of them."""
    if start is end:
        return [[]]
    first = [
        Edge(start, node, slot) for node in graph.nodes for slot, parent in enumerate(node.parents) if parent is start
    ]
    return [[edge, *rest] for edge in first for rest in walks(graph, edge.child, end)]


def is_right_order(graph: Graph, order: tuple[str, ...]) -> bool:
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
    """Return the adjoints of a sweep that counts the contribution along one edge so many times."""
    partials = local_partials(graph, evaluate(graph, inputs))
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            contribution = adjoint[node] * partials[edge]
            adjoint[edge.parent] += times * contribution if edge == graph.edge(*pair) else contribution
    return {graph.names[node]: adjoint[node] for node in graph.nodes}


def unordered_sweep(graph: Graph, inputs: Mapping[str, float]) -> float:
    """Return what `hurry` of notebook 05 finds for the only input: nodes send on before their sums are complete."""
    partials = local_partials(graph, evaluate(graph, inputs))
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    waiting = list(reversed(graph.edges_into[graph.output]))
    while waiting:
        edge = waiting.pop()
        adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        waiting += reversed(graph.edges_into[edge.parent])
    return float(adjoint[graph.inputs[0]])
