"""Ports and pills slide sideways: each as near to where it would like to be as its neighbours let it.

Graphviz has given every row an order and has kept everything apart. Nothing here changes that order, so nothing
can come to lie upon anything else.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cgraph_lib.picture.shapes import Box, Columns, Sizes, Wire

_ROUNDS = 3  # a port follows the places of its wire, and those follow the port; more rounds change nothing


@dataclass(slots=True)
class Spot:
    """What stands in a row: a box, which stays where it is, or the place of a wire, which may slide."""

    x: float
    width: float
    wire: Wire | None = None
    before: Spot | None = None
    after: Spot | None = None

    def wish(self) -> float:
        """Return where it would like to be: below its child half-way between its neighbours, else not outside them."""
        assert self.wire and self.before and self.after
        ends = self.before.x, self.after.x
        if self.after.wire is None:
            return sum(ends) / 2
        return clamp(self.x, min(ends), max(ends))


@dataclass(slots=True)
class Strand:
    """A wire while it is placed: its port below, its places, its port above."""

    wire: Wire
    spots: list[Spot]
    low: Spot = field(init=False)
    high: Spot = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.high = Spot(self.spots[0].x, 0.0), Spot(self.spots[-1].x, 0.0)
        chain = [self.low, *self.spots, self.high]
        for before, spot, after in zip(chain, chain[1:], chain[2:], strict=False):
            spot.before, spot.after = before, after


@dataclass(frozen=True, slots=True)
class Slid:
    """The boxes by key, and the wires, each where it stands across a drawing of this width."""

    boxes: dict[str, Spot]
    strands: list[Strand]
    width: int


def slide(boxes: Sequence[Box], wires: Sequence[Wire], columns: Columns, sizes: Sizes) -> Slid:
    """Return where everything stands across the drawing."""
    strands = [_strand(wire, columns, sizes) for wire in wires]
    ends = {box.key: Spot(columns.boxes[box.key], box.width) for box in boxes}
    rows = _rows(boxes, ends, strands)
    for _ in range(_ROUNDS):
        _slide_ports(ends, strands, sizes)
        for row in rows.values():
            _slide_places(row, sizes)
    _slide_ports(ends, strands, sizes)
    spots = [spot for row in rows.values() for spot in row]
    left = min((spot.x - spot.width / 2 for spot in spots), default=0.0)
    for spot in itertools.chain(spots, *((strand.low, strand.high) for strand in strands)):
        spot.x += sizes.margin - left
    width = max((spot.x + spot.width / 2 for spot in spots), default=0.0) + sizes.margin
    return Slid(ends, strands, math.ceil(width))


def clamp(value: float, low: float, high: float) -> float:
    """Return the value, or the bound it is beyond."""
    return max(low, min(high, value))


def spread(
    wishes: Sequence[float], apart: Sequence[float], low: float = -math.inf, high: float = math.inf
) -> list[float]:
    """Return places in the order of the wishes, `apart` from each other, as near to the wishes as can be.

    The sum of the squares of the distances is the least: neighbours that push each other move together
    (pool adjacent violators: M. Ayer et al., 1955).

    >>> spread([0.0, 1.0, 20.0], [10.0, 10.0])
    [-4.5, 5.5, 20.0]
    """
    offsets = [0.0, *itertools.accumulate(apart)]
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (other, m) = pools[-2:]
            pools[-2:] = [((one * n + other * m) / (n + m), n + m)]
    means = [mean for mean, size in pools for _ in range(size)]
    return [clamp(mean, low, high - offsets[-1]) + offset for mean, offset in zip(means, offsets, strict=True)]


def _strand(wire: Wire, columns: Columns, sizes: Sizes) -> Strand:
    spots = [Spot(x, sizes.wire, wire) for x in columns.wires[wire.key]]
    spots[-1].width = max(wire.room, sizes.wire)
    return Strand(wire, spots)


def _rows(boxes: Iterable[Box], ends: dict[str, Spot], strands: Iterable[Strand]) -> dict[int, list[Spot]]:
    """Return what stands in each row, from left to right."""
    rows: dict[int, list[Spot]] = {}
    for box in boxes:
        rows.setdefault(2 * box.row, []).append(ends[box.key])
    for strand in strands:
        for row, spot in zip(strand.wire.rows, strand.spots, strict=True):
            rows.setdefault(row, []).append(spot)
    for spots in rows.values():
        spots.sort(key=lambda spot: spot.x)
    return rows


def _slide_ports(ends: dict[str, Spot], strands: Sequence[Strand], sizes: Sizes) -> None:
    """Move each port towards the next place of its wire, within the middle 60 % of its box."""
    groups: dict[tuple[str, bool], list[tuple[float, Spot]]] = {}
    for strand in strands:
        groups.setdefault((strand.wire.tail.key, False), []).append((strand.spots[0].x, strand.low))
        groups.setdefault((strand.wire.head.key, True), []).append((strand.spots[-1].x, strand.high))
    for (key, _), ports in groups.items():
        box = ends[key]
        reach = 0.3 * box.width
        ports.sort(key=lambda port: port[0])
        apart = min(sizes.port, 2 * reach / max(1, len(ports) - 1))
        wishes = [clamp(x, box.x - reach, box.x + reach) for x, _ in ports]
        places = spread(wishes, [apart] * (len(ports) - 1), box.x - reach, box.x + reach)
        for (_, port), x in zip(ports, places, strict=True):
            port.x = x


def _slide_places(row: list[Spot], sizes: Sizes) -> None:
    """Move the places of wires in a row to where they would like to be, as far as boxes and neighbours let them."""
    wall, run = -math.inf, []
    for spot in [*row, Spot(math.inf, 0.0)]:
        if spot.wire:
            run.append(spot)
            continue
        _slide_run(run, wall, spot.x - spot.width / 2, sizes.gap)
        wall, run = spot.x + spot.width / 2, []


def _slide_run(run: list[Spot], left: float, right: float, gap: float) -> None:
    if not run:
        return
    apart = [(one.width + other.width) / 2 + gap for one, other in itertools.pairwise(run)]
    low, high = left + gap + run[0].width / 2, right - gap - run[-1].width / 2
    for spot, x in zip(run, spread([spot.wish() for spot in run], apart, low, high), strict=True):
        spot.x = x
