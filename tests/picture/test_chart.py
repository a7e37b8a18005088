"""Charts: what their marks, their words and their refusals say."""

import math
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from picture.charts import LARGE, SIZES, corners, parts

from cgraph_lib.errors import CgraphError, WrongTypeError
from cgraph_lib.picture.chart import curves, histograms, images, plane


def test_a_curve_goes_right_and_up_with_its_numbers():
    rising, falling = corners(curves({"up": [1, 2, 4], "down": [3, 2.5, 0]}, "Two curves."))
    assert np.all(np.diff(rising[:, 0]) > 0) and np.all(np.diff(rising[:, 1]) < 0)  # y counts downwards in SVG
    assert np.all(np.diff(falling[:, 1]) > 0)
    assert math.isclose(np.diff(rising[:, 1])[1], 2 * np.diff(rising[:, 1])[0], rel_tol=0.01)


def test_what_has_no_place_on_the_paper():
    drawn = curves({"y": [1.0, math.nan, math.inf, 0.0, 1e-4]}, "Odd numbers.", x=SIZES[:5], log=True)
    assert drawn.text == "Odd numbers.\ny: 1 nan ∞ 0 1e−4"
    before, after = corners(drawn)  # nan interrupts the curve
    assert len(after) == 3 and len(set(before[:, 0])) == 1
    assert after[:, 1].argmin() == 0 and after[:, 1].max() == after[1, 1]  # ∞ at the upper edge, 0 at the lower one


def test_many_numbers_are_told_by_the_first_and_the_last():
    assert curves({"loss": np.linspace(2, 0.123, 21)}, "It falls.").text == "It falls.\nloss: from 2 to 0.12"


@pytest.mark.parametrize(
    ("lines", "options", "message"),
    [
        ({}, {}, "There are 0 curves; a chart shows one to 4."),
        ({name: [1] for name in "abcde"}, {}, "There are 5 curves; a chart shows one to 4."),
        ({"a": [1, 2], "b": [1]}, {}, "The curve 'b' has 1 numbers, but x has 2."),
        ({"a": [1, 2]}, {"x": [1, 2, 3]}, "The curve 'a' has 2 numbers, but x has 3."),
        ([1, 2], {}, "Expected numbers by name in a dict, as in {"),
        ({"a": 3}, {}, "Expected a sequence for a, got 3."),
        ({"a": [[1, 2]]}, {}, "for a, got list [1, 2]."),
        ({"a": np.ones((2, 2))}, {}, "Expected a sequence of numbers for a, got array("),
        ({"a": ["1", 2]}, {}, "real numbers for a, got str '1'."),
        ({"a": [None]}, {}, "real numbers for a, got NoneType None."),
        ({"a": [1j]}, {}, "real numbers for a, got complex 1j."),
        ({"a": [1]}, {"x": 1}, "Expected a sequence for x, got 1."),
        ({"a": np.array(3.0)}, {}, "Expected a sequence for a, got array(3.)."),
        ({"a": [1]}, {"axes": ("step",)}, 'as in axes=("step", "loss"), got (\'step\',).'),
        ({"a": [1]}, {"axes": "xy"}, "Expected what runs across and what runs up"),
        ({"a": [1]}, {"axes": ("x", 3)}, "Expected a string for axes[1], got 3."),
        ({"a": [1, 2]}, {"x": [0, 1], "log": True}, "With log=True every x has to be positive."),
    ],
)
def test_curves_that_cannot_share_a_chart(lines, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        curves(lines, "t", **options)


def test_numbers_may_name_curves():
    assert curves({0.1: [2, 1], 3: [2, 4]}, "Two rates.").text == "Two rates.\n0.1: 2 1\n3: 2 4"


@pytest.mark.parametrize("title", [None, 3, b"t", ["t"], np.array([1.0])])
def test_a_title_is_a_string(title):
    charts = [
        lambda: curves({"a": [1]}, title),
        lambda: histograms({"a": [1]}, title),
        lambda: histograms({"a": [1]}, "t", across=title),
        lambda: images([[[1]]], title),
        lambda: plane(halves, [[1, 0]], [1], title),
    ]
    for chart in charts:
        with pytest.raises(WrongTypeError, match=r"Expected a string for (title|across), got "):
            chart()


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


def test_digits_carry_their_labels():
    drawn = images([np.ones((2, 2)), np.zeros((2, 3))], "Two digits.", [8, "read as 3"])
    assert drawn.text.splitlines() == ["Two digits.", "##", "##", "8   read as 3"]
    assert [text.text for text in parts(drawn, "text")][:2] == ["8", "read as 3"]
    assert ElementTree.fromstring(drawn.svg).get("aria-label") == "Two digits. 8, read as 3"


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ([[0.0, 16.0]], "An image holds numbers from 0 to 1, not 16; divide by the largest."),
        ([[math.nan]], "An image holds numbers from 0 to 1, not nan; divide by the largest."),
        ([[-0.5]], "An image holds numbers from 0 to 1, not −0.5; divide by the largest."),
        ("x", "Expected rows of real numbers, all of one length, got 'x'."),
        ([[0.5], [0.5, 1]], "Expected rows of real numbers, all of one length, got [[0.5], [0.5, 1]]."),
        ([0.0, 1.0], "Expected an image with rows and columns, got shape (2,)."),
    ],
)
def test_what_is_no_image(image, message):
    with pytest.raises(CgraphError, match=re.escape(message)):
        images([image], "t")


