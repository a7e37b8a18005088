"""The columns of a picture: rows of boxes and wires become DOT, Graphviz answers with columns.

Every wire is a chain of places, one in each row between its ends, the last of them its pill. Graphviz puts each row
into an order with few crossings and gives everything its column; what it says of heights and curves is not asked.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence

from cgraph_lib.picture.engines import ENGINE_VARIABLE, NoEngineError, lay_out, use_engine
from cgraph_lib.picture.shapes import Box, Columns, Sizes, Wire

__all__ = ["ENGINE_VARIABLE", "NoEngineError", "columns", "dot_source", "use_engine"]

_INCH = 72
# Graphviz improves the columns in rounds, as many as there are places, times a factor. Without a bound a graph of 60
# nodes with long wires takes seconds; this many rounds are never needed in a small graph.
_MOST_ROUNDS = 400


def columns(boxes: Sequence[Box], wires: Sequence[Wire], sizes: Sizes) -> Columns:
    """Return the columns of boxes and of the places of wires.

    Raises `NoEngineError` if no Graphviz works.
    """
    if not boxes:
        return Columns({}, {})
    placed = json.loads(lay_out(dot_source(boxes, wires, sizes)))
    x = {thing["name"]: float(thing["pos"].split(",")[0]) for thing in placed["objects"]}
    return Columns(
        {box.key: x[_box_name(box)] for box in boxes},
        {wire.key: [x[name] for name in _chain(wire)] for wire in wires},
    )


def dot_source(boxes: Sequence[Box], wires: Sequence[Wire], sizes: Sizes) -> str:
    """Return the DOT text; its names come from the graph, so that two runs give the same text."""
    try:
        import graphviz
    except ImportError:
        raise NoEngineError("The package that writes the layout is missing: pip install graphviz.") from None

    places = len(boxes) + sum(len(wire.rows) for wire in wires)
    rounds = f"{min(1.0, _MOST_ROUNDS / places):.4f}" if places else "1"
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
    )
    for box in boxes:
        dot.node(_box_name(box), width=f"{box.width / _INCH:.3f}", **{"ordering": "in"} if box.ordered else {})
    for wire in wires:
        chain = _chain(wire)
        for name in chain[:-1]:
            dot.node(name, width=f"{sizes.wire / _INCH:.3f}")
        dot.node(chain[-1], width=f"{max(wire.room, sizes.wire) / _INCH:.3f}")
        ends = [_box_name(wire.tail), *chain, _box_name(wire.head)]
        for i, (start, end) in enumerate(itertools.pairwise(ends)):
            inner = 0 < i < len(chain)
            dot.edge(start, end, weight="8" if inner else "2")  # a long wire bends at its ends, if at all
    for box in _raised(boxes, wires):
        dot.node("floor", width="0.01")
        dot.edge("floor", _box_name(box), minlen=str(2 * box.row), weight="0")
    return str(dot.source)


def _box_name(box: Box) -> str:
    return f"node-{box.key}"


def _chain(wire: Wire) -> list[str]:
    """Return the names of the places that a wire passes."""
    return [f"wire-{wire.key}-{row}" for row in wire.rows]


def _raised(boxes: Sequence[Box], wires: Sequence[Wire]) -> Iterator[Box]:
    """Yield one lowest box of each part of the graph that does not reach down to row 0: Graphviz would let it sink."""
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
