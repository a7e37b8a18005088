"""What stands on the card of a closed group, and its description in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cgraph_lib.graph import Graph, Node
from cgraph_lib.notation import display_name
from cgraph_lib.numerals import Template, fill, number
from cgraph_lib.ops import is_array
from cgraph_lib.picture.blocks import Block
from cgraph_lib.picture.view import View
from cgraph_lib.results import ByNode
from cgraph_lib.words import derivative_line, shown_value

LINES = {
    "size": "{count} nodes",
    "one": "1 node",
    "results": "{count} nodes → {results}",
    "closed": "{name}, a closed group of {size}: {results}",
}
_MOST_NAMES = 2


def block_sizes(graph: Graph, block: Block, values: ByNode | None) -> Iterator[str]:
    """Yield the small lines on the card: how many nodes there are and what comes out, then the arrays kept inside."""
    names = _listed([display_name(graph, node) for node in block.results])
    yield fill(Template(LINES["results"], {"count": f"{len(block.nodes):,}", "results": names}))
    arrays = [node for node in block.nodes if node.is_input and values is not None and is_array(values.get(node))]
    if arrays:
        assert values is not None
        yield _listed([f"{display_name(graph, node)} {_shape(values[node])}" for node in arrays])


def block_lines(graph: Graph, blocks: Sequence[Block], view: View) -> Iterator[str]:
    """Yield a line of words for each closed group, with the numbers of what comes out of it."""
    for block in blocks:
        size = fill(
            LINES["one"] if len(block.nodes) == 1 else Template(LINES["size"], {"count": f"{len(block.nodes):,}"})
        )
        results = "; ".join(_result(graph, node, view) for node in block.results)
        yield fill(Template(LINES["closed"], {"name": block.name, "size": size, "results": results}))


def _result(graph: Graph, node: Node, view: View) -> str:
    value = shown_value(graph, node, view.values)
    parts = [f"{display_name(graph, node)} = {value}" if value else display_name(graph, node)]
    so_far = (view.progress or {}).get(node)
    for numbers, up in ((view.tangents, True), (view.adjoints, False)):
        if numbers is not None and node in numbers and numbers.of is not None:
            of, wrt = (node, numbers.of) if up else (numbers.of, node)
            parts.append(derivative_line(graph, of, wrt, numbers[node], so_far))
    return ", ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])])


def _shape(array: object) -> str:
    return number(array).removeprefix("array ")
