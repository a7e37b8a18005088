"""What slides sideways in a row, where each would like to be, and how neighbours come to terms."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Spot:
    """Something that slides in a row: a box, a pill, or the place of a wire that passes."""

    x: float
    width: float = 0.0
    aside: float = 0.0  # how much is kept free at each side
    ties: list[Spot] = field(default_factory=list)  # what its wires run to next

    @property
    def room(self) -> float:
        """Return half of all the room it takes."""
        return self.width / 2 + self.aside

    def wish(self) -> float:
        """Return where it would like to be: in the middle of what it is tied to."""
        return sum(tie.x for tie in self.ties) / len(self.ties) if self.ties else self.x


class Passage(Spot):
    """The place of a wire in a row that it passes. A wire keeps upright as long as that is no detour."""

    def wish(self) -> float:
        """Return where it would like to be: right above or below its nearer neighbour."""
        below, above = self.ties
        return below.x if abs(below.x - self.x) < abs(above.x - self.x) else above.x


@dataclass(slots=True, eq=False)
class Side(Spot):
    """A side of a region, or its title: it keeps close to what stands next to it inside."""

    toward: int = 1  # 1 where that is at its right, −1 where it is at its left
    line: float = 0.0  # where the line around the region is drawn

    def wish(self) -> float:
        """Return where it would like to be: as near as it may."""
        return self.ties[0].x - self.toward * (self.ties[0].room + self.room)


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
