"""Predictions and reviews as widgets: what the kernel learns and keeps, and what is shown before a guess."""

import asyncio
import base64
import json
import random

import numpy as np
import pytest

from cgraph_lib.errors import CgraphError, InputError, UnknownNameError
from cgraph_lib.exercises import predictions, progress
from cgraph_lib.exercises.inline_code import as_html
from cgraph_lib.exercises.predictions import Number, predictions_of
from cgraph_lib.live import predict, review
from cgraph_lib.live.asking import PHRASES, read

CHAPTERS = predictions.chapters()
EVERYTHING = [question for chapter in CHAPTERS for question in predictions_of(chapter)]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept():
    return [(event.question, event.right, event.variant, event.guess) for event in progress.events()[0]]


def heard(box, **choices):
    """Do what a page does that has heard all that the kernel has sent."""
    box.set_state({**choices, "seen": {"turns": dict(box.turns), "count": 1}})


def scene(box):
    return json.loads(box.scene)["questions"]


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


def test_a_number_with_too_few_digits_is_no_guess_yet():

    third = Number(
        id="91.x", question="1/3?", answer=1 / 3, because="So it is.", guesses=(), otherwise="No.", shown="3"
    )
    assert read(third, "1/3") == "1/3"
    with pytest.raises(InputError, match="Right so far"):
        read(third, "0.3")


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


def test_progress_that_cannot_be_kept_is_said_on_the_page(in_workbook):
    (in_workbook / progress.FILE).mkdir()
    box, questions = predict("05.seed"), review("05")
    box.guess = "1"
    questions.guesses = [questions.questions[0].answer, None, None]
    assert box.outcome
    assert "could not be written to progress.jsonl" in box.remark and "could not be written" in questions.remark


def test_progress_that_cannot_be_read_is_said_in_the_review(in_workbook):
    (in_workbook / progress.FILE).write_text("nonsense\n", encoding="utf-8")
    assert review("05").remark == "One line of progress.jsonl could not be read and is skipped."


def test_an_unknown_prediction_is_named():
    with pytest.raises(UnknownNameError, match=r"05\.seed, 05\.sum"):
        predict("05.sead")


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


@pytest.mark.parametrize("question", EVERYTHING, ids=lambda question: question.id)
def test_nothing_tells_the_answer_before_a_guess(elsewhere, question):
    box = predict(question.id)
    page = json.dumps([part for part in scene(box) if part.pop("sealed")], ensure_ascii=False)
    for written in (page, json.dumps(box.still(), ensure_ascii=False)):
        assert question.because not in written and not any(guess.feedback in written for guess in question.guesses)
        assert '"answer"' not in written
    assert question.question.replace("`", "") in box.still()["text/plain"]
    assert all(option.replace("`", "") in box.still()["text/plain"] for option in question.options)


def test_the_page_judges_as_python_does(on_page):
    """All that the course knows of, and numbers and orders besides."""
    rng = random.Random(7)
    cases = []
    for question in [each for chapter in CHAPTERS for variant in range(3) for each in predictions_of(chapter, variant)]:
        guesses = [question.read(answer) for answer in (question.answer, *(each.answer for each in question.guesses))]
        guesses += question.options if question.kind in ("choice", "edge", "box") else []
        if question.kind == "number":
            guesses += ["x", "1/3", "-2", "7,5", str(question.answer + 0.04)]
        if question.kind == "order":
            guesses += [rng.sample(question.options, len(question.options)) for _ in range(40)]
        key = json.loads(json.dumps(question.key()))
        cases += [(question, guess, ("guessing", "judge", question.kind, key, guess)) for guess in guesses]
    judged = on_page([call for *_, call in cases])
    for (question, guess, _), theirs in zip(cases, judged, strict=True):
        ours = question.judge(guess)
        if ours.final:
            assert theirs == {"right": ours.right, "feedback": as_html(ours.feedback)}, (question.id, guess)
        else:
            assert theirs["phrase"] in PHRASES and "right" not in theirs, (question.id, guess)


def test_what_is_sealed_can_be_opened(on_page):
    sealed = scene(predict("05.seed"))[0]["sealed"]
    [opened] = on_page([("guessing", "unsealed", sealed)])
    assert opened["because"] == json.loads(base64.b64decode(sealed))["because"]


def test_a_question_is_closed_while_a_loop_runs():
    async def cell():
        box = predict("05.seed")
        box.close()
        return box

    assert asyncio.run(cell()).comm is None


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


@pytest.mark.parametrize("chapter", [None, 5, "5", "", "99", "05_accumulate"])
def test_a_review_of_no_notebook_is_refused(chapter):
    with pytest.raises(UnknownNameError, match="the notebooks are 00, 01, "):
        review(chapter)
