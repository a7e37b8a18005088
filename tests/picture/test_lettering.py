"""How wide text is: against the published widths of the fonts, and what lines it makes."""

from itertools import pairwise

import pytest

from cgraph_lib.numerals import number
from cgraph_lib.picture.lettering import number_ems, text_width, wrapped


# Adobe's font metrics of Helvetica, Helvetica-Bold and Times-Italic, in thousandths.
@pytest.mark.parametrize(("face", "w", "i"), [("sans", 944, 222), ("bold", 944, 278), ("italic", 833, 278)])
def test_widths_are_the_published_ones(face, w, i):
    assert text_width("W", 1000, face) == pytest.approx(w) and text_width("i", 1000, face) == pytest.approx(i)
    assert text_width("WiW", 20, face) == pytest.approx((2 * w + i) / 50)
    assert text_width("变", 20, face) >= 20 > text_width("é", 20, face) > 0


def test_lines_are_as_long_as_they_may_be_and_lose_no_word():
    text = "A sentence of several words, among them one that is incomprehensibilities, is wrapped."
    lines = wrapped(text, 120, 14)
    assert " ".join(lines) == text and len(lines) > 3
    assert all(text_width(line, 14) <= 120 for line in lines if " " in line)
    assert all(text_width(f"{line} {below.split()[0]}", 14) > 120 for line, below in pairwise(lines))


def test_a_page_knows_the_width_of_every_number():
    numbers = [0.1, -2.0, 1e-300, -1.23e300, float("inf"), float("-inf"), float("nan"), 12345678]
    assert set("".join(map(number, numbers))) <= number_ems().keys()
