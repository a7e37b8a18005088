"""The columns of a picture: rows of boxes and wires become DOT, Graphviz answers with columns.

Every wire is a chain of places, one in each row between its ends, the last of them its pill. Graphviz puts each row
into an order with few crossings and gives everything its column; what it says of heights and curves is not asked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from cgraph_lib.picture.engines import ENGINE_VARIABLE, NoEngineError, lay_out, use_engine
from cgraph_lib.picture.shapes import Box, Columns, Region, Sizes, Wire

__all__ = ["ENGINE_VARIABLE", "NoEngineError", "columns", "dot_source", "use_engine"]

_INCH = 72
# Graphviz improves the columns in rounds, as many as there are places, times a factor. Without a bound a graph of 60
# nodes with long wires takes seconds; this many rounds are never needed in a small graph.
_MOST_ROUNDS = 200


def columns(boxes: Sequence[Box], wires: Sequence[Wire], source: str) -> Columns:
    """Return the columns of boxes and of the places of wires, as Graphviz lays out their DOT text.

    Raises `NoEngineError` if no Graphviz works.
    """
    x = lay_out(source)
    return Columns(
        {box.key: x[_box_name(box)] for box in boxes},
        {wire.key: [x[name] for name in _chain(wire)] for wire in wires},
    )


def dot_source(boxes: Sequence[Box], wires: Sequence[Wire], sizes: Sizes) -> str:
    """Return the DOT text; its names come from the graph, so that two runs give the same text.

    Raises `NoEngineError` if the package that writes it is missing.
    """
    try:
        import graphviz
    except ImportError:
        raise NoEngineError("The package that writes the layout is missing: pip install graphviz.") from None

    places = len(boxes) + sum(len(wire.rows) for wire in wires)
    rounds = f"{min(1.0, _MOST_ROUNDS / places):.4f}"
    dot = graphviz.Digraph(
        graph_attr={
            "rankdir": "BT",
            "nodesep": f"{2 * sizes.box_aside / _INCH:.3f}",
            "ranksep": "0.1",
            "splines": "false",
            "nslimit": rounds,
            "nslimit1": rounds,
        },
        node_attr={"shape": "box", "fixedsize": "true", "height": "0.1", "label": ""},
        # Keys are plain and need no quoting: written line by line, thousands of places take no time.
        body=_lines(boxes, wires, sizes),
    )
    return str(dot.source)


def _lines(boxes: Sequence[Box], wires: Sequence[Wire], sizes: Sizes) -> list[str]:
    parts = _box_lines(boxes), _wire_lines(wires, sizes), _floor_lines(boxes, wires), _region_lines(boxes, wires)
    return list(itertools.chain(*parts))


def _box_lines(boxes: Sequence[Box]) -> Iterator[str]:
    for box in boxes:
        order = " ordering=in" if box.ordered else ""
        yield f'\t"{_box_name(box)}" [width={box.width / _INCH:.3f}{order}]\n'


def _wire_lines(wires: Sequence[Wire], sizes: Sizes) -> Iterator[str]:
    for wire in wires:
        chain = _chain(wire)
        for name in chain:
            room = max(wire.room, sizes.wire) if name is chain[-1] else sizes.wire
            yield f'\t"{name}" [width={room / _INCH:.3f}]\n'
        ends = [_box_name(wire.tail), *chain, _box_name(wire.head)]
        for i, (start, end) in enumerate(itertools.pairwise(ends)):
            inner = 0 < i < len(chain)  # a long wire bends at its ends, if at all
            yield f'\t"{start}" -> "{end}" [weight={8 if inner else 2}]\n'


def _floor_lines(boxes: Sequence[Box], wires: Sequence[Wire]) -> Iterator[str]:
    """Yield a floor that holds up each part of the graph that does not reach down to row 0: it would sink."""
    for i, box in enumerate(_raised(boxes, wires)):
        if i == 0:
            yield '\t"floor" [width=0.01]\n'
        yield f'\t"floor" -> "{_box_name(box)}" [minlen={2 * box.row} weight=0]\n'


def _region_lines(boxes: Sequence[Box], wires: Sequence[Wire]) -> Iterator[str]:
    """Yield a cluster for each region, one inside another: Graphviz keeps strangers out of them."""
    inside: dict[tuple[Region, ...], list[str]] = {}
    for regions, names in [*((b.regions, [_box_name(b)]) for b in boxes), *((w.regions, _chain(w)) for w in wires)]:
        for depth in range(1, len(regions) + 1):
            inside.setdefault(regions[:depth], [])
        if regions:
            inside[regions] += names
    opened: tuple[Region, ...] = ()
    for regions in sorted(inside, key=lambda regions: [region.key for region in regions]):
        while opened != regions[: len(opened)]:
            opened = opened[:-1]
            yield "\t}\n"
        opened = regions
        yield f'\tsubgraph "cluster-{regions[-1].key}" {{\n'
        yield "".join(f'\t\t"{name}"\n' for name in inside[regions])
    yield "\t}\n" * len(opened)


def _box_name(box: Box) -> str:
    return f"node-{box.key}"


def _chain(wire: Wire) -> list[str]:
    """Return the names of the places that a wire passes."""
    return [f"wire-{wire.key}-{row}" for row in wire.rows]


def _raised(boxes: Sequence[Box], wires: Sequence[Wire]) -> Iterator[Box]:
    """Yield one lowest box of each such part."""
    part = {box.key: box.key for box in boxes}

    def root(key: str) -> str:
        while part[key] != key:
            part[key] = key = part[part[key]]
        return key

    for wire in wires:
        part[root(wire.tail.key)] = root(wire.head.key)
    lowest: dict[str, Box] = {}
    for box in boxes:
        known = lowest.setdefault(root(box.key), box)
        if box.row < known.row:
            lowest[root(box.key)] = box
    yield from (box for box in lowest.values() if box.row)
