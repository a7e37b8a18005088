"""Operations on whole arrays: matrix product, sums, means, picking entries, log-sum-exp."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from cgraph_lib.arrays.array_op import Array, ArrayOp, Axes, add_up, apply_to, array_op, as_value, by_columns
from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.graph import Node


def matmul(x: Any, y: Any) -> Node:
    """Return the node of the matrix product of two nodes or arrays with two axes each.

    Raises `ShapeError` in evaluation if the columns of `x` are not as many as the rows of `y`.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x, w = inputs("x w")
    >>> evaluate(Graph(matmul(x, w).named("z")), x=np.ones((2, 3)), w=np.ones((3, 1)))["z"].tolist()
    [[3.0], [3.0]]
    """
    return apply_to(_matrix_product(), x, y)


def _matmul(x: Array, y: Array, out: Array = None) -> Array:
    first, second = np.shape(x), np.shape(y)
    if len(first) != 2 or len(second) != 2 or first[1] != second[0]:
        raise ShapeError(
            "matmul({operands}): the first operand has shape {first}, the second {second}; both need two axes, and "
            "the first as many columns as the second has rows.",
            operands="x, y",
            first=first,
            second=second,
        )
    return np.matmul(x, y, out=out)


@cache
def _matrix_product() -> ArrayOp:
    return array_op(
        (_matrix_product,),
        "matmul",
        _matmul,
        (lambda t, x, y, v: t @ y, lambda t, x, y, v: x @ t),
        (
            lambda a, x, y, v, out=None: np.matmul(a, y.T, out=out),
            lambda a, x, y, v, out=None: np.matmul(x.T, a, out=out),
        ),
        reads=((1,), (0,)),
        takes_out=True,
    )


def total(x: Any, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Node:
    """Return the node of the sum of all entries, or along one axis or several; axes stay with size 1 if `keepdims`.

    Raises `InputError` for an axis that is not a whole number and a `keepdims` that is neither true nor false, and
    `ShapeError` in evaluation for an axis that the operand does not have.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(total(x).named("s")), x=np.array([1.0, 2.0]))["s"]
    3.0
    >>> evaluate(Graph(total(x, axis=1, keepdims=True).named("s")), x=np.ones((2, 3)))["s"].tolist()
    [[3.0], [3.0]]
    """
    return apply_to(_scaled_sum("total", _axes(axis), _keeps(keepdims)), x)


def mean(x: Any, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Node:
    """Return the node of the mean of all entries, or along one axis or several, as `total` does; of nothing it is 0.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(mean(x, axis=0).named("m")), x=np.array([[1.0, 2.0], [3.0, 4.0]]))["m"].tolist()
    [2.0, 3.0]
    """
    return apply_to(_scaled_sum("mean", _axes(axis), _keeps(keepdims)), x)


def _keeps(keepdims: Any) -> bool:
    if not isinstance(keepdims, (bool, int, np.bool_)):
        raise InputError("keepdims is True or False, not {keepdims!r:.40}.", keepdims=keepdims)
    return bool(keepdims)


def _axes(axis: Any) -> Axes:
    """Return the axes as numpy takes them: `None` for all of them, otherwise a tuple."""
    if axis is None:
        return None
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    try:
        if any(isinstance(each, (bool, np.bool_)) for each in axes):  # total(x, True) means keepdims
            raise TypeError
        return tuple(map(operator.index, axes))
    except TypeError:
        raise InputError(
            "An axis is a whole number, or several in a tuple, or None for all axes; got {axis!r:.40}.", axis=axis
        ) from None


def _does_not_fit(operation: str, x: Array, error: Exception) -> ShapeError:
    return ShapeError(
        "{operation}({operands}): the operand has shape {shape}; numpy says: {reason}.",
        operation=operation,
        operands="x",
        shape=np.shape(x),
        reason=str(error),
    )


def _spread(reduced: Array, axes: Axes, keepdims: bool) -> Array:
    """Return an array with the axes back that were summed away, so that it can be stretched to the operand's shape."""
    if axes is None or keepdims:
        return reduced
    return np.asarray(reduced)[_with_gaps(axes, np.ndim(reduced) + len(axes))]


@cache
def _with_gaps(axes: tuple[int, ...], count: int) -> tuple[slice | None, ...]:
    """Return the index that puts axes of size 1 between the others, as `np.expand_dims` does, which is slow."""
    gaps = {axis % count for axis in axes}
    return tuple(None if axis in gaps else slice(None) for axis in range(count))


