"""The Jacobian of one node with respect to another, drawn as a small heat map with shapes."""

from __future__ import annotations

import itertools
import math
from html import escape
from typing import Any

import numpy as np

from cgraph_lib.arrays import jacobian
from cgraph_lib.graph import Graph, Node
from cgraph_lib.notation import derivative_name, display_name
from cgraph_lib.numerals import number
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.results import ByNode

MOST_CELLS = 4096
_WITH_NUMBERS, _SIZE, _MARGIN, _CELL, _SMALL = 12, 12, 12.0, 26.0, 9.0
_STYLE = """
.heat text { font: 12px Arial, Helvetica, 'Liberation Sans', sans-serif; fill: #222; text-anchor: middle; }
.heat .head { font-size: 13px; text-anchor: start; }
.heat .row { text-anchor: end; }
.heat .cell { stroke: #b0b0b0; stroke-width: 0.6; }
.heat .plus { fill: #8fb8ea; }
.heat .minus { fill: #f2a98f; }
.heat .bar { stroke: #5a1e08; stroke-width: 1.6; }
"""


def heat_map(graph: Graph, values: ByNode, of: Node | str, wrt: Node | str) -> Drawing:
    """Return the Jacobian of one node with respect to another: rows for entries of `of`, columns for `wrt`.

    A deeper colour is a larger number. Up to 12 rows and columns hold their numbers; in a larger picture a bar marks
    a negative one. Raises `ValueError` for more than 4,096 numbers.

    >>> from cgraph_lib import evaluate, inputs
    >>> x = inputs("x")
    >>> graph = Graph((x * x).named("y"))
    >>> heat_map(graph, evaluate(graph, x=np.array([1.0, 2.0])), "y", "x")
    dy/dx: 2 rows × 2 columns, y has shape (2,), x has shape (2,)
         x[0] x[1]
    y[0]    2    0
    y[1]    0    4
    """
    nodes = graph.node(of), graph.node(wrt)
    shapes = [np.shape(values[node]) for node in nodes]
    rows, columns = (math.prod(shape) for shape in shapes)
    title = f"{derivative_name(graph, *nodes)}: {rows:,} rows × {columns:,} columns"
    if rows * columns > MOST_CELLS:
        raise ValueError(f"{title} are {rows * columns:,} numbers; a heat map is drawn for at most {MOST_CELLS:,}.")
    matrix = jacobian(graph, values, *nodes)
    told = [f"{display_name(graph, node)} has shape {shape}" for node, shape in zip(nodes, shapes, strict=True)]
    labels = [_entries(display_name(graph, node), shape) for node, shape in zip(nodes, shapes, strict=True)]
    largest = float(np.max(np.abs(matrix), initial=0.0, where=np.isfinite(matrix)))
    head = f"{title}, {', '.join(told)}"
    if max(rows, columns) > _WITH_NUMBERS:
        text = (
            f"{head}. {np.count_nonzero(matrix):,} of {matrix.size:,} are not 0, the largest size is {number(largest)}."
        )
        return Drawing(_draw(matrix, largest, head, text, [[], []]), text)
    return Drawing(_draw(matrix, largest, head, text := _table(head, matrix, *labels), labels), text)


def _entries(name: str, shape: tuple[int, ...]) -> list[str]:
    """Return a name for each entry of an array, in reading order."""
    places = itertools.product(*map(range, shape))
    return [f"{name}[{', '.join(map(str, place))}]" if shape else name for place in places]


def _table(head: str, matrix: Any, rows: list[str], columns: list[str]) -> str:
    cells = [["", *columns], *([row, *map(number, line)] for row, line in zip(rows, matrix, strict=True))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join([head, *(" ".join(map(str.rjust, line, widths)).rstrip() for line in cells)])


def _draw(matrix: Any, largest: float, head: str, words: str, labels: list[list[str]]) -> str:
    rows, columns = labels
    widest = max(
        (text_width(text, _SIZE) for text in [*columns, *(map(number, matrix.flat) if rows else ())]), default=0
    )
    height, width = (_CELL, max(_CELL, widest + 10)) if rows or columns else (_SMALL, _SMALL)
    left = _MARGIN + max((text_width(text, _SIZE) + 8 for text in rows), default=0.0)
    top = _MARGIN + 22 + 20 * bool(columns)
    marks = [f'<text class="head" x="{_MARGIN:.1f}" y="{_MARGIN + 12:.1f}">{escape(head)}</text>']
    for i, text in enumerate(rows):
        marks.append(f'<text class="row" x="{left - 6:.1f}" y="{top + i * height + 17:.1f}">{escape(text)}</text>')
    for j, text in enumerate(columns):
        marks.append(f'<text x="{left + (j + 0.5) * width:.1f}" y="{top - 6:.1f}">{escape(text)}</text>')
    for (i, j), entry in np.ndenumerate(matrix):
        x, y, size = (
            left + j * width,
            top + i * height,
            _share(entry, largest),
        )
        kind = "minus" if entry < 0 else "plus"
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        marks.append(f'<rect class="cell {kind}" {place} fill-opacity="{0.2 + 0.8 * size if entry else 0:.2f}"/>')
        if rows:
            marks.append(f'<text x="{x + width / 2:.1f}" y="{y + 17:.1f}">{number(entry)}</text>')
        elif entry < 0:
            marks.append(f'<path class="bar" d="M{x + 2:.1f},{y + height / 2:.1f}h{width - 4:.1f}"/>')
    wide = max(left + matrix.shape[1] * width, _MARGIN + text_width(head, 13)) + _MARGIN
    high = top + matrix.shape[0] * height + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="heat" role="img" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}"><title>{escape(words)}</title><style>{_STYLE}</style>'
        f'<rect x="0" y="0" width="{wide:.0f}" height="{high:.0f}" rx="8" fill="#fff"/>{"".join(marks)}</svg>'
    )


def _share(entry: float, largest: float) -> float:
    """Return the size of a number as a part of the largest size."""
    return min(abs(entry) / largest, 1.0) if largest and entry == entry else 0.0
