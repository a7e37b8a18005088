"""An axis of a chart: where numbers lie along it, and which round numbers stand there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cgraph_lib.numerals import number

_DECADE = 19.0
_LARGEST = 1.7e308  # so that a step beyond the largest number is a number still
_SMALLEST = 1e-300
_POWERS = -323, 308  # of ten, that are numbers


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` along a length in pixels; with `log` these are powers of ten."""

    low: float
    high: float
    length: float
    log: bool
    steps: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return how far from the start of the axis a value lies; what is beyond an end lies at that end."""
        if self.log:
            value = math.log10(value) if value > 0 else self.low
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # in halves: no difference overflows
        return self.length * min(max(share, 0.0), 1.0)

    def ticks(self) -> list[tuple[float, str]]:
        """Return where the round numbers lie, and how they read."""
        round_numbers = [10.0**step if self.log else step for step in self.steps]
        return [(self.at(value), number(value)) for value in round_numbers]


def axis(values: Iterable[float], log: bool, length: float, from_zero: bool = False, about: int = 5) -> Axis:
    """Return an axis on which all finite values have room, with about five round numbers along it.

    With `log` a power of ten takes as much room on every axis, so the length is not the one that was given.

    >>> [text for _, text in axis([3.0, 47.0], log=False, length=100, from_zero=True).ticks()]
    ['0', '10', '20', '30', '40']
    """
    finite = [min(max(v, -_LARGEST), _LARGEST) for v in values if math.isfinite(v) and (v > 0 or not log)] or [1.0]
    low, high = min(finite), max(finite)
    if log:
        low, high = max(math.floor(math.log10(low)), _POWERS[0]), min(math.ceil(math.log10(high)), _POWERS[1])
        low = min(low, high - 1)
        step: float = max(1, math.ceil((high - low) / about))
    else:
        low = min(low, 0.0) if from_zero else low
        step = _round_step(max(high / about - low / about or (abs(high) or 1.0) / about, _SMALLEST))
        high = max(high, low + step)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    steps = tuple(step * k for k in range(first, last + 1))
    return Axis(low, high, _DECADE * (high - low) if log else length, log, steps)


def _round_step(rough: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at least as large as a rough step if such a number exists."""
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    return min(step, 10.0 ** _POWERS[1])
