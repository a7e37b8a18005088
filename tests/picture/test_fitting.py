"""A picture fits its place, with text that can be read: rows wrap, then everything gets smaller."""

import pytest
from picture.drawn import Drawn, assert_clear
from picture.examples import GRAPHS, ROOMS, pictured

from cgraph_lib import parse

CELL = 195  # of JupyterLab on a phone


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
def test_a_picture_fits_its_place_with_text_that_can_be_read(text, room, live):
    picture = pictured(parse(text), room=room, live=live)
    scale = min(1.0, room / picture.geometry["width"])
    assert scale * (13 if picture.geometry["dense"] else 14) >= 10.99
    assert_clear(Drawn(picture))


def test_what_fits_as_it_is_stays_as_it_is():
    assert len({pictured(parse(GRAPHS["running example"]), room=room).svg for room in (375, 700, 1100, 5000)}) == 1


def rows_of(drawing):
    """Return the cards of a picture, row by row from the top."""
    found = {}
    for key, (_, top, *_) in sorted(drawing.cards().items()):
        found.setdefault(top, []).append(key.removeprefix("node-"))
    return [found[top] for top in sorted(found)]


def test_a_narrow_picture_says_the_same_in_the_same_rows():
    wide, narrow = (Drawn(pictured(parse(GRAPHS["running example"]), live=True, room=room)) for room in (700, CELL))
    assert rows_of(wide) == rows_of(narrow) == [["e"], ["c", "d"], ["a", "b"]]
    assert narrow.pills().keys() == wide.pills().keys()
    assert [text for text in narrow.root.itertext() if text.strip()] == [t for t in wide.root.itertext() if t.strip()]
