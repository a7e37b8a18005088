"""What a page needs to know of a drawing to move it: plain data that it cannot read off the SVG cheaply."""

from __future__ import annotations

from typing import Any

from cgraph_lib.numerals import WIDEST_NUMBER
from cgraph_lib.picture import cards, wires
from cgraph_lib.picture.fitting import Fitted
from cgraph_lib.picture.lettering import number_ems
from cgraph_lib.picture.marks import EDGE, PILL_PAD, EdgeMark, NodeMark, rule_width
from cgraph_lib.picture.shapes import Places
from cgraph_lib.picture.style import TAB_SIZE, Style


def geometry_data(marks: list[NodeMark], edges: list[EdgeMark], fitted: Fitted) -> dict[str, Any]:
    """Return as plain data where everything is, and by what sizes numbers become widths."""
    places, style, sizes = fitted.places, fitted.style, fitted.style.sizes
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
            "longest": len(WIDEST_NUMBER),
            "pill_text": TAB_SIZE,
            "pill_pad": PILL_PAD,
        },
        "ems": number_ems(),
        "nodes": {mark.key: _node_geometry(mark, places, style) for mark in marks},
        "edges": {edge.key: _edge_geometry(edge, places, style) for edge in edges},
    }


def _node_geometry(mark: NodeMark, places: Places, style: Style) -> dict[str, Any]:
    frame, tab = places.boxes[mark.key], style.sizes.tab
    body = cards.body_of(mark, frame, style)
    return {
        "x": frame.x,
        "left": frame.left,
        "top": frame.top,
        "width": frame.width,
        "height": frame.height,
        "body": body.top,
        "bottom": body.bottom,
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
