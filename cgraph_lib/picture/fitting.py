"""A picture fits its place: rows that are too wide are wrapped, and what still does not fit becomes dense."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cgraph_lib.picture import layout
from cgraph_lib.picture.geometry import place
from cgraph_lib.picture.marks import EdgeMark, NodeMark
from cgraph_lib.picture.rows import Demand, wrapped_rows
from cgraph_lib.picture.shapes import Box, Places, Wire
from cgraph_lib.picture.style import Style

MOST_ROOMY = 30  # nodes; more are drawn dense


@dataclass(frozen=True, slots=True)
class Fitted:
    """Places in a style, and the DOT text they come from."""

    places: Places
    style: Style
    dot: str

    @property
    def need(self) -> float:
        """Return how wide a place must be for this drawing to be read."""
        return self.places.width * self.style.smallest


def fit(nodes: Sequence[NodeMark], edges: Sequence[EdgeMark], live: bool, room: float) -> Fitted:
    """Return the first arrangement that can be read in a place of this width, else the narrowest.

    Raises `NoEngineError` if no Graphviz works.
    """
    tried = []
    for fitted in _attempts(nodes, edges, live, room):
        if fitted.need <= room:
            return fitted
        tried.append(fitted)
    return min(tried, key=lambda fitted: fitted.need)


def _attempts(nodes: Sequence[NodeMark], edges: Sequence[EdgeMark], live: bool, room: float) -> Iterator[Fitted]:
    """Yield arrangements from the most natural to the narrowest: rows as they are, wrapped rows, a dense drawing."""
    roomy = [Style(live), Style(live, snug=True)] if len(nodes) <= MOST_ROOMY else []
    for style in roomy:
        yield _arranged(nodes, edges, style, room)
    for style in [*roomy, Style(live, dense=True)]:
        for deep in (False, True):
            yield _arranged(nodes, edges, style, room, wrap=True, deep=deep)


def _arranged(
    nodes: Sequence[NodeMark],
    edges: Sequence[EdgeMark],
    style: Style,
    room: float,
    wrap: bool = False,
    deep: bool = False,
) -> Fitted:
    limit = math.floor(room / style.smallest)
    demand = _demand(nodes, edges, style, limit if wrap else math.inf, deep)
    row = wrapped_rows([mark.key for mark in nodes], [(edge.tail, edge.head) for edge in edges], demand)
    boxes = {mark.key: _box(mark, row[mark.key], style) for mark in nodes}
    wires = [Wire(edge.key, boxes[edge.tail], boxes[edge.head], edge.room(style)) for edge in edges]
    placed, sizes = list(boxes.values()), style.sizes
    if not any(wire.room for wire in wires):
        sizes = replace(sizes, pill=0.0)  # a wire runs slantwise where it has no pill to pass
    source = layout.dot_source(placed, wires, sizes)
    return Fitted(place(placed, wires, layout.columns(placed, wires, source), sizes, limit), style, source)


def _box(mark: NodeMark, row: int, style: Style) -> Box:
    regions = tuple(region.region for region in mark.regions)
    return Box(mark.key, mark.width(style), mark.height(style), row, mark.ordered, regions)


def _demand(nodes: Sequence[NodeMark], edges: Sequence[EdgeMark], style: Style, limit: float, deep: bool) -> Demand:
    """Return how wide boxes are with their pills, which stand in the row below them."""
    sizes = style.sizes
    pills: dict[str, float] = {}
    for edge in edges:
        pills[edge.head] = pills.get(edge.head, 0.0) + max(edge.room(style), sizes.wire) + 2 * sizes.aside
    widths = {mark.key: max(mark.width(style) + 2 * sizes.box_aside, pills.get(mark.key, 0.0)) for mark in nodes}
    return Demand(widths, sizes.wire + 2 * sizes.aside, limit - 2 * sizes.margin, deep)
