"""Histograms beside and below one another, on one axis: how numbers spread, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any, Final

from cgraph_lib.errors import InputError
from cgraph_lib.numerals import Template, fill
from cgraph_lib.picture.axis import Axis, axis
from cgraph_lib.picture.chart_sheet import PAD, SIZE, as_text, by_name, chart_svg, chart_text
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.reals import as_array

_BARS, _TICKS, _TICK = 30, 5, 27.0
_ALL, _LEAST, _HIGH, _BETWEEN, _ABOVE = 322.0, 60.0, 34.0, 34.0, 16.0  # above the bars stands the share of zeros
_TOP, _BELOW, _RIGHT = 8.0, 48.0, 24.0
# In quartile ranges, as in a box plot: with all that is small, a logarithm gives most of its room to a few numbers.
_WHISKER: Final = 1.5
_WORDS: Final = {
    "column": "{column}, {row}",
    "spread": "{name}: half between {low:number} and {high:number}, median {median:number}",
    "partly": "{spread}; {zeros}",
    "nothing": "{name}: {zeros}",
    "zeros": "{share:number}% are 0",
    "tallest": "highest bar: {share:number}%",
}


@dataclass(frozen=True, slots=True)
class _Panel:
    """One histogram: what it shows, in ascending order, of how many numbers; on a log axis zeros have no place."""

    name: str
    shown: Any
    count: int

    def at(self, *parts: float) -> list[float]:
        """Return the numbers that these parts of all that is shown lie below; none where nothing is shown."""
        last = len(self.shown) - 1
        return [float(self.shown[round(part * last)]) for part in parts] if last >= 0 else []

    def ends(self, log: bool) -> list[float]:
        """Return between which numbers an axis has to reach; with `log`, the smallest few may lie beyond it."""
        if not (found := self.at(0, 0.25, 0.75, 1)):
            return []
        smallest, low, high, largest = found
        if log:
            smallest = max(smallest, low * (low / high) ** _WHISKER)
        return [smallest, largest]

    def heights(self, along: Axis) -> Any:
        """Return the share of all numbers in each bar; what lies beyond an end of the axis counts at that end."""
        import numpy as np

        places = np.log10(self.shown) if along.log else self.shown
        parts = (places / 2 - along.low / 2) / (along.high / 2 - along.low / 2)  # in halves: no difference overflows
        bars = np.clip(np.floor(parts * _BARS), 0, _BARS - 1).astype(int)
        return np.bincount(bars, minlength=_BARS) / self.count

    def zeros(self) -> str:
        """Return how many of the numbers are not shown, in words; nothing if all are."""
        share = 1 - len(self.shown) / self.count
        return fill(_WORDS["zeros"], {"share": _short(100 * share)}) if share else ""

    def words(self) -> str:
        zeros = self.zeros()
        if not len(self.shown):
            return fill(Template(_WORDS["nothing"], {"name": self.name, "zeros": zeros}))
        facts = dict(zip(("low", "median", "high"), map(_short, self.at(0.25, 0.5, 0.75)), strict=True))
        spread = fill(Template(_WORDS["spread"], {"name": self.name}), facts)
        return fill(Template(_WORDS["partly"], {"spread": spread, "zeros": zeros})) if zeros else spread


def histograms(panels: Mapping[Any, Any], title: str, *, log: bool = False, across: str = "") -> Drawing:
    """Return a histogram for each array of numbers, one below the other, on one axis and with bars of one scale.

    `panels` maps names to arrays of any shape, or the names of columns to such mappings; `across` says what runs along
    the axis. With `log` it is the size of a number, whatever its sign, and equal steps are equal factors: zeros are
    counted apart, and the axis begins where the lowest whisker of their box plots would end; what is smaller counts in
    the first bar. A line marks each median. Raises `InputError` for anything but finite real numbers.

    >>> histograms({"h1": [0.0, 0.0, 1.0, 2.0, 3.0], "h2": [0.0, 0.1]}, "The second layer is smaller.", log=True)
    The second layer is smaller.
    h1: half between 1 and 3, median 2; 40% are 0
    h2: half between 0.1 and 0.1, median 0.1; 50% are 0
    highest bar: 50%
    """
    title, across, columns = as_text(title, "title"), as_text(across, "across"), _columns(panels)
    counted = {(column, row): _panel(column, row, rows[row], log) for column, rows in columns.items() for row in rows}
    if not counted:
        raise InputError("There is nothing to count; give an array of numbers for each name.")
    ends = chain.from_iterable(panel.ends(log) for panel in counted.values())
    wide = max((_ALL + _BETWEEN) / len(columns) - _BETWEEN, _LEAST)
    along = replace(axis(ends, log, wide, about=min(_TICKS, round(wide / _TICK))), length=wide)
    tallest = max(float(panel.heights(along).max()) for panel in counted.values())
    scale = [fill(_WORDS["tallest"], {"share": _short(100 * tallest)})] if tallest else []
    words = "\n".join([title, *(panel.words() for panel in counted.values()), *scale])
    marks, wide, high = _draw(list(columns), counted, along, tallest or 1)
    marks += [chart_text(wide - _RIGHT, high - _BELOW + 36, across, "end")]
    marks += [chart_text(PAD, high - _BELOW + 36, text, "tick") for text in scale]
    return Drawing(chart_svg(wide, high, title, words, "".join(marks)), words)


def _columns(panels: Any) -> dict[str, dict[str, Any]]:
    """Return the numbers by column and row; a single column has no name."""
    named = by_name(panels)
    if not any(isinstance(rows, Mapping) for rows in named.values()):
        return {"": named}
    return {column: by_name(rows) for column, rows in named.items()}


def _panel(column: str, row: str, given: Any, log: bool) -> _Panel:
    """Return what a histogram counts."""
    import numpy as np

    name = fill(Template(_WORDS["column"], {"column": column, "row": row})) if column else row
    numbers = _real(name, given)
    return _Panel(name, np.sort(np.abs(numbers[numbers != 0]) if log else numbers), numbers.size)


def _real(name: str, given: Any) -> Any:
    """Return numbers in one row, as floats; refuse what has no place on an axis."""
    import numpy as np

    numbers = as_array(given)
    if numbers.dtype.kind not in "biuf" or isinstance(given, np.ma.MaskedArray):
        kind = f"{type(given).__name__} of {numbers.dtype.name}"
        raise InputError("Expected real numbers for {name!r}, got {kind}.", name=name, kind=kind)
    if not numbers.size:
        raise InputError("There are no numbers for {name!r}.", name=name)
    numbers = numbers.ravel().astype(float)
    if odd := int(np.count_nonzero(~np.isfinite(numbers))):
        sentence = "For {name!r}, {count} of {size} numbers are nan or infinite; a histogram has no place for them."
        raise InputError(sentence, name=name, count=odd, size=numbers.size)
    return numbers


def _draw(
    columns: list[str], counted: Mapping[tuple[str, str], _Panel], along: Axis, tallest: float
) -> tuple[list[str], float, float]:
    """Return the marks of all histograms, the width and the height that they take."""
    rows = list(dict.fromkeys(row for _, row in counted))
    first = PAD + max(text_width(row, SIZE) for row in rows) + 8
    lefts = [first + (along.length + _BETWEEN) * i for i in range(len(columns))]
    top = _TOP + 18 * any(columns)
    feet = [top + (_ABOVE + _HIGH) * (i + 1) for i in range(len(rows))]
    marks = [chart_text(first - 8, foot - 4, row, "end") for row, foot in zip(rows, feet, strict=True)]
    for column, left in zip(columns, lefts, strict=True):
        marks += _behind(column, left, feet, top, along)
        for row, foot in zip(rows, feet, strict=True):
            if panel := counted.get((column, row)):
                marks += _histogram(panel, panel.heights(along) / tallest, along, left, foot)
    return marks, lefts[-1] + along.length + _RIGHT, feet[-1] + _BELOW


def _behind(column: str, left: float, feet: Sequence[float], top: float, along: Axis) -> Iterator[str]:
    """Yield the head of a column, the ground on which its bars stand, and the round numbers of its axis."""
    yield chart_text(left + along.length / 2, top - 2, column, "middle")
    yield from (f'<path class="grid" d="M{left:.1f} {foot:.1f}h{along.length:.1f}"/>' for foot in feet)
    for place, label in _round_numbers(along):
        yield f'<path class="grid" d="M{left + place:.1f} {top + _ABOVE:.1f}V{feet[-1]:.1f}"/>'
        yield chart_text(left + place, feet[-1] + 18, label, "tick middle")


def _round_numbers(along: Axis) -> list[tuple[float, str]]:
    """Return the round numbers along an axis: every one, every second or third, ..., so that no two of them touch."""
    ticks = along.ticks()
    for step in range(1, len(ticks) + 1):
        kept = [(place, label, text_width(label, SIZE) / 2 + 3) for place, label in ticks[::step]]
        beside = kept[0][0] + along.length + _BETWEEN, *kept[0][1:]
        if all(place + half <= there - other for (place, _, half), (there, _, other) in pairwise([*kept, beside])):
            break
    return ticks[::step]


def _histogram(panel: _Panel, heights: Any, along: Axis, left: float, foot: float) -> Iterator[str]:
    """Yield the bars as one outline, the line at the median, and how many numbers are 0."""
    bars = "".join(f"V{foot - _HIGH * height:.1f}h{along.length / _BARS:.2f}" for height in heights)
    yield f'<path class="bars" d="M{left:.1f} {foot:.1f}{bars}V{foot:.1f}z"/>'
    for median in panel.at(0.5):
        yield f'<path class="median" d="M{left + along.at(median):.1f} {foot:.1f}v-{_HIGH:.1f}"/>'
    yield chart_text(left + along.length, foot - _HIGH - 3, panel.zeros(), "tick end")


def _short(value: float) -> float:
    """Return a number to two digits, as many as one reads off a chart."""
    return float(f"{value:.1e}")
