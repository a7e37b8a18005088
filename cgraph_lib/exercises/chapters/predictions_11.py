"""The predictions of notebook 11: what a tape holds, what must be saved, checkpoints, rules and kinks of frameworks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    power: int = either(4, 3, 5, 6)
    chain: int = either(10_000, 2_500, 3_600, 40_000)
    x: int = either(3, 2, 5)
    wrong: int = either(3, 4, 5)


def _tape(p: Parameters) -> Prediction:
    n = p.power
    return Number(
        question=f"`power(x, {n})` starts with y = x and multiplies y by x in a loop. How many entries does the tape "
        "hold after it has run?",
        answer=float(n - 1),
        because="One for each multiplication. A loop decides what runs; on the tape stands what did run.",
        guesses=(
            Guess(float(n), f"The power is {n}, but y = x is no operation: it only gives x another name."),
            Guess(1.0, "The loop is one in the program. The tape does not see it, only the operations that pass by."),
            Guess(2.0 * n - 2, "That many edges are written down. An entry holds both edges of one product."),
        ),
        otherwise="Go through the loop by hand, and write down each product.",
        shown=f"({n - 1}, ",
    )


def _saved(p: Parameters) -> Prediction:
    return Choice(
        question="u = w · x, z = u + b, h = tanh(z), y = h · h. Which values will be read again in the lines of the "
        "listing that begin with `adj_`?",
        answer="w, x and h",
        because="The product u needs its operands, the sum z needs nothing, tanh and the last product need h.",
        guesses=(
            Guess("w, x and b", "The other values can be computed from these, but the sweep does not compute them."),
            Guess("w, x, u, z, h", "A value is kept only if a partial reads it. The partials of a sum are 1."),
            Guess("w, x and z", "The partial of tanh can be written with its operand. The table has 1 − v · v."),
        ),
        shown="adj_w = adj_u * x",
    )


def _checkpoints(p: Parameters) -> Prediction:
    n = p.chain
    best = math.isqrt(n)
    few, many = best // 10, best * 10
    return Number(
        question=f"A chain of {n:,} operations. With k = {few:,} there are {n // few:,} checkpoints and {few:,} values "
        f"between two of them; with k = {many:,} it is the other way round. Which k holds the fewest numbers?",
        answer=float(best),
        because=f"{n:,} / k + k numbers are held. With {best:,} both terms are {best:,}.",
        guesses=(
            Guess(float(few), f"Then one part holds little, but there are {n // few:,} checkpoints."),
            Guess(float(many), f"Then there are few checkpoints, but one part alone holds {many:,} values."),
            Guess(1.0, "Then every value is a checkpoint, and as many are held as without any."),
            Guess(n / 2, f"Then there are two checkpoints, but one part alone holds {n // 2:,} values."),
        ),
        otherwise="Count the checkpoints and the values of one part. When is neither of them large?",
        shown=f"{best:6,} {2 * best:7,}",
    )


def _grad(p: Parameters) -> Prediction:
    once = 4 * p.x**3
    return Number(
        question=f"y = x⁴ at x = {p.x}, where dy/dx = {once}. PyTorch evaluates it and sweeps back, and then does both "
        "once more. It adds to `x.grad`, and keeps no other adjoint. Which number stands in `x.grad` after the second "
        "run?",
        answer=2.0 * once,
        because=f"Inside, the second run begins fresh and finds {once} again. It is added to the {once} at x.",
        guesses=(
            Guess(float(once), "So it would be if x.grad were cleared between the runs. Nothing has cleared it."),
            Guess(3.0 * once, "So it was in 05, where the adjoints inside were stale too. PyTorch keeps none inside."),
            Guess(float(once**2), "Nothing multiplies the two runs: what they find is added."),
        ),
        otherwise="Only the sum at x is kept from the first run. What does the second one add to it?",
        shown=f"{2.0 * once}",
    )


def _rule(p: Parameters) -> Prediction:
    right, wrong = number(2.0 * p.x), number(float(p.wrong * p.x))
    return Choice(
        question=f"A rule for the square of x, written by hand, has a slip: it says {p.wrong}x where the partial is "
        f"2x. What does PyTorch answer at x = {p.x}?",
        answer=wrong,
        because="The sweep multiplies by what the rule says. Nothing in it knows the true partial.",
        guesses=(
            Guess(right, "It would have to know that x * x was a square. It runs your rule and asks no more."),
            Guess("an error", "The rule returns a number of the right shape, and that is all that is asked of it."),
        ),
        shown=f"{float(p.wrong * p.x)}",
    )


def _kink(p: Parameters) -> Prediction:
    return Choice(
        question="At 0, this library and PyTorch say: relu has the partial 0, the tie of maximum(x, 0) ½, abs 0. JAX "
        "agrees in two of them. In which one does it differ?",
        answer="abs",
        because="JAX takes the slope on the right, 1. Any number from −1 to 1 would be fair there.",
        guesses=(
            Guess("relu", "JAX has a rule of its own for relu, made to say 0 at 0."),
            Guess("maximum", "A tie is shared by both operands, half and half, in all three."),
        ),
        shown="0.0 0.5 1.0",
    )


PREDICTIONS = (_tape, _saved, _checkpoints, _grad, _rule, _kink)
