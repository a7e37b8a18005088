"""Operations on whole arrays: both products with every Jacobian against differences, shapes, refusals, heat maps."""

import copy
import itertools
import math
import pickle
import random
import re

import numpy as np
import pytest
from random_array_graphs import random_array_graph

from cgraph_lib import (
    Graph,
    central_difference,
    compile_gradient,
    evaluate,
    forward_trace,
    function,
    gradient,
    gradient_check,
    inputs,
    listing,
    local_partials,
    reverse_trace,
)
from cgraph_lib.arrays import (
    ShapeError,
    array_gradient,
    jacobian,
    log_sum_exp,
    matmul,
    mean,
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

H = 6e-6
SPECIAL = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1e308, -1e308, 1.0])
FOUR_BY_TWO, THREE = np.ones((4, 2)), np.ones(3)
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "max": lambda x, y: function("max")(x, y),
    "min": lambda x, y: function("min")(x, y),
}
BROADCAST = [
    ((4, 3), (4, 3)),
    ((4, 3), (3,)),
    ((4, 3), (1, 3)),
    ((4, 3), (4, 1)),
    ((4, 1), (1, 3)),
    ((4, 1), (3,)),
    ((2, 4, 3), (4, 1)),
    ((2, 1, 3), (4, 1)),
    ((4, 3), ()),
    ((1,), ()),
    ((1,), (3,)),
    ((1, 1), (4, 3)),
    ((), ()),
    ((0,), (1,)),
    ((0, 3), (3,)),
    ((0, 3), (1, 3)),
    ((0, 3), ()),
    ((2, 0), (2, 1)),
]
MATMUL = [((4, 2), (2, 3)), ((1, 1), (1, 1)), ((1, 5), (5, 1)), ((5, 1), (1, 5)), ((0, 2), (2, 3)), ((2, 0), (0, 3))]
WHOLE = [
    ("total", lambda x: total(x), [(), (1,), (5,), (4, 3), (0,), (0, 3), (2, 4, 3)]),
    ("total axis 0", lambda x: total(x, axis=0), [(1,), (5,), (4, 3), (0, 3), (2, 4, 3)]),
    ("total axis -1", lambda x: total(x, axis=-1), [(5,), (4, 3), (3, 0), (2, 4, 3)]),
    ("mean", lambda x: mean(x), [(), (1,), (5,), (4, 3), (0,), (2, 4, 3)]),
    ("mean axis 1", lambda x: mean(x, axis=1), [(4, 3), (4, 1), (3, 0), (0, 3), (2, 4, 3)]),
    ("log_sum_exp", lambda x: log_sum_exp(x), [(1,), (5,), (4, 3), (0, 3), (2, 4, 3)]),
    ("log_sum_exp axis 0", lambda x: log_sum_exp(x, axis=0), [(5,), (4, 3), (1, 3), (2, 4, 3)]),
    ("total axes", lambda x: total(x, axis=(0, -1)), [(4, 3), (0, 3), (2, 4, 3), (2, 1, 0)]),
    ("total axes kept", lambda x: total(x, axis=[2, 0], keepdims=True), [(2, 4, 3), (1, 4, 3), (2, 0, 3)]),
    ("total kept", lambda x: total(x, keepdims=True), [(), (5,), (4, 3), (0, 3)]),
    ("total axis 1 kept", lambda x: total(x, axis=1, keepdims=True), [(4, 3), (4, 1), (3, 0), (2, 4, 3)]),
    ("total no axes", lambda x: total(x, axis=()), [(), (4, 3)]),
    ("mean axes kept", lambda x: mean(x, axis=(1, 0), keepdims=True), [(4, 3), (0, 3), (2, 4, 3)]),
    ("log_sum_exp axes", lambda x: log_sum_exp(x, axis=(0, 2)), [(2, 4, 3), (1, 4, 1)]),
    ("log_sum_exp kept", lambda x: log_sum_exp(x, axis=0, keepdims=True), [(5,), (4, 3)]),
    ("log_sum_exp all", lambda x: log_sum_exp(x, axis=None), [(), (5,), (4, 3)]),
    ("pick one", lambda x: pick(x, 0), [(1,), (5,), (4, 3), (2, 4, 3)]),
    ("pick rows", lambda x: pick(x, [1, 0, 1, 1]), [(5,), (4, 3), (2, 0)]),
    ("pick entries", lambda x: pick(x, [0, 1, 0], [1, 0, 1]), [(4, 3), (2, 2), (2, 4, 3)]),
    ("pick a slice", lambda x: pick(x, slice(1, None)), [(1,), (5,), (4, 3)]),
    ("pick all", lambda x: pick(x), [(), (3,)]),
    ("relu", lambda x: function("relu")(x), [(), (1,), (4, 3), (0,)]),
    ("exp", lambda x: function("exp")(x), [(), (1,), (4, 3), (0, 3)]),
]


