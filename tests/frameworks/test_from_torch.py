"""Functions and modules of PyTorch as graphs: values and derivatives beside PyTorch's own, and what is refused."""

import collections
import copy
import pickle

import numpy as np
import pytest
from frameworks.random_functions import Language, random_function

from cgraph_lib import Graph, compile_gradient, evaluate, gradient, reverse_trace, show
from cgraph_lib.arrays import array_gradient, push_forward, total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.errors import CgraphError, InputError, MissingPackageError, ShapeError, WrongTypeError
from cgraph_lib.frameworks import UnknownOperationError, from_torch
from cgraph_lib.live import Explorer


@pytest.fixture(scope="module")
def torch(framework):
    return framework("torch")


def assert_close(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape
    assert np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs)), initial=0) <= 1e-12


def assert_agrees(torch, function, *example, unknown="error"):
    """Compare the value and all derivatives of a function with PyTorch's, and return the graph."""
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in example]
    value = function(*leaves)
    value.backward()
    graph, inputs = from_torch(function, *leaves, unknown=unknown)
    assert_close(evaluate(graph, inputs)[graph.output], value.item())
    for ours, leaf in zip(array_gradient(graph, inputs).values(), leaves, strict=True):
        assert_close(ours, np.zeros(leaf.shape) if leaf.grad is None else leaf.grad)
    return graph


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
    assert_agrees(torch, lambda *inputs: function(language, *inputs), *example)


POINT = [[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]]
TALL = [[0.5], [2.5]]
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
    assert_agrees(torch, lambda x, y: FUNCTIONS[name](torch, x, y).sum(), POINT, TALL)


def test_what_a_program_writes_into_its_tensors(torch):
    def function(x, y):
        z = x * y
        z += 1
        z[0] = 5 * x[1]
        z[1, 1:].mul_(y[0])
        return (z * z).sum()

    assert_agrees(torch, function, POINT, TALL)


def test_no_derivative_goes_through_no_grad(torch):
    def function(x):
        with torch.no_grad():
            scale = x * x
        return (scale * x).sum()

    assert_agrees(torch, function, POINT)


def test_the_branch_that_the_example_takes(torch):
    def function(x):
        return x * x if x > 1 else -x

    assert gradient(*from_torch(function, 3.0)) == {"x": 6.0}
    assert gradient(*from_torch(function, 0.5)) == {"x": -1.0}


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


@pytest.mark.parametrize("inplace", [False, True])
def test_a_module_agrees_with_pytorch(torch, inplace):
    torch.manual_seed(0)
    layers = [torch.nn.Linear(2, 4), torch.nn.ReLU(inplace=inplace), torch.nn.Linear(4, 3), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers).double()
    x = torch.randn(5, 2, dtype=torch.float64)
    graph, inputs = from_torch(model, x)
    model(x).backward(torch.ones(5, 3, dtype=torch.float64))
    ours = array_gradient(*from_torch(lambda x: model(x).sum(), x))
    assert list(inputs) == ["0.weight", "0.bias", "2.weight", "2.bias", "input"] and list(ours) == ["x"]
    assert_close(evaluate(graph, inputs)["Sequential"], model(x).detach())
    total = from_torch(torch.nn.Sequential(*layers, Summed(torch)), x)
    for name, parameter in model.named_parameters():
        assert_close(array_gradient(*total)[name], parameter.grad)


def Summed(torch):
    class Sum(torch.nn.Module):
        def forward(self, x):
            return x.sum()

    return Sum()


def test_the_parts_of_a_module_are_groups(torch):
    inner = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh())
    graph, _ = from_torch(torch.nn.Sequential(inner, torch.nn.Linear(2, 1)), torch.zeros(3, 2))
    assert next(iter(graph.groups)) == "0 Sequential"
    assert set(graph.groups) == {
        "0 Sequential",
        "0 Sequential/0 Linear",
        "0 Sequential/1 Tanh",
        "1 Linear",
    }
    assert graph.node("0.0.weight").group == "0 Sequential/0 Linear"
    assert "0 Sequential, a closed group" in repr(show(graph))


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_recurrent_layers_agree_with_pytorch(torch, kind):
    torch.manual_seed(0)
    model, x = getattr(torch.nn, kind)(3, 2).double(), torch.randn(3, 2, 3, dtype=torch.float64)
    graph, inputs = from_torch(
        lambda parameters, x: torch.func.functional_call(model, parameters, (x,))[0].sin().sum(),
        dict(model.named_parameters()),
        x,
    )
    model(x)[0].sin().sum().backward()
    ours = array_gradient(graph, inputs)
    for name, parameter in model.named_parameters():
        assert_close(ours[f"parameters.{name}"], parameter.grad)


