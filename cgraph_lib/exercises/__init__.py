"""Exercises that judge: `check` an answer, ask for a `hint`, read the `solution`.

>>> check("05.1", ...)
Your turn: answer in place of the dots, and run the cell again. For a hint, run hint("05.1").
"""

from typing import Any

from cgraph_lib.exercises.judge import Verdict, Words, judge
from cgraph_lib.exercises.variants import exercise

__all__ = ["check", "hint", "solution"]


def check(number: str, answer: Any = ..., variant: int = 0) -> Verdict:
    """Return whether the answer to an exercise is right, or what is wrong and why, or "your turn".

    Any form of a right answer will do, and none raises an error. The verdict counts as true if the answer is
    right. Another `variant` than 0 asks the same with other numbers.

    Raises `ValueError` if there is no exercise of that number.
    """
    return judge(exercise(number, variant), answer)


def hint(number: str, variant: int = 0) -> Words:
    """Return a hint for an exercise; raises `ValueError` if there is none of that number."""
    return Words(exercise(number, variant).hint)


def solution(number: str, variant: int = 0) -> Words:
    """Return the answer to an exercise and why it is right; raises `ValueError` if there is none of that number."""
    asked = exercise(number, variant)
    told = asked.kind.told(asked.answer)
    return Words(f"{told}\n\n{asked.explanation}")
