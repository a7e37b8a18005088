"""Operations on whole arrays: matrix product, sums, means, picking entries, log-sum-exp.

Such an operation has no partial for an edge but a Jacobian: one number for every entry of the child and every
entry of the parent. Accumulation only needs its products with a vector, so an operation brings those two:
the Jacobian-vector product (for tangents) and the vector-Jacobian product (for adjoints).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cgraph_lib.expression import Call, Name
from cgraph_lib.graph import Node, constant
from cgraph_lib.ops import Op

Array = Any
Product = Callable[..., Array]


class ShapeError(ValueError):
    """Operands whose shapes do not fit; the message names them."""


@dataclass(frozen=True, eq=False)
class ArrayOp(Op):
    """An operation on whole arrays: its function, and for each slot its two products with the Jacobian.

    `jvps[slot](tangent, *operands, v)` has the shape of the result, `vjps[slot](adjoint, *operands, v)` the shape
    of the operand in that slot; `v` is the operation's own value.
    """

    jvps: tuple[Product, ...] = ()
    vjps: tuple[Product, ...] = ()
    takes_out: bool = False  # whether function and vjps take `out`, an array to write the result into

    def __reduce__(self) -> Any:
        raise TypeError(f"{self.name} is an operation on whole arrays; its graph cannot be pickled.")

    @property
    def arity(self) -> int:
        """Return how many operands the operation takes."""
        return len(self.vjps)

    @property
    def head(self) -> str:
        """Return how a formula calls the operation."""
        return self.name

    def compute(self, node: Any, values: dict[Any, Any]) -> None:
        """Put the value of a node into `values`; raise `ShapeError` that names the operands if they do not fit."""
        try:
            super().compute(node, values)
        except ShapeError as error:
            names = ", ".join(parent.name or "…" for parent in node.parents)
            raise ShapeError(f"{self.name}({names}): {error}") from None

    def accumulate(self, node: Any, values: dict[Any, Any], adjoints: dict[Any, Any]) -> None:
        """Refuse: adjoints of whole arrays have shapes of their own."""
        raise _no_partial(self.name)


def _no_partial(name: str) -> ShapeError:
    return ShapeError(
        f"{name} is an operation on whole arrays: its edges have no single partial; take array_gradient, pull_back "
        "or push_forward of cgraph_lib.arrays."
    )


def _array_op(
    name: str, function: Product, jvps: tuple[Product, ...], vjps: tuple[Product, ...], takes_out: bool = False
) -> ArrayOp:
    def refuse(*_: Any) -> Any:
        raise _no_partial(name)

    operands = tuple(Name(letter) for letter in "xy"[: len(vjps)])
    return ArrayOp(name, Call(name, operands), (), function, (refuse,) * len(vjps), jvps, vjps, takes_out)


def _apply(op: ArrayOp, *operands: Any) -> Node:
    return Node(op=op, parents=tuple(x if isinstance(x, Node) else constant(x) for x in operands))


def matmul(x: Any, y: Any) -> Node:
    """Return the node of the matrix product of two nodes or arrays with two axes each.

    Raises `ShapeError` in evaluation if the columns of `x` are not as many as the rows of `y`.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x, w = inputs("x w")
    >>> evaluate(Graph(matmul(x, w).named("z")), x=np.ones((2, 3)), w=np.ones((3, 1)))["z"].tolist()
    [[3.0], [3.0]]
    """
    return _apply(_MATMUL, x, y)


def _matmul(x: Array, y: Array, out: Array = None) -> Array:
    if np.ndim(x) != 2 or np.ndim(y) != 2 or x.shape[1] != y.shape[0]:
        raise ShapeError(
            f"the first operand has shape {np.shape(x)}, the second {np.shape(y)}; "
            "both need two axes, and the first as many columns as the second has rows."
        )
    return np.matmul(x, y, out=out)


_MATMUL = _array_op(
    "matmul",
    _matmul,
    (lambda t, x, y, v: t @ y, lambda t, x, y, v: x @ t),
    (
        lambda a, x, y, v, out=None: np.matmul(a, y.T, out=out),
        lambda a, x, y, v, out=None: np.matmul(x.T, a, out=out),
    ),
    takes_out=True,
)


def total(x: Any, axis: int | None = None) -> Node:
    """Return the node of the sum of all entries, or along one axis.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(total(x).named("s")), x=np.array([1.0, 2.0]))["s"]
    3.0
    """
    return _apply(_scaled_sum("total", axis, lambda x: 1.0), x)


def mean(x: Any, axis: int | None = None) -> Node:
    """Return the node of the mean of all entries, or along one axis."""
    return _apply(_scaled_sum("mean", axis, lambda x: 1.0 / max(_count(x, axis), 1)), x)


def _count(x: Array, axis: int | None) -> int:
    return int(np.size(x) if axis is None else np.shape(x)[axis])


def _has_axis(x: Array, axis: int | None) -> None:
    if axis is not None and not -np.ndim(x) <= axis < np.ndim(x):
        raise ShapeError(f"the operand has shape {np.shape(x)}, so it has no axis {axis}.")


def _scaled_sum(name: str, axis: int | None, scale: Callable[[Array], float]) -> ArrayOp:
    def forward(x: Array) -> Array:
        _has_axis(x, axis)
        return as_value(np.sum(x, axis=axis) * scale(x))

    def back(a: Array, x: Array, v: Array) -> Array:
        spread = a if axis is None else np.expand_dims(a, axis)
        return np.broadcast_to(spread, np.shape(x)) * scale(x)

    return _array_op(name, forward, (lambda t, x, v: np.sum(t, axis=axis) * scale(x),), (back,))


def pick(x: Any, *index: Any) -> Node:
    """Return the node of `x[index]`: for each axis a number, a slice or a list of numbers.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(pick(x, [0, 1], [1, 0]).named("p")), x=np.array([[1.0, 2.0], [3.0, 4.0]]))["p"].tolist()
    [2.0, 3.0]
    """
    chosen = tuple(np.asarray(each, None if each else int) if isinstance(each, list) else each for each in index)

    def forward(x: Array) -> Array:
        try:
            return as_value(np.asarray(x)[chosen])
        except (IndexError, ValueError) as error:
            raise ShapeError(f"the operand has shape {np.shape(x)}; {error}.") from None

    def back(a: Array, x: Array, v: Array) -> Array:
        whole = np.zeros(np.shape(x))
        np.add.at(whole, chosen, a)  # an entry that is picked twice receives both
        return whole

    return _apply(_array_op("pick", forward, (lambda t, x, v: as_value(np.asarray(t)[chosen]),), (back,)), x)


def log_sum_exp(x: Any, axis: int = -1) -> Node:
    """Return the node of log(sum(exp(x))) along an axis, computed after the largest entry is taken off.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> x = inputs("x")
    >>> evaluate(Graph(log_sum_exp(x).named("l")), x=np.array([1000.0, 1000.0]))["l"]
    1000.6931471805599
    """

    def forward(x: Array) -> Array:
        _has_axis(x, axis)
        top = np.max(x, axis=axis, keepdims=True, initial=-np.inf)
        shift = np.where(np.isfinite(top), top, 0.0)
        return as_value(np.squeeze(shift + np.log(np.sum(np.exp(x - shift), axis=axis, keepdims=True)), axis=axis))

    def softmax(x: Array, v: Array) -> Array:
        return np.exp(x - np.expand_dims(v, axis))

    return _apply(
        _array_op(
            "log_sum_exp",
            forward,
            (lambda t, x, v: np.sum(t * softmax(x, v), axis=axis),),
            (lambda a, x, v: np.expand_dims(a, axis) * softmax(x, v),),
        ),
        x,
    )


def as_value(x: Array) -> Array:
    """Return an array without axes as a float, any other unchanged."""
    return float(x) if np.ndim(x) == 0 else x
