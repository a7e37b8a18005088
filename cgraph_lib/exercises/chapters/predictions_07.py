"""The predictions of notebook 07: which derivatives to trust."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient, local_partials, reverse_trace
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number, operand
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: float = either(3, 5, 6)
    b: float = either(2, 4)
    slope: int = either(1, 4, 6)
    w: int = either(3, 2, 4)
    layers: int = either(8, 6, 7)


def _smaller(p: Parameters) -> Prediction:
    return Choice(
        question="A one-sided nudge measures a slope with h = 0.1, then h a hundred times smaller, and so on down to "
        "1e−15. "
        "What does the error do?",
        answer="it shrinks at first, and then grows again",
        because="With a large h the curve bends away; with a tiny one the difference is lost in rounding.",
        guesses=(
            Guess(
                "it shrinks all the way",
                "So it would with endless digits. A computer keeps about sixteen, and divides their last by h.",
            ),
            Guess(
                "it shrinks, and then stays where it is",
                "What rounding leaves is divided by h, and h goes on shrinking.",
            ),
            Guess("it grows all the way", "At h = 0.1 the curve bends visibly away. A smaller h helps, up to a point."),
        ),
        shown="h 1e-15   error 4e-02",
    )


def _corner(p: Parameters) -> Prediction:
    text = "relu(x)" if p.slope == 1 else f"{p.slope} · relu(x)"
    return Number(
        question=f"Nudge x at 0 by h to both sides, and divide by 2h. Which slope does this find for {text}?",
        answer=p.slope / 2,
        because="One side is flat and the other rises. The nudge sees the mean of the two slopes.",
        guesses=(
            Guess(0, "That is the slope on the left, and the convention of the course. The nudge knows no convention."),
            Guess(p.slope, "That is the slope on the right. The nudge goes to the left as well."),
        ),
        otherwise="What is the function at h, and what at −h? Subtract, and divide by 2h.",
        shown=f"nudged  {number(p.slope / 2)}",
    )


def _straight(p: Parameters) -> Prediction:
    return Number(
        question="y = relu(x) − relu(−x) is x for every x. At x = 0 both relus stand at their corner, where the "
        "partial is 0 "
        "by convention. What does a reverse sweep say for dy/dx there?",
        answer=gradient(parse("y = relu(x) - relu(-x)"), x=0)["x"],
        because="Both contributions are 0, and so is their sum. Here it is wrong: the derivative of x is 1.",
        guesses=(
            Guess(1, "That is the true derivative. But the sweep knows only its edges, and both paths carry a 0."),
            Guess(0.5, "The mean is what a nudge finds at one corner. The sweep adds two zeros."),
        ),
        otherwise="Each of the two paths has a factor 0 on it. What is their sum?",
        shown="x  exact  0 ",
    )


def _explodes(p: Parameters) -> Prediction:
    w, layers = p.w, p.layers
    return Choice(
        question=f"Each of {layers} layers is the tanh of w times the layer below, with w = {w}, and everything is "
        "close to 0, "
        "where tanh has the slope 1. How large is the derivative of the last layer with respect to the first?",
        answer=f"about {w**layers:,}",
        because=f"Every layer multiplies by {w}: that is {w} to the power {layers}.",
        guesses=(
            Guess(f"about {w}", f"That is one layer. There are {layers}, and the rates along a path multiply."),
            Guess(f"about {w * layers}", f"That is {w} added {layers} times. Along a path rates multiply."),
            Guess(f"about {layers**w:,}", f"Here the powers are the wrong way round: there are {layers} factors {w}."),
        ),
        shown="6560.68",
    )


def _lost(p: Parameters) -> Prediction:
    ring = parse("s = a * a; q = s / b; r = b - q; y = q * r")
    values = evaluate(ring, a=p.a, b=p.b)
    partials, true = local_partials(ring, values), reverse_trace(ring, values).final
    by_r = true["r"] * partials["q", "r"]
    return EdgeChoice(
        question=f"In a sweep y holds 1 and r holds {number(true['r'])}, both right. But q holds {number(by_r)} where "
        f"{number(true['q'])} is right: a contribution is missing. The contribution along which edge is it?",
        answer="q → y",
        because=f"It should bring 1 · {operand(partials['q', 'y'])}. What q holds is what came along the edge to r.",
        guesses=(
            Guess(
                "q → r",
                f"It brings {number(true['r'])} · {operand(partials['q', 'r'])} = {number(by_r)}, and that is what q "
                "holds.",
            ),
            Guess("r → y", "What r holds is right, so its edge has brought what it should."),
            Guess("s → q", "This edge takes from q and brings to s. What is missing is missing at q."),
            Guess("b → q", "This edge takes from q and brings to b. What is missing is missing at q."),
            Guess("b → r", "This edge brings to b. What is missing is missing at q, higher up."),
        ),
        otherwise="That edge lies below s, and the first wrong number on the way down is at q.",
        shown=f"q → y should bring {partials['q', 'y']:.4f}",
        graph=ring,
        view=View(values=values, partials=partials),
    )


PREDICTIONS = (_smaller, _corner, _straight, _explodes, _lost)
