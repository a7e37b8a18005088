"""Paths between two nodes: count them, list them, multiply along them, sum over them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from cgraph_lib.console import printable
from cgraph_lib.errors import CgraphError, UnknownNameError, WrongTypeError
from cgraph_lib.given import as_partials
from cgraph_lib.graph import Edge, Graph, Node, as_graph
from cgraph_lib.notation import operand_index
from cgraph_lib.ops import quiet
from cgraph_lib.results import ByEdge

MOST_PATHS = 10_000
MOST_EDGES = 10_000_000  # of all listed paths together: about 100 MB


@dataclass(frozen=True, slots=True)
class Path:
    """Edges from one node to another, each starting where the last one ended. `str(path)` reads `b → c → e`.

    Where an edge has a parallel one, the operand has its index: `x₁ → y`, `x₂ → y`.
    """

    graph: Graph
    start: Node
    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return the nodes on the path, from its start to its end."""
        return (self.start, *(edge.child for edge in self.edges))

    def __len__(self) -> int:
        return len(self.edges)

    def __str__(self) -> str:
        names = self.graph.names
        end = self.edges[-1].child if self.edges else self.start
        places = [*(f"{names[edge.parent]}{operand_index(edge)}" for edge in self.edges), names[end]]
        return printable(" → ".join(places))

    __repr__ = __str__


class TooManyPathsError(CgraphError):
    """More paths than can sensibly be listed; `count` says how many there are."""


_TOO_MANY = {
    "exactly": "There are {count:,} paths, more than {limit:,} to list; count_paths counts them, and reverse_trace "
    "finds their sum.",
    "long": "There are {count:,} paths with {edges:,} edges together, more than {most:,} to list; count_paths counts "
    "them, and reverse_trace finds their sum.",
    "about": "There are about 10^{power:.0f} paths, more than {limit:,} to list; count_paths counts them, and "
    "reverse_trace finds their sum.",
}


def _too_many(count: int, limit: int) -> TooManyPathsError:
    sentence = _TOO_MANY["exactly" if count < 10**15 else "about"]
    return TooManyPathsError(sentence, count=count, limit=limit, power=math.log10(count))


def count_paths(graph: Graph, start: Node | str, end: Node | str | None = None) -> int:
    """Return the number of paths from `start` to `end` (the output unless given), without listing them.

    >>> from cgraph_lib import parse
    >>> count_paths(parse("c = a + b; d = b + 1; e = c * d"), "b", "e")
    2
    """
    return _counts_to(as_graph(graph), graph.node(end))[graph.node(start)]


def _counts_to(graph: Graph, end: Node) -> dict[Node, int]:
    """Return for every node how many paths lead from it to `end`: the sum over its children, 1 for `end`."""
    counts: dict[Node, int] = {}
    for node in reversed(graph.nodes):
        counts[node] = (node is end) + sum(counts[edge.child] for edge in graph.edges_from[node])
    return counts


def path_multiplications(graph: Graph, start: Node | str, end: Node | str | None = None) -> int:
    """Return how many multiplications the sum over all paths takes, one less than edges on each, without listing them.

    >>> from cgraph_lib import parse
    >>> path_multiplications(parse("c = a + b; d = b + 1; e = c * d"), "b", "e")
    2
    """
    first, last = as_graph(graph).node(start), graph.node(end)
    counts = _counts_to(graph, last)
    lengths: dict[Node, int] = {}  # of all paths from a node to the last one, together
    for node in reversed(graph.nodes):
        lengths[node] = sum(lengths[edge.child] + counts[edge.child] for edge in graph.edges_from[node])
    return lengths[first] - counts[first] if first is not last else 0


def paths(graph: Graph, start: Node | str, end: Node | str | None = None, limit: int = MOST_PATHS) -> list[Path]:
    """Return every path from `start` to `end` (the output unless given), in a fixed order.

    Raises `TooManyPathsError`, which states the count, if there are more than `limit`, or if they are too long to be
    listed, and `WrongTypeError` for a limit that is not a whole number from 0 up.

    >>> from cgraph_lib import parse
    >>> paths(parse("c = a + b; d = b + 1; e = c * d"), "b", "e")
    [b → c → e, b → d → e]
    """
    first, last = as_graph(graph).variable(start), graph.node(end)
    counts = _counts_to(graph, last)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise WrongTypeError("limit is a whole number of paths, from 0 up, not {limit!r:.40}.", limit=limit)
    if counts[first] > limit:
        raise _too_many(counts[first], limit)
    if (edges := path_multiplications(graph, first, last) + counts[first]) > MOST_EDGES:
        raise TooManyPathsError(_TOO_MANY["long"], count=counts[first], edges=edges, most=MOST_EDGES)
    found: list[Path] = []
    taken: list[Edge] = []  # from the first node to the one where we are
    waiting: list[tuple[Node, int, list[Edge]]] = [(first, 0, [])]
    while waiting:
        node, length, step = waiting.pop()
        taken[length:] = step
        if node is last:
            found.append(Path(graph, first, tuple(taken)))
            continue
        onward = (edge for edge in reversed(graph.edges_from[node]) if counts[edge.child])
        waiting += ((edge.child, len(taken), [edge]) for edge in onward)
    return found


def path_product(path: Path, partials: ByEdge) -> Any:
    """Return the product of the partials along a path; 1 for a path without edges.

    Raises `WrongTypeError` for what is not a path, or not the partials that `local_partials` returns, and
    `UnknownNameError` for partials without one of its edges.

    >>> from cgraph_lib import evaluate, local_partials, parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> partials = local_partials(graph, evaluate(graph, a=2, b=1))
    >>> [path_product(path, partials) for path in paths(graph, "b", "e")]
    [2.0, 3.0]
    """
    if not isinstance(path, Path):
        raise WrongTypeError("Expected a path, as paths(graph, ...) lists them, got {kind}.", kind=type(path).__name__)
    numbers, product = [_partial(path, edge, as_partials(partials)) for edge in path.edges], 1.0
    with quiet(*numbers):
        for number in numbers:
            product = product * number
    return product


def _partial(path: Path, edge: Edge, partials: ByEdge) -> Any:
    try:
        return partials[edge]
    except UnknownNameError:  # of another graph, as it says itself
        raise
    except KeyError:
        parent, child = path.graph.names[edge.parent], path.graph.names[edge.child]
        sentence = "There is no partial for the edge from {parent} to {child}."
        raise UnknownNameError(sentence, parent=parent, child=child) from None


def sum_over_paths(
    graph: Graph, start: Node | str, end: Node | str | None, partials: ByEdge, limit: int = MOST_PATHS
) -> Any:
    """Return d(end)/d(start) as the sum of the path products over all paths; 0 if no path leads there.

    Source: F. L. Bauer, Computational Graphs and Rounding Error, SIAM J. Numer. Anal. 11 (1974).

    Raises `TooManyPathsError` if there are more than `limit`, and what `path_product` does.

    >>> from cgraph_lib import evaluate, local_partials, parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> sum_over_paths(graph, "b", "e", local_partials(graph, evaluate(graph, a=2, b=1)))
    5.0
    """
    total = 0.0
    with quiet(*as_partials(partials).values()):
        for path in paths(graph, start, end, limit):
            total = total + path_product(path, partials)
    return total
