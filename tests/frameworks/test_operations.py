"""Operations of imported graphs are pickled, and no infinite slope goes through those that are flat."""

import pickle

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_agrees_with_pytorch, assert_close

from cgraph_lib import evaluate
from cgraph_lib.arrays import array_gradient, push_forward
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.frameworks import from_torch


def test_a_graph_without_blocks_is_pickled(torch):
    def function(x):
        moved = torch.cat([x.T, x.T])[1:] @ x[:, 1]
        return torch.where(moved > 0, moved, torch.sign(moved)).sum() + x.amax() + (x @ x[0]).sum()

    graph, inputs = from_torch(function, torch.tensor(POINT))
    again = pickle.loads(pickle.dumps(graph))
    assert evaluate(again, inputs)["function"] == evaluate(graph, inputs)["function"]


STEEP = {
    "held": lambda t, x: (t.sqrt(x).detach() * x).sum(),
    "compared": lambda t, x: t.where(t.sqrt(x) > 0.5, x, 2 * x).sum(),
    "a block": lambda t, x: (t.sqrt(x) > 0.5).any() * 1.0 + x.sum(),
}


@pytest.mark.parametrize("name", STEEP)
def test_no_infinite_slope_goes_through_what_is_flat(torch, name):
    graph = assert_agrees_with_pytorch(torch, lambda x: STEEP[name](torch, x), [0.0, 4.0], unknown="block")
    x, along = np.array([0.0, 4.0]), {"x": np.ones(2)}
    (expected,) = array_gradient(graph, x=x).values()
    assert_close(compile_array_gradient(graph)({"x": x})[1]["x"], expected)
    assert_close(push_forward(graph, evaluate(graph, x=x), along)[graph.output], expected.sum())
