"""From a view to a picture: its marks get their places, these become SVG, and the numbers become words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cgraph_lib import words
from cgraph_lib.errors import CgraphError
from cgraph_lib.graph import Graph, Node
from cgraph_lib.picture import svg
from cgraph_lib.picture.fitting import fit
from cgraph_lib.picture.geometry_data import geometry_data
from cgraph_lib.picture.marking import drawn_nodes, edge_marks, node_marks
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.picture.view import View
from cgraph_lib.remarks import remarks

MOST_REMARKS = 3
ROOMS = (1100, 700, 375)


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Drawing):
    """A drawing of a graph, with its layout source (`dot`). Without Graphviz `svg` is empty.

    `geometry` says, as plain data, where a page finds what it moves.
    """

    dot: str = ""
    geometry: dict[str, Any] = field(default_factory=dict)


def render(graph: Graph, view: View, *, live: bool = False, room: float = 700) -> Picture:
    """Return the picture of a view: a still, or the drawing that a page brings to life."""
    nodes = drawn_nodes(graph)
    view = replace(view, sentence=" ".join(_notes(graph, nodes, view)))
    text = words.table(
        graph, nodes, view.values, view.partials, view.tangents, view.adjoints, view.sentence, view.progress
    )
    marks, edges = node_marks(graph, nodes, view), list(edge_marks(graph, set(nodes), view))
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
    pictures = [render(graph, view, live=True, room=room) for room in rooms]
    return [picture for i, picture in enumerate(pictures) if i == 0 or picture.svg != pictures[i - 1].svg]


def _notes(graph: Graph, nodes: list[Node], view: View) -> Iterator[str]:
    if view.sentence:
        yield view.sentence
    if view.active is None:  # the sentence of a step tells its own reason
        yield from remarks(graph, nodes, view.values, view.partials, view.tangents, view.adjoints)[:MOST_REMARKS]
    named = sum(1 for node in graph.nodes if graph.names[node])
    if named > len(nodes):
        yield f"{len(nodes)} of {named:,} nodes are drawn: those nearest to the output."
