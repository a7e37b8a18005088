"""The predictions of notebook 09: networks that are trained."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    classes: int = either(3, 4, 10)
    right: int = either(0, 1, 2)
    rate: float = either(0.01, 0.1, 0.001)
    points: int = either(60, 90, 45)


def _equal(p: Parameters) -> Prediction:
    n = p.classes
    return Number(
        question=f"A network gives all {n} classes the same score. What is its cross-entropy loss, which is minus the "
        "logarithm of the share of the right class?",
        answer=math.log(n),
        because=f"Every class has the share 1/{n}, and minus its logarithm is the logarithm of {n}.",
        guesses=(
            Guess(0, "0 belongs to the share 1, a network that is sure and right. This one is not sure at all."),
            Guess(1, "Equal scores make equal shares, and the shares add up to 1. How large is each?"),
            Guess(1 / n, f"1/{n} is the share of the right class. The loss is minus its logarithm."),
        ),
        otherwise="How large is the share of each class? Take minus the logarithm of it.",
        shown=f"{math.log(n):.4f}  [0.0",
    )


def _pull(p: Parameters) -> Prediction:
    scores = [2.0, 1.0, -1.0]
    share = math.exp(scores[p.right]) / sum(map(math.exp, scores))
    place = ("first", "second", "third")[p.right]
    return Choice(
        question=f"The scores are 2, 1 and −1, and the {place} class is the right one. Is the adjoint of its score, "
        "dloss/dscore, "
        "positive, negative or zero?",
        answer="negative" if share < 1 else "zero",
        because="A higher score for the right class makes the loss smaller. The adjoint is its share minus 1.",
        guesses=(
            Guess(
                "positive",
                "Then the loss would rise with the score of the right class. That is so for the other classes.",
            ),
            Guess("zero", "It would be zero if the share of the right class were 1 already."),
        ),
        shown=f"{share - 1:+.3f}",
    )


def _step(p: Parameters) -> Prediction:
    return Choice(
        question=f"Adam takes its first step at the learning rate {p.rate}, once with the derivative 5 and once with "
        "0.002. "
        "How long are the two steps?",
        answer=f"both {p.rate}",
        because="The derivative is divided by its own size, so only its sign is left; the rate is the length.",
        guesses=(
            Guess(
                f"{5 * p.rate:g} and {0.002 * p.rate:g}",
                "That is plain gradient descent: rate times derivative. Adam divides by the size of the derivative as "
                "well.",
            ),
            Guess(
                f"{p.rate / 5:g} and {p.rate / 0.002:g}",
                "It is divided by its size once, not twice: what is left is 1 or −1, times the rate.",
            ),
        ),
        shown=f"step {p.rate:.4f}",
    )


def _zero(p: Parameters) -> Prediction:
    start = f"{math.log(p.classes):.4f}"
    return Choice(
        question=f"All weights and offsets of a network with one hidden layer begin at 0, and {p.classes} classes are "
        "equally "
        f"frequent. The loss begins at {start}. What is it after 100 steps?",
        answer=f"still {start}",
        because="Each weight's adjoint is a product with something that is 0, and on b2 the classes pull evenly.",
        guesses=(
            Guess("a little smaller", "For that some parameter must move. Which adjoint is not a product with a 0?"),
            Guess(
                "close to 0",
                "So well does it train from random weights. Here every path to a weight has a 0 on it.",
            ),
            Guess("larger", "A step against the gradient does not make the loss larger here: the gradient is 0."),
        ),
        shown=f"loss {start}, then {start}",
    )


def _copies(p: Parameters) -> Prediction:
    return Choice(
        question="All hidden units begin with the same weights, which are not 0. The weights move in training. Will "
        "the units "
        "ever differ from one another?",
        answer="never",
        because="Equal units receive equal adjoints and take equal steps, at every step.",
        guesses=(
            Guess(
                "yes, after the first step",
                "In the first step all of them have the same values and the same adjoints.",
            ),
            Guess("yes, after many steps", "Whatever step it is: as long as they are equal, they take the same one."),
        ),
        shown="hidden units differ: False",
    )


def _overfit(p: Parameters) -> Prediction:
    return Choice(
        question=f"A large network learns from {p.points} points, {p.points // 5} of which have a wrong class, until "
        "its loss on them is nearly 0. What does its loss on other points do meanwhile, none of which has a wrong "
        "class?",
        answer="it falls, and then it rises",
        because="First it learns what the points have in common, then the mistakes. Near those it is wrong, and sure.",
        guesses=(
            Guess(
                "it falls to nearly 0 as well",
                "That needs points without mistakes. What it learns last, the wrong classes, does not hold elsewhere.",
            ),
            Guess("it rises from the start", "Most of the points are right, and it learns from these first."),
            Guess(
                "it stays where it is",
                "Most of the points are right, so at first it learns something that holds for others too.",
            ),
        ),
        shown="validation 0.7",
    )


PREDICTIONS = (_equal, _pull, _step, _zero, _copies, _overfit)
