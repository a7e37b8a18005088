"""The still picture of a Training: the plane with its regions, or some examples, and the curve of the loss."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np

from cgraph_lib.arrays.array_op import Array
from cgraph_lib.live.trainer import Look, Trainer
from cgraph_lib.numerals import number
from cgraph_lib.picture.axis import Axis, axis
from cgraph_lib.picture.chart_look import SERIES as FIRST
from cgraph_lib.picture.chart_look import SHEET
from cgraph_lib.picture.lettering import wrapped
from cgraph_lib.picture.palette import DARK, LIGHT
from cgraph_lib.picture.rules import static_rules, table
from cgraph_lib.picture.svg import still_svg

COLOURS: Final = (*FIRST, "r3", "r5")
"""Of the classes; from the seventh on they come again."""
MARKS: Final = (
    "m-3.5-3.5h7v7h-7z",
    "m0-4.8 4.8 4.8-4.8 4.8-4.8-4.8z",
    "m0-5 5.2 9h-10.4z",
    "m-1.3-4.5h2.6v3.2h3.2v2.6h-3.2v3.2h-2.6v-3.2h-3.2v-2.6h3.2z",
    "m0 5 5.2-9h-10.4z",
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
)
"""Of the classes, around the point where they stand."""
QUIET: Final = tuple(re.sub(r"[\d.]+", lambda found: f"{float(found[0]) / 2:g}", mark) for mark in MARKS)
"""The marks of examples that are not learned from: half as large."""
_PLANE, _CELLS, _BANDS = 336.0, 48, 4
_TICKS = 6
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP, _PAD = 300.0, 272.0, 52.0, 26.0, 26.0, 14.0
_RULES: Final = table(
    SHEET
    + """.curve {fill:none;stroke:@ink;stroke-width:2.5;stroke-linejoin:round}
