"""Arithmetic as IEEE 754 has it, on floats and on numpy arrays: inf and nan where Python raises errors."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

Scalar = Callable[..., float]


def undefined(*_: float) -> float:
    """Return nan."""
    return math.nan


def careful(function: Scalar, array_name: str, at_border: Scalar = undefined) -> Callable[..., Any]:
    """Return a function that takes one or two floats, or arrays, and neither raises nor warns.

    Floats go to `function`; where it raises an error, `at_border` gives the result. Arrays go to the
    `array_function` of that name.

    >>> careful(math.log, "log", lambda x: -math.inf if x == 0 else math.nan)(0.0)
    -inf
    """

    def call(x: Any, y: Any = None) -> Any:
        operands = (x,) if y is None else (x, y)
        if type(x) is float and (y is None or type(y) is float):
            try:
                return function(*operands)
            except (ArithmeticError, ValueError):
                return at_border(*operands)
        import numpy

        with numpy.errstate(all="ignore"):
            return array_function(array_name)(*operands)

    return call


@cache
def array_function(name: str) -> Callable[..., Any]:
    """Return numpy's function of that name, or ours where numpy differs from `careful` floats; all have an `out`."""
    import numpy as np

    def product(x: Any, y: Any, out: Any = None) -> Any:
        zero = np.equal(x, 0.0) | np.equal(y, 0.0) & ~np.isfinite(x)
        return np.multiply(np.where(zero, 0.0, x), np.where(zero, 0.0, y), out=out)

    def power(x: Any, y: Any, out: Any = None) -> Any:
        if np.ndim(y) or y != 0.5:
            return np.power(x, y, out=out)
        # numpy takes a root for a single 0.5, and that of -0 is -0, that of -inf nan; as powers they are 0 and inf
        return np.sqrt(np.where(np.equal(x, -np.inf), np.inf, np.add(x, 0.0)), out=out)

    ours = {
        "product": product,
        "power": power,
        "greater": lambda x, y, out=None: np.multiply(np.greater(x, y), 1.0, out=out),
        "equal": lambda x, y, out=None: np.multiply(np.equal(x, y), 1.0, out=out),
        "maximum": lambda x, y, out=None: np.add(np.maximum(x, y, out=out), 0.0, out=out),
        "minimum": lambda x, y, out=None: np.add(np.minimum(x, y, out=out), 0.0, out=out),
    }
    found: Callable[..., Any] = ours[name] if name in ours else getattr(np, name)
    return found


def product(x: float, y: float) -> float:
    """Return x · y, and 0 where one of them is exactly 0, even if the other is infinite or nan.

    >>> product(0.0, math.inf), product(-2.0, 3.0)
    (0.0, -6.0)
    """
    return x * y if x and (y or math.isfinite(x)) else 0.0


def larger(x: float, y: float) -> float:
    """Return the larger of two floats; nan if one is nan.

    Adding 0 takes the sign off a zero: which of 0 and -0 is the larger, machines do not agree on.
    """
    return (x if x >= y else y if y > x else x + y) + 0.0


def smaller(x: float, y: float) -> float:
    """Return the smaller of two floats; nan if one is nan; a zero without its sign, as in `larger`."""
    return (x if x <= y else y if y < x else x + y) + 0.0


def quotient_at_border(x: float, y: float) -> float:
    """Return x / 0."""
    return math.nan if x == 0 or x != x else math.copysign(math.inf, x) * math.copysign(1.0, y)


def power_at_border(x: float, y: float) -> float:
    """Return x ** y for a result beyond all floats, for 0 to a negative power, or nan for a negative base."""
    if x < 0 and y % 1 != 0:
        return math.nan
    return math.copysign(math.inf, x) if y % 2 == 1 else math.inf


def logarithm_at_border(x: float) -> float:
    """Return log(x) for an x that is not positive."""
    return math.nan if x < 0 else -math.inf
