"""Boxes and wires get their places. Graphviz says in which column each thing stands; rows, ports and curves are ours.

A wire starts at a port on top of its tail, passes one place in each row between its ends, the last of them its pill,
and ends under its head. Between two rows it may run sideways; inside a row it is upright, or stays within its own
pill's room. So it meets neither a box nor another wire's pill.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from cgraph_lib.picture.regions import Sides
from cgraph_lib.picture.shapes import Box, Columns, Frame, Outline, Places, Point, Route, Sizes, Wire
from cgraph_lib.picture.sliding import Strand, slide
from cgraph_lib.picture.spots import clamp

_PAD = 8.0  # between boxes and the line around their region


def place(
    boxes: Sequence[Box], wires: Sequence[Wire], columns: Columns, sizes: Sizes, limit: float = math.inf
) -> Places:
    """Return the places of boxes and wires, in a drawing no wider than the limit if its rows are not."""
    slid = slide(boxes, wires, columns, sizes, limit)
    levels = _Levels(boxes, slid.strands, sizes)
    frames = {box.key: levels.frame(box, slid.boxes[box.key].x) for box in boxes}
    routes = {strand.wire.key: _route(strand, levels, frames, sizes) for strand in slid.strands}
    outlines = {key: _outline(sides, levels, sizes) for key, sides in slid.sides.items()}
    return Places(slid.width, math.ceil(levels.height), frames, routes, outlines)


class _Levels:
    """The heights of all rows. A gap between two rows is as high as its slantiest wire needs."""

    def __init__(self, boxes: Sequence[Box], strands: Sequence[Strand], sizes: Sizes) -> None:
        rows = max((box.row for box in boxes), default=-1) + 1
        below, above = [0.0] * rows, [0.0] * rows
        for strand in strands:
            xs = [strand.low.x, *(spot.x for spot in strand.spots), strand.high.x]
            for i, (x, other) in enumerate(itertools.pairwise(xs)):
                half, row = (above if i % 2 else below), strand.wire.tail.row + i // 2
                half[row] = max(half[row], abs(x - other))
        self.top, self.bottom, self.middle = [0.0] * rows, [0.0] * rows, [0.0] * rows
        y = sizes.margin
        for row in reversed(range(rows)):
            self.top[row] = y
            y += max((box.height for box in boxes if box.row == row), default=0.0)
            self.bottom[row] = y
            if row:
                y += sizes.head + clamp(8 + 0.5 * above[row - 1], 14, 48) + sizes.pill / 2
                self.middle[row - 1] = y
                y += sizes.pill / 2 + clamp(10 + 0.5 * below[row - 1], 18, 56)
        self.height = y + sizes.margin

    def heights(self, row: int, half: float, below: float, above: float) -> tuple[float, float]:
        """Return where a row begins and ends, counted in halves from below, each moved outwards by some pixels."""
        if row % 2:
            return self.middle[row // 2] + half, self.middle[row // 2] - half - 0.1
        return self.bottom[row // 2] + below, self.top[row // 2] - above

    def frame(self, box: Box, x: float) -> Frame:
        """Return the place of a box, half-way up its row."""
        middle = (self.top[box.row] + self.bottom[box.row]) / 2
        return Frame(x, middle - box.height / 2, box.width, box.height)


def _outline(sides: Sides, levels: _Levels, sizes: Sizes) -> Outline:
    """Return the sides of a region, from below the arrowheads of its lowest boxes to above its uppermost ones."""
    lowest, top = min(sides), max(sides)
    left, right = [], []
    for row in sorted(sides):
        below = 0.0 if row > lowest else sizes.head + 4 if row else _PAD  # nothing arrives at the very bottom
        for y in levels.heights(row, sizes.pill / 2, below, _PAD if row == top else 0.0):
            left.append((sides[row][0].line, y))
            right.append((sides[row][1].line, y))
    return Outline(left, right, (sides[top][0].x, levels.top[top // 2] + 6))


def _route(strand: Strand, levels: _Levels, frames: dict[str, Frame], sizes: Sizes) -> Route:
    wire, half = strand.wire, sizes.pill / 2
    tail, head = frames[wire.tail.key], frames[wire.head.key]
    points = [(strand.low.x, tail.top), (strand.low.x, levels.top[wire.tail.row])]
    for row, spot in zip(wire.rows, strand.spots[:-1], strict=False):
        edges = (levels.bottom, levels.top) if row % 2 == 0 else (levels.middle, levels.middle)
        points += [(spot.x, edges[0][row // 2] + half * (row % 2)), (spot.x, edges[1][row // 2] - half * (row % 2))]
    pill = strand.spots[-1].x, levels.middle[wire.head.row - 1]
    end = strand.high.x, levels.bottom[wire.head.row] + sizes.head
    passed = _through(points[-1], pill, end, strand.reach, half) if half else []
    points += [*passed, end, (end[0], head.bottom + sizes.head)]
    rising = [points[0], *(new for old, new in itertools.pairwise(points) if new[1] < old[1] - 0.5)]
    return Route(rising, rising.index(pill) if half else len(rising) - 1)


def _through(before: Point, pill: Point, after: Point, reach: float, half: float) -> list[Point]:
    """Return the points at which a wire crosses the row of pills: one that comes from afar stays in its pill's room."""
    (x0, y0), (x, y), (x1, y1) = before, pill, after
    lean = clamp(_flow((x - x0) / (y - y0), (x1 - x) / (y1 - y)) * half, -reach, reach)
    entry = [(x + lean, y + half)] if abs(x - x0) > reach else []
    leave = [(x - lean, y - half)] if abs(x1 - x) > reach else []
    return [*entry, pill, *leave]


def _flow(before: float, after: float) -> float:
    """Return the slope at a point between two pieces: none where the wire turns round, so that it never swings out."""
    return 2 * before * after / (before + after) if before * after > 0 else 0.0


Curve = tuple[Point, Point, Point, Point]


def curve(points: Sequence[Point]) -> list[Curve]:
    """Return a smooth line through points that rise, upright at both ends, as cubic pieces (a monotone cubic).

    Between two points it never leaves the columns between them: F. N. Fritsch and R. E. Carlson (1980).
    """
    slopes = [(x1 - x0) / (y1 - y0) for (x0, y0), (x1, y1) in itertools.pairwise(points)]
    flows = [0.0, *(_flow(before, after) for before, after in itertools.pairwise(slopes)), 0.0]
    return [
        _piece(start, end, flow, other)
        for (start, end), (flow, other) in zip(itertools.pairwise(points), itertools.pairwise(flows), strict=True)
    ]


def _piece(start: Point, end: Point, flow: float, other: float) -> Curve:
    (x0, y0), (x1, y1) = start, end
    # An upright end is drawn out a little longer: the wire then leaves its box, and meets its pill, squarely.
    one, two = ((0.36 if slope else 0.5) * (y1 - y0) for slope in (flow, other))
    return start, (x0 + flow * one, y0 + one), (x1 - other * two, y1 - two), end


def along(piece: Curve, t: float) -> Point:
    """Return the point of a cubic piece at `t`, 0 at its start and 1 at its end."""
    weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
    x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, piece, strict=True)) for axis in (0, 1))
    return x, y
