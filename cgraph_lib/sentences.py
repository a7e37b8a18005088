"""What a step did, in whole sentences. `SENTENCES` holds them all; another language is another such dict."""

from __future__ import annotations

from typing import Any

from cgraph_lib.console import Text
from cgraph_lib.exact import exact_trace
from cgraph_lib.graph import Node
from cgraph_lib.notation import (
    derivative_name,
    display_name,
    formula,
    numbers_template,
    operand_numbers,
    partial_name,
)
from cgraph_lib.numerals import Template, fill
from cgraph_lib.progress import Progress, places
from cgraph_lib.remarks import kink, why, why_step
from cgraph_lib.trace import Moment, Step, Trace, as_trace

SENTENCES = {
    "start value": "Nothing is computed yet.",
    "start constant": "There is nothing to compute: {name} is a constant.",
    "start adjoint": "The values and partials are known; no adjoint is computed yet.",
    "start tangent": "The values and partials are known; no tangent is computed yet.",
    "given": "{name} is an input; its value is given: {after:number}.",
    "compute": "{formula} = {numbers} = {after:number}.",
    "seed": "The seed: {total} = 1, because {name} changes exactly as much as itself.",
    "seed constant": "{name} is a constant: it depends on no input, so every derivative of it is 0.",
    "product": "From {source} to {target}: {derivative} · {partial} = {factor:operand} · {multiplier:operand} = "
    "{contribution:number}.",
    "only": "It is the only contribution to {total}, which is {after:number}.",
    "first": "It is the first of {expected:number} contributions to {total}: so far {after:number}.",
    "next": "It is contribution {received:number} of {expected:number} to {total}: so far "
    "{before:number} + {contribution:operand} = {after:number}.",
    "last": "It is the last of {expected:number} contributions: "
    "{total} = {before:number} + {contribution:operand} = {after:number}.",
}
GROWTH = "{before:number} + {contribution:operand} = {after:number}"
UNFINISHED = "{after:number} + …"


def sentence(moment: Moment) -> str:
    """Return what the last step did, in one or two sentences.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> print(sentence(reverse_trace(graph, evaluate(graph, a=2, b=1))[-1]))
    From c to b: de/dc · ∂c/∂b = 2 · 1 = 2. It is the last of 2 contributions: de/db = 3 + 2 = 5.
    """
    place = places(moment.trace)[moment.i - 1] if moment.i else None
    return _sentence(moment.trace, moment.step, place)


def _sentence(trace: Trace, step: Step | None, place: Progress | None) -> str:
    words = fill(_template(trace, step, place), step_numbers(trace, step))
    remark = step_remark(trace, step) if step else ""
    return f"{words} {remark}" if remark else words


def templates(trace: Trace) -> list[Template]:
    """Return the sentence for the start and for every step, with slots for the numbers of `step_numbers`."""
    steps = zip(trace.steps, places(trace), strict=True)
    return [_template(trace, None, None), *(_template(trace, step, place) for step, place in steps)]


def _template(trace: Trace, step: Step | None, place: Progress | None) -> Template:
    graph = trace.graph
    if step is None or place is None:
        nothing = trace.quantity == "value" and not trace.steps
        key = "start constant" if nothing else f"start {trace.quantity}"
        return Template(SENTENCES[key], {"name": display_name(graph, graph.output)} if nothing else {})
    if step.kind == "accumulate":
        slots = {**edge_slots(trace, step), **place._asdict()}
        return Template(f"{SENTENCES['product']} {SENTENCES[place.place]}", slots)
    name = {"name": display_name(graph, step.node)}
    if step.kind == "given":
        return Template(SENTENCES["given"], name)
    if step.kind == "compute":
        slots = {"formula": formula(graph, step.node), "numbers": Template(numbers_template(step.node))}
        return Template(SENTENCES["compute"], slots)
    key = "seed" if step.node.constant is None else "seed constant"
    return Template(SENTENCES[key], {**name, "total": derivative_name(graph, step.node, step.node)})


def edge_slots(trace: Trace, step: Step) -> dict[str, str]:
    """Return the names in the sentence for a step that accumulates: its two nodes, what is multiplied, and the sum."""
    graph, edge, of = trace.graph, step.edge, trace.of
    assert edge is not None and of is not None

    def derivative(node: Node) -> str:
        return derivative_name(graph, *((of, node) if trace.quantity == "adjoint" else (node, of)))

    source = edge.child if trace.quantity == "adjoint" else edge.parent
    return {
        "source": display_name(graph, source),
        "target": display_name(graph, step.node),
        "derivative": derivative(source),
        "partial": partial_name(graph, edge),
        "total": derivative(step.node),
    }


def step_numbers(trace: Trace, step: Step | None) -> dict[str, Any]:
    """Return the numbers for the slots of a step's template."""
    if step is None:
        return {}
    if step.kind == "compute":
        assert trace.values is not None
        return {"after": step.after, **operand_numbers(step.node, trace.values)}
    if step.kind != "accumulate":
        return {"after": step.after}
    numbers = {"before": step.before, "after": step.after, "factor": step.factor}
    return {**numbers, "multiplier": step.partial, "contribution": step.contribution}


def step_remark(trace: Trace, step: Step) -> str:
    """Return a sentence on a step that makes an infinity or a nan, or uses a partial that is only a convention."""
    if trace.values is None:
        return ""
    if step.kind == "compute":
        return why(step.node, trace.values)
    if step.edge is None:
        return ""
    return why_step(step) or kink(trace.graph, step.edge, trace.values)


def growth(step: Step) -> str:
    """Return the sum at a node with its newest contribution, `3 + 2 = 5`; "" while there is only one."""
    if step.kind != "accumulate" or step.before is None:
        return ""
    return fill(GROWTH, {"before": step.before, "contribution": step.contribution, "after": step.after})


def narrate(trace: Trace, *, exact: bool = False) -> Text:
    """Return every step of a trace as a numbered line.

    `exact` writes the numbers as fractions; then it raises what `exact_trace` does.

    >>> from cgraph_lib import evaluation_trace, parse
    >>> print(narrate(evaluation_trace(parse("c = a + b"), a=2, b=1)))
    0. Nothing is computed yet.
    1. a is an input; its value is given: 2.
    2. b is an input; its value is given: 1.
    3. c = a + b = 2 + 1 = 3.
    """
    trace = exact_trace(trace) if exact else as_trace(trace)
    steps = zip((None, *trace.steps), (None, *places(trace)), strict=True)
    return Text("\n".join(f"{i}. {_sentence(trace, step, place)}" for i, (step, place) in enumerate(steps)))
