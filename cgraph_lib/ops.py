"""The one table of elementary operations: a line each, in the formula language.

A line gives an operation's formula over its operands `x` and `y`, and then its partials, one for each
operand, in which `v` stands for the operation's own value. From that line come the Python function, the
numpy function, the label on an edge, the LaTeX and the listing. To add an operation, add a line.

Arithmetic follows IEEE 754 throughout: log(0) is -inf, 1/0 is inf, sqrt(-1) is nan. Nothing raises, nothing warns.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cgraph_lib.dialects import CODE, write
from cgraph_lib.expression import Call, Expression, read


@dataclass(frozen=True, eq=False)
class Op:
    """An elementary operation: its formula, its partials, and the functions made from them.

    `function(x)` or `function(x, y)` gives the value; `partial_functions[slot](x, ..., v)` the partial with
    respect to the operand in that slot. All take and return floats, or numpy arrays elementwise.

    >>> OPS["multiply"].function(3.0, 2.0)
    6.0
    >>> OPS["multiply"].partial_functions[0](3.0, 2.0, 6.0)
    2.0
    >>> OPS["log"].function(0.0)
    -inf
    """

    name: str
    formula: Expression
    partials: tuple[Expression, ...]
    function: Callable[..., Any] = field(repr=False)
    partial_functions: tuple[Callable[..., Any], ...] = field(repr=False)

    @property
    def arity(self) -> int:
        """Return how many operands the operation takes."""
        return len(self.partials)

    @property
    def head(self) -> str:
        """Return how a formula calls the operation: by a sign such as `+`, or by its name."""
        return self.formula.head if self.name in _SIGNED and isinstance(self.formula, Call) else self.name

    def applied(self, operands: tuple[Expression, ...]) -> Expression:
        """Return the operation applied to operands, as a reader would write it."""
        return Call(self.head, operands)


# The conventions at a kink or tie: relu'(0) = 0, |x|' = 0 at 0, and max and min share a tie half and half.
_TABLE = """
    add       x + y               1                          1
    subtract  x - y               1                          -1
    multiply  x * y               y                          x
    divide    x / y               1 / y                      -(v / y)
    power     x ** y              y * x ** (y - 1)           v * log(x)
    negate    -x                  -1
    exp       exp(x)              v
    log       log(x)              1 / x
    sqrt      sqrt(x)             1 / (2 * v)
    sin       sin(x)              cos(x)
    cos       cos(x)              -sin(x)
    tan       tan(x)              1 + v * v
    tanh      tanh(x)             1 - v * v
    sigmoid   1 / (1 + exp(-x))   v * (1 - v)
    relu      max(x, 0)           x > 0
    abs       abs(x)              (x > 0) - (0 > x)
    max       max(x, y)           (x > y) + (x == y) / 2     (y > x) + (x == y) / 2
    min       min(x, y)           (y > x) + (x == y) / 2     (x > y) + (x == y) / 2
    square    x ** 2              2 * x
"""
_SIGNED = ("add", "subtract", "multiply", "divide", "power", "negate")


def quiet(*numbers: object) -> contextlib.AbstractContextManager[object]:
    """Return a context in which numpy computes inf and nan without warnings; without arrays it is empty."""
    if all(isinstance(number, float) for number in numbers):
        return contextlib.nullcontext()
    import numpy

    return numpy.errstate(all="ignore")


def is_array(number: object) -> bool:
    """Return whether a number is a numpy array, without importing numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(number, numpy.ndarray)


def _primitive(scalar: Callable[..., float], array: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that serves floats by `scalar`, and numpy arrays by `array`, which is handed numpy first."""

    def function(*operands: Any) -> Any:
        for operand in operands:
            if type(operand) is not float:
                import numpy

                with numpy.errstate(all="ignore"):
                    return array(numpy, *operands)
        return scalar(*operands)

    return function


def _divide(x: float, y: float) -> float:
    try:
        return x / y
    except ZeroDivisionError:
        return math.nan if x == 0 or x != x else math.copysign(math.inf, x) * math.copysign(1.0, y)


def _power(x: float, y: float) -> float:
    odd = y % 2 == 1
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf
    except ValueError:  # zero to a negative power, or a negative base to a broken one
        return math.copysign(math.inf, x if odd else 1.0) if x == 0 else math.nan


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _log(x: float) -> float:
    return -math.inf if x == 0 else math.nan if x < 0 else math.log(x)


def _finite(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: function(x) if math.isfinite(x) else math.nan


def _max(x: float, y: float) -> float:
    return x + y if x != x or y != y else max(x, y) + 0.0


def _min(x: float, y: float) -> float:
    return x + y if x != x or y != y else min(x, y) + 0.0


PRIMITIVES: dict[str, Callable[..., Any]] = {
    "divide": _primitive(_divide, lambda np, x, y: np.divide(x, y)),
    "power": _primitive(_power, lambda np, x, y: np.power(x, y)),
    "greater": _primitive(lambda x, y: float(x > y), lambda np, x, y: np.greater(x, y) * 1.0),
    "equal": _primitive(lambda x, y: float(x == y), lambda np, x, y: np.equal(x, y) * 1.0),
    "exp": _primitive(_exp, lambda np, x: np.exp(x)),
    "log": _primitive(_log, lambda np, x: np.log(x)),
    "sqrt": _primitive(lambda x: math.nan if x < 0 else math.sqrt(x), lambda np, x: np.sqrt(x)),
    "sin": _primitive(_finite(math.sin), lambda np, x: np.sin(x)),
    "cos": _primitive(_finite(math.cos), lambda np, x: np.cos(x)),
    "tan": _primitive(_finite(math.tan), lambda np, x: np.tan(x)),
    "tanh": _primitive(math.tanh, lambda np, x: np.tanh(x)),
    "abs": _primitive(abs, lambda np, x: np.abs(x)),
    # Adding 0 takes the sign off a zero: which of 0 and -0 is the larger, machines do not agree on.
    "max": _primitive(_max, lambda np, x, y: np.maximum(x, y) + 0.0),
    "min": _primitive(_min, lambda np, x, y: np.minimum(x, y) + 0.0),
}


def _function(arguments: str, expression: Expression) -> Callable[..., Any]:
    # The text comes from the table above, never from a reader.
    function: Callable[..., Any] = eval(f"lambda {arguments}: {write(expression, CODE)}", dict(PRIMITIVES))
    return function


def _operation(line: str) -> Op:
    name, formula_text, *partial_texts = (part.strip() for part in line.strip().split("  ") if part.strip())
    operands = "x, y" if len(partial_texts) == 2 else "x"
    formula = read(formula_text)
    partials = tuple(read(text, comparisons=True) for text in partial_texts)
    functions = tuple(_function(f"{operands}, v", partial) for partial in partials)
    return Op(name, formula, partials, _function(operands, formula), functions)


OPS: dict[str, Op] = {op.name: op for op in map(_operation, _TABLE.strip().splitlines())}
BY_HEAD: dict[str, Op] = {op.head: op for op in OPS.values()}
FUNCTIONS: tuple[str, ...] = tuple(op.name for op in OPS.values() if op.head == op.name)
