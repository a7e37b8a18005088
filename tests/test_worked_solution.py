"""Worked solutions: what they say, and that their LaTeX and Markdown are what a slide or a notebook can set."""

import html
import json
import math
import re
import subprocess
from pathlib import Path

import numpy
import pytest
from nbconvert.filters import markdown2html
from random_graphs import random_graph

from cgraph_lib import (
    Graph,
    evaluate,
    evaluation_trace,
    forward_trace,
    inputs,
    parse,
    reverse_trace,
    worked_solution,
)
from cgraph_lib.graph import apply
from cgraph_lib.ops import OPS

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
NAMES = [
    "loss",
    "x1",
    "a_b",
    "{x}",
    "$x$",
    "\\alpha",
    "变量",
    "é",
    "α",
    "a b",
    "x^y",
    "~",
    "<b>",
    "a|b",
    "`",
    "#1",
    "50%",
]
NAMES += ["a&b", "[x]", "it's", '"q"', "😀", "\\", "_", "*x*", "\\end{aligned}", "v_{1}", "x→y", "∂", "µ"]


def formulas(markdown):
    """Return the LaTeX of a Markdown text, each with whether it stands on a line of its own."""
    found = re.findall(r"\$\$(.+?)\$\$|(?<!\\)\$((?:\\.|[^$\\])+)\$", markdown, flags=re.DOTALL)
    return [(alone or inline, bool(alone)) for alone, inline in found]


@pytest.fixture
def set_formulas(program, package):
    """Return a function that sets formulas with KaTeX and returns its complaints."""

    def call(pairs):
        run = [program("node"), Path(__file__).parent / "node" / "latex.mjs", package("katex/dist/katex.mjs")]
        done = subprocess.run(run, input=json.dumps(pairs), capture_output=True, encoding="utf-8", check=True)
        return [error for error in json.loads(done.stdout) if error]

    return call


def traces(graph, point):
    values = evaluate(graph, point)
    return [evaluation_trace(graph, point), reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])]


def test_the_running_example_on_an_answer_sheet():
    text = worked_solution(reverse_trace(EXAMPLE, evaluate(EXAMPLE, a=2, b=1)))
    assert r"c &= a + b = 2 + 1 = 3 \\" in text
    assert r"e &= (a + b) \cdot (b + 1) = (2 + 1) \cdot (1 + 1) = 6" in text
    assert r"\frac{\partial e}{\partial c} &= d = 2 \\" in text
    assert "**Reverse accumulation, from $e$ down**" in text
    first = r"1. The seed: $\frac{\mathrm{d} e}{\mathrm{d} e} = 1$, because $e$ changes exactly as much as itself."
    last = (
        r"6. From $c$ to $b$: $\frac{\mathrm{d} e}{\mathrm{d} c} \cdot \frac{\partial c}{\partial b} = 2 \cdot 1 = 2$. "
        r"It is the last of 2 contributions: $\frac{\mathrm{d} e}{\mathrm{d} b} = 3 + 2 = 5$."
    )
    assert first in text.splitlines() and last in text.splitlines()
    result = r"\frac{\mathrm{d} e}{\mathrm{d} a} &= 2 \\" "\n" r"\frac{\mathrm{d} e}{\mathrm{d} b} &= 5"
    assert text.endswith(f"**Result**\n\n$$\n\\begin{{aligned}}\n{result}\n\\end{{aligned}}\n$$")


def test_exact_results_are_fractions():
    graph = parse("y = x ** 3 / 7")
    text = worked_solution(reverse_trace(graph, evaluate(graph, x=-1 / 3)), exact=True)
    assert r"\left(-\frac{1}{3}\right)^{3}" in text
    assert text.endswith(r"\frac{\mathrm{d} y}{\mathrm{d} x} &= \frac{1}{21}" "\n\\end{aligned}\n$$")


def test_parallel_edges_differ_from_other_nodes():
    graph = parse("s = x * x; y = s * x1 * x2")
    text = worked_solution(reverse_trace(graph, evaluate(graph, x=3, x1=2, x2=5)))
    operands = re.findall(r"\\frac\{\\partial s\}\{\\partial (\S*)\} &=", text)
    assert len(set(operands)) == 2 and not set(operands) & {"x_{1}", "x_{2}"}


def test_every_operation_can_be_set(set_formulas):
    pairs = []
    for op in OPS.values():
        operands = [inputs("x"), inputs("y_1")][: op.arity]
        graph = Graph(apply(op.head, *operands).named("v"))
        for x in (-0.5, 0.0, 3.0, 1e-9, math.inf, math.nan):
            for trace in traces(graph, dict.fromkeys(graph.input_names, x)):
                pairs += formulas(worked_solution(trace))
    assert len(pairs) > 1000
    assert set_formulas(pairs) == []


def test_random_graphs_can_be_set(set_formulas):
    texts = [worked_solution(trace) for seed in range(60) for trace in traces(*random_graph(seed))]
    assert set_formulas([pair for text in texts for pair in formulas(text)]) == []


def test_any_name_can_be_set(set_formulas):
    p, q7 = inputs("p q7")
    node, pairs = p * p + q7, []
    for name in NAMES:
        graph = Graph((node.named(name) * q7).named(f"{name}2"))
        text = worked_solution(reverse_trace(graph, evaluate(graph, p=-3, q7=2)))
        assert text.count(r"\begin{aligned}") == text.count("\n\\end{aligned}") == 3
        pairs += formulas(text)
    assert set_formulas(pairs) == []


def test_arrays_are_described(set_formulas):
    graph = parse("y = x * log(x) + 2 ** x")
    text = worked_solution(reverse_trace(graph, evaluate(graph, x=numpy.array([[0.0, 2.0, -1.0]]))))
    assert r"\mathrm{array\ 1\times 3}" in text
    assert set_formulas(formulas(text)) == []


def test_a_constant_alone():
    graph = parse("5")
    assert worked_solution(evaluation_trace(graph)) == ""
    assert "$5$ is a constant" in worked_solution(reverse_trace(graph, evaluate(graph)))


@pytest.mark.parametrize("name", ["a_b", "x*y*z", "loss", "x1"])
def test_markdown_leaves_the_formulas_as_they_are(name):
    x = inputs("x")
    graph = Graph((x * x).named(name) * x)
    text = worked_solution(reverse_trace(graph, evaluate(graph, x=2)))
    page = html.unescape(re.sub(r"<[^>]*>", "", markdown2html(text)))
    assert formulas(page) == formulas(text)


def test_a_chain_too_deep_to_be_read_is_not_written_as_one_formula():
    node = inputs("x")
    for _ in range(3000):
        node = apply("sin", node)
    solution = str(worked_solution(evaluation_trace(Graph(node), x=1)))
    assert solution.count("\\sin") == 2 * 3000  # each step with names and with numbers, no more
