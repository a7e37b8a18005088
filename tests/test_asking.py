"""Asking for what cannot be had, and asking by name."""

import pytest

from cgraph_lib import (
    evaluate,
    forward_trace,
    gradient,
    inputs,
    local_partials,
    parse,
    paths,
    reverse_trace,
    show,
    sum_over_paths,
)
from cgraph_lib.dialects import LATEX, write
from cgraph_lib.graph import Graph
from cgraph_lib.reader import read

SCALED = parse("k = 3; y = k * x")
VALUES = evaluate(SCALED, x=2)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: forward_trace(SCALED, VALUES, wrt="k"),
        lambda: paths(SCALED, "k", "y"),
        lambda: sum_over_paths(SCALED, "k", "y", local_partials(SCALED, VALUES)),
    ],
)
def test_a_derivative_with_respect_to_a_constant_is_refused(ask):
    with pytest.raises(ValueError, match="k is a constant"):
        ask()


@pytest.mark.parametrize("what", [inputs("x"), "a + b", reverse_trace(SCALED, VALUES)])
def test_show_says_what_it_shows(what):
    with pytest.raises(ValueError, match="show draws a Graph or a moment of a trace"):
        show(what)


def test_an_input_given_twice_is_refused():
    with pytest.raises(ValueError, match="Input a is given twice"):
        evaluate(parse("a + b"), {"a": 1, "b": 2}, a=3)


def test_as_many_inputs_as_a_small_network_has():
    nodes = inputs(" ".join(f"x{i}" for i in range(20_000)))
    total = nodes[0]
    for node in nodes[1:]:
        total = total + node
    assert set(gradient(Graph(total), dict.fromkeys(nodes, 1.0)).values()) == {1.0}


def test_latex_of_functions_and_numbers():
    assert write(read("sigmoid(x)"), LATEX) == r"\operatorname{sigmoid}\left(x\right)"
    assert write(read("1e20 * x1"), LATEX) == r"1 \cdot 10^{20} \cdot x_{1}"
    assert write(read("x / y"), LATEX) == r"\frac{x}{y}"
