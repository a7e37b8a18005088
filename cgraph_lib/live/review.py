"""`review`: three questions of earlier notebooks, asked again with other numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from cgraph_lib.errors import InputError, UnknownNameError
from cgraph_lib.exercises import anki, predictions
from cgraph_lib.exercises.course_map import TITLES
from cgraph_lib.exercises.judge import Message
from cgraph_lib.exercises.predictions import Outcome, Prediction
from cgraph_lib.exercises.review import questions
from cgraph_lib.live import page
from cgraph_lib.live.asking import Asking, in_html, in_words, judged, read
from cgraph_lib.live.choices import Choice
from cgraph_lib.numerals import fill

PHRASES = {
    "heading": "Review {i}.",
    "place": "Question {i} of {n}, from notebook {chapter}",
    "answer": "The answer is {answer}.",
    "go_to": "question {i}",
    "next": "Next question",
    "done": "That was the last one: {right} of {n} right.",
}
UNKNOWN_CHAPTER = "There is no notebook {chapter!r}; the notebooks are {known}."
NOTHING = "There is nothing to review yet: no notebook before {chapter} has asked anything."
DECK = "{count} cards are in {path}. In Anki choose File, then Import."
UNKNOWN_FORMAT = 'A review is exported as "anki", not as {export!r}.'


class ReviewBox(Asking):
    """Questions of earlier notebooks, one at a time. `review` makes one.

    `guesses` holds what the reader has committed for each, or `None`.
    """

    _esm = page.module_text("review")
    phrases: ClassVar = PHRASES
    guesses = Choice(lambda me, guesses: me._read(guesses))

    def __init__(self, asked: Sequence[Prediction], remark: str = "") -> None:
        super().__init__(asked, remark, guesses=[None for _ in asked])
        self.observe(self._keep, "guesses")

    def _read(self, given: Any) -> list[Any]:
        guesses = list(given)
        if len(guesses) != len(self.questions):
            raise InputError("Expected {n} guesses, got {got}.", n=len(self.questions), got=len(guesses))
        return [read(question, guess) for question, guess in zip(self.questions, guesses, strict=True)]

    def _keep(self, change: Any) -> None:
        for question, before, now in zip(self.questions, change["old"], change["new"], strict=True):
            if now is not None and now != before:
                self.keep(question, now)

    @property
    def outcomes(self) -> list[Outcome | None]:
        """Whether each guess is right, and the feedback on it; `None` while there is none."""
        return [judged(question, guess) for question, guess in zip(self.questions, self.guesses, strict=True)]

    def still(self) -> dict[str, str]:
        """Return the questions, one under the other."""
        headings = [fill(self.phrases["heading"], {"i": i + 1}) for i in range(len(self.questions))]
        words, parts = (list(map(form, headings, self.questions)) for form in (in_words, in_html))
        return {"text/plain": "\n\n".join(words), "text/html": f"<div>{''.join(parts)}</div>"}

    def __repr__(self) -> str:
        return f"<ReviewBox of {', '.join(question.id for question in self.questions)}>"


def review(chapter: str, export: str | None = None) -> ReviewBox | Message:
    """Return three questions of the notebooks before `chapter`, such as "05": those most likely forgotten.

    They come with other numbers than before, and what the reader gets wrong comes again sooner. With
    `export="anki"` all questions of those notebooks are written into a file instead, a deck of cards for Anki.

    Raises `UnknownNameError` for no notebook's number, `InputError` for another format, or if no earlier notebook asks
    anything; both are a `ValueError`.
    """
    if not isinstance(chapter, str) or chapter not in TITLES:
        raise UnknownNameError(UNKNOWN_CHAPTER, chapter=chapter, known=", ".join(TITLES))
    if export is not None:
        return _export(chapter, export)
    asked, remark = questions(chapter)
    if not asked:
        raise InputError(NOTHING, chapter=chapter)
    return ReviewBox(asked, remark)


def _export(chapter: str, export: str) -> Message:
    if not isinstance(export, str) or export != "anki":
        raise InputError(UNKNOWN_FORMAT, export=export)
    earlier = [name for name in predictions.chapters() if name < chapter]
    asked = [question for name in earlier for question in predictions.predictions_of(name)]
    if not asked:
        raise InputError(NOTHING, chapter=chapter)
    path = Path(f"review_before_{chapter}.apkg")
    return Message(DECK.format(count=anki.write_deck(asked, path), path=path))
