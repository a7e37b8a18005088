"""Exercises on the one edge that is wrong: a wrong guess is met with the first number that it would spoil."""

from cgraph_lib import parse
from cgraph_lib.exercises.wrong_edge import WrongEdge

RUNNING = parse("c = a + b; d = b + 1; e = c * d")


def test_a_wrong_edge_is_met_with_the_first_number_it_spoils():
    message = "Without {child} to {parent}, {name}: {mine}, not {theirs}."
    wrong = WrongEdge(RUNNING, {"a": 2, "b": 1}, ("b", "c"), 0, message)
    assert wrong.row(wrong.seen) == "e: 1, d: 3, c: 2, b: 3, a: 2"
    assert wrong.row(wrong.right) == "e: 1, d: 3, c: 2, b: 5, a: 2"
    messages = {mistake.answer: mistake.message for mistake in wrong.mistakes()}
    assert messages["d", "e"] == "Without e to d, d: 0, not 3." and ("b", "c") not in messages
