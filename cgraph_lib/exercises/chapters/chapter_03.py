"""The exercises of notebook 03: the partials on the edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers, OneEdge, OneNumber
from cgraph_lib.exercises.code_answers import Case, Code
from cgraph_lib.exercises.forms import same
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import nudged
from cgraph_lib.exercises.variants import either
from cgraph_lib.exercises.wrong_edge import turned_round
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Parameters:
    """What differs between the sets."""

    ratio: int = either(4, 5, 8, 10)
    added: int = either(1, 2, 3, 4)
    slope: int = either(4, 6, 10, 3)
    kinked: str = either("max", "min")
    left: int = either(4, 5, 6, 7)
    right: int = either(3, 2, 8)
    spoilt: tuple[str, str] = either(("b", "c"), ("b", "d"), ("c", "e"), ("d", "e"))


def exercises(p: Parameters) -> tuple[Exercise, ...]:
    """Return the exercises with these parameters."""
    return _two_slots(p), _equal_and_negative(p), _nudge_at_a_kink(p), _rules(p), _wrong_label(p)


def _two_slots(p: Parameters) -> Exercise:
    a = p.ratio
    return Exercise(
        id="03.1",
        kind=Numbers(("slot 0", "slot 1")),
        question=f"The quotient `y = a / a` has two edges from a. Predict both partials at a = {number(a)}.",
        answer={"slot 0": 1 / a, "slot 1": -1 / a},
        mistakes=(
            Mistake(
                {"slot 0": 0}, "0 is the rate of the whole, for y is always 1. Slot 0 moves alone: slot 1 is held."
            ),
            Mistake({"slot 0": 1}, f"In slot 0 a nudge is divided by what stands in slot 1, which is {number(a)}."),
            Mistake({"slot 1": 1 / a}, "Mind the sign in slot 1: a larger divisor makes a quotient smaller."),
            Mistake({"slot 1": -1}, "The rule for slot 1 is −y/a. You have −y; it is still to be divided by a."),
            Mistake(
                {"slot 1": 0}, "0 is the rate of the whole, for y is always 1. Slot 1 moves alone: slot 0 is held."
            ),
        ),
        hint="Take the line of divide in the table of rules. Put a in for both x and y.",
        explanation=f"The rules are 1/a = {number(1 / a)} and −y/a = {number(-1 / a)}. Their sum is 0, as it must "
        "be: y is 1 for every a, so nudging both slots at once moves nothing.",
    )


def _equal_and_negative(p: Parameters) -> Exercise:
    k = p.added

    def partials(given: dict[str, float]) -> tuple[float, float]:
        return given["b"] + k, given["a"] + given["b"]

    def equal(given: dict[str, float]) -> bool:
        return same(*partials(given))

    return Exercise(
        id="03.2",
        kind=Numbers(("a", "b")),
        question=f"In `c = a + b; d = b + {k}; e = c * d`, choose a and b so that ∂e/∂c and ∂e/∂d are equal and "
        "negative.",
        answer={"a": k, "b": -k - 2},
        accept=lambda given: equal(given) and partials(given)[0] < 0,
        mistakes=(
            Mistake(
                {"a": k, "b": 3},
                "They are equal, but positive. Keep a, and choose a smaller b.",
                lambda given: equal(given) and partials(given)[0] > 0,
            ),
            Mistake(
                {"a": k, "b": -k},
                "Both are 0, which is not negative. You are near: choose a smaller b.",
                lambda given: equal(given) and partials(given)[0] == 0,
            ),
            Mistake(
                {"a": -k - 3, "b": -k - 3},
                "Both are negative, but they differ. ∂e/∂c = d and ∂e/∂d = c: make c and d the same sum.",
                lambda given: not equal(given) and max(partials(given)) < 0,
            ),
        ),
        report=lambda given: (
            f"With your numbers, ∂e/∂c = {number(partials(given)[0])} and ∂e/∂d = {number(partials(given)[1])}."
        ),
        hint="Write both partials in terms of a and b. For which a are they equal, whatever b is?",
        explanation=f"∂e/∂c = d = b + {k} and ∂e/∂d = c = a + b. They are equal at a = {k}, and negative for every b "
        f"below −{k}.",
        see="Drag a and b in the live picture `rates` above." if k == 1 else "",
    )


def _nudge_at_a_kink(p: Parameters) -> Exercise:
    k = p.slope
    return Exercise(
        id="03.3",
        kind=OneNumber(),
        question=f"`nudged` goes a step h down and a step h up, and divides by 2h. Which number does it find for "
        f"{k} · relu(x) at x = 0?",
        answer=k / 2,
        mistakes=(
            Mistake(0, "0 is the slope on the left, and the convention. The nudge also goes to the right."),
            Mistake(k, f"{k} is the slope on the right. The nudge also goes to the left, where nothing rises."),
            Mistake(0.5, f"For relu alone that is right. Here the rise is {k} times as high."),
            Mistake(2 * k, f"The rise is {k} · h and the run 2h: divide by 2, do not multiply."),
        ),
        hint=f"The function is 0 at −h and {k} · h at h. Divide the rise by the run.",
        explanation=f"The rise from −h to h is {k} · h, the run is 2h, so the nudge finds {number(k / 2)}. It is the "
        "slope on neither side, but the mean of both: at a kink a nudge is no judge.",
    )


RULES = """\
def partials(op, x, y):
    rules = {
        "multiply": (y, x),
        "subtract": (1, -1),
        "divide": (1 / y, -x / y**2),
        "KINKED": (x SIGN y, y SIGN x) if x != y else (0.5, 0.5),
    }
    return rules[op]"""
BLANK_RULES = """\
def partials(op, x, y):
    rules = {
        "multiply": (y, x),
        "subtract": ...,
        "divide": ...,
        "KINKED": ...,
    }
    return rules[op]"""


def _rules(p: Parameters) -> Exercise:
    sign, other = (">", "<") if p.kinked == "max" else ("<", ">")
    right = RULES.replace("KINKED", p.kinked).replace("SIGN", sign)
    ready = f"(x {sign} y, y {sign} x) if x != y else (0.5, 0.5)"
    kinked = max if p.kinked == "max" else min
    return Exercise(
        id="03.4",
        kind=Code(
            BLANK_RULES.replace("KINKED", p.kinked),
            [
                _nudged("multiply", lambda x, y: x * y, 3, 2),
                _nudged("subtract", lambda x, y: x - y, 3, 2),
                _nudged("divide", lambda x, y: x / y, 6, 2),
                _nudged("divide", lambda x, y: x / y, -1.5, 0.5),
                _nudged(p.kinked, kinked, 1, 2),
                _nudged(p.kinked, kinked, 3, 2),
                _tie(p.kinked),
            ],
        ),
        question=f"Fill in the partials of subtract, divide and {p.kinked}, one for each slot. A comparison such as "
        f"`x {sign} y` may stand for 1 or 0. At a tie of {p.kinked}, share one unit between the two slots as you like.",
        answer=right,
        mistakes=(
            Mistake(right.replace("(1, -1)", "(1, 1)"), "Subtract: when y rises, x − y falls. Slot 1 needs a minus."),
            Mistake(
                right.replace("-x / y**2", "x / y**2"),
                "Divide: for positive x, a larger y makes x / y smaller. Slot 1 needs a minus.",
            ),
            Mistake(
                right.replace("-x / y**2", "-1 / y"),
                "Divide: −v / y in the table has v for the quotient itself, x / y. So slot 1 is −(x / y) / y.",
            ),
            Mistake(
                right.replace("(1 / y, -x / y**2)", "(-x / y**2, 1 / y)"),
                "Divide: your two partials are right, but swapped. Slot 0 belongs to x, above the line.",
            ),
            Mistake(
                right.replace(ready, f"(x {other} y, y {other} x) if x != y else (0.5, 0.5)"),
                f"{p.kinked}: the operand that wins passes its nudge on, and yours is the other one.",
            ),
            Mistake(
                right.replace(ready, f"(x {sign}= y, y {sign}= x)"),
                f"{p.kinked}: at a tie yours gives 1 and 1. If both operands rise by h, the result rises by h, not 2h.",
            ),
            Mistake(
                right.replace(ready, f"(x {sign} y, y {sign} x)"),
                f"{p.kinked}: at a tie yours gives 0 and 0. If both operands rise by h, the result rises by h, not 0.",
            ),
        ),
        hint="Nudge each operand in turn, in thought, and hold the other. The table of rules has the same lines.",
        explanation=f"Subtract has 1 and −1, divide 1/y and −x/y², and {p.kinked} has 1 for the operand that wins "
        "and 0 for the other. At a tie the course shares half and half; other shares are as right.",
        see="The live picture `trade` above shows how max shares." if p.kinked == "max" else "",
    )


def _nudged(op: str, function: Callable[[float, float], float], x: float, y: float) -> Case:
    wanted = nudged(function, x, y)
    return Case(
        f"For {op} at x = {number(x)}, y = {number(y)}",
        lambda: (op, x, y),
        lambda found: len(found) == 2 and all(abs(one - two) < 1e-6 for one, two in zip(found, wanted, strict=True)),
        " and ".join(number(round(slope, 6)) for slope in wanted),
    )


def _tie(op: str) -> Case:
    return Case(
        f"For {op} at x = 2, y = 2",
        lambda: (op, 2, 2),
        lambda found: len(found) == 2 and min(found) >= 0 and same(float(sum(found)), 1.0),
        "two shares that are 1 together, as 0.5 and 0.5",
    )


def _wrong_label(p: Parameters) -> Exercise:
    a, b = p.left, p.right
    c, d = a * b, a - b
    rules = {
        ("a", "c"): ("b", b, a),
        ("b", "c"): ("a", a, b),
        ("a", "d"): ("1", 1, -1),
        ("b", "d"): ("−1", -1, 1),
        ("c", "e"): ("d", d, c),
        ("d", "e"): ("c", c, d),
    }
    rule, value, spoilt = rules[p.spoilt]
    labels = {edge: spoilt if edge == p.spoilt else right for edge, (_, right, _) in rules.items()}
    told = ", ".join(f"∂{child}/∂{parent} = {number(label)}" for (parent, child), label in labels.items())

    def defended(edge: tuple[str, str]) -> str:
        rule, value, _ = rules[edge]
        middle = f" = {rule}" if rule.isalpha() else ""
        return f"The label ∂{edge[1]}/∂{edge[0]}{middle} = {number(value)} is right."

    return Exercise(
        id="03.5",
        kind=OneEdge(("a", "b", "c", "d", "e")),
        question=f"Somebody labels the edges of `c = a * b; d = a - b; e = c * d` at a = {a}, b = {b}: {told}. One "
        'label is wrong. On which edge? Answer with the names of its parent and child, as in `("c", "e")`.',
        answer=p.spoilt,
        mistakes=(
            *(Mistake(edge, defended(edge)) for edge in rules if edge != p.spoilt),
            turned_round(p.spoilt),
        ),
        hint="Evaluate c and d first. Then go through the six labels, and ask each time what the rule says.",
        explanation=f"∂{p.spoilt[1]}/∂{p.spoilt[0]} = {rule}{f' = {number(value)}' if rule.isalpha() else ''}, and the "
        f"label says {number(spoilt)}. With such a label every derivative that goes over this edge comes out wrong.",
        see="To see the right labels, give the graph to an `Explorer`, as was done for `rates` above.",
    )
