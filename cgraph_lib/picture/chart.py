"""Charts for what graphs compute: curves, histograms, classes on a plane, small images; each also in words."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, Final

from cgraph_lib.errors import InputError, ShapeError, WrongTypeError
from cgraph_lib.numerals import number
from cgraph_lib.picture.axis import Axis, axis
from cgraph_lib.picture.chart_look import SERIES
from cgraph_lib.picture.chart_sheet import PAD, SIZE, as_text, by_name, chart_svg, chart_text
from cgraph_lib.picture.histograms import histograms
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.reals import as_array, as_list, as_numbers, as_rows

__all__ = ["curves", "histograms", "images", "plane"]

# Curves, marks and regions differ by colour and by form.
_DASHES: Final = ("none", "9 5", "2 4", "12 3 2 3")
_MARKS: Final = (
    "h7v7h-7z",
    "l4.5 4.5-4.5 4.5-4.5-4.5z",
    "l5.5 9h-11z",
    "h2.4v3.2h3.2v2.4h-3.2v3.2h-2.4v-3.2h-3.2v-2.4h3.2z",
)
_SYMBOLS: Final = "o+·x"
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BELOW = 316.0, 220.0, 64.0, 34.0, 24.0, 52.0
_PEN, _ROW, _APART = 30.0, 20.0, 12.0  # of the legend: its lines, how high its rows are, and between its names
_PLANE, _GRID, _DOT = 392.0, 49, 7
_MOST_LISTED: Final = 20
_SHADES: Final = " .:oO#"


def curves(
    lines: Mapping[str, Sequence[float]],
    title: str,
    *,
    x: Sequence[float] | None = None,
    log: bool = False,
    axes: tuple[str, str] = ("", ""),
) -> Drawing:
    """Return a chart of up to four curves over the same `x`; without it they are counted from 1.

    With `log`, equal steps along both axes are equal factors, and what is not positive lies at the lower edge. A curve
    is interrupted where its number is nan. `axes` names what runs across and what runs up. Raises `InputError` for
    curves that cannot share a chart.

    >>> curves({"loss": [4.0, 2.0, 1.0]}, "The loss falls.", axes=("step", "loss"))
    The loss falls.
    loss: 4 2 1
    """
    title, axes = as_text(title, "title"), _two_names(axes)
    lines = {name: as_numbers(heights, name) for name, heights in by_name(lines).items()}
    ups = list(lines.values())
    across = as_numbers(range(1, 1 + max(map(len, ups), default=0)) if x is None else x, "x")
    _check_curves(lines, across, log)
    right, up = axis(across, log, _WIDTH), axis(chain.from_iterable(ups), log, _HEIGHT, from_zero=True)
    wide, bottom = _LEFT + right.length + _RIGHT, _TOP + up.length + _BELOW
    places, marks = _legend(lines, wide - 2 * PAD), list(_grid(right, up, axes))
    for i, (name, heights) in enumerate(zip(lines, ups, strict=True)):
        pen = f'class="curve {SERIES[i]}" stroke-dasharray="{_DASHES[i]}"'
        marks += [f'<polyline {pen} points="{points}"/>' for points in _pieces(across, heights, right, up)]
        start, y = places[i][0], bottom + places[i][1]
        marks.append(f'<path {pen} d="M{start:.1f} {y:.1f}h{_PEN:.0f}"/>{chart_text(start + _PEN + 6, y + 4, name)}')
    texts = [f"{name}: {_summary(heights)}" for name, heights in lines.items()]
    words = "\n".join([title, *texts])
    wide = max(wide, 2 * PAD + max(map(_entry, lines)))
    return Drawing(chart_svg(wide, bottom + places[-1][1] + PAD, title, words, "".join(marks)), words)


def _two_names(axes: Any) -> tuple[str, str]:
    if not isinstance(axes, tuple | list) or len(axes) != 2:
        sentence = 'Expected what runs across and what runs up, as in axes=("step", "loss"), got {axes!r:.40}.'
        raise InputError(sentence, axes=axes)
    return as_text(axes[0], "axes[0]"), as_text(axes[1], "axes[1]")


def _entry(name: str) -> float:
    """Return how wide a name of the legend is with its line."""
    return _PEN + 6 + text_width(name, SIZE)


def _legend(names: Iterable[str], room: float) -> list[tuple[float, float]]:
    """Return where each name stands, across and down: side by side as far as there is room."""
    spots: list[tuple[float, float]] = []
    x = y = 0.0
    for name in names:
        if x and x + _entry(name) > room:
            x, y = 0.0, y + _ROW
        spots.append((PAD + x, y))
        x += _entry(name) + _APART
    return spots


def _check_curves(lines: Mapping[str, Sequence[float]], across: Sequence[float], log: bool) -> None:
    if not 1 <= len(lines) <= len(SERIES):
        sentence = "There are {count} curves; a chart shows one to {most}."
        raise InputError(sentence, count=len(lines), most=len(SERIES))
    for name, heights in lines.items():
        if len(heights) != len(across):
            sentence = "The curve {name!r} has {count} numbers, but x has {expected}."
            raise InputError(sentence, name=name, count=len(heights), expected=len(across))
    if not all(map(math.isfinite, across)):
        raise InputError("Every x has to be a finite number.")
    if log and min(across, default=1) <= 0:
        raise InputError("With log=True every x has to be positive.")


def _pieces(across: Sequence[float], heights: Sequence[float], right: Axis, up: Axis) -> Iterator[str]:
    """Yield the points of a curve, piece by piece: nan interrupts it."""
    for unknown, piece in groupby(zip(across, heights, strict=True), key=lambda spot: math.isnan(spot[1])):
        if not unknown:
            spots = [f"{_LEFT + right.at(x):.1f},{_TOP + up.length - up.at(y):.1f}" for x, y in piece]
            yield " ".join(spots if len(spots) > 1 else 2 * spots)  # a single number is a dot


def _grid(right: Axis, up: Axis, axes: tuple[str, str]) -> Iterator[str]:
    """Yield the lines behind the curves, and what stands along the axes."""
    bottom = _TOP + up.length
    yield chart_text(12, _TOP - 14, axes[1])
    yield chart_text(_LEFT + right.length, bottom + 36, axes[0], "end")
    for along, label in up.ticks():
        yield f'<path class="grid" d="M{_LEFT:.1f} {bottom - along:.1f}h{right.length:.1f}"/>'
        yield chart_text(_LEFT - 8, bottom - along + 4, label, "tick end")
    for along, label in right.ticks():
        yield chart_text(_LEFT + along, bottom + 18, label, "tick middle")


def _summary(heights: Sequence[float]) -> str:
    """Return a few numbers one by one, of many the first and the last; two digits each."""
    short = [number(float(f"{height:.1e}")) for height in heights]
    return " ".join(short) if len(short) <= _MOST_LISTED else f"from {short[0]} to {short[-1]}"


def plane(classify: Callable[[Any], Any], points: Any, classes: Any, title: str) -> Drawing:
    """Return a map of a plane: the class of every place as the colour of the ground, and points of known class on it.

    `classify` takes places as an array of shape (n, 2) and returns n class numbers below 4, as `classes` holds them
    for the `points`, of shape (m, 2). In the words a symbol stands for the class of each place. Raises `InputError` for
    other classes, `ShapeError` for other shapes.

    >>> print(plane(lambda places: 1 * (places[:, 0] > 0), [[-1, 0], [1, 0]], [0, 1], "Two halves.").text[:52])
    Two halves.
    ooooooooooooo++++++++++++
    ooooooooooooo+
    """
    import numpy as np

    if not callable(classify):
        raise WrongTypeError("Expected a function for classify, got {given!r:.40}.", given=classify)
    title, points = as_text(title, "title"), as_rows(points)
    if points.ndim != 2 or points.shape[1] != 2 or not np.all(np.isfinite(points)):
        raise ShapeError("Expected points of shape (m, 2), finite numbers, got shape {shape}.", shape=points.shape)
    reach = min(1.2 * float(np.max(np.abs(points), initial=0.0)), sys.float_info.max) or 1.0
    side = reach * np.linspace(-1, 1, _GRID)
    grid = np.stack(np.meshgrid(side, -side), axis=2).reshape(-1, 2)
    ground, known = _classes(classify(grid), len(grid)), _classes(classes, len(points))
    cell = _PLANE / _GRID

    def spots(places: Any) -> Any:
        return (places / reach * [1, -1] + 1) * (_PLANE - cell) / 2

    square = f"h{cell:.1f}v{cell:.1f}h-{cell:.1f}z"
    marks = [_stamped(f"ground {name}", spots(grid[ground == k]), square) for k, name in enumerate(SERIES)]
    for k, name in enumerate(SERIES):
        marks.append(_stamped(f"mark {name}", spots(points[known == k]) + cell / 2, _MARKS[k]))
    rows = ["".join(_SYMBOLS[k] for k in row) for row in ground.reshape(_GRID, _GRID)[::4, ::2]]
    inside = f'<g transform="translate({PAD:.0f} {PAD:.0f})">{"".join(marks)}</g>'
    wide = _PLANE + 2 * PAD
    return Drawing(chart_svg(wide, wide - PAD, title, title, inside), "\n".join([title, *rows]))


def _classes(given: Any, count: int) -> Any:
    """Return class numbers as integers, whether they came as such, as true and false, or as 0.0 and 1.0."""
    import numpy as np

    classes = as_array(given)
    if not np.issubdtype(classes.dtype, np.number) and classes.dtype != bool:
        raise InputError(
            "Classes are numbers from 0 to {last}, not {kind}.", last=len(SERIES) - 1, kind=str(classes.dtype)
        )
    if classes.shape != (count,):
        raise ShapeError(
            "Expected one class for each of {count} points, got shape {shape}.", count=count, shape=classes.shape
        )
    for each in np.unique(classes).tolist():
        if each not in range(len(SERIES)):
            sentence = "There is a class {given}; a plane shows the classes 0 to {last}."
            raise InputError(sentence, given=each, last=len(SERIES) - 1)
    return classes.astype(int)


def _stamped(css: str, spots: Any, mark: str) -> str:
    return f'<path class="{css}" d="{"".join(f"M{x:.1f} {y:.1f}{mark}" for x, y in spots)}"/>'


def images(pictures: Sequence[Any], title: str, captions: Sequence[str] = ()) -> Drawing:
    """Return small images side by side, each an array of numbers from 0 to 1 with rows and columns; 1 is dark.

    Below each stands its caption, such as the label of a digit. Raises `ShapeError` for images that have not as many
    rows each or captions for some of them, `InputError` for other numbers.

    >>> images([[[0.0, 1.0], [0.5, 0.0]]], "One image.", ["7"])
    One image.
     #
    :
    7
    """
    title, captions = as_text(title, "title"), list(map(str, as_list(captions, "captions")))
    shades = [_shades(picture) for picture in as_list(pictures, "pictures")]
    if len(heights := sorted({len(image) for image in shades})) != 1:
        rows = ", ".join(map(str, heights)) or "none"
        raise ShapeError("Images side by side have as many rows each; these have {rows}.", rows=rows)
    if captions and len(captions) != len(shades):
        sentence = "Expected one caption for each of {count} images, got {given}."
        raise ShapeError(sentence, count=len(shades), given=len(captions))
    marks: list[str] = []
    columns, left = [], PAD
    for image, caption in zip(shades, captions or [""] * len(shades), strict=True):
        wide = max(_DOT * image.shape[1], math.ceil(text_width(caption, SIZE)) + 4)
        marks += _dots(image, left + (wide - _DOT * image.shape[1]) / 2)
        marks.append(chart_text(left + wide / 2, PAD + _DOT * len(image) + 16, caption, "middle"))
        left += wide + _DOT
        lines = ["".join(_SHADES[min(5, int(5 * light))] for light in line) for line in image]
        columns.append([line.ljust(len(caption)) for line in lines] + [caption.ljust(image.shape[1])] * bool(captions))
    texts = ["  ".join(parts).rstrip() for parts in zip(*columns, strict=True)]
    words = f"{title} {', '.join(captions)}".strip()
    high = PAD + _DOT * heights[0] + 20 * bool(captions)
    return Drawing(chart_svg(left, high, title, words, "".join(marks)), "\n".join([title, *texts]))


def _shades(picture: Any) -> Any:
    image = as_rows(picture)
    if image.ndim != 2:
        raise ShapeError("Expected an image with rows and columns, got shape {shape}.", shape=image.shape)
    for light in image.flat:
        if not 0 <= light <= 1:
            sentence = "An image holds numbers from 0 to 1, not {light}; divide by the largest."
            raise InputError(sentence, light=number(float(light)))
    return image


def _dots(image: Any, left: float) -> Iterator[str]:
    for row, lights in enumerate(image):
        for column, light in enumerate(lights):
            place = f'x="{left + _DOT * column:.1f}" y="{PAD + _DOT * row}"'
            yield f'<rect class="dot" {place} width="{_DOT}" height="{_DOT}" fill-opacity="{light:.2f}"/>'
