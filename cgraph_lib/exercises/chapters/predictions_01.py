"""The predictions of notebook 01: expressions as graphs."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate
from cgraph_lib.exercises.examples import RUNNING
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    ends: tuple[str, str] = either(("b", "c"), ("d", "e"))
    doubled: str = either("a + a", "a * a", "a - a", "a / a")
    sum: str = either("a + b", "a - b", "a * b")
    stages: int = either(30, 6, 20, 35)
    cycle: tuple[str, str] = either(("q = p * 2", "p = q + 1"), ("p = q * q", "q = p - 3"), ("p = 3 - q", "q = 2 * p"))
    x: float = either(0.6, 0.8, 0.28, 0.96)


def _slot(p: Parameters) -> Prediction:
    parent, child = p.ends
    others = [edge for edge in RUNNING.edges if edge is not RUNNING.edge(parent, child)]
    ends = [(RUNNING.names[edge.parent], RUNNING.names[edge.child]) for edge in others]
    here = {name: RUNNING.edge(name, child).slot for name, other in ends if other == child}
    first = next(name for name in here)
    return EdgeChoice(
        question=f"Each edge has a slot: the operand's position in the formula, counted from 0. Two edges lead into "
        f"{child}. Which of them has slot 1?",
        answer=f"{parent} → {child}",
        because=f"{parent} is the second operand of {child}, and counting begins at 0.",
        guesses=(
            Guess(f"{first} → {child}", f"{first} stands first in the formula, and the first position is 0."),
            *(
                Guess(f"{start} → {end}", f"The edge from {start} leads into {end}. Look at those that end at {child}.")
                for start, end in ends
                if end != child
            ),
        ),
        shown="b -> c   slot 1",
        graph=RUNNING,
    )


def _parallel(p: Parameters) -> Prediction:
    return Number(
        question=f"In `y = {p.doubled}` both operands are the same node. How many edges run from a to y?",
        answer=len(parse(f"y = {p.doubled}").edges),
        because="The operation reads a twice, and each reading is an edge with a slot of its own.",
        guesses=(
            Guess(1, "There is one node a, but the operation reads it twice: an edge for each position."),
            Guess(3, "Count what the operation reads: a first and a second operand."),
        ),
        otherwise="Count what the operation reads: each operand is an edge.",
        shown="[0, 1]",
    )


def _twice(p: Parameters) -> Prediction:
    return Choice(
        question=f"How often does the graph of `({p.sum}) * ({p.sum} + 1)` compute `{p.sum}`?",
        answer="twice",
        because="The text says it twice, and a graph holds what the text says.",
        guesses=(
            Guess(
                "once",
                "Once would do. But the graph holds what the text says, and it says the same twice, without a name.",
            ),
            Guess("three times", "Count how often the text says it; the product and the 1 are other nodes."),
        ),
        shown=f"v2 = {p.sum}",
    )


def _tree(p: Parameters) -> Prediction:
    size = 2 ** (p.stages + 1) - 1
    remarks = {
        "about a hundred": "A stage does not add a few nodes to the tree: it copies the whole tree below it.",
        "a million or two": f"A million takes 20 doublings. Here there are {p.stages}.",
        "more than a billion": f"A billion takes 30 doublings. Here there are {p.stages}.",
    }
    answer = list(remarks)[(size > 1_000) + (size > 100_000_000)]
    return Choice(
        question=f"Each of {p.stages} stages squares the last node, so the graph has {p.stages + 1} nodes. A tree must "
        "copy every node that is used twice, with all that lies below it. How many nodes does the tree have?",
        answer=answer,
        because=f"Each stage doubles the tree and adds one: {size:,} nodes.",
        guesses=tuple(Guess(room, remark) for room, remark in remarks.items() if room != answer),
        shown=f"{size:,} in the tree",
    )


def _cycle(p: Parameters) -> Prediction:
    first, second = p.cycle
    names = first[0], second[0]
    return Choice(
        question=f"In `{first}; {second}`, which of the two can be computed first?",
        answer="neither",
        because=f"{names[0]} needs {names[1]}, and {names[1]} needs {names[0]}.",
        guesses=(
            Guess(names[0], f"Read its line once more: `{first}` needs a number for {names[1]} before it can begin."),
            Guess(names[1], f"Read its line once more: `{second}` needs a number for {names[0]} before it can begin."),
        ),
        shown=f"{names[0]} -> {names[1]} -> {names[0]}",
    )


def _circle(p: Parameters) -> Prediction:
    y = evaluate(parse("y = sqrt(1 - x**2)"), x=p.x)["y"]
    return Choice(
        question=f"Two points of the circle x² + y² = 1 have x = {p.x}. Which y does the graph of "
        "`y = sqrt(1 - x**2)` compute?",
        answer=f"only {number(y)}",
        because="A root has one value, the one that is not negative. The lower half of the circle is lost.",
        guesses=(
            Guess(f"only {number(-y)}", "That point is on the circle. But `sqrt` gives the root that is not negative."),
            Guess(
                f"both, {number(y)} and {number(-y)}",
                "The equation has both. A node has one value, so solving for y has left one of them out.",
            ),
            Guess(f"only {number(1 - p.x)}", "That is 1 − x, the root of (1 − x)². Here it is the root of 1 − x²."),
        ),
        shown=f"y = √v2 = {number(y)}",
    )


PREDICTIONS = (_slot, _parallel, _twice, _tree, _cycle, _circle)
