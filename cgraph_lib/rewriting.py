"""An expression becomes another one: names are replaced, idle numbers fall away."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cgraph_lib.expression import Call, Expression, Name, Number


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

    >>> from cgraph_lib.reader import read
    >>> simplify(read("1 * x ** (2 - 1)")) == read("x")
    True
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
        case "@", (Number(0), _):
            return Number(0.0)
        case "@", (Number(factor), kept) if math.isfinite(factor):
            return simplify(Call("*", (Number(factor), kept), expression.place))
    return Call(expression.head, args, expression.place)
