"""`review`: three questions with other numbers, a guess for each, or a deck of cards."""

import pytest
from live_pictures import heard
from questions import kept

from cgraph_lib.errors import InputError, UnknownNameError
from cgraph_lib.exercises import progress
from cgraph_lib.exercises.predictions import predictions_of
from cgraph_lib.live import review


def test_progress_that_cannot_be_read_is_said_in_the_review(in_workbook):
    (in_workbook / progress.FILE).write_text("nonsense\n", encoding="utf-8")
    assert review("05").remark == "One line of progress.jsonl could not be read and is skipped."


def test_a_review_asks_three_questions_with_other_numbers(in_workbook):
    box = review("05")
    assert [question.variant for question in box.questions] == [1, 1, 1]
    assert {question.chapter for question in box.questions} <= {"00", "01", "02", "03", "04"}
    heard(box, guesses=[box.questions[0].answer, None, None])
    heard(box, guesses=[box.questions[0].answer, None, box.questions[2].answer])
    assert [bool(outcome) for outcome in box.outcomes] == [True, False, True]
    assert [(question, variant) for question, _, variant, _ in kept()] == [
        (box.questions[0].id, 1),
        (box.questions[2].id, 1),
    ]


def test_a_review_without_progress_is_always_the_same(elsewhere):
    first, second = review("04"), review("04")
    assert first.questions == second.questions and first.still() == second.still()


@pytest.mark.parametrize("guesses", [[], ["1"], ["no such answer", None, None]])
def test_a_review_takes_a_guess_for_each_question(in_workbook, guesses):
    with pytest.raises(ValueError):
        review("05").guesses = guesses
    assert kept() == []


def test_where_nothing_was_asked_there_is_nothing_to_review():
    with pytest.raises(InputError, match="no notebook before 00"):
        review("00")


def test_a_deck_is_written_and_said_where(elsewhere):
    pytest.importorskip("genanki")
    written = review("02", export="anki").text
    assert (elsewhere / "review_before_02.apkg").exists()
    assert (
        written
        == f"{len(predictions_of('00')) + len(predictions_of('01'))} cards are in review_before_02.apkg. "
        + ("In Anki choose File, then Import.")
    )
    with pytest.raises(InputError, match="'csv'"):
        review("02", export="csv")


@pytest.mark.parametrize("chapter", [None, 5, "5", "", "99", "05_accumulate"])
def test_a_review_of_no_notebook_is_refused(chapter):
    with pytest.raises(UnknownNameError, match="the notebooks are 00, 01, "):
        review(chapter)
