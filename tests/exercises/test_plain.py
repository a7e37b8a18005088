"""Answers in plain numbers, lists and dictionaries: results are read by name, and iterators once."""

from cgraph_lib import evaluate, parse
from cgraph_lib.exercises import check
from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.judge import Right
from cgraph_lib.exercises.trials import on_graph, trial


def test_results_are_read_as_numbers():
    values = evaluate(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    assert isinstance(Numbers({"c": 3, "e": 6}).judge(values, ()), Right)


def test_an_answer_that_can_be_read_once_is_read_once():
    """02.3 asks for numbers of one's own choice."""
    assert check("02.3", (x for x in (5, -1))) and check("02.3", map(str, (5, -1)))


def test_nodes_without_a_name_have_those_of_the_graph():
    case = on_graph("d = a * a * a * a", {"a": 0, "v1": 1, "v2": 2, "d": 3})
    assert trial(lambda g: {node: place for place, node in enumerate(g.nodes)}, case).right
