"""Where wires run: past every card and every pill but their own, without turning back, whatever the numbers are."""

import itertools
import math

import pytest
from picture.drawn import Drawn
from random_graphs import random_graph

from cgraph_lib import evaluate, local_partials, parse
from cgraph_lib.notation import constant_partial
from cgraph_lib.picture import View, render

WIDE = -1.23e-300  # the widest number there is


def drawn(graph, number, live=False, room=700):
    """Return a picture of every kind of number, all of them equal to `number` but partials that never change."""
    values = evaluate(graph, dict.fromkeys((graph.names[node] for node in graph.inputs), number))
    fixed = {edge: constant_partial(graph, edge) for edge in graph.edges}
    partials = {edge: number if partial is None else partial for edge, partial in fixed.items()}
    view = View(
        values=values,
        partials=type(local_partials(graph, values))(graph, partials),
        adjoints=type(values)(graph, dict.fromkeys(graph.nodes, number), graph.output),
    )
    return Drawn(render(graph, view, live=live, room=room))


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


# In the last ones several parts of the graph do not reach down to the lowest row.
@pytest.mark.parametrize("seed", [*range(0, 200, 5), 153, 204, 261])
def test_wires_cards_and_pills_keep_clear_of_each_other(seed):
    graph, _ = random_graph(seed)
    for number in (WIDE, 1.0, 1e9):
        assert_clear(drawn(graph, number))
    assert_clear(drawn(graph, WIDE, live=True))


def detour(wire):
    """Return how far a wire runs sideways beyond what its ends ask for."""
    xs = [x for x, _ in wire.points]
    return sum(abs(b - a) for a, b in itertools.pairwise(xs)) - abs(xs[-1] - xs[0])


def sidesteps(wire):
    """Return how often a wire, otherwise upright, moves sideways."""
    moves = [abs(x1 - x0) > 0.2 for (x0, _), (x1, _) in itertools.pairwise(wire.points)]
    return sum(now and not before for before, now in itertools.pairwise([False, *moves]))


def test_a_long_wire_runs_upright_through_as_many_rows_as_it_can():
    powers = "; ".join(["v1 = x * x", *(f"v{i} = v{i - 1} * x" for i in range(2, 9))])
    for key, wire in drawn(parse(powers), 2.0).wires().items():
        assert sidesteps(wire) <= 4, key


# Once these had wires that turned back upon themselves: the networks of chapters 9, 6 and 8.
TURNING = {
    "z0 = u0 * x0 + u1 * x1; z1 = w0 * x0 + w1 * x1; s = relu(z0) - relu(z1); loss = log(exp(s) + 1) - s": 20,
    "s = x * x; y = s * x": 90,  # around the card of s
    "z0 = p0 + b; z1 = p1 + b; L = z0 * z1": 20,
}


@pytest.mark.parametrize("text", TURNING)
def test_no_wire_turns_back_upon_itself(text):
    for key, wire in drawn(parse(text), 2.0, room=1100).wires().items():
        assert detour(wire) <= TURNING[text], key


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_nothing_moves_when_only_numbers_change(seed):
    graph, _ = random_graph(seed)
    first, *others = [drawn(graph, number).geometry() for number in (1.0, WIDE, 1e150, 0.0, math.inf, math.nan)]
    assert all(other == first for other in others)
