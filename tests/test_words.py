"""A picture in words: its numbers, and sums that are not complete yet."""

import pytest

from cgraph_lib import evaluate, forward_trace, local_partials, parse, reverse_trace
from cgraph_lib.progress import Progress
from cgraph_lib.words import derivative_line, table, value_line

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_whole_table():
    partials = local_partials(EXAMPLE, VALUES)
    adjoints, tangents = reverse_trace(EXAMPLE, VALUES).final, forward_trace(EXAMPLE, VALUES, "b").final
    nodes = [node for node in EXAMPLE.nodes if EXAMPLE.names[node]]
    assert table(EXAMPLE, nodes, VALUES, partials, tangents, adjoints, "That is all.").splitlines() == [
        "a = 2           da/db = 0   de/da = 2",
        "b = 1           db/db = 1   de/db = 5",
        "c = a + b = 3   dc/db = 1   de/dc = 2",
        "d = b + 1 = 2   dd/db = 1   de/dd = 3",
        "e = c · d = 6   de/db = 5   de/de = 1",
        "∂c/∂a = 1",
        "∂c/∂b = 1",
        "∂d/∂b = 1",
        "∂e/∂c = d = 2",
        "∂e/∂d = c = 3",
        "That is all.",
    ]


def test_what_is_not_computed_is_left_out():
    assert table(EXAMPLE, list(EXAMPLE.nodes)[:2]).splitlines() == ["a", "b"]
    assert value_line(EXAMPLE, EXAMPLE.output, None) == "e = c · d"


@pytest.mark.parametrize(
    ("so_far", "line"),
    [
        (None, "de/db = 3"),
        (Progress(1, 1), "de/db = 3"),
        (Progress(2, 2), "de/db = 3"),
        (Progress(1, 2), "de/db: so far 3, 1 of 2 edges"),
        (Progress(11, 12), "de/db: so far 3, 11 of 12 edges"),
    ],
)
def test_a_sum_is_a_derivative_only_when_it_is_complete(so_far, line):
    assert derivative_line(EXAMPLE, EXAMPLE.output, EXAMPLE.node("b"), 3.0, so_far) == line
