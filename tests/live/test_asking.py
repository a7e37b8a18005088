"""What all that asks a reader shares: the page judges as Python does, and nothing shows the answer before a guess."""

import asyncio
import base64
import json
import random

import pytest
from questions import scene

from cgraph_lib.errors import InputError
from cgraph_lib.exercises import predictions, progress
from cgraph_lib.exercises.inline_code import as_html
from cgraph_lib.exercises.predictions import Number, predictions_of
from cgraph_lib.live import predict, review
from cgraph_lib.live.asking import PHRASES, read

CHAPTERS = predictions.chapters()
EVERYTHING = [question for chapter in CHAPTERS for question in predictions_of(chapter)]


def test_a_number_with_too_few_digits_is_no_guess_yet():
    third = Number(
        id="91.x", question="1/3?", answer=1 / 3, because="So it is.", guesses=(), otherwise="No.", shown="3"
    )
    assert read(third, "1/3") == "1/3"
    with pytest.raises(InputError, match="Right so far"):
        read(third, "0.3")


def test_progress_that_cannot_be_kept_is_said_on_the_page(in_workbook):
    (in_workbook / progress.FILE).mkdir()
    box, questions = predict("05.seed"), review("05")
    box.guess = "1"
    questions.guesses = [questions.questions[0].answer, None, None]
    assert box.outcome
    assert "could not be written to progress.jsonl" in box.remark and "could not be written" in questions.remark


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
