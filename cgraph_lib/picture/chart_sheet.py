"""The sheet of paper that charts stand on, and their text."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.picture.chart_look import chart_rules
from cgraph_lib.picture.lettering import wrapped
from cgraph_lib.picture.svg import still_svg

SIZE: Final = 13
"""Of the letters, in pixels."""
PAD: Final = 8.0
"""Between the edge of the sheet and what stands on it."""


def as_text(given: Any, name: str) -> str:
    """Return a title, or what stands along an axis, as it is; raise `WrongTypeError` for anything but a string."""
    if isinstance(given, str):
        return given
    raise WrongTypeError("Expected a string for {name}, got {given!r:.40}.", name=name, given=given)


def by_name(given: Any) -> dict[str, Any]:
    """Return what a chart is given by name; names may be numbers. Raises `InputError` for anything but a dict."""
    if isinstance(given, Mapping):
        return {str(name): held for name, held in given.items()}
    sentence = 'Expected numbers by name in a dict, as in {{"loss": losses}}, got {kind}.'
    raise InputError(sentence, kind=type(given).__name__)


def chart_text(x: float, y: float, words: str, css: str = "name") -> str:
    """Return a line of text on a chart; none where there are no words."""
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>' if words else ""


def chart_svg(wide: float, high: float, title: str, words: str, inside: str) -> str:
    """Return the SVG of a chart on a sheet of paper, with a title below that is as wide as it."""
    lines = wrapped(title, wide - 2 * PAD, 14)
    below = [chart_text(PAD, high + PAD + 10 + 18 * i, line, "say") for i, line in enumerate(lines)]
    high += 18 * len(lines) + 2 * PAD
    sheet = f'<rect class="sheet" x=".5" y=".5" width="{wide - 1:.0f}" height="{high - 1:.0f}" rx="9"/>'
    return still_svg("still chart", wide, high, words, f"{sheet}{inside}{''.join(below)}", chart_rules)
