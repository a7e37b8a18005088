"""The operations on whole arrays that programs of frameworks need besides those of `cgraph_lib.arrays`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

import numpy as np

from cgraph_lib.arrays import unbroadcast
from cgraph_lib.arrays.array_op import Array, ArrayOp, Product, array_op, as_value
from cgraph_lib.errors import CgraphError, WrongTypeError


def moved(name: str, places: Array, count: int) -> ArrayOp:
    """Return an operation that only moves entries, such as a transpose, a slice or a concatenation.

    Entry i of the result is entry `places[i]` of all operands laid end to end, of which there are `count`.
    """

    def forward(*operands: Array) -> Array:
        return as_value(np.concatenate([np.ravel(x) for x in operands])[places])

    def push(slot: int, tangent: Array, *operands: Array) -> Array:
        zeros = [np.zeros(np.shape(x)) for x in operands]
        return forward(*zeros[:slot], tangent, *zeros[slot + 1 :])

    def back(slot: int, adjoint: Array, *operands: Array) -> Array:
        ends = [0, *itertools.accumulate(np.size(x) for x in operands)]
        whole = np.zeros(ends[-1])
        np.add.at(whole, places, adjoint)  # an entry that stands twice in the result receives both
        return as_value(whole[ends[slot] : ends[slot + 1]].reshape(np.shape(operands[slot])))

    return array_op((moved, name, places, count), name, forward, _each(push, count), _each(back, count))


def _each(product: Callable[..., Array], operands: int) -> tuple[Product, ...]:
    """Return for each slot the product with the Jacobian; it is given the value as well, and does not need it."""
    return tuple(lambda a, *xs, slot=slot: product(slot, a, *xs[:-1]) for slot in range(operands))


@cache
def contraction(name: str, x: str, y: str, result: str) -> ArrayOp:
    """Return an operation that multiplies entries and adds up, with a letter for each axis, as `numpy.einsum` has them.

    Every letter of an operand stands in the other one or in the result.
    """

    def product(first: str, second: str, third: str) -> Callable[[Array, Array], Array]:
        return lambda a, b: as_value(np.einsum(f"{first},{second}->{third}", a, b))

    forward, back_x, back_y = product(x, y, result), product(result, y, x), product(result, x, y)
    return array_op(
        (contraction, name, x, y, result),
        name,
        forward,
        (lambda t, a, b, v: forward(t, b), lambda t, a, b, v: forward(a, t)),
        (lambda adjoint, a, b, v: back_x(adjoint, b), lambda adjoint, a, b, v: back_y(adjoint, a)),
    )


def flat(name: str, function: Callable[..., Array], operands: int) -> ArrayOp:
    """Return an operation whose slope is 0 wherever it has one: a comparison, a rounding, a held value."""

    def forward(*operands: Array) -> Array:
        return as_value(np.asarray(function(*operands), float))

    return array_op(
        (flat, name, function, operands),
        name,
        forward,
        (forward,) * operands,  # its products with the Jacobian are not asked for
        (forward,) * operands,
        flat=True,
    )


@cache
def where() -> ArrayOp:
    """Return the operation that takes entries of its second operand where the first is not 0, else of its third."""

    def forward(chosen: Array, x: Array, y: Array) -> Array:
        return as_value(np.where(np.asarray(chosen, bool), x, y))

    return array_op(
        (where,),
        "where",
        forward,
        (
            lambda t, c, x, y, v: np.zeros(np.shape(v)),
            lambda t, c, x, y, v: forward(c, t, 0.0),
            lambda t, c, x, y, v: forward(c, 0.0, t),
        ),
        (
            lambda a, c, x, y, v: as_value(np.zeros(np.shape(c))),
            lambda a, c, x, y, v: unbroadcast(forward(c, a, 0.0), np.shape(x)),
            lambda a, c, x, y, v: unbroadcast(forward(c, 0.0, a), np.shape(y)),
        ),
    )


@cache
def passed() -> ArrayOp:
    """Return the operation that has the value of its second operand and the slope of its first."""

    def nothing(a: Array, x: Array, value: Array, v: Array) -> Array:
        return as_value(np.zeros(np.shape(value)))

    def same(a: Array, *_: Array) -> Array:
        return a

    return array_op((passed,), "write", lambda x, value: value, (same, nothing), (same, nothing))


@cache
def largest(name: str, axes: tuple[int, ...], keepdims: bool, sign: int) -> ArrayOp:
    """Return the largest entry along some axes, or with the sign −1 the smallest; those that tie share its slope."""

    def forward(x: Array) -> Array:
        return as_value(sign * np.max(sign * np.asarray(x), axis=axes, keepdims=keepdims))

    def slopes(x: Array, v: Array) -> Array:
        tied = np.asarray(x) == v
        return tied / np.sum(tied, axis=axes, keepdims=True)

    return _reduction((largest, name, axes, keepdims, sign), name, forward, slopes, axes, keepdims)


@cache
def norm(name: str, axes: tuple[int, ...], keepdims: bool) -> ArrayOp:
    """Return the root of the sum of squares along some axes; where all are 0, its slope is 0."""

    def forward(x: Array) -> Array:
        return as_value(np.sqrt(np.sum(np.square(x), axis=axes, keepdims=keepdims)))

    def slopes(x: Array, v: Array) -> Array:
        return np.where(v == 0, 0.0, x / np.where(v == 0, 1.0, v))

    return _reduction((norm, name, axes, keepdims), name, forward, slopes, axes, keepdims)


def _reduction(
    recipe: tuple[Any, ...], name: str, forward: Product, slopes: Product, axes: tuple[int, ...], keepdims: bool
) -> ArrayOp:
    """Return an operation that reduces axes, from its slopes: an array like the operand, given that and the value."""

    def kept(x: Array, reduced: Array) -> Array:
        return np.reshape(reduced, [1 if axis in axes else size for axis, size in enumerate(np.shape(x))])

    def push(t: Array, x: Array, v: Array) -> Array:
        return as_value(np.sum(t * slopes(x, kept(x, v)), axis=axes, keepdims=keepdims))

    def back(a: Array, x: Array, v: Array) -> Array:
        return as_value(kept(x, a) * slopes(x, kept(x, v)))

    return array_op(recipe, name, forward, (push,), (back,))


@dataclass(frozen=True, eq=False)
class Block(ArrayOp):
    """An operation that the framework computes, and whose products with the Jacobian the framework computes too."""

    def __reduce__(self) -> NoReturn:
        raise WrongTypeError(
            "{name} is computed by the framework, and is not pickled; pickle the program, and import it again.",
            name=self.name,
        )


def block(name: str, function: Product, push: Product, back: Product, operands: int, flat: bool) -> Block:
    """Return a closed block: `push(slot, tangent, *operands)`, `back(slot, adjoint, *operands)` are its products."""
    pushes, backs = _each(push, operands), _each(back, operands)
    made = array_op((), name, function, pushes, backs)
    return Block(
        made.name,
        made.formula,
        made.partials,
        function,
        made.partial_functions,
        made.compute,
        made.accumulate,
        pushes,
        backs,
        flat=flat,
    )


def as_floats(name: str, whole: Array) -> Array:
    """Return numbers as floats; raise `CgraphError` for whole ones so large that floats have gaps there."""
    floats = np.asarray(whole, float)
    if not np.all(np.abs(floats) <= 2.0**53):
        raise CgraphError("{operation} makes whole numbers beyond 2^53, which no float holds.", operation=name)
    return floats


def counting(shapes: list[tuple[int, ...]]) -> list[Array]:
    """Return arrays of these shapes whose entries are counted from 0, from each array on to the next.

    >>> [array.tolist() for array in counting([(2,), (1, 2)])]
    [[0.0, 1.0], [[2.0, 3.0]]]
    """
    ends = [0, *itertools.accumulate(math.prod(shape) for shape in shapes)]
    counted = np.arange(ends[-1], dtype=float)
    return [counted[i:j].reshape(shape) for (i, j), shape in zip(itertools.pairwise(ends), shapes, strict=True)]
