"""Kinks and ties: where the partial of an edge is a convention, because the operation has no slope of its own there.

relu and abs have a kink at 0, max and min where their operands tie. The table of operations says so itself: there a
partial compares two numbers, and these are equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cgraph_lib.expression import Call, Expression, Name
from cgraph_lib.given import values_for
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.ops import Op, is_array
from cgraph_lib.results import ByNode


def kinks(graph: Graph, values: ByNode) -> tuple[Edge, ...]:
    """Return the edges whose operation has a kink or a tie at these values; of arrays, at one entry or more.

    The partial of such an edge is a convention, and so may be the derivative: for relu(x) - relu(-x) at 0 the
    conventions add up to 0, while the derivative is 1. Raises what `local_partials` does.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("y = relu(x) + z")
    >>> [edge.child.op.name for edge in kinks(graph, evaluate(graph, x=0, z=0))]
    ['relu']
    """
    numbers = values_for(graph, values)
    return tuple(edge for edge in graph.edges if any(somewhere(x == y) for x, y in _compared(edge, numbers)))


def kinks_between(graph: Graph, values: ByNode, others: ByNode) -> tuple[Edge, ...]:
    """Return the edges whose operation has a kink or a tie on the way from some values to others."""
    pairs = ((edge, _compared(edge, values.numbers), _compared(edge, others.numbers)) for edge in graph.edges)
    return tuple(edge for edge, here, there in pairs if any(_turned(*a, *b) for a, b in zip(here, there, strict=True)))


def _turned(x: Any, y: Any, x_then: Any, y_then: Any) -> bool:
    """Return whether two numbers that move have changed their order, or are equal before or after."""
    moved = (x != x_then) | (y != y_then)
    return somewhere(moved & (((x >= y) & (x_then <= y_then)) | ((x <= y) & (x_then >= y_then))))


def somewhere(true: Any) -> bool:
    """Return whether something is true; of an array, at one entry or more."""
    return bool(true.any() if is_array(true) else true)


def _compared(edge: Edge, numbers: Mapping[Node, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each pair of numbers that the partials of an edge's operation compare."""
    child = edge.child
    assert child.op is not None
    if len(set(child.parents)) < len(child.parents):
        return  # the larger of x and x is x, without a tie
    operands = dict(zip(("x0", "x1"), (numbers[parent] for parent in child.parents), strict=False))
    for sides in compared(child.op):
        left, right = (operands[side] if isinstance(side, str) else side for side in sides)
        yield left, right


@cache
def compared(op: Op) -> tuple[tuple[str | float, str | float], ...]:
    """Return what the partials of an operation compare: where the two are equal, there is a kink.

    >>> from cgraph_lib.ops import OPS
    >>> compared(OPS["relu"]), compared(OPS["multiply"])
    ((('x0', 0.0),), ())
    """
    sides: dict[Expression, str | float] = {Name("x"): "x0", Name("y"): "x1"}
    found: set[tuple[str | float, str | float]] = set()
    waiting = list(op.partials)
    while waiting:
        match waiting.pop():
            case Call(">" | "==", (left, right)):
                first, second = (sides.get(side, getattr(side, "value", math.nan)) for side in (left, right))
                found.add((second, first) if isinstance(first, float) or second == "x0" else (first, second))
            case Call(_, args):
                waiting += args
    return tuple(sorted(found, key=str))
