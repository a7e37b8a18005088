"""Write the exercises of the library into the section "On your own" of the notebooks; then run make notebooks.

Usage: python -m tools.exercises [NAME ...], where a NAME such as 03 picks the notebooks that start so.

A prose cell that begins with WITHOUT_CHECK is kept as it is: it holds the open questions.
"""

from __future__ import annotations

import sys

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from cgraph_lib.exercises.judge import Exercise
from cgraph_lib.exercises.variants import chapters, exercises_of

HEADING, NEXT_HEADING = "## On your own", "## Further reading"
WITHOUT_CHECK = "**Without a check.**"
INTRODUCTION = """\
## On your own

Each exercise waits for an answer in place of the dots. Run its cell, and the answer is judged; change it and run it
again as often as you like. When you are stuck, run `hint("{first}")`, and at the end `solution("{first}")`. The next
cell makes both ready."""


def prose(exercise: Exercise) -> str:
    """Return the question as a notebook asks it."""
    return " ".join(filter(None, [f"**{exercise.id}**", exercise.question, exercise.see]))


def code(exercise: Exercise) -> str:
    """Return the cell in which the answer is given and checked."""
    gap = "\n\n" if exercise.answer.cell.startswith("def ") else ""
    parts = ["from cgraph_lib.exercises import check\n", gap, exercise.answer.cell, "\n", gap]
    if not gap:
        parts.insert(1, "\n")
    return f'{"".join(parts)}check("{exercise.id}", {exercise.answer.name})'


def section(chapter: str) -> list[nbformat.NotebookNode]:
    """Return the cells of a notebook's exercises."""
    exercises = exercises_of(chapter)
    introduction = INTRODUCTION.format(first=exercises[0].id).split("\n\n")
    cells = [
        new_markdown_cell("\n\n".join(part.replace("\n", " ") for part in introduction)),
        new_code_cell("from cgraph_lib.exercises import hint, solution"),
    ]
    for exercise in exercises:
        cells += [new_markdown_cell(prose(exercise)), new_code_cell(code(exercise))]
    return cells


def with_exercises(notebook: nbformat.NotebookNode, chapter: str) -> nbformat.NotebookNode:
    """Put the exercises of a chapter into its notebook, in place of those that stand there."""
    starts = [cell.source.partition("\n")[0] for cell in notebook.cells]
    first, last = starts.index(HEADING), starts.index(NEXT_HEADING)
    kept = [cell for cell in notebook.cells[first:last] if cell.source.startswith(WITHOUT_CHECK)]
    notebook.cells[first:last] = section(chapter) + kept
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:03d}"
    return notebook


if __name__ == "__main__":
    from tools.notebooks import chosen, text

    for path in chosen(sys.argv[1:] or chapters()):
        stored = nbformat.read(path, as_version=4)
        path.write_text(text(with_exercises(stored, path.name[:2])), encoding="utf-8", newline="\n")
        print(path.name)
