"""The Jacobian of one node with respect to another, drawn as a small heat map with shapes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from cgraph_lib.arrays import jacobian
from cgraph_lib.errors import InputError
from cgraph_lib.given import values_for
from cgraph_lib.graph import Graph, Node
from cgraph_lib.notation import derivative_name, display_name
from cgraph_lib.numerals import Template, fill, number
from cgraph_lib.picture.chart_sheet import chart_svg, chart_text
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.results import ByNode

MOST_CELLS: Final = 4096
_WITH_NUMBERS, _SIZE, _MARGIN, _CELL, _SMALL = 12, 13, 12.0, 26.0, 9.0
_WORDS: Final = {
    "head": "{derivative}: {rows} rows × {columns} columns, {of} has shape {of_shape}, {wrt} has shape {wrt_shape}",
    "many": "{head}. {count} of {size} are not 0, the largest size is {largest:number}.",
}


def heat_map(graph: Graph, values: ByNode, of: Node | str, wrt: Node | str) -> Drawing:
    """Return the Jacobian of one node with respect to another: rows for entries of `of`, columns for `wrt`.

    A deeper colour is a larger number. Up to 12 rows and columns hold their numbers; in a larger picture a bar marks
    a negative one. Raises `InputError` for more than 4,096 numbers.

    >>> from cgraph_lib import evaluate, inputs
    >>> x = inputs("x")
    >>> graph = Graph((x * x).named("y"))
    >>> heat_map(graph, evaluate(graph, x=np.array([1.0, 2.0])), "y", "x")
    dy/dx: 2 rows × 2 columns, y has shape (2,), x has shape (2,)
         x[0] x[1]
    y[0]    2    0
    y[1]    0    4
    """
    numbers = values_for(graph, values)
    nodes = graph.node(of), graph.node(wrt)
    shapes = [np.shape(numbers[node]) for node in nodes]
    rows, columns = (math.prod(shape) for shape in shapes)
    if rows * columns > MOST_CELLS:
        sentence = "{derivative} has {count:,} numbers; a heat map is drawn for at most {most:,}."
        facts = {"derivative": derivative_name(graph, *nodes), "count": rows * columns, "most": MOST_CELLS}
        raise InputError(sentence, **facts)
    matrix = jacobian(graph, values, *nodes)
    names = [display_name(graph, node) for node in nodes]
    head = _head(derivative_name(graph, *nodes), names, shapes, (rows, columns))
    if max(rows, columns) > _WITH_NUMBERS:
        facts = {"head": head, "count": f"{np.count_nonzero(matrix):,}", "size": f"{matrix.size:,}"}
        text = fill(Template(_WORDS["many"], facts), {"largest": _largest(matrix)})
        return Drawing(_draw(matrix, head, text, [], []), text)
    labels = [_entries(name, shape) for name, shape in zip(names, shapes, strict=True)]
    text = _table(head, matrix, *labels)
    return Drawing(_draw(matrix, head, text, *labels), text)


def _head(derivative: str, names: list[str], shapes: list[tuple[int, ...]], size: tuple[int, int]) -> str:
    counts = {"rows": f"{size[0]:,}", "columns": f"{size[1]:,}"}
    sides = {"of": names[0], "of_shape": str(shapes[0]), "wrt": names[1], "wrt_shape": str(shapes[1])}
    return fill(Template(_WORDS["head"], {"derivative": derivative, **counts, **sides}))


def _largest(matrix: Any) -> float:
    return float(np.max(np.abs(matrix), initial=0.0, where=np.isfinite(matrix)))


def _entries(name: str, shape: tuple[int, ...]) -> list[str]:
    """Return a name for each entry of an array, in reading order."""
    places = itertools.product(*map(range, shape))
    return [f"{name}[{', '.join(map(str, place))}]" if shape else name for place in places]


def _table(head: str, matrix: Any, rows: list[str], columns: list[str]) -> str:
    cells = [["", *columns], *([row, *map(number, line)] for row, line in zip(rows, matrix, strict=True))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join([head, *(" ".join(map(str.rjust, line, widths)).rstrip() for line in cells)])


def _draw(matrix: Any, head: str, words: str, rows: list[str], columns: list[str]) -> str:
    texts = [*columns, *(map(number, matrix.flat) if rows else ())]
    width = max(_CELL, *(text_width(text, _SIZE) + 10 for text in texts)) if texts else _SMALL
    height = _CELL if texts else _SMALL
    left = _MARGIN + max((text_width(text, _SIZE) + 8 for text in rows), default=0.0)
    top = _MARGIN + 20 * bool(columns)
    marks = [chart_text(left - 6, top + i * height + 17, text, "end") for i, text in enumerate(rows)]
    marks += [chart_text(left + (j + 0.5) * width, top - 6, text, "middle") for j, text in enumerate(columns)]
    marks += _cells(matrix, left, top, width, height, bool(rows))
    wide = max(left + matrix.shape[1] * width, 320.0) + _MARGIN
    return chart_svg(wide, top + matrix.shape[0] * height, head, words, "".join(marks))


def _cells(matrix: Any, left: float, top: float, width: float, height: float, numbered: bool) -> Iterator[str]:
    largest = _largest(matrix)
    for (i, j), entry in np.ndenumerate(matrix):
        x, y = left + j * width, top + i * height
        kind = "minus" if entry < 0 else "plus"
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        yield f'<rect class="cell {kind}" {place} fill-opacity="{_depth(entry, largest):.2f}"/>'
        if numbered:
            yield chart_text(x + width / 2, y + 17, number(entry), "middle")
        elif entry < 0:
            yield f'<path class="bar" d="M{x + 2:.1f},{y + height / 2:.1f}h{width - 4:.1f}"/>'


def _depth(entry: float, largest: float) -> float:
    """Return how deep the colour of a number is: none for 0 and for no number, so light that a number reads on it."""
    if entry == 0 or entry != entry:
        return 0.0
    return 0.08 + 0.32 * (min(abs(entry) / largest, 1.0) if largest else 1.0)
