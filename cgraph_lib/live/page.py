"""What the page needs for a live picture: its code and style, the graph as data, the drawings, words with slots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from cgraph_lib.dialects import CODE, FAST
from cgraph_lib.exact import NO_FRACTION
from cgraph_lib.expression import Call, Expression, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.kinks import compared
from cgraph_lib.live.bundle import bundle, parse_module
from cgraph_lib.live.share import PHRASES as SHARE_PHRASES
from cgraph_lib.notation import (
    display_name,
    edge_name,
    formula,
    numbers_template,
    partial_formula,
    partial_name,
    right_side,
)
from cgraph_lib.picture import Picture, View, node_keys, render, renders
from cgraph_lib.picture.drawing import ROOMS
from cgraph_lib.picture.look import look_rules
from cgraph_lib.picture.palette import variables
from cgraph_lib.program import as_data, browser_array_operations, browser_operations, listing
from cgraph_lib.remarks import REASONS, kink_template
from cgraph_lib.straight_line import identifiers
from cgraph_lib.trace_table import CELLS

PHRASES: dict[str, str] = {
    "drawing": "The graph. Arrow keys move an input; Enter types its number.",
    "failed": "The live picture has failed; this is the still one.",
    "node": "{formula}. Value {value:number}.",
    "node_blank": "{formula}. Value not computed yet.",
    "derivative": "d {top} by d {bottom} is {sum:number}.",
    "sum_so_far": "d {top} by d {bottom} is not finished: so far {sum:number}, {received} of {expected} edges.",
    "edge": "Edge {ends}: {name} = {partial:number}.",
    "edge_rule": "Edge {ends}: {name} = {rule} = {partial:number}.",
    "edge_blank": "Edge {ends}: {name} is not shown.",
    "open_group": "Group {name}, closed. Open it.",
    "close_group": "Group {name}, open. Close it.",
    "type_number": "number for {name}",
    "unread": "Type a number, such as 2, −0.5 or 1/3.",
    "zoom": "zoom",
    "zoom_in": "larger",
    "zoom_out": "smaller",
    "zoom_reset": "fit the drawing to its frame",
    "view_table": "Trace table",
    "view_code": "The same as code",
    "view_formula": "The formula, with numbers put in",
    "formula_long": "Written out, the formula is too long; the table names every part of it.",
    "table_values": "Values",
    "table_sums": "Contributions and their sums",
    **{f"exact_{key}": sentence for key, sentence in NO_FRACTION.items()},
    **{f"table_{name}": CELLS[name] for name in ("product", "seed", "only", "first", "next", "last")},
}
# Where a page says which theme it has: JupyterLab, VS Code, Colab, sites made by Sphinx.
_THEMES = {
    "light": ('[data-jp-theme-light="true"]', '[data-vscode-theme-kind="vscode-light"]', '[data-theme="light"]'),
    "dark": (
        '[data-jp-theme-light="false"]',
        '[data-vscode-theme-kind="vscode-dark"]',
        '[data-theme="dark"]',
        '[theme="dark"]',
    ),
}


def _folder() -> Traversable:
    return files("cgraph_lib") / "live"


@cache
def module_text(entry: str) -> str:
    """Return the code of a kind of live picture as one ES module."""
    return bundle(entry, modules())


@cache
def modules() -> dict[str, str]:
    """Return the text of every module of the page by its name; some are printed from what Python knows."""
    sources = [file for file in _folder().iterdir() if file.name.endswith(".js")]
    written = {file.name.removesuffix(".js"): file.read_text(encoding="utf-8") for file in sources}
    primitives = ", ".join(parse_module("primitives", written["primitives"]).exports)
    calling = f'import {{ {primitives} }} from "./primitives.js";\nexport '
    printed = {"operations": browser_operations(), "array_operations": browser_array_operations()}
    words = {
        "share_label": f"export const LABEL = {embedded(SHARE_PHRASES['share'])};\n",
        "share_words": f"export const PHRASES = {embedded(SHARE_PHRASES)};\n",
    }
    return written | words | {name: f"{calling}{code}\n" for name, code in printed.items()}


@cache
def style_text() -> str:
    """Return the style sheet: the colours of each theme, the look of a drawing, and what only a live picture has."""
    light, dark, paper = (f"{{ {variables(theme)} color-scheme: {theme}; }}" for theme in ("light", "dark", "print"))
    themed = {theme: ", ".join(f"{place} .cglive" for place in places) for theme, places in _THEMES.items()}
    sheets = sorted(file.name for file in _folder().iterdir() if file.name.endswith(".css"))
    own = "\n".join((_folder() / name).read_text(encoding="utf-8") for name in sheets)
    return f"""
