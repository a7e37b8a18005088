"""Charts: what their marks, their words and their refusals say."""

import math
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from cgraph_lib.picture.chart import curves, images, plane

SIZES = [10.0**-k for k in range(1, 10)]


def parts(drawing, name):
    """Return the marks of a drawing by the name of their element."""
    return list(ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}" + name))


def corners(drawing):
    """Return for each curve its corners, as an array with a row for each."""
    return [
        np.array(re.findall(r"([-\d.]+),([-\d.]+)", line.get("points")), float) for line in parts(drawing, "polyline")
    ]


def test_a_curve_goes_right_and_up_with_its_numbers():
    rising, falling = corners(curves({"up": [1, 2, 4], "down": [3, 2.5, 0]}, "Two curves."))
    assert np.all(np.diff(rising[:, 0]) > 0) and np.all(np.diff(rising[:, 1]) < 0)  # y counts downwards in SVG
    assert np.all(np.diff(falling[:, 1]) > 0)
    assert math.isclose(np.diff(rising[:, 1])[1], 2 * np.diff(rising[:, 1])[0], rel_tol=0.01)


@pytest.mark.parametrize("power", [1, 2, 0.5])
def test_with_log_a_power_is_a_straight_line_whose_slope_it_is(power):
    (spots,) = corners(curves({"error": [h**power for h in SIZES]}, "A power of h.", x=SIZES, log=True))
    across, up = np.diff(spots[:, 0]), -np.diff(spots[:, 1])
    assert np.allclose(up / across, power, atol=0.02)


def test_what_has_no_place_on_the_paper():
    drawn = curves({"y": [1.0, math.nan, math.inf, 0.0, 1e-4]}, "Odd numbers.", x=SIZES[:5], log=True)
    assert drawn.text == "Odd numbers.\ny: 1 nan ∞ 0 1e−4"
    (spots,) = corners(drawn)
    assert len(spots) == 4  # all but nan
    assert spots[:, 1].argmin() in (0, 1) and spots[:, 1].max() == spots[2, 1]


def test_round_numbers_stand_along_the_axes():
    texts = [
        text.text for text in parts(curves({"loss": np.linspace(1.4, 0, 300)}, "t", axes=("step", "loss")), "text")
    ]
    assert texts == ["loss", "step", "0", "0.5", "1", "100", "200", "300", "loss"]


def test_a_flat_curve_has_an_axis():
    for height in (0.0, 2.0, -2.0):
        (spots,) = corners(curves({"flat": [height] * 3}, "Nothing happens."))
        assert len(set(spots[:, 1])) == 1


def test_many_numbers_are_told_by_the_first_and_the_last():
    assert curves({"loss": np.linspace(2, 0.123, 21)}, "It falls.").text == "It falls.\nloss: from 2 to 0.12"


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        ({}, {}, "There are 0 curves; a chart shows one to 4."),
        ({name: [1] for name in "abcde"}, {}, "There are 5 curves; a chart shows one to 4."),
        ({"a": [1, 2], "b": [1]}, {}, "The curve 'b' has 1 numbers, but x has 2."),
        ({"a": [1, 2]}, {"x": [1, 2, 3]}, "The curve 'a' has 2 numbers, but x has 3."),
        ({"a": [1, 2]}, {"x": [0, 1], "log": True}, "With log=True every x has to be positive."),
    ],
)
def test_curves_that_cannot_share_a_chart(lines, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        curves(lines, "t", **options)


def test_names_are_escaped():
    drawn = curves({"<b>&": [1, 2]}, "<script>", axes=("<i>", '"'))
    assert "<b>" not in drawn.svg and "<script>" not in drawn.svg
    assert "<b>&" in [text.text for text in parts(drawn, "text")]


def test_a_plane_shows_every_point_and_the_class_of_every_place():
    points = np.array([[-1.0, 1.0], [0.5, 1.0], [-1.0, -1.0], [1.0, -0.3], [0.2, 0.1]])
    classes = np.array([0, 1, 2, 3, 1])

    def quarter(places):
        return 1 * (places[:, 0] > 0) + 2 * (places[:, 1] < 0)

    drawn = plane(quarter, points, classes, "Four quarters.")
    title, *rows = drawn.text.splitlines()
    assert title == "Four quarters."
    assert (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]) == ("o", "+", "·", "x")  # right and up, as on paper
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (
        map(float, re.match(r"M([\d.]+) ([\d.]+)", path.get("d")).groups()) for path in parts(drawn, "path")[4:]
    )
    assert x0 == x2 < x1 < x3 and y0 == y1 < y3 < y2  # y counts downwards in SVG
    stamps = [path.get("d").count("M") for path in parts(drawn, "path")]
    assert sum(stamps[:4]) == 49 * 49 and stamps[4:] == [1, 2, 1, 1]  # the points lie on the ground


@pytest.mark.parametrize("unknown", [4, -1])
def test_a_plane_has_room_for_four_classes(unknown):
    for there, given in [(0, unknown), (unknown, 0)]:
        with pytest.raises(ValueError, match=f"There is a class {unknown}; a plane shows the classes 0 to 3."):
            plane(lambda places, there=there: np.full(len(places), there), [[0, 1]], [given], "t")


def test_an_image_is_dark_where_its_numbers_are_large():
    drawn = images([[[0, 1], [0.5, 0]], np.ones((2, 3))], "Two images.")
    shades = [dot.get("fill-opacity") for dot in parts(drawn, "rect") if dot.get("class") == "dot"]
    assert shades == ["0.00", "1.00", "0.50", "0.00"] + ["1.00"] * 6
    assert drawn.text.splitlines() == ["Two images.", " #  ###", ":   ###"]


def test_images_side_by_side_have_as_many_rows():
    with pytest.raises(ValueError, match=re.escape("Images side by side have as many rows each; these have 2, 3.")):
        images([np.ones((2, 2)), np.ones((3, 2))], "t")
