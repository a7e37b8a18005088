"""The exercises in the notebooks are those that the library holds."""

import re

import nbformat
import pytest

from cgraph_lib.exercises.variants import chapters, exercises_of
from tools import exercises as section_tool
from tools import notebooks as notebook_tool

PATHS = [path for path in sorted(notebook_tool.FOLDER.glob("*.ipynb")) if path.name[:2] in chapters()]

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def code_cells(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_every_chapter_has_its_notebook():
    assert [path.name[:2] for path in PATHS] == chapters()


@each_notebook
def test_a_notebook_asks_each_exercise_once(path):
    asked = re.findall(r'check\("([\d.]+)"', "\n".join(code_cells(path)))
    assert asked == [exercise.id for exercise in exercises_of(path.name[:2])]


@each_notebook
def test_the_section_is_what_the_library_holds(path):
    notebook = nbformat.read(path, as_version=4)
    before = [(cell.cell_type, cell.source) for cell in notebook.cells]
    again = section_tool.with_exercises(notebook, path.name[:2])
    assert [(cell.cell_type, cell.source) for cell in again.cells] == before


@pytest.mark.parametrize("chapter", chapters())
def test_exercises_stand_alone_in_any_order(chapter):
    cells = [cell.source for cell in section_tool.section(chapter) if "exercises import check" in cell.source]
    assert len(cells) == len(exercises_of(chapter))
    for source in reversed(cells):
        names = {}
        exec(source.replace("\ncheck(", "\nverdict = check("), names)
        assert names["verdict"].text.startswith("Your turn")


@each_notebook
def test_pictures_that_exercises_mention_are_in_the_notebook(path):
    earlier = "\n".join(code_cells(path))
    for asked in exercises_of(path.name[:2]):
        for name in re.findall(r"`(\w+)` above", asked.see):
            assert re.search(rf"^{name} = (Explorer|StepPlayer|PathExplorer|FormulaBox)\(", earlier, re.MULTILINE), name
        for name in re.findall(r"`([a-z_]+)`", asked.question):
            known = {"parse", "end", *"xy"}
            assert name in known or re.search(rf"^def {name}\(", earlier, re.MULTILINE), name
