"""Graphs of arrays as straight-line code: what `pull_back` gives, whatever the shapes; nothing is kept by mistake."""

import numpy as np
import pytest
from random_array_graphs import random_array_graph

from cgraph_lib import Graph, evaluate, function, inputs, parse
from cgraph_lib.arrays import ShapeError, array_gradient, matmul, mean, total
from cgraph_lib.arrays.program import array_listing, compile_array_gradient
from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.graph import apply
from cgraph_lib.ops import OPS


def agree(found, judge):
    assert found.keys() == judge.keys()
    for name in judge:
        assert np.shape(found[name]) == np.shape(judge[name]), name
        np.testing.assert_allclose(found[name], judge[name], rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs(seed):
    graph, given = random_array_graph(seed)
    compiled = compile_array_gradient(graph)
    for scale in (1.0, -0.5, 1.0):  # the third run, in memory that the second wrote over
        numbers = {name: scale * x for name, x in given.items()}
        value, adjoints = compiled(numbers)
        assert value == pytest.approx(evaluate(graph, numbers)[graph.output], rel=1e-12)
        agree(adjoints, array_gradient(graph, numbers))


@pytest.mark.parametrize("name", [op.name for op in OPS.values()])
@pytest.mark.parametrize(
    "shapes", [((4, 3), (4, 3)), ((4, 3), (3,)), ((4, 1), (1, 3)), ((3,), ()), ((0, 3), (3,)), ((), ())]
)
def test_every_operation(name, shapes):
    op, leaves = OPS[name], inputs("x y")
    numbers = np.random.default_rng(1)
    given = {key: numbers.uniform(0.2, 0.9, shape) for key, shape in zip("xy", shapes, strict=True)}
    graph = Graph(total(apply(op.head, *leaves[: op.arity])) + 2 * total(leaves[0]) * total(leaves[1]))
    agree(compile_array_gradient(graph)(given)[1], array_gradient(graph, given))


def test_what_is_returned_stays_as_it_is():
    x, b = inputs("x b")
    graph = Graph(total(function("tanh")(x + b)))
    compiled = compile_array_gradient(graph)
    first = compiled({"x": np.ones((2, 3)), "b": np.ones((2, 3))})[1]
    kept = {name: adjoint.copy() for name, adjoint in first.items()}
    first["x"] += 0  # it may be written to
    compiled({"x": np.zeros((2, 3)), "b": np.zeros((2, 3))})
    agree(first, kept)


def test_other_shapes_are_compiled_anew():
    x, w = inputs("x w")
    compiled = compile_array_gradient(Graph(mean(matmul(x, w))), wrt=["w"])
    for rows in (4, 2, 0, 4):
        value, adjoints = compiled({"x": np.ones((rows, 3)), "w": np.ones((3, 2))})
        assert value == (3.0 if rows else 0.0)
        assert {name: adjoint.tolist() for name, adjoint in adjoints.items()} == {"w": [[0.5 if rows else 0.0] * 2] * 3}


def test_an_input_without_a_path_has_zeros_in_its_shape():
    x, y = inputs("x y")
    adjoints = compile_array_gradient(Graph(total(x).named("s"), y))({"x": np.ones(2), "y": np.ones((2, 1))})[1]
    assert adjoints["y"].tolist() == [[0.0], [0.0]]


def test_refusals():
    x, w = inputs("x w")
    with pytest.raises(ShapeError, match=r"p has shape \(2, 2\); the gradient is that of a single number"):
        compile_array_gradient(Graph(matmul(x, w).named("p")))({"x": np.ones((2, 3)), "w": np.ones((3, 2))})
    compiled = compile_array_gradient(Graph(total(matmul(x, w)).named("s")))
    with pytest.raises(ValueError, match="No number for the input w"):
        compiled({"x": np.ones((2, 3))})
    with pytest.raises(ValueError, match="There is no input 'z'"):
        compiled({"x": np.ones((2, 3)), "w": np.ones((3, 2)), "z": 1.0})
    with pytest.raises(ShapeError, match=r"matmul\(x, w\)"):
        compiled({"x": np.ones((2, 3)), "w": np.ones((2, 3))})


@pytest.mark.parametrize("taken", ["total_back_0", "value_and_gradient", "total_2", "add"])
def test_any_name_will_do(taken):
    x, y = inputs(f"x {taken}")
    graph = Graph((total(x * y, axis=0).named("a") * total((x + y).named("b"), axis=0)).named("c"))
    graph = Graph(total(graph.output).named("s"))
    at = {"x": np.array([[1.0, 2.0]]), taken: np.array([[3.0, 4.0]])}
    agree(compile_array_gradient(graph)(at)[1], array_gradient(graph, at))


@pytest.mark.parametrize(("given", "culprit"), [(None, "for x, got"), (1j, "for x, got"), ("a", "for x, got")])
def test_what_is_no_number_is_named(given, culprit):
    with pytest.raises(ValueError, match=culprit):
        compile_array_gradient(parse("y = x * x"))({"x": given})


def test_inputs_may_be_nodes():
    graph = parse("y = x * x")
    assert compile_array_gradient(graph)({graph.inputs[0]: 3.0}) == (9.0, {"x": 6.0})


def test_names_that_would_hide_a_function_are_replaced():
    graph = parse("add = x * x; matmul = add + exp(x); total = matmul * add")
    agree(compile_array_gradient(graph)({"x": 1.5})[1], array_gradient(graph, x=1.5))
    assert "add =" not in array_listing(graph, evaluate(graph, x=1.5))


def test_infinities_and_nan_are_numbers():
    graph = parse("y = log(x) + 1 / x")
    value, adjoints = compile_array_gradient(graph)({"x": 0.0})
    assert np.isnan(value) and np.isnan(adjoints["x"])


def test_the_inputs_of_a_compiled_gradient():
    x = inputs("x")
    compiled = compile_array_gradient(Graph(total(x * x).named("s")))
    for given in (None, [np.ones(2)], np.ones(2), "x"):
        with pytest.raises(WrongTypeError, match="Expected the inputs in a dict, got"):
            compiled(given)
    with pytest.raises(InputError, match="An input is given twice, by its node and by its name"):
        compiled({"x": np.ones(2), x: np.zeros(2)})


def test_a_root_as_a_power_is_that_of_single_numbers():
    x = inputs("x")
    graph = Graph(total(x**0.5).named("s"))
    for number in (-0.0, -np.inf, 4.0):
        value, _ = compile_array_gradient(graph)({"x": np.array([number])})
        assert value == evaluate(Graph(x**0.5), x=number)["v1"] and np.signbit(value) == np.signbit(0.0)
