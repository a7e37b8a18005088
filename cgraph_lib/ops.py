"""The one table of elementary operations: a line each, in the formula language.

A line gives an operation's formula over its operands `x` and `y`, and then its partials, one for each
operand, in which `v` stands for the operation's own value. From that line come the Python function, the
numpy function, the label on an edge, the LaTeX and the listing. To add an operation, add a line.

Arithmetic follows IEEE 754 throughout: log(0) is -inf, 1/0 is inf, sqrt(-1) is nan. Nothing raises, nothing warns.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import CODE, write
from cgraph_lib.expression import Call, Expression, Name
from cgraph_lib.reader import read
from cgraph_lib.rewriting import simplify

# Three notations are the table's own. A comparison is 1 where it holds, else 0. A product x @ y is x * y, but 0 where
# one of them is exactly 0, even if the other is infinite or nan: the slope of x ** 0 is 0 at x = 0 too, where x ** -1
# is inf. Such a 0 is "strongly zero" (D. E. Knuth, Two notes on notation, 1992, on Iverson's brackets). And +x is x,
# but 0 for -0: log and sqrt begin at 0, so that their slope there is inf, whatever the sign of the 0.
# The conventions at a kink or tie: relu'(0) = 0, |x|' = 0 at 0, and max and min share a tie half and half.
_TABLE = """
    add       x + y               1                          1
    subtract  x - y               1                          -1
    multiply  x * y               y                          x
    divide    x / y               1 / y                      -(v / y)
    power     x ** y              y @ x ** (y - 1)           v @ log(x)
    negate    -x                  -1
    exp       exp(x)              v
    log       log(x)              1 / +x
    sqrt      sqrt(x)             1 / (2 * +v)
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


@dataclass(frozen=True, eq=False)
class Op:
    """An elementary operation: its formula, its partials, and the functions made from them.

    `function(x)` or `function(x, y)` gives the value; `partial_functions[slot](x, ..., v)` the partial with
    respect to the operand in that slot. All take and return floats, or numpy arrays elementwise. A partial is 0 where
    its rule says so, as that of x ** 0 does, whatever the other factors come to.

    The two steps of an accumulation are functions of a node of this operation: `compute(node, values)` puts its value
    into `values`, where those of its parents are; `accumulate(node, values, adjoints)` adds the node's adjoint times
    each partial to the adjoints of its parents, constants left out.

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
    compute: Callable[[Any, dict[Any, Any]], None] = field(repr=False)
    accumulate: Callable[[Any, dict[Any, Any], dict[Any, Any]], None] = field(repr=False)

    def __reduce__(self) -> Any:
        return _named, (self.name,)  # an operation is looked up, not copied

    flat = False
    """Whether its slope is 0 wherever it has one: then no derivative goes that way, not even 0 times infinity."""

    @property
    def arity(self) -> int:
        """Return how many operands the operation takes."""
        return len(self.partials)

    @property
    def head(self) -> str:
        """Return how a formula calls the operation: by a symbol such as `+`, or by its name."""
        return self.formula.head if self.name in _SIGNED and isinstance(self.formula, Call) else self.name

    def applied(self, operands: tuple[Expression, ...]) -> Expression:
        """Return the operation applied to operands, as a reader would write it."""
        return Call(self.head, operands)


def quiet(*numbers: object) -> contextlib.AbstractContextManager[object]:
    """Return a context in which numpy computes inf and nan without warnings; without arrays it is empty."""
    if only_floats(numbers):
        return contextlib.nullcontext()
    import numpy

    return numpy.errstate(all="ignore")


def only_floats(numbers: Iterable[object]) -> bool:
    """Return whether all numbers are floats, so that there is no array among them."""
    return set(map(type, numbers)) <= {float}


def is_array(number: object) -> bool:
    """Return whether a number is a numpy array, without importing numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(number, numpy.ndarray)


def _operation(line: str) -> Op:
    name, formula_text, *partial_texts = (part.strip() for part in line.strip().split("  ") if part.strip())
    operands = "xy"[: len(partial_texts)]
    formula = read(formula_text, table=True)
    partials = tuple(read(text, table=True) for text in partial_texts)

    def function(lines: list[str]) -> Callable[..., Any]:
        return function_from(lines, CODE.functions, f"<{name} in the table of operations>")

    return Op(
        name,
        formula,
        partials,
        function(_returning(operands, formula)),
        tuple(function(_returning(f"{operands}v", partial)) for partial in partials),
        function(_computing(operands, formula)),
        function(_accumulating(operands, partials)),
    )


def _returning(arguments: str, expression: Expression) -> list[str]:
    return [f"def function({', '.join(arguments)}):", f"return {write(expression, CODE)}"]


def _values(operands: str) -> Mapping[str, Name]:
    return {name: Name(f"values[{name}]") for name in operands} | {"v": Name("values[node]")}


# What follows is written for each operation as one would by hand, without a loop or a call of `function`: that makes
# evaluation and reverse accumulation several times as fast.


def _computing(operands: str, formula: Expression) -> list[str]:
    return [
        "def compute(node, values):",
        f"{', '.join(operands)}, = node.parents",
        f"values[node] = {write(formula, CODE, _values(operands))}",
    ]


def _accumulating(operands: str, partials: tuple[Expression, ...]) -> list[str]:
    lines = ["def accumulate(node, values, adjoints):", f"{', '.join(operands)}, = node.parents"]
    lines.append("adjoint = adjoints[node]")
    for operand, partial in zip(operands, partials, strict=True):
        contribution = write(simplify(Call("*", (Name("adjoint"), partial))), CODE, _values(operands))
        lines.append(f"if {operand}.constant is None:")
        lines.append(f"    adjoints[{operand}] = adjoints.get({operand}, {NOTHING}) + {contribution}")
    return lines


def _named(name: str) -> Op:
    return OPS[name]


OPS: dict[str, Op] = {op.name: op for op in map(_operation, _TABLE.strip().splitlines())}
BY_HEAD: dict[str, Op] = {op.head: op for op in OPS.values()}
FUNCTIONS: tuple[str, ...] = tuple(op.name for op in OPS.values() if op.head == op.name)
