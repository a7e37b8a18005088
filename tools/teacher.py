"""Write what a teacher needs: the answers to the exercises, and a second set with other numbers.

Usage: python -m tools.teacher [SET], where SET is the number of the second set; each number draws other ones.

Into build/teacher go answers.md for the notebooks, second_set.md to hand out, second_set_answers.md to keep, and
nbgrader/source/second_set, notebooks of the second set that nbgrader makes into an assignment, and otter, the same in
the format of `otter assign`, which also writes the archive that Gradescope grades with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.variants import chapters, exercises_of

FOLDER = Path(__file__).resolve().parent.parent / "build" / "teacher"
SOLUTION = "{cell}\n### BEGIN SOLUTION\n{solved}\n### END SOLUTION"
# No assertion: those are left out where PYTHONOPTIMIZE is set, and every answer would earn its point.
TEST = """\
from cgraph_lib.exercises import check

verdict = check("{id}", {answer}, variant={variant})
if not verdict:
    raise ValueError(verdict.text)"""
NBGRADER_TEST = "# {id} is judged here.\n### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
OTTER_SOLUTION = "{cell}\n# BEGIN SOLUTION NO PROMPT\n{solved}\n# END SOLUTION"


def mistake_line(exercise: Exercise, mistake: Mistake) -> str:
    """Return a usual mistake and its message; of a function, the lines that the right one does not have."""
    lines = ", ".join(f"`{line}`" for line in exercise.answer.lines(mistake.answer))
    return f"- {lines}: {mistake.message}"


def sheet(title: str, variant: int, answers: bool) -> str:
    """Return all exercises of a set in Markdown, with or without their answers."""
    parts = [f"# {title}"]
    for chapter in chapters():
        parts.append(f"## Notebook {chapter}")
        for exercise in exercises_of(chapter, variant):
            shown = exercise.answer.text if answers else exercise.answer.cell
            parts += [f"### {exercise.id}", exercise.question, f"```python\n{shown}\n```"]
            if answers:
                usual = "\n".join(mistake_line(exercise, mistake) for mistake in exercise.mistakes)
                parts += [f"**Why.** {exercise.explanation}", f"**Usual mistakes**\n\n{usual}"]
    return "\n\n".join(parts) + "\n"


def test_of(exercise: Exercise) -> str:
    """Return the lines that judge an answer: they raise a `ValueError` that says what is wrong with it."""
    return TEST.format(id=exercise.id, answer=exercise.answer.name, variant=exercise.variant)


def for_nbgrader(chapter: str, variant: int) -> nbformat.NotebookNode:
    """Return a notebook in nbgrader's format: question, solution and hidden test for each exercise."""

    def marked(cell: nbformat.NotebookNode, name: str, **marks: Any) -> nbformat.NotebookNode:
        usual = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
        cell.metadata.nbgrader = {**usual, "grade_id": name, **marks}
        cell.id = name
        return cell

    cells = [marked(new_markdown_cell(f"# Exercises of notebook {chapter}"), f"title_{chapter}")]
    for exercise in exercises_of(chapter, variant):
        number = exercise.id.replace(".", "_")
        solution = SOLUTION.format(cell=exercise.answer.cell, solved=exercise.answer.solved_cell)
        test = NBGRADER_TEST.format(id=exercise.id, test=test_of(exercise))
        cells += [
            marked(new_markdown_cell(f"**{exercise.id}** {exercise.question}"), f"question_{number}"),
            marked(new_code_cell(solution), f"answer_{number}", solution=True, locked=False),
            marked(new_code_cell(test), f"test_{number}", grade=True, points=1),
        ]
    return notebook_of(cells)


def for_otter(chapter: str, variant: int) -> nbformat.NotebookNode:
    """Return a notebook in the format of `otter assign`: its raw cells say where questions, answers and tests begin."""
    config = f"# ASSIGNMENT CONFIG\nname: second_set_{chapter}\ngenerate: true"
    cells = [new_raw_cell(config), new_markdown_cell(f"# Exercises of notebook {chapter}")]
    for exercise in exercises_of(chapter, variant):
        solution = OTTER_SOLUTION.format(cell=exercise.answer.cell, solved=exercise.answer.solved_cell)
        cells += [
            new_raw_cell(f"# BEGIN QUESTION\nname: q{exercise.id.replace('.', '_')}\npoints: 1"),
            new_markdown_cell(f"**{exercise.id}** {exercise.question}"),
            *between("SOLUTION", new_code_cell(solution)),
            *between("TESTS", new_code_cell(f"# HIDDEN\n{test_of(exercise)}")),
            new_raw_cell("# END QUESTION"),
        ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return notebook_of(cells)


def between(name: str, cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return a cell between the raw cells that say what it is."""
    return [new_raw_cell(f"# BEGIN {name}"), cell, new_raw_cell(f"# END {name}")]


def notebook_of(cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """Return a Python notebook of these cells."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def write(folder: Path, variant: int) -> list[Path]:
    """Write everything into a folder and return the files."""
    texts = {
        "answers.md": sheet("Answers to the exercises of the notebooks", 0, answers=True),
        "second_set.md": sheet("Exercises, second set", variant, answers=False),
        "second_set_answers.md": sheet(f"Answers to the second set (set {variant})", variant, answers=True),
    }
    for chapter in chapters():
        for folder_of, made in (("nbgrader/source/second_set", for_nbgrader), ("otter", for_otter)):
            texts[f"{folder_of}/exercises_{chapter}.ipynb"] = nbformat.writes(made(chapter, variant)) + "\n"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "1"
    if not chosen.isdigit() or chosen == "0":
        raise SystemExit(f"The second set has a number from 1 on, not {chosen!r}; 0 is the set of the notebooks.")
    for path in write(FOLDER, int(chosen)):
        print(path.relative_to(FOLDER.parent.parent))
