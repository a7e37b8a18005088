"""The predictions of notebook 02: values, orders, runs."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate
from cgraph_lib.exercises.examples import DIAMOND, RUNNING
from cgraph_lib.exercises.places import BoxChoice, Order
from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either
from cgraph_lib.numerals import number
from cgraph_lib.picture import View


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: float = either(2, 3, 4)
    b: float = either(1, 2, 3)
    new_a: float = either(5, 6, 7, 8)
    squarings: int = either(10, 5, 15)


def _stale(p: Parameters) -> Prediction:
    old, new = (evaluate(RUNNING, a=a, b=p.b) for a in (p.a, p.new_a))
    return Number(
        question=f"A finished run has left c = {number(old['c'])}, d = {number(old['d'])} and e = {number(old['e'])}. "
        f"Now a becomes {p.new_a}, with b = {p.b}, and you compute e = c · d first, then c = a + b and d = b + 1. "
        "Which number stands in e at the end?",
        answer=old["c"] * old["d"],
        because="When e is computed, c still holds its old number. Nothing complains, and nothing comes back to e.",
        guesses=(
            Guess(new["e"], "That is what e should be. But e is computed before c has its new number."),
            Guess(0, "e keeps a number; it is computed, only too early."),
        ),
        otherwise="At the first line, which numbers stand in c and d?",
        shown=f"'e': {number(old['e'])}",
    )


def _leaf(p: Parameters) -> Prediction:
    return BoxChoice(
        question="You have taken b away, with the edges that leave it. The input a waits for nothing, as before. Which "
        "other box waits for nothing now?",
        answer="d",
        because="d waited for b alone; its other operand is a constant.",
        guesses=(
            Guess("a", "a is the one that waited for nothing before. Which box has become a leaf by taking b away?"),
            Guess("b", "b is gone."),
            Guess("c", "c waits for b no longer, but it still waits for a."),
            Guess("e", "e waits for c and for d, and neither is taken away yet."),
        ),
        shown="d waits for nothing",
        graph=RUNNING,
    )


def _order(p: Parameters) -> Prediction:
    return Order(
        question="Choose the boxes in an order in which all of them can be computed. There are several, and every "
        "valid one counts.",
        answer=["a", "b", "c", "d", "e"],
        because="Every box comes after those that it reads.",
        guesses=(
            Guess(["e", "c", "d", "a", "b"], "This is the way down, from the result to what it needs. Turn it round."),
            Guess(["e", "d", "c", "b", "a"], "This is a valid order read backwards: children come before parents."),
        ),
        otherwise="You took {early} before {late}, but {early} is computed from {late}.",
        shown="['a', 'b', 'c', 'd', 'e'] True",
        graph=RUNNING,
    )


def _first_run(p: Parameters) -> Prediction:
    old, new = (evaluate(RUNNING, a=a, b=p.b) for a in (p.a, p.new_a))
    return Choice(
        question=f"g is the graph of (a + b) · (b + 1). `v = evaluate(g, a={p.a}, b={p.b})` found e = "
        f"{number(old['e'])}. Then "
        f"`second = evaluate(g, a={p.new_a}, b={p.b})` finds e = {number(new['e'])}. What does `v` say "
        "about e after that?",
        answer=f"{number(old['e'])}, as before",
        because="Values belong to a run. They live in what `evaluate` returns, and the graph holds none.",
        guesses=(
            Guess(
                f"{number(new['e'])}, because the graph is the same",
                "The graph is the same, but it holds no values. Each run keeps its own.",
            ),
            Guess("nothing, since a run ends when the next begins", "A result is kept for as long as you keep it."),
        ),
        shown=f"first run:  {{'a': {old['a']}, 'b': {old['b']}, 'c': {old['c']}, 'd': {old['d']}, 'e': {old['e']}}}",
    )


def _twice(p: Parameters) -> Prediction:
    return BoxChoice(
        question="An evaluator starts at the output, asks each parent for its value, and remembers nothing. Which of "
        "the boxes with an operation is computed more than once?",
        answer="b",
        because="c asks b for its value, and so does d. Nobody remembers the first answer.",
        guesses=(
            Guess("a", "a is read twice, but it is an input: given, not computed."),
            Guess("c", "Only e asks c for its value, so c is computed once."),
            Guess("d", "Only e asks d for its value, so d is computed once."),
            Guess("e", "e is where the evaluator starts; nobody asks e a second time."),
        ),
        shown="b c b d e",
        graph=DIAMOND,
        view=View(),
    )


def _memory(p: Parameters) -> Prediction:
    k = p.squarings
    return Choice(
        question=f"Square x, square the result, and so on, {k} times. How many multiplications does an evaluator make "
        "if it remembers nothing?",
        answer=f"{2**k - 1:,}",
        because="Every squaring asks for its operand twice, so the count doubles each time, and one is added.",
        guesses=(
            Guess(f"{k}", "That is the count in order, where each node is computed once. Here nothing is remembered."),
            Guess(f"{2 * k}", "Each squaring asks twice, yes. But each of the two it asks then asks twice as well."),
            Guess(f"{k * k}", "It grows faster than a square: one squaring more doubles the whole count."),
        ),
        shown=f"{2**k - 1:,} without memory",
    )


PREDICTIONS = (_stale, _leaf, _order, _first_run, _twice, _memory)
