"""The predictions of notebook 05: reverse accumulation and its three dangers."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient, local_partials, reverse_trace
from cgraph_lib.exercises.examples import DIAMOND, RUNNING
from cgraph_lib.exercises.places import BoxChoice, Order
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: float = either(2, 3, 4, 5)
    b: float = either(1, 2, 3)
    double: int = either(2, 3, 5)
    left: int = either(3, 2, 4)
    right: int = either(4, 3, 6)
    x: float = either(3, 2, 4)


def _seed(p: Parameters) -> Prediction:
    e = evaluate(RUNNING, a=p.a, b=p.b)["e"]
    return Number(
        question=f"The output is e, and its value is {number(e)}. What is its own adjoint de/de: how much does e move "
        "per "
        "unit of e?",
        answer=1.0,
        because="e moves exactly as much as itself. This number is the seed of the sweep.",
        guesses=(
            Guess(0.0, "It does not stand still: it is the very thing that moves."),
            Guess(e, f"{number(e)} is the value of e. An adjoint says how fast e moves, not how large it is."),
        ),
        otherwise="Let e move by 0.1. How far has e moved then?",
        shown="de/de = 1",
    )


def _sum(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    by_d, by_c = v["c"], v["d"]  # what arrives at b along either edge: the other factor of e = c · d
    return Number(
        question=f"d has sent {number(by_d)} to b. Now c sends its contribution, {number(by_c)} · 1. Which number "
        "stands at "
        "b after that?",
        answer=gradient(RUNNING, a=p.a, b=p.b)["b"],
        because="Each edge that leaves b brings a contribution of its own, and contributions are added.",
        guesses=(
            Guess(by_c, f"Then the {number(by_d)} would be lost. But b moves e through d as well as through c."),
            Guess(by_d, "Then what c sends would be lost. But b moves e through c as well as through d."),
            Guess(by_c * by_d, "Numbers are multiplied along an edge. Where two edges meet, they are added."),
        ),
        otherwise="Both movements reach e, side by side. What does that mean for their numbers?",
        shown=f"de/db = {number(by_c + by_d)}",
    )


def _hurry(p: Parameters) -> Prediction:
    graph = parse(f"b = {p.double} * a; c = {p.left} * b; d = {p.right} * b; e = c + d")
    right = gradient(graph, a=10)["a"]
    return Choice(
        question=f"b = {p.double} · a, c = {p.left} · b, d = {p.right} · b, e = c + d. A sweep sends a contribution "
        "to a "
        "parent and goes straight on from there, before it takes the next edge: e, c, b, a, and back to e, d, b, a. "
        "The right "
        f"adjoint of a is {number(right)}. Which one does it find?",
        answer=f"more than {number(right)}",
        because="When b sends for the second time, its sum still holds the first contribution, and that is sent again.",
        guesses=(
            Guess(
                f"exactly {number(right)}",
                "Every contribution does arrive at b. But b sends its sum on twice: once unfinished, and once in full.",
            ),
            Guess(f"less than {number(right)}", "Nothing gets lost on the way. Count what b sends to a, and when."),
        ),
        shown="'a': 20.0",
    )


def _order(p: Parameters) -> Prediction:
    return Order(
        question="A box may send its adjoint on only when its sum is complete. Choose all the boxes in an order that "
        "keeps "
        "this rule. Every valid one counts.",
        answer=["e", "d", "c", "b", "a"],
        because="Every box comes after all of its children. Read backwards, it is an order in which to evaluate.",
        guesses=(
            Guess(
                ["a", "b", "c", "d", "e"],
                "This is the order of evaluation. A sweep from the output takes it backwards.",
            ),
            Guess(["e", "c", "b", "a", "d"], "b sends to a before d has sent to b: its sum is not complete yet."),
        ),
        otherwise="You took {early} before {late}, but {late} still has something to send to {early}.",
        shown="['e', 'd', 'c', 'b', 'a']",
        graph=DIAMOND,
        upwards=False,
    )


def _overwritten(p: Parameters) -> Prediction:
    v = evaluate(RUNNING, a=p.a, b=p.b)
    return BoxChoice(
        question="A sweep keeps the order, but writes each contribution down with = instead of adding it with +=. "
        "Which "
        "adjoint comes out wrong?",
        answer="b",
        because="Two edges leave b, so two contributions arrive, and the second is written over the first.",
        guesses=(
            Guess("a", "One edge leaves a, so one contribution arrives. Written or added, that is the same."),
            Guess("c", "Only e sends to c. With one contribution there is nothing to write over."),
            Guess("d", "Only e sends to d. With one contribution there is nothing to write over."),
            Guess("e", "The output has the seed, and no edge leaves it. Nothing is written over the 1."),
        ),
        shown=f"'b': {v['d']:.1f}",
        graph=RUNNING,
        view=View(values=v, partials=local_partials(RUNNING, v)),
    )


def _again(p: Parameters) -> Prediction:
    graph = parse("s = x * x; y = s * s")
    values = evaluate(graph, x=p.x)
    adjoints = reverse_trace(graph, values).final
    once, at_s = adjoints["x"], adjoints["s"]
    return Choice(
        question=f"y = s · s with s = x · x, at x = {p.x}. A sweep with += finds dy/dx = {number(once)}. It runs a "
        "second "
        "time on the same dictionary, in which the numbers of the first run still stand. What does it say now?",
        answer=f"{number(3 * once)}, three times as much",
        because=f"s still holds its {number(at_s)}, so it sends twice as much as before: {number(2 * once)}, on top of "
        f"the {number(once)} at x.",
        guesses=(
            Guess(
                f"{number(once)} again",
                "So it would be with fresh numbers. But += adds to what stands there already.",
            ),
            Guess(
                f"{number(2 * once)}, twice as much",
                "That is right where only x keeps its number. Here s has kept its own as well, and sends it on.",
            ),
            Guess(
                f"{number(once**2)}, its square",
                "Nothing multiplies the two runs. What they have found is added, at s and at x.",
            ),
        ),
        shown=f"second run: {3 * once:.1f}",
    )


PREDICTIONS = (_seed, _sum, _hurry, _order, _overwritten, _again)
