"""Jacobian-vector products through moved, chosen and reduced arrays, beside PyTorch's own."""

from frameworks.agreement import POINT, TALL, assert_close

from cgraph_lib import evaluate
from cgraph_lib.arrays import push_forward
from cgraph_lib.frameworks import from_torch


def test_jacobian_vector_products_agree_with_pytorch(torch):
    def function(x, y):
        moved = torch.cat([x.T, x.T * y[0, 0]])[:, ::1]
        chosen = torch.where(moved > 0, moved, moved**2) @ x
        return (torch.logsumexp(chosen, 0) + chosen.amax(0) + torch.sort(chosen, 0)[0][1] * chosen.detach()[0]).sum()

    at = tuple(torch.tensor(x, dtype=torch.float64) for x in (POINT, TALL))
    along = tuple(torch.cos(x) for x in at)
    graph, inputs = from_torch(function, *at, unknown="block")
    tangents = push_forward(graph, evaluate(graph, inputs), dict(zip(inputs, (x.numpy() for x in along), strict=True)))
    assert_close(tangents[graph.output], torch.autograd.functional.jvp(function, at, along)[1])
