"""Answers of numbers: each type reads an answer in all its forms, judges it, and writes it as the course does."""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cgraph_lib.exercises.judge import Answer, Finding, Mistake, NotYet, Right, UnreadError, YourTurn, asked, is_blank
from cgraph_lib.exercises.plain import everywhere, lists_in, plain, read_array, read_number, read_shape, shape_of
from cgraph_lib.exercises.reading import agrees, digits, is_short, typed
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Item:
    """How one of several answers is read, judged and written."""

    read: Callable[[Any, Any], Any]
    agree: Callable[[Any, Any], bool]
    nearly: Callable[[str, Any, Any], str]
    """What is said, by name, of an answer that fails only for its digits; nothing of any other."""
    write: Callable[[Any], str]


def _short(name: str, answer: float, right: float) -> str:
    return f"{name} is right so far; give {digits(right)} digits." if is_short(answer, right) else ""


def _exactly(answer: float, right: float) -> bool:
    return answer == right if right == round(right) else agrees(answer, right)


def _not_whole(name: str, answer: float, right: float) -> str:
    return f"{name} is a whole number; yours is only near it." if answer != right and agrees(answer, right) else ""


NUMBER = Item(read_number, agrees, _short, number)
WHOLE = Item(read_number, _exactly, _not_whole, number)
SHAPE = Item(lambda answer, right: read_shape(answer), operator.eq, lambda *_: "", str)
SHAPES = re.compile(r"""(?:([^\W\d]\w*)["']?\s*[:=]?\s*)?(\([^()]*\)|\[[^][()]*\]|\d+(?:\s*(?:[x×*]|by)\s*\d+)*)""")


@dataclass(frozen=True)
class OneNumber(Answer):
    """A number to predict."""

    right: float

    expected = "Expected a number, such as 2, 0.5 or 5/3."

    def read(self, given: Any) -> float:
        """Return the number."""
        return read_number(plain(given), self.right)

    def accepts(self, answer: float) -> bool:
        """Return whether a number is right, up to the digits that the course writes."""
        return agrees(answer, self.right)

    def makes(self, mistake: Mistake, answer: float) -> bool:
        """Return whether it is the number of a usual mistake."""
        return agrees(answer, mistake.answer)

    def otherwise(self, answer: float) -> Finding:
        """Say whether it fails only for its digits."""
        if is_short(answer, self.right):
            return NotYet("Right so far; give {digits} digits.", digits=digits(self.right))
        return super().otherwise(answer)

    def write(self, answer: float) -> str:
        """Return a number as the course writes it."""
        return number(answer)


