"""Write what a teacher needs: the answers to the exercises, and a second set with other numbers.

Usage: python -m tools.teacher [SET], where SET is the number of the second set; each number draws other ones.

Into build/teacher go answers.md for the notebooks, second_set.md to hand out, second_set_answers.md to keep, and
nbgrader/source/second_set, notebooks of the second set that nbgrader makes into an assignment.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cgraph_lib.exercises.answer_types import OneEdge, Shapes
from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.variants import chapters, exercises_of
from tools.exercises import answer_name

FOLDER = Path(__file__).resolve().parent.parent / "build" / "teacher"


def told(exercise: Exercise, answer: Any) -> str:
    """Return an answer, right or wrong, as a sheet shows it."""
    if isinstance(answer, dict):
        return ", ".join(f"{name} = {told(exercise, value)}" for name, value in answer.items())
    if isinstance(exercise.kind, Shapes):
        return f"`{answer}`"
    if isinstance(answer, tuple):
        return f"`{(' → ' if isinstance(exercise.kind, OneEdge) else ' ').join(answer)}`"
    return f"`{answer:g}`" if isinstance(answer, (int, float)) else f"`{answer}`"


def mistake_told(exercise: Exercise, mistake: Mistake) -> str:
    """Return a usual mistake; of a function, the lines that the right one has not."""
    if not isinstance(exercise.kind, Code):
        return f"- {told(exercise, mistake.answer)}: {mistake.says}"
    right = exercise.answer.splitlines()
    lines = [line.strip() for line in mistake.answer.splitlines() if line not in right]
    return f"- {', '.join(f'`{line}`' for line in lines)}: {mistake.says}"


def sheet(title: str, variant: int, answers: bool) -> str:
    """Return all exercises of a set in Markdown, with or without their answers."""
    parts = [f"# {title}"]
    for chapter in chapters():
        parts.append(f"## Notebook {chapter}")
        for exercise in exercises_of(chapter, variant):
            parts += [f"### {exercise.id}", exercise.question]
            blank = exercise.kind.blank()
            if isinstance(exercise.kind, Code):
                parts.append(f"```python\n{exercise.answer if answers else blank}\n```")
            elif answers:
                parts.append(f"**Answer.** {told(exercise, exercise.answer)}")
            if answers:
                usual = "\n".join(mistake_told(exercise, mistake) for mistake in exercise.mistakes)
                parts += [f"**Why.** {exercise.explanation}", f"**Usual mistakes**\n\n{usual}"]
    return "\n\n".join(parts) + "\n"


def as_code(exercise: Exercise) -> str:
    """Return the right answer as the code of a cell."""
    answer = exercise.answer
    if isinstance(exercise.kind, Code):
        return str(answer)
    if isinstance(answer, dict):
        answer = {
            name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in answer.items()
        }
    return f"answer = {json.dumps(answer, ensure_ascii=False)}"


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
        solution = f"{exercise.kind.blank()}\n### BEGIN SOLUTION\n{as_code(exercise)}\n### END SOLUTION"
        judged = f'verdict = check("{exercise.id}", {answer_name(exercise)}, variant={variant})'
        hidden = f"from cgraph_lib.exercises import check\n\n{judged}\nassert verdict, verdict"
        test = f"# {exercise.id} is judged here.\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        cells += [
            marked(new_markdown_cell(f"**{exercise.id}** {exercise.question}"), f"question_{number}"),
            marked(new_code_cell(solution), f"answer_{number}", solution=True, locked=False),
            marked(new_code_cell(test), f"test_{number}", grade=True, points=1),
        ]
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
        notebook = nbformat.writes(for_nbgrader(chapter, variant)) + "\n"
        texts[f"nbgrader/source/second_set/exercises_{chapter}.ipynb"] = notebook
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
