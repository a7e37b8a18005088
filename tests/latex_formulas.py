"""Worked solutions, and the formulas in them."""

import re

from cgraph_lib import evaluate, evaluation_trace, forward_trace, reverse_trace


def formulas(markdown):
    """Return the LaTeX of a Markdown text, each with whether it stands on a line of its own."""
    found = re.findall(r"\$\$(.+?)\$\$|(?<!\\)\$((?:\\.|[^$\\])+)\$", markdown, flags=re.DOTALL)
    return [(alone or inline, bool(alone)) for alone, inline in found]


def traces(graph, point):
    values = evaluate(graph, point)
    return [evaluation_trace(graph, point), reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])]
