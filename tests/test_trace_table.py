"""The trace table: its rows, and what they hold."""

import json

import pytest
from random_graphs import random_graph

from cgraph_lib import evaluate, evaluation_trace, forward_trace, parse, reverse_trace, trace_table
from cgraph_lib.numerals import fill
from cgraph_lib.sentences import step_numbers

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_evaluation_as_a_table():
    found = trace_table(evaluation_trace(EXAMPLE, a=2, b=1))
    assert found.columns == ("node", "formula", "with numbers", "value")
    assert [row.filled for row in found.rows] == [
        ["a", "", "", "2"],
        ["b", "", "", "1"],
        ["c", "a + b", "2 + 1", "3"],
        ["d", "b + 1", "1 + 1", "2"],
        ["e", "c · d", "3 · 2", "6"],
    ]
    assert [row.step for row in found.rows] == [1, 2, 3, 4, 5]


def test_reverse_accumulation_as_a_table():
    found = trace_table(reverse_trace(EXAMPLE, VALUES))
    assert [row.filled for row in found.rows][5:] == [
        ["e", "", "", "", "de/de = 1"],
        ["c → e", "de/de · ∂e/∂c", "1 · 2", "2", "de/dc = 2"],
        ["d → e", "de/de · ∂e/∂d", "1 · 3", "3", "de/dd = 3"],
        ["b → d", "de/dd · ∂d/∂b", "3 · 1", "3", "de/db: so far 3, 1 of 2 edges"],
        ["a → c", "de/dc · ∂c/∂a", "2 · 1", "2", "de/da = 2"],
        ["b → c", "de/dc · ∂c/∂b", "2 · 1", "2", "de/db = 3 + 2 = 5"],
    ]
    assert [row.step for row in found.rows] == [0] * 5 + [1, 2, 3, 4, 5, 6]


def test_forward_accumulation_and_parallel_edges():
    graph = parse("y = x * x; z = y * y")
    found = trace_table(forward_trace(graph, evaluate(graph, x=3), "x"))
    assert found.columns[-1] == "tangent"
    assert [row.filled for row in found.rows][-2:] == [
        ["y₁ → z", "dy/dx · ∂z/∂y₁", "6 · 9", "54", "dz/dx: so far 54, 1 of 2 edges"],
        ["y₂ → z", "dy/dx · ∂z/∂y₂", "6 · 9", "54", "dz/dx = 54 + 54 = 108"],
    ]


@pytest.mark.parametrize("seed", range(60))
def test_a_row_for_each_node_and_each_step(seed):
    graph, point = random_graph(seed)
    values = evaluate(graph, point)
    named = [node for node in graph.nodes if graph.names[node]]
    for trace in (reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])):
        rows = trace_table(trace).rows
        assert [row.node for row in rows[: len(named)]] == named
        assert [(row.step, row.node, row.edge) for row in rows[len(named) :]] == [
            (i, step.node, step.edge) for i, step in enumerate(trace.steps, 1)
        ]
    rows = trace_table(evaluation_trace(graph, point)).rows
    assert sorted(row.step for row in rows if row.step) == list(range(1, len(evaluation_trace(graph, point))))


def test_the_page_gets_cells_that_the_numbers_of_a_step_fill():
    trace = reverse_trace(EXAMPLE, VALUES)
    data = json.loads(json.dumps(trace_table(trace).as_data()))
    row = data["rows"][-1]
    assert (row["step"], row["node"], row["edge"]) == (6, 1, EXAMPLE.edges.index(EXAMPLE.edge("b", "c")))
    assert [row["cells"][3], row["cells"][0]] == [["{contribution:number}", {}], ["{text}", {"text": "b → c"}]]
    for row in trace_table(trace).rows[6:]:
        assert [fill(cell, step_numbers(trace, trace.steps[row.step - 1])) for cell in row.cells] == row.filled
