"""The primitives of JAX that this library has: how each is made of ours, from its operands and its parameters.

A builder returns `None` for parameters that it has nothing for.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cgraph_lib.frameworks.operations import as_floats
from cgraph_lib.frameworks.traced import (
    Traced,
    added,
    chosen,
    contracted,
    entrywise,
    extreme,
    flat,
    function,
    held,
    stretched,
    traced,
)

exp, log, relu, sqrt = map(function, ("exp", "log", "relu", "sqrt"))


def _table(head: str) -> Callable[..., Traced]:
    return lambda *operands, **_: entrywise(head, *operands)


def _step(name: str) -> Callable[..., Traced]:
    return lambda *operands, **_: flat(name, getattr(np, name), *operands)


def _converted(x: Any, *, new_dtype: Any, **_: Any) -> Traced:
    """Return numbers as another kind has them: truths are 1 or 0, and whole numbers have lost what is after the point.

    All floats are doubles here.
    """
    kind = np.dtype(new_dtype).kind
    if kind == "b":
        return flat("convert_element_type", _truths, x)
    return flat("convert_element_type", _truncated, x) if kind == "i" else traced(x)


def _truncated(x: Any) -> Any:
    return as_floats("convert_element_type", np.trunc(x))


def _truths(x: Any) -> Any:
    return np.not_equal(x, 0)


def _broadcast(x: Any, *, shape: Any, broadcast_dimensions: Any, **_: Any) -> Traced | None:
    """Return the operand in the new shape, if its axes are the last ones; other axes have to be put in first."""
    first = len(shape) - len(broadcast_dimensions)
    if tuple(broadcast_dimensions) != tuple(range(first, len(shape))):
        return None
    return stretched(x, shape)


def _product(x: Any, y: Any, *, dimension_numbers: Any, **_: Any) -> Traced:
    """Return the sum of products over the axes that are summed; the result has the batch axes, then those left of x, y.

    Axes are called as a matrix product has them: ij, jk -> ik.
    """
    (summed_x, summed_y), (batch_x, batch_y) = dimension_numbers
    inner, batch = "j" + string.ascii_uppercase, "abcdefgh"
    names_x = dict(zip(summed_x, inner, strict=False)) | dict(zip(batch_x, batch, strict=False))
    names_y = dict(zip(summed_y, inner, strict=False)) | dict(zip(batch_y, batch, strict=False))
    left_x, left_y = iter("ilmnopq"), iter("krstuvw")
    first = "".join(names_x.get(axis) or next(left_x) for axis in traced(x).axes)
    second = "".join(names_y.get(axis) or next(left_y) for axis in traced(y).axes)
    left = [letter for letter in first + second if letter in "ilmnopqkrstuvw"]
    return contracted(x, y, first, second, batch[: len(batch_x)] + "".join(left))


def _clamp(low: Any, x: Any, high: Any, **_: Any) -> Traced:
    return entrywise("min", entrywise("max", x, low), high)


def _select(condition: Any, *cases: Any, **_: Any) -> Traced | None:
    return chosen(condition, cases[1], cases[0]) if len(cases) == 2 else None


TABLE: dict[str, Callable[..., Traced | None]] = {
    **{
        name: _table(name) for name in ("abs", "cos", "exp", "log", "max", "min", "neg", "sin", "sqrt", "square", "tan")
    },
    "tanh": _table("tanh"),
    "logistic": _table("sigmoid"),
    **{name: _table(head) for name, head in (("add", "+"), ("add_any", "+"), ("sub", "-"), ("mul", "*"), ("div", "/"))},
    "pow": _table("**"),
    "integer_pow": lambda x, *, y, **_: x**y,
    "rsqrt": lambda x, **_: 1 / sqrt(x),
    "exp2": lambda x, **_: 2**x,
    "expm1": lambda x, **_: exp(x) - 1,
    "log1p": lambda x, **_: log(1 + x),
    "sinh": lambda x, **_: (exp(x) - exp(-x)) / 2,
    "cosh": lambda x, **_: (exp(x) + exp(-x)) / 2,
    "clamp": _clamp,
    "dot_general": _product,
    "reduce_sum": lambda x, *, axes, **_: added(x, axes) if axes else x,
    "reduce_max": lambda x, *, axes, **_: extreme("reduce_max", 1, x, axes) if axes else x,
    "reduce_min": lambda x, *, axes, **_: extreme("reduce_min", -1, x, axes) if axes else x,
    "broadcast_in_dim": _broadcast,
    "select_n": _select,
    "stop_gradient": lambda x, **_: held("stop_gradient", x),
    "convert_element_type": _converted,
    **dict.fromkeys(("copy", "copy_p", "reduce_precision", "name"), lambda x, **_: traced(x)),
    **{name: _step(numpy) for name, numpy in (("gt", "greater"), ("ge", "greater_equal"), ("lt", "less"))},
    **{name: _step(numpy) for name, numpy in (("le", "less_equal"), ("eq", "equal"), ("ne", "not_equal"))},
    **{name: _step(f"logical_{name}") for name in ("and", "or", "not")},
    **{name: _step(numpy) for name, numpy in (("sign", "sign"), ("floor", "floor"), ("ceil", "ceil"))},
    "is_finite": _step("isfinite"),
}

# fmt: off
EXACT = {
    "abs", "add", "add_any", "broadcast_in_dim", "clamp", "concatenate", "convert_element_type", "copy", "dot_general",
    "dynamic_slice", "dynamic_update_slice", "expand_dims", "gather", "integer_pow", "max", "min", "mul", "neg", "pad",
    "reduce_max", "reduce_min", "reduce_sum", "reshape", "rev", "scatter", "select_n", "sign", "slice", "split",
    "square", "squeeze", "stack", "stop_gradient", "sub", "tile", "transpose"
}
"""Primitives that make of whole numbers what they make of doubles; a division, for one, rounds them."""
# fmt: on

RULES: dict[str, Callable[..., Traced]] = {
    "relu": relu,
    "logaddexp": lambda x, y: entrywise("max", x, y) + log(1 + exp(-entrywise("abs", entrywise("-", x, y)))),
}
"""Functions to which JAX gives a derivative of its own, which at a kink is another one than that of their parts."""

MOVES: dict[str, Callable[[int], Sequence[int]]] = {
    **dict.fromkeys(("broadcast_in_dim", "copy", "expand_dims", "rev", "reshape", "slice", "squeeze"), lambda _: [0]),
    **dict.fromkeys(("dynamic_slice", "gather", "split", "tile", "transpose"), lambda _: [0]),
    **dict.fromkeys(("dynamic_update_slice", "pad"), lambda _: [0, 1]),
    **dict.fromkeys(("concatenate", "stack"), range),
    "scatter": lambda _: [0, 2],
    "select_n": lambda operands: range(1, operands),
}
"""Primitives that only put entries elsewhere, and which of this many operands hold entries: the others say where."""

INLINED = {
    "jit",
    "pjit",
    "closed_call",
    "core_call",
    "remat",
    "remat2",
    "checkpoint",
    "custom_jvp_call",
    "custom_vjp_call",
}
"""Primitives that call a record of their own, whose operations are read as if they stood here."""
