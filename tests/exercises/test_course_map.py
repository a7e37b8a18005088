"""The map of the course, and that solved exercises are kept."""

import nbformat

from cgraph_lib.exercises import check, course_map, progress
from cgraph_lib.exercises.course_map import BEGIN, COMPLETE, TITLES, rows
from cgraph_lib.exercises.predictions import predictions_of
from cgraph_lib.exercises.variants import exercises_of
from tools import notebooks as tool


def solve(chapter):
    for exercise in exercises_of(chapter):
        progress.keep(exercise.id, True)


def guess(chapter):
    for prediction in predictions_of(chapter):
        progress.keep(prediction.id, False, guess="x")


def test_the_titles_are_those_of_the_notebooks():
    paths = sorted(tool.FOLDER.glob("*.ipynb"))
    titles = {path.name[:2]: nbformat.read(path, as_version=4).cells[0].source.splitlines()[0] for path in paths}
    assert {chapter: f"# {title}" for chapter, title in TITLES.items()} == titles


def test_a_solved_exercise_is_kept(in_workbook):
    assert not check("01.1", {"boxes": 4, "edges": 6}) and not check("01.1", ...)
    assert progress.events() == ([], "")
    right = exercises_of("01")[0].answer
    assert check("01.1", right.example(right.right))
    assert progress.solved(progress.events()[0]) == {"01.1"}
    (in_workbook / progress.FILE).unlink()
    (in_workbook / progress.FILE).mkdir()
    verdict = check("01.1", right.example(right.right))
    assert verdict and "could not be written" in verdict.text


def test_the_map_counts_guesses_and_solved_exercises(in_workbook):
    assert course_map().endswith(BEGIN) and "| 12 Build an autograd | " in course_map()
    guess("00")
    progress.keep("05.1", True)
    progress.keep("05.1", True)
    progress.keep("05.2", False)
    found = {row.chapter: row for row in rows(progress.events()[0])}
    assert (found["00"].guessed, found["05"].solved) == (len(predictions_of("00")), 1)
    assert found["00"].complete and not found["05"].complete
    assert (
        f"| 05 Accumulate backwards | 0 of {len(predictions_of('05'))} | 1 of {len(exercises_of('05'))} |"
        in course_map()
    )
    assert course_map().endswith("Go on in 05 Accumulate backwards.")


def test_the_map_says_where_to_go_on(in_workbook):
    guess("00")
    assert course_map().endswith("Go on in 01 Draw expressions.")
    for row in rows([]):
        if row.predictions:
            guess(row.chapter)
        if row.exercises:
            solve(row.chapter)
    assert course_map().endswith(COMPLETE)


def test_the_map_says_what_could_not_be_read(in_workbook):
    (in_workbook / progress.FILE).write_text("nonsense\n", encoding="utf-8")
    assert "could not be read" in course_map()


def test_without_a_workbook_the_map_is_always_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert course_map() == course_map() and course_map().endswith(BEGIN)
