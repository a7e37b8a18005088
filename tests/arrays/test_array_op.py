"""Operations on whole arrays are copied and pickled, add as numpy does, and have no partial for an edge."""

import copy
import math
import pickle

import numpy as np
import pytest
from arrays.jacobians import THREE
from random_array_graphs import random_array_graph

from cgraph_lib import (
    Graph,
    compile_gradient,
    evaluate,
    forward_trace,
    gradient,
    inputs,
    listing,
    local_partials,
    reverse_trace,
)
from cgraph_lib.arrays import array_gradient, log_sum_exp, matmul, total

SPECIAL = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1e308, -1e308, 1.0])


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda graph: pickle.loads(pickle.dumps(graph))])
@pytest.mark.parametrize("seed", range(20))
def test_a_graph_of_arrays_can_be_copied_and_pickled(seed, copied):
    graph, given = random_array_graph(seed)
    again = copied(graph)
    found, kept = array_gradient(again, given), array_gradient(graph, given)
    assert {name: np.asarray(x).tolist() for name, x in found.items()} == {
        name: np.asarray(x).tolist() for name, x in kept.items()
    }


@pytest.mark.parametrize("columns", range(10))
@pytest.mark.parametrize("axis", [1, -1, (1,)])
def test_sums_and_largest_entries_of_rows_are_those_of_numpy_bit_by_bit(columns, axis):
    """However few columns there are, whatever stands in them: the code reduces short rows in another order."""
    numbers = np.random.default_rng(columns)
    x = inputs("x")
    graph = Graph(total(x, axis=axis, keepdims=True).named("s"), log_sum_exp(x, axis=axis).named("l"))
    for rows in (0, 1, 2, 30):
        spread = numbers.standard_normal((rows, columns)) * 10.0 ** numbers.integers(-300, 300, (rows, columns))
        for given in (spread, numbers.choice(SPECIAL, (rows, columns))):
            values = evaluate(graph, x=given)
            with np.errstate(all="ignore"):
                top = np.max(given, axis=1, keepdims=True, initial=-math.inf)
                shift = np.where(np.isfinite(top), top, 0.0)
                logs = shift + np.log(np.sum(np.exp(given - shift), axis=1, keepdims=True))
                same_bits(values["s"], np.sum(given, axis=1, keepdims=True))
                same_bits(values["l"], logs[:, 0])


def same_bits(found, expected):
    """Compare bits, but for those of a nan."""
    assert np.isnan(found).tolist() == np.isnan(expected).tolist()
    assert np.where(np.isnan(found), 0.0, found).tobytes() == np.where(np.isnan(expected), 0.0, expected).tobytes()


def test_gradient_sends_the_reader_to_array_gradient():
    x = inputs("x")
    with pytest.raises(ValueError, match="array_gradient"):
        gradient(Graph(total(x)), x=THREE)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda graph, values: local_partials(graph, values),
        lambda graph, values: reverse_trace(graph, values),
        lambda graph, values: forward_trace(graph, values, "x"),
        lambda graph, values: gradient(graph, x=np.eye(2)),
        lambda graph, values: listing(graph),
        lambda graph, values: compile_gradient(graph),
    ],
)
def test_what_needs_a_partial_for_each_edge_says_what_to_take(attempt):
    x = inputs("x")
    graph = Graph(matmul(x, x).named("y"))
    with pytest.raises(ValueError, match=r"matmul is an operation on whole arrays.*array_gradient"):
        attempt(graph, evaluate(graph, x=np.eye(2)))
