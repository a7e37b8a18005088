"""The sliders, and which number each of them stands for."""

from __future__ import annotations

import math
from typing import Any

import ipywidgets
import traitlets

from cgraph_lib.graph import as_number
from cgraph_lib.notation import shorten
from cgraph_lib.ops import is_array

_STEPS = 100  # from end to end, at least
_DIGITS = 6  # of a step; what lies beyond is rounding
_SHORTEST = 1e-290
_SPAN = 8e307  # beyond it the length of a slider that reaches as far to both sides would overflow


class Slider(ipywidgets.FloatSlider):
    """A slider whose `number` is exactly what was given, or a number with few decimals where the reader has moved it.

    On a page a slider stands on a grid: its own value is then off by a part of a step, or by rounding. The page
    reads `number` in the same way; see sliders.js. It also says which `turn`, of those that the kernel has
    given it, it has seen: a number that it sends before it has seen the last one would undo that.
    """

    min: Any
    max: Any
    given = traitlets.Float().tag(sync=True)
    decimals = traitlets.Int().tag(sync=True)
    turn = traitlets.Int(0).tag(sync=True)
    seen = traitlets.Int(None, allow_none=True).tag(sync=True)

    def __init__(self, name: str, start: float, low: float, high: float) -> None:
        self._ends = low, high
        super().__init__(
            value=start,
            min=low,
            max=high,
            given=start,
            description=shorten(name),
            readout_format=".4",
            layout=ipywidgets.Layout(width="calc(100% - 4px)", max_width="420px"),
        )
        self._lay_grid(start)

    def _lay_grid(self, number: float) -> None:
        self.step = _step(number, self.min, self.max)
        self.decimals = min(100, max(0, _DIGITS - math.floor(math.log10(self.step))))

    @property
    def number(self) -> float:
        """The number that the slider stands for; one that is assigned may lie beyond its ends, which then move."""
        if abs(self.value - self.given) <= 0.501 * self.step:
            return float(self.given)
        return float(round(self.value, self.decimals)) + 0.0  # without the sign of a zero

    @number.setter
    def number(self, number: float) -> None:
        low, high = self._ends
        if not low <= number <= high:
            further = _reach(number)
            low, high = min(low, further[0]), max(high, further[1])
        if (low, high) != (self.min, self.max):
            with self.hold_sync():  # before the value: the page puts a slider whose ends move where it stood
                self.min, self.max = low, high
                self._lay_grid(number)
        with self.hold_sync():
            self.turn += 1
            self.given = self.value = number

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page sends, but for a value that is older than the last one given."""
        stale = sync_data.get("seen", self.seen) not in (None, self.turn)
        super().set_state({name: x for name, x in sync_data.items() if not (stale and name == "value")})


def room(name: str, given: Any) -> tuple[float, float, float]:
    """Return start, low and high of a slider for a start, or for all three; raise `ValueError` if they do not fit."""
    limits = given if isinstance(given, tuple) else (given,)
    if len(limits) not in (1, 3):
        raise ValueError(f"Input {name} is a number or (start, low, high), not {given!r:.40}.")
    start, *ends = (finite(name, number) for number in limits)
    low, high = ends or _reach(start)
    if not low <= start <= high or low == high:
        raise ValueError(f"Input {name} must start between its low and high: got {given!r:.60}.")
    if not _SHORTEST < high - low < math.inf:
        raise ValueError(f"No slider is that long or short: Input {name} got {given!r:.60}.")
    return start, low, high


def finite(name: str, value: Any) -> float:
    """Return an input's number; raise `ValueError` if it is not a single finite one."""
    number = as_number(value, name)
    if is_array(number) or not math.isfinite(number):
        raise ValueError(f"The slider {name} takes a finite number, not {value!r:.40}.")
    return float(number)


def _reach(start: float) -> tuple[float, float]:
    """Return ends for a slider: -5 and 5, or further if the start lies beyond them."""
    if abs(start) > _SPAN / 2:
        return min(0.0, start), max(0.0, start)
    reach = 5.0 if abs(start) <= 5 else _round_number(2 * abs(start), up=True)
    return -reach, reach


def _step(start: float, low: float, high: float) -> float:
    """Return a round step; a smaller one if the start then stands on the grid."""
    coarse = _round_number((high - low) / _STEPS)
    for step in (coarse, coarse / 2, coarse / 5, coarse / 10):
        steps = (start - low) / step
        if abs(steps - round(steps)) < 1e-6:
            return float(f"{step:.3g}")
    return coarse


def _round_number(size: float, up: bool = False) -> float:
    """Return 1, 2 or 5 times a power of ten, below a size or above it."""
    power = math.floor(math.log10(size))
    rounds = [float(f"{digit}e{power}") for digit in (1, 2, 5)]
    near = 1e-9 * size
    if up:
        return next((x for x in rounds if x >= size - near), float(f"1e{power + 1}"))
    return max(x for x in rounds if x <= size + near)
