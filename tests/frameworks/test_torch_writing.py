"""Programs of PyTorch that write into their tensors: derivatives beside PyTorch's own, and what is refused."""

import pytest
from frameworks.agreement import POINT, TALL, assert_agrees_with_pytorch, assert_close

from cgraph_lib import evaluate
from cgraph_lib.frameworks import UnknownOperationError, from_torch


def test_what_a_program_writes_into_its_tensors(torch):
    def function(x, y):
        z = x * y
        z += 1
        z[0] = 5 * x[1]
        z[1, 1:].mul_(y[0])
        return (z * z).sum()

    assert_agrees_with_pytorch(torch, function, POINT, TALL)


def test_what_writes_even_so_is_named(torch):
    with pytest.raises(UnknownOperationError, match="from_torch has no operation for rrelu_with_noise, which writes"):
        from_torch(torch.nn.RReLU(), torch.ones(4))


WRITTEN = {
    "into the example": lambda t, x: x.mul_(2) * x,
    "by an activation": lambda t, x: t.nn.functional.relu(x, inplace=True) * 2,
    "a number": lambda t, x: [y := x * 1, y.view(-1)[1:3].fill_(5.0), y * y][2],
    "zeros": lambda t, x: [y := x * 1, y[0].zero_(), y * y][2],
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_program_may_write_into_what_it_is_given(torch, name):
    example = torch.tensor(POINT, dtype=torch.float64)
    graph, inputs = from_torch(lambda x: WRITTEN[name](torch, x), example)
    assert example.tolist() == POINT
    assert_close(evaluate(graph, inputs)[graph.output], WRITTEN[name](torch, example.clone()))


def test_what_writes_into_a_tensor_from_outside_is_named(torch):
    outside = torch.zeros(2, 3, dtype=torch.float64)
    for unknown in ("error", "block"):
        with pytest.raises(UnknownOperationError, match="no operation for add_, which writes into a tensor, at line"):
            from_torch(lambda x: outside.add_(x) * x, torch.tensor(POINT), unknown=unknown)
    with pytest.raises(UnknownOperationError):
        from_torch(lambda x: outside[0].add_(x[0]) * x, torch.tensor(POINT))
    assert not outside.any()


def under_no_grad(t, x):
    y = x * 2
    with t.no_grad():
        y.clamp_(-1, 1)
    return y * x


WRITTEN_AWAY = {
    "under no_grad": under_no_grad,
    "under no_grad by PyTorch": lambda t, x: t.nn.functional.cosine_similarity(x[:1], x),
    "by PyTorch": lambda t, x: t.nn.functional.rms_norm(x, (3,)),
    "labels smoothed": lambda t, x: t.nn.functional.cross_entropy(x, t.tensor([2, 0, 1]), label_smoothing=0.1),
    "into a sum": lambda t, x: [s := t.zeros(3, dtype=x.dtype), s.add_(x[0]), s.mul_(x[1]), s][3],
    "truths": lambda t, x: [m := x > 0, m.logical_not_(), m * x][2],
    "a copy of what is held": lambda t, x: [z := (x * 2).detach().clone(), z[0].add_(1), z * x][2],
}


@pytest.mark.parametrize("name", WRITTEN_AWAY)
def test_what_is_written_has_the_derivatives_of_pytorch(torch, name):
    assert_agrees_with_pytorch(
        torch, lambda x: (WRITTEN_AWAY[name](torch, x) * torch.arange(1, 4)).sum(), [*POINT, [0.5, 0.1, 3.0]]
    )
