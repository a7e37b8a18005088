"""An exercise as data, and its judge: right, or what is wrong and why, or your turn."""

from __future__ import annotations

import functools
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit

SECONDS = 3.0
"""How long an answer may take, so that a function that never ends is stopped."""


class Message:
    """Text that a notebook shows as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        wrap = functools.partial(textwrap.fill, width=96, break_on_hyphens=False, break_long_words=False)
        return "\n".join(line if line.startswith(" ") else wrap(line) for line in self.text.splitlines())


class Verdict(Message):
    """The message about an answer; it counts as true if the answer is right."""

    def __init__(self, right: bool, text: str) -> None:
        super().__init__(text)
        self.right = right

    def __bool__(self) -> bool:
        return self.right


class UnreadError(CgraphError):
    """An answer of another kind than the exercise asks for; the message says which is expected."""


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer and the message about it. `when` recognises other answers that make the same mistake."""

    answer: Any
    message: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """One exercise. Its id and variant are given by the chapter it stands in.

    `see` says which live picture of the notebook shows the answer.
    """

    question: str
    answer: Answer
    mistakes: tuple[Mistake, ...]
    hint: str
    explanation: str
    see: str = ""
    id: str = ""
    variant: int = 0

    @property
    def help(self) -> str:
        """Return how to ask for the hint."""
        if self.variant:
            return f'For a hint, run hint("{self.id}", variant={self.variant}).'
        return f'For a hint, run hint("{self.id}").'


class Finding(ABC):
    """What an answer turns out to be."""

    right: ClassVar[bool] = False

    @abstractmethod
    def message(self, exercise: Exercise) -> str:
        """Return what the reader is shown."""


class Right(Finding):
    """The answer is right."""

    right = True

    def message(self, exercise: Exercise) -> str:
        """Return why it is right."""
        return f"Right. {exercise.explanation}"


@dataclass(frozen=True)
class YourTurn(Finding):
    """Nothing is answered yet."""

    invitation: str

    def message(self, exercise: Exercise) -> str:
        """Return what to do."""
        return f"Your turn: {self.invitation} {exercise.help}"


@dataclass(init=False)
class NotYet(Finding):
    """The answer is wrong, and the remark says why; if it does not, the message ends with the way to the hint.

    The remark is a sentence with named slots for the facts.
    """

    remark: str
    explained: bool

    def __init__(self, sentence: str, /, explained: bool = True, **facts: Any) -> None:
        self.remark = sentence.format(**facts) if facts else sentence
        self.explained = explained

    def message(self, exercise: Exercise) -> str:
        """Return what is known of the answer."""
        if self.explained:
            return f"Not yet. {self.remark}"
        shows_code = "\n    " in self.remark
        return f"Not yet. {self.remark}\n{exercise.help}" if shows_code else f"Not yet. {self.remark} {exercise.help}"


class Answer(ABC):
    """A right answer, which judges other answers and writes itself: each kind of exercise has its own class."""

    right: Any

    def judge(self, given: Any, mistakes: Sequence[Mistake]) -> Finding:
        """Return what an answer turns out to be; none makes this raise an error."""
        try:
            with time_limit(SECONDS):
                if isinstance(given, (set, frozenset)):
                    return NotYet(f"A set has no order. {self.expected}")
                return YourTurn(self.invitation) if is_blank(given) else self.finding(given, mistakes)
        except UnreadError as error:
            return NotYet(str(error))
        except OutOfTimeError:
            return NotYet(f"This takes too long to read. {self.expected}")
        except KeyboardInterrupt:
            raise
        except BaseException:  # whatever a foreign object raises when it is looked at, SystemExit too
            return NotYet(f"This cannot be read. {self.expected}")

    def finding(self, given: Any, mistakes: Sequence[Mistake]) -> Finding:
        """Return what an answer that is not blank turns out to be."""
        answer = self.read(given)
        if self.accepts(answer):
            return Right()
        made = next((mistake.message for mistake in mistakes if self.makes(mistake, answer)), "")
        return NotYet(made) if made else self.otherwise(answer)

    @abstractmethod
    def read(self, given: Any) -> Any:
        """Return an answer in the one form in which it is judged; raises `UnreadError` for one of another kind."""

    def accepts(self, answer: Any) -> bool:
        """Return whether an answer is right."""
        return bool(answer == self.right)

    def makes(self, mistake: Mistake, answer: Any) -> bool:
        """Return whether an answer makes a usual mistake."""
        return bool(asked(mistake.when, answer) if mistake.when else answer == mistake.answer)

    def otherwise(self, answer: Any) -> Finding:
        """Return what to say of a wrong answer that is no usual mistake."""
        return NotYet("It is not {answer}.", explained=False, answer=self.write(answer))

    @property
    @abstractmethod
    def expected(self) -> str:
        """Return what is expected of an answer, as a sentence."""

    @property
    def invitation(self) -> str:
        """Return what to do while nothing is answered."""
        return "answer in place of the dots, and run the cell again."

    @property
    def name(self) -> str:
        """Return the name under which the answer is handed in."""
        return "answer"

    @property
    def cell(self) -> str:
        """Return the code of an answer that is still to be given."""
        return "answer = ..."

    @property
    def solved_cell(self) -> str:
        """Return the code that gives the right answer."""
        return f"answer = {self.right!r}"

    @property
    def text(self) -> str:
        """Return the right answer as a solution shows it."""
        return self.write(self.right)

    def write(self, answer: Any) -> str:
        """Return an answer, right or wrong, as the course writes it."""
        return str(answer)

    def lines(self, wrong: Any) -> list[str]:
        """Return a usual wrong answer as a teacher's sheet shows it."""
        return [self.write(wrong)]

    def example(self, answer: Any) -> Any:
        """Return an answer of the chapter's, right or wrong, as a reader would give it."""
        return answer


def is_blank(answer: Any) -> bool:
    """Return whether nothing is answered yet: `...`, `None` or an empty string."""
    return answer is None or answer is ... or (isinstance(answer, str) and not answer.strip())


def asked(question: Callable[[Any], Any] | None, answer: Any) -> Any:
    """Return what a question finds about an answer, or None if it cannot be asked, as of a graph of other inputs."""
    try:
        return question(answer) if question else None
    except Exception:
        return None


def verdict_on(exercise: Exercise, given: Any) -> Verdict:
    """Return the verdict on an answer; none makes this raise an error."""
    finding = exercise.answer.judge(given, exercise.mistakes)
    return Verdict(finding.right, finding.message(exercise))
