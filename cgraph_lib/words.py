"""A picture in words: a line for each node with its numbers, a line for each partial."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import derivative_name, formula, partial_equation
from cgraph_lib.numerals import Template, fill, number
from cgraph_lib.progress import Progress
from cgraph_lib.results import ByEdge, ByNode

LINES = {
    "derivative": "{derivative} = {sum:number}",
    "unfinished": "{derivative}: so far {sum:number}, {received:number} of {expected:number} edges",
}


def value_line(graph: Graph, node: Node, values: ByNode | None) -> str:
    """Return a node with its value: `c = a + b = 3`."""
    line, value = formula(graph, node), shown_value(graph, node, values)
    return f"{line} = {value}" if value else line


def shown_value(graph: Graph, node: Node, values: ByNode | None, write: Callable[[Any], str] = number) -> str:
    """Return a node's value as a box shows it: "" if it is not computed yet; a named constant is always known."""
    value = node.constant if values is None else values.get(node, node.constant)
    return write(value) if value is not None and graph.names[node] else ""


def derivative_line(graph: Graph, of: Node, wrt: Node, result: Any, progress: Progress | None = None) -> str:
    """Return a derivative with its number; a sum that is not complete yet is written as such, never as the derivative.

    >>> from cgraph_lib import parse
    >>> graph = parse("e = a + b")
    >>> derivative_line(graph, graph.output, graph.node("b"), 1.0)
    'de/db = 1'
    >>> derivative_line(graph, graph.output, graph.node("b"), 3.0, Progress(1, 2))
    'de/db: so far 3, 1 of 2 edges'
    """
    names = {"derivative": derivative_name(graph, of, wrt)}
    if progress is None or progress.complete:
        return fill(Template(LINES["derivative"], names), {"sum": result})
    return fill(Template(LINES["unfinished"], names), {"sum": result, **progress._asdict()})


def partial_line(graph: Graph, edge: Edge, partials: ByEdge | None) -> str:
    """Return a partial with its rule and number: `∂e/∂c = d = 2`; without its number it is not computed yet."""
    if partials is None or edge not in partials:
        return ""
    return f"{partial_equation(graph, edge)} = {number(partials[edge])}"


def table(
    graph: Graph,
    nodes: list[Node],
    values: ByNode | None = None,
    partials: ByEdge | None = None,
    tangents: ByNode | None = None,
    adjoints: ByNode | None = None,
    sentence: str = "",
    progress: Mapping[Node, Progress] | None = None,
) -> str:
    """Return all that a picture shows as lines of text: nodes with their numbers, then partials, then a sentence.

    `progress` says which of the derivatives are sums that are not complete yet.
    """
    left = [value_line(graph, node, values) for node in nodes]
    width = max(map(len, left), default=0)
    lines = []
    for node, line in zip(nodes, left, strict=True):
        so_far = (progress or {}).get(node)
        beside = []
        if tangents is not None and node in tangents and tangents.of is not None:
            beside.append(derivative_line(graph, node, tangents.of, tangents[node], so_far))
        if adjoints is not None and node in adjoints and adjoints.of is not None:
            beside.append(derivative_line(graph, adjoints.of, node, adjoints[node], so_far))
        lines.append(f"{line:<{width}}   {'   '.join(beside)}".rstrip())
    drawn = set(nodes)
    edges = [edge for edge in graph.edges if edge.parent in drawn and edge.child in drawn]
    lines += [line for edge in edges if (line := partial_line(graph, edge, partials))]
    return "\n".join([*lines, sentence] if sentence else lines)
