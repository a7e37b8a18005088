"""Formulas and partials in LaTeX can be set, whatever the operation and the graph."""

import math
import re

from latex_formulas import formulas, traces
from random_graphs import random_graph

from cgraph_lib import Graph, evaluate, inputs, parse, reverse_trace, worked_solution
from cgraph_lib.graph import apply
from cgraph_lib.ops import OPS


def test_parallel_edges_differ_from_other_nodes():
    graph = parse("s = x * x; y = s * x1 * x2")
    text = worked_solution(reverse_trace(graph, evaluate(graph, x=3, x1=2, x2=5)))
    operands = re.findall(r"\\frac\{\\partial s\}\{\\partial (\S*)\} &=", text)
    assert len(set(operands)) == 2 and not set(operands) & {"x_{1}", "x_{2}"}


def test_every_operation_can_be_set(set_formulas):
    pairs = []
    for op in OPS.values():
        operands = [inputs("x"), inputs("y_1")][: op.arity]
        graph = Graph(apply(op.head, *operands).named("v"))
        for x in (-0.5, 0.0, 3.0, 1e-9, math.inf, math.nan):
            for trace in traces(graph, dict.fromkeys(graph.input_names, x)):
                pairs += formulas(worked_solution(trace))
    assert len(pairs) > 1000
    assert set_formulas(pairs) == []


def test_random_graphs_can_be_set(set_formulas):
    texts = [worked_solution(trace) for seed in range(60) for trace in traces(*random_graph(seed))]
    assert set_formulas([pair for text in texts for pair in formulas(text)]) == []
