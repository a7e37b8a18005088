"""The drawing itself: it speaks, fits any name and any page, and needs nothing from outside."""

import pytest
from picture.drawn import Drawn
from picture.examples import EXAMPLE, GRAPHS, PARTIALS, VALUES, pictured, unit

from cgraph_lib import Graph, inputs, parse, reverse_trace, show


@pytest.mark.parametrize("name", ["b\x1b", "b\x00", "b\nc", "b\tc", "b\ud800"])
def test_a_name_that_xml_cannot_hold_is_drawn_somehow(name):
    graph = Graph((inputs("a") + 1).named(name))
    assert len(Drawn(show(graph)).having("body")) == 2


def test_classes_of_changing_texts():
    drawing = Drawn(show(EXAMPLE, VALUES, PARTIALS, adjoints=reverse_trace(EXAMPLE, VALUES).final))
    assert drawing.text("val-c") == "3"
    assert drawing.text("adj-c") == " = 2" and drawing.text("tab-c") == "de/dc = 2"
    assert drawing.text("part-b-c-1") == "1" and drawing.text("pill-b-c-1") == "× 1"
    assert drawing.text("part-c-e-0") == "2" and drawing.text("pill-c-e-0") == "× d = 2"
    assert [e for e in drawing.root.iter() if "id" in e.attrib] == []


def test_a_picture_speaks():
    picture = show(EXAMPLE, VALUES, PARTIALS)
    root = Drawn(picture).root
    assert root.get("role") == "img"
    assert root.get("aria-label").split() == picture.text.split()
    assert repr(picture) == picture.text
    assert picture._repr_mimebundle_() == {"image/svg+xml": picture.svg, "text/plain": picture.text}


def test_a_still_needs_no_variables_and_has_no_ground():
    drawn = Drawn(unit())
    assert "var(" not in unit().svg and "@import" not in unit().svg
    assert [e.tag for e in list(drawn.root)[:2]] == ["style", "g"]
    assert not [e for e in drawn.root if e.tag == "rect"]


def test_a_still_scales_in_a_place_that_is_narrower_yet():
    root = Drawn(pictured(parse(GRAPHS["network of 59 nodes"]))).root
    assert (
        "max-width:100%" in root.get("style") and root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    )
