"""Where everything goes. The only place that knows Graphviz: boxes and wires become DOT, DOT becomes positions.

Every wire is cut into short pieces that run from one rank to the next: past each rank it crosses it gets a
place of its own, and so does its label. Straight pieces then meet neither a box nor another wire's label.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache

Point = tuple[float, float]

ENGINE_VARIABLE = "CGRAPH_ENGINE"
_PROBE = 'digraph { a [label=<<TABLE><TR><TD WIDTH="9" HEIGHT="9"></TD></TR></TABLE>>] }'
_WIRE_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be placed: its size, and the width of the text column to its right, in points."""

    key: str
    text: str
    width: float
    height: float
    side: float


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire from the top of one box to the bottom of another, with the width of its label (0 for none)."""

    key: str
    tail: str
    head: str
    label_width: float


@dataclass(frozen=True)
class Layout:
    """Positions in points, y downwards: each box's centre, each wire's corners, each label's centre."""

    width: float
    height: float
    boxes: dict[str, Point]
    routes: dict[str, list[Point]]
    labels: dict[str, Point]


class NoEngineError(RuntimeError):
    """No Graphviz can be used; the message says what to install."""


def arrange(boxes: list[Box], wires: list[Wire], label_height: float) -> Layout:
    """Return the positions of boxes and wires, parents below children.

    Raises `NoEngineError` if neither the embedded Graphviz nor a `dot` program works.
    """
    chains = _chains(boxes, wires)
    placed = json.loads(_laid_out(dot_source(boxes, wires, label_height), os.environ.get(ENGINE_VARIABLE, "auto")))
    width, height = (float(number) for number in placed["bb"].split(",")[2:])
    positions: dict[str, Point] = {}
    for thing in placed.get("objects", ()):
        x, y = (float(number) for number in thing["pos"].split(","))
        positions[thing["name"]] = (x, height - y)
    by_key = {box.key: box for box in boxes}
    centres = {box.key: (positions[box.key][0] - box.side / 2, positions[box.key][1]) for box in boxes}
    routes = {}
    for wire in wires:
        top, bottom = by_key[wire.tail].height / 2, by_key[wire.head].height / 2
        (x0, y0), (x1, y1) = centres[wire.tail], centres[wire.head]
        middle: list[Point] = []
        for name in chains[wire.key]:
            x, y = positions[name]
            half = {"label": 0.0, "gap": label_height / 2, "via": top}[name.partition("-")[0]]
            middle += [(x, y + half), (x, y - half)] if half else [(x, y)]
        routes[wire.key] = [(x0, y0 - top), *middle, (x1, y1 + bottom)]
    labels = {wire.key: positions[f"label-{wire.key}"] for wire in wires if wire.label_width}
    return Layout(width, height, centres, routes, labels)


def dot_source(boxes: list[Box], wires: list[Wire], label_height: float) -> str:
    """Return the DOT text; its names come from the graph, so that two runs give the same text."""
    try:
        import graphviz
    except ImportError:
        raise NoEngineError("The package that writes the layout is missing: pip install graphviz.") from None

    ranksep = "0.22" if any(wire.label_width for wire in wires) else "0.5"
    dot = graphviz.Digraph(
        graph_attr={"rankdir": "BT", "nodesep": "0.2", "ranksep": ranksep},
        node_attr={"shape": "plain", "label": "", "ordering": "in"},
        edge_attr={"arrowhead": "none"},
    )
    chains = _chains(boxes, wires)
    for box in boxes:
        cell = f'FIXEDSIZE="TRUE" HEIGHT="{box.height:.0f}"'
        side = f'<TD {cell} WIDTH="{box.side:.0f}"></TD>' if box.side else ""
        row = f'<TR><TD PORT="box" {cell} WIDTH="{box.width:.0f}"></TD>{side}</TR>'
        table = f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{row}</TABLE>'
        # Cells without text: the layout then depends on no font. The tooltip tells a reader of the DOT what it is.
        dot.node(box.key, label=f"<{table}>", tooltip=graphviz.escape(box.text))
    for wire in wires:
        chain = chains[wire.key]
        for name in chain:
            width = wire.label_width if name.startswith("label-") else _WIRE_WIDTH
            height = boxes[0].height if name.startswith("via-") else label_height
            dot.node(name, shape="box", fixedsize="true", width=f"{width / 72:.3f}", height=f"{height / 72:.3f}")
        ends = [f"{wire.tail}:box:n", *chain, f"{wire.head}:box:s"]
        for start, end in itertools.pairwise(ends):
            inner = not (start.endswith(":n") or end.endswith(":s"))
            dot.edge(start, end, weight="8" if inner else "2")  # a long wire bends at its ends, if at all
    return str(dot.source)


def _chains(boxes: list[Box], wires: list[Wire]) -> dict[str, list[str]]:
    """Return for each wire the names of the places it passes, one for each rank between its ends.

    A place is called `via-` among boxes, `gap-` in the ranks of labels between them, and `label-` where the
    wire's own label stands: next to the child, where at most two wires end.
    """
    stride = 2 if any(wire.label_width for wire in wires) else 1
    ranks = {box.key: 0 for box in boxes}
    into: dict[str, list[Wire]] = {box.key: [] for box in boxes}
    for wire in wires:
        into[wire.head].append(wire)
    for box in boxes:  # parents stand before children
        ranks[box.key] = max((ranks[wire.tail] + stride for wire in into[box.key]), default=0)
    chains = {}
    for wire in wires:
        passed = range(ranks[wire.tail] + 1, ranks[wire.head])
        names = [f"{'via' if rank % stride == 0 else 'gap'}-{wire.key}-{rank}" for rank in passed]
        if wire.label_width:
            names[-1] = f"label-{wire.key}"
        chains[wire.key] = names
    return chains


def use_engine(name: str) -> None:
    """Choose who lays out the pictures: "embedded" (pygraphviz), "dot" (the program on PATH), or "auto".

    Raises `ValueError` for another name, `NoEngineError` if the chosen one does not work.
    """
    if name not in ("auto", *_ENGINES):
        raise ValueError(f'The layout engine is "auto", "embedded" or "dot", not {name!r}.')
    _engine(name)
    os.environ[ENGINE_VARIABLE] = name


@lru_cache(maxsize=128)
def _laid_out(source: str, choice: str) -> str:
    return _ENGINES[_engine(choice)](source)


@lru_cache
def _engine(choice: str) -> str:
    """Return the first engine of the choice that lays out a small probe."""
    failures = []
    for name in _ENGINES if choice == "auto" else (choice,):
        try:
            json.loads(_ENGINES[name](_PROBE))
        except Exception as error:  # whatever is broken in an engine, the next one may work
            failures.append(f"{name}: {type(error).__name__}: {str(error).strip() or 'failed'}"[:120])
        else:
            return name
    raise NoEngineError(
        "No Graphviz to lay out the picture. Install one: pip install pygraphviz (it brings its own Graphviz), "
        f"or the program dot from graphviz.org. Tried {'; '.join(failures)}."
    )


def _embedded(source: str) -> str:
    import pygraphviz

    drawn: bytes = pygraphviz.AGraph(string=source).draw(format="json0", prog="dot")
    return drawn.decode("utf-8")


def _program(source: str) -> str:
    program = shutil.which("dot")
    if program is None:
        raise FileNotFoundError("there is no dot on PATH")
    run = subprocess.run(
        [program, "-Tjson0"],
        input=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return run.stdout


_ENGINES = {"embedded": _embedded, "dot": _program}
