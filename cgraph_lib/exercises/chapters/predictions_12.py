"""The predictions of notebook 12: what an engine must remember, and what it forgets."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    x: float = either(3, 5, 6)
    then: float = either(4, 7, 2)
    top: float = either(6, 8, 12)
    bottom: float = either(2, 4)
    rows: int = either(4, 5, 6)
    columns: int = either(3, 2)
    cube: float = either(3, 2, 4)


def _frozen(p: Parameters) -> Prediction:
    square = p.x * p.x
    return Number(
        question=f"A node y = x · x was computed at x = {number(p.x)}. Then a line sets `x.value = {p.then}`. Which "
        "number does `y.value` hold after that?",
        answer=square,
        because="A node computes its value once, when it is made. Nothing tells it that a parent has changed.",
        guesses=(
            Guess(p.then**2, "That would take a new evaluation. y has its number, and is not asked again."),
            Guess(p.x * p.then, "y holds one number, computed once. It does not look at x again, in any slot."),
            Guess(p.then, "That is the value of x. y keeps a number of its own."),
        ),
        otherwise="When is the value of y computed, and what would have to happen for it to be computed again?",
        shown=f"({square:.1f}, ",
    )


def _divide(p: Parameters) -> Prediction:
    x, y = p.top, p.bottom
    return Number(
        question=f"The table's rule for / is asked at x = {number(x)} and y = {number(y)}. Which number is the partial "
        "with respect to y, with its sign?",
        answer=-x / y**2,
        because="A larger divisor makes the quotient smaller: −v / y, with v the quotient itself.",
        guesses=(
            Guess(x / y**2, "The size is right. A larger divisor makes the quotient smaller, so which sign is it?"),
            Guess(1 / y, "That is the partial with respect to x. The divisor's own is another."),
            Guess(-1 / y, "Nudge y: the quotient moves by more than that, as x is large."),
            Guess(-x / y, "That is minus the quotient. It is divided by y once more."),
        ),
        otherwise="The rule says −v / y. Which number is v here?",
        shown=f", {-x / y**2:.1f})",
    )


def _chain(p: Parameters) -> Prediction:
    return Choice(
        question="A function orders a graph by calling itself for each parent. What happens on a chain of 10,000 "
        "additions?",
        answer="it stops with an error",
        because="Each call waits inside the one before. Python allows about a thousand such calls by default.",
        guesses=(
            Guess("it is right", "On short chains it is. Count how many calls are open when it reaches the input."),
            Guess("it is right, but slow", "10,000 calls take milliseconds. What do they need while they wait?"),
            Guess("it lists some nodes twice", "It keeps a record of the nodes that are done. What else grows?"),
        ),
        shown="RecursionError",
    )


def _hurry(p: Parameters) -> Prediction:
    return Choice(
        question="The next version has a stack but no order: a node sends as soon as something has arrived. What does "
        "its test find?",
        answer="the diamond is wrong",
        because="There an inner node is used twice, so it sends a part of its sum, and later all of it.",
        guesses=(
            Guess("x * x is wrong", "x is an input there: it sends nothing on, so an unfinished sum does no harm."),
            Guess(
                "the second run is wrong", "Its dictionary is made anew in each run, and the first is wrong already."
            ),
            Guess("nothing", "Look for a graph in which a node with parents of its own has two children."),
        ),
        shown="the diamond should give 14",
    )


def _row(p: Parameters) -> Prediction:
    n, k = p.rows, p.columns
    return Number(
        question=f"A row of shape ({k},) is added to a table of shape ({n}, {k}), and each entry of the result has the "
        "adjoint 1. What is the adjoint of each entry of the row?",
        answer=float(n),
        because="Each entry is used once in every line of the table, and the contributions are added.",
        guesses=(
            Guess(1.0, "That is one contribution. In how many lines of the table is the entry used?"),
            Guess(float(n * k), "An entry goes into one column, not into all of them."),
            Guess(float(k), f"That counts the columns. An entry stays in its column, {n} lines high."),
        ),
        otherwise="Nudge one entry of the row: how many entries of the result move?",
        shown=f"{n:.1f}",
    )


def _again(p: Parameters) -> Prediction:
    return Choice(
        question=f"`accumulate` has found the derivative of x³ at {number(p.cube)}. It is called once more, on what it "
        "has returned for x. What comes out?",
        answer="nothing: it stops with an error",
        because="The adjoint is a bare number. It has no edges, so nothing leads back to x.",
        guesses=(
            Guess(f"{number(6 * p.cube)}, the second derivative", "For that the sweep would have to be remembered."),
            Guess("0", "That would be right of a node without a path to x. But an adjoint is not even a node."),
            Guess("1", "That is the adjoint of an output with respect to itself. But is this number a node?"),
        ),
        shown="has no attribute",
    )


PREDICTIONS = (_frozen, _divide, _chain, _hurry, _row, _again)
