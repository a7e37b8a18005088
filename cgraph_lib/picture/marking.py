"""From a view to marks: what each card, tab and edge says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from cgraph_lib.graph import Edge, Graph, Node, as_graph
from cgraph_lib.notation import constant_partial, display_name, formula, partial_formula, shorten
from cgraph_lib.numerals import fill
from cgraph_lib.picture.block_words import block_sizes
from cgraph_lib.picture.blocks import Block, Item, Scene
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.marks import LONGEST_LINE, EdgeMark, NodeMark, RegionMark, TabMark, brief
from cgraph_lib.picture.style import NORMAL
from cgraph_lib.picture.view import View
from cgraph_lib.progress import Progress
from cgraph_lib.results import ByNode
from cgraph_lib.sentences import UNFINISHED
from cgraph_lib.words import shown_value

_KEY_LENGTH = 40
_SYMMETRIC = {"add", "multiply", "max", "min"}  # their operands may stand in any order; so fewer wires cross


def node_keys(graph: Graph) -> dict[Node, str]:
    """Return for each node a key of letters, digits, `_` and `-`, unique in the graph: its name where that will do."""
    keys = {}
    for i, node in enumerate(as_graph(graph).nodes):
        name = graph.names[node]
        plain = _plain(name)
        keys[node] = plain if plain and plain == name else f"{plain}-{i}"
    return keys


def node_marks(graph: Graph, scene: Scene, view: View) -> list[NodeMark]:
    """Return the cards of a view: of nodes, and of closed groups."""
    keys, index = item_keys(graph, scene), {node: i for i, node in enumerate(graph.nodes)}
    longest = max((display_name(graph, node) for node in scene.nodes), key=len, default="")
    return [
        _block_mark(graph, item, keys[item], view, longest)
        if isinstance(item, Block)
        else _node_mark(graph, item, keys[item], index[item], view, longest)
        for item in scene.items
    ]


def item_keys(graph: Graph, scene: Scene) -> dict[Item, str]:
    """Return the keys of all that is drawn: those of nodes, and `group-0-name` for closed groups."""
    keys: dict[Item, str] = dict(node_keys(graph).items())
    return keys | {block: _group_key(graph, block.name) for block in scene.blocks}


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "", name)[:_KEY_LENGTH]


def _block_mark(graph: Graph, block: Block, key: str, view: View, longest: str) -> NodeMark:
    """Return the card of a closed group. With a single result it shows that one's numbers."""
    shown = block.results[0] if len(block.results) == 1 else None
    states = ["active"] * (view.active in block.nodes) + ["reads"] * bool({*view.reads} & {*block.nodes})
    tabs = {} if shown is None else _tabs(graph, shown, view, longest)
    return NodeMark(
        key,
        -1,
        "group output" if graph.output in block.nodes else "group",
        tuple(states),
        (shorten(block.title),),
        "" if shown is None else shown_value(graph, shown, view.values, brief),
        tabs.get("adj"),
        tabs.get("tan"),
        sizes=tuple(block_sizes(graph, block, view.values)),
        group=block.name,
        value_key="" if shown is None else node_keys(graph)[shown],
        valued=shown is not None,
        regions=_regions(graph, block.name.rpartition("/")[0]),
    )


def _node_mark(graph: Graph, node: Node, key: str, index: int, view: View, longest: str) -> NodeMark:
    kind = "constant" if node.constant is not None else "input" if node.is_input else "op"
    if node is graph.output and kind == "op":
        kind = "output"
    states = ["active"] * (node is view.active) + ["reads"] * (node in view.reads)
    tabs = {} if kind == "constant" else _tabs(graph, node, view, longest)
    value = shown_value(graph, node, view.values, brief)
    ordered = node.op is not None and node.op.name not in _SYMMETRIC
    return NodeMark(
        key,
        index,
        kind,
        tuple(states),
        _formula(graph, node),
        value,
        tabs.get("adj"),
        tabs.get("tan"),
        ordered,
        regions=_regions(graph, node.group),
    )


def _regions(graph: Graph, name: str) -> tuple[RegionMark, ...]:
    """Return the opened groups around something in a group of that name, the outermost first."""
    names = itertools.accumulate(name.split("/"), "{}/{}".format) if name else ()
    return tuple(RegionMark(_group_key(graph, each), each, shorten(each.rpartition("/")[2])) for each in names)


def _group_key(graph: Graph, name: str) -> str:
    return f"group-{list(graph.groups).index(name)}-{_plain(name.rpartition('/')[2])}"


def _tabs(graph: Graph, node: Node, view: View, longest: str) -> dict[str, TabMark]:
    return {
        css: _tab_mark(graph, node, css, numbers, view, longest)
        for css, numbers in (("adj", view.adjoints), ("tan", view.tangents))
        if numbers is not None
    }


def _formula(graph: Graph, node: Node) -> tuple[str, ...]:
    """Return the formula in one line, or in two if it is long."""
    line = formula(graph, node)
    if node.op is None or text_width(line, NORMAL.formula, "italic") <= LONGEST_LINE:
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
    growing: tuple[str, ...] = (view.growing,) if node is view.active else ()
    if known is not None and not progress.complete:
        growing = (fill(UNFINISHED, {"after": known}, {"number": brief}), "… + …")
    return TabMark(css, top, bottom, known, *progress, growing, widest)


def edge_marks(graph: Graph, scene: Scene, view: View) -> list[EdgeMark]:
    """Return the edges of a view between all that is drawn; those between the same two ends of a group are one."""
    keys, index = item_keys(graph, scene), {edge: i for i, edge in enumerate(graph.edges)}
    drawn = set(scene.items)
    marks: dict[str, EdgeMark] = {}
    for child in graph.nodes:
        for slot, parent in enumerate(child.parents):
            ends = scene.owner[parent], scene.owner[child]
            if ends[0] is ends[1] or not drawn.issuperset(ends):
                continue
            key, edge = f"{keys[ends[0]]}-{keys[ends[1]]}", Edge(parent, child, slot)
            if ends == (parent, child):
                marks[f"{key}-{slot}"] = _edge_mark(graph, edge, f"{key}-{slot}", keys, index.get(edge, -1), view)
            else:
                marks[key] = _joined(marks.get(key), edge, key, (keys[ends[0]], keys[ends[1]]), view)
    return list(marks.values())


def _edge_mark(graph: Graph, edge: Edge, key: str, keys: Mapping[Item, str], index: int, view: View) -> EdgeMark:
    fixed = edge.parent.constant is not None
    known = None if view.partials is None else view.partials.get(edge)
    return EdgeMark(
        key,
        index,
        keys[edge.parent],
        keys[edge.child],
        _edge_states(edge, view),
        fixed=fixed,
        rule="" if fixed else partial_formula(graph, edge),
        number=known,
        numbered=view.partials is not None and not fixed,
        constant=constant_partial(graph, edge),
    )


def _edge_states(edge: Edge, view: View) -> tuple[str, ...]:
    return ("lit",) * (edge == view.lit) + ("path",) * (edge in view.path)


def _joined(mark: EdgeMark | None, edge: Edge, key: str, ends: tuple[str, str], view: View) -> EdgeMark:
    """Return one edge for all that run to or from a closed group: it has no partial of its own."""
    states = (*(mark.states if mark else ()), *_edge_states(edge, view))
    return EdgeMark(key, -1, *ends, tuple(dict.fromkeys(states)), joined=True)
