"""The formula language: text becomes an `Expression`; `dialects` writes it again in other notations.

The same small language serves two masters. A reader types formulas in it, and the table in `ops` states
every operation and its partials in it. Nothing a reader types is ever executed: Python's own parser reads
the text, and a whitelist decides what may stay.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
import warnings
from dataclasses import dataclass, field

LONGEST_TEXT = 20_000
DEEPEST_NESTING = 300
_TOO_DEEP = f"The formula is nested too deeply (at most {DEEPEST_NESTING} levels); name a part."

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_COMPARISONS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.Eq: "=="}
_MENDS = {
    **dict.fromkeys("×·⋅", "*"),
    **dict.fromkeys("−–", "-"),
    "÷": "/",
    "²": "** 2",
    "³": "** 3",
    "√": "sqrt(...)",
}
_NAMED: dict[type[ast.AST], str] = {
    ast.Attribute: "a dot after a name",
    ast.Subscript: "square brackets after a name",
    ast.Lambda: "a lambda",
    ast.BoolOp: "and/or",
    ast.IfExp: "if/else",
    ast.Tuple: "a comma outside a function call",
    ast.List: "a list",
    ast.Dict: "a dictionary",
    ast.Set: "a set",
    ast.NamedExpr: ":=",
    ast.JoinedStr: "a string",
    ast.Compare: "a comparison (to name a result, write one =)",
    ast.Starred: "a star before an operand",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.MatMult: "@",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Not: "not",
    ast.Invert: "~",
}
_LITERALS = {str: "a text", bytes: "a text", complex: "an imaginary number"}


class FormulaError(ValueError):
    """A text that is not a formula. `str(error)` shows the text with a caret under the place.

    Attributes: `reason` (one sentence), `text` (the whole text), `place` (index of the first bad character).
    """

    def __init__(self, reason: str, text: str, place: int = 0) -> None:
        self.reason, self.text = reason, text
        self.place = min(max(place, 0), len(text))
        super().__init__(f"{reason}\n{self.excerpt()}" if text.strip() else reason)

    def __reduce__(self) -> tuple[type[FormulaError], tuple[str, str, int]]:
        return FormulaError, (self.reason, self.text, self.place)

    def excerpt(self) -> str:
        """Return the line of the text that holds the place, and a line with a caret under it."""
        start = self.text.rfind("\n", 0, self.place) + 1
        line = self.text[start:].split("\n", 1)[0]
        column = self.place - start
        cut = max(0, column - 40)
        shown = "".join(c if c.isprintable() else "?" for c in line[cut : cut + 80])
        return f"    {shown.rstrip()}\n    {' ' * (column - cut)}^"


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a formula; `place` is where it stands in the text."""

    name: str
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """An operator (`head` is "+", "-", "*", "/", "**", "neg", ">" or "==") or a function with its operands."""

    head: str
    args: tuple[Expression, ...]
    place: int = field(default=0, compare=False)


Expression = Number | Name | Call


def read(text: str, *, table: bool = False, whole: str | None = None, start: int = 0) -> Expression:
    """Return the `Expression` that a formula's text stands for.

    `table` allows the signs that only the table of operations needs: `>`, `==` and `@`.
    `whole` and `start` say where the formula stands in a longer text, so that an error points into it.

    Raises `FormulaError` for anything that is not a formula of numbers, names, + - * / **, and calls.

    >>> read("2 * x")
    Call(head='*', args=(Number(value=2.0), Name(name='x', place=4)), place=0)
    >>> read("x.y")
    Traceback (most recent call last):
        ...
    cgraph_lib.expression.FormulaError: A formula cannot contain a dot after a name.
        x.y
        ^
    """
    whole = text if whole is None else whole
    text = text.replace("\r", " ")
    reader = _Reader(text.strip(), whole, start + len(text) - len(text.lstrip()), table)
    return reader.convert(reader.tree(), 0)


