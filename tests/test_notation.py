"""Names and formulas of nodes, edges and derivatives."""

import pytest

from cgraph_lib import evaluate, local_partials, parse
from cgraph_lib.notation import formula, partial_formula, partial_name
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
