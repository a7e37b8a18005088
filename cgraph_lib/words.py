"""Nodes, edges and whole pictures in words."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from cgraph_lib.dialects import UNICODE, simplify, substitute, write
from cgraph_lib.expression import Expression, Name, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.numerals import WIDEST_NUMBER, Slot, Template, fill, number
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByEdge, ByNode

LONGEST_NAME = 18
_SLOT = 0xE000  # private characters mark the slots while an expression is written

LABELS = replace(UNICODE, number=number)


def short(name: str) -> str:
    """Return a name as it is shown: cut in the middle if it is too long for a box, `?` for what cannot be printed."""
    name = "".join(character if character.isprintable() else "?" for character in name)
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 7]}…{name[-6:]}"


def _leaf(graph: Graph, node: Node) -> Expression:
    if graph.names[node]:
        return Name(short(graph.names[node]))
    return Name(number(node.constant)) if is_array(node.constant) else Number(node.constant)


def formula(graph: Graph, node: Node) -> str:
    """Return how a node is computed, with its name: `c = a + b`; a leaf is told by its name alone.

    >>> from cgraph_lib import parse
    >>> graph = parse("c = a + b; e = c * c")
    >>> [formula(graph, node) for node in graph.nodes]
    ['a', 'b', 'c = a + b', 'e = c · c']
    """
    name = short(graph.names[node])
    if node.op is None:
        return name or number(node.constant)
    return f"{name} = {right_side(graph, node)}"


def right_side(graph: Graph, node: Node) -> str:
    """Return the operation of a node over its operands' names: `a + b`."""
    assert node.op is not None
    return write(node.op.applied(tuple(_leaf(graph, parent) for parent in node.parents)), LABELS)


def numbers_template(node: Node) -> Template:
    """Return the operation of a node with slots for its operands' values: `{x} + {y}`; constants stand as they are."""
    assert node.op is not None
    slots = [chr(_SLOT + i) for i in range(len(node.parents))]
    leaves = tuple(
        Name(mark) if parent.constant is None or is_array(parent.constant) else Number(parent.constant)
        for parent, mark in zip(node.parents, slots, strict=True)
    )
    text = write(node.op.applied(leaves), LABELS)
    parts: list[str | Slot] = []
    for i, piece in enumerate(re.split(f"([{''.join(slots)}])", text)):
        if i % 2 == 0:
            parts.append(piece)
        else:  # brackets around a negative number, unless the notation has put some already
            bracketed = node.op.head.isalpha() or str(parts[-1]).endswith("(")
            parts.append(Slot(f"operand {ord(piece) - _SLOT}", "number" if bracketed else "operand"))
    return tuple(part for part in parts if part)


def with_numbers(node: Node, values: ByNode) -> str:
    """Return the operation of a node with its operands' values put in: `2 + 1`."""
    return fill(numbers_template(node), operand_numbers(node, values))


def operand_numbers(node: Node, values: ByNode) -> dict[str, Any]:
    """Return the numbers for the slots of `numbers_template`."""
    return {f"operand {i}": values[parent] for i, parent in enumerate(node.parents)}


def partial_name(graph: Graph, edge: Edge) -> str:
    """Return the name of an edge's partial, `∂e/∂c`; among parallel edges it tells the slot.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x * x")
    >>> [partial_name(graph, edge) for edge in graph.edges]
    ['∂y/∂x (slot 0)', '∂y/∂x (slot 1)']
    """
    name = derivative_name(graph, edge.child, edge.parent)
    parallel = [other for other in graph.edges_into[edge.child] if other.parent is edge.parent]
    return f"{name} (slot {edge.slot})" if len(parallel) > 1 else name


def derivative_name(graph: Graph, of: Node, wrt: Node) -> str:
    """Return `∂e/∂b`."""
    return f"∂{short(graph.names[of])}/∂{short(graph.names[wrt])}"


def partial_formula(graph: Graph, edge: Edge) -> str:
    """Return the rule behind an edge's partial in the graph's names, `d` for ∂(c · d)/∂c; "" if it is a number.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x ** 3")
    >>> partial_formula(graph, graph.edge("x", "y"))
    '3 · x²'
    """
    child = edge.child
    assert child.op is not None
    leaves = dict(zip("xy", (_leaf(graph, parent) for parent in child.parents), strict=False))
    names = {**leaves, "v": Name(short(graph.names[child]))}
    expression = simplify(substitute(child.op.partials[edge.slot], names))
    return "" if isinstance(expression, Number) else write(expression, LABELS)


def value_line(graph: Graph, node: Node, values: ByNode | None) -> str:
    """Return a node with its value: `c = a + b = 3`."""
    line, value = formula(graph, node), shown_value(graph, node, values)
    return f"{line} = {value}" if value else line


def shown_value(graph: Graph, node: Node, values: ByNode | None) -> str:
    """Return a node's value as a box shows it: "" if it is not computed yet; a named constant is always known."""
    if not graph.names[node]:
        return ""
    if node.constant is not None:
        return number(node.constant)
    return number(values[node]) if values is not None and node in values else ""


