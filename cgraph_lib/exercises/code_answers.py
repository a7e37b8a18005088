"""Exercises answered by a function, which is judged by what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cgraph_lib.exercises.answer_types import Kind
from cgraph_lib.exercises.forms import UnreadError, is_blank, plain, same, type_of


@dataclass(frozen=True)
class Case:
    """One trial of a function: on what, with which arguments (made anew each time), and what is right there."""

    said: str
    arguments: Callable[[], tuple[Any, ...]]
    right: Callable[[Any], bool]
    expected: str


@dataclass(frozen=True)
class Code(Kind):
    """A function with a hole, judged by what it does in several cases."""

    template: str
    cases: Sequence[Case]

    def blank(self) -> str:
        """Return the function with its hole."""
        return self.template

    def example(self, answer: Any) -> Callable[..., Any]:
        """Return the function that a text of ours defines."""
        names: dict[str, Any] = {}
        exec(answer, names)  # a text of a chapter's module, never of a reader
        function: Callable[..., Any] = names[re.findall(r"^def (\w+)", answer, re.MULTILINE)[0]]
        return function

    def read(self, answer: Any) -> Callable[..., Any]:
        """Return the function."""
        if not callable(answer):
            wanted = "The function itself is wanted, its name without brackets"
            raise UnreadError(f"{wanted}, not something of type {type_of(answer)}.")
        function: Callable[..., Any] = answer
        return function

    def outcomes(self, function: Callable[..., Any]) -> list[tuple[bool, Any]]:
        """Return for each case whether the function is right, and what came out: a result, or what went wrong."""
        return [_outcome(function, case) for case in self.cases]

    def shown(self, i: int, came_out: Any) -> str:
        """Return in words what came out in a case, and what is right there."""
        case = self.cases[i]
        if isinstance(came_out, _Failure):
            return f"{case.said}, {came_out}."
        gives = "gives nothing yet" if is_blank(came_out) else f"gives {_shown(came_out)}"
        return f"{case.said}, it {gives}; right is {case.expected}."


class _Failure(str):
    """What went wrong, in words, where there is no result."""


def _outcome(function: Callable[..., Any], case: Case) -> tuple[bool, Any]:
    arguments = case.arguments()
    try:
        first, second = plain(function(*arguments)), plain(function(*arguments))
    except NotImplementedError:
        return False, None
    except (Exception, SystemExit) as error:
        return False, _Failure(f"it stops with {type_of(error)}: {str(error)[:80]}")
    try:
        if not same(first, second):
            return False, _Failure(f"a second run gives {_shown(second)}, while the first gave {_shown(first)}")
        return bool(case.right(first)), first
    except Exception:  # a result of a kind that cannot be compared with the right one
        return False, first


def _shown(result: Any) -> str:
    text = repr(result)
    return text if len(text) <= 90 else f"{text[:80]} …"
