"""Remarks on numbers that need one: why a value is infinite or no number, and where a partial is only a convention."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.kinks import compared
from cgraph_lib.notation import numbers_template, operand_numbers, partial_name, right_side
from cgraph_lib.numerals import Template, fill
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Step

REASONS = {
    "nan operand": "An operand is not a number already.",
    "undefined": "It has no definite real value.",
    "infinite operand": "An operand is infinite already.",
    "log": "The logarithm falls without bound as its operand nears 0.",
    "division": "A division by 0 grows without bound.",
    "overflow": "The result is beyond the largest floating-point number, about 1.8e308.",
}
REMARKS = {
    "number": "{numbers} is {value:number}. {reason}",
    "array": "{operation} is {value:number} in {bad} of {size} places. {reason}",
    "kink": "{operation} has a kink at {x0:number}: {partial} = {multiplier:number} is a convention there, and what is "
    "computed with it need not be the derivative.",
    "tie": "The operands of {operation} are equal: {partial} = {multiplier:number} is a convention there, and what is "
    "computed with it need not be the derivative.",
}
_PASSED_ON = (REASONS["nan operand"], REASONS["infinite operand"])


def remarks(
    graph: Graph, nodes: Iterable[Node], values: ByNode | None, *derivatives: ByNode | ByEdge | None
) -> list[str]:
    """Return the remarks on a picture of some nodes: on their values, and on kinks where derivatives are shown."""
    drawn = list(nodes)
    found = reasons(drawn, values)
    if values is not None and any(numbers is not None for numbers in derivatives):
        known = [node for node in drawn if all(each in values for each in (node, *node.parents))]
        edges = [edge for node in known for edge in graph.edges_into[node]]
        found += [remark for edge in edges if (remark := kink(graph, edge, values))]
    return found


def reasons(nodes: Iterable[Node], values: ByNode | None) -> list[str]:
    """Return a remark for each node at which an infinity or a nan begins; those above pass it on."""
    if values is None:
        return []
    known = [node for node in nodes if node in values and all(parent in values for parent in node.parents)]
    odd = [node for node in known if why(node, values)]
    begun = [node for node in odd if why(node, values) not in _PASSED_ON]
    return [reason(node, values) for node in begun or odd]


def reason(node: Node, values: ByNode) -> str:
    """Return a remark on a node whose value is infinite or no number, or "" if it is an ordinary number.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("y = log(x)")
    >>> reason(graph.output, evaluate(graph, x=0))
    'log(0) is −∞. The logarithm falls without bound as its operand nears 0.'
    """
    because, value = why(node, values), values[node]
    if not because:
        return ""
    if not is_array(value):
        numbers = fill(numbers_template(node), operand_numbers(node, values))
        return fill(REMARKS["number"], {"numbers": numbers, "value": value, "reason": because})
    import numpy

    bad = value[~numpy.isfinite(value)]
    facts = {"value": float(bad[0]), "bad": f"{bad.size:,}", "size": f"{value.size:,}", "reason": because}
    return fill(REMARKS["array"], {"operation": right_side(values.graph, node), **facts})


def why(node: Node, values: ByNode) -> str:
    """Return the reason alone, a sentence: why a node's value is infinite or no number, or ""."""
    if node.op is None:
        return ""
    return _why(node.op.name, [values[parent] for parent in node.parents], values[node])


def why_step(step: Step) -> str:
    """Return the same for a step that accumulates: why its contribution, or the sum, is infinite or no number.

    Where one of the two begins it and the other only passes it on, it is described where it begins.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("y = 0 * log(x)")
    >>> why_step(reverse_trace(graph, evaluate(graph, x=0))[-1].step)
    'It has no definite real value.'
    """
    found = [_why("multiply", [step.factor, step.partial], step.contribution)]
    if step.before is not None:
        found.append(_why("add", [step.before, step.contribution], step.after))
    reasons = [because for because in found if because]
    begun = [because for because in reasons if because not in _PASSED_ON]
    return (begun or reasons or [""])[0]


def _why(op: str, operands: list[Any], value: Any) -> str:
    if is_array(value) or any(map(is_array, operands)):
        operands, value = _first_not_finite(operands, value)
    return "" if math.isfinite(value) else REASONS[_reason(op, operands, value)]


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


def kink(graph: Graph, edge: Edge, values: ByNode) -> str:
    """Return a remark on an edge whose partial is only a convention, at a kink or a tie, or "" elsewhere.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("y = relu(x)")
    >>> print(kink(graph, graph.edges[0], evaluate(graph, x=0)).partition(", and")[0])
    relu has a kink at 0: ∂y/∂x = 0 is a convention there
    """
    op = edge.child.op
    assert op is not None
    numbers: dict[Any, Any] = operand_numbers(edge.child, values)
    if any(map(is_array, numbers.values())):
        return ""
    if all(numbers.get(left, left) != numbers.get(right, right) for left, right in compared(op)):
        return ""
    convention = op.partial_functions[edge.slot](*map(float, numbers.values()), float(values[edge.child]))
    return fill(kink_template(graph, edge), {**numbers, "multiplier": convention})


def kink_template(graph: Graph, edge: Edge) -> Template:
    """Return the same remark with slots for the operands, `x0` and `x1`, and for the partial, `multiplier`."""
    op = edge.child.op
    assert op is not None
    names = {"operation": op.head, "partial": partial_name(graph, edge)}
    return Template(REMARKS["kink" if op.arity == 1 else "tie"], names)
