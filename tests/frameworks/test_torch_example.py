"""What a program of PyTorch is run on: parts of any type keep it, a module is left as it was."""

import collections

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_close

from cgraph_lib import evaluate
from cgraph_lib.arrays import array_gradient
from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.frameworks import from_torch


def test_single_precision_becomes_double(torch):
    model = torch.nn.Linear(2, 1)
    graph, inputs = from_torch(model, torch.ones(3, 2))
    assert_close(evaluate(graph, inputs)["Linear"], model.double()(torch.ones(3, 2).double()).detach())


def Shared(torch):
    class Module(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.tied = torch.nn.Linear(3, 3, bias=False), torch.nn.Linear(3, 3, bias=False)
            self.again, self.tied.weight = self.first, self.first.weight
            self.register_buffer("average", torch.ones(3))

        def forward(self, x):
            self.average.mul_(0.5).add_(x.mean(0))
            return (self.tied(torch.tanh(self.first(x))) + self.again(x) * self.average).sum()

    return Module().double()


def test_a_module_that_shares_its_parts_and_writes_into_a_buffer_is_left_as_it_was(torch):
    model, x = Shared(torch), torch.tensor(POINT, dtype=torch.float64)
    before = dict(model.named_parameters(remove_duplicate=False))
    graph, inputs = from_torch(model, x)
    after = dict(model.named_parameters(remove_duplicate=False))
    assert list(inputs) == ["first.weight", "x"] and model.average.tolist() == [1.0, 1.0, 1.0]
    assert after.keys() == before.keys() and all(after[name] is before[name] for name in before)
    model(x).backward()
    assert_close(array_gradient(graph, inputs)["first.weight"], model.first.weight.grad)


def test_parts_of_an_example_keep_their_types(torch):
    pair = collections.namedtuple("pair", "left right")
    ordered = collections.OrderedDict(scale=2.0)

    def function(sides, extra, numbers):
        extra.move_to_end("scale")
        return sides.left * sides.right * extra["scale"] + numbers.index(numbers[0]) + numbers[0]

    graph, inputs = from_torch(function, pair(3.0, np.float32(5)), ordered, (7.0,))
    assert inputs == {"sides.left": 3.0, "sides.right": 5.0, "extra.scale": 2.0, "numbers.0": 7.0}
    assert evaluate(graph, inputs)["function"] == 37.0


@pytest.mark.parametrize("kind", [np.float16, np.longdouble, ">f8", np.float32])
def test_an_example_of_any_kind_of_floats(torch, kind):
    graph, inputs = from_torch(lambda x: x * 2, np.array([1.0, 2.0], kind)[::-1])
    assert evaluate(graph, inputs)[graph.output].tolist() == [4.0, 2.0]


def test_what_is_no_example(torch):
    for thing in (np.array(["a"]), np.ma.array([1.0, 2.0], mask=[0, 1]), np.array([None])):
        with pytest.raises(InputError, match="Expected a number or a plain numpy array of real numbers for x"):
            from_torch(lambda x: x * 2, thing)
    with pytest.raises(InputError, match="Expected real numbers for x, got complex ones"):
        from_torch(lambda x: x * 2, 1j)
    with pytest.raises(InputError, match="x is a Linear, which holds tensors out of sight"):
        from_torch(lambda x: x.weight * 2, torch.nn.Linear(2, 2))
    with pytest.raises(InputError, match="Expected a dense tensor for x, which numpy can read, got a sparse_coo one"):
        from_torch(lambda x: x.to_dense(), torch.eye(2).to_sparse())
    with pytest.raises(WrongTypeError, match=r"got the class Linear; make a module of it, Linear\(...\)"):
        from_torch(torch.nn.Linear, 2.0, 3.0)
