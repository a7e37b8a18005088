"""The recorded answers are those that the notebooks show, and a cell without its framework prints them."""

import json
import subprocess
import sys

import nbformat
import pytest

from cgraph_lib.frameworks import have
from cgraph_lib.frameworks.recorded import recorded
from tools.notebooks import FOLDER
from tools.recorded import shown


def test_the_recorded_answers_are_those_of_the_notebooks():
    """If this fails, run `python -m tools.recorded`."""
    assert dict(shown()) == recorded()["answers"]
    assert len(dict(shown())) == len(list(shown())) >= 15


def test_without_its_framework_a_cell_prints_the_recorded_answer(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert have("torch", "11.adjoints") is None
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith(f"Recorded with torch {recorded()['versions']['torch']}:")
    assert printed[1:] == ["6.0 2.0 5.0"]


def test_an_answer_that_was_not_recorded(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jax", None)
    assert have("jax", "mine") is None
    assert capsys.readouterr().out == (
        "There is no jax here (python -m pip install jax), and no recorded answer mine.\n"
    )


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        ("11.adjoints", "There is no torch in the Python of a page. Recorded with torch {torch}:"),
        ("mine", "There is no torch in the Python of a page, and no recorded answer mine."),
    ],
)
def test_a_page_has_no_pip(monkeypatch, capsys, answer, first):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert have("torch", answer) is None
    assert capsys.readouterr().out.splitlines()[0] == first.format_map(recorded()["versions"])


def test_where_it_is_installed_nothing_is_printed(capsys):
    assert have("json", "11.adjoints").dumps(1) == "1"
    assert capsys.readouterr().out == ""


WITHOUT = """
import json, os, sys
sys.modules |= dict.fromkeys(["torch", "jax"])  # None makes an import fail
os.environ["MPLBACKEND"] = "agg"
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in json.loads(sys.stdin.read()):
    shell.run_cell(cell).raise_error()
"""


def test_the_notebook_teaches_without_either():
    """Every cell runs, and those that need a framework print what it answered, and which one."""
    (path,) = FOLDER.glob("11*.ipynb")
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    run = [sys.executable, "-c", WITHOUT]
    done = subprocess.run(run, input=json.dumps(cells), capture_output=True, encoding="utf-8", cwd=path.parent)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Recorded with torch") + done.stdout.count("Recorded with jax") == len(dict(shown()))
    assert all(answer in done.stdout for answer in recorded()["answers"].values())
