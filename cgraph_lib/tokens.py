"""The tokens of a formula, and the sentences with which those are refused that have no place in one."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cgraph_lib.characters import FOREIGN, SUPERSCRIPTS, Source
from cgraph_lib.errors import FormulaError

LONGEST_NUMBER = 1000

_LETTER = r"[^\x00-/:-@\[-^`{-\x7f√⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]"  # or a digit: a token that begins with one is a number
_TOKEN = re.compile(
    rf"""\s* (?:
        (?P<number> (?: \d [\d_]* \.? [\d_]* | \. \d [\d_]* ) (?: [eE] [+-]? \d [\d_]* )? )
      | (?P<name> {_LETTER}+ )
      | (?P<power> [⁺⁻]? [⁰¹²³⁴⁵⁶⁷⁸⁹]+ )
      | (?P<symbol> \*\* | // | << | >> | [<>=!:]= | . )
      | (?P<end> \Z )
    )""",
    re.VERBOSE | re.DOTALL,
)


_COMPARISON = "A formula cannot contain a comparison; to name a result, write one =."
_NO_OPERATOR = "{symbol} is not an operator here; use + - * / **."
_NO_NUMBER = "{symbol} is not a number."
_PYTHON_WORD = "The word {symbol} belongs to Python and has no place in a formula; for a name, take {symbol}_."
_REFUSED = {
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "is", "in"), _COMPARISON),
    **dict.fromkeys(("%", "//", "@", "&", "<<", ">>", "~", "!", "not"), _NO_OPERATOR),
    **dict.fromkeys(("True", "False", "None"), _NO_NUMBER),
    **dict.fromkeys(("and", "or"), "A formula cannot contain and/or."),
    **dict.fromkeys(("if", "else"), "A formula cannot contain if/else; max, min and relu may do instead."),
    **dict.fromkeys("[]", "A formula cannot contain square brackets; group with ( )."),
    **dict.fromkeys("{}", "A formula cannot contain curly brackets; group with ( )."),
    **dict.fromkeys("'\"", "A formula holds numbers and names, not a string; leave out the quotation marks."),
    ".": "A dot belongs inside a number, as in 0.5; a formula cannot contain a dot after a name.",
    ",": "A formula cannot contain a comma outside a function call.",
    "=": "The symbol = belongs between a name and its formula, as in c = a + b.",
    "^": "A power is written **, not ^.",
    "|": "{symbol} is not an operator; it stands around an absolute value, as in 2 * |x|.",
    ":=": "A formula cannot contain :=; name a result with =, as in c = a + b.",
    "#": "A formula has no comments; leave out # and what follows.",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, a power (which is a superscript), a symbol, or the end: what is written, and where."""

    kind: str
    text: str
    place: int


def tokens(source: Source, start: int, stop: int) -> Iterator[Token]:
    """Yield the tokens of a part of a source, the last of which is its end.

    >>> [token.text for token in tokens(Source.of("2 * x1²"), 0, 7)]
    ['2', '*', 'x1', '²', '']
    """
    place, kind = start, ""
    while kind != "end":
        match = _TOKEN.match(source.plain, place, stop)
        assert match is not None and match.lastgroup is not None  # some symbol or the end always matches
        kind, place = match.lastgroup, match.end()
        yield Token(kind, match[kind], match.start(kind))


def number(source: Source, token: Token) -> float:
    """Return the value of a number or a superscript; raise `FormulaError` for `007`, `1__0` and endless digits."""
    if len(token.text) > LONGEST_NUMBER:
        raise source.error(token.place, "This number has too many digits; write it with an exponent, as in 1e300.")
    if re.fullmatch(r"0[0_]*[1-9][\d_]*", token.text):
        sentence = "A number does not begin with 0; write {instead}."
        raise source.error(token.place, sentence, instead=token.text.lstrip("0_"))
    try:
        return float(token.text.translate(SUPERSCRIPTS))
    except ValueError:
        raise source.error(token.place, _NO_NUMBER, symbol=token.text) from None


def refusal(source: Source, token: Token) -> FormulaError:
    """Return the error for a token that has no place in a formula, or none where it stands."""
    other = _PYTHON_WORD if keyword.iskeyword(token.text) else FOREIGN
    return source.error(token.place, _REFUSED.get(token.text, other), symbol=token.text)
