"""The exercises on a teacher's sheets, and in the formats of nbgrader and Otter."""

import re

import nbformat
import pytest

from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of
from tools import exercises as section_tool
from tools import notebooks as notebook_tool
from tools import teacher

COURSE = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]


def test_the_sheets(tmp_path):
    files = teacher.write(tmp_path / "one", 3)
    again = teacher.write(tmp_path / "two", 3)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    answers, second, second_answers = (file.read_text(encoding="utf-8") for file in files[:3])
    for asked in COURSE:
        other = exercise(asked.id, 3)
        assert answers.count(f"### {asked.id}\n\n{asked.question}\n\n```python\n{asked.answer.text}\n```\n") == 1
        assert second.count(f"### {asked.id}\n\n{other.question}\n\n```python\n{other.answer.cell}\n```\n") == 1
        assert second_answers.count(other.explanation) == answers.count(asked.explanation) == 1
        assert all(mistake.message in answers for mistake in asked.mistakes)
        assert other.explanation not in second
        if isinstance(asked.answer, Code):
            assert other.answer.text in second_answers and other.answer.text not in second
    assert "variant" not in second and "set 3" not in second
    assert answers.count("```") % 2 == second.count("```") % 2 == 0


@pytest.mark.parametrize("chapter", chapters())
def test_the_notebook_for_nbgrader(chapter):
    notebook = teacher.for_nbgrader(chapter, 3)
    nbformat.validate(notebook)
    marks = [cell.metadata.nbgrader for cell in notebook.cells]
    assert all(set(mark) >= {"grade", "locked", "solution", "task", "schema_version", "grade_id"} for mark in marks)
    assert len({mark.grade_id for mark in marks}) == len(marks)
    assert all(re.fullmatch(r"\w+", mark.grade_id) for mark in marks)
    assert sum(mark.get("points", 0) for mark in marks) == len(exercises_of(chapter))
    solved, blank = {}, {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            continue
        exec(cell.source, solved)
        released = re.sub(r"### BEGIN SOLUTION.*### END SOLUTION", "", cell.source, flags=re.DOTALL)
        assert "assert" not in released  # left out by PYTHONOPTIMIZE
        if cell.metadata.nbgrader.grade:
            with pytest.raises(ValueError, match="Your turn"):
                exec(released, blank)
        else:
            exec(released, blank)


@pytest.mark.parametrize("chapter", chapters())
def test_the_notebook_for_otter(chapter):
    notebook = teacher.for_otter(chapter, 3)
    nbformat.validate(notebook)
    raw = [cell.source.splitlines() for cell in notebook.cells if cell.cell_type == "raw"]
    assert raw.pop(0) == ["# ASSIGNMENT CONFIG", f"name: second_set_{chapter}", "generate: true"]
    asked = [exercise.id.replace(".", "_") for exercise in exercises_of(chapter)]
    assert [lines[1:] for lines in raw[::6]] == [[f"name: q{number}", "points: 1"] for number in asked]
    marks = ["BEGIN QUESTION", "BEGIN SOLUTION", "END SOLUTION", "BEGIN TESTS", "END TESTS", "END QUESTION"]
    assert [lines[0] for lines in raw] == [f"# {mark}" for mark in marks] * len(asked)
    codes = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for solution, test in zip(codes[::2], codes[1::2], strict=True):
        solved, blank = {}, {}
        exec(solution, solved)
        exec(test, solved)
        exec(re.sub(r"# BEGIN SOLUTION NO PROMPT.*# END SOLUTION", "", solution, flags=re.DOTALL), blank)
        assert test.startswith("# HIDDEN\n") and "assert" not in test
        with pytest.raises(ValueError, match="Your turn"):
            exec(test, blank)


@pytest.mark.parametrize("variant", range(1, 6))
def test_a_second_set_repeats_no_exercise_of_the_course(variant):
    for asked in COURSE:
        other = exercise(asked.id, variant)
        assert (other.question, other.answer.text) != (asked.question, asked.answer.text)


def test_the_tools_ask_no_answer_for_its_type():
    for tool in (section_tool, teacher):
        assert "isinstance" not in notebook_tool.Path(tool.__file__).read_text(encoding="utf-8")
