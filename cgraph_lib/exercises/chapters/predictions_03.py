"""The predictions of notebook 03: partials on edges."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient, local_partials
from cgraph_lib.exercises.examples import CUBE, RUNNING
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: float = either(2, 4, 3)
    b: float = either(1, 2, 4)
    new_a: float = either(5, 4, 6)
    below: float = either(-2, -3, 2, 4)
    operand: float = either(3, 4, 5, 7)


def _product(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    c, d = v["c"], v["d"]
    return Number(
        question=f"e = c · d, at c = {number(c)} and d = {number(d)}. Nudge c upwards by h, and hold d. By how many h "
        "does e rise?",
        answer=local_partials(RUNNING, v)["c", "e"],
        because=f"The new strip of the rectangle is h long and d = {number(d)} wide.",
        guesses=(
            Guess(c, f"{number(c)} is the value of c, which is nudged. What is the nudge multiplied by?"),
            Guess(1, "One h is what a sum passes on. A product multiplies it."),
            Guess(c * d, f"{number(c * d)} is the area, the value of e. The question is by how much the area grows."),
            Guess(c + d, "Only c moves. The other side of the rectangle is held, so only one strip is added."),
        ),
        otherwise="Put it in: (c + h) · d is c · d + h · d.",
        shown=f"the strips are {number(d)} and 0",
    )


def _zero(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    moved = evaluate(RUNNING, a=p.new_a, b=-1)
    return EdgeChoice(
        question=f"The labels belong to a = {p.a}, b = {p.b}. Now move to a = {p.new_a}, b = −1. On which edge will "
        "the "
        "partial be 0?",
        answer="c → e",
        because="Its partial is the value of d, and at b = −1 that is 0.",
        guesses=(
            Guess("d → e", f"Its partial is the value of c, and c = {p.new_a} − 1 = {number(moved['c'])}."),
            Guess("a → c", "A sum passes a nudge on unchanged, at all inputs: its partial stays 1."),
            Guess("b → c", "It is an edge into a sum. Its partial is 1, whatever b is."),
            Guess(
                "b → d",
                "True, d is 0 there. But the partial says how fast d moves with b, and that stays 1.",
            ),
        ),
        shown="∂e/∂c = d = 0",
        graph=RUNNING,
        view=View(values=v, partials=local_partials(RUNNING, v)),
    )


def _sign(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.new_a, b=p.below)
    partial = local_partials(RUNNING, v)["c", "e"]
    answer = "positive" if partial > 0 else "negative"
    other = "negative" if partial > 0 else "positive"
    return Choice(
        question=f"c = a + b, d = b + 1, e = c · d, now at a = {p.new_a}, b = {number(p.below)}. Is ∂e/∂c positive, "
        "negative or zero?",
        answer=answer,
        because=f"∂e/∂c is the value of d = b + 1, which is {number(partial)}.",
        guesses=(
            Guess(other, f"∂e/∂c is the value of the other factor, d = b + 1. Work it out at b = {number(p.below)}."),
            Guess("zero", "It is zero only where the other factor is: where b + 1 = 0."),
        ),
        shown=f"{partial:.1f}",
    )


def _doubled(p: Parameters) -> Prediction:
    return Choice(
        question=f"y = a + a, at a = {p.operand}. How many edges run from a to y, and what do they carry?",
        answer="two edges, with 1 on each",
        because="Each slot is an edge, and on an edge only its own slot is nudged.",
        guesses=(
            Guess(
                "one edge, with 2 on it",
                "2 is how fast y moves when a does, in both slots at once. An edge speaks of one slot, and there are "
                "two.",
            ),
            Guess(
                "two edges, with 2 on each",
                "An edge holds what stands in the other slot, even if it is the same node. What is left of 2 then?",
            ),
            Guess("one edge, with 1 on it", "The sum reads a twice, and each reading is an edge of its own."),
        ),
        shown="∂y/∂a₂ = 1",
    )


def _square(p: Parameters) -> Prediction:
    graph = parse("y = a * a")
    return Number(
        question=f"y = a · a, at a = {p.operand}. Which number stands on the edge in slot 0?",
        answer=local_partials(graph, evaluate(graph, a=p.operand))["a", "y", 0],
        because="The partial of a product is the number in the other slot, whichever node that comes from.",
        guesses=(
            Guess(2 * p.operand, "2a is the derivative of a². It is what both edges bring together."),
            Guess(p.operand**2, "That is the value of y. How fast does y move, if only slot 0 is nudged?"),
            Guess(1, "1 is on the edges of a sum. This is a product."),
        ),
        otherwise="Nudge slot 0 alone: (a + h) · a is a · a + h · a.",
        shown=f"∂y/∂a₁ = a = {number(p.operand)}",
    )


def _cube(p: Parameters) -> Prediction:
    v = evaluate(CUBE, x=p.operand)
    whole = gradient(CUBE, x=p.operand)["x"]
    return Number(
        question=f"s = x · x and y = s · x, at x = {p.operand}. Which number stands on the edge from x straight to y?",
        answer=local_partials(CUBE, v)["x", "y"],
        because="On this edge s is held, and y = s · x moves s times as fast as x.",
        guesses=(
            Guess(whole, f"{number(whole)} is dy/dx, 3x²: how fast y moves along all routes. On one edge s is held."),
            Guess(p.operand, "That is x. The other factor of y is s."),
            Guess(2 * p.operand, "2x is how fast s moves with x. On this edge s is held."),
        ),
        otherwise="Hold s, and read y = s · x. What is the other factor?",
        shown=f"the edge, ∂y/∂x: {v['s']:.1f}",
    )


PREDICTIONS = (_product, _zero, _sign, _doubled, _square, _cube)
