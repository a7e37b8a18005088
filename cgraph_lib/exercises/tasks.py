"""Tasks with tests of their own, as notebook 12 has them: a test expects things, and a judge prints what fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cgraph_lib.exercises.judge import SECONDS
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit
from cgraph_lib.exercises.trials import error_line, place

RIGHT = "task {task}: right"
FAILED = "task {task}: {reason}"
STOPPED = "task {task}: it stops with {error}"
STOPPED_IN_TEST = "task {task}: it stops where the test uses it, in line {line}, with {error}\n    {code}"
STOPPED_AT = "task {task}: it stops in line {line} with {error}\n    {code}"
ENDLESS = "task {task}: it did not end within {seconds:g} seconds"


class UnexpectedError(Exception):
    """Something that a test expects does not hold; the message is what should."""


def expect(condition: Any, message: str) -> None:
    """Raise `UnexpectedError` if a condition does not hold. Unlike `assert` it is there when Python optimizes, too.

    >>> expect(1 + 1 == 2, "1 + 1 should be 2")
    """
    if not condition:
        raise UnexpectedError(message)


def judge(task: Any, test: Callable[..., object], *answers: Any) -> None:
    """Print whether answers pass a test, or what it expects, or where they stop; nothing they do raises an error.

    >>> judge(1, lambda double: expect(double(3) == 6, "twice 3 should be 6"), lambda x: x * x)
    task 1: twice 3 should be 6
    >>> judge(1, lambda double: expect(double(3) == 6, "twice 3 should be 6"), lambda x: x + x)
    task 1: right
    """
    try:
        with time_limit(SECONDS):
            test(*answers)
        print(RIGHT.format(task=task))
    except UnexpectedError as reason:
        print(FAILED.format(task=task, reason=reason))
    except OutOfTimeError:
        print(ENDLESS.format(task=task, seconds=SECONDS))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever an answer raises, SystemExit too
        print(_stopped(task, error, test, answers))


def _stopped(task: Any, error: BaseException, test: Callable[..., object], answers: tuple[Any, ...]) -> str:
    """Return where an error came up: in the answers' own code, or else in the test that uses them."""
    facts = {"task": task, "error": error_line(error)}
    for template, functions in ((STOPPED_AT, answers), (STOPPED_IN_TEST, (test,))):
        files = [function.__code__.co_filename for function in functions if hasattr(function, "__code__")]
        line, code = place(error, files) if files else (0, "")
        if code:
            return template.format(**facts, line=line, code=code)
    return STOPPED.format(**facts)
