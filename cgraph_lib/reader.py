"""From text to expression, or to an error that points at the first token that has no place there.

Nothing a reader types is ever executed. The text is cut into tokens, and operators wait on a stack until their
operands are read (E. W. Dijkstra's shunting yard, 1961), so that formulas may be as long and as deep as they like.
"""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cgraph_lib.characters import Source
from cgraph_lib.errors import FormulaError
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.foreign import ABSENT, NO_FUNCTION, instead_of
from cgraph_lib.tokens import Token, number, refusal, tokens

# How tightly an operator binds its operands.
_BINARY = {"+": 2, "-": 2, "*": 3, "/": 3, "**": 5}
_PREFIX = {"-": ("neg", 4), "+": ("", 4), "√": ("sqrt", 6)}
_TABLE_BINARY = _BINARY | {">": 1, "==": 1, "@": 3}
_TABLE_PREFIX = _PREFIX | {"+": ("pos", 4)}
_BRACKETS = {"(": "", "|": "abs"}

NO_FORMULA = "There is no formula here; write one, such as (a + b) * (b + 1)."
_NOTHING_BETWEEN = "There is nothing between these brackets."
_UNCLOSED = "The brackets do not match: this one is never closed."
_UNOPENED = "The brackets do not match: this one closes nothing."
_NO_LEFT_OPERAND = "An operand is missing before {symbol}."
_NO_RIGHT_OPERAND = "An operand is missing after {symbol}."
_NO_OPERATOR = "An operator is missing between {left:.20} and {right:.20}, as * in 2 * x."
_NO_BRACKETS = "{name} is a function; write its operand in brackets, as in {example}."
_FOREIGN = "There is no function {name!r}: write {instead}, or * between {name} and {right:.20} if {name} is a number."
_INVERSE = "It is not clear what {name}⁻¹ means; write 1 / {example}, or the name of the inverse function."
_POWER_OF_FUNCTION = "{name} is a function; its power is written {example}**2."
_BY_POSITION = "{name} takes its operands by position, without =."
_DECIMAL_POINT = "A decimal number is written with a point, {left}.{right}, not with a comma."
_POWER_OF_ROOT = "It is not clear what is raised to {symbol}; write (√x){symbol} or √(x{symbol})."


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An operator that waits for its right operand; or a bracket, with its function, for what closes it."""

    head: str
    binds: int  # 0 for a bracket
    token: Token
    before: int  # how many operands stand before it
    arity: int


def read(text: str, *, table: bool = False) -> Expression:
    """Return the `Expression` that a formula's text stands for.

    `table` allows the operators that only the table of operations needs: `>`, `==`, `@` and a `+` before an operand.

    Raises `FormulaError` for anything that is not a formula of numbers, names, + - * / **, and calls.

    >>> read("2 * x")
    Call(head='*', args=(Number(value=2.0), Name(name='x', place=4)), place=2)
    >>> read("2 x")
    Traceback (most recent call last):
        ...
    cgraph_lib.errors.FormulaError: An operator is missing between 2 and x, as * in 2 * x.
        2 x
          ^
    """
    source = Source.of(text)
    return Reader(source, 0, len(source.plain), table=table).read()


class Reader:
    """Reads a part of a source. `functions` are names that make sense only before brackets, each with an example."""

    def __init__(
        self, source: Source, start: int, stop: int, functions: Mapping[str, str] | None = None, table: bool = False
    ) -> None:
        self.source, self.functions = source, functions or {}
        self.binary, self.prefix = (_TABLE_BINARY, _TABLE_PREFIX) if table else (_BINARY, _PREFIX)
        self.tokens = list(tokens(source, start, stop))
        self.position = 0
        self.operands: list[Expression] = []
        self.waiting: list[_Waiting] = []

    def read(self) -> Expression:
        """Return the expression that the tokens stand for."""
        operand_expected = True
        while operand_expected or self._next.kind != "end":
            token = self._advance()
            operand_expected = self._operand(token) if operand_expected else self._after_operand(token)
        self._reduce(1)
        if self.waiting:
            raise self._error(self.waiting[-1].token, _UNCLOSED)
        return self.operands[0]

    @property
    def _next(self) -> Token:
        return self.tokens[self.position]

    def _advance(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def _error(self, token: Token, sentence: str, **facts: Any) -> FormulaError:
        return self.source.error(token.place, sentence, **facts)

    def _operand(self, token: Token) -> bool:
        """Take a token where an operand is expected; return whether one is still expected after it."""
        if token.kind == "number":
            self.operands.append(Number(number(self.source, token)))
            return False
        if token.kind == "name":
            return self._named(token)
        if token.text in self.prefix:
            self._wait(*self.prefix[token.text], token, arity=1)
        elif token.text in _BRACKETS:
            self._wait(_BRACKETS[token.text], 0, token)
        else:
            raise self._operand_missing(token)
        return True

    def _named(self, token: Token) -> bool:
        name = unicodedata.normalize("NFKC", token.text)
        if keyword.iskeyword(name) or not name.isidentifier():
            raise refusal(self.source, token)
        if self._next.text == "(":
            self._wait(name, 0, token)
            self._advance()
            if self._next.text != ")":
                return True
            self._close(self._advance())
        elif name in self.functions:
            raised = self._next.kind == "power" or self._next.text in ("**", "^")
            inverted = self.source.plain.startswith(("⁻¹", "**-1", "^-1"), self._next.place)
            sentence = _INVERSE if inverted else _POWER_OF_FUNCTION if raised else _NO_BRACKETS
            raise self._error(token, sentence, name=name, example=self.functions[name])
        else:
            self.operands.append(Name(name, token.place))
        return False

    def _after_operand(self, token: Token) -> bool:
        """Take a token that follows an operand; return whether another operand is expected after it."""
        if token.text in self.binary:
            binds = self.binary[token.text]
            self._reduce(binds + (token.text == "**"))  # of equals the left one goes first, but of powers the right one
            self._wait(token.text, binds, token)
            return True
        if token.text == "," and self._in_call():
            return True
        if token.kind == "power":
            self._raise(token)
        elif token.text in (")", "|"):
            self._close(token)
        else:
            raise self._operator_missing(token)
        return False

    def _wait(self, head: str, binds: int, token: Token, arity: int = 2) -> None:
        self.waiting.append(_Waiting(head, binds, token, len(self.operands), arity))

    def _reduce(self, binds: int) -> None:
        """Apply the operators that bind at least so tightly, back to the last open bracket."""
        while self.waiting and self.waiting[-1].binds >= binds:
            operator = self.waiting.pop()
            self._apply(operator.head, operator.token, len(self.operands) - operator.arity)

    def _apply(self, head: str, token: Token, first: int) -> None:
        """Put the operands from the first one on together; a bracket alone and a plus sign do nothing."""
        operands = tuple(self.operands[first:])
        match head, operands:
            case "", _:
                return
            case "neg", (Number(value),):
                whole: Expression = Number(-value)
            case _:
                whole = Call(head, operands, token.place)
        self.operands[first:] = [whole]

    def _raise(self, token: Token) -> None:
        """Raise the last operand to a superscript, which binds more tightly than what stands before."""
        if self.waiting and self.waiting[-1].token.text == "√":
            raise self._error(token, _POWER_OF_ROOT, symbol=token.text)
        self.operands.append(Number(number(self.source, token)))
        self._apply("**", token, len(self.operands) - 2)

    def _in_call(self) -> bool:
        self._reduce(1)
        return bool(self.waiting) and self.waiting[-1].token.kind == "name"

    def _close(self, token: Token) -> None:
        self._reduce(1)
        bracket = self.waiting[-1] if self.waiting else None
        if token.text == "|" and (bracket is None or bracket.token.text != "|"):
            raise self._operator_missing(token)
        if bracket is None:
            raise self._error(token, _UNOPENED)
        if token.text == ")" and bracket.token.text == "|":
            raise self._error(bracket.token, _UNCLOSED)
        self.waiting.pop()
        self._apply(bracket.head, bracket.token, bracket.before)

    def _operand_missing(self, token: Token) -> FormulaError:
        before = self.tokens[self.position - 2] if self.position > 1 else None
        if token.kind == "end":
            symbol = before.text if before else ""
            return self._error(token, _NO_RIGHT_OPERAND if before else NO_FORMULA, symbol=symbol)
        if before and (before.text, token.text) == ("(", ")"):
            return self._error(token, _NOTHING_BETWEEN)
        if token.text in self.binary or token.text in (")", ",", "=") or token.kind == "power":
            return self._error(token, _NO_LEFT_OPERAND, symbol=token.text)
        return refusal(self.source, token)

    def _operator_missing(self, token: Token) -> FormulaError:
        before = self.tokens[self.position - 2]
        brackets = [each.token for each in self.waiting if each.binds == 0]
        if brackets and "\n" in self.source.plain[before.place : token.place]:
            return self._error(brackets[-1], _UNCLOSED)  # the next line begins another formula
        if token.text == "=" and self._in_call():
            return self._error(token, _BY_POSITION, name=self.waiting[-1].head)
        if token.text == "," and before.kind == self._next.kind == "number":
            return self._error(token, _DECIMAL_POINT, left=before.text, right=self._next.text)
        if (token.kind == "symbol" and token.text not in ("(", "√", "|")) or keyword.iskeyword(token.text):
            return refusal(self.source, token)
        if before.text.lower() in ABSENT:
            return self._error(before, NO_FUNCTION, name=before.text, known=", ".join(self.functions))
        if instead := instead_of(before.text, self.functions):
            return self._error(before, _FOREIGN, name=before.text, instead=instead, right=token.text)
        if token.text == "|":
            return refusal(self.source, token)
        return self._error(token, _NO_OPERATOR, left=before.text, right=token.text)