def test_an_image_for_each_caption():
    with pytest.raises(CgraphError, match="Expected one caption for each of 2 images, got 1"):
        images([np.ones((2, 2))] * 2, "t", ["one"])
    with pytest.raises(CgraphError, match="these have none"):
        images([], "t")
    for several in ((3, ()), ([np.ones((2, 2))], None)):
        with pytest.raises(CgraphError, match="Expected a sequence for (pictures|captions), got "):
            images(several[0], "t", several[1])


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "heights",
    [
        [LARGE, -LARGE],
        [1e308, -1e308],
        [1e308, 1e-308],
        [-1e308, -1e308],
        [math.nan, math.nan],
        [math.inf, -math.inf],
        [math.inf, 1.0],
        [5e-324, 0.0],
        [True, False],
        [0.0, 0.0],
    ],
)
def test_any_numbers_make_a_chart(heights, log):
    drawn = curves({"y": heights}, "Odd numbers.", x=[1.0, 1e308], log=log)
    assert (
        "nan" not in drawn.svg.replace(">nan<", "").partition("</style>")[2]
        and "inf" not in drawn.svg.partition("</style>")[2]
    )
    for spots in corners(drawn):
        assert np.all((spots[:, 1] >= 33) & (spots[:, 1] <= 34 + max(240, 22 * 700)))
    assert drawn.text.startswith("Odd numbers.\ny: ")


@pytest.mark.parametrize(
    ("x", "log", "message"),
    [
        ([1, math.nan], False, "Every x has to be a finite number."),
        ([1, math.inf], True, "Every x has to be a finite number."),
        ([-1, 1], True, "With log=True every x has to be positive."),
    ],
)
def test_what_has_no_place_along_the_axis(x, log, message):
    with pytest.raises(CgraphError, match=message):
        curves({"y": [1, 2]}, "t", x=x, log=log)


def halves(places):
    return places[:, 0] > 0


@pytest.mark.parametrize("kind", [bool, float, np.float32, np.int8, int])
def test_classes_are_numbers_of_any_type(kind):
    drawn = plane(lambda places: halves(places).astype(kind), [[-1, 0], [1, 0]], np.array([0, 1], kind), "t")
    assert drawn.svg == plane(lambda places: 1 * halves(places), [[-1, 0], [1, 0]], [0, 1], "t").svg


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ([0.5, 1], "There is a class 0.5; a plane shows the classes 0 to 3."),
        ([math.nan, 1], "There is a class nan; a plane shows the classes 0 to 3."),
        ([[0], [0, 1]], "Classes are numbers from 0 to 3, not object."),
        (["a", "b"], "Classes are numbers from 0 to 3, not <U1."),
        ([0, 1, 1], "Expected one class for each of 2 points, got shape (3,)."),
        ([[0], [1]], "Expected one class for each of 2 points, got shape (2, 1)."),
    ],
)
def test_what_are_no_classes(classes, message):
    with pytest.raises(CgraphError, match=re.escape(message)):
        plane(halves, [[-1, 0], [1, 0]], classes, "t")


@pytest.mark.parametrize("reach", [1e308, 1e-308, LARGE])
def test_a_plane_of_any_size(reach):
    with np.errstate(over="ignore"):
        drawn = plane(halves, [[-reach, reach], [reach, -reach]], [0, 1], "t")
    assert drawn.svg == plane(halves, [[-1, 1], [1, -1]], [0, 1], "t").svg or reach == LARGE
    assert "nan" not in drawn.svg and "inf" not in drawn.svg


@pytest.mark.parametrize("classify", [3, "halves", None])
def test_a_plane_is_classified_by_a_function(classify):
    with pytest.raises(WrongTypeError, match="Expected a function for classify, got "):
        plane(classify, [[1, 0]], [1], "t")


def test_a_plane_without_points():
    assert plane(halves, np.empty((0, 2)), [], "Two halves.").text.startswith("Two halves.")


@pytest.mark.parametrize(
    "points", [[[1, math.nan]], [1, 2], [[1, 2, 3]], "ab", [[1, 1j]], [[1], [1, 2]], [[1, 10**400]]]
)
def test_what_are_no_points(points):
    with pytest.raises(CgraphError, match="Expected (points of shape|rows of real numbers)"):
        plane(halves, points, [0], "t")


def test_curves_differ_by_more_than_colour():
    dashes = [
        line.get("stroke-dasharray") for line in parts(curves({name: [1, 2] for name in "abcd"}, "t"), "polyline")
    ]
    assert len(set(dashes)) == 4


def test_images_side_by_side_have_as_many_rows():
    with pytest.raises(ValueError, match=re.escape("Images side by side have as many rows each; these have 2, 3.")):
        images([np.ones((2, 2)), np.ones((3, 2))], "t")
