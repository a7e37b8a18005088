"""A sum is called a derivative only when every edge has contributed."""

import re

import pytest
from random_graphs import random_graph

from cgraph_lib import evaluate, forward_trace, parse, reverse_trace, show
from cgraph_lib.progress import progress

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_running_example_while_b_waits():
    text = show(reverse_trace(EXAMPLE, VALUES)[4]).text
    assert "de/db: so far 3, 1 of 2 edges" in text and "de/db = " not in text
    assert "de/db = 5" in show(reverse_trace(EXAMPLE, VALUES)[6]).text


@pytest.mark.parametrize("seed", range(12))
def test_no_picture_calls_a_partial_sum_the_derivative(seed):
    graph, point = random_graph(seed, operations=10)
    values = evaluate(graph, point)
    adjoints, tangents = reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])
    for trace, name in ((adjoints, "d{of}/d{own}"), (tangents, "d{own}/d{of}")):
        for moment in trace:
            text = show(moment).text
            finished = {node for node, so_far in progress(moment).items() if so_far.complete}
            for node in graph.nodes:
                derivative = name.format(of=graph.names[trace.of], own=graph.names[node])
                shown = re.search(rf"(?:^|   ){re.escape(derivative)} = ", text, flags=re.MULTILINE)
                known = node in finished or node in trace.start
                assert bool(shown) == (known and graph.names[node] != ""), (moment.i, derivative)