def case(build, *shapes, seed=0):
    """Return the graph of one operation on inputs of these shapes, its values, and the inputs."""
    random = np.random.default_rng([seed, *itertools.chain(*shapes)])
    names = "x y"[: 2 * len(shapes) - 1]
    leaves = inputs(names) if len(shapes) > 1 else (inputs(names),)
    # Of a size between 0.5 and 2: no poles, no kinks, and no ties but by chance.
    given = {leaf.name: random.uniform(0.5, 2.0, shape) for leaf, shape in zip(leaves, shapes, strict=True)}
    given = {name: float(x) if x.ndim == 0 else x for name, x in given.items()}
    return Graph(build(*leaves).named("v")), given, random


def differences(graph, given, name, of=None):
    """Return the Jacobian of a node, entry by entry, by central differences."""
    start = np.asarray(given[name], dtype=float)
    columns = []
    for i in range(start.size):
        step = np.zeros(start.size)
        step[i] = H
        step = step.reshape(start.shape)
        up, down = (evaluate(graph, {**given, name: start + sign * step})[graph.node(of)] for sign in (1, -1))
        columns.append(np.ravel((np.asarray(up) - np.asarray(down)) / (2 * H)))
    size = np.size(evaluate(graph, given)[graph.node(of)])
    return np.array(columns).reshape(start.size, size).T


def agree(ours, judge, tolerance=1e-7):
    assert np.shape(ours) == np.shape(judge)
    np.testing.assert_allclose(ours, judge, rtol=tolerance, atol=tolerance)


def check_all(graph, given, random):
    """Hold both products and the Jacobian of the output, for each input, to differences and to each other."""
    values = evaluate(graph, given)
    shape = np.shape(values[graph.output])
    seed = random.standard_normal(shape)
    adjoints = pull_back(graph, values, seed=seed)
    steps = {name: random.standard_normal(np.shape(x)) for name, x in given.items()}
    moved = 0.0
    for name, value in given.items():
        judge = differences(graph, given, name)
        agree(jacobian(graph, values, graph.output, name), judge)
        if name in adjoints:
            agree(adjoints[name], (np.ravel(seed) @ judge).reshape(np.shape(value)))
        one = push_forward(graph, values, {name: steps[name]})[graph.output]
        agree(one, (judge @ np.ravel(steps[name])).reshape(shape))
        moved += np.sum(np.asarray(adjoints.get(name, 0.0)) * steps[name])
    together = push_forward(graph, values, steps)
    assert {node: np.shape(tangent) for node, tangent in together.items()} == {
        node: np.shape(values[node]) for node in graph.nodes
    }
    for node in adjoints:
        assert np.shape(adjoints[node]) == np.shape(values[node])
    assert math.isclose(np.sum(seed * together[graph.output]), moved, rel_tol=1e-10, abs_tol=1e-10)  # v·(J u) = (v J)·u


@pytest.mark.parametrize("shapes", BROADCAST, ids=str)
@pytest.mark.parametrize("name", BINARY)
def test_elementwise_operations_and_broadcasting(name, shapes):
    check_all(*case(BINARY[name], *shapes))
    check_all(*case(BINARY[name], *reversed(shapes), seed=1))


@pytest.mark.parametrize("shapes", MATMUL, ids=str)
def test_the_matrix_product(shapes):
    check_all(*case(matmul, *shapes))


@pytest.mark.parametrize(
    ("build", "shape"), [pytest.param(b, s, id=f"{name} of {s}") for name, b, shapes in WHOLE for s in shapes]
)
def test_operations_on_one_array(build, shape):
    check_all(*case(build, shape))


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


