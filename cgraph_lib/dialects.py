"""Printers: one expression written as Python or numpy code, as JavaScript, as a label, or as LaTeX.

A dialect is a small table. What the elementary functions are in all the languages stands in one more, `ELEMENTARY`.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cgraph_lib.arithmetic import (
    Scalar,
    careful,
    larger,
    logarithm_at_border,
    power_at_border,
    product,
    quotient_at_border,
    smaller,
    undefined,
)
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.rewriting import substitute
from cgraph_lib.spelling import latex_name, latex_number, latex_power

Template = str | Callable[..., str]


@dataclass(frozen=True)
class Dialect:
    """How to write an expression in one notation.

    `infix` gives the symbol of an operator written between its operands; `templates` the whole form of a head
    that is written otherwise; any head in neither is written by `call`. `number` and `name` write the leaves.
    `functions` are those that code in this notation calls, by the names under which it calls them.
    """

    infix: Mapping[str, str]
    templates: Mapping[str, Template]
    number: Callable[[float], str] = repr
    name: Callable[[str], str] = str
    call: str = "{head}({{}})"
    functions: Mapping[str, Any] = field(default_factory=dict, repr=False)


# How tightly an operator binds, and how tightly its operands must bind to go without brackets.
_BINDS = {
    ">": (0, 1, 1),
    "==": (0, 1, 1),
    "+": (1, 1, 2),
    "-": (1, 1, 2),
    "neg": (1, 2),
    "*": (2, 2, 3),
    "@": (2, 2, 3),
    "/": (2, 2, 3),
    "**": (4, 5, 5),
}
_ATOM = 5


def write(expression: Expression, dialect: Dialect, names: Mapping[str, Expression] | None = None) -> str:
    """Return the expression as text in a dialect; `names` puts other expressions in place of names.

    >>> from cgraph_lib.reader import read
    >>> write(read("(a + b) * (b + 1)"), UNICODE)
    '(a + b) · (b + 1)'
    >>> write(read("x * y"), UNICODE, {"x": Name("c"), "y": Name("d")})
    'c · d'
    """
    return _write(expression if names is None else substitute(expression, names), dialect)[0]


def _write(expression: Expression, dialect: Dialect) -> tuple[str, int]:
    match expression:
        case Number(value):
            return dialect.number(value), 1 if math.copysign(1, value) < 0 else _ATOM
        case Name(name):
            return dialect.name(name), _ATOM
        case Call(head, args):
            parts = [_write(arg, dialect) for arg in args]
    if head == "pos" and head not in dialect.templates:  # people see no sign of a zero
        return parts[0]
    if head in dialect.infix:
        binds, *least = _BINDS[head]
        operands = [
            text if level >= needed else f"({text})" for (text, level), needed in zip(parts, least, strict=True)
        ]
        symbol = dialect.infix[head]
        return (symbol + operands[0] if len(operands) == 1 else f"{operands[0]} {symbol} {operands[1]}"), binds
    template = dialect.templates.get(head, dialect.call.format(head=head))
    plain = [text for text, _ in parts]
    if not isinstance(template, str):
        return template(*plain), _ATOM
    return (template.format(", ".join(plain)) if template.count("{}") == 1 else template.format(*plain)), _ATOM


def _is_plain(text: str) -> bool:
    """Return whether an operand needs no brackets: a word without a power, or a slot that brings its own."""
    return re.fullmatch(r"[^\W⁰¹²³⁴⁵⁶⁷⁸⁹]+|\{\w+:operand\}", text) is not None


def _superscript(base: str, exponent: str) -> str:
    base = base if _is_plain(base) else f"({base})"
    if exponent.strip("−0123456789"):
        return f"{base}^{exponent}" if _is_plain(exponent) else f"{base}^({exponent})"
    return base + exponent.translate(str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _root(operand: str) -> str:
    return f"√{operand}" if _is_plain(operand) else f"√({operand})"


@dataclass(frozen=True)
class Elementary:
    """An elementary function in each language: a function of floats in Python, numpy's name, JavaScript, LaTeX.

    `at_border` gives the result of IEEE 754 where `python` raises an error; unless given it is nan.
    """

    python: Scalar
    numpy: str
    javascript: str
    latex: str
    at_border: Scalar = undefined


ELEMENTARY = {
    "exp": Elementary(math.exp, "exp", "Math.exp({})", r"\exp\left({}\right)", lambda x: math.inf),
    "log": Elementary(math.log, "log", "Math.log({})", r"\log\left({}\right)", logarithm_at_border),
    "sqrt": Elementary(math.sqrt, "sqrt", "Math.sqrt({})", r"\sqrt{{{}}}"),
    "sin": Elementary(math.sin, "sin", "Math.sin({})", r"\sin\left({}\right)"),
    "cos": Elementary(math.cos, "cos", "Math.cos({})", r"\cos\left({}\right)"),
    "tan": Elementary(math.tan, "tan", "Math.tan({})", r"\tan\left({}\right)"),
    "tanh": Elementary(math.tanh, "tanh", "Math.tanh({})", r"\tanh\left({}\right)"),
    "abs": Elementary(abs, "abs", "Math.abs({})", r"\left|{}\right|"),
    "max": Elementary(larger, "maximum", "max({})", r"\max\left({}\right)"),
    "min": Elementary(smaller, "minimum", "min({})", r"\min\left({}\right)"),
}
NUMPY = {
    **{"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power", "neg": "negative"},
    **{"@": "product", ">": "greater", "==": "equal"},
    **{name: each.numpy for name, each in ELEMENTARY.items()},
}
"""What `arithmetic.array_function` calls each operator and function."""

_NUMBERS = {"inf": math.inf, "nan": math.nan}  # as repr writes them

CODE = Dialect(
    infix={"+": "+", "-": "-", "*": "*", "neg": "-"},
    templates={
        **{"/": "divide({})", "**": "power({})", "@": "product({})", ">": "greater({})", "==": "equal({})"},
        "pos": "({} + 0.0)",
    },
    functions={
        "divide": careful(operator.truediv, "divide", quotient_at_border),
        "power": careful(math.pow, "power", power_at_border),
        "product": careful(product, "product"),
        "greater": careful(lambda x, y: float(x > y), "greater"),
        "equal": careful(lambda x, y: float(x == y), "equal"),
        **{name: careful(each.python, each.numpy, each.at_border) for name, each in ELEMENTARY.items()},
        **_NUMBERS,
    },
)
"""Python over functions that take floats and numpy arrays, and give inf and nan as IEEE 754 says."""

FAST = Dialect(
    infix={**CODE.infix, "/": "/"},
    templates={
        "**": "pow({})",
        "@": "product({})",
        ">": "(1.0 if {} > {} else 0.0)",
        "==": "(1.0 if {} == {} else 0.0)",
        "max": lambda x, y: (  # relu without a call is three times as fast; nan is not at most 0, so it stays nan
            f"(0.0 if {x} <= 0.0 else {x})" if y == "0.0" and x.isidentifier() else f"max({x}, {y})"
        ),
    },
    functions={
        "pow": math.pow,
        "product": product,
        **{name: each.python for name, each in ELEMENTARY.items()},
        **_NUMBERS,
    },
)
"""Python over the math module, which takes floats, and raises where IEEE 754 says inf or nan."""

WHOLE = Dialect(infix={}, templates={head: f"{name}({{}})" for head, name in NUMPY.items()} | {"pos": "add({}, 0.0)"})
"""Elementwise operations on arrays, as calls of functions which can write into memory that is there."""

SINGLE = Dialect(infix=CODE.infix, templates=WHOLE.templates)
"""The same for single numbers. numpy divides them, for it gives inf and nan as IEEE 754 says."""

UNICODE = Dialect(
    infix={"+": "+", "-": "−", "*": "·", "@": "·", "/": "/", "neg": "−"},
    templates={"**": _superscript, ">": "[{} > {}]", "==": "[{} = {}]", "abs": "|{}|", "sqrt": _root},
    number=lambda value: f"{value:g}".replace("-", "−"),
)
"""Labels on a picture. A comparison is in Iverson's brackets: [x > 0] is 1 if x > 0 and 0 otherwise."""

LATEX = Dialect(
    infix={"+": "+", "-": "-", "*": r"\cdot", "@": r"\cdot", "neg": "-"},
    templates={
        "/": r"\frac{{{}}}{{{}}}",
        "**": latex_power,
        ">": r"\left[{} > {}\right]",
        "==": r"\left[{} = {}\right]",
        **{name: each.latex for name, each in ELEMENTARY.items()},
    },
    number=lambda value: latex_number(f"{value:g}"),
    name=latex_name,
    call=r"\operatorname{{{{{head}}}}}\left({{}}\right)",
)

JAVASCRIPT = Dialect(
    infix={"+": "+", "-": "-", "*": "*", "/": "/", "neg": "-"},
    templates={
        "**": "power({})",
        "@": "product({})",
        "pos": "({} + 0)",
        ">": "Number({} > {})",
        "==": "Number({} === {})",
        **{name: each.javascript for name, each in ELEMENTARY.items()},
    },
)
"""The browser's half, over the functions of `live/primitives.js`."""
