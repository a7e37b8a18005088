"""Memory that results share: nothing is written over what is still needed, and little is needed at a time."""

import math
import re
from collections import Counter

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, function, inputs
from cgraph_lib.arrays import array_gradient, matmul, pick, total
from cgraph_lib.arrays.array_op import apply_to, array_op
from cgraph_lib.arrays.products import nodes_for
from cgraph_lib.arrays.program import _Writer, compile_array_gradient
from cgraph_lib.nn import Network, initial

tanh, relu = function("tanh"), function("relu")
SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1e308, -1e308, 1.0, -2.5]


def turned():
    """Return an operation whose result, and whose vjp's, is a view of what it is given."""
    return array_op((turned,), "turned", np.transpose, (lambda t, x, v: t.T,), (lambda a, x, v: a.T,), reads=((),))


def agree(graph, given):
    compiled = compile_array_gradient(graph)
    compiled({name: np.ones(np.shape(x)) for name, x in given.items()})
    value, adjoints = compiled(given)
    assert value == pytest.approx(evaluate(graph, given)[graph.output], rel=1e-12)
    for name, expected in array_gradient(graph, given).items():
        np.testing.assert_allclose(adjoints[name], expected, rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize("part", [slice(None), slice(None, None, -1), slice(1, 3)])
def test_a_part_of_an_array_is_needed_as_long_as_what_is_made_of_it(part):
    x, y = inputs("x y")
    below = pick(tanh(x) * y, part)
    above = tanh(tanh(x * 2) * y)  # takes the memory of tanh(x) * y if it is free
    graph = Graph(total(below * below * pick(above, part)))
    numbers = np.random.default_rng(0)
    agree(graph, {"x": numbers.standard_normal((4, 4)), "y": numbers.standard_normal((4, 4))})


@pytest.mark.parametrize("seed", range(20))
def test_views_among_random_operations(seed):
    """With operations whose results and contributions are views, as a transpose's may be."""
    rng = np.random.default_rng(seed)
    x, y = inputs("x y")
    made = [x, y, tanh(x), x * y]
    moves = [
        lambda m, k: apply_to(turned(), m),
        lambda m, k: pick(m, slice(None, None, -1)),
        lambda m, k: m * k,
        lambda m, k: tanh(m) + k,
        lambda m, k: relu(m),
        lambda m, k: matmul(m, k) / 3,
    ]
    for _ in range(12):
        move = moves[rng.integers(len(moves))]
        made.append(move(*(made[-1 - rng.integers(4)] for _ in range(2))))
    graph = Graph(total(made[-1] * tanh(made[-2])) + total(tanh(made[-3])) + 0.1 * total(x + y))
    agree(graph, {"x": rng.standard_normal((3, 3)), "y": rng.standard_normal((3, 3))})


def arrays_kept(graph, given):
    """Return how many different arrays a program keeps, by their shapes."""
    writer = _Writer(graph, evaluate(graph, given), nodes_for(graph, None))
    names = [line.rpartition("out=")[2].rstrip(")") for line in writer.lines() if "out=" in line]
    kept = {id(writer.scope[name]): writer.scope[name].shape for name in names}
    return Counter(kept.values())


@pytest.mark.parametrize("layers", [2, 3, 6])
def test_a_network_keeps_two_arrays_a_hidden_layer(layers):
    """What relu was given and what it gave: adjoints take the memory of values that are needed no more."""
    sizes = [4, *[50] * (layers - 1), 3]
    network = Network(initial(sizes))
    given = {"X": np.ones((20, 4)), "Y": network.one_hot([0, 1] * 10), **network.parameters}
    assert arrays_kept(network.graph, given)[20, 50] <= 2 * (layers - 1) + (layers > 2)


def test_a_long_chain_of_sums_needs_one_array():
    x, y = inputs("x y")
    sum_so_far = x
    for _ in range(30):
        sum_so_far = sum_so_far + y
    assert arrays_kept(Graph(total(sum_so_far)), {"x": np.ones((4, 3)), "y": np.ones((4, 3))}) == {(4, 3): 1}


def test_a_matrix_product_is_not_written_over_its_operands():
    """It reads an entry again after it has written others: numpy would have to copy the operand first."""
    x, w = inputs("x w")
    product = tanh(x)
    for _ in range(4):
        product = matmul(product, w)
    graph = Graph(total(product))
    writer = _Writer(graph, evaluate(graph, x=np.ones((3, 3)), w=np.ones((3, 3))), [])
    calls = [re.fullmatch(r"matmul\((\w+), w, out=(\w+)\)", line) for line in writer.lines()]
    assert [writer.scope[call[1]] is writer.scope[call[2]] for call in filter(None, calls)] == [False] * 4


@pytest.mark.parametrize("wrt", [["w"], ["x", "w"]], ids=["over its operand", "beside it"])
@pytest.mark.parametrize("build", [relu, lambda x: function("max")(x, -2.5), lambda x: function("min")(x, 1.0)])
def test_arrays_are_compared_with_a_number_as_single_numbers_are(build, wrt):
    x, y, w = inputs("x y w")
    given = np.array(SPECIAL * 3).reshape(-1, 3)
    ones = np.ones(given.shape)
    compiled = compile_array_gradient(Graph(total(build(x * y) * w)), wrt)
    found = np.ravel(compiled({"x": given, "y": ones, "w": ones})[1]["w"])
    single = Graph(build(inputs("x")))
    expected = np.array([evaluate(single, x=number)[single.output] for number in given.ravel().tolist()])
    np.testing.assert_array_equal(found, expected)
    assert np.signbit(found)[expected == 0].tolist() == np.signbit(expected)[expected == 0].tolist()
