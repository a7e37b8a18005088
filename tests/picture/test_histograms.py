"""Histograms: their bars against numpy's, their words, and what they refuse."""

import math
import re
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from picture.charts import LARGE
from picture.drawn import NUMBER, Drawn

from cgraph_lib.errors import CgraphError
from cgraph_lib.picture.chart import histograms
from cgraph_lib.picture.lettering import text_width

BARS = 30
dice = np.random.default_rng(0)


def shares(drawn):
    """Return for each histogram how many percent of its numbers each bar holds, by the highest one's label."""
    labels = [text.text for text in drawn.having("tick") if text.text.startswith("highest bar")] or ["0%"]
    outlines = [path.get("d").partition("V")[0::2] for path in drawn.having("bars")]
    feet = [float(NUMBER.findall(start)[1]) for start, _ in outlines]
    ups = [np.array(re.findall(r"([\d.]+)h", bars), float) for _, bars in outlines]
    heights = [foot - up for foot, up in zip(feet, ups, strict=True)]
    return [float(NUMBER.findall(labels[0])[0]) * each / (np.max(heights) or 1) for each in heights]


def medians(drawn):
    return [float(NUMBER.findall(line.get("d"))[0]) for line in drawn.having("median")]


def ticks(drawn):
    """Return where the round numbers stand, and how they read."""
    return [(float(text.get("x")), text.text) for text in drawn.having("tick", "middle")]


@pytest.mark.parametrize("shape", [(500,), (20, 25), (5, 10, 10)])
def test_bars_count_as_numpy_does(shape):
    numbers = dice.normal(15, 6, shape).clip(0, 30)
    numbers.flat[:2] = 0, 30  # so that the axis has these ends
    (bars,) = shares(Drawn(histograms({"h": numbers}, "t")))
    assert bars == pytest.approx(np.histogram(numbers, BARS, (0, 30))[0] / 5, abs=0.3)


def test_with_log_bars_count_factors():
    sizes = 10 ** dice.uniform(0, 3, 500)
    sizes[:2] = 1, 1000
    (bars,) = shares(Drawn(histograms({"h": sizes * dice.choice([-1, 1], 500)}, "Whatever the sign.", log=True)))
    assert bars == pytest.approx(np.histogram(sizes, np.logspace(0, 3, BARS + 1))[0] / 5, abs=0.2)


def test_zeros_have_no_place_on_a_log_axis_and_are_counted_apart():
    drawing = histograms({"h": [0.0, -0.0, 1, 10, 10, 10, 100, 100]}, "t", log=True)
    drawn = Drawn(drawing)
    assert shares(drawn)[0].sum() == pytest.approx(75, abs=1.1)  # the label has two digits
    assert drawing.text == "t\nh: half between 10 and 100, median 10; 25% are 0\nhighest bar: 38%"
    assert "25% are 0" in [text.text for text in drawn.having("tick", "end")]
    assert not Drawn(histograms({"h": [0.0, 1.0]}, "t")).having("tick", "end")  # a place like any other


def test_tiny_numbers_do_not_stretch_a_log_axis_but_count_in_its_first_bar():
    numbers = np.append(10 ** dice.uniform(0, 2, 900), np.full(100, 1e-200))
    drawn = Drawn(histograms({"h": numbers}, "t", log=True))
    ((first, *others),) = shares(drawn)
    assert first == pytest.approx(10, abs=0.3) and sum(others) == pytest.approx(90, abs=1)
    assert not any("1e" in label for _, label in ticks(drawn))


def test_all_panels_share_axis_and_scale():
    wide, narrow = np.array([0.0, 10, 20, 30]), np.array([15.0, 15, 15, 16])
    upper, lower = shares(drawn := Drawn(histograms({"wide": wide, "narrow": narrow}, "t")))
    assert sorted(upper)[-4:] == pytest.approx([25] * 4, abs=0.5)
    assert sorted(lower)[-2:] == pytest.approx([25, 75], abs=1)
    assert np.flatnonzero(lower > 1).tolist() == [15, 16]
    assert len(ticks(drawn)) == 4  # along the lowest histogram only


@pytest.mark.parametrize("log", [False, True])
def test_a_line_marks_the_median(log):
    drawn = Drawn(histograms({"a": [1, 1, 10, 10, 10], "b": [10, 100, 1000]}, "t", log=log))
    places = {label: place for place, label in ticks(drawn)}
    expected = places["100"] if log else 1.5 * places["200"] - 0.5 * places["400"]
    assert medians(drawn)[1] == pytest.approx(expected, abs=0.2)
    assert medians(drawn)[0] < medians(drawn)[1]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 100, 101])
def test_the_words_give_the_quartiles(count):
    numbers = dice.normal(size=count)
    low, high, median = (
        float(found.replace("−", "-"))
        for found in re.findall(r"−?[\d.]+", histograms({"h": numbers}, "t").text.partition("\nhighest")[0])
    )
    at = np.sort(numbers)
    for part, found in ((0.25, low), (0.5, median), (0.75, high)):
        assert np.min(np.abs(at - found)) < 0.06  # one of the numbers, to two digits,
        assert np.sum(at < found - 0.06) <= part * count <= np.sum(at <= found + 0.06) + 0.5


