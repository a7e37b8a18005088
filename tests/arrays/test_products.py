"""Products with Jacobians, whatever the shapes and the graph: against differences, and what is refused."""

import itertools
import math
import random
import re

import numpy as np
import pytest
from arrays.jacobians import BINARY, BROADCAST, THREE, agree, case, check_all, differences
from random_array_graphs import random_array_graph

from cgraph_lib import Graph, evaluate, forward_trace, function, gradient, inputs
from cgraph_lib.arrays import (
    ShapeError,
    array_gradient,
    jacobian,
    matmul,
    pick,
    pull_back,
    push_forward,
    total,
    unbroadcast,
)
from cgraph_lib.arrays.program import array_listing, compile_array_gradient
from cgraph_lib.errors import CgraphError, InputError, WrongTypeError
from cgraph_lib.graph import apply, constant
from cgraph_lib.ops import OPS


@pytest.mark.parametrize("shapes", BROADCAST, ids=str)
@pytest.mark.parametrize("name", BINARY)
def test_elementwise_operations_and_broadcasting(name, shapes):
    check_all(*case(BINARY[name], *shapes))
    check_all(*case(BINARY[name], *reversed(shapes), seed=1))


@pytest.mark.parametrize("seed", range(40))
def test_random_shapes(seed):
    """Shapes of up to three axes, of which some are left off or stretched."""
    rng = random.Random(seed)
    full = [rng.choice((1, 2, 3, 4)) for _ in range(rng.randint(1, 3))]
    shapes = [tuple(rng.choice((n, n, 1)) for n in full)[rng.randint(0, len(full)) :] for _ in range(2)]
    check_all(*case(BINARY[rng.choice(list(BINARY))], *shapes, seed=seed))
    rows, inner, columns = (rng.choice((0, 1, 2, 3, 5)) for _ in range(3))
    check_all(*case(matmul, (rows, inner), (inner, columns), seed=seed))


@pytest.mark.parametrize("build", [lambda x: matmul(x, x), lambda x: x * x, lambda x: x + x, lambda x: x / x])
def test_parallel_edges(build):
    check_all(*case(build, (3, 3)))


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs(seed):
    graph, given = random_array_graph(seed)
    found = array_gradient(graph, given)
    steps = {name: np.random.default_rng(seed).standard_normal(np.shape(x)) for name, x in given.items()}
    moved = push_forward(graph, evaluate(graph, given), steps)[graph.output]
    assert math.isclose(moved, sum(np.sum(found[name] * steps[name]) for name in given), rel_tol=1e-9, abs_tol=1e-9)
    for name, value in given.items():
        judge = differences(graph, given, name).reshape(np.shape(value))
        scale = max(1.0, float(np.max(np.abs(judge))))
        agree(found[name] / scale, judge / scale, tolerance=1e-6)


def test_array_gradient_agrees_with_gradient_on_single_numbers():
    a, b = inputs("a b")
    graph = Graph((a + b) * (b + 1))
    assert array_gradient(graph, a=2, b=1) == gradient(graph, a=2, b=1) == {"a": 2.0, "b": 5.0}


def test_an_input_without_a_path_has_zeros_in_its_shape():
    x, y = inputs("x y")
    graph = Graph(total(x).named("s"), y)
    assert array_gradient(graph, x=np.ones(2), y=np.ones((2, 1)))["y"].tolist() == [[0.0], [0.0]]
    values = evaluate(graph, x=np.ones(2), y=np.ones((2, 1)))
    assert jacobian(graph, values, "s", "y").tolist() == [[0.0, 0.0]]


def test_any_node_with_respect_to_any_node():
    x = inputs("x")
    graph = Graph(total((x * x).named("y") * 3.0).named("s"))
    values = evaluate(graph, x=np.array([1.0, 2.0]))
    assert jacobian(graph, values, "s", "y").tolist() == [[3.0, 3.0]]
    assert jacobian(graph, values, "y", "y").tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert jacobian(graph, values, "x", "y").tolist() == [[0.0, 0.0], [0.0, 0.0]]
    fixed = Graph((pick(np.ones(2), 0).named("k") * x).named("y"))
    assert jacobian(fixed, evaluate(fixed, x=4.0), "y", "k").tolist() == [[4.0]]