def test_nudges_go_entry_by_entry_where_entries_are_mixed():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w).named("p") * matmul(x, w)).named("s"))
    given = {"x": np.array([[1.0, 2.0]]), "w": np.array([[3.0, -1.0], [0.5, 2.0]])}
    by_hand = {"x": [[2 * (4 * 3 + 3 * -1), 2 * (4 * 0.5 + 3 * 2)]], "w": [[8, 6], [16, 12]]}  # p is [[4, 3]]
    found = central_difference(graph, given)
    assert {name: found[name].tolist() for name in found} == {
        name: [pytest.approx(row) for row in rows] for name, rows in by_hand.items()
    }
    assert gradient_check(graph, given, by=array_gradient)
    assert not gradient_check(graph, given, by=lambda *args, **named: {"x": 1.0, "w": 1.0})
    with pytest.raises(ValueError, match="p is an array whose entries may each depend on all of an input's"):
        central_difference(graph, given, of="p")


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


def test_an_index_changed_later_changes_no_graph():
    x, rows = inputs("x"), np.array([0, 1])
    graph = Graph(pick(x, rows).named("p"))
    rows += 1
    assert evaluate(graph, x=np.array([1.0, 2.0, 3.0]))["p"].tolist() == [1.0, 2.0]


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


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda graph: pickle.loads(pickle.dumps(graph))])
@pytest.mark.parametrize("seed", range(20))
def test_a_graph_of_arrays_can_be_copied_and_pickled(seed, copied):
    graph, given = random_array_graph(seed)
    again = copied(graph)
    found, kept = array_gradient(again, given), array_gradient(graph, given)
    assert {name: np.asarray(x).tolist() for name, x in found.items()} == {
        name: np.asarray(x).tolist() for name, x in kept.items()
    }


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


@pytest.mark.parametrize("columns", range(10))
@pytest.mark.parametrize("axis", [1, -1, (1,)])
def test_sums_and_largest_entries_of_rows_are_those_of_numpy_bit_by_bit(columns, axis):
    """However few columns there are, whatever stands in them: the code reduces short rows in another order."""
    numbers = np.random.default_rng(columns)
    x = inputs("x")
    graph = Graph(total(x, axis=axis, keepdims=True).named("s"), log_sum_exp(x, axis=axis).named("l"))
    for rows in (0, 1, 2, 30):
        spread = numbers.standard_normal((rows, columns)) * 10.0 ** numbers.integers(-300, 300, (rows, columns))
        for given in (spread, numbers.choice(SPECIAL, (rows, columns))):
            values = evaluate(graph, x=given)
            with np.errstate(all="ignore"):
                top = np.max(given, axis=1, keepdims=True, initial=-math.inf)
                shift = np.where(np.isfinite(top), top, 0.0)
                logs = shift + np.log(np.sum(np.exp(given - shift), axis=1, keepdims=True))
                same_bits(values["s"], np.sum(given, axis=1, keepdims=True))
                same_bits(values["l"], logs[:, 0])


def same_bits(found, expected):
    """Compare bits, but for those of a nan."""
    assert np.isnan(found).tolist() == np.isnan(expected).tolist()
    assert np.where(np.isnan(found), 0.0, found).tobytes() == np.where(np.isnan(expected), 0.0, expected).tobytes()


def test_nothing_can_be_picked():
    graph = Graph(total(pick(inputs("x"), [])))
    assert array_gradient(graph, x=np.ones(2))["x"].tolist() == [0.0, 0.0]


def test_an_entry_picked_twice_receives_both():
    x = inputs("x")
    graph = Graph(pick(x, [2, 0, 2]).named("p"))
    values = evaluate(graph, x=np.array([5.0, 6.0, 7.0]))
    assert values["p"].tolist() == [7.0, 5.0, 7.0]
    assert pull_back(graph, values, seed=np.array([1.0, 10.0, 100.0]))["x"].tolist() == [10.0, 0.0, 101.0]


# What lies at the ends of the numbers.

INF = math.inf


