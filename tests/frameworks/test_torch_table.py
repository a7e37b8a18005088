"""Operations of PyTorch: values and derivatives beside PyTorch's own."""

import numpy as np
import pytest
from frameworks.agreement import POINT, TALL, assert_agrees_with_pytorch
from frameworks.random_functions import Language, random_function

from cgraph_lib import evaluate, gradient
from cgraph_lib.frameworks import from_torch


@pytest.mark.parametrize("seed", range(200))
def test_random_functions_agree_with_pytorch(torch, seed):
    plain = torch.nn.functional
    language = Language(
        torch,
        sigmoid=torch.sigmoid,
        relu=torch.relu,
        softplus=plain.softplus,
        silu=plain.silu,
        softmax=lambda x: torch.softmax(x, -1),
        logsumexp=lambda x: torch.logsumexp(x, -1),
        flip=lambda x: torch.flip(x, (0,)),
        concatenate=torch.cat,
        largest=lambda x: torch.amax(x, 0),
    )
    function, given = random_function(seed)
    example = [np.reshape(numbers, shape) for shape, numbers in given]
    assert_agrees_with_pytorch(torch, lambda *inputs: function(language, *inputs), *example)


FUNCTIONS = {
    "alpha": lambda t, x, y: t.add(x, y, alpha=2) - t.sub(x, y, alpha=-1),
    "reflected": lambda t, x, y: 2 - x + 3 / y + 2**x,
    "addcmul": lambda t, x, y: t.addcmul(x, y, x, value=3) + t.lerp(x, y.expand(2, 3), 0.25),
    "scaled exp": lambda t, x, y: t.exp2(x) + t.expm1(x) + t.sinh(x) - t.cosh(y),
    "logs": lambda t, x, y: t.log1p(y) + t.log2(y) + t.log10(y) + t.rsqrt(y) + t.logaddexp(x, y),
    "bounded": lambda t, x, y: t.clamp(x, -1, 1) + t.clamp(x, min=0.1) + t.clamp_max(x, 0.5) + x.clip(y, y + 1),
    "relatives": lambda t, x, y: t.nn.functional.leaky_relu(x, 0.2) + t.nn.functional.elu(x, 1.5),
    "activations": lambda t, x, y: t.nn.functional.gelu(x, approximate="tanh") + t.nn.functional.mish(x),
    "log sigmoid": lambda t, x, y: (
        t.nn.functional.logsigmoid(x) + t.nn.functional.hardtanh(y) + t.nn.functional.relu6(x)
    ),
    "log softmax": lambda t, x, y: t.log_softmax(x, 0) * t.softmax(x, -1),
    "losses": lambda t, x, y: (
        t.nn.functional.mse_loss(x, y.expand(2, 3)) + t.nn.functional.mse_loss(x, x * y, reduction="sum")
    ),
    "labels": lambda t, x, y: t.nn.functional.cross_entropy(x, t.tensor([2, 0])),
    "truths": lambda t, x, y: t.nn.functional.binary_cross_entropy_with_logits(x, t.sigmoid(y).expand(2, 3)),
    "spread": lambda t, x, y: t.var(x) + t.std(x, dim=1, keepdim=True) + t.var(x, dim=0, correction=0).sum() + x.norm(),
    "moved": lambda t, x, y: x.t().reshape(2, 3) + x.flip(1).roll(1, 0) + x.unsqueeze(0).permute(0, 1, 2).squeeze(0),
    "parts": lambda t, x, y: x[:, 0] * x[1, 1:] + x[[0, 1], [2, 2]] + t.stack(x.unbind(1))[0] + x.split(1)[1][0, 0],
    "gathered": lambda t, x, y: t.gather(x, 1, t.tensor([[2, 2], [0, 1]])) + y.repeat(1, 2) + x.diagonal(),
    "products": lambda t, x, y: (x @ x.T) @ y + (x @ x[0])[:, None] + x[0] @ x[1] + t.addmm(y, x, x.T @ y, alpha=2),
    "batches": lambda t, x, y: t.einsum("ij,kj->ik", x, x) + t.nn.functional.linear(x, x, y[:, 0]),
    "masked": lambda t, x, y: x.masked_fill(x > 1, 3.0) + t.where(x < y, x * x, y) + x * (x > 0),
    "flat": lambda t, x, y: t.sign(x) * x + t.floor(x) * y + t.round(y) * x + t.where(x.isnan() | (x <= 0), x, 2 * x),
    "shapes": lambda t, x, y: t.ones_like(x) * y + x.new_zeros(2, 3) + t.full_like(x, 2.0) * x,
    "held": lambda t, x, y: x.detach() * x + y.clone().double(),
    "smallest": lambda t, x, y: x.amin(1) + x.max() - x.min() + t.maximum(x, y).amax(),
    "numbers": lambda t, x, y: t.tensor([1.0, 2.0, 3.0]) * x + t.arange(3.0) * y,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_operations_agree_with_pytorch(torch, name):
    assert_agrees_with_pytorch(torch, lambda x, y: FUNCTIONS[name](torch, x, y).sum(), POINT, TALL)


SMOOTH_AT_0 = {
    "softplus": lambda t, x: t.nn.functional.softplus(x),
    "norm": lambda t, x: x.norm() + (0 * x).norm() + t.stack([0 * x, x]).norm(dim=1, keepdim=True) + (0 * x[0]).norm(),
    "sharp softplus": lambda t, x: t.nn.functional.softplus(x, 3.0),
    "elu": lambda t, x: t.nn.functional.elu(x),
    "mish": lambda t, x: t.nn.functional.mish(x),
    "silu": lambda t, x: t.nn.functional.silu(x),
    "log sigmoid": lambda t, x: t.nn.functional.logsigmoid(x),
    "logaddexp": lambda t, x: t.logaddexp(x, t.zeros_like(x)),
    "truths": lambda t, x: t.nn.functional.binary_cross_entropy_with_logits(x, t.full_like(x, 0.3)),
}


@pytest.mark.parametrize("name", SMOOTH_AT_0)
def test_a_smooth_function_made_of_parts_with_kinks_has_its_slope_at_0(torch, name):
    assert_agrees_with_pytorch(torch, lambda x: SMOOTH_AT_0[name](torch, x).sum(), [0.0, 1.0, -1.0])


KINKS = {
    "leaky relu": (lambda t, x: t.nn.functional.leaky_relu(x, 0.1), 0.1, 1.0),
    "elu": (lambda t, x: t.nn.functional.elu(x, 2.0), 1.0, 2.0),
    "relu6": (lambda t, x: t.nn.functional.relu6(x), 0.0, 1.0),
}


@pytest.mark.parametrize("name", KINKS)
def test_the_slope_at_a_kink_is_between_those_beside_it(torch, name):
    function, low, high = KINKS[name]
    (slope,) = gradient(*from_torch(lambda x: function(torch, x), 0.0)).values()
    assert low <= slope <= high


TRUTHS = {
    "of numbers": lambda t, x: x.bool().double() * x + x.to(t.bool) * 1.0,
    "added": lambda t, x: ((x > 0) + (x < 1)) * x,
    "multiplied": lambda t, x: ((x > 0) * (x < 1)) * x,
    "of short floats": lambda t, x: x * t.ones(3, dtype=t.bfloat16),
    "filled": lambda t, x: t.fill(x, 3.0) * x + t.zeros_like(x),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_truths_and_short_floats_agree_with_pytorch(torch, name):
    assert_agrees_with_pytorch(torch, lambda x: TRUTHS[name](torch, x).sum(), POINT)


NOTHING = {
    "mean": lambda t, x: x.mean(),
    "means of columns": lambda t, x: x.mean(0),
    "squared error": lambda t, x: t.nn.functional.mse_loss(x, x * 2),
    "sum": lambda t, x: x.sum(1),
}


@pytest.mark.parametrize("name", NOTHING)
def test_of_nothing_the_value_is_that_of_pytorch(torch, name):
    graph, inputs = from_torch(lambda x: NOTHING[name](torch, x), torch.zeros(0, 3))
    np.testing.assert_array_equal(evaluate(graph, inputs)[graph.output], NOTHING[name](torch, torch.zeros(0, 3)))


@pytest.mark.filterwarnings("ignore:var")
def test_a_variance_of_fewer_numbers_than_are_taken_off(torch):
    graph, inputs = from_torch(lambda x: torch.var(x, correction=2), torch.tensor([3.0]))
    assert np.isnan(evaluate(graph, inputs)[graph.output])