.curve.validation {stroke:@r1;stroke-dasharray:7 5}
.mark {stroke:@paper;stroke-width:.8}
.hollow {fill:@paper;stroke-width:1.6}
.quiet {fill-opacity:.6}
.dot {fill:@ink}
"""
    + "".join(f".{band} {{fill-opacity:{0.08 + 0.13 * i:.2f}}}\n" for i, band in enumerate(["b0", "b1", "b2", "b3"]))
    + "".join(f".{name} {{fill:@{name}}}\n.hollow.{name} {{fill:@paper;stroke:@{name}}}\n" for name in COLOURS)
)


def still(trainer: Trainer, look: Look, box: list[float] | None, words: str) -> str:
    """Return the SVG of a state, with its words below."""
    left = [*_ground(trainer, box), *_points(trainer, look, box)] if box else [*_digits(trainer, look)]
    right = list(_curve(trainer, look))
    wide = 2 * _PAD + _PLANE + _GAP + _LEFT + _WIDTH + 4
    lines = [line for sentence in words.splitlines() for line in wrapped(sentence, wide - 2 * _PAD, 14)]
    high = 2 * _PAD + _PLANE
    caption = [
        f'<text class="say" x="{_PAD:.0f}" y="{high + 12 + 20 * i:.0f}">{escape(x)}</text>' for i, x in enumerate(lines)
    ]
    total = high + 20 * len(lines) + _PAD
    sheet = f'<rect class="sheet" x=".5" y=".5" width="{wide - 1:.0f}" height="{total - 1:.0f}" rx="9"/>'
    parts = [sheet, _moved(_PAD, _PAD, left), _moved(_PAD + _PLANE + _GAP + _LEFT, _PAD, right), *caption]
    return still_svg("still chart", wide, total, words, "\n".join(parts), _rules)


def _rules(classes: set[str]) -> str:
    return static_rules(_RULES, classes, LIGHT, DARK)


def _moved(x: float, y: float, parts: list[str]) -> str:
    return f'<g transform="translate({x:.0f} {y:.0f})">{"".join(parts)}</g>'


def colour(k: int) -> str:
    """Return the colour of a class."""
    return COLOURS[k % len(COLOURS)]


def _ground(trainer: Trainer, box: list[float]) -> Iterator[str]:
    """Yield the places of each class in each band of confidence, cells side by side as one."""
    middles = (np.arange(_CELLS) + 0.5) / _CELLS
    across, down = box[0] + (box[1] - box[0]) * middles, box[3] - (box[3] - box[2]) * middles
    shares = trainer.shares(np.stack(np.meshgrid(across, down), axis=2).reshape(-1, 2))
    least = 1 / shares.shape[1]
    sure = np.nan_to_num((np.max(shares, axis=1) - least) / (1 - least or 1.0))
    bands = np.minimum((_BANDS * sure).astype(int), _BANDS - 1)
    kinds = (np.argmax(shares, axis=1) * _BANDS + bands).reshape(_CELLS, _CELLS)
    found: dict[int, list[str]] = {kind: [] for kind in range(_BANDS * shares.shape[1])}
    cell = _PLANE / _CELLS
    for row, line in enumerate(kinds.tolist()):
        column = 0
        for kind, run in itertools.groupby(line):
            count = len(list(run))
            found[kind].append(
                f"M{column * cell:.1f} {row * cell:.1f}h{count * cell:.1f}v{cell:.1f}h-{count * cell:.1f}z"
            )
            column += count
    for kind, parts in found.items():
        yield f'<path class="{colour(kind // _BANDS)} b{kind % _BANDS}" d="{"".join(parts)}"/>'


def _points(trainer: Trainer, look: Look, box: list[float]) -> Iterator[str]:
    """Yield the examples with the mark of their class, hollow where another is predicted, above those of validation."""
    examples, checked, classes = trainer.training, trainer.validation, range(trainer.network.classes)
    spots = places(examples.x, box)
    if checked:
        for k in classes:
            here = places(checked.x[checked.labels == k], box)
            yield f'<path class="quiet {colour(k)}" d="{_stamped(here, QUIET[k % len(QUIET)])}"/>'
    for k in classes:
        for css, which in (("hollow", ~look.right), ("mark", look.right)):
            here = spots[(examples.labels == k) & which]
            yield f'<path class="{css} {colour(k)}" d="{_stamped(here, MARKS[k % len(MARKS)])}"/>'


def places(x: Array, box: list[float]) -> Array:
    """Return where points of the plane stand on the drawing."""
    left, right, bottom, top = box
    return _PLANE * np.stack([(x[:, 0] - left) / (right - left), (top - x[:, 1]) / (top - bottom)], axis=1)


def _stamped(spots: Array, mark: str) -> str:
    return "".join(f"M{x:.1f} {y:.1f}{mark}" for x, y in spots)


@dataclass(frozen=True)
class _LogAxis:
    """A logarithmic axis between two numbers, with round numbers along it, as in loss_curve.js."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Array) -> _LogAxis:
        """Return an axis with room for all positive finite values."""
        known = values[np.isfinite(values) & (values > 0)]
        least, most = (float(known.min()), float(known.max())) if known.size else (0.1, 1.0)
        spare = max(1.15, (most / least) ** 0.06)
        return cls(max(least / spare, 1e-307), min(most * spare, 1e307))

    def at(self, value: float) -> float:
        """Return how far up a value lies."""
        low, high, here = math.log(self.low), math.log(self.high), math.log(max(value, self.low))
        return _HEIGHT * (here - low) / (high - low)

    def ticks(self) -> list[tuple[float, str]]:
        """Return where a few round numbers lie, and how they read."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        rows = [
            [x for power in powers for digit in digits if self.low <= (x := float(f"{digit}e{power}")) <= self.high]
            for digits in ("1", "13", "125", "123456789")
        ]
        found = next((row for row in reversed(rows) if len(row) <= _TICKS), rows[0])
        return [(self.at(x), number(x)) for x in found[:: math.ceil(len(found) / _TICKS) or 1]]


def _curve(trainer: Trainer, look: Look) -> Iterator[str]:
    """Yield the curve of the loss on a logarithmic axis."""
    points = [*trainer.points, (trainer.steps, look.loss, look.validation_loss)]
    steps = np.array([step for step, _, _ in points], float)
    heights = np.array([[np.nan if x is None else x for x in point[1:]] for point in points], float).T
    right, up = axis(np.array([0.0, max(trainer.steps, 10)]), False, _WIDTH), _LogAxis.of(heights)
    for along, label in up.ticks():
        yield f'<path class="grid" d="M0 {_TOP + _HEIGHT - along:.1f}h{_WIDTH:.0f}"/>'
        yield _text("tick end", -8, _TOP + _HEIGHT - along + 4, label)
    for along, label in right.ticks():
        yield _text("tick middle", along, _TOP + _HEIGHT + 18, label)
    yield _text("name", 0, _TOP - 12, "loss")
    yield _text("name end", _WIDTH, _TOP + _HEIGHT + 34, "step")
    names = ["training", "validation"] if look.validation_loss is not None else []
    for i, name in enumerate(names):
        left, down = _WIDTH - 112, _TOP + 4 + 18 * i
        yield f'<path class="curve {name}" d="M{left:.0f} {down:.0f}h30"/>{_text("name", left + 36, down + 4, name)}'
    for name, values in zip(("training", "validation"), heights, strict=True):
        if np.any(np.isfinite(values)):
            yield f'<polyline class="curve {name}" points="{_pen(steps, values, right, up)}"/>'


def _pen(steps: Array, values: Array, right: Axis, up: _LogAxis) -> str:
    known = np.isfinite(values)
    steps, values = np.resize(steps[known], max(2, np.sum(known))), np.resize(values[known], max(2, np.sum(known)))
    spots = zip(steps, values, strict=True)
    return " ".join(f"{right.at(x):.1f},{_TOP + _HEIGHT - up.at(y):.1f}" for x, y in spots)


def _text(css: str, x: float, y: float, words: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _digits(trainer: Trainer, look: Look) -> Iterator[str]:
    """Yield some examples as small images, each with the class that is predicted."""
    x = trainer.training.x
    rows, columns = image_shape(x.shape[1])
    size, count = _PLANE / 6, shown_examples(len(x))
    top = float(np.max(np.abs(x))) or 1.0
    predicted = np.argmax(look.shares, axis=1)
    dot = 0.62 * size / max(rows, columns)
    for place, i in enumerate(count):
        left, upper = (place % 6) * size, place // 6 * size * 1.3
        for (row, column), light in np.ndenumerate(np.abs(x[i].reshape(rows, columns)) / top):
            if light > 0.05:
                spot = f'x="{left + column * dot:.1f}" y="{upper + row * dot:.1f}"'
                yield f'<rect class="dot" {spot} width="{dot:.1f}" height="{dot:.1f}" fill-opacity="{light:.2f}"/>'
        mark = "" if look.right[i] else " ✗"
        yield _text("name", left, upper + 0.62 * size + 15, f"{predicted[i]}{mark}")


def image_shape(features: int) -> tuple[int, int]:
    """Return rows and columns of an example that is drawn as an image: a square if it can be one."""
    side = round(features**0.5)
    return (side, side) if side * side == features else (1, features)


def shown_examples(examples: int) -> list[int]:
    """Return which examples are drawn as images: at most 24, from all parts of the set."""
    count = min(examples, 24)
    return [i * examples // count for i in range(count)]
