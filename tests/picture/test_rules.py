"""Rules of style sheets: a still holds those it needs, and they never meet those of a live picture."""

from picture.drawn import Drawn
from picture.examples import UNIT, unit

from cgraph_lib import show


def test_a_still_holds_only_the_rules_that_it_needs():
    plain, full = show(UNIT).svg, unit().svg
    assert ".still .count" not in full and ".still .pill" not in plain and ".still .pill" in full
    assert len(plain.partition("</style>")[0]) < 2500


def test_a_still_and_a_live_picture_on_one_page_keep_apart():
    assert "<style" not in unit(live=True).svg
    assert Drawn(unit(live=True)).root.get("class") == "cg"
    assert ".cg" not in unit().svg