def partial_line(graph: Graph, edge: Edge, partials: ByEdge | None) -> str:
    """Return a partial with its rule and number: `∂e/∂c = d = 2`; without its number it is not computed yet."""
    if partials is None or edge not in partials:
        return ""
    rule = partial_formula(graph, edge)
    middle = f" = {rule}" if rule else ""
    return f"{partial_name(graph, edge)}{middle} = {number(partials[edge])}"


def widest_partial_line(graph: Graph, edge: Edge) -> str:
    """Return the longest text that `partial_line` can come to."""
    rule = partial_formula(graph, edge)
    return f"{partial_name(graph, edge)}{f' = {rule}' if rule else ''} = {WIDEST_NUMBER}"


def table(
    graph: Graph,
    nodes: list[Node],
    values: ByNode | None = None,
    partials: ByEdge | None = None,
    tangents: ByNode | None = None,
    adjoints: ByNode | None = None,
    sentence: str = "",
) -> str:
    """Return all that a picture shows as lines of text: nodes with their numbers, then partials, then a sentence."""
    lines = []
    left = [value_line(graph, node, values) for node in nodes]
    width = max(map(len, left), default=0)
    for node, line in zip(nodes, left, strict=True):
        beside = []
        if tangents is not None and node in tangents and tangents.of is not None:
            beside.append(f"{derivative_name(graph, node, tangents.of)} = {number(tangents[node])}")
        if adjoints is not None and node in adjoints and adjoints.of is not None:
            beside.append(f"{derivative_name(graph, adjoints.of, node)} = {number(adjoints[node])}")
        lines.append(f"{line:<{width}}   {'   '.join(beside)}".rstrip())
    drawn = set(nodes)
    edges = [edge for edge in graph.edges if edge.parent in drawn and edge.child in drawn]
    lines += [line for edge in edges if (line := partial_line(graph, edge, partials))]
    return "\n".join([*lines, sentence] if sentence else lines)


def reasons(nodes: list[Node], values: ByNode | None) -> list[str]:
    """Return one sentence for each node at which an infinity or a nan begins; those above pass it on."""
    if values is None:
        return []
    known = [node for node in nodes if node in values and all(parent in values for parent in node.parents)]
    odd = [node for node in known if why(node, values)]
    begun = [node for node in odd if why(node, values) not in _PASSED_ON]
    return [f"{reason(node, values)}." for node in begun or odd]


def reason(node: Node, values: ByNode) -> str:
    """Return a sentence on a node whose value is infinite or no number, or "" if it is an ordinary number.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("y = log(x)")
    >>> reason(graph.output, evaluate(graph, x=0))
    'log(0) is −∞: the logarithm falls without bound as its operand nears 0'
    """
    because, value = why(node, values), values[node]
    if not because or not is_array(value):
        return f"{with_numbers(node, values)} is {number(value)}: {because}" if because else ""
    import numpy

    bad = value[~numpy.isfinite(value)]
    places = f"{bad.size:,} of {value.size:,} places"
    return f"{right_side(values.graph, node)} is {number(float(bad[0]))} in {places}: {because}"


REASONS = {
    "nan operand": "an operand is not a number already",
    "undefined": "it has no definite real value",
    "infinite operand": "an operand is infinite already",
    "log": "the logarithm falls without bound as its operand nears 0",
    "division": "a division by 0 grows without bound",
    "overflow": "the result is beyond the largest floating-point number, about 1.8e308",
}


_PASSED_ON = (REASONS["nan operand"], REASONS["infinite operand"])


def why(node: Node, values: ByNode) -> str:
    """Return the reason alone: why a node's value is infinite or no number, or ""."""
    if node.op is None:
        return ""
    operands, value = [values[parent] for parent in node.parents], values[node]
    if is_array(value) or any(map(is_array, operands)):
        operands, value = _first_not_finite(operands, value)
    return "" if math.isfinite(value) else REASONS[_reason(node.op.name, operands, value)]


def _first_not_finite(operands: list[Any], value: Any) -> tuple[list[float], float]:
    """Return one number of each array: those at the first place where the value is not finite, if there is one."""
    import numpy

    flat = numpy.ravel(value)
    places = numpy.flatnonzero(~numpy.isfinite(flat))
    if not len(places):
        return [], 0.0
    try:
        at_place = [numpy.broadcast_to(each, numpy.shape(value)).flat[places[0]] for each in operands]
    except ValueError:  # an operation on whole arrays: any number that is not finite, else any at all
        at_place = [min(numpy.ravel(each), key=numpy.isfinite, default=0.0) for each in operands]
    return [float(x) for x in at_place], float(flat[places[0]])


def _reason(op: str, operands: list[float], value: float) -> str:
    if any(x != x for x in operands):
        return "nan operand"
    if value != value:
        return "undefined"
    if any(math.isinf(x) for x in operands):
        return "infinite operand"
    if op == "log":
        return "log"
    return "division" if 0.0 in operands else "overflow"
