"""Functions and modules of PyTorch as graphs: values and derivatives beside PyTorch's own, and what is refused."""

import pytest
from frameworks.agreement import POINT, assert_agrees_with_pytorch, assert_close

from cgraph_lib import evaluate, gradient, reverse_trace, show
from cgraph_lib.arrays import array_gradient
from cgraph_lib.errors import CgraphError, InputError, WrongTypeError
from cgraph_lib.frameworks import from_torch


def test_no_derivative_goes_through_no_grad(torch):
    def function(x):
        with torch.no_grad():
            scale = x * x
        return (scale * x).sum()

    assert_agrees_with_pytorch(torch, function, POINT)


def test_the_branch_that_the_example_takes(torch):
    def function(x):
        return x * x if x > 1 else -x

    assert gradient(*from_torch(function, 3.0)) == {"x": 6.0}
    assert gradient(*from_torch(function, 0.5)) == {"x": -1.0}


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


def test_dropout_and_running_means_stand_as_constants(torch):
    model = torch.nn.Sequential(torch.nn.Dropout(0.5), torch.nn.Linear(3, 1)).double().train()
    x = torch.ones(4, 3, dtype=torch.float64)
    torch.manual_seed(1)
    graph, inputs = from_torch(model, x)
    torch.manual_seed(1)
    assert_close(evaluate(graph, inputs)["Sequential"], model(x).detach())


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


def test_what_is_no_program(torch):
    with pytest.raises(WrongTypeError, match="Expected a module or a function, got int"):
        from_torch(3, 1.0)
    with pytest.raises(InputError, match="Expected real numbers for x, got complex ones"):
        from_torch(lambda x: x * x, torch.tensor([1 + 2j]))
    with pytest.raises(InputError, match='unknown is "error" or "block"'):
        from_torch(torch.sin, 1.0, unknown="skip")


def test_derivatives_that_the_caller_has_switched_off_are_taken_all_the_same(torch):
    with torch.no_grad():
        assert gradient(*from_torch(lambda x: x * x, 3.0)) == {"x": 6.0}


@pytest.mark.filterwarnings("ignore:.torch.jit.script:DeprecationWarning")
def test_a_derivative_inside_by_tape_is_refused_and_by_function_is_read(torch):
    with pytest.raises(CgraphError, match="take it by torch.func.grad"):
        from_torch(lambda x: torch.autograd.grad(x**3, x)[0], 2.0)
    assert gradient(*from_torch(torch.func.grad(lambda x: x**3), 2.0)) == {"x": 12.0}
    for unknown in ("error", "block"):
        with pytest.raises(CgraphError, match=r"no operation for to, at|leaves the tensors at"):
            from_torch(torch.func.hessian(lambda x: (x**3).sum()), torch.ones(2), unknown=unknown)
