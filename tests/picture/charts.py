"""A chart as a reader meets it: its marks, and the corners of its curves."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np

LARGE = 1.7976931348623157e308
SIZES = [10.0**-k for k in range(1, 10)]


def parts(drawing, name):
    """Return the marks of a drawing by the name of their element."""
    return list(ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}" + name))


def corners(drawing):
    """Return for each curve its corners, as an array with a row for each."""
    return [
        np.array(re.findall(r"([-\d.]+),([-\d.]+)", line.get("points")), float) for line in parts(drawing, "polyline")
    ]
