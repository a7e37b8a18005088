"""The exercises of notebook 06: forward accumulation."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, forward_trace, reverse_trace
from cgraph_lib.exercises.answer_types import Numbers, OneNumber, WholeNumbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import inputs_of
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.parsing import parse

Pair = tuple[float, float]


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: int = either(3, 4, 5, 2)
    b: int = either(2, 3, 4, 5)
    value: int = either(14, 11, 23, 31)
    slope: int = either(19, 13, 17, 22)
    bend: int = either(8, 5, 6, 7)
    x: int = either(2, 3, 4)
    y: int = either(3, 5, 6)
    z: int = either(5, 2, 7)
    counted: str = either(
        "c = a + b; d = c * b; e = 2 * d",
        "c = a + b; d = c * c; e = d + b",
        "c = a * a; d = c + b; e = 3 * d",
        "c = a * a; d = c * c; e = d + b",
    )
    over: tuple[int, int] = either((6, 5), (8, 7), (4, 5), (10, 7))


def _tangents(p: Parameters) -> Exercise:
    a, b = p.a, p.b
    c = a + b
    d, at_d = c * b, b + c
    at_e = d + c * at_d
    return Exercise(
        question=f"Find the tangents of `c = a + b; d = c * b; e = c * d` with respect to b, at a = {a}, b = {b}, on "
        "paper.",
        answer=Numbers({"dc/db": 1, "dd/db": at_d, "de/db": at_e}),
        mistakes=(
            Mistake({"dc/db": b}, "A sum passes a movement on unchanged: how fast c moves does not depend on b."),
            Mistake({"dd/db": b}, "Two edges lead into d. The contribution from c is right, that from b is missing."),
            Mistake({"dd/db": c}, "Two edges lead into d. The contribution from b is right, that from c is missing."),
            Mistake({"de/db": d}, "At e the contribution from c is right, the one from d is missing."),
            Mistake({"de/db": c * at_d}, "At e the contribution from d is right, the one from c is missing."),
            Mistake({"de/db": c + d * at_d}, "On the two edges into e the partials are swapped: ∂e/∂c is d."),
            Mistake({"de/db": d + c}, "From d comes the partial times dd/db, not the partial alone."),
        ),
        hint="Put 1 on b. Then go up: first c, then d with its two contributions, then e with its two.",
        explanation=f"c = {c} and d = {d}. From b, c receives 1. At d meet 1 · {b} from c and 1 · {c} from b: {at_d}. "
        f"At e meet 1 · {d} from c and {at_d} · {c} from d: {at_e}.",
        see='To check yourself, give the graph\'s `forward_trace` with `wrt="b"` to a `StepPlayer`, as was done for '
        "`upwards` above.",
    )


def _digits(p: Parameters) -> Exercise:
    return Exercise(
        question="A polynomial with small whole coefficients gives f(2.00001) = "
        f"{p.value}.{p.slope:05}{p.bend:05}. What are the value, the derivative and the second derivative of f at 2?",
        answer=WholeNumbers({"value": p.value, "derivative": p.slope, "second derivative": 2 * p.bend}),
        mistakes=(
            Mistake({"derivative": p.slope / 1e5}, "So far f moves while x moves by h. How many h does it move?"),
            Mistake({"derivative": p.bend}, "These digits belong to h². Those of the derivative stand before them."),
            Mistake({"second derivative": p.bend / 1e10}, "So far f moves by the h² in it. How many h² are these?"),
            Mistake({"second derivative": p.bend}, "This is the factor of h². Differentiate twice: a 2 comes down."),
            Mistake({"second derivative": p.bend / 2}, "A factor 2 is needed, but it goes the other way."),
            Mistake({"second derivative": 0}, "It is not 0: the digits in the second group of five belong to h²."),
        ),
        hint="Read groups of five digits as value + derivative · h + k · h². What does school say of the second "
        "derivative of k · h²?",
        explanation=f"The digits say {p.value} + {p.slope} · h + {p.bend} · h². The derivative of {p.bend} · h² is "
        f"{2 * p.bend} · h, and that of {2 * p.bend} · h is {2 * p.bend}.",
    )


def _left_in(p: Parameters) -> Exercise:
    by_x, by_y, by_z = p.y * p.z, p.x * p.z, p.x * p.y
    return Exercise(
        question=f"Somebody makes three dual numbers with the values x = {p.x}, y = {p.y}, z = {p.z}, and gives x, y "
        "and z in turn the tangent 1, without taking a seed away. After each seed, the tangent of x · y · z is read. "
        "What is the third one?",
        answer=OneNumber(by_x + by_y + by_z),
        mistakes=(
            Mistake(by_z, "That is the derivative with respect to z alone. The seeds of x and y are still there."),
            Mistake(by_y + by_z, "The seed of y is counted, but that of x has not been taken away either."),
            Mistake(by_x + by_z, "The seed of x is counted, but that of y has not been taken away either."),
            Mistake(by_x + by_y, "These are the two seeds left in. The third, on z, counts as well."),
            Mistake(2 * by_x + by_y + by_z, "No seed counts twice: the tangent of x is set to 1 once, and stays 1."),
            Mistake(3 * by_z, "Three seeds are there, but each of them counts with the product of the other two."),
        ),
        hint="At the third reading all three inputs have the tangent 1. Each brings one contribution.",
        explanation=f"All three seeds are in: y · z = {by_x} from x, x · z = {by_y} from y and x · y = {by_z} from "
        f"z, together {by_x + by_y + by_z}. Right for z alone is {by_z}.",
    )


def _work(graph: Graph) -> tuple[int, int, int]:
    """Return the multiplications of a sweep from each input, and of the one from the output."""
    values = evaluate(graph, dict.fromkeys(graph.inputs, 1.0))
    a, b = (forward_trace(graph, values, wrt=name).multiplications for name in ("a", "b"))
    return a, b, reverse_trace(graph, values).multiplications


def _counts(p: Parameters) -> Exercise:
    a, b, down = expected = _work(parse(p.counted))
    swapped = p.counted.translate(str.maketrans("ab", "ba"))

    def remark(graph: Graph) -> str:
        template = "On your graph, the sweep from a takes {}, the one from b {}, and the one down {}."
        return template.format(*_work(graph))

    return Exercise(
        question="Write a formula for a graph with the inputs a and b. A sweep upwards should take "
        f"{a} multiplications from a and {b} from b; the sweep down from the output should take {down}.",
        answer=OneGraph(p.counted, lambda graph: inputs_of(graph) == {"a", "b"} and _work(graph) == expected, remark),
        mistakes=(
            Mistake("e = a * a", "The graph should have two inputs, a and b.", lambda g: inputs_of(g) != {"a", "b"}),
            Mistake(
                swapped,
                "These are the right numbers, but for the other input: swap a and b.",
                lambda g: _work(g) == (b, a, down),
            ),
            Mistake(
                "a + b + a + b + a + b",
                "The sweep down takes more than it should: there are too many edges below your output.",
                lambda g: _work(g)[2] > down,
            ),
            Mistake(
                "a + b",
                "The sweep down takes less than it should: there are too few edges below your output.",
                lambda g: _work(g)[2] < down,
            ),
        ),
        hint="An edge counts for an input if a path from the input leads over it. How many edges must count for both?",
        explanation=f"One such graph is {p.counted.replace('*', '·')}. Each edge counts once on the way down, and "
        f"upwards once for each input from which a path leads to it: {a} + {b} = {a + b}, so {a + b - down} of the "
        f"{down} count for both.",
    )


ABOVE = "(x[1] * y[0] - x[0] * y[1])"
RIGHT = f"{ABOVE} / y[0] ** 2"
TEMPLATE = """\
def divide(x, y):
    value = x[0] / y[0]
    tangent = ...  # your formula
    return value, tangent"""


def _quotient(p: Parameters) -> Exercise:
    right = TEMPLATE.replace("...  # your formula", RIGHT)
    pairs: list[tuple[Pair, Pair]] = [(p.over, (2, 1)), ((6, 1), (3, 0)), ((1, 0), (2, 1)), ((-3, 2), (0.5, -4))]
    cases = [_case(*pair) for pair in (*pairs, ((5, 5), (5, 5)))]
    value, tangent = _rates(p.over, (2, 1))
    return Exercise(
        question="Let a dual number be a pair of value and tangent, so that `x[0]` is the value of x and `x[1]` its "
        f"tangent. Fill the hole, so that x is divided by y. For example, `divide({p.over}, (2, 1))` gives "
        f"`({value:g}, {tangent:g})`.",
        answer=Code(right, cases, template=TEMPLATE),
        mistakes=edited(
            right,
            (RIGHT, "x[1] / y[1]", "You divide the tangents. But x / y has a contribution from x and one from y."),
            (RIGHT, "x[1] / y[0]", "The contribution of y's tangent is missing; the partial there is −x / y²."),
            (" - ", " + ", "A sign is wrong: when y grows, x / y moves the other way, for the partial is −x / y²."),
            (ABOVE, "(x[0] * y[1] - x[1] * y[0])", "Both signs are wrong: x's contribution counts up, that of y down."),
            (" ** 2", "", "Your tangent is the right one times y: one division by y is missing."),
        ),
        hint="Two contributions: x's tangent times the partial 1 / y, and y's tangent times the partial −x / y².",
        explanation="The tangent is x's tangent times 1 / y plus y's tangent times −x / y². With one line below both, "
        "that is the quotient rule of school.",
    )


def _rates(x: Pair, y: Pair) -> Pair:
    """Return value and tangent of x / y, by a step so small and imaginary that nothing is rounded away."""
    h = 1e-20
    moved = complex(x[0], x[1] * h) / complex(y[0], y[1] * h)
    return moved.real, moved.imag / h


def _case(x: Pair, y: Pair) -> Case:
    return Case(f"For x = {x} and y = {y}", lambda: (x, y), _rates(x, y))


EXERCISES = (_tangents, _digits, _left_in, _counts, _quotient)
