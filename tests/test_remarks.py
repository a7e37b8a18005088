"""Infinities, nans and kinks come with a reason."""

import math

import numpy
import pytest

from cgraph_lib import evaluate, evaluation_trace, local_partials, narrate, parse, reverse_trace, show
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


@pytest.mark.parametrize(
    ("text", "at", "remarks"),
    [
        ("y = relu(x)", 0, ["relu has a kink at 0: ∂y/∂x = 0 is a convention there"]),
        ("y = abs(x)", 0, ["abs has a kink at 0: ∂y/∂x = 0 is a convention there"]),
        ("y = max(x, 2)", 2, ["The operands of max are equal: ∂y/∂x = 0.5 is a convention there"]),
        ("y = min(x, 2 * x)", 0, ["∂y/∂x = 0.5 is a convention", "∂y/∂v1 = 0.5 is a convention"]),
        ("y = max(x, x)", 3, ["∂y/∂x₁ = 0.5 is a convention", "∂y/∂x₂ = 0.5 is a convention"]),
        ("p = relu(x); q = relu(-x); y = p - q", 0, ["∂p/∂x = 0 is a convention", "∂q/∂v1 = 0 is a convention"]),
    ],
)
def test_a_kink_on_the_way_is_named(text, at, remarks):
    graph = parse(text)
    values = evaluate(graph, x=at)
    partials = local_partials(graph, values)
    remarked = [line for line in narrate(reverse_trace(graph, values)).splitlines() if "convention" in line]
    for words in (*remarks, "need not be the derivative"):
        assert words in show(graph, values, partials).text
        assert words in show(graph, values, adjoints=reverse_trace(graph, values).final).text
        assert words not in show(graph, values).text
        assert any(words in line for line in remarked)
    assert len(remarked) == len(remarks)


@pytest.mark.parametrize(
    ("text", "at"), [("y = relu(x)", 1e-300), ("y = abs(x)", -1e-9), ("y = max(x, 2)", 2.000001), ("y = x * x", 0)]
)
def test_beside_a_kink_there_is_none(text, at):
    graph = parse(text)
    values = evaluate(graph, x=at)
    assert "convention" not in show(graph, values, local_partials(graph, values)).text


def test_what_is_known_of_a_half_filled_picture():
    graph = parse("y = relu(x); z = log(y)")
    values = evaluation_trace(graph, x=0).state(1)
    text = show(graph, values, {("x", "y"): 0.0}).text
    assert "kink" not in text and "logarithm" not in text
