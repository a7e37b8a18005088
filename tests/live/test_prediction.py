"""`predict`: what is guessed is judged, kept, and stands there again."""

import json

import numpy as np
import pytest
from live_pictures import heard
from questions import kept

from cgraph_lib.errors import CgraphError, UnknownNameError
from cgraph_lib.exercises import progress
from cgraph_lib.live import predict


def test_a_guess_of_the_page_is_kept(in_workbook):
    box = predict("05.seed")
    assert box.guess is None and box.outcome is None and kept() == []
    heard(box, guess="6")
    assert not box.outcome and "value of e" in box.outcome.feedback
    heard(box, guess=None)
    heard(box, guess="1")
    assert box.outcome and kept() == [("05.seed", False, 0, "6"), ("05.seed", True, 0, "1")]


def test_a_cell_guesses_too(in_workbook):
    seed, order = predict("05.seed"), predict("05.order")
    seed.guess = 1
    order.guess = "e d c b a"
    assert seed.outcome and order.outcome
    assert kept() == [("05.seed", True, 0, "1"), ("05.order", True, 0, ["e", "d", "c", "b", "a"])]
    assert repr(seed) == "<PredictionBox 05.seed: right>"


@pytest.mark.parametrize(
    ("id", "guess"), [("05.seed", "one"), ("05.overwritten", "f"), ("05.order", "e d c b"), ("05.hurry", "14")]
)
def test_what_is_no_guess_is_refused(in_workbook, id, guess):
    box = predict(id)
    with pytest.raises(ValueError):
        box.guess = guess
    assert box.guess is None and kept() == []


def test_what_was_guessed_stands_there_again(in_workbook):
    predict("05.seed").guess = "6"
    again = predict("05.seed")
    assert again.guess == "6" and not again.outcome
    assert len(kept()) == 1, "showing a guess again is no new guess"


def test_a_guess_that_the_question_no_longer_knows_is_forgotten(in_workbook):
    progress.keep("05.overwritten", False, guess="z")
    progress.keep("05.hurry", False, guess=["a"])
    assert predict("05.overwritten").guess is None and predict("05.hurry").guess is None


def test_outside_a_workbook_a_guess_is_judged_and_not_kept(elsewhere):
    box = predict("05.seed")
    box.guess = "1"
    assert box.outcome and box.remark == "" and list(elsewhere.iterdir()) == []


def test_an_unknown_prediction_is_named():
    with pytest.raises(UnknownNameError, match=r"05\.seed, 05\.sum"):
        predict("05.sead")


@pytest.mark.parametrize("id", ["00.keeps", "01.slot", "01.parallel", "02.order", "01.twice"])
@pytest.mark.parametrize("guess", [5, [], ["a"], ("a", "b", 0, 1), {"a": 1}, {1}, object(), np.array([1, 2]), [[1]]])
def test_what_is_no_answer_is_refused_by_the_library(elsewhere, id, guess):
    """One is asked for a box, an edge, a number, an order, and words."""
    try:
        predict(id).guess = guess
    except CgraphError as refused:
        assert str(refused)
    else:
        assert id == "01.parallel" and guess == 5


def test_a_guess_in_the_file_that_cannot_be_read_is_none(in_workbook):
    for guess in (5, {"a": 1}, [[1]]):
        line = json.dumps({"question": "02.order", "right": True, "when": "2026-01-01T00:00:00+00:00", "guess": guess})
        (in_workbook / progress.FILE).write_text(
            line + "\n" + line.replace("02.order", "02.leaf") + "\n", encoding="utf-8"
        )
        assert predict("02.order").guess is None and predict("02.leaf").guess is None
