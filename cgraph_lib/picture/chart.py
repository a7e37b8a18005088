"""Charts for what graphs compute: curves, classes on a plane, small images. Each tells in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from cgraph_lib.numerals import number
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.svg import Drawing

# Lines, marks and regions differ by colour and by form; the colours are told apart without red and green.
_DARK = ("#00558c", "#8a4b00", "#00664b", "#7a1f7a")
_LIGHT = ("#bfdcf2", "#fbe3b5", "#bfe8d8", "#ecd3ec")
_DASHES = ("none", "9 5", "2 4", "12 3 2 3")
_MARKS = ("h6v6h-6z", "l4 4-4 4-4-4z", "l5 8h-10z", "h2v3h3v2h-3v3h-2v-3h-3v-2h3z")
_SIGNS = "o+·x"
_WIDTH, _HEIGHT, _DECADE, _LEFT, _TOP, _SIZE = 360.0, 240.0, 22.0, 64.0, 34.0, 13
_PLANE, _GRID, _DOT = 420.0, 49, 8
_MOST_LISTED = 20
_STYLE = """
.chart text { font: 13px Arial, Helvetica, 'Liberation Sans', sans-serif; fill: #222; }
.chart .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.chart .rule { stroke: #ddd; }
.chart .dot { fill: #123; }
"""


def curves(
    lines: Mapping[str, Sequence[float]],
    title: str,
    *,
    x: Sequence[float] | None = None,
    log: bool = False,
    axes: tuple[str, str] = ("", ""),
) -> Drawing:
    """Return a chart of up to four curves over the same `x`; without it they are counted from 1.

    With `log`, equal steps along both axes are equal factors, and what is not positive lies at the lower edge.
    `axes` names what runs across and what runs up. Raises `ValueError` for curves that cannot share a chart.

    >>> curves({"loss": [4.0, 2.0, 1.0]}, "The loss falls.", axes=("step", "loss"))
    The loss falls.
    loss: 4 2 1
    """
    across = np.arange(1, 1 + max(map(len, lines.values()), default=0)) if x is None else np.asarray(x, float)
    if not 1 <= len(lines) <= len(_DARK):
        raise ValueError(f"There are {len(lines)} curves; a chart shows one to {len(_DARK)}.")
    for name, heights in lines.items():
        if len(heights) != len(across):
            raise ValueError(f"The curve {name!r} has {len(heights)} numbers, but x has {len(across)}.")
    if log and not np.all(across > 0):
        raise ValueError("With log=True every x has to be positive.")
    ups = np.array([np.asarray(heights, float) for heights in lines.values()])
    right, up = _axis(across, log, _WIDTH), _axis(ups, log, _HEIGHT, from_zero=True)
    marks = _rules(right, up, axes)
    for i, (name, heights) in enumerate(zip(lines, ups, strict=True)):
        spots = [(right.at(a), up.at(b)) for a, b in zip(across, heights, strict=True) if not math.isnan(b)]
        points = " ".join(f"{_LEFT + a:.1f},{_TOP + up.length - b:.1f}" for a, b in spots)
        pen = f'class="curve" stroke="{_DARK[i]}" stroke-dasharray="{_DASHES[i]}"'
        start, y = _LEFT + right.length + 16, _TOP + 12 + 22 * i
        marks.append(f'<polyline {pen} points="{points}"/><path {pen} d="M{start:.1f} {y:.1f}h40"/>')
        marks.append(_text(start + 48, y + 4, name))
    wide = _LEFT + right.length + 80 + max(text_width(name, _SIZE) for name in lines)
    told = [f"{name}: {_told(heights)}" for name, heights in lines.items()]
    return _drawing(title, told, wide, _TOP + up.length + 48, marks)


def plane(classify: Callable[[Any], Any], points: Any, classes: Any, title: str) -> Drawing:
    """Return a map of a plane: the class of every place as the colour of the ground, and points of known class on it.

    `classify` takes places as an array of shape (n, 2) and returns n class numbers below 4, as `classes` holds them
    for the `points`, of shape (m, 2). In the words a sign stands for the class of each place. Raises `ValueError` for
    other classes.

    >>> print(plane(lambda places: 1 * (places[:, 0] > 0), [[-1, 0], [1, 0]], [0, 1], "Two halves.").text[:52])
    Two halves.
    ooooooooooooo++++++++++++
    ooooooooooooo+
    """
    points, classes = np.asarray(points, float), np.asarray(classes)
    reach = 1.2 * float(np.max(np.abs(points)))
    side = np.linspace(-reach, reach, _GRID)
    grid = np.stack(np.meshgrid(side, -side), axis=2).reshape(-1, 2)
    ground = np.asarray(classify(grid))
    if unknown := {*ground.tolist(), *classes.tolist()} - {*range(len(_DARK))}:
        raise ValueError(f"There is a class {min(unknown)}; a plane shows the classes 0 to {len(_DARK) - 1}.")
    cell = _PLANE / _GRID

    def spots(places: Any) -> Any:
        return (places * [1, -1] / reach + 1) * (_PLANE - cell) / 2

    square = f"h{cell:.1f}v{cell:.1f}h-{cell:.1f}z"
    below = [_stamped(_LIGHT[k], spots(grid[ground == k]), square) for k in range(len(_DARK))]
    above = [_stamped(_DARK[k], spots(points[classes == k]) + cell / 2, _MARKS[k]) for k in range(len(_DARK))]
    rows = ["".join(_SIGNS[k] for k in row) for row in ground.reshape(_GRID, _GRID)[::4, ::2]]
    return _drawing(title, rows, _PLANE, _PLANE, below + above)


def images(pictures: Sequence[Any], title: str) -> Drawing:
    """Return small images side by side, each an array of numbers from 0 to 1 with rows and columns; 1 is dark.

    Raises `ValueError` for images that have not as many rows each.

    >>> images([[[0.0, 1.0], [0.5, 0.0]]], "One image.")
    One image.
     #
    :
    """
    shades = [np.asarray(picture, float) for picture in pictures]
    if len(heights := sorted({len(image) for image in shades})) > 1:
        raise ValueError(f"Images side by side have as many rows each; these have {', '.join(map(str, heights))}.")
    marks, rows, left = [], [], 4.0
    for image in shades:
        for (row, column), light in np.ndenumerate(image):
            x, y = left + _DOT * column, 4 + _DOT * row
            marks.append(
                f'<rect class="dot" x="{x:.0f}" y="{y:.0f}" width="{_DOT}" height="{_DOT}" fill-opacity="{light:.2f}"/>'
            )
        left += _DOT * (image.shape[1] + 1)
        rows.append(["".join(" .:oO#"[min(5, int(5 * light))] for light in line) for line in image])
    lines = ["  ".join(parts).rstrip() for parts in zip(*rows, strict=True)]
    return _drawing(title, lines, left, 8 + _DOT * len(lines), marks)


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    length: float
    log: bool
    steps: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return how far from the start of the axis a value lies."""
        if self.log:
            value = math.log10(value) if value > 0 else self.low
        return self.length * min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def ticks(self) -> list[tuple[float, str]]:
        """Return where the round numbers lie, and how they read."""
        round_numbers = [10.0**step if self.log else step for step in self.steps]
        return [(self.at(value), number(value)) for value in round_numbers]


def _axis(values: Any, log: bool, length: float, from_zero: bool = False) -> _Axis:
    """Return an axis on which all values have room, with about five round numbers along it."""
    finite = values[np.isfinite(values) & ((values > 0) | (not log))]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (1.0, 1.0)
    if log:
        low, high = math.floor(math.log10(low)), math.ceil(math.log10(high))
        step: float = max(1, math.ceil((high - low) / 5))
    else:
        low = min(low, 0.0) if from_zero else low
        rough = (high - low or 1.0) / 5
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    high = max(high, low + step)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    steps = tuple(step * k for k in range(first, last + 1))
    return _Axis(low, high, _DECADE * (high - low) if log else length, log, steps)


def _rules(right: _Axis, up: _Axis, axes: tuple[str, str]) -> list[str]:
    """Return the lines behind the curves, and what stands along the axes."""
    bottom = _TOP + up.length
    marks = [_text(12, _TOP - 14, axes[1]), _text(_LEFT + right.length, bottom + 36, axes[0], "end")]
    for along, label in up.ticks():
        marks.append(f'<path class="rule" d="M{_LEFT:.1f} {bottom - along:.1f}h{right.length:.1f}"/>')
        marks.append(_text(_LEFT - 8, bottom - along + 4, label, "end"))
    return marks + [_text(_LEFT + along, bottom + 18, label, "middle") for along, label in right.ticks()]


def _told(heights: Any) -> str:
    """Return a few numbers one by one, of many the first and the last; two digits each."""
    short = [number(float(f"{height:.1e}")) for height in heights]
    return " ".join(short) if len(short) <= _MOST_LISTED else f"from {short[0]} to {short[-1]}"


def _stamped(colour: str, spots: Any, mark: str) -> str:
    return f'<path fill="{colour}" d="{"".join(f"M{x:.1f} {y:.1f}{mark}" for x, y in spots)}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>' if words else ""


def _drawing(title: str, told: list[str], wide: float, high: float, marks: list[str]) -> Drawing:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<rect width="{wide:.0f}" height="{high:.0f}" rx="8" fill="#fff"/>{"".join(marks)}</svg>'
    )
    return Drawing(svg, "\n".join([title, *told]))
