"""Links between a picture's numbers and widgets: equal or refused, and ended without an error."""

import math

import ipywidgets
import pytest

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
