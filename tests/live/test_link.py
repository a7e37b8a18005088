"""Links between a picture's numbers and widgets: equal or refused, and ended without an error."""

import math

import ipywidgets
import pytest
from live_pictures import GRAPH, heard

from cgraph_lib import parse
from cgraph_lib.errors import InputError
from cgraph_lib.live import Explorer


@pytest.fixture
def explorer():
    return Explorer(parse("c = a + b"), a=2, b=1)


@pytest.mark.parametrize(
    "widget",
    [
        ipywidgets.Text(),
        ipywidgets.Checkbox(),
        ipywidgets.FloatRangeSlider(),
        ipywidgets.FloatText,
        ipywidgets.Button(),
    ],
)
def test_a_widget_that_cannot_hold_the_number_is_refused(explorer, widget):
    with pytest.raises(InputError, match="value"):
        explorer.link("a", widget)
    assert explorer.linked == [] and explorer.inputs["a"] == 2


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_widget_goes_back_to_the_picture_where_its_number_will_not_do(explorer, number):
    field = ipywidgets.FloatText()
    explorer.link("a", field)
    with pytest.raises(InputError, match="finite"):
        field.value = number
    assert field.value == explorer.inputs["a"] == 2
    field.value = 3
    assert explorer.inputs["a"] == 3


def test_a_link_may_be_ended_twice_and_after_its_widget(explorer):
    field, other = ipywidgets.FloatText(), ipywidgets.FloatText()
    link = explorer.link("a", field)
    link.unlink()
    link.unlink()
    explorer.link("a", field)
    field.close()
    explorer.link("b", other)
    assert [place for place, _ in explorer.linked] == [1]
    explorer.close()
    other.value = 9
    assert explorer.inputs["b"] == 1


@pytest.mark.parametrize("kind", [ipywidgets.FloatSlider, ipywidgets.FloatText, ipywidgets.BoundedFloatText])
def test_any_widget_is_linked_to_an_input(picture, kind):
    knob = kind()
    link = picture.link("b", knob)
    assert knob.value == 1 and picture.linked == [[1, knob.model_id]]
    knob.value = 3.5
    assert picture.inputs == {"a": 2.0, "b": 3.5}
    heard(picture, inputs=[2, -0.5 if kind is ipywidgets.FloatText else 0.5])
    assert knob.value == picture.inputs["b"]
    link.unlink()
    knob.value = 9
    assert picture.inputs["b"] != 9 and picture.linked == []


def test_a_link_keeps_to_the_ends_and_kind_of_its_widget():
    explorer, whole = Explorer(GRAPH, a=2, b=1.4), ipywidgets.IntSlider(max=3)
    explorer.link("b", whole).unlink()
    assert (whole.value, explorer.inputs["b"]) == (1, 1.0)
    short = ipywidgets.FloatSlider(min=0, max=1)
    explorer.link("b", short)
    assert (short.value, explorer.inputs["b"]) == (1.0, 1.0)
    explorer.inputs = {"b": 7}
    assert (short.value, explorer.inputs["b"]) == (1.0, 1.0)


def test_what_cannot_be_linked_is_named(picture):
    with pytest.raises(ValueError, match="no number 'bb' to link: it has a, b"):
        picture.link("bb", ipywidgets.FloatSlider())
    with pytest.raises(ValueError, match="'value'; Button has none"):
        picture.link("b", ipywidgets.Button())
