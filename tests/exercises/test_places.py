"""Predictions that are answered on the drawing: edges and orders, read in all their forms."""

import dataclasses

import pytest
from made_up_questions import EDGE, GRAPH, ORDER

from cgraph_lib import parse
from cgraph_lib.exercises import predictions
from cgraph_lib.exercises.judge import UnreadError
from cgraph_lib.exercises.predictions import is_sound


@pytest.mark.parametrize("order", ["a b c d e", "b d a c e", "b, a, d, c, e", ["a", "b", "d", "c", "e"]])
def test_every_valid_order_is_right(order):
    assert ORDER.judge(ORDER.read(order))


@pytest.mark.parametrize(("order", "feedback"), [("a c b d e", "c needs b."), ("e d c b a", "That is the way back.")])
def test_in_a_wrong_order_the_first_two_are_named(order, feedback):
    assert ORDER.judge(ORDER.read(order)) == predictions.Outcome(False, feedback)


def test_the_way_back_is_an_order_too():
    back = dataclasses.replace(ORDER, upwards=False, answer=["e", "c", "d", "a", "b"], guesses=())
    assert is_sound(back)
    assert back.judge(["e", "b", "c", "d", "a"]).feedback == "b needs c."


def test_an_edge_is_read_in_all_its_forms():
    assert {EDGE.read(edge) for edge in ("d → e", "d -> e", ("d", "e"), GRAPH.edge("d", "e"))} == {"d → e"}
    twice = parse("y = x * x")
    parallel = dataclasses.replace(EDGE, graph=twice, answer="x₂ → y", guesses=())
    assert parallel.options == ["x₁ → y", "x₂ → y"]
    assert parallel.read(("x", "y", 1)) == "x₂ → y"


def test_a_refusal_names_the_answers():
    with pytest.raises(UnreadError, match="a → c, b → c, b → d, c → e, d → e"):
        EDGE.read("a → e")
