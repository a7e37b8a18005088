"""Boxes, pills and ports slide sideways: each as near to where it would like to be as its neighbours let it.

Graphviz has put every row into an order with few crossings. That order stays, and neighbours keep their distance, so
nothing can come to lie upon anything else.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cgraph_lib.picture.regions import Held, Sides, draw_lines, enclose
from cgraph_lib.picture.shapes import Box, Columns, Sizes, Wire
from cgraph_lib.picture.spots import Passage, Spot, clamp, spread

_HALF_WIDEST = 9.0  # half the width of the widest edge
_ROUNDS = 8  # a box follows its pills, a pill its ports, a port its box: after this many rounds nothing is seen to move


@dataclass(slots=True)
class Strand:
    """A wire while it is placed: its port below, its places, the last of them its pill, and its port above.

    In the row of pills it may run slantwise, as far as `reach` to both sides.
    """

    wire: Wire
    low: Spot
    spots: list[Spot]
    high: Spot
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Slid:
    """The boxes by key, the wires, and the sides of regions by key and row, where they stand across this width."""

    boxes: dict[str, Spot]
    strands: list[Strand]
    sides: dict[str, Sides]
    width: int


def slide(boxes: Sequence[Box], wires: Sequence[Wire], columns: Columns, sizes: Sizes, limit: float) -> Slid:
    """Return where everything stands across the drawing, which is no wider than the limit if its rows are not."""
    spots = {box.key: Spot(columns.boxes[box.key], box.width, sizes.box_aside) for box in boxes}
    strands = [_strand(wire, columns, sizes) for wire in wires]
    for strand in strands:
        spots[strand.wire.tail.key].ties.append(strand.spots[0])
        spots[strand.wire.head.key].ties.append(strand.spots[-1])
    by_row, ports = _rows(boxes, spots, strands), list(_ports(spots, strands))
    held: list[Held] = [(box.regions, [2 * box.row], [spots[box.key]]) for box in boxes]
    held += [(strand.wire.regions, strand.wire.rows, strand.spots) for strand in strands]
    sides = enclose(by_row, held)
    rows = [by_row[row] for row in sorted(by_row)]
    ends = [spot.x for row in rows for spot in row]
    middle, reach = (min(ends) + max(ends)) / 2, (limit - 1) / 2 - sizes.margin
    for i in range(_ROUNDS):
        _slide_ports(ports, sizes)
        for row in rows if i % 2 else reversed(rows):
            _slide_row(row, middle - reach, middle + reach)
    _straighten(strands, rows, middle - reach, middle + reach)
    _slide_ports(ports, sizes)
    _reach(strands, rows, middle - reach, middle + reach)
    everything = [*itertools.chain(*rows), *(spot for strand in strands for spot in (strand.low, strand.high))]
    left = min((spot.x - spot.width / 2 for spot in everything), default=0.0) - sizes.margin
    for spot in everything:
        spot.x -= left
    draw_lines(by_row, sides)
    width = max((spot.x + spot.width / 2 for spot in everything), default=0.0) + sizes.margin
    return Slid(spots, strands, sides, math.ceil(width))


def _strand(wire: Wire, columns: Columns, sizes: Sizes) -> Strand:
    *passed, last = columns.wires[wire.key]
    pill = Spot(last, max(wire.room, sizes.wire), sizes.aside)
    spots = [*(Passage(x, sizes.wire, sizes.aside) for x in passed), pill]
    low, high = Spot(spots[0].x), Spot(last)
    for before, spot, after in zip([low, *spots], spots, [*spots[1:], high], strict=False):
        spot.ties = [before, after]
    return Strand(wire, low, spots, high)


def _rows(boxes: Sequence[Box], spots: dict[str, Spot], strands: Sequence[Strand]) -> dict[int, list[Spot]]:
    """Return what stands in each row, from left to right; rows are counted in halves from below."""
    rows: dict[int, list[Spot]] = {}
    for box in boxes:
        rows.setdefault(2 * box.row, []).append(spots[box.key])
    for strand in strands:
        for row, spot in zip(strand.wire.rows, strand.spots, strict=True):
            rows.setdefault(row, []).append(spot)
    for things in rows.values():
        things.sort(key=lambda spot: spot.x)
    return rows


def _ports(spots: dict[str, Spot], strands: Sequence[Strand]) -> Iterator[tuple[Spot, list[tuple[Spot, Spot]]]]:
    """Yield for each side of each box its ports, each with the place that its wire runs to next."""
    below: dict[str, list[tuple[Spot, Spot]]] = {}
    above: dict[str, list[tuple[Spot, Spot]]] = {}
    for strand in strands:
        above.setdefault(strand.wire.tail.key, []).append((strand.low, strand.spots[0]))
        below.setdefault(strand.wire.head.key, []).append((strand.high, strand.spots[-1]))
    for side in (below, above):
        yield from ((spots[key], ports) for key, ports in side.items())


def _slide_ports(ports: Sequence[tuple[Spot, list[tuple[Spot, Spot]]]], sizes: Sizes) -> None:
    """Move each port towards the next place of its wire, within the middle 60 % of its box."""
    for box, pairs in ports:
        pairs.sort(key=lambda pair: pair[1].x)  # equal ones keep the order of the operands
        reach = 0.3 * box.width
        apart = min(sizes.port, 2 * reach / max(1, len(pairs) - 1))
        wishes = [clamp(target.x, box.x - reach, box.x + reach) for _, target in pairs]
        places = spread(wishes, [apart] * (len(pairs) - 1), box.x - reach, box.x + reach)
        for (port, _), x in zip(pairs, places, strict=True):
            port.x = x


def _straighten(strands: Sequence[Strand], rows: Sequence[list[Spot]], left: float, right: float) -> None:
    """Let each wire run upright through as many rows as it can before it bends."""
    place = {spot: (row, i) for row in rows for i, spot in enumerate(row)}
    for strand in strands:
        runs: list[tuple[list[Spot], float, float]] = []
        for spot in strand.spots[:-1]:
            low, high = _free(*place[spot], left, right)
            if runs and max(low, runs[-1][1]) <= min(high, runs[-1][2]):
                spots, *ends = runs.pop()
                runs.append(([*spots, spot], max(low, ends[0]), min(high, ends[1])))
            else:
                runs.append(([spot], low, high))
        x = strand.low.x
        for spots, low, high in runs:
            x = clamp(x, low, high)
            for spot in spots:
                spot.x = x


def _reach(strands: Sequence[Strand], rows: Sequence[list[Spot]], left: float, right: float) -> None:
    """Let each wire use the room of its own pill, or of half the gap beside it where it has none."""
    place = {spot: (row, i) for row in rows for i, spot in enumerate(row)}
    for strand in strands:
        spot = strand.spots[-1]
        low, high = _free(*place[spot], left, right)
        gap = min(spot.x - low, high - spot.x) / 2
        strand.reach = max(0.0, spot.width / 2 - _HALF_WIDEST if strand.wire.room else gap)


def _free(row: Sequence[Spot], i: int, left: float, right: float) -> tuple[float, float]:
    """Return how far something may slide without coming too near to its neighbours."""
    low = row[i - 1].x + row[i - 1].room + row[i].room if i else left + row[i].width / 2
    high = row[i + 1].x - row[i + 1].room - row[i].room if i + 1 < len(row) else right - row[i].width / 2
    return low, high


def _slide_row(row: Sequence[Spot], left: float, right: float) -> None:
    apart = [one.room + other.room for one, other in itertools.pairwise(row)]
    low, high = left + row[0].width / 2, right - row[-1].width / 2
    for spot, x in zip(row, spread([spot.wish() for spot in row], apart, low, high), strict=True):
        spot.x = x
