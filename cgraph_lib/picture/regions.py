"""The sides of opened groups. They stand in the rows like everything else, so nothing foreign comes inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cgraph_lib.picture.shapes import Region
from cgraph_lib.picture.spots import Side, Spot

_ASIDE = 6.0

Rows = dict[int, list[Spot]]
Sides = dict[int, tuple[Side, Side]]
Held = tuple[tuple[Region, ...], Iterable[int], Iterable[Spot]]
"""Regions, the outermost first, with rows and what stands in each of them."""


def enclose(rows: Rows, held: Iterable[Held]) -> dict[str, Sides]:
    """Put the sides of all regions into the rows, and return them; the left one of the top row is the title."""
    inside: dict[tuple[Region, ...], Rows] = {}
    for regions, crossed, things in held:
        for row, spot in zip(crossed, things, strict=True):
            for depth in range(1, len(regions) + 1):
                inside.setdefault(regions[:depth], {}).setdefault(row, []).append(spot)
    found: dict[str, Sides] = {}
    for regions in sorted(inside, key=len, reverse=True):  # the innermost first: the others go around their sides
        region, top = regions[-1], max(inside[regions])
        found[region.key] = {
            row: _around(rows[row], things, region.title_width if row == top else 0.0)
            for row, things in inside[regions].items()
        }
        for row, pair in found[region.key].items() if len(regions) > 1 else ():
            inside[regions[:-1]][row] += pair
    return found


def _around(row: list[Spot], things: Sequence[Spot], width: float) -> tuple[Side, Side]:
    places = [i for i, spot in enumerate(row) if spot in things]
    first, last = row[places[0]], row[places[-1]]
    left, right = Side(first.x, width, _ASIDE, [first]), Side(last.x, 0.0, _ASIDE, [last], toward=-1)
    row.insert(places[-1] + 1, right)
    row.insert(places[0], left)
    return left, right


def draw_lines(rows: Rows, sides: dict[str, Sides]) -> None:
    """Draw each side as one upright line, except where it has to make room for something."""
    for pairs in sides.values():
        for which in (0, 1):
            line = {row: pair[which] for row, pair in pairs.items()}
            own = [side.x - side.toward * side.width / 2 for side in line.values()]
            outermost = min(own) if which == 0 else max(own)
            for row, side in line.items():
                side.line = _line(rows[row], side, outermost)


def _line(row: list[Spot], side: Side, outermost: float) -> float:
    """Return how far out a side may be drawn in a row."""
    beyond = row.index(side) - side.toward
    if not 0 <= beyond < len(row):
        return outermost
    other = row[beyond]
    edge = other.line if isinstance(other, Side) and other.line else other.x + side.toward * other.width / 2
    bound = edge + side.toward * _ASIDE
    return max(outermost, bound) if side.toward > 0 else min(outermost, bound)
