"""The exercises of notebook 03: the partials on the edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers, OneNumber
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneEdge
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import nudged
from cgraph_lib.exercises.plain import close
from cgraph_lib.exercises.reading import agrees
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    ratio: int = either(4, 5, 8, 10)
    added: int = either(1, 2, 3, 4)
    slope: int = either(4, 6, 10, 3)
    kinked: str = either("max", "min")
    left: int = either(4, 5, 6, 7)
    right: int = either(3, 2, 8)
    spoilt: tuple[str, str] = either(("b", "c"), ("b", "d"), ("c", "e"), ("d", "e"))


def _two_slots(p: Parameters) -> Exercise:
    a = p.ratio
    return Exercise(
        question=f"The quotient `y = a / a` has two edges from a. Predict both partials at a = {a}.",
        answer=Numbers({"slot 0": 1 / a, "slot 1": -1 / a}),
        mistakes=(
            Mistake({"slot 0": -1 / a, "slot 1": 1 / a}, "These are the two, the wrong way round."),
            Mistake({"slot 0": 0}, "0 is the rate of the whole: y is always 1. Slot 0 moves alone, slot 1 is held."),
            Mistake({"slot 0": 1}, f"In slot 0 a nudge is divided by what stands in slot 1, which is {a}."),
            Mistake({"slot 0": a}, f"Slot 0 holds what is divided: on its way to y a nudge there is divided by {a}."),
            Mistake({"slot 1": 1 / a}, "Mind the sign in slot 1: a larger divisor makes a quotient smaller."),
            Mistake({"slot 1": -1}, "−1 is −y. The rule for slot 1 is −y/a."),
            Mistake({"slot 1": -1 / a**2}, "That is −1/a². Above the line of −x/y² stands what is divided, here a."),
            Mistake({"slot 1": 0}, "0 is the rate of the whole: y is always 1. Slot 1 moves alone, slot 0 is held."),
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
        return agrees(*partials(given))

    def remark(given: dict[str, float]) -> str:
        return "With your numbers, ∂e/∂c = {} and ∂e/∂d = {}.".format(*map(number, partials(given)))

    return Exercise(
        question=f"In `c = a + b; d = b + {k}; e = c * d`, choose a and b so that ∂e/∂c and ∂e/∂d are equal and "
        "negative.",
        answer=Numbers({"a": k, "b": -k - 2}, lambda given: equal(given) and partials(given)[0] < 0, remark),
        mistakes=(
            Mistake(
                {"a": k, "b": 3},
                "They are equal, but positive. Keep a, and choose a smaller b.",
                lambda g: equal(g) and partials(g) > (0, 0),
            ),
            Mistake(
                {"a": k, "b": -k},
                "Both are 0, which is not negative. You are near: choose a smaller b.",
                lambda g: equal(g) and partials(g)[0] == 0,
            ),
            Mistake(
                {"a": -9, "b": -9},
                "Both are negative, but they differ. ∂e/∂c is d and ∂e/∂d is c: make c and d equal.",
                lambda g: max(partials(g)) < 0,
            ),
        ),
        hint="Write both partials in terms of a and b. For which a are they equal, whatever b is?",
        explanation=f"∂e/∂c = d = b + {k} and ∂e/∂d = c = a + b. They are equal at a = {k}, and negative for every b "
        f"below −{k}.",
        see="Drag a and b in the live picture `rates` above." if k == 1 else "",
    )


def _nudge_at_a_kink(p: Parameters) -> Exercise:
    k = p.slope
    return Exercise(
        question=f"`nudged` goes a step h down and a step h up, and divides by 2h. Which number does it find for "
        f"{k} · relu(x) at x = 0?",
        answer=OneNumber(k / 2),
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
TEMPLATE = """\
def partials(op, x, y):
    rules = {
        "multiply": (y, x),
        "subtract": ...,
        "divide": ...,
        "KINKED": ...,
    }
    return rules[op]"""


def _rules(p: Parameters) -> Exercise:
    op, sign, other = (p.kinked, ">", "<") if p.kinked == "max" else (p.kinked, "<", ">")
    right, ready = RULES.replace("KINKED", op).replace("SIGN", sign), f"(x {sign} y, y {sign} x)"
    tie = "if x != y else (0.5, 0.5)"
    functions: dict[str, Callable[[float, float], float]] = {
        "multiply": lambda x, y: x * y,
        "subtract": lambda x, y: x - y,
        "divide": lambda x, y: x / y,
        op: max if op == "max" else min,
    }
    points = [("multiply", 3, 2), ("subtract", 3, 2), ("subtract", -1, 4), ("divide", 6, 2), ("divide", -1.5, 0.5)]

    def trial(op: str, x: float, y: float) -> Case:
        slopes = tuple(nudged(functions[op], x, y))
        return Case(f"For {op} at x = {number(x)}, y = {number(y)}", lambda: (op, x, y), slopes, part=op)

    shares = Case(
        f"For {op} at x = 2, y = 2",
        lambda: (op, 2, 2),
        (0.5, 0.5),
        lambda found: len(found) == 2 and min(found) >= 0 and close(float(sum(found)), 1.0),
        "two shares that add up to 1, such as 0.5 and 0.5",
        op,
    )
    return Exercise(
        question=f"Fill in the partials of subtract, divide and {op}, one for each slot. A comparison such as "
        f"`x {sign} y` may stand for 1 or 0. At a tie of {op}, share one unit between the two slots as you like.",
        answer=Code(
            right,
            [*(trial(*point) for point in points), trial(op, 1, 2), trial(op, 3, 2), shares],
            template=TEMPLATE.replace("KINKED", op),
        ),
        mistakes=edited(
            right,
            ("(1, -1)", "(1, 1)", "Subtract: when y rises, x − y falls. Slot 1 needs a minus."),
            ("-x / y", "x / y", "Divide: for positive x, a larger y makes x / y smaller. Slot 1 needs a minus."),
            ("-x / y**2", "-1 / y", "Divide: v in the rule −v / y is the quotient x / y. So slot 1 is −(x / y) / y."),
            ("(1 / y, -x / y**2)", "(-x / y**2, 1 / y)", "Divide: your two partials are swapped. Slot 0 belongs to x."),
            (ready, f"(x {other} y, y {other} x)", f"{op}: the operand that wins passes its nudge on, not the other."),
            (
                f"{ready} {tie}",
                f"(x {sign}= y, y {sign}= x)",
                f"{op}: at a tie yours gives 1 and 1. If both operands rise by h, the result rises by h, not 2h.",
            ),
            (tie, "", f"{op}: at a tie yours gives 0 and 0. If both operands rise by h, the result rises by h, not 0."),
        ),
        hint="Nudge each operand in turn, in thought, and hold the other. The table of rules has the same lines.",
        explanation=f"Subtract has 1 and −1, divide 1/y and −x/y², and {op} has 1 for the operand that wins and 0 for "
        "the other. At a tie the course shares half and half; other shares are as right.",
        see="The live picture `trade` above shows how max shares." if op == "max" else "",
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
    labels = {edge: spoilt if edge == p.spoilt else value for edge, (_, value, spoilt) in rules.items()}
    listed = ", ".join(f"∂{child}/∂{parent} = {number(label)}" for (parent, child), label in labels.items())

    def right(edge: tuple[str, str]) -> str:
        rule, value, _ = rules[edge]
        return (
            f"∂{edge[1]}/∂{edge[0]} = {rule} = {number(value)}" if rule.isalpha() else f"∂{edge[1]}/∂{edge[0]} = {rule}"
        )

    return Exercise(
        question=f"Somebody labels the edges of `c = a * b; d = a - b; e = c * d` at a = {a}, b = {b}: {listed}. One "
        'label is wrong. On which edge? Answer with the names of its parent and child, as in `("c", "e")`.',
        answer=OneEdge(p.spoilt, list(rules)),
        mistakes=tuple(Mistake(edge, f"The label {right(edge)} is right.") for edge in rules if edge != p.spoilt),
        hint="Evaluate c and d first. Then go through the six labels, and ask each time what the rule says.",
        explanation=f"{right(p.spoilt)}, and the label says {number(labels[p.spoilt])}. With such a label every "
        "derivative that goes over this edge comes out wrong.",
        see="To see the right labels, give the graph to an `Explorer`, as was done for `rates` above.",
    )


EXERCISES = (_two_slots, _equal_and_negative, _nudge_at_a_kink, _rules, _wrong_label)
