"""From a view to marks: what each card, tab and edge says."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, formula, partial_formula
from cgraph_lib.numerals import fill
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.marks import FORMULA_SIZE, LONGEST_LINE, EdgeMark, NodeMark, TabMark
from cgraph_lib.picture.view import View
from cgraph_lib.progress import Progress
from cgraph_lib.results import ByNode
from cgraph_lib.sentences import UNFINISHED
from cgraph_lib.words import shown_value

MOST_NODES = 60
_KEY_LENGTH = 40
_SYMMETRIC = {"add", "multiply", "max", "min"}  # their operands may stand in any order; so fewer wires cross


def drawn_nodes(graph: Graph) -> list[Node]:
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
        plain = re.sub(r"[^A-Za-z0-9_]", "", name)[:_KEY_LENGTH]
        keys[node] = plain if plain and plain == name else f"{plain}-{i}"
    return keys


def node_marks(graph: Graph, nodes: list[Node], view: View) -> list[NodeMark]:
    """Return the cards of a view."""
    keys, index = node_keys(graph), {node: i for i, node in enumerate(graph.nodes)}
    longest = max((display_name(graph, node) for node in nodes), key=len, default="")
    return [_node_mark(graph, node, keys[node], index[node], view, longest) for node in nodes]


def _node_mark(graph: Graph, node: Node, key: str, index: int, view: View, longest: str) -> NodeMark:
    kind = "constant" if node.constant is not None else "input" if node.is_input else "op"
    if node is graph.output and kind == "op":
        kind = "output"
    states = ["active"] * (node is view.active) + ["reads"] * (node in view.reads)
    tabs = {
        css: _tab_mark(graph, node, css, numbers, view, longest)
        for css, numbers in (("adj", view.adjoints), ("tan", view.tangents))
        if numbers is not None and kind != "constant"
    }
    value = shown_value(graph, node, view.values)
    ordered = node.op is not None and node.op.name not in _SYMMETRIC
    return NodeMark(
        key, index, kind, tuple(states), _formula(graph, node), value, tabs.get("adj"), tabs.get("tan"), ordered
    )


def _formula(graph: Graph, node: Node) -> tuple[str, ...]:
    """Return the formula in one line, or in two if it is long."""
    line = formula(graph, node)
    if node.op is None or text_width(line, FORMULA_SIZE, "italic") <= LONGEST_LINE:
        return (line,)
    name = display_name(graph, node)
    return (name, line.removeprefix(f"{name} "))


def _tab_mark(graph: Graph, node: Node, css: str, numbers: ByNode, view: View, longest: str) -> TabMark:
    assert numbers.of is not None
    about, own = (display_name(graph, each) for each in (numbers.of, node))
    top, bottom = (about, own) if css == "adj" else (own, about)
    widest = (top, bottom)
    if view.any_target:
        widest = (longest, own) if css == "adj" else (own, longest)
    progress = (view.progress or {}).get(node, Progress(1, 1))
    known = numbers.get(node)
    growing = view.growing if node is view.active else ""
    if known is not None and not progress.complete:
        growing = fill(UNFINISHED, {"after": known})
    return TabMark(css, top, bottom, known, *progress, growing, widest)


def edge_marks(graph: Graph, drawn: set[Node], view: View) -> Iterator[EdgeMark]:
    """Yield the edges of a view between the nodes that are drawn, those from constants too."""
    keys, index = node_keys(graph), {edge: i for i, edge in enumerate(graph.edges)}
    for child in (node for node in graph.nodes if node in drawn):
        for slot, parent in enumerate(child.parents):
            if parent not in drawn:
                continue
            key = f"{keys[parent]}-{keys[child]}-{slot}"
            if parent.constant is not None:
                yield EdgeMark(key, -1, keys[parent], keys[child], (), fixed=True)
                continue
            edge = Edge(parent, child, slot)
            states = ["lit"] * (edge == view.lit) + ["path"] * (edge in view.path)
            known = None if view.partials is None else view.partials.get(edge)
            yield EdgeMark(
                key,
                index[edge],
                keys[parent],
                keys[child],
                tuple(states),
                rule=partial_formula(graph, edge),
                number=known,
                numbered=view.partials is not None,
            )
