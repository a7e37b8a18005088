"""Operations of JAX: values and derivatives beside JAX's own."""

import numpy as np
import pytest
from frameworks.agreement import POINT, TALL, assert_agrees_with_jax, assert_close
from frameworks.random_functions import Language, random_function

from cgraph_lib import evaluate
from cgraph_lib.arrays import push_forward
from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks import from_jax


@pytest.mark.parametrize("seed", range(200))
def test_random_functions_agree_with_jax(jax, seed):
    language = Language(
        jax.numpy,
        sigmoid=jax.nn.sigmoid,
        relu=jax.nn.relu,
        softplus=jax.nn.softplus,
        silu=jax.nn.silu,
        softmax=jax.nn.softmax,
        logsumexp=lambda x: jax.nn.logsumexp(x, -1),
        flip=lambda x: jax.numpy.flip(x, 0),
        concatenate=jax.numpy.concatenate,
        largest=lambda x: x.max(0),
    )
    function, given = random_function(1000 + seed, steps=4)
    example = [np.reshape(numbers, shape) for shape, numbers in given]
    assert_agrees_with_jax(jax, lambda *inputs: function(language, *inputs), *example)


FUNCTIONS = {
    "powers": lambda j, n, x, y: x**3 + y**0.5 + 2**x + y**y + n.exp2(x),
    "exps and logs": lambda j, n, x, y: n.expm1(x) + n.log1p(y) + n.sinh(x) - n.cosh(y),
    "roots": lambda j, n, x, y: j.lax.rsqrt(y) + n.cbrt(1.0) * x + n.reciprocal(y) + n.tan(x),
    "activations": lambda j, n, x, y: j.nn.gelu(x) + j.nn.elu(y) + j.nn.leaky_relu(x) + j.nn.softplus(50 * x),
    "sharper": lambda j, n, x, y: j.nn.relu6(x) + j.nn.hard_tanh(y) + j.nn.log_sigmoid(x) + j.nn.mish(y),
    "log softmax": lambda j, n, x, y: j.nn.log_softmax(x, 0) * j.nn.softmax(x),
    "bounded": lambda j, n, x, y: n.clip(x, -1, 1) + n.where(x < y, x * x, y) + n.where(TRUTHS, x, y),
    "spread": lambda j, n, x, y: n.var(x) + n.std(x, 1, keepdims=True) + n.linalg.norm(x),
    "moved": lambda j, n, x, y: x.T.reshape(2, 3) + x[:, ::-1] + n.roll(x, 1, 1) + x[None].swapaxes(0, 1)[:, 0],
    "parts": lambda j, n, x, y: x[:, 0] @ y * x[1, 1:].sum() + x[n.array([0, 1]), n.array([2, 2])].sum(),
    "dynamic": lambda j, n, x, y: (
        j.lax.dynamic_slice(x, (0, 1), (2, 2)) + y + j.lax.dynamic_update_slice(x, y, (0, 0))[:, :2]
    ),
    "set": lambda j, n, x, y: x.at[0, 1].set(3.0) * x + x.at[:, 0].set(y[:, 0]) ** 2,
    "joined": lambda j, n, x, y: n.stack([x, x * y])[1] + n.concatenate([x, y], 1)[:, 1:] + n.split(x, 3, 1)[2],
    "padded": lambda j, n, x, y: n.pad(x, ((0, 0), (1, 1)))[:, :3] + n.tile(y, (1, 3)) + n.repeat(y, 3, 1),
    "products": lambda j, n, x, y: (x @ x.T) @ y + (x @ x[0])[:, None] + x[0] @ x[1] + n.dot(x, x.T @ y),
    "einsum": lambda j, n, x, y: n.einsum("ij,kj->ik", x, x) + n.einsum("ij,ij->", x, x) + n.outer(y, y)[:2, :2],
    "batches": lambda j, n, x, y: j.vmap(lambda row, side: row @ row * side)(x, y) + n.tensordot(x, x, 2),
    "triangle": lambda j, n, x, y: n.tril(x) * x + n.eye(2, 3) * y + n.zeros_like(x) + n.arange(3.0) * x,
    "flat": lambda j, n, x, y: n.sign(x) * x + n.floor(y) * x + (x > 0) * y + n.isfinite(x) * x,
    "held": lambda j, n, x, y: j.lax.stop_gradient(x) * x + y.astype(float),
    "inlined": lambda j, n, x, y: j.jit(lambda z: j.checkpoint(n.sin)(z) * z)(x) + j.jit(j.nn.relu)(y),
    "second order": lambda j, n, x, y: j.grad(lambda z: (n.tanh(z) ** 3).sum())(x) * y,
    "smallest": lambda j, n, x, y: x.min(1) + x.max() - n.minimum(x, y).max(),
    "labels": lambda j, n, x, y: -n.take_along_axis(j.nn.log_softmax(x), n.array([[2], [0]]), 1).mean(),
    "random": lambda j, n, x, y: j.random.normal(j.random.key(0), (2, 3)) * x,
}