@dataclass(frozen=True)
class Numbers(Answer):
    """Several numbers, each under a name: a dictionary, or a list in the order of the names.

    Where several answers are right, `accept` judges them, and `remark` says what a wrong one leads to.
    """

    right: Mapping[str, Any]
    accept: Callable[[Any], bool] | None = None
    remark: Callable[[Any], str] | None = None

    EACH = "Expected a number for each of {names}, in a dictionary as in the cell."
    STRANGE = "Expected numbers for {names}; {strange} is none of these."
    item: ClassVar[Item] = NUMBER

    @property
    def expected(self) -> str:
        """Return what is expected of an answer."""
        return self.EACH.format(names=", ".join(self.right))

    @property
    def cell(self) -> str:
        """Return a dictionary to be filled in."""
        return "answer = {" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: ..." for name in self.right) + "}"

    @property
    def solved_cell(self) -> str:
        """Return the dictionary with all numbers; those that are not finite are strings in it."""
        special = (math.inf, -math.inf)
        values = {name: str(x) if x in special or x != x else x for name, x in self.right.items()}
        return f"answer = {values}"

    def write(self, answer: Mapping[str, Any]) -> str:
        """Return numbers with their names."""
        return ", ".join(f"{name} = {self.item.write(value)}" for name, value in answer.items())

    def finding(self, given: Any, mistakes: Sequence[Mistake]) -> Finding:
        """Compare the numbers one by one, or ask `accept`."""
        found = self.read(given)
        if not found:
            return YourTurn(self.invitation)
        blank = [name for name in self.right if name not in found]
        if self.accept is None:
            return self._compared(found, blank, mistakes)
        if blank:
            return NotYet("Still blank: {names}.", names=", ".join(blank))
        return super().finding(found, mistakes)

    def accepts(self, answer: Mapping[str, Any]) -> bool:
        """Return whether numbers of one's own choice are right."""
        right = bool(asked(self.accept, answer))
        if right and not all(map(math.isfinite, answer.values())):
            raise UnreadError("Choose finite numbers.")
        return right

    def otherwise(self, answer: Mapping[str, Any]) -> Finding:
        """Say what numbers of one's own choice lead to."""
        other = "These numbers are not what the exercise asks for."
        return NotYet(asked(self.remark, answer) or other, explained=False)

    def _compared(self, found: Mapping[str, Any], blank: Sequence[str], mistakes: Sequence[Mistake]) -> Finding:
        right = [name for name in found if self.item.agree(found[name], self.right[name])]
        if len(right) == len(self.right):
            return Right()
        nearly = {name: self.item.nearly(name, found[name], self.right[name]) for name in found}
        made = [mistake for mistake in mistakes if self._makes(mistake, found)][:1]
        known = {*right, *filter(nearly.get, nearly), *(name for mistake in made for name in mistake.answer)}
        wrong = [name for name in found if name not in known]
        remarks = [mistake.message for mistake in made]
        remarks += filter(None, nearly.values())
        remarks += [f"Right already: {', '.join(right)}."] * bool(right)
        remarks += [f"Look again at {', '.join(wrong)}."] * bool(wrong)
        remarks += [f"Still blank: {', '.join(blank)}."] * bool(blank)
        return NotYet(" ".join(remarks), explained=not wrong)

    def _makes(self, mistake: Mistake, found: Mapping[str, Any]) -> bool:
        """Return whether an answer makes a mistake, which may concern some of the numbers only."""
        return all(name in found and self.item.agree(found[name], wrong) for name, wrong in mistake.answer.items())

    def read(self, given: Any) -> dict[str, Any]:
        """Return what is answered, by name."""
        given = self.split(given) if isinstance(given, str) else plain(given)
        if isinstance(given, list) and all(isinstance(x, tuple) and len(x) == 2 and x[0] in self.right for x in given):
            given = dict(given)
        if isinstance(given, (list, tuple)) and len(given) == len(self.right):
            given = dict(zip(self.right, given, strict=True))
        if not isinstance(given, dict):
            raise UnreadError(self.expected)
        strange = [name for name in given if name not in self.right]
        found = {name: self._named(name, given[name]) for name in self.right if not is_blank(given.get(name))}
        if strange and len(found) < len(self.right):
            raise UnreadError(self.STRANGE, names=", ".join(self.right), strange=f"{strange[0]!r:.30}")
        return found

    def _named(self, name: str, answer: Any) -> Any:
        try:
            return self.item.read(answer, self.right[name])
        except UnreadError as error:
            raise UnreadError("{name}: {problem}", name=name, problem=error) from None

    def split(self, text: str) -> Any:
        """Return the parts of a string, by name if it names them: "5, 4", "c = 5, d: 4", "0,5; 4", "(5, 4)"."""
        parts = self.parts(text)
        if not parts:
            raise UnreadError(self.expected)
        named = all(name and (name.isidentifier() or typed(name) is None) for name, _ in parts)
        return dict(parts) if named else [value for _, value in parts]

    def parts(self, text: str) -> list[tuple[str, str]]:
        """Return the parts of a string, each with the name that stands before it, or an empty one."""
        text = text.strip()
        inner = text[1:-1]
        if text[0] + text[-1] in ("()", "[]", "{}") and inner.find(")") >= inner.find("("):  # one pair around all
            text = inner
        separator = next((mark for mark in (";", "\n", ",", " and ") if mark in text), None)
        parts = [part.replace(":", "=").rpartition("=") for part in text.split(separator)]
        return [(name.strip(" \"'"), value.strip(" \"'")) for name, _, value in parts]


class WholeNumbers(Numbers):
    """Several whole numbers, where one that is only near is wrong: 14 is read off the digits of 14.00019."""

    item = WHOLE


class Shapes(Numbers):
    """Several shapes of arrays, each under a name."""

    EACH = "Expected a shape for each of {names}, in a dictionary as in the cell."
    STRANGE = "Expected shapes for {names}; {strange} is none of these."
    item = SHAPE

    def parts(self, text: str) -> list[tuple[str, str]]:
        """Return the shapes in a string: "(3, 4), (4,)", "W: [3, 4]; b: [4]", "3×4 and 4"."""
        return SHAPES.findall(text)


@dataclass(frozen=True)
class OneArray(Answer):
    """An array: lists of numbers in lists, an array of numpy, or a string of either."""

    right: list[Any]

    expected = "Expected an array, such as [[1, 2], [3, 4]]."

    def read(self, given: Any) -> Any:
        """Return lists of numbers in lists."""
        return read_array(lists_in(given) if isinstance(given, str) else plain(given))

    def accepts(self, answer: Any) -> bool:
        """Return whether an array is right, in shape and numbers."""
        return everywhere(agrees, answer, self.right)

    def makes(self, mistake: Mistake, answer: Any) -> bool:
        """Return whether it is the array of a usual mistake."""
        return everywhere(agrees, answer, mistake.answer)

    def otherwise(self, answer: Any) -> Finding:
        """Say whether it has another shape."""
        right, found = shape_of(self.right), shape_of(answer)
        if right != found:
            return NotYet("Expected the shape {right}; yours is {found}.", explained=False, right=right, found=found)
        return super().otherwise(answer)

    def write(self, answer: Any) -> str:
        """Return an array in brackets, or a single number."""
        return "[" + ", ".join(map(self.write, answer)) + "]" if isinstance(answer, list) else number(answer)
