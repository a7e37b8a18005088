"""Functions of other books and languages, and mistyped ones: how they are written with those there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cgraph_lib.errors import nearest_of

_WRITTEN: Final = {
    **{"ln": "log(x)", "lg": "log(x) / log(10)", "log10": "log(x) / log(10)", "log2": "log(x) / log(2)"},
    **{"log1p": "log(1 + x)", "expm1": "exp(x) - 1", "pow": "x ** y", "cbrt": "x ** (1/3)", "fabs": "abs(x)"},
    **{"tg": "tan(x)", "cot": "1 / tan(x)", "sec": "1 / cos(x)", "csc": "1 / sin(x)", "th": "tanh(x)"},
    **{"sinh": "(exp(x) - exp(-x)) / 2", "cosh": "(exp(x) + exp(-x)) / 2", "softplus": "log(1 + exp(x))"},
    **{"logistic": "sigmoid(x)", "expit": "sigmoid(x)", "maximum": "max(x, y)", "minimum": "min(x, y)"},
}
ABSENT: Final = {
    *("asin", "acos", "atan", "arcsin", "arccos", "arctan", "asinh", "acosh", "atanh", "sinc", "sign", "mod"),
}
"""Functions that there are none of, although a name is like that of another one."""
_NUMBERS: Final = {"inf", "nan"}  # which are like sin and tan
NO_FUNCTION: Final = "There is no function {name!r}; the functions are {known}."


def instead_of(name: str, functions: Mapping[str, str]) -> str:
    """Return what to write in place of a function that there is not, or "" if nothing comes to mind.

    `functions` are those there are, each with an example.

    >>> [instead_of(name, {"log": "log(x)", "sin": "sin(x)"}) for name in ("LN", "sine", "asin", "print")]
    ['log(x)', 'sin(x)', '', '']
    """
    lower = name.lower()
    if lower in ABSENT or lower in _NUMBERS:
        return ""
    return _WRITTEN.get(lower) or functions.get(str(nearest_of(lower, functions)), "")
