"""Heat maps of Jacobians: a cell for each number, and words that say the same."""

import math
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, inputs, parse
from cgraph_lib.arrays import total
from cgraph_lib.errors import WrongTypeError
from cgraph_lib.graph import function
from cgraph_lib.picture.heat_map import heat_map


def heat_map_of(shape):
    x = inputs("x")
    graph = Graph((x * -2.0 + total(x) * 0.0).named("y"))
    return heat_map(graph, evaluate(graph, x=np.ones(shape)), "y", "x")


@pytest.mark.parametrize("shape", [(), (1,), (0,), (3,), (2, 2), (3, 4), (13,), (5, 8)], ids=str)
def test_a_heat_map_is_an_svg_with_a_cell_for_each_number(shape):
    drawn = heat_map_of(shape)
    root = ElementTree.fromstring(drawn.svg)
    size = math.prod(shape)
    cells = [each for each in root.iter() if each.get("class", "").startswith("cell")]
    assert len(cells) == size**2
    words = [each.text for each in root.iter() if each.tag.endswith("}text")]
    assert f"dy/dx: {size:,} rows × {size:,} columns, y has shape {shape}" in " ".join(words)
    if size <= 12:
        assert words.count("−2") == size  # read without colour
    else:
        assert sum(each.get("class") == "bar" for each in root.iter()) == size
    assert drawn._repr_mimebundle_() == {"image/svg+xml": drawn.svg, "text/plain": repr(drawn)}


def test_the_words_of_a_heat_map():
    assert repr(heat_map_of((2,))).splitlines()[1:] == [
        "     x[0] x[1]",
        "y[0]   −2    0",
        "y[1]    0   −2",
    ]
    assert "13 of 169 are not 0, the largest size is 2." in repr(heat_map_of((13,)))


def test_a_heat_map_names_what_it_cannot_read():
    graph = parse("y = x * x")
    for wrong, message in (
        (("y = x * x", evaluate(graph, x=1)), "Expected a Graph, got str"),
        ((graph, {"x": 1}), r"Expected values, as evaluate\(graph, ...\) returns them, got dict"),
    ):
        with pytest.raises(WrongTypeError, match=message):
            heat_map(*wrong, "y", "x")


def test_a_heat_map_too_large_is_refused_with_the_count():
    with pytest.raises(ValueError, match="10,000 numbers"):
        heat_map_of((100,))


def test_names_in_a_heat_map_are_escaped():
    x = inputs("x")
    graph = Graph((x * 2.0).named("<b>&"))
    drawn = heat_map(graph, evaluate(graph, x=np.ones(2)), "<b>&", "x")
    assert "<b>" not in drawn.svg
    ElementTree.fromstring(drawn.svg)


def test_numbers_that_are_not_finite_are_drawn():
    x = inputs("x")
    graph = Graph(function("log")(x).named("y"))
    drawn = heat_map(graph, evaluate(graph, x=np.array([0.0, math.nan])), "y", "x")
    assert "∞" in repr(drawn)
    assert 'fill-opacity="nan"' not in drawn.svg
