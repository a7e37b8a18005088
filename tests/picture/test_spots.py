"""What slides in a row: how neighbours come to terms, and where a wire passes."""

import random
from itertools import pairwise, product

import pytest

from cgraph_lib.picture.spots import Passage, Spot, spread


def apart_enough(places, apart, low, high):
    held = low - 1e-9 <= places[0] and places[-1] <= high + 1e-9
    return held and all(b - a >= gap - 1e-9 for (a, b), gap in zip(pairwise(places), apart, strict=True))


def distance(places, wishes):
    return sum((place - wish) ** 2 for place, wish in zip(places, wishes, strict=True))


@pytest.mark.parametrize("seed", range(10))
def test_places_are_as_near_to_the_wishes_as_can_be(seed):
    """The sum of squares is convex: where no small move that is allowed makes it smaller, it is the least."""
    dice = random.Random(seed)
    wishes, apart = [dice.uniform(-30, 30) for _ in range(4)], [dice.uniform(0, 20) for _ in range(3)]
    places = spread(wishes, apart, -40, 40)
    assert apart_enough(places, apart, -40, 40)
    for moves in product((-0.01, 0, 0.01), repeat=4):
        moved = [place + move for place, move in zip(places, moves, strict=True)]
        if apart_enough(moved, apart, -40, 40):
            assert distance(places, wishes) <= distance(moved, wishes)


def test_a_wire_passes_right_above_or_below_its_nearer_neighbour():
    below, above = Spot(0), Spot(100)
    assert [Passage(x, ties=[below, above]).wish() for x in (10, 90)] == [0, 100]
    assert Spot(10, ties=[below, above]).wish() == 50 and Spot(10).wish() == 10