def test_what_writes_even_so_is_named(torch):
    with pytest.raises(UnknownOperationError, match="from_torch has no operation for rrelu_with_noise, which writes"):
        from_torch(torch.nn.RReLU(), torch.ones(4))


def test_dropout_and_running_means_stand_as_constants(torch):
    model = torch.nn.Sequential(torch.nn.Dropout(0.5), torch.nn.Linear(3, 1)).double().train()
    x = torch.ones(4, 3, dtype=torch.float64)
    torch.manual_seed(1)
    graph, inputs = from_torch(model, x)
    torch.manual_seed(1)
    assert_close(evaluate(graph, inputs)["Sequential"], model(x).detach())


def test_single_precision_becomes_double(torch):
    model = torch.nn.Linear(2, 1)
    graph, inputs = from_torch(model, torch.ones(3, 2))
    assert_close(evaluate(graph, inputs)["Linear"], model.double()(torch.ones(3, 2).double()).detach())


def test_inputs_have_the_names_of_the_program(torch):
    def loss(weights, x, *, scale=2.0):
        return (weights["W"] * x[0] + weights["b"] * x[1]) * scale

    graph, inputs = from_torch(loss, {"W": torch.tensor(2.0), "b": 3}, (torch.tensor(5.0), 7.0))
    assert inputs == {"weights.W": 2.0, "weights.b": 3.0, "x.0": 5.0, "x.1": 7.0}
    assert evaluate(graph, inputs)["loss"] == 62.0
    assert list(from_torch(lambda *x: x[0] * x[1], 1.0, 2.0).inputs) == ["x_1", "x_2"]
    assert list(from_torch(torch.relu, 1.0).inputs) == ["x1"]


def test_an_input_that_nothing_depends_on_has_the_derivative_0(torch):
    assert gradient(*from_torch(lambda a, b: a * 2, 1.0, 5.0)) == {"a": 2.0, "b": 0.0}


def test_several_results(torch):
    graph, inputs = from_torch(lambda a: (a * 2, torch.sin(a), 3.0 * torch.ones(())), 0.0)
    assert evaluate(graph, inputs)[graph.output] == 0.0 and len(graph.nodes) == 5
    with pytest.raises(WrongTypeError, match="returns nothing to draw"):
        from_torch(lambda a: None, 1.0)


def test_a_scalar_function_is_stepped_like_any_graph(torch):
    graph, inputs = from_torch(lambda w, x, b: torch.tanh(w * x + b) ** 2, 2.0, 3.0, -6.5)
    trace = reverse_trace(graph, evaluate(graph, inputs))
    assert [trace.final[name] for name in "wxb"] == list(gradient(graph, inputs).values())


def test_a_rule_of_ones_own_is_not_carried_over(torch):
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, adjoint):
            return adjoint * 3 * ctx.saved_tensors[0]

    assert list(gradient(*from_torch(Square.apply, 3.0)).values()) == [6.0]


def test_an_unknown_operation_is_named_with_its_place(torch):
    def sorted_middle(x):
        return torch.sort(x)[0][1]

    with pytest.raises(
        UnknownOperationError, match=r"no operation for sort, at line \d+ of sorted_middle \(return t"
    ) as error:
        from_torch(sorted_middle, torch.tensor([3.0, 1.0, 2.0]))
    assert error.value.operation == "sort" and error.value.file == __file__ and 'unknown="block"' in str(error.value)
    inner = torch.nn.Sequential(torch.nn.GELU())
    with pytest.raises(UnknownOperationError, match="no operation for gelu, at the part 0 Sequential/0 GELU"):
        from_torch(torch.nn.Sequential(inner), torch.ones(2))


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
    graph = assert_agrees(torch, function, POINT, unknown="block")
    assert isinstance(graph, Graph) and "No numbers are computed yet" in repr(show(graph))
    if name == "a part without zeros":
        with pytest.raises(CgraphError, match="tril is computed by the framework, and is not pickled"):
            pickle.dumps(graph)


