"""Exercises that judge: `check` an answer, ask for a `hint`, read the `solution`.

>>> check("05.1", ...)
Your turn: answer in place of the dots, and run the cell again. For a hint, run hint("05.1").
"""

from typing import Any

from cgraph_lib.exercises import progress
from cgraph_lib.exercises.course_map import course_map
from cgraph_lib.exercises.engines import replay
from cgraph_lib.exercises.judge import Message, Verdict, verdict_on
from cgraph_lib.exercises.variants import exercise

__all__ = ["check", "course_map", "hint", "replay", "solution"]


def check(number: str, answer: Any = ..., variant: int = 0) -> Verdict:
    """Return whether the answer to an exercise is right, or what is wrong and why, or "your turn".

    Any form of a right answer will do, and no answer raises an error: of a function's errors the verdict says in which
    line they came up, and a function that does not end is stopped. The verdict counts as true if the answer is right.
    Another `variant` than 0 asks the same with other numbers. In the workbook a solved exercise is kept as progress.

    Raises `UnknownNameError` if there is no exercise of that number, `InputError` for a variant that is not a whole
    number; both are a `ValueError`.
    """
    asked = exercise(number, variant)
    verdict = verdict_on(asked, answer)
    remark = progress.keep(asked.id, True, asked.variant) if verdict else ""
    return Verdict(verdict.right, f"{verdict.text}\n{remark}") if remark else verdict


def hint(number: str, variant: int = 0) -> Message:
    """Return a hint for an exercise; raises `UnknownNameError` if there is none of that number."""
    return Message(exercise(number, variant).hint)


def solution(number: str, variant: int = 0) -> Message:
    """Return the answer to an exercise and why it is right; raises `UnknownNameError` for an unknown number."""
    solved = exercise(number, variant)
    return Message(f"{solved.answer.text}\n\n{solved.explanation}")
