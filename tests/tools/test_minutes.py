"""The minutes that the notebooks claim: in the map, and part by part."""

import re

import nbformat
import pytest

from tools import minutes
from tools.notebooks import FOLDER

READ = sorted(FOLDER.glob("*.ipynb"))
ROW = re.compile(r"^\| \[?(\d\d)[^|]*\|[^|]*\| (\d+) \| (\d*) ?\|$", re.MULTILINE)

each_notebook = pytest.mark.parametrize("path", READ, ids=lambda path: path.name)


def prose(path):
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


CLAIMS = {number: (int(read), int(whole or read)) for number, read, whole in ROW.findall(prose(READ[0]))}


@each_notebook
def test_the_map_claims_what_is_estimated(path):
    notebook = nbformat.read(path, as_version=4)
    read, whole = CLAIMS[path.name[:2]]
    assert read <= 45 * len(minutes.sittings(notebook))
    assert max(minutes.sittings(notebook)) <= 45 * 1.1
    assert minutes.reading(notebook) == pytest.approx(read, rel=0.1)
    assert minutes.reading(notebook) + minutes.own_work(notebook) == pytest.approx(whole, rel=0.1)


@each_notebook
def test_a_notebook_says_its_minutes_and_their_parts(path):
    opening, read = prose(path), CLAIMS[path.name[:2]][0]
    assert re.search(rf"\b{read} minutes\b", opening)
    parts = [int(part) for part in re.findall(r"^- .*\((\d+) minutes\)$", opening, re.MULTILINE)]
    assert sum(parts) == pytest.approx(read, abs=3)


def test_a_break_begins_another_sitting():
    headings = ["# Title", "## First", "## Part two: more", "## Later"]
    cells = [nbformat.v4.new_markdown_cell(f"{heading}\n\n> **Predict.** Which?") for heading in headings]
    assert minutes.sittings(nbformat.v4.new_notebook(cells=cells)) == pytest.approx([2, 2], abs=0.1)


def test_what_is_folded_or_may_be_skipped_is_not_counted():
    words = "word " * 200
    cells = [
        nbformat.v4.new_markdown_cell(f"## First\n\n<details>{words}</details>\n\n> **Predict.** Which?"),
        nbformat.v4.new_code_cell("live = Explorer(g)\nlive"),
        nbformat.v4.new_markdown_cell(f"### Extra\n\n(An extra; you may skip it.) {words}"),
        nbformat.v4.new_code_cell('from cgraph_lib.live import predict\n\npredict("05.seed")'),
        nbformat.v4.new_markdown_cell("## On your own"),
        nbformat.v4.new_code_cell('check("05.1", answer)'),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    assert minutes.reading(notebook) == pytest.approx(minutes.PROMPT + minutes.LIVE, abs=0.05)
    assert minutes.own_work(notebook) == pytest.approx(minutes.EXERCISE, abs=0.05)
    assert minutes.sections(notebook)["Extra (may be skipped)"] == pytest.approx(1 + minutes.GUESS, abs=0.1)
