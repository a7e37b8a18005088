"""Sentences of questions, in which `backticks` mark code, as HTML and as plain text."""

from __future__ import annotations

import html
import re


def as_html(text: str) -> str:
    """Return a sentence as HTML; no line ends beside an equals sign.

    >>> as_html("Is `x < 1` at x = 2?")
    'Is <code>x &lt; 1</code> at x\xa0=\xa02?'
    """
    together = re.sub(r"(?<=\w) = (?=[\w−])", "\u00a0=\u00a0", html.escape(text))
    return re.sub("`([^`]*)`", r"<code>\1</code>", together)


def as_plain(text: str) -> str:
    """Return a sentence without its marks.

    >>> as_plain("Is `x < 1`?")
    'Is x < 1?'
    """
    return text.replace("`", "")
