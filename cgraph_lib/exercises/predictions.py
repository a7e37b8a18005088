"""Questions that the reader answers before the next cell shows the truth, and what each usual guess means.

A prediction is data, as an exercise is: the right answer, and the guesses that learners make, each with the mistake
behind it. Those that are answered on a drawing stand in `places.py`, the content in `chapters/predictions_NN.py`.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from dataclasses import dataclass
from typing import Any, ClassVar

from cgraph_lib.errors import CgraphError, UnknownNameError
from cgraph_lib.exercises.chapters import content
from cgraph_lib.exercises.inline_code import as_html
from cgraph_lib.exercises.judge import UnreadError
from cgraph_lib.exercises.plain import read_number
from cgraph_lib.exercises.reading import agrees, digits, is_short
from cgraph_lib.exercises.variants import drawn, notebooks_with
from cgraph_lib.numerals import number

NOT_AMONG = "{guess!r} is none of the answers; choose one of these: {options}."
UNREADABLE = "Type a number, such as 2, −0.5 or 1/3."
SHORT = "Right so far; give {digits} digits."
UNKNOWN = "There is no prediction {id!r}; those of notebook {chapter} are {known}."
UNSOUND = "These predictions are not sound in variant {variant}: {names}."
SIGNS = ("positive", "negative", "zero")


@dataclass(frozen=True)
class Guess:
    """A wrong guess that learners make, and what it usually means."""

    answer: Any
    feedback: str


@dataclass(frozen=True)
class Outcome:
    """Whether a guess is right, and what to say about it. It counts as true if the guess is right.

    What is not `final` is no guess yet, such as a number with too few digits.
    """

    right: bool
    feedback: str
    final: bool = True

    def __bool__(self) -> bool:
        return self.right


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """A question with its answer; `because` is shown when the guess is right, `otherwise` when it is none of `guesses`.

    `shown` is the text in which the output of the next code cell shows the truth. Its id is the notebook's number and
    the name of the function that makes it, as in "05.seed".
    """

    id: str = ""
    question: str
    answer: Any
    because: str
    guesses: tuple[Guess, ...]
    shown: str
    otherwise: str = ""
    variant: int = 0
    kind: ClassVar[str]

    @property
    def chapter(self) -> str:
        """Return the number of the notebook that asks."""
        return self.id.partition(".")[0]

    @property
    def options(self) -> list[str]:
        """Return the answers to choose from, if there are any."""
        return []

    def read(self, guess: Any) -> Any:
        """Return a guess in the form in which it is kept; raise `UnreadError` for what is none."""
        return guess

    def judge(self, guess: Any) -> Outcome:
        """Return whether a guess is right, and what it usually means if it is wrong."""
        if self.same(guess, self.answer):
            return Outcome(True, self.because)
        known = (each.feedback for each in self.guesses if self.same(guess, each.answer))
        return Outcome(False, next(known, self.otherwise))

    def same(self, guess: Any, answer: Any) -> bool:
        """Return whether two answers are the same."""
        return bool(guess == answer)

    def write(self, answer: Any) -> str:
        """Return an answer as the course writes it."""
        return str(answer)

    def key(self) -> dict[str, Any]:
        """Return what the page needs to judge a guess."""
        return {
            "answer": self.answer,
            "written": self.write(self.answer),
            "because": as_html(self.because),
            "guesses": [[each.answer, as_html(each.feedback)] for each in self.guesses],
            "otherwise": as_html(self.otherwise),
        }


@dataclass(frozen=True, kw_only=True)
class Choice(Prediction):
    """One of several answers in words. They stand in a fixed order that gives nothing away."""

    kind: ClassVar[str] = "choice"

    @property
    def options(self) -> list[str]:
        """Return the answers to choose from: signs in their usual order, others shuffled by the question's name."""
        options = [self.answer, *(guess.answer for guess in self.guesses)]
        if set(options) <= set(SIGNS):
            return sorted(options, key=SIGNS.index)
        return random.Random(self.id).sample(options, len(options))

    def read(self, guess: Any) -> str:
        """Return one of the options."""
        if guess in self.options:
            return str(guess)
        raise UnreadError(NOT_AMONG, guess=guess, options=", ".join(self.options))


@dataclass(frozen=True, kw_only=True)
class Number(Prediction):
    """A number to type, in any form that an exercise takes."""

    kind: ClassVar[str] = "number"

    def read(self, guess: Any) -> str:
        """Return the number as it was typed."""
        read_number(guess)
        return str(guess)

    def judge(self, guess: Any) -> Outcome:
        """Return whether the number is right; what cannot be read as one is no guess yet."""
        try:
            found = read_number(guess, self.answer)
        except UnreadError:
            return Outcome(False, UNREADABLE, final=False)
        if is_short(found, self.answer):
            return Outcome(False, SHORT.format(digits=digits(self.answer)), final=False)
        return super().judge(found)

    def same(self, guess: Any, answer: Any) -> bool:
        """Return whether two numbers agree, as exercises see it."""
        return agrees(read_number(guess), read_number(answer))

    def write(self, answer: Any) -> str:
        """Return the number with the digits of the course."""
        return number(answer)


def is_sound(prediction: Prediction) -> bool:
    """Return whether the right answer is accepted, and each usual guess is wrong and met by a sentence of its own."""
    feedback = [prediction.because, prediction.otherwise, *(guess.feedback for guess in prediction.guesses)]
    met = all(_met(prediction, guess) for guess in prediction.guesses)
    answered = prediction.judge(prediction.read(prediction.answer))
    return met and bool(answered) and len(set(feedback)) == len(feedback) and all(feedback[2:])


def _met(prediction: Prediction, guess: Guess) -> bool:
    outcome = prediction.judge(prediction.read(guess.answer))
    return outcome.final and not outcome and outcome.feedback == guess.feedback


def chapters() -> list[str]:
    """Return the numbers of the notebooks that ask for predictions."""
    return notebooks_with("predictions")


@functools.cache
def predictions_of(chapter: str, variant: int = 0) -> tuple[Prediction, ...]:
    """Return a notebook's predictions, for another variant than 0 with other numbers: always the same for the same."""
    module = content(f"predictions_{chapter}")
    for parameters in drawn(module.Parameters, f"predictions {chapter}", variant):
        named = {f"{chapter}.{make.__name__.removeprefix('_')}": make(parameters) for make in module.PREDICTIONS}
        made = tuple(dataclasses.replace(each, id=name, variant=variant) for name, each in named.items())
        if all(map(is_sound, made)):
            return made
    unsound = ", ".join(each.id for each in made if not is_sound(each))
    raise CgraphError(UNSOUND, variant=variant, names=unsound)


def prediction(id: str, variant: int = 0) -> Prediction:
    """Return the prediction of that name, such as "05.seed"; raise `UnknownNameError` if there is none."""
    chapter = str(id).partition(".")[0]
    known = {each.id: each for each in predictions_of(chapter, variant)} if chapter in chapters() else {}
    if id not in known:
        raise UnknownNameError(UNKNOWN, id=id, chapter=chapter, known=", ".join(known) or "none")
    return known[id]
