"""Where wires run: past every card and every pill but their own, without turning back, whatever the numbers are."""

import itertools
import math

import pytest
from picture.drawn import Drawn
from random_graphs import random_graph

from cgraph_lib import evaluate, local_partials, parse
from cgraph_lib.picture import View, render

WIDE = -1.23e-300  # the widest number there is


def drawn(graph, number, live=False):
    """Return a picture of every kind of number, all of them equal to `number`."""
    values = evaluate(graph, dict.fromkeys((graph.names[node] for node in graph.inputs), number))
    view = View(
        values=values,
        partials=type(local_partials(graph, values))(graph, dict.fromkeys(graph.edges, number)),
        adjoints=type(values)(graph, dict.fromkeys(graph.nodes, number), graph.output),
    )
    return Drawn(render(graph, view, live=live))


def meets(a, b, slack=0.0):
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def touched(wire, boxes):
    """Return the boxes that a wire meets with its whole width."""
    half = wire.width / 2
    return {
        key
        for key, (x0, y0, x1, y1) in boxes.items()
        for x, y in wire.points
        if x0 - half < x < x1 + half and y0 < y < y1
    }


def assert_clear(drawing):
    cards, pills = drawing.cards(), drawing.pills()
    for (one, a), (other, b) in itertools.combinations((cards | pills).items(), 2):
        assert not meets(a, b), (one, other)
    for key, wire in drawing.wires().items():
        assert (
            touched(wire, {name: (x0, y0 + 0.5, x1, y1 - 0.5) for name, (x0, y0, x1, y1) in cards.items()}) == set()
        ), key
        assert touched(wire, pills) <= {key}, key


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_wires_cards_and_pills_keep_clear_of_each_other(seed):
    graph, _ = random_graph(seed)
    for number in (WIDE, 1.0, 1e9):
        assert_clear(drawn(graph, number))
    assert_clear(drawn(graph, WIDE, live=True))


def detour(wire):
    """Return how far a wire runs sideways beyond what its ends ask for."""
    xs = [x for x, _ in wire.points]
    return sum(abs(b - a) for a, b in itertools.pairwise(xs)) - abs(xs[-1] - xs[0])


def test_a_wire_that_could_run_straight_does():
    chain = "v1 = x * x"
    for i in range(2, 9):
        chain += f"; v{i} = v{i - 1} * x"
    drawing = drawn(parse(chain), 2.0)
    for key, wire in drawing.wires().items():
        assert detour(wire) < 200, key  # out to the side of the cards it passes, and back


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_nothing_moves_when_only_numbers_change(seed):
    graph, _ = random_graph(seed)
    first, *others = [drawn(graph, number).geometry() for number in (1.0, WIDE, 1e150, 0.0, math.inf, math.nan)]
    assert all(other == first for other in others)
