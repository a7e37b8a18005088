"""Infinities, nans and kinks come with a reason."""

import math

import numpy
import pytest

from cgraph_lib import evaluate, evaluation_trace, parse, show
from cgraph_lib.remarks import reason


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("y = log(x)", 0, "log(0) is −∞. The logarithm"),
        ("y = log(x)", -2, "log(−2) is nan. It has no definite real value"),
        ("y = 1 / x", 0, "1 / 0 is ∞. A division by 0"),
        ("y = x ** -1", 0, "∞. A division by 0"),
        ("y = x / x", 0, "0 / 0 is nan. It has no definite real value"),
        ("y = exp(x)", 1000, "exp(1000) is ∞. The result is beyond the largest"),
        ("y = x * x", 1e200, "1e200 · 1e200 is ∞. The result is beyond the largest"),
        ("y = sqrt(x)", -1, "√(−1) is nan. It has no definite real value"),
        ("y = 0 * x", math.inf, "0 · ∞ is nan. It has no definite real value"),
        ("y = x - x", -math.inf, "nan. It has no definite real value"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_infinity_and_nan_come_with_a_reason(text, at, words):
    graph = parse(text)
    values = evaluate(graph, x=at)
    assert words in reason(graph.output, values)
    assert words in show(graph, values).text
    assert words.split(". ")[1] in show(evaluation_trace(graph, x=at)[-1]).text


def test_a_picture_tells_the_reason_where_the_trouble_starts():
    graph = parse("b = log(x); c = b + 1; d = c - c; e = d + 1")
    values = evaluate(graph, x=0)
    assert "An operand is infinite already" in reason(graph.node("c"), values)
    assert "An operand is not a number already" in reason(graph.node("e"), values)
    text = show(graph, values).text
    assert "The logarithm falls" in text and "(−∞) − (−∞) is nan" in text and "already" not in text


@pytest.mark.parametrize("at", [1.0, -3.5])
def test_ordinary_numbers_come_without_a_reason(at):
    graph = parse("y = x * x")
    values = evaluate(graph, x=at)
    assert reason(graph.output, values) == "" and "already" not in show(graph, values).text


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [("y = log(x)", 0, "−∞"), ("y = exp(x)", 1000, "∞"), ("y = sqrt(x)", -1, "nan"), ("y = 0 * x", math.inf, "nan")],
)
@pytest.mark.filterwarnings("error")
def test_infinity_and_nan_in_an_array_come_with_a_reason(text, at, word):
    graph = parse(text)
    values = evaluate(graph, x=numpy.array([1.0, at, 2.0]))
    assert word in reason(graph.output, values)
    assert reason(graph.output, values) in show(graph, values).text
    assert reason(graph.output, evaluate(graph, x=numpy.array([1.0, 2.0]))) == ""
