"""Simulated learners: each knows how to differentiate a graph but for one wrong rule.

The concept inventory in `docs/inventory` is tested with them: every distractor must be what one of them answers.
A learner is a function of a graph, its inputs' values, and the names of two nodes; it returns d(of)/d(wrt).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from cgraph_lib import evaluate, local_partials, path_product, paths, relu
from cgraph_lib.exercises.oracles import unordered_sweep
from cgraph_lib.graph import Edge, Graph

At = Mapping[str, float]
Learner = Callable[[Graph, At, str, str], float]


def _partials(graph: Graph, at: At) -> dict[Edge, float]:
    partials = local_partials(graph, evaluate(graph, at))
    return {edge: float(partials[edge]) for edge in graph.edges}


def _sum_over_paths(graph: Graph, partials: Mapping[Edge, float], of: str, wrt: str) -> float:
    return sum(math.prod(partials[edge] for edge in path.edges) for path in paths(graph, wrt, of))


def right(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Multiply along each path, and add over all paths."""
    return _sum_over_paths(graph, _partials(graph, at), of, wrt)


def _with_rule(rule: Callable[[str, list[float], int, float], float]) -> Learner:
    """Return a learner who uses `rule(operation, operands, slot, true partial)` for the partial on an edge."""

    def learner(graph: Graph, at: At, of: str, wrt: str) -> float:
        values, partials = evaluate(graph, at), _partials(graph, at)
        for edge, partial in partials.items():
            operands = [float(values[parent]) for parent in edge.child.parents]
            partials[edge] = rule(edge.child.op.name if edge.child.op else "", operands, edge.slot, partial)
        return _sum_over_paths(graph, partials, of, wrt)

    return learner


def one_parallel_edge(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Draw one edge where an operand is used twice."""
    partials, seen = _partials(graph, at), set()
    for edge in partials:
        if (edge.parent, edge.child) in seen:
            partials[edge] = 0.0
        seen.add((edge.parent, edge.child))
    return _sum_over_paths(graph, partials, of, wrt)


def _of_products(choose: Callable[[list[float]], float]) -> Learner:
    """Return a learner who makes this of the products along all paths, in place of their sum; the last comes first."""

    def learner(graph: Graph, at: At, of: str, wrt: str) -> float:
        partials = local_partials(graph, evaluate(graph, at))
        return choose([float(path_product(path, partials)) for path in paths(graph, wrt, of)])

    return learner


def add_along_paths(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Add the partials along a path instead of multiplying them."""
    partials = _partials(graph, at)
    return sum(sum(partials[edge] for edge in path.edges) for path in paths(graph, wrt, of))


def first_edge_only(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Stop at the neighbours: take the partials on the edges that leave the node, and no chain rule."""
    partials = _partials(graph, at)
    return sum(partials[edge] for edge in graph.edges_from[graph.node(wrt)])


def last_edge_only(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Take the partials on the edges into the output alone."""
    partials = _partials(graph, at)
    return sum(partials[path.edges[-1]] for path in paths(graph, wrt, of))


def value_for_derivative(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Give the value of the output."""
    return float(evaluate(graph, at)[of])


def seed_with_value(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Start the sweep with the output's value instead of 1."""
    return right(graph, at, of, wrt) * value_for_derivative(graph, at, of, wrt)


def stale_second_run(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Run the sweep a second time on top of the adjoints of the first."""
    return 2 * right(graph, at, of, wrt)


def hurry(graph: Graph, at: At, of: str, wrt: str) -> float:
    """Send a node's sum on as soon as anything arrives, and again at each arrival."""
    return unordered_sweep(graph, _partials(graph, at), graph.node(of))[graph.node(wrt)]


LEARNERS: dict[str, Learner] = {
    "right": right,
    "one parallel edge": one_parallel_edge,
    "last path only": _of_products(lambda products: products[0]),
    "largest path only": _of_products(lambda products: max(products, key=abs)),
    "multiply paths": _of_products(math.prod),
    "add along paths": add_along_paths,
    "first edge only": first_edge_only,
    "last edge only": last_edge_only,
    "value for derivative": value_for_derivative,
    "seed with value": seed_with_value,
    "stale second run": stale_second_run,
    "hurry": hurry,
    # What they take for the partial p of an operation of the operands x.
    "swapped partials": _with_rule(lambda op, x, slot, p: x[slot] if op == "multiply" else p),
    "lost sign": _with_rule(lambda op, x, slot, p: -p if (op, slot) in (("subtract", 1), ("negate", 0)) else p),
    "naive quotient": _with_rule(lambda op, x, slot, p: 1 / x[1] if op == "divide" else p),
    "frozen partial": _with_rule(lambda op, x, slot, p: {"square": 2.0, "multiply": 1.0}.get(op, p)),
    "power keeps its exponent": _with_rule(lambda op, x, slot, p: x[0] ** 2 if op == "square" else p),
    "relu always passes": _with_rule(lambda op, x, slot, p: 1.0 if op == "relu" else p),
    "relu multiplies by its value": _with_rule(lambda op, x, slot, p: relu(x[0]) if op == "relu" else p),
    "power rule on exp": _with_rule(lambda op, x, slot, p: x[0] * math.exp(x[0] - 1) if op == "exp" else p),
}
