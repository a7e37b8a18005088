"""The predictions of notebook 00: how a notebook works, and what a picture shows."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient
from cgraph_lib.exercises.examples import RUNNING
from cgraph_lib.exercises.places import BoxChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.picture import View

NUDGE = 0.001


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    start: int = either(3, 5, 8, 10)
    a: float = either(2, 3, 4, 5)
    b: float = either(1, 2, 3)
    other_a: float = either(-1, -2, 6, 7)
    moved: float = either(2, 4, 5, 6)


def predictions(p: Parameters) -> tuple[Prediction, ...]:
    """Return the predictions with these parameters."""
    return _count(p), _top(p), _keeps(p), _nudge(p), _moved(p)


def _count(p: Parameters) -> Prediction:
    return Choice(
        id="00.count",
        question=f"One cell says `count = {p.start}`. The next one says `count = count + 1` and then shows `count`. "
        "Run both, one after the other. What is shown?",
        answer=f"{p.start + 1}",
        because="Python computes the right side with the old number, and then gives the result the name.",
        guesses=(
            Guess(f"{p.start}", f"{p.start} is what the first cell sets. The second adds 1 before it shows the name."),
            Guess(
                "an error, because no number equals itself plus 1",
                "As an equation it has no solution, true. But Python reads it as a command: compute, then store.",
            ),
        ),
        shown=f"{p.start + 1}",
    )


def _top(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    return Number(
        id="00.top",
        question=f"c = a + b, d = b + 1, e = c · d. With a = {p.a} and b = {p.b}, which number will the box of e show?",
        answer=v["e"],
        because=f"c is {number(v['c'])} and d is {number(v['d'])}, and the top box multiplies the two.",
        guesses=(
            Guess(v["c"] + v["d"], "That is c + d. The box says c · d: it multiplies."),
            Guess(v["c"] * p.b + 1, "That is (a + b) · b + 1. Here the 1 is added to b first, in the box of d."),
            Guess(v["c"], "That is c. One more box stands above it."),
            Guess(v["d"], "That is d. One more box stands above it."),
        ),
        otherwise="Work upwards: first c, then d, then multiply these two.",
        shown=f"e = c · d = {number(v['e'])}",
    )


def _keeps(p: Parameters) -> Prediction:
    return BoxChoice(
        id="00.keeps",
        question=f"Now a changes from {p.a} to {number(p.other_a)}, and b stays. Which of the boxes that are computed "
        "keeps its number?",
        answer="d",
        because="d is computed from b and the constant 1. No arrow leads from a to d.",
        guesses=(
            Guess("a", "a is the one that you change."),
            Guess("b", "b does keep its number, but it is given and not computed. Which computed box does not need a?"),
            Guess("c", "An arrow leads from a to c: it is computed from a."),
            Guess("e", "e is computed from c, and c from a. So the change reaches e in two steps."),
        ),
        shown=f"d = b + 1 = {number(p.b + 1)}",
        graph=RUNNING,
        view=View(values=evaluate(RUNNING, a=p.a, b=p.b)),
    )


def _nudge(p: Parameters) -> Prediction:
    before, after = (evaluate(RUNNING, a=p.a, b=b)["e"] for b in (p.b, p.b + NUDGE))
    return Choice(
        id="00.nudge",
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


def _moved(p: Parameters) -> Prediction:
    here, there = (gradient(RUNNING, a=p.a, b=b)["b"] for b in (p.b, p.moved))
    return Choice(
        id="00.moved",
        question=f"At a = {p.a}, b = {p.b} the tab of b shows {number(here)}: so fast does e move when b does. "
        f"Move b to {number(p.moved)}. Does the tab show a larger or a smaller number?",
        answer="a larger one",
        because="With a larger b both factors are larger, so a nudge of b is multiplied by more.",
        guesses=(
            Guess("a smaller one", "With a larger b both factors are larger. Each multiplies the nudge of the other."),
            Guess(
                "the same one",
                "It would be the same if the curve of e were a straight line. But b is multiplied by itself here, "
                "so the curve bends.",
            ),
        ),
        shown=f"{there:.1f}",
    )
