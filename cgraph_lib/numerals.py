"""How a number is written on pictures and in sentences, where every module takes it from here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cgraph_lib.ops import is_array

WIDEST_NUMBER = "−1.2e−300"
_FEWER_DECIMALS = (100, 10, 1, 0.1, 0.01)


def decimals(size: float) -> int:
    """Return the decimals of a number of that size where it is written in full."""
    return 1 + sum(size < limit for limit in _FEWER_DECIMALS)


def number(value: Any) -> str:
    """Return a number in at most nine characters: whole numbers in full, others to four digits.

    An array is told by its shape.

    >>> [number(x) for x in (2.0, -0.5, 1 / 3, 59049.0, 1234.5678, 1e-7, float("inf"), float("nan"))]
    ['2', '−0.5', '0.3333', '59049', '1234.6', '1e−7', '∞', 'nan']
    """
    if is_array(value):
        shape = "×".join(map(str, value.shape))
        return next((text for text in (f"array {shape}", shape) if len(text) <= len(WIDEST_NUMBER)), "array")
    if value != value:
        return "nan"
    size = abs(value)
    if math.isinf(size):
        text = "∞"
    elif size < 1e6 and size == int(size):
        text = f"{size:.0f}"
    elif 1e-3 <= size < 1e6:
        text = f"{size:.{decimals(size)}f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{size:.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}".replace("-", "−")
    return f"−{text}" if value < 0 else text


def operand(value: Any) -> str:
    """Return a number as it stands inside a sum or product: a negative one in brackets.

    >>> f"3 + {operand(-2.0)}"
    '3 + (−2)'
    """
    return f"({number(value)})" if not is_array(value) and value < 0 else number(value)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence for a number: which one, and whether it is written by `number` or by `operand`."""

    name: str
    style: str = "number"


Template = tuple[str | Slot, ...]
"""A sentence with slots, so that the page can fill it as Python does."""


def fill(template: Template, numbers: Mapping[str, Any]) -> str:
    """Return the sentence with its numbers.

    >>> fill(("3 + ", Slot("x", "operand")), {"x": -2.0})
    '3 + (−2)'
    """
    styles = {"number": number, "operand": operand}
    return "".join(part if isinstance(part, str) else styles[part.style](numbers[part.name]) for part in template)