@cache
def _scaled_sum(name: str, axes: Axes, keepdims: bool) -> ArrayOp:
    @cache
    def share(shape: tuple[int, ...]) -> float:
        sizes = shape if axes is None else [shape[axis] for axis in axes]
        return 1.0 / max(math.prod(sizes), 1)

    def scaled(numbers: Array, x: Array) -> Array:
        return numbers * share(np.shape(x)) if name == "mean" else numbers

    def forward(x: Array) -> Array:
        try:
            return as_value(scaled(add_up(x, axis=axes, keepdims=keepdims), x))
        except ValueError as error:
            raise _does_not_fit(name, x, error) from None

    def push(t: Array, x: Array, v: Array) -> Array:
        return scaled(add_up(t, axis=axes, keepdims=keepdims), x)

    def back(a: Array, x: Array, v: Array) -> Array:
        whole = np.empty(np.shape(x))
        whole[...] = scaled(_spread(a, axes, keepdims), x)
        return whole

    return array_op((_scaled_sum, name, axes, keepdims), name, forward, (push,), (back,), reads=((),))


def pick(x: Any, *index: Any, shape: tuple[int, ...] | None = None) -> Node:
    """Return the node of `x[index]`: for each axis a number, a slice or a list of numbers.

    Raises `ShapeError` for lists in a list of different lengths, and in evaluation if the operand has no such entries,
    or another shape than is expected.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(pick(x, [0, 1], [1, 0]).named("p")), x=np.array([[1.0, 2.0], [3.0, 4.0]]))["p"].tolist()
    [2.0, 3.0]
    """
    return apply_to(_picked(shape, *map(_own_index, index)), x)


def _own_index(index: Any) -> Any:
    """Return a copy of a list or array, so that nobody changes the graph from outside; anything else as it is."""
    if not isinstance(index, (list, tuple)):
        return index.copy() if isinstance(index, np.ndarray) else index
    try:
        return np.array(index, None if index else int)  # numpy takes an empty list for one of floats
    except ValueError:
        raise ShapeError("An index has rows of different lengths; expected the same length in all.") from None


def _picked(shape: tuple[int, ...] | None, *index: Any) -> ArrayOp:
    def forward(x: Array) -> Array:
        if shape not in (None, np.shape(x)):
            raise ShapeError(
                "{operands} has shape {found}; expected {shape}.", operands="x", found=np.shape(x), shape=shape
            )
        try:
            return as_value(np.asarray(x)[index])
        except Exception as error:  # numpy's, or what a foreign index raises when it is read
            raise _does_not_fit("pick", x, error) from None

    def back(a: Array, x: Array, v: Array) -> Array:
        whole = np.zeros(np.shape(x))
        np.add.at(whole, index, a)  # an entry that is picked twice receives both
        return whole

    def push(t: Array, x: Array, v: Array) -> Array:
        return as_value(np.asarray(t)[index])

    return array_op((_picked, shape, *index), "pick", forward, (push,), (back,), reads=((),))


def log_sum_exp(x: Any, axis: int | Sequence[int] | None = -1, keepdims: bool = False) -> Node:
    """Return the node of log(sum(exp(x))) along the last axis, or others, as `total` takes them.

    It is computed after the largest entry is taken off, so that no exp overflows.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(log_sum_exp(x).named("l")), x=np.array([1000.0, 1000.0]))["l"]
    1000.6931471805599
    """
    return apply_to(_log_sum_exp(_axes(axis), _keeps(keepdims)), x)


@cache
def _log_sum_exp(axes: Axes, keepdims: bool) -> ArrayOp:
    def forward(x: Array) -> Array:
        x = by_columns(x, axes)
        try:
            top = np.maximum.reduce(x, axis=axes, keepdims=True, initial=-np.inf)
        except ValueError as error:
            raise _does_not_fit("log_sum_exp", x, error) from None
        shift = np.where(np.isfinite(top), top, 0.0)
        logs = shift + np.log(add_up(np.exp(x - shift), axis=axes, keepdims=True))
        return as_value(logs if keepdims else np.squeeze(logs, axis=axes))

    def softmax(x: Array, v: Array) -> Array:
        return np.exp(x - _spread(v, axes, keepdims))

    def push(t: Array, x: Array, v: Array) -> Array:
        return add_up(t * softmax(x, v), axis=axes, keepdims=keepdims)

    def back(a: Array, x: Array, v: Array) -> Array:
        return _spread(a, axes, keepdims) * softmax(x, v)

    return array_op((_log_sum_exp, axes, keepdims), "log_sum_exp", forward, (push,), (back,))
