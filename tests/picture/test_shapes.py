"""What is placed: which rows a wire passes, and in which regions it stays."""

from cgraph_lib.picture.shapes import Box, Region, Wire

NET, ONE, TWO = (Region(key, 40) for key in ("net", "one", "two"))


def test_a_wire_passes_the_rows_between_its_ends():
    low, middle, high = (Box(key, 64, 48, row) for row, key in enumerate("abc"))
    assert list(Wire("w", low, middle, 0).rows) == [1]  # its pill alone
    assert list(Wire("w", low, high, 0).rows) == [1, 2, 3]  # past a box, and past where a pill of that would be


def test_a_wire_stays_in_the_regions_that_both_its_ends_are_in():
    tail, head = Box("a", 64, 48, 0, regions=(NET, ONE)), Box("b", 64, 48, 1, regions=(NET, TWO))
    assert Wire("w", tail, head, 0).regions == (NET,)
    assert Wire("w", tail, Box("c", 64, 48, 1), 0).regions == ()