def test_columns_stand_side_by_side_and_a_place_may_be_empty():
    drawing = histograms({0.05: {"h1": [1, 2], "h2": [3]}, "he": {"h2": [1], "h3": [0, 1]}}, "t", across="size")
    heads = [line.partition(":")[0] for line in drawing.text.splitlines()[1:-1]]
    assert heads == ["0.05, h1", "0.05, h2", "he, h2", "he, h3"]
    drawn = Drawn(drawing)
    names = [text.text for text in drawn.root.iter("text")]
    assert [name for name in names if name in ("h1", "h2", "h3", "0.05", "he", "size")] == [
        *("h1", "h2", "h3"),
        *("0.05", "he", "size"),
    ]
    starts = [NUMBER.findall(path.get("d"))[:2] for path in drawn.having("bars")]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.array(starts, float)
    assert x0 == x1 < x2 == x3 and y0 < y1 == y2 < y3


@pytest.mark.parametrize("ends", [(1e-9, 10), (1e-5, 1), (0.5, 3000), (1e-300, 1e300), (1, 1)])
@pytest.mark.parametrize("log", [False, True])
def test_the_round_numbers_do_not_touch(ends, log):
    drawn = Drawn(histograms({column: {"h": ends} for column in "abc"}, "t", log=log))
    spans = sorted((x - text_width(label, 13) / 2, x + text_width(label, 13) / 2) for x, label in ticks(drawn))
    assert len(spans) >= 6
    assert all(left - right >= 4 for (_, right), (left, _) in pairwise(spans))
    assert spans[0][0] >= 0 and spans[-1][1] <= float(drawn.root.get("width"))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "numbers",
    [
        [0.0],
        [7],
        [LARGE, -LARGE],
        [5e-324, LARGE],
        [5e-324, 5e-324, 1e308, 1e308],
        [-1e308, 1e-308],
        [True, False],
        np.float32([1, 2]),
        np.int8([-128, 127]),
        [[1, 2], [3, 4]],
        np.arange(4.0).reshape(2, 2).T,
    ],
)
def test_any_numbers_make_histograms(numbers, log):
    drawn = Drawn(histograms({"h": numbers, "zeros": [0, 0]}, "t", log=log))
    for bars in shares(drawn):
        assert np.all((bars >= 0) & (bars <= 101))
    paths = " ".join(path.get("d") for path in drawn.root.iter("path"))
    assert "nan" not in paths and "inf" not in paths


def test_nothing_but_zeros():
    drawing = histograms({"h": np.zeros(3)}, "t", log=True)
    assert drawing.text == "t\nh: 100% are 0"
    assert not Drawn(drawing).having("median") and not shares(Drawn(drawing))[0].any()


@pytest.mark.parametrize(
    ("panels", "message"),
    [
        ({}, "There is nothing to count; give an array of numbers for each name."),
        ({"he": {}}, "There is nothing to count; give an array of numbers for each name."),
        ([1.0], 'Expected numbers by name in a dict, as in {"loss": losses}, got list.'),
        ("h", 'Expected numbers by name in a dict, as in {"loss": losses}, got str.'),
        ({"he": {"h": [1]}, "h": [1]}, 'Expected numbers by name in a dict, as in {"loss": losses}, got list.'),
        ({"h": []}, "There are no numbers for 'h'."),
        ({"he": {"h": np.ones((0, 3))}}, "There are no numbers for 'he, h'."),
        ({"h": [1, math.nan, math.inf]}, "For 'h', 2 of 3 numbers are nan or infinite; a histogram has no place"),
        ({"h": -math.inf}, "For 'h', 1 of 1 numbers are nan or infinite"),
        ({"h": [1j]}, "Expected real numbers for 'h', got list of complex128."),
        ({"h": "12"}, "Expected real numbers for 'h', got str of str"),
        ({"h": None}, "Expected real numbers for 'h', got NoneType of object."),
        ({"h": [[1, 2], [3]]}, "Expected real numbers for 'h', got list of object."),
        ({"h": [Fraction(1, 2)]}, "Expected real numbers for 'h', got list of object."),
        ({"h": np.array(["2026-01-01"], "M8[D]")}, "Expected real numbers for 'h', got ndarray of datetime64"),
        ({"h": np.ma.masked_array([1, 2], [0, 1])}, "Expected real numbers for 'h', got MaskedArray of int64."),
        ({"h": {"x": {"y": [1]}}}, "Expected real numbers for 'h, x', got dict of object."),
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_what_cannot_be_counted(panels, message, log):
    with pytest.raises(CgraphError, match=re.escape(message)):
        histograms(panels, "t", log=log)


def test_the_arrays_stay_as_they_are():
    numbers = np.array([3.0, -1, 2])
    histograms({"h": numbers}, "t")
    histograms({"h": numbers}, "t", log=True)
    assert numbers.tolist() == [3, -1, 2]


def test_names_are_escaped():
    drawing = histograms({"<b>": {"{h}&": [1, 2]}}, "<script>", across='"<i>')
    assert "<b>" not in drawing.svg and "<script>" not in drawing.svg and "<i>" not in drawing.svg
    assert "{h}&" in [text.text for text in Drawn(drawing).root.iter("text")]
    assert drawing.text.startswith("<script>\n<b>, {h}&: half")
