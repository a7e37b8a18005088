"""From a view to a picture: its marks get their places, these become SVG, and the numbers become words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cgraph_lib import words
from cgraph_lib.errors import CgraphError
from cgraph_lib.graph import Graph, Node
from cgraph_lib.picture import cards, layout, svg, wires
from cgraph_lib.picture.geometry import place
from cgraph_lib.picture.lettering import number_ems
from cgraph_lib.picture.marking import drawn_nodes, edge_marks, node_marks
from cgraph_lib.picture.marks import EDGE, PILL_PAD, TAB_SIZE, EdgeMark, NodeMark, Style, rule_width
from cgraph_lib.picture.rows import rows
from cgraph_lib.picture.shapes import Box, Places, Wire
from cgraph_lib.picture.svg import Drawing
from cgraph_lib.picture.view import View
from cgraph_lib.remarks import remarks

MOST_REMARKS = 3


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
    style = Style(live=live, dense=len(nodes) > 30)
    marks, edges = node_marks(graph, nodes, view), list(edge_marks(graph, set(nodes), view))
    boxes, wires = _boxes(marks, edges, style)
    try:
        dot = layout.dot_source(boxes, wires, style.sizes)
        places = place(boxes, wires, layout.columns(boxes, wires, style.sizes), style.sizes)
    except CgraphError as error:  # no engine, or a setting that names none: the words stand alone
        return Picture("", f"{error}\n\n{text}")
    if live:
        drawing = svg.live(marks, edges, places, style)
    else:
        drawing = svg.still(marks, edges, places, style, text, view.sentence, view.lines)
    return Picture(drawing, text, dot, _geometry(marks, edges, places, style))


def _notes(graph: Graph, nodes: list[Node], view: View) -> Iterator[str]:
    if view.sentence:
        yield view.sentence
    if view.active is None:  # the sentence of a step tells its own reason
        yield from remarks(graph, nodes, view.values, view.partials, view.tangents, view.adjoints)[:MOST_REMARKS]
    named = sum(1 for node in graph.nodes if graph.names[node])
    if named > len(nodes):
        yield f"{len(nodes)} of {named:,} nodes are drawn: those nearest to the output."


def _boxes(marks: list[NodeMark], edges: list[EdgeMark], style: Style) -> tuple[list[Box], list[Wire]]:
    """Return the room that everything needs, each box in its row."""
    level = rows([mark.key for mark in marks], [(edge.tail, edge.head) for edge in edges])
    boxes = {
        mark.key: Box(mark.key, mark.width(style), mark.height(style), level[mark.key], mark.ordered) for mark in marks
    }
    wires = [Wire(edge.key, boxes[edge.tail], boxes[edge.head], edge.room(style)) for edge in edges]
    return list(boxes.values()), wires


def _geometry(marks: list[NodeMark], edges: list[EdgeMark], places: Places, style: Style) -> dict[str, Any]:
    """Return as plain data what a page cannot read off the SVG cheaply."""
    sizes = style.sizes
    return {
        "width": places.width,
        "height": places.height,
        "dense": style.dense,
        "smallest": style.smallest,
        "sizes": {
            **EDGE,
            "thin": sizes.thin,
            "tab": sizes.tab,
            "pill": sizes.pill,
            "head": sizes.head,
            "pill_text": TAB_SIZE,
            "pill_pad": PILL_PAD,
        },
        "ems": number_ems(),
        "nodes": {mark.key: _node_geometry(mark, places, style) for mark in marks},
        "edges": {edge.key: _edge_geometry(edge, places, style) for edge in edges},
    }


def _node_geometry(mark: NodeMark, places: Places, style: Style) -> dict[str, Any]:
    frame, tab = places.boxes[mark.key], style.sizes.tab
    body = frame.top + tab * bool(mark.above)
    return {
        "x": frame.x,
        "left": frame.left,
        "top": frame.top,
        "width": frame.width,
        "height": frame.height,
        "body": body,
        "bottom": body + mark.body(style),
        "tab": tab * bool(mark.above),
        "under": tab * bool(mark.below),
        "track": cards.track(frame) if mark.slides(style) else None,
    }


def _edge_geometry(edge: EdgeMark, places: Places, style: Style) -> dict[str, Any]:
    route = places.routes[edge.key]
    return {
        "start": route.points[0],
        "pill": route.pill,
        "end": route.points[-1],
        "low": wires.path(route, 0, route.turn),
        "high": wires.path(route, route.turn),
        "room": edge.room(style),
        "rule": rule_width(edge.shown_rule(style)),
    }
