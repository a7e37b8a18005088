"""Trials of a reader's function: what it returns in a case, or where it stops, and that it does not run for ever."""

from __future__ import annotations

import linecache
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cgraph_lib.exercises.judge import SECONDS, is_blank
from cgraph_lib.exercises.plain import close, plain
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit
from cgraph_lib.graph import Graph
from cgraph_lib.parsing import parse

OUR_FOLDER = str(Path(__file__).parent)
_BY_IDENTITY: Any = object.__eq__  # a function made anew in each call is no other answer


@dataclass(frozen=True)
class Case:
    """One trial of a function: on what, with which arguments (made anew each time), and what it should return.

    Where several results are right, `accept` judges them, and `words` describes them. Where a function has several
    parts, a mistake in one of them says nothing about the others: `part` names the one that the case tries.
    """

    label: str
    arguments: Callable[[], tuple[Any, ...]]
    expected: Any
    accept: Callable[[Any], bool] | None = None
    words: str = ""
    part: str = ""


def on_graph(text: str, expected: Any, **more: Any) -> Case:
    """Return a trial on the graph of a formula, which is the first argument; the label names any others."""
    others = ", ".join(f"{name} = {value}" for name, value in more.items())
    label = f"For {text} with {others}" if others else f"For {text}"
    return Case(label, lambda: (parse(text), *more.values()), expected)


class Result(ABC):
    """What came out of a trial."""

    right = False

    @abstractmethod
    def describe(self, case: Case) -> str:
        """Return in words what came out of a trial that went wrong."""

    @abstractmethod
    def agrees(self, other: Result) -> bool:
        """Return whether the same came out of another function."""


@dataclass(frozen=True)
class Returned(Result):
    """The function returned the same value twice."""

    value: Any
    right: bool

    WRONG = "{label}, it returns {value} instead of {expected}."
    NOTHING = "{label}, it returns nothing yet instead of {expected}."

    def describe(self, case: Case) -> str:
        """Return the value beside the right one."""
        template = self.NOTHING if is_blank(self.value) else self.WRONG
        expected = case.words or shown(case.expected)
        return template.format(label=case.label, value=shown(self.value), expected=expected)

    def agrees(self, other: Result) -> bool:
        """Return whether another function returned the same value."""
        return isinstance(other, Returned) and close(self.value, other.value)


@dataclass(frozen=True)
class ReturnedAnother(Result):
    """The function returned another value when it was called once more with the same arguments."""

    first: Any
    second: Any

    def describe(self, case: Case) -> str:
        """Return both values."""
        template = "{label}, a second call with the same arguments returns {second}; the first returned {first}."
        return template.format(label=case.label, first=shown(self.first), second=shown(self.second))

    def agrees(self, other: Result) -> bool:
        """Return whether another function returned the same two values."""
        return isinstance(other, ReturnedAnother) and close((self.first, self.second), (other.first, other.second))


@dataclass(frozen=True)
class Stopped(Result):
    """The function stopped with an error; `line` is 0 where the place is not known."""

    problem: str
    line: int
    code: str

    PLACED = "{label}, it stops in line {line} with {problem}."
    UNPLACED = "{label}, it stops with {problem}."

    def describe(self, case: Case) -> str:
        """Return the problem with its place."""
        template = self.PLACED if self.line else self.UNPLACED
        sentence = template.format(label=case.label, line=self.line, problem=self.problem)
        return f"{sentence}\n    {self.code}" if self.code else sentence

    def agrees(self, other: Result) -> bool:
        """Return whether another function had the same problem."""
        return isinstance(other, Stopped) and self.problem == other.problem


class Endless(Stopped):
    """The function was stopped, because its time was over."""

    PLACED = "{label}, it did not end within {problem}, and was stopped in line {line}."
    UNPLACED = "{label}, it did not end within {problem}, and was stopped."


def trial(function: Callable[..., Any], case: Case) -> Result:
    """Return what comes out of a function in a case; whatever it does, this raises no error."""
    arguments = case.arguments()
    names = next((each.names for each in arguments if isinstance(each, Graph)), {})
    try:
        with time_limit(SECONDS):
            first, second = (plain(function(*arguments), names=names) for _ in range(2))
            if not close(first, second) and type(first).__eq__ is not _BY_IDENTITY:
                return ReturnedAnother(first, second)
            return Returned(first, close(first, case.expected) if case.accept is None else _is_right(case, first))
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return Returned(None, False)
    except OutOfTimeError as error:
        return Endless(f"{SECONDS:g} seconds", *place(error))
    except BaseException as error:  # whatever a reader's function raises, SystemExit too
        return Stopped(error_line(error), *place(error))


def _is_right(case: Case, result: Any) -> bool:
    """Return whether a result is accepted; one of a kind that cannot be compared is not."""
    try:
        return bool(case.accept and case.accept(result))
    except Exception:
        return False


def place(error: BaseException, files: Collection[str] = ()) -> tuple[int, str]:
    """Return the line of the reader's code at which an error came up: its number in its cell or file, and its text.

    `files` are those of the reader's code; without them it is the first file that is none of ours.
    """
    steps, traceback = [], error.__traceback__
    while traceback:
        steps.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    theirs = [file for file, _ in steps if not file.startswith(OUR_FOLDER)]
    inside = [step for step in steps if step[0] in (files or theirs[:1])]
    return (inside[-1][1], linecache.getline(*inside[-1]).strip()) if inside else (0, "")


def error_line(error: BaseException) -> str:
    """Return an error as Python prints it, in one line."""
    try:
        text = _cut(str(error).partition("\n")[0].rstrip(". "), 200)
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def shown(result: Any) -> str:
    """Return a result as Python prints it, with seven digits, and cut where it grows long."""
    try:
        text = repr(_rounded(result))
    except Exception:  # whatever a foreign object raises
        text = f"an object of type {type(result).__name__}"
    return _cut(text, 90)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]} …"


def _rounded(result: Any) -> Any:
    match result:
        case float():
            return float(f"{result:.7g}")
        case list() | tuple():
            return type(result)(map(_rounded, result))
        case dict():
            return {key: _rounded(value) for key, value in result.items()}
    return result
