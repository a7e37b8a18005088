"""What imported graphs give, beside what the framework itself gives."""

import numpy as np

from cgraph_lib import evaluate
from cgraph_lib.arrays import array_gradient
from cgraph_lib.frameworks import from_jax, from_torch

POINT = [[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]]
TALL = [[0.5], [2.5]]


def assert_close(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape
    assert np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs)), initial=0) <= 1e-12


def assert_agrees_with_pytorch(torch, function, *example, unknown="error"):
    """Compare the value and all derivatives of a function with PyTorch's, and return the graph."""
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in example]
    value = function(*leaves)
    value.backward()
    graph, inputs = from_torch(function, *leaves, unknown=unknown)
    assert_close(evaluate(graph, inputs)[graph.output], value.item())
    for ours, leaf in zip(array_gradient(graph, inputs).values(), leaves, strict=True):
        assert_close(ours, np.zeros(leaf.shape) if leaf.grad is None else leaf.grad)
    return graph


def assert_agrees_with_jax(jax, function, *example, unknown="error"):
    """Compare the value and all derivatives of a function with JAX's, and return the graph."""
    example = [np.asarray(x, float) for x in example]
    value, theirs = jax.jit(jax.value_and_grad(function, argnums=tuple(range(len(example)))))(*example)
    graph, inputs = from_jax(function, *example, unknown=unknown)
    assert_close(evaluate(graph, inputs)[graph.output], value)
    for ours, derivative in zip(array_gradient(graph, inputs).values(), theirs, strict=True):
        assert_close(ours, derivative)
    return graph
