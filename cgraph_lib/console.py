"""Text that any console can print: where it has no ∂ or →, words and ASCII stand for them."""

from __future__ import annotations

import re
import sys

_ASCII = str.maketrans(
    {
        **{"∂": "partial ", "·": "*", "−": "-", "×": "x", "√": "sqrt ", "∞": "inf", "→": "->", "…": "..."},
        **{subscript: f"_{digit}" for digit, subscript in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    }
)
_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


class Text(str):
    """Text whose symbols `print` replaces by ASCII on a console that cannot show them."""

    __slots__ = ()

    def __str__(self) -> str:
        return printable(str.__str__(self))


def printable(text: str) -> str:
    """Return the text as it is, or in ASCII if the console lacks one of its characters."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = re.sub(f"[{_SUPERSCRIPTS}]+", _power, text.translate(_ASCII))
        return plain.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _power(exponent: re.Match[str]) -> str:
    return "^" + exponent[0].translate(str.maketrans(_SUPERSCRIPTS, "-0123456789"))
