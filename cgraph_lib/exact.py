"""A run in exact fractions: the same steps by the same rules, where + − · / and whole powers are all there is."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from cgraph_lib.errors import CgraphError
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, formula, partial_equation
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Step, Trace, as_trace

MOST_DIGITS = 40
_MOST_BITS = 140  # of a number of this many digits, at the least
_LARGEST_DENOMINATOR = 10**6
NO_FRACTION = {
    "function": "{where} has no exact fraction, for {function} of a fraction need not be one; leave out exact=True.",
    "exponent": "{where} has no exact fraction, for the exponent {exponent} is not whole; leave out exact=True.",
    "none": "{name} is {value}, which is no fraction.",
    "zero": "{where} has no exact fraction, for it divides by 0; leave out exact=True.",
    "digits": "{where} has more than {digits} digits as a fraction; leave out exact=True.",
}


class ExactError(CgraphError):
    """A number that is no fraction, or one too long to be read."""


def exact_trace(trace: Trace) -> Trace:
    """Return the trace with every number as a `Fraction`.

    A float stands for the simplest fraction that it is nearest to: 0.1 for 1/10, and 1 / 3 for 1/3.

    Raises `ExactError` where an operation leaves the fractions, as exp, a division by 0 or a root do, for infinities,
    nan and arrays, and for fractions of more than 40 digits; and `WrongTypeError` for what is not a trace.

    >>> from cgraph_lib import evaluation_trace, parse
    >>> exact_trace(evaluation_trace(parse("c = a / b; d = c + 1 / 6"), a=1, b=3)).final.by_name()["d"]
    Fraction(1, 2)
    """
    trace = as_trace(trace)
    if trace.values is None:
        raise ExactError("This trace does not hold its values; make it with a function of cgraph_lib.")
    graph, values = trace.graph, _exact_values(trace.graph, trace.values)
    if trace.quantity == "value":
        steps = tuple(replace(step, after=values[step.node]) for step in trace.steps)
        start = {node: values[node] for node in trace.start}
        return replace(trace, start=start, steps=steps, values=values)
    partials = exact_partials(graph, values, [step.edge for step in trace.steps if step.edge])
    steps = tuple(_exact_steps(trace, partials))
    start = dict.fromkeys(trace.start, Fraction(0))
    return replace(trace, start=start, steps=steps, values=values, partials=partials)


def exact_partials(graph: Graph, values: ByNode, edges: Iterable[Edge]) -> ByEdge:
    """Return the partials on some edges as fractions, where the `values` are fractions; raises what `exact_trace` does.

    >>> from cgraph_lib import evaluation_trace, parse
    >>> graph = parse("c = a / b")
    >>> values = exact_trace(evaluation_trace(graph, a=1, b=3)).values
    >>> exact_partials(graph, values, graph.edges)["b", "c"]
    Fraction(-1, 9)
    """
    return ByEdge(graph, {edge: _exact_partial(graph, edge, values) for edge in edges})


def as_fraction(value: Any, name: str) -> Fraction:
    """Return the simplest fraction whose nearest float is `value`; raise `ExactError` that names what is none."""
    if isinstance(value, Fraction):
        return value
    if is_array(value):
        raise ExactError("{name} is an array; exact fractions need single numbers.", name=name)
    if value - value != 0:
        raise ExactError(NO_FRACTION["none"], name=name, value=value)
    simple = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return _readable(simple if float(simple) == value else Fraction(repr(float(value))), name)


def _readable(fraction: Fraction, where: str) -> Fraction:
    if max(abs(fraction.numerator), fraction.denominator) >= 10**MOST_DIGITS:
        raise ExactError(NO_FRACTION["digits"], where=where, digits=MOST_DIGITS)
    return fraction


def _exact_values(graph: Graph, floats: ByNode) -> ByNode:
    values: dict[Node, Fraction] = {}
    for node in graph.nodes:
        if node.op is None:
            values[node] = as_fraction(floats[node], display_name(graph, node))
        else:
            operands = dict(zip("xy", (values[parent] for parent in node.parents), strict=False))
            values[node] = _evaluated(node.op.formula, operands, formula(graph, node))
    return ByNode(graph, values)


def _exact_partial(graph: Graph, edge: Edge, values: ByNode) -> Fraction:
    child = edge.child
    assert child.op is not None
    operands = dict(zip("xy", (values[parent] for parent in child.parents), strict=False))
    rule = child.op.partials[edge.slot]
    return _evaluated(rule, {**operands, "v": values[child]}, partial_equation(graph, edge))


def _exact_steps(trace: Trace, partials: Mapping[Edge, Fraction]) -> Iterator[Step]:
    sums: dict[Node, Fraction] = {}
    for step in trace.steps:
        edge = step.edge
        if edge is None:
            sums[step.node] = Fraction(1)
            yield replace(step, after=Fraction(1))
            continue
        factor = sums[edge.child if trace.quantity == "adjoint" else edge.parent]
        before = sums.get(step.node)
        sums[step.node] = _readable((before or 0) + factor * partials[edge], display_name(trace.graph, step.node))
        yield replace(step, before=before, after=sums[step.node], factor=factor, partial=partials[edge])


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent.denominator > 1 or abs(exponent) * (bits - 1) > _MOST_BITS:
        raise ArithmeticError
    return base**exponent.numerator


_ARITHMETIC: dict[str, Callable[..., Any]] = {
    **{"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "neg": operator.neg},
    **{"**": _power, ">": operator.gt, "==": operator.eq, "abs": abs, "max": max, "min": min},
}


def _evaluated(expression: Expression, operands: Mapping[str, Fraction], where: str) -> Fraction:
    """Return the value of a rule of the table of operations; `where` names it in an error."""
    match expression:
        case Number(value):
            return as_fraction(value, where)
        case Name(name):
            return operands[name]
        case Call("@", (left, right)):  # 0 where a factor is 0, even if the other is no fraction
            factor = _evaluated(left, operands, where)
            return factor * _evaluated(right, operands, where) if factor else factor
        case Call(head, args) if head in _ARITHMETIC:
            return _applied(head, [_evaluated(arg, operands, where) for arg in args], where)
    raise ExactError(NO_FRACTION["function"], where=where, function=expression.head)


def _applied(head: str, numbers: list[Fraction], where: str) -> Fraction:
    try:
        result = Fraction(_ARITHMETIC[head](*numbers))
    except ZeroDivisionError:
        raise ExactError(NO_FRACTION["zero"], where=where) from None
    except ArithmeticError:
        key = "exponent" if numbers[1].denominator > 1 else "digits"
        raise ExactError(NO_FRACTION[key], where=where, exponent=numbers[1], digits=MOST_DIGITS) from None
    return _readable(result, where)
