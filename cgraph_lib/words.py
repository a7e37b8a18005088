"""Numbers and sentences. This is the only place that formats a number for a picture or its words."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from cgraph_lib.dialects import UNICODE, simplify, substitute, write
from cgraph_lib.expression import Expression, Name, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Moment, Step, Trace

WIDEST_NUMBER = "−1.2e−300"
LONGEST_NAME = 18
_FEWER_DECIMALS = (100, 10, 1, 0.1, 0.01)


def number(value: Any) -> str:
    """Return a number in at most nine characters: whole numbers in full, others to four digits.

    An array is told by its shape.

    >>> [number(x) for x in (2.0, -0.5, 1 / 3, 59049.0, 1234.5678, 1e-7, float("inf"), float("nan"))]
    ['2', '−0.5', '0.3333', '59049', '1234.6', '1e−7', '∞', 'nan']
    """
    if is_array(value):
        return "array " + "×".join(map(str, value.shape))
    if value != value:
        return "nan"
    size = abs(value)
    if math.isinf(size):
        text = "∞"
    elif size < 1e6 and size == int(size):
        text = f"{size:.0f}"
    elif 1e-3 <= size < 1e6:
        decimals = 1 + sum(size < limit for limit in _FEWER_DECIMALS)
        text = f"{size:.{decimals}f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{size:.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}".replace("-", "−")
    return f"−{text}" if value < 0 else text


def operand(value: Any) -> str:
    """Return a number as it stands inside a sum or product: a negative one in brackets.

    >>> f"3 + {operand(-2.0)}"
    '3 + (−2)'
    """
    return f"({number(value)})" if not is_array(value) and value < 0 else number(value)


LABELS = replace(UNICODE, number=number)


def short(name: str) -> str:
    """Return a name, cut in the middle if it is too long for a box."""
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


def with_numbers(node: Node, values: ByNode) -> str:
    """Return the operation of a node with its operands' values put in: `2 + 1`."""
    assert node.op is not None
    numbers = [values[parent] for parent in node.parents]
    leaves = tuple(Name(number(x)) if is_array(x) else Number(x) for x in numbers)
    return write(node.op.applied(leaves), LABELS)


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
    line = formula(graph, node)
    if values is None or node not in values or not graph.names[node]:
        return line
    return f"{line} = {number(values[node])}"


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
    if values is not None:
        lines += [f"{why}." for node in nodes if node in values and (why := reason(node, values))]
    return "\n".join([*lines, sentence] if sentence else lines)


def growth(step: Step) -> str:
    """Return the sum at a node with its newest contribution, `3 + 2 = 5`; "" while there is only one."""
    if step.kind != "accumulate" or step.before is None:
        return ""
    return f"{number(step.before)} + {operand(step.contribution)} = {number(step.after)}"


def reason(node: Node, values: ByNode) -> str:
    """Return why a node's value is infinite or no number, or "" if it is an ordinary number.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("y = log(x)")
    >>> reason(graph.output, evaluate(graph, x=0))
    'log(0) is −∞: the logarithm falls without bound as its operand nears 0'
    """
    value = values[node]
    if node.op is None or is_array(value) or math.isfinite(value):
        return ""
    operands = [values[parent] for parent in node.parents]
    said = f"{with_numbers(node, values)} is {number(value)}"
    if any(x != x for x in operands):
        return f"{said}: an operand is not a number already"
    if value != value:
        return f"{said}: it has no definite real value"
    if any(math.isinf(x) for x in operands):
        return f"{said}: an operand is infinite already"
    if node.op.name == "log":
        return f"{said}: the logarithm falls without bound as its operand nears 0"
    if 0.0 in operands:
        return f"{said}: a division by 0 grows without bound"
    return f"{said}: the result is beyond the largest floating-point number, about 1.8e308"


def sentence(moment: Moment) -> str:
    """Return what the last step did, in one or two sentences.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> print(sentence(reverse_trace(graph, evaluate(graph, a=2, b=1))[-1]))
    From c to b: ∂e/∂c · ∂c/∂b = 2 · 1 = 2. It adds to the sum at b: ∂e/∂b = 3 + 2 = 5.
    """
    trace, step = moment.trace, moment.step
    if step is None:
        return _opening(trace)
    graph, name = trace.graph, short(trace.graph.names[step.node])
    if step.kind == "given":
        return f"{name} is an input; its value is given: {number(step.after)}."
    if step.kind == "compute":
        assert trace.values is not None
        why = reason(step.node, trace.values)
        line = f"{formula(graph, step.node)} = {with_numbers(step.node, trace.values)} = {number(step.after)}."
        return f"{line} {why[0].upper()}{why[1:]}." if why else line
    if step.kind == "seed":
        same = derivative_name(graph, step.node, step.node)
        return f"The seed: {same} = 1, for {name} changes exactly as much as itself."
    return _accumulation(trace, step)


def _opening(trace: Trace) -> str:
    if trace.quantity == "value":
        return "Nothing is computed yet."
    return f"The values and partials are known; no {trace.quantity} is computed yet."


def _accumulation(trace: Trace, step: Step) -> str:
    graph, edge, of = trace.graph, step.edge, trace.of
    assert edge is not None and of is not None
    if trace.quantity == "adjoint":
        source, factor, total = edge.child, (of, edge.child), (of, edge.parent)
    else:
        source, factor, total = edge.parent, (edge.parent, of), (edge.child, of)
    names = [short(graph.names[node]) for node in (source, step.node)]
    product = f"{derivative_name(graph, *factor)} · {partial_name(graph, edge)}"
    numbers = f"{operand(step.factor)} · {operand(step.partial)} = {number(step.contribution)}"
    if step.before is None:
        ending = f"It is the first contribution to {derivative_name(graph, *total)}, now {number(step.after)}."
    else:
        ending = f"It adds to the sum at {names[1]}: {derivative_name(graph, *total)} = {growth(step)}."
    return f"From {names[0]} to {names[1]}: {product} = {numbers}. {ending}"


def narrate(trace: Trace) -> str:
    """Return every step of a trace as a numbered line.

    >>> from cgraph_lib import evaluation_trace, parse
    >>> print(narrate(evaluation_trace(parse("c = a + b"), a=2, b=1)))
    0. Nothing is computed yet.
    1. a is an input; its value is given: 2.
    2. b is an input; its value is given: 1.
    3. c = a + b = 2 + 1 = 3.
    """
    return "\n".join(f"{moment.i}. {sentence(moment)}" for moment in trace)
