"""Long wires run upright."""

import itertools

from picture.examples import numbered

from cgraph_lib import parse


def sidesteps(wire):
    """Return how often a wire, otherwise upright, moves sideways."""
    moves = [abs(x1 - x0) > 0.2 for (x0, _), (x1, _) in itertools.pairwise(wire.points)]
    return sum(now and not before for before, now in itertools.pairwise([False, *moves]))


def test_a_long_wire_runs_upright_through_as_many_rows_as_it_can():
    powers = "; ".join(["v1 = x * x", *(f"v{i} = v{i - 1} * x" for i in range(2, 9))])
    for key, wire in numbered(parse(powers), 2.0).wires().items():
        assert sidesteps(wire) <= 4, key
