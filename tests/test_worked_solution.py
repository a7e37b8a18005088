"""Worked solutions: what they say, and that their LaTeX and Markdown are what a slide or a notebook can set."""

import html
import re

import numpy
import pytest
from latex_formulas import formulas
from nbconvert.filters import markdown2html

from cgraph_lib import (
    Graph,
    evaluate,
    evaluation_trace,
    inputs,
    parse,
    reverse_trace,
    worked_solution,
)
from cgraph_lib.graph import apply

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")


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
