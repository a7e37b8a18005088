"""The exercises of notebook 10: layers, forwards and backwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Any

from cgraph_lib.exercises.answer_types import Numbers, Shapes
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    rows: int = either(20, 30, 40)
    features: int = either(6, 5, 7)
    units: int = either(8, 9, 10)
    wrong: tuple[float, float, float] = either((2.5, 1.75, -3), (4, 2.25, -1), (3.5, 3, 0.25))
    right: float = either(2, 2.5, 3)
    low: int = either(3, 2, 10)
    half: int = either(2, 4, 6)
    gamma: int = either(3, 5, 2)
    beta: int = either(1, -2, 4)
    width: int = either(50, 200, 8)
    part: float = either(0.5, 0.25, 1.5)
    sent: tuple[float, float, float] = either((3.0, -1.0, 0.5), (2.0, -4.0, 1.5), (5.0, -2.0, 0.25))


def _shapes(p: Parameters) -> Exercise:
    n, d, m = p.rows, p.features, p.units
    return Exercise(
        question=f"A batch x of {n} rows and {d} columns goes through an affine layer with {m} units, and then through "
        "batch norm. What are the shapes of dx, dw and db of the affine layer, and of the dgamma of batch norm?",
        answer=Shapes({"dx": (n, d), "dw": (d, m), "db": (m,), "dgamma": (m,)}),
        mistakes=(
            Mistake({"dx": (n, m)}, "That is the shape of dout. dx has the shape of x."),
            Mistake(
                {"dw": (m, d)},
                "dw is turned over: a derivative has the shape of its value, and w has a row for each column of x.",
            ),
            Mistake({"dw": (n, m)}, "That is the shape of dout. dw has the shape of w, whatever the batch."),
            Mistake({"db": (n, m)}, "b was copied to every row; its derivative adds up the rows of dout."),
            Mistake({"db": (n,)}, "That adds up each row. b has a number for each unit, so the rows are added."),
            Mistake({"db": (1, m)}, "b has one axis; with keepdims its derivative would have two."),
            Mistake({"dgamma": (n, m)}, "gamma was copied to every row; its derivative adds up the rows."),
            Mistake({"dgamma": (n,)}, "gamma has a number for each column, not for each row."),
            Mistake(
                {"dgamma": (d,)}, "Batch norm stands after the affine layer, where there is a column for each unit."
            ),
        ),
        hint="Every derivative has the shape of the value that it belongs to. Write these shapes down first.",
        explanation=f"x is ({n}, {d}), w is ({d}, {m}), and b and gamma have one number for each of {m} columns.",
    )


def _svm(p: Parameters) -> Exercise:
    short = [max(score - p.right + 1, 0) for score in p.wrong]
    loss, near = sum(short), sum(part > 0 for part in short)
    slopes = {f"ds{i}": float(part > 0) for i, part in enumerate(short, 1)}
    without = sum(max(score - p.right, 0) for score in p.wrong)
    scores = ", ".join(map(number, (p.right, *p.wrong)))
    return Exercise(
        question=f"An example has the scores s0, s1, s2, s3 = {scores}, and class 0 is right. What is its SVM loss "
        "with a margin of 1, and what are the adjoints ds0, ds1, ds2 and ds3 of the scores?",
        answer=Numbers({"loss": loss, "ds0": -near, **slopes}),
        mistakes=(
            Mistake({"loss": loss + 1}, "The right class is counted too: against itself it falls short by the margin."),
            Mistake({"loss": without}, "The margin is missing: a wrong score has to stay 1 below the right one."),
            Mistake({"loss": loss / 3}, "That is a mean over the classes. The loss of an example is a sum over them."),
            Mistake({"loss": max(short)}, "That is the worst class alone. Every class that comes too close counts."),
            Mistake({"ds0": near}, "A sign is lost: raising the right score lowers the loss."),
            Mistake({"ds0": -1}, "More than one class comes too close, and each pulls at the right score."),
            Mistake({"ds0": 0}, "The right score stands in every difference. Each class that comes too close pulls."),
            Mistake({"ds0": -3}, "One of the three classes is far enough away, and pulls at nothing."),
            Mistake({"ds1": short[0]}, "That is how much class 1 falls short. The partial of that is 1."),
            Mistake({"ds1": -1}, "A sign is lost: raising a wrong score that is too close raises the loss."),
            Mistake({"ds3": 1}, "Class 3 stays more than 1 below the right one: its relu is asleep."),
        ),
        hint="For each wrong class take its score minus the right one, plus 1, and relu of that. Then nudge one score.",
        explanation=f"The classes 1, 2 and 3 fall short by {number(short[0])}, {number(short[1])} and 0. Those above 0 "
        "pull at their own score with 1 and at the right one with −1 each.",
    )


def _norm(p: Parameters) -> Exercise:
    low, high, half = p.low, p.low + 2 * p.half, p.half
    mean, variance = low + half, half**2
    out, moved, spread = p.beta + p.gamma, 0.1 * mean, 0.9 + 0.1 * variance
    return Exercise(
        question=f"A column of a batch holds {low} and {high}. Batch norm has gamma = {p.gamma} and beta = "
        f"{number(p.beta)} for it; its running mean was 0 and its running variance 1, and they keep 0.9. What is the "
        f"output for the {high}, and what are the running mean and variance afterwards? Leave out the 1e-5.",
        answer=Numbers({"out": out, "running mean": moved, "running variance": spread}),
        mistakes=(
            Mistake({"out": p.beta + p.gamma / half}, "You divide by the variance. Divide by its root."),
            Mistake({"out": p.beta + p.gamma / sqrt(2)}, "That variance divides by n − 1. Batch norm divides by n."),
            Mistake({"out": 1}, "gamma and beta are missing: multiply by the one and add the other."),
            Mistake({"out": p.gamma}, "beta is missing: add it at the end."),
            Mistake({"out": p.beta + 1}, "gamma is missing: multiply by it before you add beta."),
            Mistake({"out": p.beta - p.gamma}, f"That is the output of the {low}."),
            Mistake({"running mean": 0.9 * mean}, "The shares are exchanged: a running number keeps 0.9 of itself."),
            Mistake({"running mean": mean}, "That is the mean of the batch. The running one moves a tenth of the way."),
            Mistake({"running variance": 0.1 + 0.9 * variance}, "The shares are exchanged: it keeps 0.9 of itself."),
            Mistake(
                {"running variance": variance}, "That is the variance of the batch. The running one moves a tenth."
            ),
            Mistake(
                {"running variance": 0.9 + 0.2 * variance}, "That variance divides by n − 1; here it divides by n."
            ),
            Mistake(
                {"running variance": 0.9 + 0.1 * half}, "That moves towards the spread. The variance is its square."
            ),
        ),
        hint="Mean first, then the mean of the squared distances from it. A running number is 0.9 old and 0.1 new.",
        explanation=f"The mean is {mean} and the variance {variance}, so {high} becomes 1, and then gamma + beta = "
        f"{number(out)}. The running numbers are 0.1 · {mean} and 0.9 · 1 + 0.1 · {variance}.",
    )


def _fading(p: Parameters) -> Exercise:
    keeps = sqrt(2 / p.width)
    scale, factor = p.part * keeps, p.part
    return Exercise(
        question=f"Every layer has {p.width} units, followed by relu, and weights of standard deviation "
        f"{number(scale)}. By which factor does a layer change the spread of its numbers, and four layers together? "
        "Which deviation of the weights would keep it?",
        answer=Numbers({"one layer": factor, "four layers": factor**4, "deviation": keeps}),
        mistakes=(
            Mistake({"one layer": factor * sqrt(2)}, "relu is left out: it keeps half of the mean square."),
            Mistake({"one layer": factor**2}, "That is the factor of the mean square. The spread takes its root."),
            Mistake(
                {"one layer": scale * p.width}, "Independent terms add their squares: take the root of their number."
            ),
            Mistake({"one layer": scale}, f"Each number is a sum of {p.width} terms; their number counts as well."),
            Mistake({"four layers": 4 * factor}, "The factors of the layers are multiplied, not added."),
            Mistake({"four layers": factor**3}, "Those are three layers."),
            Mistake(
                {"deviation": sqrt(1 / p.width)}, "relu is left out: since it keeps half, the weights make up for it."
            ),
            Mistake({"deviation": 2 / p.width}, "That is the variance of the weights. The deviation is its root."),
            Mistake({"deviation": 1}, "With so many terms, weights of deviation 1 make the sum far larger."),
        ),
        hint="A sum of n terms has n times the mean square of one, and relu keeps half. The spread is a root.",
        explanation=f"The factor is {number(scale)} · √({p.width}/2) = {number(factor)}; its fourth power is "
        f"{number(factor**4)}. It is 1 for the deviation √(2/{p.width}) = {number(keeps)}.",
        see="The notebook prints such spreads with `activations(deep(5, 0.05))`.",
    )


GATHER = """\
def gather(slopes):
    gradient = {}
    for name, slope in slopes:
        gradient[name] = gradient.get(name, 0) + slope
    return gradient"""


def _gather(p: Parameters) -> Exercise:
    first, other, second = p.sent
    pairs = [("W", first), ("b", other), ("W", second)]
    given: tuple[tuple[str, Any, Any], ...] = (
        ("Where no name comes twice", [("W2", 3.0), ("b2", -1.0), ("W1", 0.5)], {"W2": 3.0, "b2": -1.0, "W1": 0.5}),
        ("Where W serves two layers", pairs, {"W": first + second, "b": other}),
        ("Where W serves three", [("W", 2.0), ("W", -5.0), ("W", 4.0), ("b", 7.0)], {"W": 1.0, "b": 7.0}),
        ("Without any", [], {}),
    )
    cases = [Case(label, partial(tuple, [slopes]), right) for label, slopes, right in given]
    return Exercise(
        question="Two layers of a stack may share their weights. On the way down come pairs of a name and a "
        f"derivative, such as `{str(pairs).replace(chr(39), chr(34))}`. Write `gather(slopes)`: it returns a dict with "
        "the derivative of each parameter by name.",
        answer=Code(GATHER, cases, keep=(2, 1)),
        mistakes=edited(
            GATHER,
            ("gradient.get(name, 0) + slope", "slope", "A shared parameter keeps what its last layer sent. Add it up."),
            (
                "gradient[name] = gradient.get(name, 0) + slope",
                "gradient.setdefault(name, slope)",
                "A shared parameter keeps what the first layer sent on the way down. Add the others to it.",
            ),
            (
                "gradient.get(name, 0) + slope",
                "gradient.get(name, 1) * slope",
                "Along a path factors are multiplied; what several paths bring is added.",
            ),
            ("get(name, 0)", "get(name, 1)", "A sum begins with 0, not with 1."),
            (
                "gradient.get(name, 0) + slope",
                "gradient.get(name, 0) - slope",
                "Everything is taken off. Contributions are added.",
            ),
            (
                "    return gradient",
                "        return gradient",
                "You return after the first pair. Go through all of them.",
            ),
        ),
        hint="It is the += of reverse accumulation, with a name in the place of a node.",
        explanation="A parameter that two layers share is a node with two children: it receives from both, and the "
        "contributions add up. A stack that overwrites is right only as long as no name comes twice.",
    )


EXERCISES = (_shapes, _svm, _norm, _fading, _gather)
