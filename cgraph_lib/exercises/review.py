"""Which questions of earlier notebooks to ask again, and when: spaced repetition over what the reader has answered.

The schedule is that of FSRS (J. Ye et al., A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling, KDD 2022), by the package `fsrs`. Nothing of it is stored: it follows anew from the reader's answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from cgraph_lib.exercises import predictions, progress
from cgraph_lib.exercises.predictions import Prediction
from cgraph_lib.exercises.progress import Event

ASKED = 3


def due(chapter: str, answers: Iterable[Event], now: datetime) -> list[Prediction]:
    """Return up to three questions of the notebooks before `chapter`, those most likely forgotten first.

    Questions that were answered come before those that never were; each is asked with numbers that the reader has not
    seen. `now` is a time with its zone. Without any answers the choice is always the same.
    """
    earlier = [each for name in predictions.chapters() if name < chapter for each in predictions.predictions_of(name)]
    history: dict[str, list[Event]] = {each.id: [] for each in earlier}
    for event in answers:
        history.get(event.question, []).append(event)
    recalled = {id: recall(events, now) for id, events in history.items()}
    latest_first = sorted(enumerate(earlier), key=lambda pair: (recalled[pair[1].id], -pair[0]))
    chosen = [each.id for _, each in latest_first[:ASKED]]
    return [predictions.prediction(id, 1 + len(history[id])) for id in chosen]


def recall(answers: Iterable[Event], now: datetime) -> float:
    """Return how likely the answer is still known, from 0 to 1, by the answers given so far; 1 without any.

    >>> from datetime import timedelta
    >>> then = datetime(2026, 1, 1, tzinfo=UTC)
    >>> wrong, right = (Event("05.seed", answer, then.isoformat()) for answer in (False, True))
    >>> week = then + timedelta(days=7)
    >>> recall([wrong], week) < recall([right], week) < recall([right], then + timedelta(days=1)) < 1
    True
    """
    given = list(answers)
    if not given:
        return 1.0
    try:
        from fsrs import Card, Rating, Scheduler
    except ModuleNotFoundError:  # as where only the library is installed: what was wrong comes first
        return 0.9 if given[-1].right else 0.0
    times = [min(event.time.astimezone(UTC), now) for event in given]  # a clock may have been wrong
    scheduler, card = Scheduler(enable_fuzzing=False), Card(card_id=1, due=times[0])
    for event, time in zip(given, times, strict=True):
        rating = Rating.Good if event.right else Rating.Again
        card, _ = scheduler.review_card(card, rating, time)
    return float(scheduler.get_card_retrievability(card, now))


def questions(chapter: str) -> tuple[list[Prediction], str]:
    """Return what `review(chapter)` asks now, and a remark on progress that could not be read."""
    answers, remark = progress.events()
    return due(chapter, answers, datetime.now(UTC)), remark