def test_wrt_passes_over_the_rest():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w)))
    values = evaluate(graph, x=np.ones((2, 3)), w=np.ones((3, 1)))
    adjoints = pull_back(graph, values, wrt=["w"])
    assert "x" not in adjoints
    assert adjoints["w"].tolist() == pull_back(graph, values)["w"].tolist() == [[2.0], [2.0], [2.0]]


def test_a_second_run_finds_the_same_and_changes_nothing():
    graph, given = random_array_graph(3)
    kept = {name: np.array(x) for name, x in given.items()}
    first, second = array_gradient(graph, given), array_gradient(graph, given)
    for name in given:
        assert np.array_equal(first[name], second[name])
        assert np.array_equal(given[name], kept[name])


def test_one_name_may_stand_for_a_list_of_one():
    x, w = inputs("x w1")
    graph = Graph(total(matmul(x, w)))
    values = evaluate(graph, {"x": np.ones((2, 3)), "w1": np.ones((3, 1))})
    assert pull_back(graph, values, wrt="w1")["w1"].tolist() == pull_back(graph, values, wrt=w)["w1"].tolist()


def test_an_adjoint_may_be_written_to():
    x, y = inputs("x y")
    given = {"x": np.ones(2), "y": np.ones(2)}
    found = array_gradient(Graph(total(x + y)), given)
    found["x"] += 5.0
    assert found["y"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("wrong", [{"x": THREE}, THREE, None, "x"], ids=lambda wrong: type(wrong).__name__)
def test_values_are_what_evaluate_returns(wrong):
    x = inputs("x")
    graph = Graph(total(x).named("s"))
    for attempt in (
        lambda: pull_back(graph, wrong),
        lambda: push_forward(graph, wrong, {"x": THREE}),
        lambda: jacobian(graph, wrong, "s", "x"),
        lambda: array_listing(graph, wrong),
    ):
        with pytest.raises(CgraphError, match=rf"Expected values, as evaluate.*got {type(wrong).__name__}"):
            attempt()


@pytest.mark.parametrize("wrong", ["x * x", None, inputs("x")], ids=lambda wrong: type(wrong).__name__)
def test_a_graph_is_expected(wrong):
    values = evaluate(Graph(inputs("x")), x=1.0)
    for attempt in (
        lambda: pull_back(wrong, values),
        lambda: push_forward(wrong, values, {"x": 1.0}),
        lambda: jacobian(wrong, values, "x", "x"),
        lambda: array_gradient(wrong, x=1.0),
        lambda: array_listing(wrong, values),
        lambda: compile_array_gradient(wrong),
    ):
        with pytest.raises(CgraphError, match=f"Expected a Graph.*got {type(wrong).__name__}"):
            attempt()


@pytest.mark.parametrize(("large", "small"), [pair for pair in BROADCAST if np.broadcast_shapes(*pair) == pair[0]])
def test_unbroadcast_sums_over_the_copies(large, small):
    adjoint = np.random.default_rng(0).standard_normal(large)
    copies = np.broadcast_to(np.arange(math.prod(small)).reshape(small), large)
    expected = [np.sum(adjoint[copies == i]) for i in range(math.prod(small))]
    agree(unbroadcast(adjoint, small), np.reshape(expected, small), 1e-12)


@pytest.mark.parametrize("rows", [0, 1, 2, 7])
def test_unbroadcast_adds_special_values_as_a_sum_does(rows):
    ends = [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -2.0]  # what they add up to does not depend on their order
    columns = np.random.default_rng(rows).choice(ends, (rows, 500))
    expected = [sum(column) for column in columns.T.tolist()] if rows else np.zeros(500)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(unbroadcast(columns, (500,)), expected)


def test_what_stands_still_passes_nothing_on():
    x, y = inputs("x y")
    graph = Graph((function("sqrt")(x) + y).named("v"))
    values = evaluate(graph, x=np.zeros(2), y=np.ones(2))
    assert push_forward(graph, values, {"y": np.ones(2)})["v"].tolist() == [1.0, 1.0]


SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.0, 0.5, math.inf, -math.inf, math.nan)


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_tangents_of_arrays_are_those_of_numbers_at_special_values(op):
    leaves = inputs("x y")[: op.arity]
    graph = Graph(apply(op.head, *leaves).named("v"))
    for operands in itertools.product(SPECIAL, repeat=op.arity):
        numbers = dict(zip("xy", operands, strict=False))
        single = evaluate(graph, numbers)
        several = evaluate(graph, {name: np.full(3, number) for name, number in numbers.items()})
        for name in numbers:
            judge = forward_trace(graph, single, wrt=name).final["v"]
            agree(push_forward(graph, single, {name: 1.0})["v"], judge, 1e-14)
            agree(push_forward(graph, several, {name: np.ones(3)})["v"], np.full(3, judge), 1e-14)


