"""How stills look: every text stands out, on light pages and dark ones."""

import pytest
from picture.cascade import colours, contrast, luminance
from picture.drawn import Drawn
from picture.examples import EXAMPLE, UNIT, VALUES, unit

from cgraph_lib import reverse_trace, show


def surfaces(node):
    """Yield each text element of a card, tab, pill or caption with the rectangle it stands on."""
    children = {child: parent for parent in node.iter() for child in parent}
    for text in node.iter("text"):
        rects = [child for child in children[text] if child.tag == "rect" and child.get("class") != "focus"]
        yield text, rects[-1]


MOMENTS = reverse_trace(EXAMPLE, VALUES)


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_of_a_still_stands_out_on_light_and_dark_pages(dark):
    for shown in (unit(), show(UNIT), *map(show, MOMENTS)):
        drawn = Drawn(shown)
        held = colours(drawn, dark)
        for text, rect in surfaces(drawn.root):
            for part in text.iter():
                if "".join(part.itertext()):
                    assert contrast(held[part]["fill"], held[rect]["fill"]) >= 4.5, (
                        part.get("class"),
                        rect.get("class"),
                    )


@pytest.mark.parametrize("dark", [False, True])
def test_a_card_of_a_still_swaps_with_the_page(dark):
    drawn = Drawn(unit())
    luminous = [luminance(colours(drawn, dark)[body]["fill"]) for body in drawn.having("body")]
    assert all(each < 0.05 if dark else each > 0.8 for each in luminous)
