"""The drawing itself: boxes, lines and texts become SVG. It knows sizes and colours, but nothing of derivatives."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from html import escape
from typing import Any

from cgraph_lib.numerals import WIDEST_NUMBER
from cgraph_lib.picture.layout import Box, Layout, Point, Wire

FORMULA_SIZE, VALUE_SIZE, SIDE_SIZE, LABEL_SIZE, CAPTION_SIZE = 15, 14, 12, 12, 13
BOX_HEIGHT, LABEL_HEIGHT, LINE_HEIGHT = 52.0, 20.0, 18.0
LONGEST_GROWTH = 17  # characters of a growing sum: what stands beside a box has room for as many
_MARGIN, _GAP, _CORNER, _ARROW = 14.0, 10.0, 8.0, 9.0
_NARROWEST_CARD = 380.0
_NARROW, _WIDE = set("ijlt.,:;'|!()[]/ f·"), set("mwMW@%∞←→…")

# Text and line colours all have a contrast of at least 4.5 (3 for lines) against the fill they stand on.
STYLE = """
.cgraph text { font-family: Arial, Helvetica, 'Liberation Sans', sans-serif; fill: #222; }
.cgraph .card { fill: #fff; }
.cgraph .box { stroke-width: 2; fill: #eef3fb; stroke: #4a6fa5; }
.cgraph .input .box { stroke-width: 3; fill: #e8f6ec; stroke: #2e8b57; }
.cgraph .output .box { fill: #fff4e0; stroke: #b56f00; }
.cgraph .constant .box { fill: #f1f1f1; stroke: #767676; }
.cgraph .ring { fill: none; stroke: none; }
.cgraph .active .ring { stroke: #7a2ea0; stroke-width: 2.5; }
.cgraph .read .ring { stroke: #7a2ea0; stroke-width: 1.5; stroke-dasharray: 3 3; }
.cgraph .formula { font-size: 15px; font-style: italic; text-anchor: middle; }
.cgraph .val { font-size: 14px; fill: #1f4e9c; text-anchor: middle; }
.cgraph .side, .cgraph .part { font-size: 12px; }
.cgraph .side, .cgraph .part { stroke: #fff; stroke-width: 6px; stroke-linejoin: round; paint-order: stroke; }
.cgraph .part { fill: #4d4d4d; text-anchor: middle; }
.cgraph .adj { fill: #b3261e; }
.cgraph .tan { fill: #00696b; }
.cgraph .growing { fill: #7a2ea0; }
.cgraph .line { fill: none; stroke: #808080; stroke-width: 1.2; stroke-linejoin: round; }
.cgraph .head { fill: #808080; }
.cgraph .fixed .line { stroke-dasharray: 2 3; }
.cgraph .path .line { stroke: #b3541e; stroke-width: 3.5; stroke-dasharray: 7 4; }
.cgraph .path .head { fill: #b3541e; }
.cgraph .path .part { fill: #8a3b0f; font-weight: bold; }
.cgraph .lit .line { stroke: #7a2ea0; stroke-width: 3.5; }
.cgraph .lit .head { fill: #7a2ea0; }
.cgraph .lit .part { fill: #7a2ea0; font-weight: bold; }
.cgraph .caption { font-size: 13px; }
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing (`svg`) and its words (`text`). Where there is no drawing, `svg` is empty and the words stand alone."""

    svg: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.text} if self.svg else {"text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A box and its texts. `beside` pairs a class with a text and the widest text that may stand there."""

    key: str
    kind: str
    state: str
    formula: str
    value: str
    beside: tuple[tuple[str, str, str], ...]
    growing: str = ""

    @property
    def box(self) -> Box:
        """Return the room the box needs whatever its numbers are."""
        width = max(text_width(self.formula, FORMULA_SIZE), text_width(WIDEST_NUMBER, VALUE_SIZE)) + 16
        side = max((text_width(widest, SIDE_SIZE) + _GAP + 4 for _, _, widest in self.beside), default=0.0)
        return Box(f"node-{self.key}", self.formula, math.ceil(width), BOX_HEIGHT, math.ceil(side))


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """A line between two boxes, its label, and the widest label that may stand there. Parallel lines keep apart."""

    key: str
    tail: str
    head: str
    state: str
    label: str
    widest: str
    parallel: bool = False

    @property
    def wire(self) -> Wire:
        """Return the room the line needs whatever its number is."""
        width = text_width(self.widest, LABEL_SIZE) + 12 if self.widest else 24.0 if self.parallel else 0.0
        return Wire(self.key, f"node-{self.tail}", f"node-{self.head}", math.ceil(width))


def text_width(text: str, size: float) -> float:
    """Return roughly how wide a text is in Arial, on the safe side."""
    return sum(map(_ems, text)) * size


def _ems(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE or ord(character) > 0x2E80:
        return 1.05
    return 0.72 if character.isupper() or character == "&" else 0.58


def draw(nodes: list[NodeMark], edges: list[EdgeMark], places: Layout, caption: str, room: int, words: str) -> str:
    """Return the SVG. Changing texts have classes (`val-c`, `adj-c`, `part-b-c-0`), no ids: pictures share a page."""
    width = max(places.width, _NARROWEST_CARD)
    lines = _wrapped(caption, width)
    rows = max(len(lines), room)
    shift = _MARGIN + (width - places.width) / 2
    total_width = width + 2 * _MARGIN
    total_height = places.height + 2 * _MARGIN + rows * LINE_HEIGHT + (6 if rows else 0)
    first_line = places.height + 2 * _MARGIN + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cgraph" role="img" aria-label="{escape(words)}" '
        f'width="{total_width:.0f}" height="{total_height:.0f}" '
        f'viewBox="0 0 {total_width:.0f} {total_height:.0f}">',
        f"<title>{escape(words)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="card" x="0" y="0" width="{total_width:.0f}" height="{total_height:.0f}" rx="10"/>',
        f'<g transform="translate({shift:.1f} {_MARGIN:.1f})">',
        *(_line(edge, places.routes[edge.key]) for edge in edges),
        *(_box(node, places.boxes[node.box.key]) for node in nodes),
        *(_label(edge, places.labels[edge.key]) for edge in edges if edge.widest),
        "</g>",
        *(
            f'<text class="caption" x="{_MARGIN:.0f}" y="{first_line + i * LINE_HEIGHT:.0f}">{escape(line)}</text>'
            for i, line in enumerate(lines)
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def _wrapped(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, int(width / (0.53 * CAPTION_SIZE))) if text else []


def _box(node: NodeMark, centre: Point) -> str:
    (x, y), box = centre, node.box
    side = x + box.width / 2 + _GAP
    texts = [
        f'<text class="formula" x="{x:.1f}" y="{y - 7:.1f}">{escape(node.formula)}</text>',
        f'<text class="val val-{node.key}" x="{x:.1f}" y="{y + 15:.1f}">{escape(node.value)}</text>',
    ]
    rows = [(css, f"{css}-{node.key}", text) for css, text, _ in node.beside]
    if rows:
        rows.append(
            (
                "growing",
                f"growing-{node.key}",
                node.growing if len(node.growing) <= LONGEST_GROWTH else "",
            )
        )
    first = y + 4 - 8 * (len(rows) - 2)
    for i, (css, own, text) in enumerate(rows):
        texts.append(f'<text class="side {css} {own}" x="{side:.1f}" y="{first + 16 * i:.1f}">{escape(text)}</text>')
    opening = f'<g class="node {node.kind} {node.state} node-{node.key}">'.replace("  ", " ")
    return "\n".join([opening, _frame("ring", centre, box, 5), _frame("box", centre, box, 0), *texts, "</g>"])


def _frame(css: str, centre: Point, box: Box, wider: float) -> str:
    x, y = centre[0] - box.width / 2 - wider, centre[1] - box.height / 2 - wider
    width, height = box.width + 2 * wider, box.height + 2 * wider
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="{css}" {place} rx="{9 + wider:.0f}"/>'


def _line(edge: EdgeMark, route: list[Point]) -> str:
    (x0, y0), (x1, y1) = route[-2], route[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    base = (x1 - _ARROW * dx, y1 - _ARROW * dy)
    wings = [(base[0] - 4 * dy, base[1] + 4 * dx), (x1, y1), (base[0] + 4 * dy, base[1] - 4 * dx)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in wings)
    return (
        f'<g class="edge {edge.state} edge-{edge.key}">'.replace("  ", " ")
        + f'<path class="line" d="{_rounded([*route[:-1], base])}"/><polygon class="head" points="{points}"/></g>'
    )


def _rounded(points: list[Point]) -> str:
    """Return a path through points, straight but for rounded corners."""
    d = [f"M{points[0][0]:.1f},{points[0][1]:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _towards(corner, before), _towards(corner, after)
        d.append(f"L{enter[0]:.1f},{enter[1]:.1f}Q{corner[0]:.1f},{corner[1]:.1f} {leave[0]:.1f},{leave[1]:.1f}")
    return "".join([*d, f"L{points[-1][0]:.1f},{points[-1][1]:.1f}"])


def _towards(start: Point, end: Point) -> Point:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    part = min(_CORNER, length / 2) / length
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _label(edge: EdgeMark, centre: Point) -> str:
    state = f' class="{edge.state}"' if edge.state else ""
    text = f'<text class="part part-{edge.key}" x="{centre[0]:.1f}" y="{centre[1] + 4:.1f}">{escape(edge.label)}</text>'
    return f"<g{state}>{text}</g>"
