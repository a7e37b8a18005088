"""`predict`: a question before the cell that shows its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from cgraph_lib.exercises import progress
from cgraph_lib.exercises.inline_code import as_plain
from cgraph_lib.exercises.places import Drawn
from cgraph_lib.exercises.predictions import Outcome, Prediction, prediction
from cgraph_lib.live import page
from cgraph_lib.live.asking import Asking, in_html, in_words, judged, read
from cgraph_lib.live.choices import Choice
from cgraph_lib.picture import render

PHRASES = {"title": "Predict", "next": "Run the next cell to see."}


class PredictionBox(Asking):
    """A question, the reader's guess, and what that guess usually means. `predict` makes one.

    `guess` is what the reader has committed, or `None`; a cell may assign it. What was guessed in an earlier session
    stands there again.
    """

    _esm = page.module_text("prediction")
    phrases: ClassVar = PHRASES
    guess = Choice(lambda me, guess: read(me.question, guess), optional=True)

    def __init__(self, question: Prediction) -> None:
        self.question = question
        super().__init__([question], guess=_known(question))
        self.observe(self._keep, "guess")

    def _keep(self, change: Any) -> None:
        if change["new"] is not None:
            self.keep(self.question, change["new"])

    @property
    def outcome(self) -> Outcome | None:
        """Whether the guess is right, and the feedback on it; `None` while there is none."""
        return judged(self.question, self.guess)

    def still(self) -> dict[str, str]:
        """Return the question, on its drawing if it has one."""
        heading, question = f"{PHRASES['title']}.", self.question
        words = in_words(heading, question)
        if not isinstance(question, Drawn):
            return {"text/plain": words, "text/html": in_html(heading, question)}
        caption = f"{heading} {as_plain(question.question)}"
        drawn = render(question.graph, replace(question.view, sentence=caption))
        return {"text/plain": words, "image/svg+xml": drawn.svg} if drawn.svg else {"text/plain": words}

    def __repr__(self) -> str:
        state = "no guess yet" if self.guess is None else "right" if self.outcome else "not right"
        return f"<PredictionBox {self.question.id}: {state}>"


def predict(id: str) -> PredictionBox:
    """Return a question for the reader, such as "05.seed", to be answered before the next cell shows the truth.

    Raises `UnknownNameError`, a `ValueError`, if there is no prediction of that name.
    """
    return PredictionBox(prediction(str(id)))


def _known(question: Prediction) -> Any:
    """Return the reader's last guess, if it can still be read: the question may have changed since."""
    try:
        return read(question, progress.latest_guess(question.id))
    except ValueError:
        return None
