"""Estimate how long the sections of a notebook take, and print that.

Usage: python -m tools.minutes [NAME ...], where a NAME such as 03 picks the notebooks that start so.
"""

from __future__ import annotations

import re
import sys

import nbformat

WORDS = 200
"""Read in a minute."""
CELL, LIVE, PROMPT, GUESS, REVIEW, EXERCISE = 0.5, 1.0, 1.0, 1.5, 2.0, 4.0
"""Minutes for a code cell, a live picture, a question in prose, a guess that is committed, a review, an exercise."""
OWN_WORK = "On your own"
PART_TWO = "Part two"
"""So begins the heading after a break, and with it another sitting."""
NOT_READ = (OWN_WORK, "Further reading")
PICTURE = re.compile(r"\b(Curve|Explorer|FormulaBox|PathExplorer|Product|StepPlayer|Training)\(")
UNREAD = re.compile(r"<details>.*?</details>|\]\([^)]*\)|\*\*Predict\.\*\*|[#|]|---", re.DOTALL)
MAY_BE_SKIPPED = "you may skip it"


def of_code(source: str) -> float:
    """Return the minutes for a code cell."""
    kinds = {"predict(": GUESS, "review(": REVIEW, "check(": EXERCISE}
    special = [minutes for call, minutes in kinds.items() if re.search(rf"^{re.escape(call)}", source, re.MULTILINE)]
    return special[0] if special else LIVE if PICTURE.search(source) else CELL


def of_prose(source: str) -> float:
    """Return the minutes for a prose cell: what is folded away, addresses and the lines of tables are not read."""
    return len(UNREAD.sub(" ", source).split()) / WORDS + PROMPT * source.count("**Predict.")


def folded(cell: nbformat.NotebookNode) -> bool:
    """Return whether a cell is a solution, which a reader whose own code is right skips."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def sections(notebook: nbformat.NotebookNode) -> dict[str, float]:
    """Return the minutes of each section, by its heading; those of one that may be skipped have a name of their own."""
    found, name = dict[str, float](), ""
    for cell in notebook.cells:
        heading = re.match(r"#{1,3} (.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading and (not cell.source.startswith("### ") or MAY_BE_SKIPPED in cell.source):
            name = heading[1] + (" (may be skipped)" if MAY_BE_SKIPPED in cell.source else "")
        minutes = 0.0 if folded(cell) else (of_prose if cell.cell_type == "markdown" else of_code)(cell.source)
        found[name] = found.get(name, 0.0) + minutes
    return found


def sittings(notebook: nbformat.NotebookNode) -> list[float]:
    """Return the minutes to read, run and guess, without what may be skipped: two numbers if there is a break."""
    found = [0.0]
    for name, minutes in sections(notebook).items():
        if name.startswith(PART_TWO):
            found.append(0.0)
        if name not in NOT_READ and "(may be" not in name:
            found[-1] += minutes
    return found


def reading(notebook: nbformat.NotebookNode) -> float:
    """Return the minutes of all sittings."""
    return sum(sittings(notebook))


def own_work(notebook: nbformat.NotebookNode) -> float:
    """Return the minutes for the exercises."""
    return sections(notebook)[OWN_WORK]


if __name__ == "__main__":
    from tools.notebooks import chosen

    for path in chosen(sys.argv[1:]):
        stored = nbformat.read(path, as_version=4)
        parts = " + ".join(f"{sitting:.0f}" for sitting in sittings(stored))
        print(f"{path.name}: {parts} minutes, {reading(stored) + own_work(stored):.0f} with exercises")
        for name, minutes in sections(stored).items():
            print(f"{minutes:6.1f}  {name}")
