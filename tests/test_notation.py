"""Names and formulas of nodes, edges and derivatives."""

import numpy
import pytest

from cgraph_lib import Graph, evaluate, inputs, local_partials, parse
from cgraph_lib.graph import constant
from cgraph_lib.notation import (
    derivative_name,
    display_name,
    edge_name,
    formula,
    partial_formula,
    partial_name,
    whole_formula,
)
from cgraph_lib.numerals import fill
from cgraph_lib.words import partial_line


@pytest.mark.parametrize(
    ("text", "edge", "line"),
    [
        ("e = c * d", ("c", "e"), "∂e/∂c = d = 3"),
        ("e = c + d", ("c", "e"), "∂e/∂c = 1"),
        ("e = c - d", ("d", "e"), "∂e/∂d = −1"),
        ("e = c / d", ("c", "e"), "∂e/∂c = 1 / d = 0.3333"),
        ("e = c / d", ("d", "e"), "∂e/∂d = −e / d = −0.2222"),
        ("e = c ** 3", ("c", "e"), "∂e/∂c = 3 · c² = 12"),
        ("e = c ** 2", ("c", "e"), "∂e/∂c = 2 · c = 4"),
        ("e = c ** 1", ("c", "e"), "∂e/∂c = 1"),
        ("e = 2 * c", ("c", "e"), "∂e/∂c = 2"),
        ("e = exp(c)", ("c", "e"), "∂e/∂c = e = 7.389"),
        ("e = tanh(c)", ("c", "e"), "∂e/∂c = 1 − e · e = 0.07065"),
        ("e = relu(c)", ("c", "e"), "∂e/∂c = [c > 0] = 1"),
        ("e = c * c", ("c", "e", 1), "∂e/∂c₂ = c = 2"),
        ("v = y * x", ("y", "v"), "∂v/∂y = x = 5"),
        ("x = y * v", ("v", "x"), "∂x/∂v = y = 7"),
    ],
)
def test_an_edge_says_its_rule_in_the_names_of_the_graph(text, edge, line):
    graph = parse(text)
    at = {node.name: {"c": 2, "d": 3, "x": 5, "y": 7, "v": 11}[node.name] for node in graph.inputs}
    values = evaluate(graph, at)
    assert partial_line(graph, graph.edge(*edge), local_partials(graph, values)) == line


def test_parallel_edges_and_long_names_are_told_apart():
    graph = parse("y = x * x; z = y * a_very_long_name_for_an_input_of_ours")
    assert partial_name(graph, graph.edge("x", "y", 1)) == "∂y/∂x₂"
    assert formula(graph, graph.output) == "z = y · a_very_long…f_ours"
    assert partial_formula(graph, graph.edge("y", "z")) == "a_very_long…f_ours"


def test_parallel_edges_have_an_index_and_names_with_digits_stay_readable():
    graph = parse("v = x1 * x1; y = v + x1; z = y ** y")
    names = [(partial_name(graph, edge), edge_name(graph, edge)) for edge in graph.edges]
    assert names == [
        ("∂v/∂x1₁", "x1₁ → v"),
        ("∂v/∂x1₂", "x1₂ → v"),
        ("∂y/∂v", "v → y"),
        ("∂y/∂x1", "x1 → y"),
        ("∂z/∂y₁", "y₁ → z"),
        ("∂z/∂y₂", "y₂ → z"),
    ]


def test_a_derivative_is_no_partial():
    graph = parse("v = x * x; y = v * x")
    values = evaluate(graph, x=3)
    edge, x = graph.edge("x", "y"), graph.node("x")
    assert partial_line(graph, edge, local_partials(graph, values)) == "∂y/∂x = v = 9"
    assert derivative_name(graph, graph.output, x) == "dy/dx"


def test_every_node_can_be_called_by_something():
    x = inputs("x")
    graph = Graph(2.5 * x + constant(-1.0, "bias") + constant(numpy.array([1.0, 2.0])))
    names = {display_name(graph, node) for node in graph.nodes}
    assert names == {"x", "2.5", "bias", "array 2", "v1", "v2", "v3"}


@pytest.mark.parametrize(
    ("text", "at", "line"),
    [
        ("c = a + b; d = b + 1; e = c * d", {"a": -2, "b": 1}, "e = (a + b) · (b + 1) = ((−2) + 1) · (1 + 1) = −2"),
        ("y = -(x - 3) ** 2", {"x": 1}, "y = −(x − 3)² = −(1 − 3)² = −4"),
        ("y = x ** n", {"x": -2, "n": -3}, "y = x^n = (−2)^(−3) = −0.125"),
        ("y = abs(x) + sqrt(x * x)", {"x": -2}, "y = |x| + √(x · x) = |−2| + √((−2) · (−2)) = 4"),
        ("u = x * x; y = u / u", {"x": 3}, "y = x · x / (x · x) = 3 · 3 / (3 · 3) = 1"),
    ],
)
def test_the_whole_formula_with_numbers_put_in(text, at, line):
    graph = parse(text)
    values = evaluate(graph, at)
    assert fill(whole_formula(graph), {f"v{i}": values[node] for i, node in enumerate(graph.nodes)}) == line


def test_a_formula_that_doubles_at_each_step_is_not_written_out():
    text = "; ".join(["v1 = x + x", *(f"v{i} = v{i - 1} * v{i - 1}" for i in range(2, 60))])
    assert whole_formula(parse(text)) is None
    assert whole_formula(parse("x")) is None
