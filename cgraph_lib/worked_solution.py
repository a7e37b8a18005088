"""A run worked out on paper: evaluation, partials, every step and the result, as Markdown with LaTeX formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cgraph_lib import latex
from cgraph_lib.exact import exact_trace
from cgraph_lib.graph import Node
from cgraph_lib.markdown import Markdown, escaped
from cgraph_lib.numerals import Template, fill
from cgraph_lib.progress import Progress, places
from cgraph_lib.sentences import step_numbers, step_remark
from cgraph_lib.trace import Step, Trace, as_trace

HEADINGS = {
    "values": "**Evaluation**",
    "partials": "**Partials on the edges**",
    "adjoint": "**Reverse accumulation, from ${name}$ down**",
    "tangent": "**Forward accumulation, from ${name}$ up**",
    "result": "**Result**",
}
SENTENCES = {
    "seed": "The seed: ${total} = 1$, because ${name}$ changes exactly as much as itself.",
    "seed constant": "${name}$ is a constant: it depends on no input, so every derivative of it is 0.",
    "product": r"From ${source}$ to ${target}$: ${derivative} \cdot {partial} = {factor:operand} \cdot "
    "{multiplier:operand} = {contribution:number}$.",
    "only": "It is the only contribution to ${total}$, which is ${after:number}$.",
    "first": "It is the first of {expected:number} contributions to ${total}$: so far ${after:number}$.",
    "next": "It is contribution {received:number} of {expected:number} to ${total}$: so far "
    "${before:number} + {contribution:operand} = {after:number}$.",
    "last": "It is the last of {expected:number} contributions: "
    "${total} = {before:number} + {contribution:operand} = {after:number}$.",
}


def worked_solution(trace: Trace, *, exact: bool = False) -> Markdown:
    r"""Return a run as a worked solution in Markdown, ready for a slide or an answer sheet.

    The formulas are LaTeX between dollar signs. `exact` writes the numbers as fractions; then it raises what
    `exact_trace` does.

    >>> from cgraph_lib import evaluation_trace, parse
    >>> print(worked_solution(evaluation_trace(parse("c = a / b"), a=1, b=3), exact=True))
    **Evaluation**
    <BLANKLINE>
    $$
    \begin{aligned}
    a &= 1 \\
    b &= 3 \\
    c &= \frac{a}{b} = \frac{1}{3}
    \end{aligned}
    $$
    """
    trace = exact_trace(trace) if exact else as_trace(trace)
    parts = _section(HEADINGS["values"], _value_lines(trace))
    if trace.of is not None:
        parts += _section(HEADINGS["partials"], _partial_lines(trace))
        parts.append(fill(HEADINGS[trace.quantity], {"name": latex.name(trace.graph, trace.of)}))
        parts.append("\n".join(f"{i}. {sentence}" for i, sentence in enumerate(_sentences(trace), 1)))
        parts += _section(HEADINGS["result"], _result_lines(trace, trace.of))
    return Markdown("\n\n".join(parts))


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    body = " \\\\\n".join(lines)
    return [heading, f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"] if body else []


def _equation(left: str, *right: str) -> str:
    return f"{left} &= {' = '.join(dict.fromkeys(right))}"


def _value_lines(trace: Trace) -> Iterator[str]:
    graph, values = trace.graph, trace.values
    assert values is not None
    for node in graph.nodes:
        name, value = latex.name(graph, node), latex.number(values[node])
        if node.op is not None:
            yield _equation(name, latex.operation(graph, node), latex.operation_on_numbers(node, values), value)
        elif graph.names[node]:
            yield _equation(name, value)
    if sum(node.op is not None for node in graph.nodes) > 1 and (whole := latex.whole_formula(graph, values)):
        yield _equation(latex.name(graph, graph.output), *whole, latex.number(values[graph.output]))


def _partial_lines(trace: Trace) -> Iterator[str]:
    graph, partials = trace.graph, trace.partials
    assert partials is not None
    used = {step.edge for step in trace.steps}
    for edge in graph.edges:
        if edge in used:
            rule, value = latex.partial_rule(graph, edge), latex.number(partials[edge])
            yield _equation(latex.partial(graph, edge), rule, value)


def _result_lines(trace: Trace, of: Node) -> Iterator[str]:
    graph, final = trace.graph, trace.final
    ends = [(of, node) for node in graph.inputs] if trace.quantity == "adjoint" else [(graph.output, of)]
    for end, start in ends:
        known = final.get(start if trace.quantity == "adjoint" else end, 0.0)
        yield _equation(latex.derivative(graph, end, start), latex.number(known))


def _sentences(trace: Trace) -> Iterator[str]:
    for step, place in zip(trace.steps, places(trace), strict=True):
        template = _seed(trace, step) if step.edge is None else _accumulation(trace, step, place)
        sentence = fill(template, step_numbers(trace, step), latex.STYLES)
        remark = step_remark(trace, step)
        yield f"{sentence} {escaped(remark)}" if remark else sentence


def _seed(trace: Trace, step: Step) -> Template:
    slots = {"name": latex.name(trace.graph, step.node), "total": latex.derivative(trace.graph, step.node, step.node)}
    return Template(SENTENCES["seed" if step.node.constant is None else "seed constant"], slots)


def _accumulation(trace: Trace, step: Step, place: Progress) -> Template:
    graph, edge, of = trace.graph, step.edge, trace.of
    assert edge is not None and of is not None
    adjoint = trace.quantity == "adjoint"

    def derivative(node: Node) -> str:
        return latex.derivative(graph, *((of, node) if adjoint else (node, of)))

    source = edge.child if adjoint else edge.parent
    slots = {"source": latex.name(graph, source), "target": latex.name(graph, step.node)}
    slots |= {"derivative": derivative(source), "total": derivative(step.node), "partial": latex.partial(graph, edge)}
    return Template(f"{SENTENCES['product']} {SENTENCES[place.place]}", {**slots, **place._asdict()})
