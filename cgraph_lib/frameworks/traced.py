"""What a framework's program is read into: nodes, with the shapes that the framework gives their values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cgraph_lib.arrays import log_sum_exp, matmul, mean, total
from cgraph_lib.arrays.array_op import Array, ArrayOp
from cgraph_lib.frameworks import operations
from cgraph_lib.graph import Node, apply, constant

Shape = tuple[int, ...]


def _operators(head: str) -> tuple[Callable[[Any, Any], Traced], Callable[[Any, Any], Traced]]:
    """Return the methods of an operation for an operand on the left, and for one on the right of something else."""
    return lambda self, other: entrywise(head, self, other), lambda self, other: entrywise(head, other, self)


@dataclass(frozen=True, eq=False)
class Traced:
    """A node, and the shape of its value in the framework; arithmetic on it works entry by entry.

    Where a framework stretches an array, nothing is done yet: `own` is the shape of the node's value, and numpy
    stretches it where entries meet. `whole` stretches it where another operation has to see all of it.
    """

    node: Node
    shape: Shape
    own: Shape

    __add__, __radd__ = _operators("+")
    __sub__, __rsub__ = _operators("-")
    __mul__, __rmul__ = _operators("*")
    __truediv__, __rtruediv__ = _operators("/")
    __pow__, __rpow__ = _operators("**")

    def __neg__(self) -> Traced:
        return entrywise("neg", self)

    @property
    def axes(self) -> range:
        """Return the numbers of the axes."""
        return range(len(self.shape))


def traced(thing: Any) -> Traced:
    """Return what is traced as it is, and a number or an array of numbers as a constant."""
    if isinstance(thing, Traced):
        return thing
    array = np.array(thing, float)
    return Traced(constant(array if array.ndim else float(array)), array.shape, array.shape)


def entrywise(head: str, *operands: Any) -> Traced:
    """Return an operation of the table on each entry."""
    found = [traced(operand) for operand in operands]
    return Traced(
        apply(head, *(each.node for each in found)),
        np.broadcast_shapes(*(each.shape for each in found)),
        np.broadcast_shapes(*(each.own for each in found)),
    )


def function(name: str) -> Callable[..., Traced]:
    """Return a function of the table, for each entry of its operands."""
    return lambda *operands: entrywise(name, *operands)


def stretched(x: Any, shape: Sequence[int]) -> Traced:
    """Return an operand in a shape into which numpy would stretch it."""
    found = traced(x)
    return Traced(found.node, tuple(shape), found.own)


def whole(x: Any) -> Traced:
    """Return an operand whose node has the shape that the framework sees."""
    found = traced(x)
    if found.own == found.shape:
        return found
    (entries,) = operations.counting([found.own])
    return on_arrays(operations.moved("broadcast", _whole_numbers(np.broadcast_to(entries, found.shape)), 1), found)


def on_arrays(op: ArrayOp, *operands: Traced, shape: Shape | None = None) -> Traced:
    """Return an operation on whole arrays; unless the shape of its value is given, it is tried on zeros."""
    if shape is None:
        with np.errstate(all="ignore"):
            shape = np.shape(op.function(*(np.zeros(operand.own) for operand in operands)))
    return Traced(Node(op=op, parents=tuple(operand.node for operand in operands)), shape, shape)


def rearranged(
    name: str, move: Callable[[list[Array]], Sequence[Array]], operands: Sequence[Any]
) -> list[Traced] | None:
    """Return what an operation makes that only moves entries, or `None` if it does more.

    It shows where to, by moving entries that are counted; 2 n + 1 in place of n must come out in the same places, which
    it does of no sum, and of no entry that is new.
    """
    found = [whole(operand) for operand in operands]
    counted = operations.counting([operand.shape for operand in found])
    results = list(zip(move(counted), move([np.asarray(2 * numbers + 1) for numbers in counted]), strict=True))
    if not all(np.array_equal(2 * np.asarray(once) + 1, np.asarray(again)) for once, again in results):
        return None
    return [_placed(name, _whole_numbers(places), found) for places, _ in results]


def _placed(name: str, places: Array, operands: list[Traced]) -> Traced:
    """Return entries in these places; operands of which nothing is used are left out, and so is what moves nothing."""
    ends = np.cumsum([0, *(math.prod(operand.shape) for operand in operands)])
    source = np.searchsorted(ends, places, side="right") - 1
    used = [i for i in range(len(operands)) if np.any(source == i)] or [0]
    kept = [operands[i] for i in used]
    starts = np.cumsum([0, *(math.prod(operand.shape) for operand in kept)])
    shift = np.zeros(len(operands), int)
    shift[used] = starts[:-1] - ends[used]
    moved = places + shift[source]
    if len(kept) == 1 and kept[0].shape == moved.shape and np.array_equal(moved.ravel(), np.arange(moved.size)):
        return kept[0]
    return on_arrays(operations.moved(name, moved, len(kept)), *kept, shape=moved.shape)


def _whole_numbers(array: Array) -> Array:
    whole_numbers: Array = np.array(array).astype(int)
    return whole_numbers


def product(x: Any, y: Any) -> Traced:
    """Return the product of matrices or rows of numbers, as `numpy.matmul` has it for up to two axes each."""
    first, second = whole(x), whole(y)
    if len(first.shape) == len(second.shape) == 2:
        return _made(matmul(first.node, second.node), (first.shape[0], second.shape[1]))
    rows, columns = "ij"[-len(first.shape) :], "jk"[: len(second.shape)]
    return contracted(first, second, rows, columns, (rows + columns).replace("j", ""))


def contracted(x: Any, y: Any, first: str, second: str, result: str) -> Traced:
    """Return products of entries, added up over the letters that the result does not have."""
    found = whole(x), whole(y)
    sizes = dict(zip(first + second, found[0].shape + found[1].shape, strict=True))
    matrices = {"ij", "j"}, {"jk", "j"}
    name = "matmul" if first in matrices[0] and second in matrices[1] else "einsum"
    op = operations.contraction(name, first, second, result)
    return on_arrays(op, *found, shape=tuple(sizes[letter] for letter in result))


def _made(node: Node, shape: Shape) -> Traced:
    return Traced(node, shape, shape)


def axes_of(x: Traced, axes: int | Sequence[int] | None) -> tuple[int, ...]:
    """Return axes counted from the first one; none stand for all."""
    asked = (axes,) if isinstance(axes, int) else axes
    return tuple(axis % len(x.shape) for axis in asked if x.shape) if asked else tuple(x.axes)


def _reduced(
    operation: Callable[..., Node], x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False
) -> Traced:
    found = whole(x)
    if not found.shape:
        return found
    gone = axes_of(found, axes)
    sizes = enumerate(found.shape)
    shape = tuple(1 if axis in gone else size for axis, size in sizes if keepdims or axis not in gone)
    everything = len(gone) == len(found.shape) and not keepdims
    return _made(operation(found.node, axis=None if everything else gone, keepdims=keepdims), shape)


def added(x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False) -> Traced:
    """Return the sum along some axes."""
    return _reduced(total, x, axes, keepdims)


def averaged(x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False) -> Traced:
    """Return the mean along some axes; of nothing it is nan, as frameworks have it."""
    found = whole(x)
    if math.prod(found.shape[axis] for axis in axes_of(found, axes)):
        return _reduced(mean, found, axes, keepdims)
    return added(found, axes, keepdims) / 0.0


def log_added(x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False) -> Traced:
    """Return log(sum(exp(x))) along some axes."""
    return _reduced(log_sum_exp, x, axes, keepdims)


def extreme(name: str, sign: int, x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False) -> Traced:
    """Return the largest entry along some axes, or with the sign −1 the smallest."""
    found = whole(x)
    if not found.shape:
        return found
    return on_arrays(operations.largest(name, axes_of(found, axes), keepdims, sign), found)


def norm(name: str, x: Any, axes: int | Sequence[int] | None = None, keepdims: bool = False) -> Traced:
    """Return the root of the sum of squares along some axes."""
    found = whole(x)
    if not found.shape:
        return entrywise("abs", found)
    return on_arrays(operations.norm(name, axes_of(found, axes), keepdims), found)


def flat(name: str, function: Callable[..., Array], *operands: Any) -> Traced:
    """Return an operation whose slope is 0, on each entry."""
    found = [traced(operand) for operand in operands]
    shape, own = (np.broadcast_shapes(*(getattr(each, which) for each in found)) for which in ("shape", "own"))
    made = on_arrays(operations.flat(name, function, len(found)), *found, shape=own)
    return Traced(made.node, shape, own)


def held(name: str, x: Any) -> Traced:
    """Return the same value, through which no derivative goes."""
    return flat(name, np.positive, x)


def slope_of(x: Any, value: Any) -> Traced:
    """Return a value that has the slope of something else."""
    return on_arrays(operations.passed(), whole(x), whole(value))


def chosen(condition: Any, x: Any, y: Any) -> Traced:
    """Return entries of `x` where the condition holds, else of `y`."""
    found = [traced(operand) for operand in (condition, x, y)]
    shape, own = (np.broadcast_shapes(*(getattr(each, which) for each in found)) for which in ("shape", "own"))
    return Traced(on_arrays(operations.where(), *found, shape=own).node, shape, own)
