"""What the exercises rest on agrees with central differences, and with what the notebooks print."""

import pytest

from cgraph_lib import central_difference, evaluate, gradient, local_partials, parse
from cgraph_lib.exercises.oracles import (
    adjoints_with,
    alike,
    is_right_order,
    nudged,
    operations,
    unordered_sweep,
    walks,
    weighted_derivatives,
)

RUNNING = parse("c = a + b; d = b + 1; e = c * d")


@pytest.mark.parametrize(
    ("text", "output", "inner", "at"),
    [
        ("u = x * y; w = sin(u); z = w * u + x", "z", "u", {"x": 1.2, "y": 0.5}),
        ("s = x * x; y = s * s", "y", "s", {"x": 3}),
    ],
)
def test_weighted_derivatives_are_those_of_nudges(text, output, inner, at):
    graph = parse(text)
    found = weighted_derivatives(graph, at, {output: 2.0, inner: -3.0})
    for name in at:
        expected = 2 * central_difference(graph, at)[name] - 3 * central_difference(graph, at, of=inner)[name]
        assert found[name] == pytest.approx(expected, rel=1e-7)


def test_the_unordered_sweep_is_that_of_the_notebook():
    def found(text):
        graph = parse(text)
        return unordered_sweep(graph, local_partials(graph, evaluate(graph, a=10)))[graph.node("a")]

    assert found("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d") == 20
    assert found("b = 2 * a; c = 3 * b; d = 4 * b; e = d + c") == 22
    assert found("b = 4 * a; e = b + b") == 12 != gradient(parse("b = 4 * a; e = b + b"), a=10)["a"]


def test_adjoints_with_a_fault():
    lost = adjoints_with(RUNNING, {"a": 2, "b": 1}, ("b", "c"), 0)
    assert {name: lost[name] for name in "abcde"} == {"a": 2, "b": 3, "c": 2, "d": 3, "e": 1}
    sound = adjoints_with(RUNNING, {"a": 2, "b": 1}, ("b", "c"), 1)
    assert {name: sound[name] for name in "ab"} == gradient(RUNNING, a=2, b=1)


def test_graphs_are_alike_if_they_compute_the_same():
    assert alike(parse("(a + b) * (b + 1)"), "b * b + a * b + a + b")
    assert not alike(parse("relu(x)"), "x") and not alike(parse("x * y"), "x * z") and not alike(parse("abs(x)"), "x")


def test_paths_and_orders_and_counts():
    graph = parse("u = x * y; z = u * u + x")
    assert len(walks(graph, graph.node("x"), graph.output)) == 3
    assert operations(graph) == 3
    assert is_right_order(RUNNING, "abcde") and not is_right_order(RUNNING, "acbde")
    assert nudged(lambda x, y: x * y, 3.0, 2.0) == pytest.approx([2.0, 3.0])
