"""Kinks and ties, held to slopes on both sides of a point."""

import itertools

import numpy
import pytest

from cgraph_lib import evaluate, inputs, kinks, parse
from cgraph_lib.errors import WrongTypeError
from cgraph_lib.graph import Graph, apply
from cgraph_lib.kinks import kinks_between
from cgraph_lib.ops import OPS

POINTS = (-2.0, -1.0, 0.0, 0.5, 1.0, 2.0)


def slopes(op, point, slot):
    """Return the slopes to the left and to the right, by differences."""
    ends = [[x + s * 1e-7 * (i == slot) for i, x in enumerate(point)] for s in (-1, 0, 1)]
    left, here, right = (op.function(*end) for end in ends)
    return (here - left) / 1e-7, (right - here) / 1e-7


@pytest.mark.parametrize("name", OPS)
def test_an_operation_has_a_kink_where_its_slopes_differ(name):
    op = OPS[name]
    for point in itertools.product(POINTS, repeat=op.arity):
        nodes = inputs("x y")[: op.arity]
        graph = Graph(apply(op.head, *nodes), *nodes)
        found = kinks(graph, evaluate(graph, dict(zip(nodes, point, strict=True))))
        for edge in graph.edges:
            left, right = slopes(op, point, edge.slot)
            if left - left == right - right == 0:  # where both are finite
                assert (edge in found) == (abs(left - right) > 1e-3), (point, edge.slot)


def test_edges_met_on_the_way_are_named():
    graph = parse("c = relu(x); d = relu(-x); e = c - d; f = max(e, k)")
    found = kinks(graph, evaluate(graph, x=0, k=0))
    assert [graph.names[edge.child] for edge in found] == ["c", "d", "f", "f"]
    assert kinks(graph, evaluate(graph, x=1, k=2)) == ()


def test_the_larger_of_a_number_and_itself_is_no_tie():
    graph = parse("y = max(x, x) + min(x, x)")
    assert kinks(graph, evaluate(graph, x=3)) == ()


def test_one_entry_is_enough():
    graph = parse("y = abs(x)")
    assert len(kinks(graph, evaluate(graph, x=numpy.array([1.0, 0.0])))) == 1
    assert kinks(graph, evaluate(graph, x=numpy.array([1.0, -1.0, numpy.nan]))) == ()


def test_kinks_between_two_runs():
    graph = parse("y = abs(x) + relu(k)")

    def crossed(x, k):
        ends = [evaluate(graph, x=x[i], k=k[i]) for i in (0, 1)]
        return [edge.child.op.name for edge in kinks_between(graph, *ends)]

    assert crossed((-1, 1), (1, 2)) == ["abs"] == crossed((1, -1), (2, 1))
    assert crossed((1, 0), (3, 0)) == ["abs", "relu"] and crossed((1, 2), (0, 0)) == []
    assert crossed((0, 1), (0, -1)) == crossed((0, -1), (0, 1)) == crossed((-1, 0), (-1, 0)) == ["abs", "relu"]
    assert crossed((1, 2), (-1, -2)) == []
    assert crossed((numpy.array([1, 2]), numpy.array([3, -2])), (1, 1)) == ["abs"]


def test_kinks_belong_to_values():
    with pytest.raises(WrongTypeError, match="Expected values, as evaluate.graph, .... returns them, got dict"):
        kinks(parse("y = abs(x)"), {"x": 0})
