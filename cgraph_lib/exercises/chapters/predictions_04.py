"""The predictions of notebook 04: paths, products, sums."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.exercises.examples import CUBE, RUNNING
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.paths import path_product, paths, sum_over_paths
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    first: int = either(2, 4, 5)
    second: int = either(3, 2, 6)
    a: float = either(2, 3, 4)
    b: float = either(1, 2, 3)
    x: float = either(3, 4, 5)
    stages: int = either(10, 6, 8)


def _gears(p: Parameters) -> Prediction:
    m, n = p.first, p.second
    return Number(
        question=f"y = {m} · x and z = {n} · y. Turn x by one. By how much does z turn?",
        answer=m * n,
        because=f"y turns by {m}, and each of these turns moves z by {n}.",
        guesses=(
            Guess(m + n, "Along a path the rates multiply. They would add if both led from x to z, side by side."),
            Guess(n, f"z turns by {n} while y turns once. How often does y turn?"),
            Guess(m, f"y turns by {m}. And z turns for each of these turns."),
        ),
        otherwise="Follow one turn of x: first to y, then to z.",
        shown=f"{m * n:.1f}",
    )


def _add(p: Parameters) -> Prediction:
    partials = local_partials(RUNNING, evaluate(RUNNING, a=p.a, b=p.b))
    by_c, by_d = (path_product(path, partials) for path in paths(RUNNING, "b", "e"))
    return Number(
        question="Two paths lead from b to e, one through c and one through d. Raise b a little. If c alone passed "
        f"the movement on, e would move {number(by_c)} times as fast as "
        "b; if "
        f"d alone did, {number(by_d)} times. Both do. What is de/db?",
        answer=sum_over_paths(RUNNING, "b", "e", partials),
        because="Each path brings its movement to e, and the movements add up.",
        guesses=(
            Guess(max(by_c, by_d), "That is the larger of the two. The other path moves e as well."),
            Guess(min(by_c, by_d), "That is the smaller of the two. The other path moves e as well."),
            Guess(by_c * by_d, "Rates multiply along one path. These are two paths, side by side."),
            Guess((by_c + by_d) / 2, "They do not share one movement: each path carries a movement of its own."),
        ),
        otherwise="Each of the two paths brings its own movement to e.",
        shown=f"{by_c + by_d:.1f}",
    )


def _none(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    return Number(
        question="c = a + b, d = b + 1, e = c · d. The derivative of d with respect to a, dd/da, is a sum over the "
        "paths from a to d. What does it "
        "come to?",
        answer=sum_over_paths(RUNNING, "a", "d", local_partials(RUNNING, v)),
        because="No path leads from a to d, and a sum of nothing is 0: d does not notice a.",
        guesses=(
            Guess(1, "1 would be the product along a path through sums. But is there any path from a to d?"),
            Guess(v["d"], "That is the value of d. How far does d move when a does?"),
            Guess(v["c"], "That is the partial ∂e/∂d. It stands on an edge that leads on from d."),
        ),
        otherwise="Put a finger on a, follow the edges upwards, and see whether you can reach d.",
        shown="([], 0.0)",
    )


def _lost(p: Parameters) -> Prediction:
    x = number(p.x)
    return Number(
        question=f"y = x · x, at x = {x}: two edges run from x to y, with {x} on each. You keep the partials in a "
        "dictionary under the names of parent and child, and add up what is in it. What is the sum?",
        answer=p.x,
        because="Both edges have the same names, so the second is written over the first.",
        guesses=(
            Guess(2 * p.x, "That is the right derivative. But a dictionary keeps one number for each key."),
            Guess(p.x**2, "That is the value of y. The dictionary holds partials."),
            Guess(0, "One of the two entries is left."),
        ),
        otherwise="Which key do the two edges have, and how many entries can have it?",
        shown=f"{{('x', 'y'): {p.x:.1f}}}, {p.x:.1f}",
    )


def _straight(p: Parameters) -> Prediction:
    v = evaluate(CUBE, x=p.x)
    square = number(p.x**2)
    return EdgeChoice(
        question=f"Three paths lead from x to y, and the product of each is {square}. Which edge is one of these "
        "paths all "
        "by itself?",
        answer="x → y",
        because="It begins at x and ends at y, and what it carries is the value of s.",
        guesses=(
            Guess("s → y", "It ends at y, but it begins at s. Two of the paths go over it."),
            Guess("x₁ → s", "It begins at x, but it ends at s; the path goes on over the edge from s to y."),
            Guess("x₂ → s", "It leads to s, which is only half of the way; another edge leads on from there."),
        ),
        shown=f"x → y  product {p.x**2:.1f}",
        graph=CUBE,
        view=View(values=v, partials=local_partials(CUBE, v)),
    )


def _stages(p: Parameters) -> Prediction:
    k = p.stages
    return Choice(
        question=f"Each stage has 4 edges, and 3 ways lead through it. How many paths lead through {k} stages?",
        answer=f"{3**k:,}",
        because=f"Each way through one stage goes on in 3 ways through the next: 3 multiplied by itself {k} times.",
        guesses=(
            Guess(
                f"{3 * k}",
                "Ways add up only where you choose one stage or the other. A path goes through all of them.",
            ),
            Guess(f"{4 * k}", "That is the number of edges. A path chooses its way anew in each stage."),
            Guess(f"{k**3:,}", f"Every stage multiplies the number by 3, so it is 3 to the power {k}, not {k} cubed."),
        ),
        shown=f"{3**k:,}",
    )


PREDICTIONS = (_gears, _add, _none, _lost, _straight, _stages)