def test_a_graph_without_blocks_is_pickled(torch):
    def function(x):
        moved = torch.cat([x.T, x.T])[1:] @ x[:, 1]
        return torch.where(moved > 0, moved, torch.sign(moved)).sum() + x.amax() + (x @ x[0]).sum()

    graph, inputs = from_torch(function, torch.tensor(POINT))
    again = pickle.loads(pickle.dumps(graph))
    assert evaluate(again, inputs)["function"] == evaluate(graph, inputs)["function"]


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


def test_what_is_no_program(torch):
    with pytest.raises(WrongTypeError, match="Expected a module or a function, got int"):
        from_torch(3, 1.0)
    with pytest.raises(InputError, match="Expected real numbers for x, got complex ones"):
        from_torch(lambda x: x * x, torch.tensor([1 + 2j]))
    with pytest.raises(InputError, match='unknown is "error" or "block"'):
        from_torch(torch.sin, 1.0, unknown="skip")


def test_without_pytorch_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(MissingPackageError, match="python -m pip install torch"):
        from_torch(lambda x: x, 1.0)


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
    assert_agrees(torch, lambda x: SMOOTH_AT_0[name](torch, x).sum(), [0.0, 1.0, -1.0])


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
    assert_agrees(torch, lambda x: TRUTHS[name](torch, x).sum(), POINT)


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


def test_derivatives_that_the_caller_has_switched_off_are_taken_all_the_same(torch):
    with torch.no_grad():
        assert gradient(*from_torch(lambda x: x * x, 3.0)) == {"x": 6.0}


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


def test_a_whole_number_that_counts_is_explained(torch):
    for function in (lambda x, n: sum(x for _ in range(n)), lambda x, n: x[n]):
        with pytest.raises((TypeError, IndexError)) as error:
            from_torch(function, torch.ones(3), 2)
        assert error.value.__notes__ == [
            "n: a whole number of the example is an input of the graph, a double, which neither counts nor is an "
            "index; for these give an array of whole numbers, as torch.tensor(3)."
        ]
    graph, inputs = from_torch(lambda x, n: x[n] * len(range(n)), torch.tensor([1.0, 2.0]), torch.tensor(1))
    assert evaluate(graph, inputs)[graph.output] == 2.0


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


@pytest.mark.parametrize("unknown", ["error", "block"])
def test_complex_numbers_are_refused(torch, unknown):
    with pytest.raises(CgraphError, match=r"The operation _fft_r2c, at line \d+ of .*, makes complex numbers"):
        from_torch(lambda x: torch.fft.fft(x).abs().sum(), torch.tensor(POINT), unknown=unknown)


@pytest.mark.filterwarnings("ignore:.torch.jit.script:DeprecationWarning")
def test_a_derivative_inside_by_tape_is_refused_and_by_function_is_read(torch):
    with pytest.raises(CgraphError, match="take it by torch.func.grad"):
        from_torch(lambda x: torch.autograd.grad(x**3, x)[0], 2.0)
    assert gradient(*from_torch(torch.func.grad(lambda x: x**3), 2.0)) == {"x": 12.0}
    for unknown in ("error", "block"):
        with pytest.raises(CgraphError, match=r"no operation for to, at|leaves the tensors at"):
            from_torch(torch.func.hessian(lambda x: (x**3).sum()), torch.ones(2), unknown=unknown)


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


def test_what_writes_into_a_tensor_from_outside_is_named(torch):
    outside = torch.zeros(2, 3, dtype=torch.float64)
    for unknown in ("error", "block"):
        with pytest.raises(UnknownOperationError, match="no operation for add_, which writes into a tensor, at line"):
            from_torch(lambda x: outside.add_(x) * x, torch.tensor(POINT), unknown=unknown)
    with pytest.raises(UnknownOperationError):
        from_torch(lambda x: outside[0].add_(x[0]) * x, torch.tensor(POINT))
    assert not outside.any()


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


OF_ONE_SHAPE = {
    "sliced": lambda t, x: x[:, 1:] * 1,
    "stretched": lambda t, x: x.expand(4, 2, 3).sum(0),
    "counted": lambda t, x: x.var() + x.sum() / x.numel() - x / len(x),
    "entry by entry": lambda t, x: x * 2,
}


