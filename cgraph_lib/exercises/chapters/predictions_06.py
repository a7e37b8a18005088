"""The predictions of notebook 06: forward accumulation and dual numbers."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient, local_partials
from cgraph_lib.exercises.examples import RUNNING
from cgraph_lib.exercises.places import BoxChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: float = either(2, 3, 4, 5)
    b: float = either(1, 2, 3)
    x: tuple[int, int] = either((3, 2), (2, 3), (4, 3), (5, 2))
    y: tuple[int, int] = either((5, 4), (4, 5), (6, 2), (3, 7))
    inputs: int = either(1, 100)
    outputs: int = either(100, 1)


def _other_input(p: Parameters) -> Prediction:
    return Number(
        question="The sweep begins at the input b, and the seed is db/db = 1. What is the tangent of the other "
        "input, a = "
        f"{p.a}: how fast does a move when b does?",
        answer=0,
        because="Two inputs have nothing to do with each other: a stays where it is when b moves.",
        guesses=(
            Guess(1, "1 is the tangent of the input that moves. Does a move with it?"),
            Guess(p.a, "That is the value of a. The question is how fast a moves when b does."),
        ),
        otherwise="Move b in your mind. Does a move?",
        shown="da/db = 0",
    )


def _stays(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    return BoxChoice(
        question="Put the seed on a instead of b. One computed box keeps the tangent 0. Which one?",
        answer="d",
        because="No path leads from a to d, so nothing of the seed arrives there.",
        guesses=(
            Guess("a", "a has the seed: its tangent is 1."),
            Guess("b", "b does keep 0, but it is an input. Which computed box does not move with a either?"),
            Guess("c", "An edge leads from a to c, so c moves when a does."),
            Guess("e", "e moves with a by way of c."),
        ),
        shown="'d': 0.0",
        graph=RUNNING,
        view=View(values=v, partials=local_partials(RUNNING, v)),
    )


def _column(p: Parameters) -> Prediction:
    return Choice(
        question="A table holds the derivative of each node (its columns) with respect to each node (its rows). A "
        "sweep up "
        "from b fills the row of b. What does one reverse sweep from the output e fill?",
        answer="the column of e",
        because="It finds how fast e moves with every node: one node watched, all nodes moved.",
        guesses=(
            Guess("the row of e", "The row of e says how fast all nodes move when e does. Nothing is computed from e."),
            Guess("the column of b", "That column says how fast b moves. The sweep asks about e."),
            Guess("the whole table", "One sweep answers for one output. The other columns belong to other nodes."),
        ),
        shown="{'a': 2.0, 'b': 5.0, 'c': 2.0, 'd': 3.0, 'e': 1.0}",
    )


def _product(p: Parameters) -> Prediction:
    (x, dx), (y, dy) = p.x, p.y
    tangent = dx * y + x * dy
    return Number(
        question=f"What is ({x} + {dx}h) · ({y} + {dy}h), when whatever has h² in it is dropped? Give the number that "
        "stands "
        "before h.",
        answer=tangent,
        because=f"Two terms have one h in them: {dx} · {y} and {x} · {dy}.",
        guesses=(
            Guess(dx * dy, f"{dx} · {dy} belongs to h², which is dropped."),
            Guess(dx + dy, "So it is for a sum. In a product each tangent is multiplied by the other value."),
            Guess(dx * y, f"That is one of two terms. {x} · {dy}h has one h in it as well."),
            Guess(x * dy, f"That is one of two terms. {dx}h · {y} has one h in it as well."),
        ),
        otherwise="Multiply the brackets out: four terms. Which of them have exactly one h?",
        shown=f"{x * y} + {tangent}h",
    )


def _ways(p: Parameters) -> Prediction:
    up, down, same = "up from the inputs", "down from the outputs", "both the same, since the edges are the same"
    many = max(p.inputs, p.outputs)
    answer, other = (up, down) if p.inputs < p.outputs else (down, up)
    ends = "1 input and 100 outputs" if p.inputs < p.outputs else "100 inputs and 1 output"
    return Choice(
        question=f"A graph has {ends}, and you need all its derivatives. Which way takes less work?",
        answer=answer,
        because=f"One sweep is enough. The other way takes {many}.",
        guesses=(
            Guess(other, f"A sweep that way begins at one of {many} nodes and serves only that one."),
            Guess(same, f"A sweep costs about the same either way. But the numbers of sweeps are 1 and {many}."),
        ),
        shown="1      100            1              121            100            2,200",
    )


def _left(p: Parameters) -> Prediction:
    d = gradient(RUNNING, a=p.a, b=p.b)
    return Number(
        question=f"(a + b) · (b + 1) at a = {p.a}, b = {p.b}, with dual numbers: a was seeded with 1, and "
        f"{number(d['a'])} came out. Now b is seeded with 1 as well, and a's seed is left where it is. The derivative "
        "for b "
        f"is {number(d['b'])}. Which tangent comes out?",
        answer=d["a"] + d["b"],
        because="Both inputs move at once, so the result moves by the sum of both derivatives.",
        guesses=(
            Guess(d["b"], "So it would be if a's seed had been taken away. It is still there, so a moves as well."),
            Guess(d["a"], "b moves now too, and the result moves with it."),
            Guess(d["a"] * d["b"], "Two movements that arrive at one node add up."),
        ),
        otherwise="Both inputs move at the rate 1. How far does each of them move the result?",
        shown=number(d["a"] + d["b"]),
    )


PREDICTIONS = (_other_input, _stays, _column, _product, _ways, _left)
