"""An operation on whole arrays, and how one is made.

Such an operation has no partial for an edge but a Jacobian: one number for every entry of the child and every
entry of the parent. Accumulation only needs its products with a vector, so an operation brings those two:
the Jacobian-vector product (for tangents) and the vector-Jacobian product (for adjoints).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cgraph_lib.errors import ShapeError
from cgraph_lib.expression import Call, Name
from cgraph_lib.graph import Node, as_number, constant
from cgraph_lib.ops import Op

Array = Any
Axes = tuple[int, ...] | None
Product = Callable[..., Array]
_FLOATS = np.dtype(float)
_add: Product = np.add.reduce  # what np.sum calls in the end; for small arrays half of its time goes before that


@dataclass(frozen=True, eq=False)
class ArrayOp(Op):
    """An operation on whole arrays: its function, and for each slot its two products with the Jacobian.

    `jvps[slot](tangent, *operands, v)` has the shape of the result, `vjps[slot](adjoint, *operands, v)` the shape
    of the operand in that slot; `v` is the operation's own value. `recipe` is a function, and the arguments with
    which it makes the operation again: so it is pickled and copied, since functions within functions cannot be.

    `reads` says for each slot whose entries its vjp reads, by their places in `(*operands, v)`: of the others it asks
    no more than the shape. If it is empty, each vjp reads all.
    """

    jvps: tuple[Product, ...] = ()
    vjps: tuple[Product, ...] = ()
    recipe: tuple[Any, ...] = ()
    reads: tuple[tuple[int, ...], ...] = ()
    takes_out: bool = False  # whether function and vjps take `out`, an array to write the result into
    flat: bool = False

    def __reduce__(self) -> Any:
        builder, *arguments = self.recipe
        return builder, tuple(arguments)

    @property
    def arity(self) -> int:
        """Return how many operands the operation takes."""
        return len(self.vjps)

    @property
    def head(self) -> str:
        """Return how a formula calls the operation."""
        return self.name


def _no_partial(name: str) -> ShapeError:
    return ShapeError(
        "{operation} is an operation on whole arrays: its edges have no single partial; take array_gradient, "
        "pull_back or push_forward of cgraph_lib.arrays.",
        operation=name,
    )


def array_op(
    recipe: tuple[Any, ...],
    name: str,
    function: Product,
    jvps: tuple[Product, ...],
    vjps: tuple[Product, ...],
    reads: tuple[tuple[int, ...], ...] = (),
    takes_out: bool = False,
    flat: bool = False,
) -> ArrayOp:
    """Return the operation that is made again by `recipe`, a function and its arguments."""

    def compute(node: Any, values: dict[Any, Any]) -> None:
        try:
            values[node] = function(*[values[parent] for parent in node.parents])
        except ShapeError as error:  # the function knows the shapes, the node knows the names
            names = ", ".join(parent.name or "…" for parent in node.parents)
            raise ShapeError(error.sentence, **error.facts | {"operands": names}) from None

    def refuse(*_: Any) -> Any:
        raise _no_partial(name)

    formula = Call(name, tuple(Name(letter) for letter in "xy"[: len(vjps)]))
    refusals = (refuse,) * len(vjps)
    return ArrayOp(name, formula, (), function, refusals, compute, refuse, jvps, vjps, recipe, reads, takes_out, flat)


def apply_to(op: Op, *operands: Any) -> Node:
    """Return the node of an operation on nodes and arrays."""
    return Node(op=op, parents=tuple(x if isinstance(x, Node) else constant(x) for x in operands))


def add_up(x: Array, axis: Axes = None, keepdims: bool = False) -> Array:
    """Return the sum of all entries, or along some axes."""
    return _add(by_columns(x, axis), axis=axis, keepdims=keepdims)


def by_columns(x: Array, axis: Axes) -> Array:
    """Return an array whose rows are to be reduced, column after column in memory if they are short.

    numpy begins anew with each row, which takes longer than adding seven numbers. So few it adds one after another in
    either order of memory: not a bit of the sum changes.
    """
    return np.asfortranarray(x) if axis in ((1,), (-1,)) and np.ndim(x) == 2 and x.shape[1] < 8 else x


def as_value(x: Array) -> Array:
    """Return an array without axes as a float, any other unchanged."""
    return x if isinstance(x, np.ndarray) and x.ndim else float(x)


def as_array(x: Any, name: str) -> Array:
    """Return numbers, which may stand in lists, as an array of floats.

    Raises `ShapeError` for rows of different lengths, and `InputError` for what are not real numbers.
    """
    if type(x) is np.ndarray and x.dtype is _FLOATS and x.ndim:
        return x
    try:
        numbers = np.array(x) if isinstance(x, (list, tuple)) else x
    except ValueError:
        raise ShapeError("{name} has rows of different lengths; expected the same length in all.", name=name) from None
    return np.asarray(as_number(numbers, name))
