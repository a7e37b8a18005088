"""The predictions of notebook 00: how long nudging takes, and what moves with an input."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate
from cgraph_lib.exercises.examples import RUNNING
from cgraph_lib.exercises.places import BoxChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.picture import View

NUDGE = 0.001
RUN = 0.1
"""Seconds for one run of a large network."""
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    billions: int = either(4, 5, 6, 8)
    a: float = either(2, 3, 4, 5)
    b: float = either(1, 2, 3)
    other_a: float = either(-1, -2, 6, 7)


def _years(p: Parameters) -> Prediction:
    seconds = p.billions * 1e9 * RUN
    return Choice(
        question=f"A network has {p.billions} billion numbers, and one run of it takes a tenth of a second. You nudge "
        "every number once, one after the other, with a run for each. How long does that take?",
        answer="more than ten years",
        because=f"That makes {seconds / 1e6:.0f} million seconds, and a year has fewer than 32 million.",
        guesses=(
            Guess(
                "some hours",
                f"An hour has room for 36,000 runs. {p.billions} billion of them fill more than 100,000 hours.",
            ),
            Guess(
                "some months",
                f"A month has room for 26 million runs. {p.billions} billion of them fill more than 150 months.",
            ),
        ),
        shown=f"{seconds / YEAR:.1f} years",
    )


def _keeps(p: Parameters) -> Prediction:
    return BoxChoice(
        question=f"Now a changes from {p.a} to {number(p.other_a)}, and b stays. Which computed box keeps its number?",
        answer="d",
        because="d is computed from b and the constant 1. No arrow leads from a to d.",
        guesses=(
            Guess("a", "a is the one that you change."),
            Guess("b", "b does keep its number, but it is given and not computed. Which computed box does not need a?"),
            Guess("c", "An arrow leads from a to c: it is computed from a."),
            Guess("e", "e is computed from c, and c from a. So the change reaches e in two steps."),
        ),
        shown=f"'d': {p.b + 1:.1f}",
        graph=RUNNING,
        view=View(values=evaluate(RUNNING, a=p.a, b=p.b)),
    )


def _nudge(p: Parameters) -> Prediction:
    before, after = (evaluate(RUNNING, a=p.a, b=b)["e"] for b in (p.b, p.b + NUDGE))
    return Choice(
        question=f"e = (a + b) · (b + 1) at a = {p.a}, b = {p.b}. Now b rises by {NUDGE}, and a stays. What does e do?",
        answer=f"it rises by more than {NUDGE}",
        because="b stands in both factors. Both grow, and each growth is multiplied by the other factor.",
        guesses=(
            Guess(
                f"it rises by exactly {NUDGE}",
                "That is how far c and d rise. But e is their product, and a product passes a change on multiplied.",
            ),
            Guess(
                f"it rises by less than {NUDGE}",
                "Nothing on the way makes the change smaller: each factor grows by the whole nudge, and is then "
                "multiplied by a number above 1.",
            ),
            Guess("it falls", "Both factors are positive and grow, so their product grows."),
        ),
        shown=f"{after - before:.6f}",
    )


PREDICTIONS = (_years, _nudge, _keeps)