class _Reader:
    """Reads a text by Python's own parser, and takes from its tree what a formula may hold."""

    def __init__(self, text: str, whole: str, start: int, table: bool) -> None:
        self.text, self.whole, self.start = text, whole, start
        self.binary = _BINARY | {ast.MatMult: "@"} if table else _BINARY
        self.comparisons = _COMPARISONS if table else {}
        self.line_starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]

    def fail(self, reason: str, place: int = 0) -> FormulaError:
        return FormulaError(reason, self.whole, self.start + place)

    def tree(self) -> ast.expr:
        """Return what Python's parser makes of the text; brackets let a formula run over several lines."""
        check_characters(self.text, self.whole, self.start)
        if not self.text:
            raise self.fail("There is no formula here; write one, such as (a + b) * (b + 1).")
        stray = _stray_bracket(self.text)
        if stray is not None:
            raise self.fail("The brackets do not match: this one closes nothing.", stray)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Python's remarks on odd literals; the whitelist judges them
                return ast.parse(f"({self.text}\n)", mode="eval").body
        except SyntaxError as error:
            row = max((error.lineno or 1) - 1, 0)
            column = max((error.offset or 1) - (2 if row == 0 else 1), 0)
            place = self.line_starts[row] + column if row < len(self.line_starts) else len(self.text)
            raise self.fail(_syntax_reason(self.text, error.msg), min(place, len(self.text))) from None
        except (RecursionError, MemoryError, ValueError):
            raise self.fail(_TOO_DEEP) from None

    def convert(self, node: ast.expr, depth: int) -> Expression:
        """Return the expression that a part of the tree stands for."""
        place = self.line_starts[node.lineno - 1] + node.col_offset - (node.lineno == 1)
        if depth > DEEPEST_NESTING:
            raise self.fail(_TOO_DEEP, place)

        def call(head: str, *operands: ast.expr) -> Call:
            return Call(head, tuple(self.convert(operand, depth + 1) for operand in operands), self.start + place)

        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Number(_as_float(value))
            case ast.Name(id=str(name)):
                return Name(name, self.start + place)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                negated = call("neg", operand)
                return Number(-number.value) if isinstance(number := negated.args[0], Number) else negated
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.convert(operand, depth + 1)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in self.binary:
                return call(self.binary[type(op)], left, right)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in self.comparisons:
                return call(self.comparisons[type(sign)], left, right)
            case ast.Call(func=ast.Name(id=name), args=operands, keywords=[]):
                return call(name, *operands)
        raise self.fail(_refusal(node), place)


def _refusal(node: ast.expr) -> str:
    """Return why a part of Python's tree has no place in a formula."""
    match node:
        case ast.Constant(value=bool() | None as value):
            return f"{value!r} is not a number."
        case ast.Constant(value=value):
            return f"A formula holds real numbers only, not {_LITERALS.get(type(value), 'this')}."
        case ast.BinOp(op=ast.BitXor()):
            return "A power is written **, not ^."
        case ast.BinOp(op=op) | ast.UnaryOp(op=op):
            return f"{_NAMED[type(op)]} is not an operator here; use + - * / **."
        case ast.Call(func=ast.Name(id=name)):
            return f"{name} takes its operands by position, without =."
        case ast.Call(func=ast.Constant() | ast.BinOp() | ast.Call()):
            return "A multiplication sign is missing: write * between the factors."
        case ast.Tuple(elts=[]):
            return "There is nothing between these brackets."
    return f"A formula cannot contain {_NAMED.get(type(node), 'this')}."


def check_characters(text: str, whole: str, start: int) -> None:
    """Raise `FormulaError` if the text is too long or holds a backslash or a character outside printable ASCII."""
    if len(text) > LONGEST_TEXT:
        raise FormulaError(f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are read.", "")
    comment = text.find("#")
    if comment >= 0:
        raise FormulaError("A formula has no comments; leave out # and what follows.", whole, start + comment)
    for place, character in enumerate(text):
        if character == "\\" or (character not in "\n\t\r" and not " " <= character <= "~"):
            mend = _MENDS.get(character)
            hint = f"write {mend}" if mend else "use plain letters a-z, digits and + - * / ** ( )"
            raise FormulaError(f"{character!r} cannot stand in a formula; {hint}.", whole, start + place)


def _stray_bracket(text: str) -> int | None:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return place
    return None


def _syntax_reason(text: str, said: str) -> str:
    if "too many nested" in said:
        return _TOO_DEEP
    if "digits" in said:
        return "This number has too many digits; write it with an exponent, as in 1e300."
    if text.count("(") != text.count(")"):
        return f"The brackets do not match: {text.count('(')} opened, {text.count(')')} closed."
    taken = next((word for word in re.findall(r"[A-Za-z_]\w*", text) if keyword.iskeyword(word)), None)
    if taken:
        return f"The word {taken} belongs to Python and has no place in a formula; for a name, take {taken}_."
    return "This is not a formula; perhaps an operator or an operand is missing, as * in 2 * x."


def _as_float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
