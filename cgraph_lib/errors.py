"""The errors of the library: one class tree. The facts are attributes, the sentence is for people."""

from __future__ import annotations

import difflib
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

_NOT_ON_A_PAGE: Final = (
    "This needs {name}, which the Python of this page has not loaded. Where a page offers it, a cell with "
    "import {name} loads it; the course on your own computer has it from the start."
)


class CgraphError(ValueError):
    """Input that the library cannot work with; the sentence names the culprit and the remedy.

    The sentence is a template with named slots, and the facts that fill it are attributes of the error.

    >>> error = UnknownNameError("There is no node {name!r} in this graph.", name="q")
    >>> print(error)
    There is no node 'q' in this graph.
    >>> error.name
    'q'
    >>> isinstance(error, ValueError) and isinstance(error, KeyError)
    True
    """

    def __init__(self, sentence: str, /, **facts: Any) -> None:
        self.sentence, self.facts = sentence, facts
        super().__init__(sentence.format(**facts))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["facts"][name]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.") from None

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would print it in quotation marks

    def __reduce__(self) -> Any:
        return _again, (type(self), self.sentence, self.facts)


def _again(kind: type[CgraphError], sentence: str, facts: dict[str, Any]) -> CgraphError:
    return kind(sentence, **facts)


class GraphError(CgraphError):
    """Nodes that make no graph, such as two that share a name, or an edge that could be two."""


class InputError(CgraphError):
    """An input that is missing, unknown, given twice, or not a number."""


class UnknownNameError(CgraphError, KeyError):
    """A requested node, edge, operation or number that does not exist."""


class ShapeError(CgraphError):
    """Arrays whose shapes do not fit together, or do not fit what is asked."""


class MomentError(CgraphError, IndexError):
    """A moment that a trace does not have."""


class WrongTypeError(CgraphError, TypeError):
    """Something of a type that does not belong here, such as a string in place of a graph."""


class MissingPackageError(CgraphError, ImportError):
    """A package that this part of the library needs is not installed. A page has no pip, and says so."""

    def __init__(self, sentence: str, /, *, name: str | None, **facts: Any) -> None:
        super().__init__(_NOT_ON_A_PAGE if sys.platform == "emscripten" else sentence, name=name, **facts)
        self.name = name  # ImportError has such an attribute of its own


class FormulaError(CgraphError):
    """A string that is not a formula; `str(error)` shows its line with a caret under the place.

    Attributes: `reason` (the sentence alone), `text` (the whole string), `place` (index of the first bad character).

    >>> print(FormulaError("A name is missing on the left of =.", text="= 3", place=0))
    A name is missing on the left of =.
        = 3
        ^
    """

    def __init__(self, sentence: str, /, *, text: str, place: int = 0, **facts: Any) -> None:
        super().__init__(sentence, text=text, place=min(max(place, 0), len(text)), **facts)
        self.reason = self.args[0]
        if text.strip():
            self.args = (f"{self.reason}\n{self.excerpt()}",)

    def excerpt(self) -> str:
        """Return the line that holds the place, at most 80 characters of it, and a line with a caret under it."""
        start = max(self.text.rfind(end, 0, self.place) for end in "\n\r") + 1
        line = re.split("[\n\r]", self.text[start:], maxsplit=1)[0]
        column = self.place - start
        cut = max(0, column - 40)
        return f"    {_printable(line[cut : cut + 80]).rstrip()}\n    {_blank(line[cut:column])}^"


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " if character == "\t" else "?" for character in line)


def _blank(line: str) -> str:
    """Return spaces as wide as a line: a Chinese character takes two columns, an accent of its own takes none."""
    return "".join(
        "\u3000" if unicodedata.east_asian_width(character) in "WF" else " "
        for character in line
        if not unicodedata.combining(character)
    )


def nearest_of(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like an unknown one, if any is like it.

    >>> nearest_of("rte", ["rate", "time"]), nearest_of("W", ["v", "w"])
    ('rate', 'w')
    """
    names = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), names, n=1)
    return names[near[0]] if near else None


def unknown(
    kind: type[CgraphError], sentence: str, suggestion: str, name: Any, known: Iterable[str], **facts: Any
) -> CgraphError:
    """Return an error for a name that is not known; `suggestion` is its sentence where a known one is like it.

    >>> print(unknown(InputError, "No {name}.", "No {name}. Did you mean {nearest}?", "rte", ["rate", "time"]))
    No rte. Did you mean rate?
    """
    names = list(known)
    near = nearest_of(str(name), names)
    return kind(suggestion if near else sentence, name=name, known=listed(names), nearest=near, **facts)


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names separated by commas, at most this many.

    >>> listed("abcdef", most=3)
    'a, b, c, ...'
    """
    shown = list(names)
    return ", ".join(shown if len(shown) <= most else [*shown[:most], "..."])
