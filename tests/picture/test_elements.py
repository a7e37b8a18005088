"""The few SVG elements: their classes, and what is drawn around them."""

import xml.etree.ElementTree as ElementTree

import pytest
from picture.drawn import box

from cgraph_lib.picture.elements import card, group
from cgraph_lib.picture.shapes import Frame


@pytest.mark.parametrize(("index", "data"), [(None, ""), (("node", -1), ""), (("node", 0), ' data-node="0"')])
def test_a_group_has_its_classes_and_the_index_of_what_it_shows(index, data):
    assert group(("node", "", "neg"), "inside", index) == f'<g class="node neg"{data}>inside</g>'


def test_a_ring_is_wider_than_its_card_on_all_sides():
    plain, ring = (box(ElementTree.fromstring(card("", Frame(50, 20, 64, 48), wider))) for wider in (0, 3))
    assert [outer - inner for inner, outer in zip(plain, ring, strict=True)] == [-3, -3, 3, 3]
