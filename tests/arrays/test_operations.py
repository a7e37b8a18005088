"""Operations on whole arrays: both products with every Jacobian against differences, borders, and refusals by name."""

import copy
import math
import pickle

import numpy as np
import pytest
from arrays.jacobians import BINARY, FOUR_BY_TWO, THREE, agree, case, check_all

from cgraph_lib import Graph, evaluate, function, inputs
from cgraph_lib.arrays import ShapeError, array_gradient, log_sum_exp, matmul, mean, pick, pull_back, total
from cgraph_lib.errors import InputError

MATMUL = [((4, 2), (2, 3)), ((1, 1), (1, 1)), ((1, 5), (5, 1)), ((5, 1), (1, 5)), ((0, 2), (2, 3)), ((2, 0), (0, 3))]


WHOLE = [
    ("total", lambda x: total(x), [(), (1,), (5,), (4, 3), (0,), (0, 3), (2, 4, 3)]),
    ("total axis 0", lambda x: total(x, axis=0), [(1,), (5,), (4, 3), (0, 3), (2, 4, 3)]),
    ("total axis -1", lambda x: total(x, axis=-1), [(5,), (4, 3), (3, 0), (2, 4, 3)]),
    ("mean", lambda x: mean(x), [(), (1,), (5,), (4, 3), (0,), (2, 4, 3)]),
    ("mean axis 1", lambda x: mean(x, axis=1), [(4, 3), (4, 1), (3, 0), (0, 3), (2, 4, 3)]),
    ("log_sum_exp", lambda x: log_sum_exp(x), [(1,), (5,), (4, 3), (0, 3), (2, 4, 3)]),
    ("log_sum_exp axis 0", lambda x: log_sum_exp(x, axis=0), [(5,), (4, 3), (1, 3), (2, 4, 3)]),
    ("total axes", lambda x: total(x, axis=(0, 1)), [(4, 3), (0, 3), (2, 4, 3), (2, 1, 0)]),
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


@pytest.mark.parametrize("shapes", MATMUL, ids=str)
def test_the_matrix_product(shapes):
    check_all(*case(matmul, *shapes))


@pytest.mark.parametrize(
    ("build", "shape"), [pytest.param(b, s, id=f"{name} of {s}") for name, b, shapes in WHOLE for s in shapes]
)
def test_operations_on_one_array(build, shape):
    check_all(*case(build, shape))


def test_an_index_changed_later_changes_no_graph():
    x, rows = inputs("x"), np.array([0, 1])
    graph = Graph(pick(x, rows).named("p"))
    rows += 1
    assert evaluate(graph, x=np.array([1.0, 2.0, 3.0]))["p"].tolist() == [1.0, 2.0]


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