# Refusals: all are ValueErrors, and name the culprit.


def test_a_seed_has_the_shape_of_its_node():
    x = inputs("x")
    graph = Graph((x * 2.0).named("y"))
    values = evaluate(graph, x=THREE)
    for seed, text in ((None, "no seed"), (1.0, "()"), (np.ones(2), "(2,)"), (np.ones((3, 1)), "(3, 1)")):
        with pytest.raises(ShapeError) as caught:
            pull_back(graph, values, seed=seed)
        assert "y has shape (3,)" in str(caught.value)
        assert text in str(caught.value)
    with pytest.raises(ShapeError, match="y has shape"):
        array_gradient(graph, x=THREE)


def test_a_direction_has_the_shape_of_its_input():
    x = inputs("x")
    graph = Graph((x * 2.0).named("y"))
    with pytest.raises(ShapeError, match=r"x has shape \(2,\), its value \(3,\)"):
        push_forward(graph, evaluate(graph, x=THREE), {"x": np.ones(2)})


def test_seeds_and_directions_are_numbers():
    x = inputs("x")
    graph = Graph(total(x * 2.0).named("y"))
    values = evaluate(graph, x=THREE)
    with pytest.raises(ValueError, match="for the seed, got"):
        pull_back(graph, values, seed="1")
    with pytest.raises(ValueError, match="for the direction of x, got"):
        push_forward(graph, values, {"x": "up"})
    with pytest.raises(InputError, match="A direction is a dict"):
        push_forward(graph, values, THREE)


def test_no_derivative_is_taken_with_respect_to_a_constant():
    x = inputs("x")
    graph = Graph(total(x * constant(THREE, "k")).named("y"))
    values = evaluate(graph, x=THREE)
    for attempt in (
        lambda: pull_back(graph, values, wrt=["k"]),
        lambda: push_forward(graph, values, {"k": THREE}),
        lambda: jacobian(graph, values, "y", "k"),
    ):
        with pytest.raises(ValueError, match="k is a constant"):
            attempt()


@pytest.mark.parametrize("shape, whole", [((4,), (2, 3)), ((2, 3), (3,)), ((3,), ()), ((1, 2), (5, 1)), ((0,), (3,))])
def test_no_operand_of_such_a_shape_was_broadcast(shape, whole):
    with pytest.raises(ShapeError, match=re.escape(f"shape {shape} is not stretched to the shape {whole}")):
        unbroadcast(np.ones(whole) if whole else 1.0, shape)


@pytest.mark.parametrize("shape", [3, None, "3", np.array([3])])
def test_what_is_no_shape(shape):
    with pytest.raises(ShapeError, match=re.escape("Expected a shape, such as (3,), got ")):
        unbroadcast(np.ones((4, 3)), shape)


def test_what_is_asked_and_where_it_moves():
    x, y = inputs("x y")
    graph = Graph(total(x * y).named("s"))
    values = evaluate(graph, x=np.ones(2), y=np.ones(2))
    for wrt in (3, np.array(3)):
        with pytest.raises(WrongTypeError, match="wrt is a node or its name, or several in a list, not "):
            pull_back(graph, values, wrt=wrt)
    with pytest.raises(InputError, match="The direction of x is given twice; give it once"):
        push_forward(graph, values, {"x": np.ones(2), x: np.zeros(2)})