@pytest.mark.parametrize("name", OF_ONE_SHAPE)
def test_a_graph_is_for_arrays_of_the_shapes_of_its_example(torch, name):
    graph, inputs = from_torch(lambda x: OF_ONE_SHAPE[name](torch, x), torch.tensor(POINT))
    for again in (graph, copy.deepcopy(graph), pickle.loads(pickle.dumps(graph))):
        assert_close(evaluate(again, inputs)[again.output], OF_ONE_SHAPE[name](torch, torch.tensor(POINT).double()))
        for shape in ((3, 2), (3, 3), (6,), ()):
            with pytest.raises(ShapeError, match=r"x has shape \(.*\), but .* example in which it has shape \(2, 3\)"):
                evaluate(again, x=np.ones(shape) if shape else 1.0)


def test_programs_of_an_imported_graph_know_the_shapes_of_its_example(torch):
    graph, inputs = from_torch(lambda x: x / x.numel(), torch.tensor(POINT))
    value = graph.node("x") * graph.output
    programs = {
        "another graph of its nodes": lambda x: evaluate(Graph(value), x=x),
        "compiled": compile_gradient(graph),
        "compiled for arrays": lambda x: compile_array_gradient(Graph(total(value)))({"x": x}),
        "a live picture": lambda x: Explorer(graph, x=x),
    }
    for name, program in programs.items():
        if name != "a live picture":
            program(inputs["x"])
        for other in [1.0] if name == "a live picture" else [1.0, np.ones((3, 2))]:
            with pytest.raises(ShapeError, match=r"import it again with an example of shape"):
                program(other)


SINGLE = {
    "entry by entry": lambda t, x: t.tanh(x) * x + 1,
    "sums and means of one": lambda t, x: x.sum() * x.mean() + t.logsumexp(x, 0) + x.amax() / x.numel(),
    "flat": lambda t, x: t.where(x > 0, x.detach() * x, t.floor(x)),
}
NOT_SINGLE = {
    "beside an array": lambda t, x: x * t.arange(5.0),
    "stretched": lambda t, x: x.expand(5).sum(),
    "joined": lambda t, x: t.stack([x, x]).sum(),
    "a block": lambda t, x: t.cumsum(x, 0),
    "a block without slope": lambda t, x: x.argmax() * 1.0,
}


@pytest.mark.parametrize("name", SINGLE | NOT_SINGLE)
def test_only_a_function_of_single_numbers_takes_a_sweep(torch, name):
    function, sweep = (SINGLE | NOT_SINGLE)[name], np.linspace(-2, 2, 5)
    graph, inputs = from_torch(lambda x: function(torch, x), 2.0, unknown="block")
    assert_close(evaluate(graph, inputs)[graph.output], function(torch, torch.tensor(2.0).double()))
    if name in NOT_SINGLE:
        with pytest.raises(ShapeError, match=r"x has shape \(5,\), but .* it has shape \(\)"):
            evaluate(graph, x=sweep)
    else:
        expected = [function(torch, torch.tensor(x)).item() for x in sweep]
        assert_close(evaluate(graph, x=sweep)[graph.output], expected)


STEEP = {
    "held": lambda t, x: (t.sqrt(x).detach() * x).sum(),
    "compared": lambda t, x: t.where(t.sqrt(x) > 0.5, x, 2 * x).sum(),
    "a block": lambda t, x: (t.sqrt(x) > 0.5).any() * 1.0 + x.sum(),
}


@pytest.mark.parametrize("name", STEEP)
def test_no_infinite_slope_goes_through_what_is_flat(torch, name):
    graph = assert_agrees(torch, lambda x: STEEP[name](torch, x), [0.0, 4.0], unknown="block")
    x, along = np.array([0.0, 4.0]), {"x": np.ones(2)}
    (expected,) = array_gradient(graph, x=x).values()
    assert_close(compile_array_gradient(graph)({"x": x})[1]["x"], expected)
    assert_close(push_forward(graph, evaluate(graph, x=x), along)[graph.output], expected.sum())


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
    assert_agrees(torch, lambda x: (WRITTEN_AWAY[name](torch, x) * torch.arange(1, 4)).sum(), [*POINT, [0.5, 0.1, 3.0]])


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
