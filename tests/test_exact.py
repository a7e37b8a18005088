"""Runs in fractions, held to SymPy's rational numbers; where there is no fraction the reason is given."""

import random
from fractions import Fraction

import numpy
import pytest
import sympy

from cgraph_lib import (
    evaluate,
    evaluation_trace,
    forward_trace,
    narrate,
    parse,
    reverse_trace,
    trace_table,
    worked_solution,
)
from cgraph_lib.errors import CgraphError
from cgraph_lib.exact import ExactError, as_fraction, exact_trace


def random_formula(rng, depth=4):
    """Return a formula of + - * / and whole powers over x, y and z."""
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(["x", "y", "z", "2", "0.5", "3"])
    if rng.random() < 0.2:
        return f"({random_formula(rng, depth - 1)}) ** {rng.choice([2, 3, -1, 0])}"
    parts = [random_formula(rng, depth - 1) for _ in "lr"]
    return "({}) {} ({})".format(parts[0], rng.choice("+-*/"), parts[1])


@pytest.mark.parametrize("seed", range(200))
def test_values_and_derivatives_are_those_of_sympy(seed):
    rng = random.Random(seed)
    text = random_formula(rng)
    point = {name: Fraction(rng.randint(-9, 9), rng.randint(1, 9)) for name in "xyz"}
    graph = parse(f"y0 = x + y + z; f = {text} + 0 * y0")
    symbols = {name: sympy.Symbol(name) for name in point}
    formula = sympy.sympify(text, symbols, rational=True)
    at = {symbols[name]: sympy.Rational(number.numerator, number.denominator) for name, number in point.items()}
    truth = {name: sympy.diff(formula, symbol).subs(at) for name, symbol in symbols.items()}
    values = evaluate(graph, {name: float(number) for name, number in point.items()})
    try:
        adjoints = exact_trace(reverse_trace(graph, values))
    except ExactError as error:
        assert "divides by 0" in str(error) or "digits" in str(error)
        return
    assert adjoints.values["f"] == Fraction(str(formula.subs(at)))
    for name in point:
        assert adjoints.final[name] == Fraction(str(truth[name]))
        assert exact_trace(forward_trace(graph, values, name)).final["f"] == adjoints.final[name]


@pytest.mark.parametrize(
    ("value", "fraction"),
    [(0.1, "1/10"), (1 / 3, "1/3"), (-22 / 7, "-22/7"), (2.5e-7, "1/4000000"), (0.123456789, "123456789/1000000000")],
)
def test_a_float_stands_for_the_simplest_fraction(value, fraction):
    assert as_fraction(value, "x") == Fraction(fraction)


@pytest.mark.parametrize(
    ("text", "x", "reason"),
    [
        ("y = exp(x)", 1, "y = exp(x) has no exact fraction, for exp of a fraction need not be one"),
        ("y = sqrt(x)", 4, "for sqrt of a fraction"),
        ("y = sigmoid(x)", 0, "for exp of a fraction"),
        ("y = 1 / x", 0, "y = 1 / x has no exact fraction, for it divides by 0"),
        ("y = x ** -2", 0, "for it divides by 0"),
        ("y = x ** 0.5", 4, "for the exponent 1/2 is not whole"),
        ("y = 2 ** x", 3, "for log of a fraction"),  # the value is exact, the partial is not
        ("y = x ** 1000", 3, "more than 40 digits"),
        ("y = x ** 1e300", 3, "more than 40 digits"),
        ("y = x * 1e-300", 3, "1e−300 has more than 40 digits"),
        ("y = 2 * x", float("inf"), "x is inf, which is no fraction"),
        ("y = 2 * x", float("nan"), "x is nan, which is no fraction"),
        ("y = 2 * x", numpy.ones(3), "x is an array"),
    ],
)
def test_the_reason_why_there_is_no_fraction(text, x, reason):
    graph = parse(text)
    trace = reverse_trace(graph, evaluate(graph, x=x))
    for function in (narrate, trace_table, worked_solution):
        with pytest.raises(CgraphError) as caught:
            function(trace, exact=True)
        assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "x", "derivative"),
    [
        ("y = x ** 0", 0, 0),
        ("y = relu(x) * 3", Fraction(1, 3), 3),
        ("y = abs(x) / 7", -2, Fraction(-1, 7)),
        ("y = max(x, 1 / 3)", 1 / 3, Fraction(1, 2)),
        ("y = square(x)", Fraction(1, 7), Fraction(2, 7)),
    ],
)
def test_kinks_and_exact_zeros(text, x, derivative):
    graph = parse(text)
    assert exact_trace(reverse_trace(graph, evaluate(graph, x=float(x)))).final["x"] == derivative


def test_sentences_show_fractions():
    graph = parse("c = a / b; d = c - 1 / 2; e = c * d")
    lines = narrate(reverse_trace(graph, evaluate(graph, a=1, b=3)), exact=True).splitlines()
    assert lines[2] == (
        "2. From e to c: de/de · ∂e/∂c = 1 · (−1/6) = −1/6. It is the first of 2 contributions to de/dc: so far −1/6."
    )
    evaluation = narrate(evaluation_trace(graph, a=1, b=3), exact=True)
    assert "e = c · d = (1/3) · (−1/6) = −1/18." in evaluation
    assert "1/3" in repr(trace_table(evaluation_trace(graph, a=1, b=3), exact=True))


def test_an_exact_trace_stays_exact():
    graph = parse("y = x / 3")
    once = exact_trace(reverse_trace(graph, evaluate(graph, x=0.1)))
    assert exact_trace(once).final == once.final
    assert all(isinstance(number, Fraction) for number in once.final.values())
