"""Central differences, and the nudges they take."""

import math

import numpy
import pytest

from cgraph_lib import Graph, central_difference, gradient_check, inputs, parse
from cgraph_lib.arrays import array_gradient, matmul, total
from cgraph_lib.errors import CgraphError

pytestmark = pytest.mark.filterwarnings("error")
EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")


def test_central_differences_by_hand():
    graph = parse("y = x ** 3 + k")
    assert central_difference(graph, x=2, k=1, h=0.05) == {"x": pytest.approx(12.01), "k": pytest.approx(1)}
    assert central_difference(EXAMPLE, a=2, b=1, of="c") == {"a": pytest.approx(1), "b": pytest.approx(1)}
    slopes = central_difference(parse("y = x * x"), x=numpy.array([-1.0, 0.0, 1000.0]))["x"]
    numpy.testing.assert_allclose(slopes, [-2, 0, 2000], atol=1e-9)


def test_where_operations_mix_entries_each_is_nudged_alone():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w) * matmul(x, w)).named("y"))
    at = {"x": numpy.array([[1.0, 2.0]]), "w": numpy.array([[3.0], [-1.0]])}
    slopes = central_difference(graph, at)
    numpy.testing.assert_allclose(slopes["w"], [[2.0], [4.0]], rtol=1e-8)  # 2 * (x @ w) * x, and x @ w is 1
    numpy.testing.assert_allclose(slopes["x"], [[6.0, -2.0]], rtol=1e-8)
    with pytest.raises(CgraphError, match="p is an array whose entries may each depend on all of an input's"):
        central_difference(Graph(matmul(x, w).named("p")), at)


def test_at_infinity_there_is_no_difference():
    for x in (math.inf, numpy.array([math.inf, 1.0])):
        assert numpy.isnan(numpy.ravel(central_difference(parse("y = x * x"), x=x)["x"])[0])


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=0), "A nudge of 0 does not move a = 2; take a larger h."),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=1e-300), "A nudge of 1e-300 does not move a = 2"),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=-1), "A nudge h is a positive number, not -1."),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=math.nan), "A nudge h is a positive number, not nan."),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=math.inf), "A nudge h is a positive number, not inf."),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h="1"), "plain numpy array of real numbers for h, got str '1'"),
        (lambda: central_difference(EXAMPLE, a=2, b=1, h=numpy.ones(2)), "A nudge h is a positive number, not array"),
        (
            lambda: central_difference(EXAMPLE, a=numpy.ones(2), b=1, h=1e-300),
            "does not move a = array 2; take a larger",
        ),
        (lambda: central_difference(EXAMPLE, a=2, b=1, of="f"), "no node 'f' in this graph"),
        (lambda: central_difference("a + b", a=2, b=1), "Expected a Graph, got str"),
    ],
)
def test_what_cannot_be_nudged_is_named(attempt, message):
    with pytest.raises(CgraphError) as caught:
        attempt()
    assert message in str(caught.value)


@pytest.mark.parametrize("h", [numpy.float16(1e-3), numpy.float32(1e-3), numpy.array(1e-3)])
def test_a_short_float_for_h_shortens_nothing_else(h):
    graph = parse("y = x**2 + 1e-9 * x")
    assert central_difference(graph, x=3.0, h=h) == central_difference(graph, x=3.0, h=float(h))
    assert type(central_difference(graph, x=3.0, h=h)["x"]) is float


def test_nudges_go_entry_by_entry_where_entries_are_mixed():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w).named("p") * matmul(x, w)).named("s"))
    given = {"x": numpy.array([[1.0, 2.0]]), "w": numpy.array([[3.0, -1.0], [0.5, 2.0]])}
    by_hand = {"x": [[2 * (4 * 3 + 3 * -1), 2 * (4 * 0.5 + 3 * 2)]], "w": [[8, 6], [16, 12]]}  # p is [[4, 3]]
    found = central_difference(graph, given)
    assert {name: found[name].tolist() for name in found} == {
        name: [pytest.approx(row) for row in rows] for name, rows in by_hand.items()
    }
    assert gradient_check(graph, given, by=array_gradient)
    assert not gradient_check(graph, given, by=lambda *args, **named: {"x": 1.0, "w": 1.0})
    with pytest.raises(ValueError, match="p is an array whose entries may each depend on all of an input's"):
        central_difference(graph, given, of="p")
