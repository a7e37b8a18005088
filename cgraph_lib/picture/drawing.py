"""From a view to a picture: its marks get their places, these become SVG, and the numbers become words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cgraph_lib import words
from cgraph_lib.errors import CgraphError, WrongTypeError
from cgraph_lib.graph import Graph, as_graph
from cgraph_lib.numerals import Template, fill
from cgraph_lib.picture import svg
from cgraph_lib.picture.block_words import block_lines
from cgraph_lib.picture.blocks import Scene, scene
from cgraph_lib.picture.fitting import fit
from cgraph_lib.picture.geometry_data import geometry_data
from cgraph_lib.picture.marking import edge_marks, node_marks
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.picture.view import View
from cgraph_lib.remarks import remarks

MOST_NODES = 60
MOST_REMARKS = 3
LEFT_OUT = "{drawn} of {named} nodes are drawn: those nearest to the output."
# What pages of 1100, 700 and 375 px leave for a drawing, and a cell of JupyterLab on a phone. Few look at a large graph
# there, and every page would carry one more drawing of it.
ROOMS = (1086, 654, 329, 195)
MOST_IN_A_CELL = 15  # boxes


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Drawing):
    """A drawing of a graph, with its layout source (`dot`). Without Graphviz `svg` is empty.

    `geometry` says, as plain data, where a page finds what it moves.
    """

    dot: str = ""
    geometry: dict[str, Any] = field(default_factory=dict)


def render(graph: Graph, view: View, *, live: bool = False, room: float = 700, moving: bool = True) -> Picture:
    """Return the picture of a view: a still, or the drawing that a page brings to life.

    Where nothing is `moving`, its cards keep no room for sliders, nor for values that it has not.
    """
    if not isinstance(view, View):
        raise WrongTypeError("Expected a View, got {kind}.", kind=type(view).__name__)
    shown = scene(as_graph(graph), view.opened, MOST_NODES)
    view = replace(view, sentence=" ".join(_notes(graph, shown, view)))
    text = _text(graph, shown, view)
    marks, edges = node_marks(graph, shown, view), edge_marks(graph, shown, view)
    if not moving:
        marks = [replace(mark, sliding=False, valued=view.values is not None) for mark in marks]
    try:
        fitted = fit(marks, edges, live, room)
    except CgraphError as error:  # no engine, or a setting that names none: the words stand alone
        return Picture("", f"{error}\n\n{text}")
    if live:
        drawing = svg.live(marks, edges, fitted.places, fitted.style)
    else:
        drawing = svg.still(marks, edges, fitted.places, fitted.style, text, view.sentence, view.lines)
    return Picture(drawing, text, fitted.dot, geometry_data(marks, edges, fitted))


def renders(graph: Graph, view: View, rooms: Sequence[float] = ROOMS) -> list[Picture]:
    """Return the live drawings of a view for places of these widths, the widest first, each drawing once."""
    drawn = len(scene(graph, view.opened, MOST_NODES).items)
    chosen = [room for room in rooms if room > ROOMS[-1] or drawn <= MOST_IN_A_CELL]
    pictures = [render(graph, view, live=True, room=room) for room in chosen]
    return [picture for i, picture in enumerate(pictures) if i == 0 or picture.svg != pictures[i - 1].svg]


def _notes(graph: Graph, shown: Scene, view: View) -> Iterator[str]:
    if view.sentence:
        yield view.sentence
    if view.active is None:  # the sentence of a step tells its own reason
        found = remarks(graph, shown.nodes, view.values, view.partials, view.tangents, view.adjoints)
        yield from found[:MOST_REMARKS]
    if shown.left_out:
        drawn, named = (f"{count:,}" for count in (len(shown.items), len(shown.items) + shown.left_out))
        yield fill(Template(LEFT_OUT, {"drawn": drawn, "named": named}))


def _text(graph: Graph, shown: Scene, view: View) -> str:
    """Return what the picture shows in words: nodes, closed groups, partials, then a sentence."""
    table = words.table(graph, shown.nodes, view.values, view.partials, view.tangents, view.adjoints, "", view.progress)
    return "\n".join(filter(None, [table, *block_lines(graph, shown.blocks, view), view.sentence]))