TRUTHS = np.array([[True, False, True], [False, False, True]])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_operations_agree_with_jax(jax, name):
    assert_agrees_with_jax(jax, lambda x, y: FUNCTIONS[name](jax, jax.numpy, x, y).sum(), POINT, TALL)


def test_jacobian_vector_products_agree_with_jax(jax):
    def function(x, y):
        moved = jax.numpy.concatenate([x.T, x.T * y[0, 0]])
        chosen = jax.numpy.where(moved > 0, moved, moved**2) @ x
        return (jax.nn.logsumexp(chosen, 0) + chosen.max(0) + jax.numpy.sort(chosen, 0)[1]).sum()

    at = tuple(np.array(x) for x in (POINT, TALL))
    along = tuple(np.cos(x) for x in at)
    graph, inputs = from_jax(function, *at, unknown="block")
    tangents = push_forward(graph, evaluate(graph, inputs), dict(zip(inputs, along, strict=True)))
    assert_close(tangents[graph.output], jax.jvp(function, at, along)[1])


CONVERTED = {
    "whole numbers": lambda j, n, x: x.astype(int) * x + n.floor(x).astype(int) * 2.0,
    "truths": lambda j, n, x: x.astype(bool) * x + x.astype(bool).astype(float),
    "counted": lambda j, n, x: (x > 0).sum() * x + n.mean(x > 0, dtype=float) * x,
    "products": lambda j, n, x: ((10 * x).astype(int) ** 2 * x - (-(10 * x).astype(int)) * x) / 100,
    "chosen": lambda j, n, x: j.lax.select_n((x > 0).astype(int), x, x * x),
    "held": lambda j, n, x: j.lax.stop_gradient(x.astype(int)) * x,
}


ROUNDED = {
    "divided": lambda j, n, x: j.lax.div((10 * x).astype(int), 3) * x,
    "bits": lambda j, n, x: ((10 * x).astype(int) & 3) * x + (~(10 * x).astype(int)) * x,
    "bytes": lambda j, n, x: (300 * n.abs(x)).astype(n.uint8) * x,
    "short ones": lambda j, n, x: ((100 * x).astype(n.int8) * 2) * x + (6e8 * x).astype(n.int32).sum(dtype=n.int32) * x,
}


@pytest.mark.parametrize("name", [*CONVERTED, *ROUNDED])
def test_whole_numbers_and_truths_agree_with_jax(jax, name):
    function = (CONVERTED | ROUNDED)[name]
    for unknown in ["block"] if name in ROUNDED else ["error", "block"]:
        graph = assert_agrees_with_jax(jax, lambda x: function(jax, jax.numpy, x).sum(), POINT, unknown=unknown)
        other = np.array(POINT) * 1.5 + 0.1
        assert_close(evaluate(graph, x=other)[graph.output], function(jax, jax.numpy, jax.numpy.array(other)).sum())


def test_whole_numbers_too_large_for_their_kind_are_refused(jax):
    graph, _ = from_jax(lambda x: x.astype(int) * 1.0, 2.5)
    assert evaluate(graph, x=-3.7)[graph.output] == -3.0
    for number in (1e300, float("nan")):
        with pytest.raises(CgraphError, match="makes whole numbers beyond 2"):
            evaluate(graph, x=number)


def test_the_mean_of_nothing_is_that_of_jax(jax):
    graph, inputs = from_jax(lambda x: x.mean(0), np.ones((0, 2)))
    assert np.isnan(evaluate(graph, inputs)[graph.output]).tolist() == [True, True]
