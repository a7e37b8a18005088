"""Numbers that leave the tensors of a program, and writing that PyTorch's derivatives do not see, are refused."""

import numpy as np
import pytest
from frameworks.agreement import POINT

from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks import from_torch

LEAVING = [
    lambda x: x * float(x),
    lambda x: x * x.item(),
    lambda x: x * int(x),
    lambda x: x * x.tolist(),
    lambda x: x * x.numpy(),
    lambda x: x * np.asarray(x),
    np.sin,
]


@pytest.mark.parametrize("leave", LEAVING)
def test_a_number_that_leaves_the_tensors_is_refused(torch, leave):
    with pytest.raises(CgraphError, match=r"leaves the tensors at line \d+"):
        from_torch(lambda x: leave(x), 3.0)


LEFT = {
    "a list of tensors": lambda t, x: t.tensor([x[0, 0], x[1, 1]]),
    "a new tensor": lambda t, x: x.new_tensor([x[0, 0]]),
    "a parameter": lambda t, x: t.nn.Parameter(x) * x,
    "after writing": lambda t, x: [y := x * 1, y.add_(1), t.tensor([y[0, 0]])][2],
}


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.parametrize("unknown", ["error", "block"])
def test_no_number_of_the_example_stays_in_the_graph(torch, name, unknown):
    with pytest.raises(CgraphError, match="A number leaves the tensors at line"):
        from_torch(lambda x: LEFT[name](torch, x), torch.tensor(POINT), unknown=unknown)


def a_part_under_no_grad(t, x):
    y = x * 2
    with t.no_grad():
        y[0] = 3.0
    return y * x


UNSEEN = {
    "detached": lambda t, x: [y := x * 1, y.detach()[0].mul_(2), y * y][2],
    "data": lambda t, x: [y := x * 1, y.data.mul_(2), y * y][2],
    "new data": lambda t, x: [y := x * 1, setattr(y, "data", x * 3), y * y][2],
    "a part under no_grad": a_part_under_no_grad,
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_written_unseen_by_the_derivatives_of_pytorch_is_refused(torch, name):
    with pytest.raises(CgraphError, match=r"writes into a tensor at line \d+ of .* derivative does not see it"):
        from_torch(lambda x: UNSEEN[name](torch, x), torch.tensor(POINT))
