"""Predictions of every kind, made up for the tests."""

import dataclasses

from cgraph_lib import parse
from cgraph_lib.exercises.places import BoxChoice, EdgeChoice, Order
from cgraph_lib.exercises.predictions import Choice, Guess, Number
from cgraph_lib.exercises.variants import either

GRAPH = parse("c = a + b; d = b + 1; e = c * d")

CHOICE = Choice(
    id="91.order",
    question="Which comes first?",
    answer="c",
    because="It needs a and b alone.",
    guesses=(Guess("e", "e needs c and d."), Guess("none", "Some node can always be computed.")),
    shown="c",
)
NUMBER = Number(
    id="91.sum",
    question="What is 2 · 3 + 1/3?",
    answer=6 + 1 / 3,
    because="Multiplication binds first.",
    guesses=(Guess(20 / 3, "You added first."),),
    otherwise="Multiply first, then add.",
    shown="6.333",
)
EDGE = EdgeChoice(
    id="91.edge",
    question="Which edge brings 3 to d?",
    answer="d → e",
    because="Its partial is c = 3.",
    guesses=(Guess("c → e", "That one brings 2, to c."),),
    otherwise="An edge ends at e.",
    shown="3",
    graph=GRAPH,
)
BOX = BoxChoice(
    id="91.box",
    question="Which box is read twice?",
    answer="b",
    because="c and d read it.",
    guesses=(Guess("a", "Only c reads a."),),
    otherwise="Count the edges that leave it.",
    shown="b",
    graph=GRAPH,
)
ORDER = Order(
    id="91.order_of_boxes",
    question="In which order can they be computed?",
    answer=["a", "b", "c", "d", "e"],
    because="Parents come first.",
    guesses=(Guess(["e", "d", "c", "b", "a"], "That is the way back."),),
    otherwise="{early} needs {late}.",
    shown="a b c d e",
    graph=GRAPH,
)
ALL = [CHOICE, NUMBER, EDGE, BOX, ORDER]


@dataclasses.dataclass(frozen=True)
class Parameters:
    a: float = either(2.0, 3.0, 5.0, 7.0)


def double(p):
    return Number(
        question=f"What is 2 · {p.a:g}?",
        answer=2 * p.a,
        because="Twice.",
        guesses=(Guess(p.a**2, "That is the square."),),
        shown=f"{2 * p.a:g}",
    )
