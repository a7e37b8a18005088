"""The exercises of notebook 07: trusting a derivative."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneEdge
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.exercises.wrong_edge import WrongEdge
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    exact: int = either(5, 8, 4, 10)
    off: float = either(1.0, 0.5, 2.0)
    one: int = either(4, 2, 6)
    both: int = either(7, 3, 5)
    tie: int = either(3, 2, 5)
    weight: int = either(4, 6, 10)
    size: int = either(1200, 1000, 2000)
    a: int = either(2, 3, 4)
    b: int = either(5, 3, 6)
    slipped: tuple[str, str] = either(("c", "d"), ("b", "d"), ("c", "e"), ("a", "c"))


def _relative(p: Parameters) -> Exercise:
    exact, nudged, far, off = p.exact, p.exact - p.off, 100 * p.exact, number(p.off)
    return Exercise(
        question=f"A sweep finds {exact} for one input and {far} for another. Nudges find {number(nudged)} and "
        f"{number(far - p.off)}: both are off by {off}. What are the two relative errors?",
        answer=Numbers({"first": p.off / exact, "second": p.off / far}),
        mistakes=(
            Mistake({"first": p.off}, "That is the difference itself. Divide it by the size of the derivative."),
            Mistake({"second": p.off}, "The difference is still to be divided by the size of this derivative."),
            Mistake({"first": p.off / nudged}, "Divide by the larger of the two numbers, not by the smaller."),
            Mistake({"second": p.off / exact}, "That is the first one. This derivative is a hundred times as large."),
            Mistake({"first": exact / p.off}, "Turn it round: the difference is divided by the derivative."),
        ),
        hint="Take the difference of the two numbers, and divide it by the larger of them. Do so for each input.",
        explanation=f"{off} / {exact} = {number(p.off / exact)} is a wrong derivative, {off} / {far} = "
        f"{number(p.off / far)} a doubtful one. The difference is the same.",
    )


def _slopes(p: Parameters) -> Exercise:
    one, both = p.one * 1e-3, p.both * 1e-5
    return Exercise(
        question=f"At h = 0.01 a nudge to one side errs by {number(one)}, a nudge to both sides by {number(both)}. "
        "Rounding plays no part yet. About which errors do you expect at h = 0.001?",
        answer=Numbers({"one side": one / 10, "both sides": both / 100}),
        mistakes=(
            Mistake({"both sides": both / 10}, "To both sides the error goes with h², so it falls faster than h."),
            Mistake({"one side": one / 100}, "To one side the error goes with h itself, not with h²."),
            Mistake({"one side": one}, "A smaller h does change the error while rounding plays no part."),
            Mistake({"both sides": both / 1000}, "h² is a hundred times smaller here, not a thousand times."),
            Mistake({"one side": one * 10}, "The error grows only where rounding has taken over."),
        ),
        hint="Read the two slopes off the plot: what does a factor of ten in h do along a line of slope 1, of slope 2?",
        explanation=f"Slope 1: ten times less, {number(one / 10)}. Slope 2: a hundred times less, "
        f"{number(both / 100)}.",
    )


def _corner(p: Parameters) -> Exercise:
    k, w = p.tie, p.weight
    return Exercise(
        question=f"Take `y = {w} * max(x, {k}) + relu(x - {k})` at x = {k}, at the corner of both. What does this "
        "course's reverse accumulation find for dy/dx, and what does a small nudge to both sides find?",
        answer=Numbers({"sweep": w / 2, "nudge": (w + 1) / 2}),
        mistakes=(
            Mistake({"sweep": w}, "At a tie, max gives each operand one half, and only one of the two is x."),
            Mistake({"sweep": w / 2 + 1}, "relu at 0 takes the partial 0 in this course."),
            Mistake({"sweep": (w + 1) / 2}, "That is the mean of both slopes, which the nudge finds. relu at 0 is 0."),
            Mistake({"nudge": w / 2}, "The nudge knows no convention. To the right, relu rises too."),
            Mistake({"nudge": w + 1}, "That is the slope to the right. To the left it is 0; the nudge sees both."),
            Mistake({"sweep": 0}, "relu sends 0, but max shares its tie: half of its derivative goes to x."),
        ),
        hint="For the sweep, look up the two conventions. For the nudge, find the slope to the right and to the left.",
        explanation=f"The sweep: {w} · 0.5 + 0 = {number(w / 2)}. To the right y rises by {w} + 1, to the left by "
        f"0, and the nudge finds their mean, {number((w + 1) / 2)}. At a corner they may differ.",
        see="`kink` above shows relu at its corner.",
    )


LOG_SUM_EXP = """\
def log_sum_exp(numbers):
    import math

    largest = max(numbers)
    return largest + math.log(sum(math.exp(x - largest) for x in numbers))"""
TEMPLATE = """\
def log_sum_exp(numbers):
    import math

    return math.log(sum(math.exp(x) for x in numbers))"""


def _large(p: Parameters) -> Exercise:
    def trial(*numbers: float) -> Case:
        right, *rest = sorted(numbers)
        for x in rest:  # log(exp(x) + exp(y)) = x + log(1 + exp(y - x)), from the smallest on
            right = x + math.log1p(math.exp(right - x))
        return Case(f"For {list(numbers)}", lambda: (list(numbers),), right)

    size = float(p.size)
    lists = (1.0, 2.0), (2.0, 1.0, 0.5), (-size, -size - 1), (size, size - 1), (0.0, size, -size)
    return Exercise(
        question=f"This function is log(exp(x₁) + exp(x₂) + …) for a list of numbers. At {p.size} it stops, and "
        f"at −{p.size} too. Fix it.",
        answer=Code(LOG_SUM_EXP, [trial(*numbers) for numbers in lists], template=TEMPLATE),
        mistakes=edited(
            LOG_SUM_EXP,
            ("largest + ", "", "What was taken off before exp is to be put back after log."),
            ("largest + ", "largest * ", "A division by exp(m) in the logarithm takes m off. It comes back by adding."),
            (" - largest", "", "The largest is put back, but it was never taken off."),
            ("math.log(sum(math.exp(x - largest) for x in numbers))", "0.0", "That is the largest number alone."),
        ),
        hint="Name the largest number. Take it off each before exp; add it at the end.",
        explanation="exp(x − m) = exp(x) / exp(m), so inside the logarithm everything is divided by exp(m), and log "
        "gives m less. No exponent is above 0, and one of them is 0, so the sum lies between 1 and the count.",
    )


TEXT = "c = a * b; d = c - b; e = c * d"


def _slipped(p: Parameters) -> Exercise:
    message = "With {parent} → {child} counted twice, {name} would hold {mine}, not {theirs}."
    wrong = WrongEdge(parse(TEXT), {"a": p.a, "b": p.b}, p.slipped, 2, message)
    parent, child = p.slipped
    return Exercise(
        question=f"A sweep on `{TEXT}` at a = {p.a}, b = {p.b} ends with {wrong.row(wrong.seen)}. Nudges of every "
        f"node say {wrong.row(wrong.right)}. One edge was counted twice. Which? Answer with the names of its parent "
        "and child.",
        answer=OneEdge(p.slipped, wrong.edges),
        mistakes=wrong.mistakes(),
        hint="Go down from e to the first wrong node. By how much is it wrong, and which edge brings as much?",
        explanation=f"{parent} is the first wrong node: {number(wrong.seen[parent])} where nudges say "
        f"{number(wrong.right[parent])}. The difference is what the edge from {parent} to {child} brings.",
    )


EXERCISES = (_relative, _slopes, _corner, _large, _slipped)
