"""What the page needs for a live picture: the graph as data, the drawing, and all words with slots for numbers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.live.bundle import bundle, parse_module
from cgraph_lib.notation import (
    derivative_name,
    display_name,
    edge_name,
    formula,
    numbers_template,
    partial_formula,
    partial_name,
    shorten,
)
from cgraph_lib.paths import Path
from cgraph_lib.picture import Picture, node_keys
from cgraph_lib.program import as_data, browser_operations
from cgraph_lib.remarks import REASONS, compared, kink_template
from cgraph_lib.sentences import templates
from cgraph_lib.trace import Trace

PHRASES: dict[str, str] = {
    "drawing": "The graph; nodes and edges can be chosen",
    "invitation": "Choose a node or an edge to see where its number comes from.",
    "leaf": "It is a leaf: its value is given, not computed.",
    "seed": "It changes exactly as much as itself.",
    "independent": "{name} = 0, because {of} does not depend on {wrt}.",
    "contribution": "contribution to {whole}: {product}",
    "costs": "Multiplications it takes, counted:",
    "right": "{name} = {truth:number} is right.",
    "wrong": "{name} is something else.",
    "short": "{name} is right so far; give {digits:number} digits.",
    "unread": "Type a number, such as 2, -0.5 or 1/3.",
    "hint_values": "Put the operands' values into the formula in the box.",
    "hint_partials": "Hold the other operand still: how fast does the result move?",
    "missing": "The contribution along the edge {edge} is missing; every edge that leads on adds one.",
    "no_factor": "Along the edge {edge} the partial must still be multiplied by the adjoint above.",
    "no_partial": "Along the edge {edge} the adjoint above must still be multiplied by {partial}.",
    "sign": "Look at the sign of {partial} on the edge {edge}.",
    "sum": "Take the edges {edges}: for each, the adjoint above times the partial; then add.",
}


@cache
def module_text() -> str:
    """Return the widget's code as one ES module."""
    return bundle("widget", modules())


def modules() -> dict[str, str]:
    """Return the text of every module of the page by its name; `operations` is printed from the table of operations."""
    sources = [file for file in (files("cgraph_lib") / "live").iterdir() if file.name.endswith(".js")]
    texts = {file.name.removesuffix(".js"): file.read_text(encoding="utf-8") for file in sources}
    primitives = ", ".join(parse_module("primitives", texts["primitives"]).exports)
    return {
        **texts,
        "operations": f'import {{ {primitives} }} from "./primitives.js";\nexport {browser_operations()}\n',
    }


@cache
def style_text() -> str:
    """Return the style sheet of the live pictures."""
    return (files("cgraph_lib") / "live" / "live.css").read_text(encoding="utf-8")


def scene(graph: Graph, picture: Picture, kind: str) -> dict[str, Any]:
    """Return what every live picture needs, as data that JSON can hold."""
    keys = node_keys(graph)
    return {
        "kind": kind,
        "program": as_data(graph),
        "svg": picture.svg,
        "keys": [keys[node] for node in graph.nodes],
        "names": [shorten(graph.names[node]) for node in graph.nodes],
        "nodes": [_node_words(graph, node) for node in graph.nodes],
        "edges": [_edge_words(graph, edge, keys) for edge in graph.edges],
        "longestGrowth": 17,
        "reasons": REASONS,
        "phrases": PHRASES,
        "quiz": [],
    }


def _node_words(graph: Graph, node: Node) -> dict[str, Any]:
    numbers = None if node.op is None else numbers_template(node)
    return {"formula": formula(graph, node), "template": numbers}


def _edge_words(graph: Graph, edge: Edge, keys: dict[Node, str]) -> dict[str, Any]:
    sides = sorted(compared(edge.child.op)) if edge.child.op else []
    return {
        "key": f"{keys[edge.parent]}-{keys[edge.child]}-{edge.slot}",
        "name": partial_name(graph, edge),
        "rule": partial_formula(graph, edge),
        "ends": edge_name(graph, edge),
        "kink": {"sides": sides, "template": kink_template(graph, edge)} if sides else None,
    }


def trace_words(trace: Trace) -> dict[str, Any]:
    """Return what a StepPlayer needs besides: the sentences of all steps, and in which order nodes get their values."""
    index = {node: i for i, node in enumerate(trace.graph.nodes)}
    return {
        "quantity": trace.quantity,
        "seed": None if trace.of is None else index[trace.of],
        "order": [index[step.node] for step in trace.steps],
        "sentences": templates(trace),
    }


def path_words(graph: Graph, found: list[Path], start: Node, end: Node, costs: list[list[Any]]) -> dict[str, Any]:
    """Return what a PathExplorer needs besides: the paths as edges, and the table of costs."""
    index = {edge: i for i, edge in enumerate(graph.edges)}
    names = [display_name(graph, node) for node in (start, end)]
    many = f"{len(found)} path{'s' * (len(found) != 1)}"
    return {
        "paths": [{"text": str(path), "edges": [index[edge] for edge in path.edges]} for path in found],
        "heading": f"{many} from {names[0]} to {names[1]}",
        "derivative": derivative_name(graph, end, start),
        "costs": costs,
    }


def question(graph: Graph, text: str, shown: Node | None) -> dict[str, Any]:
    """Return where on the drawing a quiz asks.

    `c` asks for a value, `∂c/∂b` for the partial on an edge; a derivative of `shown`, the node whose adjoints are
    shown if any are, asks for an adjoint. Raises `ValueError` if the text names none of them.
    """
    keys = node_keys(graph)
    if not text.startswith("∂"):
        node = graph.node(text)
        return {
            "name": text,
            "kind": "values",
            "index": graph.nodes.index(node),
            "class": f"val-{keys[node]}",
            "prefix": "",
        }
    top, slash, bottom = text.partition("/")
    if not slash or not bottom.startswith("∂"):
        raise ValueError(f"A quiz asks for a node such as 'c' or a derivative such as '∂e/∂b', not {text!r}.")
    of, wrt = graph.node(top[1:]), graph.node(bottom[1:])
    asked = {"name": text, "prefix": f"{text} ="}
    if of is shown:
        place = {"index": graph.nodes.index(wrt), "of": graph.nodes.index(of), "class": f"adj-{keys[wrt]}"}
        return {**asked, "kind": "adjoints", **place}
    if all(edge.parent is not wrt for edge in graph.edges_into[of]):
        mend = (
            f"show adjoints, with of={top[1:]!r}"
            if shown is None
            else f"the adjoints shown are those of {graph.names[shown]}"
        )
        raise ValueError(
            f"{text!r} stands nowhere on the drawing: no edge runs from {bottom[1:]} to {top[1:]}; {mend}."
        )
    edge = graph.edge(wrt, of)
    key = f"part-{keys[wrt]}-{keys[of]}-{edge.slot}"
    return {**asked, "kind": "partials", "index": graph.edges.index(edge), "class": key}
