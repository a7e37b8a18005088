"""The characters of a formula: look-alikes of its symbols are read as those, what nobody sees is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from cgraph_lib.errors import FormulaError

LONGEST_TEXT = 20_000
SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")

_READ_AS = {
    **dict.fromkeys("×·⋅∙•∗", "*"),
    **dict.fromkeys("−–—―‐‑‒", "-"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
    **{"\t": " ", "∣": "|", "、": ",", "∞": " inf "},
    **{character: character for character in "\n√⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"},
}
WRITTEN_OTHERWISE = "{symbol!r} cannot stand in a formula; write {instead}."
FOREIGN = "{symbol!r} cannot stand in a formula; use names, numbers and + - * / ** ( )."


@dataclass(frozen=True)
class Source:
    """A string as it was typed, its plain characters, and for each of these (and the end) its place in what was typed.

    >>> Source.of("２ × x").plain
    '2 * x'
    """

    text: str
    plain: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Source:
        """Return the source of a string; raise `FormulaError` for what has no place in any formula."""
        if len(text) > LONGEST_TEXT:
            sentence = "The text has {length:,} characters; at most {limit:,} are read."
            raise FormulaError(sentence, text="", length=len(text), limit=LONGEST_TEXT)
        plain = [_plain(text, place) for place in range(len(text))]
        places = [place for place, written in enumerate(plain) for _ in written]
        return cls(text, "".join(plain), (*places, len(text)))

    def error(self, place: int, sentence: str, **facts: Any) -> FormulaError:
        """Return the error for a place in the plain text."""
        return FormulaError(sentence, text=self.text, place=self.places[place], **facts)


def _plain(text: str, place: int) -> str:
    """Return what a character is read as."""
    character = text[place]
    if character in _READ_AS:
        return _READ_AS[character]
    if " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category.startswith("C"):
        sentence = "There is a character here that does not show (U+{code:04X}); delete it."
        raise FormulaError(sentence, text=text, place=place, code=ord(character))
    written = unicodedata.normalize("NFKC", character)
    raised = unicodedata.decomposition(character).startswith("<super>")  # xⁿ is a power, not a name xn
    if not raised and all(c.isascii() or f"_{c}".isidentifier() for c in written):
        return written
    instead = f"** {written}" if raised else f"({written.replace('⁄', '/')})" if "⁄" in written else ""
    sentence = WRITTEN_OTHERWISE if instead else FOREIGN
    raise FormulaError(sentence, text=text, place=place, symbol=character, instead=instead)