@pytest.mark.parametrize(
    ("entries", "value", "derivative"),
    [
        ([1000.0, 1000.0], 1000 + math.log(2), [0.5, 0.5]),
        ([-1000.0, -1000.0], -1000 + math.log(2), [0.5, 0.5]),
        ([1000.0, -1000.0], 1000.0, [1.0, 0.0]),
        ([-INF, 0.0], 0.0, [0.0, 1.0]),
        ([-INF, -1000.0, -1000.0], -1000 + math.log(2), [0.0, 0.5, 0.5]),
        ([-INF, -INF], -INF, [math.nan, math.nan]),
        ([INF, 0.0], INF, [math.nan, 0.0]),
        ([math.nan, 0.0], math.nan, [math.nan, math.nan]),
        ([7.0], 7.0, [1.0]),
    ],
)
def test_log_sum_exp_at_the_ends(entries, value, derivative):
    x = inputs("x")
    graph = Graph(log_sum_exp(x).named("l"))
    values = evaluate(graph, x=np.array(entries))
    agree(values["l"], value, 1e-15)
    agree(pull_back(graph, values)["x"], derivative, 1e-12)


def test_the_sum_of_nothing():
    x = inputs("x")
    nothing = np.zeros(0)
    for build, value in ((total, 0.0), (mean, 0.0), (log_sum_exp, -INF)):
        graph = Graph(build(x).named("s"))
        assert evaluate(graph, x=nothing)["s"] == value
        assert array_gradient(graph, x=nothing)["x"].shape == (0,)


def test_what_stands_still_passes_nothing_on():
    x, y = inputs("x y")
    graph = Graph((function("sqrt")(x) + y).named("v"))
    values = evaluate(graph, x=np.zeros(2), y=np.ones(2))
    assert push_forward(graph, values, {"y": np.ones(2)})["v"].tolist() == [1.0, 1.0]


SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.0, 0.5, INF, -INF, math.nan)


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


def refused(build, *texts, **given):
    leaves = inputs(" ".join(given))
    graph = Graph(build(*leaves) if len(given) > 1 else build(leaves))
    with pytest.raises(ValueError) as caught:
        evaluate(graph, given)
    for text in texts:
        assert text in str(caught.value)
    return caught.value


@pytest.mark.parametrize("w", [np.ones((3, 2)), np.ones(2), 2.0, np.ones((2, 2, 2)), np.ones((0, 2))], ids=np.shape)
def test_matmul_names_its_operands(w):
    error = refused(matmul, "matmul", "(4, 2)", str(np.shape(w)), "X", "W", X=FOUR_BY_TWO, W=w)
    assert isinstance(error, ShapeError)


def test_other_operations_name_their_operand():
    refused(lambda x: total(x, axis=1), "total", "(3,)", "axis 1", "q", q=THREE)
    refused(lambda x: mean(x, axis=-2), "mean", "(3,)", "axis -2", "q", q=THREE)
    refused(lambda x: total(x, axis=(0, 1)), "total", "(3,)", "axis 1", "q", q=THREE)
    refused(lambda x: total(x, axis=(1, -1)), "total", "(4, 2)", "duplicate", "q", q=FOUR_BY_TWO)
    refused(lambda x: log_sum_exp(x, axis=(0, 2)), "log_sum_exp", "(4, 2)", "axis 2", "q", q=FOUR_BY_TWO)
    refused(log_sum_exp, "log_sum_exp", "()", "q", q=1.0)
    refused(lambda x: pick(x, 1.5), "pick", "(3,)", "q", q=THREE)
    refused(lambda x: pick(x, 3), "pick", "(3,)", "q", q=THREE)
    refused(lambda x: pick(x, 0, 0), "pick", "(3,)", "q", q=THREE)
    refused(lambda x: pick(x, 0), "pick", "()", "q", q=1.0)
    refused(lambda x: pick(x, [0, 1], [0, 1, 2]), "pick", "(4, 2)", "q", q=FOUR_BY_TWO)


def test_the_shapes_that_do_not_fit_are_attributes():
    error = refused(lambda x: total(x, axis=1), "axis 1", q=THREE)
    assert (error.operation, error.operands, error.shape) == ("total", "q", (3,))


@pytest.mark.parametrize("axis", ["rows", 1.5, (0, None), {0}, 1j])
def test_an_axis_is_a_whole_number_or_several(axis):
    for operation in (total, mean, log_sum_exp):
        with pytest.raises(InputError, match="An axis is a whole number, or several in a tuple"):
            operation(inputs("x"), axis=axis)


