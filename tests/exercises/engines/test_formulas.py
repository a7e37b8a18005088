"""Random formulas: every node is used, and a reader can follow the numbers by hand."""

import random

import pytest

from cgraph_lib import evaluate, gradient, parse
from cgraph_lib.exercises.engines.formulas import random_formula


@pytest.mark.parametrize("seed", range(5))
def test_every_node_is_used_and_its_value_is_moderate(seed):
    formula, at = random_formula(random.Random(seed))
    graph = parse(formula)
    assert set(gradient(graph, at)) == set(at) and len(graph.edges_from[graph.output]) == 0
    assert all(graph.edges_from[node] for node in graph.nodes if node is not graph.output)
    assert all(0.001 < abs(value) < 1000 for value in evaluate(graph, at).values())
    assert random_formula(random.Random(seed)) == (formula, at)
