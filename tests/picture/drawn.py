"""An SVG as a reader meets it: elements and text by class, and where wires, cards and pills are."""

import itertools
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

NUMBER = re.compile(r"-?[\d.]+")


class Drawn:
    """The elements of a picture."""

    def __init__(self, picture):
        self.root = ElementTree.fromstring(picture.svg)
        for element in self.root.iter():
            element.tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")

    def having(self, *classes):
        return [e for e in self.root.iter() if set(classes) <= set(e.get("class", "").split())]

    def one(self, *classes):
        (element,) = self.having(*classes)
        return element

    def text(self, own):
        return "".join(self.one(own).itertext())

    def texts(self, kind):
        """Return what stands in every text element of a kind (`val`, `adj`, `partial` ...), by its own class."""
        return {e.get("class").split()[-1]: "".join(e.itertext()) for e in self.having(kind)}

    def numbers(self, kind):
        """Return the same without the equals signs."""
        return {own: text.removeprefix(" = ") for own, text in self.texts(kind).items()}

    def captions(self):
        return " ".join(e.text for e in self.having("say"))

    def cards(self):
        """Return the room of every node, with its tabs, by its own class."""
        return {own(node, "node-"): around([box(rect) for rect in node.iter("rect")]) for node in plain_nodes(self)}

    def pills(self):
        """Return the room of every pill, by the key of its edge."""
        found = {}
        for pill in self.having("pill"):
            x, y = map(float, NUMBER.findall(pill.get("transform")))
            left, top, right, bottom = box(pill.find("rect"))
            found[own(pill, "pill-").removeprefix("pill-")] = (left + x, top + y, right + x, bottom + y)
        return found

    def wires(self):
        """Return the wires, by the key of their edge."""
        return {
            own(edge, "edge-").removeprefix("edge-"): Wire(
                points_along(edge.find("path[@class='line']").get("d")), edge
            )
            for edge in self.having("edge")
        }

    def geometry(self):
        """Return where cards stand and wires run; what breathes with its number, a pill or a head, is left out."""
        wires = {key: wire.points for key, wire in self.wires().items()}
        middles = {own(e, "pill-"): e.get("transform") for e in self.having("pill")}
        return self.root.get("width"), self.cards(), wires, middles


@dataclass
class Wire:
    """A wire, as points along its middle, and its width."""

    points: list
    element: ElementTree.Element

    @property
    def width(self):
        return float(NUMBER.findall(self.element.find("path[@class='line']").get("style"))[0])


def plain_nodes(drawn):
    return drawn.having("node")


def own(element, start):
    return next(name for name in element.get("class").split() if name.startswith(start))


def box(rect):
    """Return left, top, right and bottom of a rectangle, without what a ring adds."""
    x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
    wider = {"focus": 6}.get(rect.get("class"), 0)
    return tuple(round(edge, 1) for edge in (x + wider, y + wider, x + width - wider, y + height - wider))


def around(boxes):
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def points_along(d, steps=24):
    """Return points along a path of cubic curves."""
    start, *curves = d[1:].split("C")
    here = tuple(map(float, start.split(",")))
    found = [here]
    for curve in curves:
        numbers = list(map(float, NUMBER.findall(curve)))
        a, b, end = zip(numbers[::2], numbers[1::2], strict=True)
        found += [bezier(here, a, b, end, i / steps) for i in range(1, steps + 1)]
        here = end
    return found


def bezier(a, b, c, d, t):
    return tuple(
        (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t * t * r + t**3 * s
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )


def meets(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def touched(wire, boxes):
    """Return the boxes that a wire meets with its whole width."""
    half = wire.width / 2
    return {
        key
        for key, (x0, y0, x1, y1) in boxes.items()
        for x, y in wire.points
        if x0 - half < x < x1 + half and y0 < y < y1
    }


def assert_clear(drawing):
    """Assert that cards and pills keep apart, and that wires meet none but their own."""
    cards, pills = drawing.cards(), drawing.pills()
    for (one, a), (other, b) in itertools.combinations((cards | pills).items(), 2):
        assert not meets(a, b), (one, other)
    for key, wire in drawing.wires().items():
        assert (
            touched(wire, {name: (x0, y0 + 0.5, x1, y1 - 0.5) for name, (x0, y0, x1, y1) in cards.items()}) == set()
        ), key
        assert touched(wire, pills) <= {key}, key


def keys(drawing):
    """Return the classes of the cards, of nodes and of closed groups."""
    return {own(e, "node-") for e in drawing.having("node")}


def is_drawn(picture):
    """Return whether there is a still; without an engine there are words alone."""
    return ElementTree.fromstring(picture.svg).get("class").split()[0] == "still"