def test_an_operand_without_a_name_is_named_by_its_place():
    refused(lambda x: matmul(x, np.ones((3, 3))), "matmul", "(4, 2)", "(3, 3)", "second", X=FOUR_BY_TWO)


@pytest.mark.parametrize("name", BINARY)
def test_elementwise_operations_name_their_operands(name):
    refused(BINARY[name], "x has shape (4, 2)", "y has shape (3,)", "v1", x=FOUR_BY_TWO, y=THREE)


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


def test_gradient_sends_the_reader_to_array_gradient():
    x = inputs("x")
    with pytest.raises(ValueError, match="array_gradient"):
        gradient(Graph(total(x)), x=THREE)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda graph, values: local_partials(graph, values),
        lambda graph, values: reverse_trace(graph, values),
        lambda graph, values: forward_trace(graph, values, "x"),
        lambda graph, values: gradient(graph, x=np.eye(2)),
        lambda graph, values: listing(graph),
        lambda graph, values: compile_gradient(graph),
    ],
)
def test_what_needs_a_partial_for_each_edge_says_what_to_take(attempt):
    x = inputs("x")
    graph = Graph(matmul(x, x).named("y"))
    with pytest.raises(ValueError, match=r"matmul is an operation on whole arrays.*array_gradient"):
        attempt(graph, evaluate(graph, x=np.eye(2)))


def test_code_for_single_numbers_takes_constant_arrays():
    a = inputs("a")
    value, (slope,) = compile_gradient(Graph((a * np.array([1.0, 2.0]) + 1.0).named("y")))(2.0)
    assert value.tolist() == [3.0, 5.0] and slope.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("operation", [total, mean, log_sum_exp])
def test_an_axis_is_no_truth_and_keepdims_is_one(operation):
    x = inputs("x")
    for axis in (True, (0, False), np.True_):  # total(x, True) means keepdims
        with pytest.raises(InputError, match="An axis is a whole number, or several in a tuple, or None"):
            operation(x, axis)
    for keepdims in ("no", np.ones(2), None):
        with pytest.raises(InputError, match="keepdims is True or False, not"):
            operation(x, axis=0, keepdims=keepdims)


def test_an_index_belongs_to_the_graph():
    x, lists, rows = inputs("x"), ([0, 1],), [[0, 1]]
    graphs = [Graph(pick(x, index)) for index in (lists, rows, tuple(rows))]
    lists[0][0] = rows[0][0] = 2
    for graph in graphs:
        assert evaluate(graph, x=np.array([5.0, 6.0, 7.0]))["v1"].ravel().tolist() == [5.0, 6.0]
    with pytest.raises(ShapeError, match="An index has rows of different lengths"):
        pick(x, [[0], [1, 2]])
    with pytest.raises(ShapeError, match="slice indices must be integers"):
        evaluate(Graph(pick(x, slice(0, 1.5))), x=np.ones(3))


def test_picking_from_an_array_of_another_shape():
    x = inputs("x")
    graph = Graph(pick(x, [1, 0], shape=(2,)))
    assert evaluate(graph, x=np.array([1.0, 2.0]))["v1"].tolist() == [2.0, 1.0]
    for again in (graph, pickle.loads(pickle.dumps(graph)), copy.deepcopy(graph)):
        with pytest.raises(ShapeError, match=r"x has shape \(3,\); expected \(2,\)"):
            evaluate(again, x=np.ones(3))


@pytest.mark.parametrize("shape, whole", [((4,), (2, 3)), ((2, 3), (3,)), ((3,), ()), ((1, 2), (5, 1)), ((0,), (3,))])
def test_no_operand_of_such_a_shape_was_broadcast(shape, whole):
    with pytest.raises(ShapeError, match=re.escape(f"shape {shape} is not stretched to the shape {whole}")):
        unbroadcast(np.ones(whole) if whole else 1.0, shape)


def test_what_is_asked_and_where_it_moves():
    x, y = inputs("x y")
    graph = Graph(total(x * y).named("s"))
    values = evaluate(graph, x=np.ones(2), y=np.ones(2))
    with pytest.raises(WrongTypeError, match="wrt is a node or its name, or several in a list, not 3"):
        pull_back(graph, values, wrt=3)
    with pytest.raises(InputError, match="The direction of x is given twice; give it once"):
        push_forward(graph, values, {"x": np.ones(2), x: np.zeros(2)})
