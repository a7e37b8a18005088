"""What a step did, in words. Each sentence is a template with slots for its numbers."""

from __future__ import annotations

from typing import Any

from cgraph_lib.graph import Node
from cgraph_lib.numerals import Slot, Template, fill
from cgraph_lib.trace import Moment, Step, Trace
from cgraph_lib.words import (
    derivative_name,
    formula,
    numbers_template,
    operand_numbers,
    partial_name,
    short,
    why,
)

GROWTH: Template = (Slot("before"), " + ", Slot("contribution", "operand"), " = ", Slot("after"))


def sentence(moment: Moment) -> str:
    """Return what the last step did, in one or two sentences.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> print(sentence(reverse_trace(graph, evaluate(graph, a=2, b=1))[-1]))
    From c to b: ∂e/∂c · ∂c/∂b = 2 · 1 = 2. It adds to the sum at b: ∂e/∂b = 3 + 2 = 5.
    """
    trace, step = moment.trace, moment.step
    said = fill(template(trace, step), step_numbers(trace, step))
    reason = why(step.node, trace.values) if step and step.kind == "compute" and trace.values else ""
    return f"{said[:-1]}: {reason}." if reason else said


def template(trace: Trace, step: Step | None) -> Template:
    """Return the sentence for a step (`None` for the start) with slots for its numbers."""
    if step is None:
        if trace.quantity == "value":
            return ("Nothing is computed yet.",)
        return (f"The values and partials are known; no {trace.quantity} is computed yet.",)
    name = short(trace.graph.names[step.node])
    if step.kind == "given":
        return (f"{name} is an input; its value is given: ", Slot("after"), ".")
    if step.kind == "compute":
        return (f"{formula(trace.graph, step.node)} = ", *numbers_template(step.node), " = ", Slot("after"), ".")
    if step.kind == "seed":
        same = derivative_name(trace.graph, step.node, step.node)
        return (f"The seed: {same} = 1, for {name} changes exactly as much as itself.",)
    return _accumulation(trace, step)


def _accumulation(trace: Trace, step: Step) -> Template:
    graph, edge, of = trace.graph, step.edge, trace.of
    assert edge is not None and of is not None

    def derivative(node: Node) -> str:
        return derivative_name(graph, *((of, node) if trace.quantity == "adjoint" else (node, of)))

    source = edge.child if trace.quantity == "adjoint" else edge.parent
    names = [short(graph.names[node]) for node in (source, step.node)]
    product: Template = (
        f"From {names[0]} to {names[1]}: {derivative(source)} · {partial_name(graph, edge)} = ",
        *(Slot("factor", "operand"), " · ", Slot("partial", "operand"), " = ", Slot("contribution")),
    )
    total = derivative(step.node)
    if step.before is None:
        return (*product, f". It is the first contribution to {total}, now ", Slot("after"), ".")
    return (*product, f". It adds to the sum at {names[1]}: {total} = ", *GROWTH, ".")


def step_numbers(trace: Trace, step: Step | None) -> dict[str, Any]:
    """Return the numbers for the slots of `template`."""
    if step is None:
        return {}
    if step.kind == "compute":
        assert trace.values is not None
        return {"after": step.after, **operand_numbers(step.node, trace.values)}
    if step.kind != "accumulate":
        return {"after": step.after}
    numbers = {"before": step.before, "after": step.after, "factor": step.factor, "partial": step.partial}
    return {**numbers, "contribution": step.contribution}


def growth(step: Step) -> str:
    """Return the sum at a node with its newest contribution, `3 + 2 = 5`; "" while there is only one."""
    if step.kind != "accumulate" or step.before is None:
        return ""
    return fill(GROWTH, {"before": step.before, "contribution": step.contribution, "after": step.after})


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
