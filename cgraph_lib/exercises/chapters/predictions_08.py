"""The predictions of notebook 08: arrays on the nodes."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    shapes: tuple[int, int, int] = either((3, 2, 4), (5, 3, 2), (4, 6, 3))
    size: tuple[int, int, int] = either((300, 2, 100), (200, 3, 50), (1000, 4, 10))
    b: float = either(1, 2, 3)
    p1: float = either(4, 3, 5)
    received: tuple[int, int, int] = either((1, 0, 2), (2, 3, 1), (4, 0, 1))


def _shapes(p: Parameters) -> Prediction:
    n, k, m = p.shapes
    return Choice(
        question=f"X has the shape ({n}, {k}) and W has ({k}, {m}). What is the shape of their matrix product P?",
        answer=f"({n}, {m})",
        because=f"Each of the {n} rows of X meets each of the {m} columns of W, and every meeting is one entry.",
        guesses=(
            Guess(f"({m}, {n})", "The size is right, the order is not: rows of P belong to rows of X."),
            Guess(f"({k}, {k})", f"The {k} is what a row and a column have in common. It is summed over, and is gone."),
            Guess(
                f"({n}, {k})",
                f"Each row of X is no longer {k} numbers in P: it has one number for each column of W.",
            ),
        ),
        shown=f"P = matmul(X, W) = array {n}×{m}",
    )


def _jacobian(p: Parameters) -> Prediction:
    n, k, m = p.size
    return Choice(
        question=f"W has the shape ({k}, {m}), and P, made of {n} examples, has ({n}, {m}). The Jacobian of the edge "
        "from W to "
        "P has a row for each entry of P and a column for each entry of W. How many numbers is that?",
        answer=f"{n * m * k * m:,}",
        because=f"{n * m:,} rows times {k * m:,} columns. Nearly all of these numbers are 0.",
        guesses=(
            Guess(
                f"{n * m + k * m:,}",
                "Rows and columns are multiplied: each entry of P may move with each entry of W.",
            ),
            Guess(
                f"{n * k:,}",
                "So many numbers are in X, and beside 0 the Jacobian has no others. But they stand there many times.",
            ),
            Guess(f"{n * m:,}", "That is the number of rows, one for each entry of P. Each row has many numbers."),
        ),
        shown=f"= {n * m * k * m:,} numbers",
    )


def _cut(p: Parameters) -> Prediction:
    graph = parse("z0 = p0 + b; z1 = p1 + b; L = z0 * z1")
    at = {"p0": 2.0, "p1": p.p1, "b": p.b}
    values = evaluate(graph, at)
    return EdgeChoice(
        question=f"b is copied into z0 and z1. Now p0 moves to {number(-p.b)}, so that z0 is 0. Which edge carries 0 "
        "then?",
        answer="z1 → L",
        because="The partial for z1 is the other factor, z0. The path through z1 carries nothing then.",
        guesses=(
            Guess("z0 → L", "Its partial is the other factor, z1, and that is not 0."),
            Guess("b → z0", "z0 is 0, but it still moves as much as b: the partial of a sum is 1."),
            Guess("b → z1", "This edge leads into a sum, and z1 does not even notice p0."),
            Guess("p0 → z0", "z0 is 0, but it moves as much as p0 does: a sum passes a nudge on."),
            Guess("p1 → z1", "p1 is not touched, and the edge leads into a sum: its partial is 1."),
        ),
        shown="[5.0, 0.0]",
        graph=graph,
        view=View(values=values, partials=local_partials(graph, values)),
    )


def _bias(p: Parameters) -> Prediction:
    entries = ", ".join(map(str, p.received))
    return Number(
        question=f"b[0] was copied into three rows of Z. The adjoint of Z has {entries} in column 0. What is the "
        "adjoint of "
        "b[0]?",
        answer=sum(p.received),
        because="Each copy is a path of its own, so the contributions of the three rows add up.",
        guesses=(
            Guess(
                sum(p.received) / 3,
                "A mean would share one movement out among the copies. But each copy makes the whole movement of b[0].",
            ),
            Guess(p.received[2], "That is the contribution of the last row; the others must not be written over."),
        ),
        otherwise="One number went to three places. What do the three places send back?",
        shown=f"[{sum(p.received):.1f}, 0.0, 3.0, 0.0]",
    )


PREDICTIONS = (_shapes, _jacobian, _cut, _bias)
