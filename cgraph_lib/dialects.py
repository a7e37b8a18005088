"""Printers: one expression written as Python code, as a label, or as LaTeX. A dialect is a small table."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cgraph_lib.expression import Call, Expression, Name, Number

Template = str | Callable[..., str]


@dataclass(frozen=True)
class Dialect:
    """How to write an expression in one notation.

    `infix` gives the sign of an operator written between its operands; `templates` the whole form of a head
    that is written otherwise; any head in neither is written by `call`. `number` and `name` write the leaves.
    """

    infix: Mapping[str, str]
    templates: Mapping[str, Template]
    number: Callable[[float], str] = repr
    name: Callable[[str], str] = str
    call: str = "{head}({{}})"


# How tightly an operator binds, and how tightly its operands must bind to go without brackets.
_BINDS = {
    ">": (0, 1, 1),
    "==": (0, 1, 1),
    "+": (1, 1, 2),
    "-": (1, 1, 2),
    "neg": (1, 2),
    "*": (2, 2, 3),
    "/": (2, 2, 3),
    "**": (4, 5, 5),
}
_ATOM = 5


def write(expression: Expression, dialect: Dialect, names: Mapping[str, Expression] | None = None) -> str:
    """Return the expression as text in a dialect; `names` puts other expressions in place of names.

    >>> from cgraph_lib.expression import read
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
    if head in dialect.infix:
        binds, *least = _BINDS[head]
        texts = [text if level >= wanted else f"({text})" for (text, level), wanted in zip(parts, least, strict=True)]
        sign = dialect.infix[head]
        return (sign + texts[0] if len(texts) == 1 else f"{texts[0]} {sign} {texts[1]}"), binds
    template = dialect.templates.get(head, dialect.call.format(head=head))
    plain = [text for text, _ in parts]
    if not isinstance(template, str):
        return template(*plain), _ATOM
    return (template.format(", ".join(plain)) if template.count("{}") == 1 else template.format(*plain)), _ATOM


def substitute(expression: Expression, names: Mapping[str, Expression]) -> Expression:
    """Return the expression with other expressions in place of some names."""
    match expression:
        case Name(name):
            return names.get(name, expression)
        case Call(head, args, place):
            return Call(head, tuple(substitute(arg, names) for arg in args), place)
    return expression


def simplify(expression: Expression) -> Expression:
    """Return the expression without idle numbers: `2 * x ** (2 - 1)` becomes `2 * x`.

    >>> from cgraph_lib.expression import read
    >>> write(simplify(read("3 * x ** (3 - 1)")), UNICODE)
    '3 · x²'
    """
    if not isinstance(expression, Call):
        return expression
    args = tuple(simplify(arg) for arg in expression.args)
    match expression.head, args:
        case "+", (Number(x), Number(y)):
            return Number(x + y)
        case "-", (Number(x), Number(y)):
            return Number(x - y)
        case "*", (Number(x), Number(y)):
            return Number(x * y)
        case "neg", (Number(x),):
            return Number(-x)
        case "*", (kept, Number(-1)):
            return Call("neg", (kept,))
        case ("*", (Number(1), kept)) | ("*" | "/" | "**", (kept, Number(1))):
            return kept
        case "**", (_, Number(0)):
            return Number(1.0)
    return Call(expression.head, args, expression.place)


def _is_plain(text: str) -> bool:
    """Return whether an operand needs no brackets: a word, or a slot that brings its own."""
    return re.fullmatch(r"\w+|\{\w+:operand\}", text) is not None


def _superscript(base: str, exponent: str) -> str:
    base = base if _is_plain(base) else f"({base})"
    if exponent.strip("−0123456789"):
        return f"{base}^{exponent}" if _is_plain(exponent) else f"{base}^({exponent})"
    return base + exponent.translate(str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _root(operand: str) -> str:
    return f"√{operand}" if _is_plain(operand) else f"√({operand})"


def _latex_number(value: float) -> str:
    mantissa, _, exponent = f"{value:g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _latex_name(name: str) -> str:
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    plain = stem.replace("_", r"\_")
    return (plain if len(stem) == 1 else rf"\mathrm{{{plain}}}") + (f"_{{{index}}}" if index else "")


CODE = Dialect(
    infix={"+": "+", "-": "-", "*": "*", "neg": "-"},
    templates={"/": "divide({})", "**": "power({})", ">": "greater({})", "==": "equal({})"},
)
"""Python over the functions of `ops.PRIMITIVES`, which take numbers and numpy arrays."""

UNICODE = Dialect(
    infix={"+": "+", "-": "−", "*": "·", "/": "/", "neg": "−"},
    templates={"**": _superscript, ">": "[{} > {}]", "==": "[{} = {}]", "abs": "|{}|", "sqrt": _root},
    number=lambda value: f"{value:g}".replace("-", "−"),
)
"""Labels on a picture. A comparison is in Iverson's brackets: [x > 0] is 1 if x > 0 and 0 otherwise."""

LATEX = Dialect(
    infix={"+": "+", "-": "-", "*": r"\cdot", "neg": "-"},
    templates={
        "/": r"\frac{{{}}}{{{}}}",
        "**": r"\left({}\right)^{{{}}}",
        ">": r"\left[{} > {}\right]",
        "==": r"\left[{} = {}\right]",
        "sqrt": r"\sqrt{{{}}}",
        "abs": r"\left|{}\right|",
        **{f: rf"\{f}\left({{}}\right)" for f in ("exp", "log", "sin", "cos", "tan", "tanh", "max", "min")},
    },
    number=_latex_number,
    name=_latex_name,
    call=r"\operatorname{{{{{head}}}}}\left({{}}\right)",
)

JAVASCRIPT = Dialect(
    infix={"+": "+", "-": "-", "*": "*", "/": "/", "neg": "-"},
    templates={
        "**": "power({})",
        ">": "Number({} > {})",
        "==": "Number({} === {})",
        **{f: f"Math.{f}({{}})" for f in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs")},
    },
)
"""The browser's half, over the functions of `live/primitives.js`."""
