"""The inputs of a live picture: how far a slider reaches, how numbers are assigned, which are refused."""

import math

import numpy
import pytest
from live_pictures import GRAPH, START, heard

from cgraph_lib.live import Explorer
from cgraph_lib.live.inputs import room


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (2, (2, -5, 5)),
        (0.25, (0.25, -5, 5)),
        (7.3, (7.3, -20, 20)),
        ((1, -4, 4), (1, -4, 4)),
        (1e300, (1e300, -2e300, 2e300)),
        (-1.7e308, (-1.7e308, -1.7e308, 0)),
        ((0, -1e306, 1e306), (0, -1e306, 1e306)),
    ],
)
def test_a_slider_has_room(given, ends):
    assert room("x", given) == ends


def test_inputs_move_by_a_dict_of_all_or_some(picture):
    picture.inputs = {"b": 1 / 3}
    assert picture.inputs == {"a": 2.0, "b": 1 / 3}
    picture.inputs = {picture.graph.node("a"): 1e300, "b": -7}
    assert picture.inputs == {"a": 1e300, "b": -7.0} and picture.values["b"] == -7.0


@pytest.mark.parametrize(
    "change",
    [
        lambda numbers: numbers.__setitem__("a", 3),
        lambda numbers: numbers.update(a=3),
        lambda numbers: numbers.pop("a"),
        lambda numbers: numbers.setdefault("c", 3),
        lambda numbers: numbers.__delitem__("a"),
        lambda numbers: numbers.clear(),
        lambda numbers: numbers.__ior__({"a": 3}),
    ],
)
def test_inputs_are_a_copy_and_say_so(picture, change):
    with pytest.raises(ValueError, match=r'assign a dict: picture\.inputs = {"a": 3}'):
        change(picture.inputs)
    assert picture.inputs == START


@pytest.mark.parametrize(
    ("numbers", "culprit"),
    [
        ({"A": 1}, "no slider 'A': the sliders are a, b."),
        ({"a": math.nan}, "slider a takes a finite number, not nan"),
        ({"a": [1, 2]}, "a"),
        ({"a": 3, "b": numpy.ones(2)}, "slider b takes a finite number"),
    ],
)
def test_wrong_inputs_are_named_and_move_nothing(numbers, culprit):
    explorer = Explorer(GRAPH, START)
    with pytest.raises(ValueError) as refused:
        explorer.inputs = numbers
    assert culprit in str(refused.value)
    assert explorer.inputs == START


def test_numbers_that_are_none_are_not_taken_from_the_page(picture):
    heard(picture, inputs=[math.nan, 0.5])
    assert picture.inputs == {"a": 2.0, "b": 0.5}
