"""The page's arrays, run by node: the same values and adjoints as numpy's, whatever the operation and the shapes."""

import itertools

import numpy as np
import pytest
from random_array_graphs import random_array_graph

from cgraph_lib import Graph, evaluate, inputs
from cgraph_lib.arrays import array_gradient, log_sum_exp, matmul, mean, pick, total
from cgraph_lib.arrays.array_op import apply_to, array_op
from cgraph_lib.arrays.page_program import as_array_data
from cgraph_lib.errors import InputError
from cgraph_lib.graph import apply
from cgraph_lib.nn import Network, initial, spiral
from cgraph_lib.ops import OPS

SHAPES = [((4, 3), (4, 3)), ((4, 3), (3,)), ((4, 1), (1, 3)), ((3,), ()), ((0, 3), (3,)), ((), ())]


def call(graph, given, *more):
    """Return what to ask the page for a graph at these inputs."""
    data = as_array_data(graph, evaluate(graph, given), given)
    return ("arrays", "gradientOf", data, {name: np.ravel(x).tolist() for name, x in given.items()}, list(given), *more)


def agrees(answer, graph, given, rtol=1e-12):
    values, adjoints = evaluate(graph, given), array_gradient(graph, given)
    for name, found in answer["values"].items():
        np.testing.assert_allclose(found, np.ravel(values[name]), rtol=rtol, atol=1e-13, err_msg=name)
    for name, found in zip(given, answer["adjoints"], strict=True):
        np.testing.assert_allclose(found, np.ravel(adjoints[name]), rtol=rtol, atol=1e-12, err_msg=name)


def test_two_hundred_random_graphs(on_page):
    cases = [random_array_graph(seed) for seed in range(200)]
    for answer, (graph, given) in zip(on_page([call(*case) for case in cases]), cases, strict=True):
        agrees(answer, graph, given)


def test_every_operation_of_the_table(on_page):
    cases = []
    for op in OPS.values():
        for shapes in SHAPES:
            dice, leaves = np.random.default_rng(1), inputs("x y")
            given = {key: dice.uniform(0.2, 0.9, shape) for key, shape in zip("xy", shapes, strict=True)}
            result = apply(op.head, *leaves[: op.arity]).named("v")
            cases.append((Graph(total(result) + 2 * total(leaves[0]) * total(leaves[1])), given))
    for answer, (graph, given) in zip(on_page([call(*case) for case in cases]), cases, strict=True):
        agrees(answer, graph, given)


def test_products_of_matrices_of_every_small_shape(on_page):
    """Rows go in pairs, terms in fours, entries in threes: each may be left over."""
    graph, dice = Graph(total(matmul(*inputs("x y")).named("z") * inputs("w"))), np.random.default_rng(3)
    cases = []
    for rows, inner, columns in itertools.product((0, 1, 2, 3), (0, 1, 2, 3, 4, 5, 6, 7, 8), (0, 1, 2, 3, 4, 5, 10)):
        shapes = {"x": (rows, inner), "y": (inner, columns), "w": (rows, columns)}
        cases.append((graph, {name: dice.standard_normal(shape) for name, shape in shapes.items()}))
    for answer, case in zip(on_page([call(*case) for case in cases]), cases, strict=True):
        agrees(answer, *case)


def test_sums_along_every_axis(on_page):
    x = inputs("x")
    given = {"x": np.random.default_rng(2).standard_normal((2, 3, 4))}
    made = [
        operation(x, axis=axis, keepdims=keepdims)
        for operation in (total, mean, log_sum_exp)
        for axis in (None, 0, 1, -1, (0, 2), (0, 1, 2))
        for keepdims in (False, True)
    ]
    made += [pick(x, 1), pick(x, slice(None), [0, 0, 2]), pick(x, 1, 2, 3)]
    cases = [(Graph(total(node.named("v") * node)), given) for node in made]
    for answer, (graph, _) in zip(on_page([call(*case) for case in cases]), cases, strict=True):
        agrees(answer, graph, given)


@pytest.mark.parametrize("sizes", [[2, 3], [2, 5, 3], [2, 4, 4, 2]])
def test_a_network(on_page, sizes):
    x, y = spiral(20, classes=sizes[-1])
    net = Network(initial(sizes, seed=3), penalty=1e-2)
    given = {"X": x, "Y": net.one_hot(y), **net.parameters}
    agrees(on_page([call(net.graph, given)])[0], net.graph, given)


def test_scores_of_any_size(on_page):
    net = Network(initial([2, 3]))
    x, y = np.array([[1e200, 0.0], [0.0, -1e305], [np.inf, 0.0], [np.nan, 1.0]]), [0, 1, 2, 0]
    given = {"X": x, "Y": net.one_hot(y), "W1": 1e4 * net.parameters["W1"], "b1": net.parameters["b1"]}
    with np.errstate(all="ignore"):
        agrees(on_page([call(net.graph, given)])[0], net.graph, given)


def test_overwriting_leaves_the_last_contribution_alone(on_page):
    x = inputs("x")
    graph = Graph(total(3 * x) + total(x * x))
    answer = on_page([call(graph, {"x": np.array([1.0, 2.0])}, True)])[0]
    assert answer["adjoints"][0] == [3.0, 3.0] != array_gradient(graph, x=np.array([1.0, 2.0]))["x"].tolist()


def test_an_operation_that_the_page_does_not_know_is_named():
    odd = array_op((len,), "mystery", lambda x: x, (lambda t, x, v: t,), (lambda a, x, v: a,))
    graph = Graph(total(apply_to(odd, inputs("x"))))
    with pytest.raises(InputError, match="does not know the operation mystery"):
        as_array_data(graph, evaluate(graph, x=np.ones(2)))
