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

from cgraph_lib.dialects import CODE, simplify, write
from cgraph_lib.expression import Call, Expression, Name, read


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

    def __reduce__(self) -> Any:
        return _named, (self.name,)  # an operation is looked up, not copied

    @property
    def arity(self) -> int:
        """Return how many operands the operation takes."""
        return len(self.partials)

    @property
    def head(self) -> str:
        """Return how a formula calls the operation: by a sign such as `+`, or by its name."""
        return self.formula.head if self.name in _SIGNED and isinstance(self.formula, Call) else self.name

    def compute(self, node: Any, values: dict[Any, Any]) -> None:
        """Put the value of a node of this operation into `values`, where those of its parents are."""
        values[node] = self.function(*[values[parent] for parent in node.parents])

    def accumulate(self, node: Any, values: dict[Any, Any], adjoints: dict[Any, Any]) -> None:
        """Add a node's adjoint times each partial to the adjoints of its parents, constants left out."""
        operands = [values[parent] for parent in node.parents]
        for parent, partial in zip(node.parents, self.partial_functions, strict=True):
            if parent.constant is None:
                contribution = adjoints[node] * partial(*operands, values[node])
                adjoints[parent] = adjoints.get(parent, NOTHING) + contribution

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
NOTHING = -0.0  # an empty sum: adding it changes no number, while adding 0.0 turns -0.0 into 0.0
_SIGNED = ("add", "subtract", "multiply", "divide", "power", "negate")


def quiet(*numbers: object) -> contextlib.AbstractContextManager[object]:
    """Return a context in which numpy computes inf and nan without warnings; without arrays it is empty."""
    if set(map(type, numbers)) <= {float}:
        return contextlib.nullcontext()
    import numpy

    return numpy.errstate(all="ignore")


def is_array(number: object) -> bool:
    """Return whether a number is a numpy array, without importing numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(number, numpy.ndarray)


def _unary(scalar: Callable[[float], float], array: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that serves floats by `scalar`, and numpy arrays by `array`, which is handed numpy first."""
    return lambda x: scalar(x) if type(x) is float else _in_numpy(array, x)


def _binary(scalar: Callable[[float, float], float], array: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same for two operands."""
    return lambda x, y: scalar(x, y) if type(x) is type(y) is float else _in_numpy(array, x, y)


def _in_numpy(array: Callable[..., Any], *operands: Any) -> Any:
    import numpy

    with numpy.errstate(all="ignore"):
        return array(numpy, *operands)


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


def larger(x: float, y: float) -> float:
    """Return the larger of two floats; nan if one is nan."""
    return (x if x >= y else y if y > x else x + y) + 0.0


def smaller(x: float, y: float) -> float:
    """Return the smaller of two floats; nan if one is nan."""
    return (x if x <= y else y if y < x else x + y) + 0.0


PRIMITIVES: dict[str, Callable[..., Any]] = {
    "divide": _binary(_divide, lambda np, x, y: np.divide(x, y)),
    "power": _binary(_power, lambda np, x, y: np.power(x, y)),
    "greater": _binary(lambda x, y: float(x > y), lambda np, x, y: np.greater(x, y) * 1.0),
    "equal": _binary(lambda x, y: float(x == y), lambda np, x, y: np.equal(x, y) * 1.0),
    "exp": _unary(_exp, lambda np, x: np.exp(x)),
    "log": _unary(_log, lambda np, x: np.log(x)),
    "sqrt": _unary(lambda x: math.nan if x < 0 else math.sqrt(x), lambda np, x: np.sqrt(x)),
    "sin": _unary(_finite(math.sin), lambda np, x: np.sin(x)),
    "cos": _unary(_finite(math.cos), lambda np, x: np.cos(x)),
    "tan": _unary(_finite(math.tan), lambda np, x: np.tan(x)),
    "tanh": _unary(math.tanh, lambda np, x: np.tanh(x)),
    "abs": _unary(abs, lambda np, x: np.abs(x)),
    # Adding 0 takes the sign off a zero: which of 0 and -0 is the larger, machines do not agree on.
    "max": _binary(larger, lambda np, x, y: np.maximum(x, y) + 0.0),
    "min": _binary(smaller, lambda np, x, y: np.minimum(x, y) + 0.0),
}


def _function(arguments: str, expression: Expression) -> Callable[..., Any]:
    # The text comes from the table above, never from a reader.
    function: Callable[..., Any] = eval(f"lambda {arguments}: {write(expression, CODE)}", dict(PRIMITIVES))
    return function


def _unrolled(formula: Expression, partials: tuple[Expression, ...]) -> dict[str, Callable[..., None]]:
    """Return `compute` and `accumulate` of `Op` as one would write them for one operation: without loop or call."""
    operands = "xy"[: len(partials)]
    names = {name: Name(f"values[{name}]") for name in operands} | {"v": Name("values[node]")}
    parents = f"    {', '.join(operands)}, = node.parents"
    lines = ["def compute(node, values):", parents, f"    values[node] = {write(formula, CODE, names)}"]
    lines += ["def accumulate(node, values, adjoints):", parents, "    adjoint = adjoints[node]"]
    for operand, partial in zip(operands, partials, strict=True):
        contribution = write(simplify(Call("*", (Name("adjoint"), partial))), CODE, names)
        lines.append(f"    if {operand}.constant is None:")
        lines.append(f"        adjoints[{operand}] = adjoints.get({operand}, {NOTHING}) + {contribution}")
    scope: dict[str, Any] = {}
    exec("\n".join(lines), dict(PRIMITIVES), scope)
    return scope


def _operation(line: str) -> Op:
    name, formula_text, *partial_texts = (part.strip() for part in line.strip().split("  ") if part.strip())
    operands = "x, y" if len(partial_texts) == 2 else "x"
    formula = read(formula_text)
    partials = tuple(read(text, comparisons=True) for text in partial_texts)
    functions = tuple(_function(f"{operands}, v", partial) for partial in partials)
    op = Op(name, formula, partials, _function(operands, formula), functions)
    vars(op).update(_unrolled(formula, partials))  # in place of the methods: twice as quick
    return op


def _named(name: str) -> Op:
    return OPS[name]


OPS: dict[str, Op] = {op.name: op for op in map(_operation, _TABLE.strip().splitlines())}
BY_HEAD: dict[str, Op] = {op.head: op for op in OPS.values()}
FUNCTIONS: tuple[str, ...] = tuple(op.name for op in OPS.values() if op.head == op.name)