.cglive {light}
@media screen and (prefers-color-scheme: dark) {{ .cglive {dark} }}
@media screen {{ {themed["light"]} {light} {themed["dark"]} {dark} }}
@media print {{ .cglive {paper.replace("print", "light")} }}
{look_rules()}
{own}"""


def embedded(data: Any) -> str:
    """Return data as JSON that may stand anywhere in a page: a name such as `<!--<script>` ends nothing there."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def drawings(graph: Graph, view: View) -> list[dict[str, Any]]:
    """Return the drawings that the page chooses from, by the width of its place and by which groups are open.

    Besides the groups as they are, all closed and all open must do where no kernel draws others. The list is empty
    where nothing can draw.
    """
    others = {frozenset(), frozenset(graph.groups)} - {view.opened} if graph.groups else set()
    made = [(view.opened, picture) for picture in renders(graph, view)]
    made += [(opened, render(graph, replace(view, opened=opened), live=True, room=ROOMS[0])) for opened in others]
    return [{"svg": one.svg, "geometry": one.geometry, "opened": sorted(opened)} for opened, one in made if one.svg]


def still(picture: Picture, reason: str) -> dict[str, Any]:
    """Return what the page shows where nothing can live: the picture, or its words, and why."""
    return {"still": picture.svg, "text": picture.text, "note": reason, "phrases": PHRASES}


def scene(graph: Graph, drawn: list[dict[str, Any]], phrases: Mapping[str, str]) -> dict[str, Any]:
    """Return what every live picture needs."""
    keys = node_keys(graph)
    return {
        "program": as_data(graph),
        "drawings": drawn,
        "keys": [keys[node] for node in graph.nodes],
        "names": [display_name(graph, node) for node in graph.nodes],
        "nodes": [_node_words(graph, node) for node in graph.nodes],
        "variables": [i for i, node in enumerate(graph.nodes) if node.constant is None],
        "edges": [_edge_words(graph, edge, keys) for edge in graph.edges],
        "reasons": REASONS,
        "phrases": {**PHRASES, **phrases},
    }


def _node_words(graph: Graph, node: Node) -> dict[str, Any]:
    how = {"template": node.op and numbers_template(node), "right": node.op and right_side(graph, node)}
    return {"formula": formula(graph, node), "named": bool(graph.names[node]), "group": node.group, **how}


def _edge_words(graph: Graph, edge: Edge, keys: dict[Node, str]) -> dict[str, Any]:
    sides = sorted(compared(edge.child.op)) if edge.child.op else []
    return {
        "key": f"{keys[edge.parent]}-{keys[edge.child]}-{edge.slot}",
        "name": partial_name(graph, edge),
        "rule": partial_formula(graph, edge),
        "ends": edge_name(graph, edge),
        "kink": {"sides": sides, "template": kink_template(graph, edge)} if sides else None,
    }


def views(graph: Graph, kinds: Iterable[str]) -> dict[str, Any]:
    """Return the views beside a drawing, and the listing if it is one of them."""
    chosen = list(kinds)
    return {"views": chosen, "listing": _listing(graph) if "code" in chosen else []}


def _listing(graph: Graph) -> list[dict[str, Any]]:
    """Return the lines of a graph's listing: which node each computes, and which of its contributions it adds."""
    names = {name: i for i, name in enumerate(identifiers(graph, {*FAST.functions, *CODE.functions}).values())}
    seen: dict[str, int] = {}
    lines = []
    for text in listing(graph, condensed=False).splitlines():
        target = re.match(r"\s*(adj_)?(\w+) = ", text)
        node = names.get(target[2]) if target else None
        nth = None
        if target and target[1] and node is not None:
            nth = seen[target[2]] = seen.get(target[2], 0) + 1
        lines.append({"text": text, "node": node, "nth": nth})
    return lines


def exact_rules(graph: Graph, exact: bool) -> dict[str, Any]:
    """Return the rules of a graph's operations as data, by which the page computes in fractions, if it is to do so."""
    ops = {node.op for node in graph.nodes if node.op} if exact else set()
    rules = {op.name: {"value": _tree(op.formula), "partials": [_tree(rule) for rule in op.partials]} for op in ops}
    return {"rules": rules} if exact else {}


def _tree(rule: Expression) -> Any:
    match rule:
        case Call(head, args):
            return [head, *map(_tree, args)]
        case Number(value):
            return value
    return rule.name


def choice_to_page(chosen: Node | Edge | None, me: Any) -> dict[str, int] | None:
    """Return what a reader has chosen, as the page knows it: by its place in the graph."""
    if chosen is None:
        return None
    return (
        {"edge": me.graph.edges.index(chosen)} if isinstance(chosen, Edge) else {"node": me.graph.nodes.index(chosen)}
    )


def choice_from_page(sent: dict[str, int] | None, me: Any) -> Any:
    """Return the node or edge that the page says was chosen."""
    if not sent:
        return None
    return me.graph.edges[sent["edge"]] if "edge" in sent else me.graph.nodes[sent["node"]]
