"""Closed blocks have the derivatives of PyTorch, and say so where it has none."""

import pickle

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_agrees_with_pytorch, assert_close

from cgraph_lib import Graph, evaluate, show
from cgraph_lib.arrays import array_gradient, push_forward
from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks import UnknownOperationError, from_torch

UNKNOWN = {
    "several results": lambda t, x: t.sort(x, 1)[0][0, 1] * t.erf(x).sum(),
    "a sum in one place": lambda t, x: (x.index_put((t.tensor([0, 0]),), x[:1] * x, accumulate=True) ** 2).sum(),
    "new entries": lambda t, x: (t.nn.functional.pad(x, (1, 1), value=2.0) ** 2).sum(),
    "places that depend": lambda t, x: (x[x.argmax(0), t.tensor([0, 1, 2])] * x[0]).sum(),
    "a part without zeros": lambda t, x: (t.tril(x) * x).sum(),
    "a convolution": lambda t, x: t.nn.functional.conv1d(x[None], x[None, :, :2] * 0.5).sum(),
    "a norm": lambda t, x: (t.nn.functional.layer_norm(x, (3,)) ** 3).sum(),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_closed_block_has_the_derivatives_of_pytorch(torch, name):
    def function(x):
        return UNKNOWN[name](torch, x)

    with pytest.raises(UnknownOperationError):
        from_torch(function, torch.tensor(POINT))
    graph = assert_agrees_with_pytorch(torch, function, POINT, unknown="block")
    assert isinstance(graph, Graph) and "No numbers are computed yet" in repr(show(graph))
    if name == "a part without zeros":
        with pytest.raises(CgraphError, match="tril is computed by the framework, and is not pickled"):
            pickle.dumps(graph)


def test_a_block_draws_the_same_random_numbers_at_every_run(torch):
    torch.manual_seed(1)
    graph, inputs = from_torch(lambda x: torch.bernoulli(torch.sigmoid(x)) * x, torch.zeros(50), unknown="block")
    inputs = {"x": np.linspace(-0.01, 0.01, 50)}
    torch.manual_seed(1)
    drawn = torch.bernoulli(torch.sigmoid(torch.tensor(inputs["x"]))).numpy() * inputs["x"]
    assert evaluate(graph, inputs) == evaluate(graph, inputs)
    assert_close(evaluate(graph, inputs)[graph.output], drawn)


def test_what_a_program_reads_from_outside_may_change_afterwards(torch):
    outside = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    graph, inputs = from_torch(lambda x: torch.copysign(x, outside) * outside, torch.tensor(POINT), unknown="block")
    before = evaluate(graph, inputs)
    outside.mul_(-1)
    assert evaluate(graph, inputs) == before


def test_a_block_without_a_derivative_says_so(torch):
    graph, inputs = from_torch(lambda x: torch.histc(x, 3).sum(), torch.ones(3), unknown="block")
    with pytest.raises(CgraphError, match="PyTorch has no derivative of histc"):
        array_gradient(graph, inputs)
    with pytest.raises(CgraphError, match="PyTorch has no derivative of histc"):
        push_forward(graph, evaluate(graph, inputs), {"x": np.ones(3)})
