"""Where wires run: past every card and every pill but their own, without turning back, whatever the numbers are."""

import itertools
import math

import pytest
from picture.drawn import assert_clear
from picture.examples import WIDE, numbered
from random_graphs import random_graph

from cgraph_lib import parse


# In the last ones several parts of the graph do not reach down to the lowest row.
@pytest.mark.parametrize("seed", [*range(0, 200, 5), 153, 204, 261])
def test_wires_cards_and_pills_keep_clear_of_each_other(seed):
    graph, _ = random_graph(seed)
    for number in (WIDE, 1.0, 1e9):
        assert_clear(numbered(graph, number))
    assert_clear(numbered(graph, WIDE, live=True))


def detour(wire):
    """Return how far a wire runs sideways beyond what its ends ask for."""
    xs = [x for x, _ in wire.points]
    return sum(abs(b - a) for a, b in itertools.pairwise(xs)) - abs(xs[-1] - xs[0])


# Once these had wires that turned back upon themselves: the networks of chapters 9, 6 and 8.
TURNING = {
    "z0 = u0 * x0 + u1 * x1; z1 = w0 * x0 + w1 * x1; s = relu(z0) - relu(z1); loss = log(exp(s) + 1) - s": 20,
    "s = x * x; y = s * x": 90,  # around the card of s
    "z0 = p0 + b; z1 = p1 + b; L = z0 * z1": 20,
}


@pytest.mark.parametrize("text", TURNING)
def test_no_wire_turns_back_upon_itself(text):
    for key, wire in numbered(parse(text), 2.0, room=1100).wires().items():
        assert detour(wire) <= TURNING[text], key


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_nothing_moves_when_only_numbers_change(seed):
    graph, _ = random_graph(seed)
    first, *others = [numbered(graph, number).geometry() for number in (1.0, WIDE, 1e150, 0.0, math.inf, math.nan)]
    assert all(other == first for other in others)
