"""Predictions in the notebooks: each is asked once, before the cell that shows its answer; nothing shows it earlier."""

import re

import nbformat
import pytest

from cgraph_lib.exercises import predictions
from cgraph_lib.exercises.predictions import prediction, predictions_of
from tools import notebooks as tool

PATHS = {path.name[:2]: path for path in sorted(tool.FOLDER.glob("*.ipynb"))}
ASKED = re.compile(r'^predict\("([\w.]+)"\)$', re.MULTILINE)
REVIEW = re.compile(r'^review\("(\w+)"\)$', re.MULTILINE)

each_chapter = pytest.mark.parametrize("chapter", predictions.chapters())


def cells_of(chapter):
    return nbformat.read(PATHS[chapter], as_version=4).cells


def asked_in(cells):
    """Return where a notebook's predictions are asked: pairs of a cell's place and an id."""
    return [(i, id) for i, cell in enumerate(cells) if cell.cell_type == "code" for id in ASKED.findall(cell.source)]


def output_of(cell):
    """Return all words of a cell's outputs."""
    shown = [output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "\n".join(shown)


def truth(cells, place):
    """Return the code cell that follows."""
    return next(cell for cell in cells[place + 1 :] if cell.cell_type == "code")


@each_chapter
def test_each_prediction_is_asked_once_in_its_notebook(chapter):
    asked = [id for _, id in asked_in(cells_of(chapter))]
    assert sorted(asked) == sorted(each.id for each in predictions_of(chapter))


@each_chapter
def test_the_next_cell_shows_what_the_prediction_claims(chapter):
    """This reads the stored outputs, which `make notebooks` writes."""
    cells = cells_of(chapter)
    for place, id in asked_in(cells):
        assert prediction(id).shown in output_of(truth(cells, place)), id


@each_chapter
def test_nothing_beside_a_prediction_shows_its_answer(chapter):
    """The reader's copy has no outputs; there stand the question's own cell, the prose around it, and code to run."""
    cells = cells_of(chapter)
    for place, id in asked_in(cells):
        question, between = prediction(id), []
        for cell in reversed(cells[:place]):
            if cell.cell_type == "code":
                break
            between.append(cell.source)
        after = [cell.source for cell in cells[place + 1 : place + 2] if cell.cell_type == "markdown"]
        beside = "\n".join([*between, *after])
        assert len(question.shown) < 3 or question.shown not in beside, id
        assert len(question.shown) < 3 or question.shown not in truth(cells, place).source, id
        assert question.because not in beside, id
        assert "> **Predict.**" not in beside, f"{id} is asked in prose as well"


def test_the_question_as_stored_holds_no_answer():
    for chapter in predictions.chapters():
        cells = cells_of(chapter)
        for place, id in asked_in(cells):
            assert prediction(id).because not in str(cells[place].outputs), id


def test_from_02_on_a_notebook_begins_with_a_review():
    for chapter in predictions.chapters():
        reviews = [
            name for cell in cells_of(chapter) if cell.cell_type == "code" for name in REVIEW.findall(cell.source)
        ]
        assert reviews == ([chapter] if chapter >= "02" else [])


@pytest.mark.parametrize("chapter", [f"{i:02d}" for i in range(1, 9) if f"{i:02d}" in predictions.chapters()])
def test_something_is_answered_on_a_drawing(chapter):
    kinds = {each.kind for each in predictions_of(chapter)}
    quizzes = any("quiz=" in cell.source for cell in cells_of(chapter) if cell.cell_type == "code")
    assert kinds & {"edge", "box", "order"} or quizzes


def test_every_kind_is_used():
    questions = [each for chapter in predictions.chapters() for each in predictions_of(chapter)]
    assert {each.kind for each in questions} == {"choice", "number", "edge", "box", "order"}
    assert any(set(each.options) <= set(predictions.SIGNS) for each in questions if each.kind == "choice")
