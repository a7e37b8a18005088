"""Rows: every result above its operands, and what hangs by one wire right below it."""

import pytest
from random_graphs import random_graph

from cgraph_lib.picture.rows import Demand, rows, wrapped_rows


@pytest.mark.parametrize("seed", range(0, 100, 5))
@pytest.mark.parametrize("limit", [1, 300, 900, float("inf")])
@pytest.mark.parametrize("deep", [False, True])
def test_every_result_stands_above_its_operands(seed, limit, deep):
    graph, _ = random_graph(seed)
    keys = [graph.names[node] for node in graph.nodes if graph.names[node]]
    arrows = [(graph.names[edge.parent], graph.names[edge.child]) for edge in graph.edges]
    found = wrapped_rows(keys, arrows, Demand(dict.fromkeys(keys, 100.0), 20.0, limit, deep))
    assert found.keys() == set(keys) and min(found.values()) == 0
    assert all(found[tail] < found[head] for tail, head in arrows)
    if limit == 1:
        assert len(set(found.values())) == len(keys)  # one in each row
    if limit == float("inf") and not deep:
        assert found == rows(keys, arrows)


def test_a_part_that_hangs_by_one_wire_is_raised():
    found = rows(
        ["a", "b", "c", "d", "e", "s", "t"], [("a", "c"), ("b", "d"), ("d", "e"), ("e", "s"), ("c", "t"), ("s", "t")]
    )
    assert found["c"] == found["t"] - 1 and found["a"] == found["c"] - 1


def test_a_shared_operand_is_not_raised_for_one_of_its_results():
    found = rows(["a", "c", "d", "e", "t"], [("a", "c"), ("a", "d"), ("d", "e"), ("e", "t"), ("c", "t")])
    assert found == {"a": 0, "c": 1, "d": 1, "e": 2, "t": 3}
