"""How close a drawing is packed: its letters have the sizes that its cards were measured for."""

import pytest
from picture.cascade import colours
from picture.drawn import Drawn
from picture.examples import GRAPHS, pictured

from cgraph_lib import parse
from cgraph_lib.picture.style import Style


@pytest.mark.parametrize(
    ("style", "name", "room"),
    [
        (Style(), "neuron", 700),
        (Style(snug=True), "neuron", 195),
        (Style(dense=True), "network of 59 nodes", 700),
    ],
)
def test_letters_are_as_large_as_cards_have_room_for(style, name, room):
    drawn = Drawn(pictured(parse(GRAPHS[name]), room=room))
    held = colours(drawn)
    size = {part: float(each["font-size"].removesuffix("px")) for part, each in held.items() if "font-size" in each}
    assert drawn.root.get("class") == f"still{style.css}"
    assert {size[text] for text in drawn.having("formula")} == {style.sizes.formula}
    assert {size[text] for text in drawn.having("val")} == {style.sizes.value}
    assert min(size.values()) * style.smallest == pytest.approx(11)
