"""Pictures of graphs: a `View` says what to show, `show` draws it and puts it into words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cgraph_lib import notation, remarks, sentences, words
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.numerals import WIDEST_NUMBER
from cgraph_lib.paths import Path
from cgraph_lib.picture import layout
from cgraph_lib.picture.svg import LABEL_HEIGHT, Drawing, EdgeMark, NodeMark, draw
from cgraph_lib.progress import Progress, progress
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Moment, Trace

MOST_NODES = 60
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class View:
    """What a picture shows. A number that is absent is not computed yet and stays blank.

    Kinds of numbers that are `None` get no room; empty ones get room, so that filling them moves nothing.
    `active` is the node a step works on, `reads` the nodes it reads, `lit` the edge it uses, `growing` the sum
    it has come to. `path` is drawn thick and dashed. `sentence` stands below, where `lines` are kept free for it.
    `any_target` keeps room for the derivatives of, or with respect to, any node of the graph. `progress`
    says which derivatives are sums that are not complete yet.
    """

    values: ByNode | None = None
    partials: ByEdge | None = None
    tangents: ByNode | None = None
    adjoints: ByNode | None = None
    active: Node | None = None
    reads: tuple[Node, ...] = ()
    lit: Edge | None = None
    growing: str = ""
    path: tuple[Edge, ...] = ()
    sentence: str = ""
    lines: int = 0
    any_target: bool = False
    progress: Mapping[Node, Progress] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Drawing):
    """A drawing of a graph, with its layout source (`dot`). Without Graphviz `svg` is empty."""

    dot: str


def show(
    what: Graph | Moment,
    values: Mapping[Any, Any] | None = None,
    partials: Mapping[Any, Any] | None = None,
    *,
    adjoints: Mapping[Any, Any] | None = None,
    tangents: Mapping[Any, Any] | None = None,
    of: Node | str | None = None,
    wrt: Node | str | None = None,
    path: Path | None = None,
) -> Picture:
    """Return the picture of a graph with the numbers given, or of one moment of a trace.

    Numbers are what `evaluate`, `local_partials` and a trace's `final` return, or plain dicts by name. `of`
    names the node whose derivatives the adjoints are (the output unless given), `wrt` the one of the tangents.

    Without a working Graphviz the picture is a table of words that begins with what to install.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("c = a + b")
    >>> show(graph, evaluate(graph, a=2, b=1))
    a = 2
    b = 1
    c = a + b = 3
    >>> show(graph)
    a
    b
    c = a + b
    No numbers are computed yet.
    """
    if not isinstance(what, Graph | Moment):
        mend = "write show(trace[-1])" if isinstance(what, Trace) else "parse(text) and Graph(node) make a graph"
        raise ValueError(f"show draws a Graph or a moment of a trace, not {type(what).__name__}; {mend}.")
    if isinstance(what, Moment):
        return render(what.trace.graph, moment_view(what))
    if path is not None and not set(path.edges) <= set(what.edges):
        raise ValueError(f"The path {path} runs in another graph; list the paths of this one.")
    if tangents is not None and wrt is None and getattr(tangents, "of", None) is None:
        raise ValueError('Say which input the tangents are with respect to, as in show(..., wrt="b").')
    sentence = "" if values or partials or adjoints or tangents else "No numbers are computed yet."
    view = View(
        values=_by_node(what, values, None),
        partials=partials if isinstance(partials, ByEdge) or partials is None else _by_edge(what, partials),
        tangents=_by_node(what, tangents, wrt),
        adjoints=_by_node(what, adjoints, of),
        path=path.edges if path else (),
        sentence=f"The path {path} is drawn thick and dashed." if path else sentence,
    )
    return render(what, view)


def _by_node(graph: Graph, numbers: Mapping[Any, Any] | None, of: Node | str | None) -> ByNode | None:
    if numbers is None:
        return None
    about = getattr(numbers, "of", None) if of is None else of
    return ByNode(graph, ((graph.node(key), number) for key, number in numbers.items()), graph.node(about))


def _by_edge(graph: Graph, numbers: Mapping[Any, Any]) -> ByEdge:
    return ByEdge(
        graph,
        ((key if isinstance(key, Edge) else graph.edge(*key), number) for key, number in numbers.items()),
    )


def moment_view(moment: Moment) -> View:
    """Return what a trace shows after its first `i` steps."""
    trace, step = moment.trace, moment.step
    state = trace.state(moment.i)
    sentence = f"Step {moment.i} of {len(trace) - 1}. {sentences.sentence(moment)}"
    active = step.node if step else None
    if trace.quantity == "value":
        reads = step.node.parents if step else ()
        return View(values=state, active=active, reads=reads, sentence=sentence, lines=2)
    return View(
        values=trace.values,
        partials=trace.partials,
        tangents=state if trace.quantity == "tangent" else None,
        adjoints=state if trace.quantity == "adjoint" else None,
        active=active,
        lit=step.edge if step else None,
        growing=sentences.growth(step) if step else "",
        sentence=sentence,
        lines=2,
        progress=progress(moment),
    )


def render(graph: Graph, view: View) -> Picture:
    """Return the picture of a view."""
    nodes = _drawn(graph)
    named = sum(1 for node in graph.nodes if graph.names[node])
    notes = [view.sentence] if view.sentence else []
    if view.active is None:  # the sentence of a step tells its own reason
        notes += remarks.remarks(graph, nodes, view.values, view.partials)[:MOST_REASONS]
    if named > len(nodes):
        notes.append(f"{len(nodes)} of {named:,} nodes are drawn: those nearest to the output.")
    view = replace(view, sentence=" ".join(notes))
    keys = node_keys(graph)
    longest = max((notation.display_name(graph, node) for node in graph.nodes), key=len)
    marks = [_node_mark(graph, node, keys[node], view, longest) for node in nodes]
    lines = list(_edge_marks(graph, set(nodes), keys, view))
    text = words.table(
        graph, nodes, view.values, view.partials, view.tangents, view.adjoints, view.sentence, view.progress
    )
    boxes, wires = [mark.box for mark in marks], [line.wire for line in lines]
    dot = ""
    try:
        dot = layout.dot_source(boxes, wires, LABEL_HEIGHT)
        places = layout.arrange(boxes, wires, LABEL_HEIGHT)
    except layout.NoEngineError as error:
        return Picture("", f"{error}\n\n{text}", dot)
    return Picture(draw(marks, lines, places, view.sentence, view.lines, text), text, dot)


def _drawn(graph: Graph) -> list[Node]:
    """Return the nodes to draw, in topological order: those nearest to the output, without nameless constants."""
    near: set[Node] = set()
    for node in _by_distance(graph):
        if len(near) < MOST_NODES and (graph.names[node] or node is graph.output):
            near.add(node)
    return [node for node in graph.nodes if node in near]


def _by_distance(graph: Graph) -> Iterator[Node]:
    """Yield the nodes by their distance from the output, those it does not depend on last."""
    seen, waiting = {graph.output}, deque([graph.output])
    while waiting:
        node = waiting.popleft()
        yield node
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    yield from (node for node in reversed(graph.nodes) if node not in seen)


def node_keys(graph: Graph) -> dict[Node, str]:
    """Return for each node a key of letters, digits, `_` and `-`, unique in the graph: its name where that will do."""
    keys = {}
    for i, node in enumerate(graph.nodes):
        name = graph.names[node]
        plain = re.sub(r"[^A-Za-z0-9_]", "", name)
        keys[node] = plain if plain and plain == name else f"{plain}-{i}"
    return keys


def _node_mark(graph: Graph, node: Node, key: str, view: View, longest: str) -> NodeMark:
    kind = "constant" if node.constant is not None else "input" if node.is_input else "op"
    if node is graph.output and kind == "op":
        kind = "output"
    state = "active" if node is view.active else "read" if node in view.reads else ""
    value = words.shown_value(graph, node, view.values)
    beside = []
    for css, numbers in (("tan", view.tangents), ("adj", view.adjoints)):
        if numbers is None or kind == "constant":
            continue
        assert numbers.of is not None
        ends = (node, numbers.of) if css == "tan" else (numbers.of, node)
        name = notation.derivative_name(graph, *ends)
        so_far = (view.progress or {}).get(node)
        text = words.derivative_line(graph, *ends, numbers[node], so_far) if node in numbers else ""
        widest = f"d{longest}/d{notation.display_name(graph, node)}" if view.any_target else name
        unfinished = so_far is not None and so_far.expected > 1
        room = f": so far {WIDEST_NUMBER}, 1 of 2 edges" if unfinished else f" = {WIDEST_NUMBER}"
        beside.append((css, text, f"{widest}{room}"))
    growing = view.growing if node is view.active else ""
    return NodeMark(key, kind, state, notation.formula(graph, node), value, tuple(beside), growing)


def _edge_marks(graph: Graph, drawn: set[Node], keys: Mapping[Node, str], view: View) -> Iterator[EdgeMark]:
    for child in (node for node in graph.nodes if node in drawn):
        for slot, parent in enumerate(child.parents):
            if parent not in drawn:
                continue
            key = f"{keys[parent]}-{keys[child]}-{slot}"
            if parent.constant is not None:
                yield EdgeMark(key, keys[parent], keys[child], "fixed", "", "")
                continue
            edge = Edge(parent, child, slot)
            state = "lit" if edge == view.lit else "path" if edge in view.path else ""
            label = words.partial_line(graph, edge, view.partials)
            widest = "" if view.partials is None else words.widest_partial_line(graph, edge)
            yield EdgeMark(key, keys[parent], keys[child], state, label, widest, child.parents.count(parent) > 1)


def _mimebundle(self: Graph | Moment, include: Any = None, exclude: Any = None) -> dict[str, str]:
    return show(self)._repr_mimebundle_()


# Graphs and moments show themselves in a notebook. Their modules stand below this one and cannot import it.
for _shown in (Graph, Moment):
    _shown._repr_mimebundle_ = _mimebundle  # type: ignore[union-attr]
