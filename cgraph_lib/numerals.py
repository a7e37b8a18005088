"""How numbers are written, and how a sentence takes them in: the same on pictures, in words and on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from cgraph_lib.ops import is_array

WIDEST_NUMBER = "−1.2e−300"
_FEWER_DECIMALS = (100, 10, 1, 0.1, 0.01)


def decimals(size: float) -> int:
    """Return the decimals of a number of that size where it is written in full."""
    return 1 + sum(size < limit for limit in _FEWER_DECIMALS)


def number(value: Any) -> str:
    """Return a number in at most nine characters: whole numbers in full, others to four digits.

    A fraction is written in full, and an array is described by its shape.

    >>> [number(x) for x in (2.0, -0.5, 1 / 3, 59049.0, 1234.5678, 1e-7, float("inf"), float("nan"))]
    ['2', '−0.5', '0.3333', '59049', '1234.6', '1e−7', '∞', 'nan']
    """
    if is_array(value):
        shape = "×".join(map(str, value.shape))
        return next((text for text in (f"array {shape}", shape) if len(text) <= len(WIDEST_NUMBER)), "array")
    if isinstance(value, Fraction):
        return str(value).replace("-", "−")
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
    """Return a number as it stands inside a sum or product: a negative one, or a broken fraction, in brackets.

    >>> f"3 + {operand(-2.0)}"
    '3 + (−2)'
    """
    broken = isinstance(value, Fraction) and value.denominator > 1
    return f"({number(value)})" if not is_array(value) and (value < 0 or broken) else number(value)


class Template(NamedTuple):
    """A whole sentence with named slots, and what some of them hold already.

    A slot holds a string, `{name}`, or a number, `{x:number}` or `{x:operand}`. A string may be a `Template` itself.
    JSON makes a pair of it, so that the page fills the same sentence as numbers move.
    """

    sentence: str
    fixed: Mapping[str, Any] = {}


_SLOT = re.compile(r"\{\{|\}\}|\{(\w+)(?::(\w+))?\}")


Styles = Mapping[str, Callable[[Any], str]]
STYLES: Styles = {"number": number, "operand": operand}


def fill(
    template: str | Template,
    slots: Mapping[str, Any] | None = None,
    styles: Mapping[str, Callable[[Any], str]] = STYLES,
) -> str:
    """Return the sentence with every slot filled in one pass, so that braces in a name survive.

    `styles` write the numbers; those of `latex` write them in LaTeX.

    Raises `KeyError` for a slot that has neither a string nor a number.

    >>> fill("{name} = 3 + {x:operand} = {sum:number}", {"name": "{c}", "x": -2.0, "sum": 1.0})
    '{c} = 3 + (−2) = 1'
    >>> fill(Template("{name} is {x:number}.", {"name": "b"}), {"x": 0.5})
    'b is 0.5.'
    """
    sentence, fixed = (template, {}) if isinstance(template, str) else template
    numbers = slots or {}
    values = {**numbers, **fixed}

    def text(value: Any) -> str:
        return fill(value, numbers, styles) if isinstance(value, Template) else str(value)

    def filled(match: re.Match[str]) -> str:
        name, style = match.groups()
        return styles.get(style, text)(values[name]) if name else match[0][0]

    return _SLOT.sub(filled, sentence)
