"""An exercise as data, and the judge: right, or what is wrong and why, or your turn."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cgraph_lib.exercises.answer_types import Kind, Numbers
from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.forms import UnreadError, is_blank, same


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer and what is said to it. `when` tells other answers that make the same mistake."""

    answer: Any
    says: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """One exercise. `accept` judges where several answers are right, `report` tells what a wrong one leads to.

    `see` says which live picture of the notebook shows the answer.
    """

    id: str
    kind: Kind
    question: str
    answer: Any
    mistakes: tuple[Mistake, ...]
    hint: str
    explanation: str
    see: str = ""
    accept: Callable[[Any], bool] | None = None
    report: Callable[[Any], str] | None = None
    variant: int = 0


class Words:
    """A text that a notebook shows as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        wrap = functools.partial(textwrap.fill, width=96, break_on_hyphens=False, break_long_words=False)
        return "\n".join(line if line.startswith(" ") else wrap(line) for line in self.text.splitlines())


class Verdict(Words):
    """What is said of an answer; it counts as true if the answer is right."""

    def __init__(self, right: bool, text: str) -> None:
        super().__init__(text)
        self.right = right

    def __bool__(self) -> bool:
        return self.right


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Return what is said of an answer; none makes it raise an error."""
    if is_blank(answer):
        return _your_turn(exercise)
    try:
        read = exercise.kind.read(answer)
    except UnreadError as error:
        refused = (
            mistake.says for mistake in exercise.mistakes if isinstance(answer, str) and mistake.answer == answer
        )
        return _not_yet(next(refused, str(error)))
    if isinstance(exercise.kind, Code):
        return _judge_code(exercise, exercise.kind, read)
    if isinstance(exercise.kind, Numbers) and len(read) < len(exercise.kind.names):
        if not read:
            return _your_turn(exercise)
        blank = [name for name in exercise.kind.names if name not in read]
        return _not_yet(f"{_told_wrong(exercise, read)} Still blank: {', '.join(blank)}.".strip())
    accept = exercise.accept or functools.partial(same, exercise.kind.read(exercise.answer))
    if _holds(accept, read):
        return Verdict(True, f"Right. {exercise.explanation}")
    return _not_yet(_told_wrong(exercise, read) or f"{exercise.kind.otherwise(read)} {_help(exercise)}".strip())


def _told_wrong(exercise: Exercise, read: Any) -> str:
    """Return what is known of a wrong answer: the usual mistake, what it leads to, what is right in it already."""
    said = [next((mistake.says for mistake in exercise.mistakes if _makes(exercise.kind, mistake, read)), "")]
    if exercise.report and not said[0] and not (isinstance(read, dict) and len(read) < len(exercise.answer)):
        said = [exercise.report(read), _help(exercise)]
    if isinstance(exercise.kind, Numbers) and not exercise.accept:
        reference = exercise.kind.read(exercise.answer)
        right = [name for name in read if same(read[name], reference[name])]
        wrong = [name for name in read if name not in right]
        said += [f"Right already: {', '.join(right)}."] * bool(right)
        said += [f"Look again at {', '.join(wrong)}. {_help(exercise)}"] * bool(wrong and not said[0])
    return " ".join(filter(None, said))


def _makes(kind: Kind, mistake: Mistake, read: Any) -> bool:
    """Return whether an answer makes a mistake: some numbers of several are enough."""
    if mistake.when:
        return _holds(mistake.when, read)
    try:
        example = kind.read(mistake.answer)
    except UnreadError:  # the example itself is refused
        return False
    if isinstance(kind, Numbers):
        return all(name in read and same(read[name], example[name]) for name in example)
    return same(read, example)


def _holds(judged: Callable[[Any], bool], read: Any) -> bool:
    """Return whether an answer passes; one of which that cannot be said does not, such as a graph of other inputs."""
    try:
        return bool(judged(read))
    except Exception:
        return False


def _judge_code(exercise: Exercise, kind: Code, function: Callable[..., Any]) -> Verdict:
    """Judge a function by its first wrong case; the mistake that agrees there, and most often elsewhere, is told."""
    outcomes = kind.outcomes(function)
    wrong = next((i for i, (right, _) in enumerate(outcomes) if not right), None)
    if wrong is None:
        return Verdict(True, f"Right. {exercise.explanation}")

    def agreement(text: str) -> int:
        pairs = list(zip(outcomes, kind.outcomes(kind.example(text)), strict=True))
        agree = [same(mine[1], other[1]) for mine, other in pairs]
        return sum(agree) if agree[wrong] else 0

    if agreement(kind.template) == len(outcomes):
        return _your_turn(exercise)
    ranked = sorted(exercise.mistakes, key=lambda mistake: -agreement(mistake.answer))
    said = ranked[0].says if agreement(ranked[0].answer) else ""
    example = kind.shown(wrong, outcomes[wrong][1])
    return _not_yet(f"{said}\n{example}" if said else f"{example} {_help(exercise)}")


def _your_turn(exercise: Exercise) -> Verdict:
    return Verdict(False, f"Your turn: answer in place of the dots, and run the cell again. {_help(exercise)}")


def _not_yet(said: str) -> Verdict:
    return Verdict(False, f"Not yet. {said}")


def _help(exercise: Exercise) -> str:
    variant = f", variant={exercise.variant}" if exercise.variant else ""
    return f'For a hint, run hint("{exercise.id}"{variant}).'
