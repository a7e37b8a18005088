"""The graphs that several notebooks share give the numbers that are computed with them by hand."""

import math

import pytest

from cgraph_lib import evaluate, gradient
from cgraph_lib.exercises.examples import CUBE, DIAMOND, NEURON, RUNNING


@pytest.mark.parametrize(
    ("graph", "at", "value", "slopes"),
    [
        (RUNNING, {"a": 2, "b": 1}, 6, {"a": 2, "b": 5}),
        (DIAMOND, {"a": 10}, 140, {"a": 14}),
        (CUBE, {"x": 3}, 27, {"x": 27}),
        (NEURON, {"w": math.log(3), "x": 1, "b": 0, "t": 1}, 1 / 16, {"w": -3 / 32, "b": -3 / 32, "t": 1 / 2}),
    ],
)
def test_values_and_derivatives(graph, at, value, slopes):
    assert evaluate(graph, at)[graph.output] == pytest.approx(value)
    found = gradient(graph, at)
    assert {name: found[name] for name in slopes} == pytest.approx(slopes)
