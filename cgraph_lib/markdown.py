"""Markdown that a notebook shows and `print` shows as source."""

from __future__ import annotations

import re

from cgraph_lib.console import Text


class Markdown(Text):
    """Text in Markdown: a notebook renders it where it is the value of a cell, `print` gives its source."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str.__str__(self)


def escaped(text: str) -> str:
    r"""Return plain text as Markdown that shows it as it is, in a table too.

    >>> print(escaped("|a_b|"))
    \|a\_b\|
    """
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", text)
