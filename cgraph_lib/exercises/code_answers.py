"""Exercises answered by a function, which is judged by what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from cgraph_lib.exercises.judge import Answer, Finding, Mistake, NotYet, Right, UnreadError, YourTurn, asked
from cgraph_lib.exercises.trials import Case, Endless, Result, Stopped, trial

DOTS = "    ...  # your lines"


@dataclass(frozen=True)
class Code(Answer):
    """A function with a hole, judged by what it does in several cases.

    The reader is given the first and the last lines of the right function, as many as `keep` says; where the hole
    is not of that kind, `template` is the whole text with its hole.
    """

    right: str
    cases: Sequence[Case]
    keep: tuple[int, int] = (1, 0)
    template: str = ""

    expected = "Expected the function itself, its name without brackets."

    @property
    def name(self) -> str:
        """Return the name of the function."""
        return self.right.partition("(")[0].removeprefix("def ")

    @property
    def cell(self) -> str:
        """Return the function with its hole."""
        lines = self.right.splitlines()
        first, last = self.keep
        return self.template or "\n".join([*lines[:first], DOTS, *lines[len(lines) - last :]])

    @property
    def solved_cell(self) -> str:
        """Return the right function."""
        return self.right

    def lines(self, wrong: str) -> list[str]:
        """Return the lines of a wrong function that the right one does not have."""
        return [line.strip() for line in wrong.splitlines() if line not in self.right.splitlines()]

    def example(self, answer: str) -> Callable[..., Any]:
        """Return the function that the source code in a chapter defines."""
        names: dict[str, Any] = {}
        exec(answer, names)  # the source stands in a chapter, it never comes from a reader
        function: Callable[..., Any] = names[self.name]
        return function

    @property
    def invitation(self) -> str:
        """Return what to do while the function is as it was given."""
        if "..." in self.cell:
            return "complete the function, and run the cell again."
        return "change the function, and run the cell again."

    def judge(self, given: Any, mistakes: Sequence[Mistake]) -> Finding:
        """Return what an answer turns out to be; each trial of a function has a limit of time of its own."""
        return self.finding(given, mistakes) if callable(given) else super().judge(given, mistakes)

    def read(self, given: Any) -> Callable[..., Any]:
        """Return the function."""
        if not callable(given):
            message = "Expected the function itself, its name without brackets, got an object of type {type}."
            raise UnreadError(message, type=type(given).__name__)
        function: Callable[..., Any] = given
        return function

    def finding(self, given: Any, mistakes: Sequence[Mistake]) -> Finding:
        """Judge a function by its first wrong case, and by the usual mistake that explains it."""
        unchanged = _steps(self.example(self.cell))
        if asked(lambda function: _steps(function) == unchanged, self.read(given)):
            return YourTurn(self.invitation)
        results = self.trials(given)
        wrong = [i for i, result in enumerate(results) if not result.right]
        if not wrong:
            return Right()
        made = [(mistake, places) for mistake in mistakes if (places := self.shows(mistake, results))]
        if not made:
            return NotYet(results[wrong[0]].describe(self.cases[wrong[0]]), explained=False)
        mistake, places = max(made, key=lambda pair: len(pair[1]))
        return NotYet(f"{mistake.message}\n{results[places[0]].describe(self.cases[places[0]])}")

    def trials(self, function: Callable[..., Any]) -> list[Result]:
        """Return what comes out in each case, up to the first in which the function does not end."""
        results: list[Result] = []
        for case in self.cases:
            results.append(trial(function, case))
            if isinstance(results[-1], Endless):
                break
        return results

    def shows(self, mistake: Mistake, results: Sequence[Result]) -> list[int]:
        """Return the cases in which a usual mistake shows, if the function does the same in all cases of that part."""
        theirs = self.trials(self.example(mistake.answer))
        places = [i for i, result in enumerate(theirs) if not result.right]
        parts = {self.cases[i].part for i in places}
        pairs = zip(self.cases, results, theirs, strict=False)
        same = len(results) == len(theirs) and all(x.agrees(y) for case, x, y in pairs if case.part in parts)
        return places if same and not all(isinstance(theirs[i], Stopped) for i in places) else []


def edited(right: str, *edits: tuple[str, str, str]) -> tuple[Mistake, ...]:
    """Return usual mistakes as edits of what is right: a piece of it, what stands there instead, the message.

    Several pieces, and what stands in their places, are separated by lines of `&`.
    """
    return tuple(Mistake(_edited(right, old, new), message) for old, new, message in edits)


def _edited(text: str, old: str, new: str) -> str:
    for piece, other in zip(old.split("\n&\n"), new.split("\n&\n"), strict=True):
        if piece not in text or piece == other:
            raise ValueError(f"{piece!r} is no piece of the function that could be replaced.")
        text = text.replace(piece, other)
    return text


def _steps(function: Any) -> Any:
    """Return what a function is compiled to, wherever it is written, so that an unchanged one is recognised."""
    code = function if isinstance(function, CodeType) else asked(lambda each: each.__code__, function)
    if not isinstance(code, CodeType):
        return function
    constants = [_steps(each) if isinstance(each, CodeType) else each for each in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, constants
