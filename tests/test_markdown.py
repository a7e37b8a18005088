"""Markdown shows plain text as it is, whatever characters it has."""

import html
import re

import pytest
from nbconvert.filters import markdown2html

from cgraph_lib import Graph, evaluate, inputs, reverse_trace, trace_table


@pytest.mark.parametrize("name", ["a|b", "*x*", "a_b_c", "`x`", "<b>", "$x$", "[x](y)", "\\|", "~~x~~", "&amp;", "{x}"])
def test_markdown_shows_what_the_table_says(name):
    a, b = inputs("a b")
    graph = Graph(((a * b).named(name) * b).named("y"))
    found = trace_table(reverse_trace(graph, evaluate(graph, a=-2, b=3)))
    page = markdown2html(found.markdown())
    lines = re.findall(r"<tr>.*?</tr>", page, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, flags=re.DOTALL) for line in lines]
    assert [list(map(html.unescape, line)) for line in cells] == [
        list(found.columns),
        *(row.filled for row in found.rows),
    ]
