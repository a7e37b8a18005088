"""Imported graphs: the names of their inputs, and the shapes of the example, for which alone they hold."""

import copy
import pickle

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_close

from cgraph_lib import Graph, compile_gradient, evaluate, gradient
from cgraph_lib.arrays import total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.errors import ShapeError
from cgraph_lib.frameworks import from_torch
from cgraph_lib.live import Explorer


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
