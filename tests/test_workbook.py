"""The reader's copies: no outputs, and nothing of the reader's own is ever lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from cgraph_lib import workbook
from cgraph_lib.errors import CgraphError

ROOT = Path(__file__).parent.parent
NAME = "05_sum.ipynb"


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source, execution_count=1) for source in sources]
    for cell in cells:
        cell.outputs = [nbformat.v4.new_output("stream", text="the answer")]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)) + "\n"


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / NAME).write_text(notebook("1 + 1"), encoding="utf-8")
    return tmp_path


def store(course, *sources):
    (course / "notebooks" / NAME).write_text(notebook(*sources), encoding="utf-8")


def copy(course):
    return course / "workbook" / NAME


def change(path, source):
    book = nbformat.read(path, as_version=4)
    book.cells[0].source = source
    nbformat.write(book, path)


def test_copies_hold_no_answer(course):
    assert workbook.renew().new == [NAME]
    text = copy(course).read_text(encoding="utf-8")
    assert "the answer" not in text
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert [cell.source for cell in nbformat.reads(text, as_version=4).cells] == ["1 + 1"]


def test_an_unchanged_copy_is_renewed_and_a_changed_one_is_kept(course):
    workbook.renew()
    assert workbook.renew().same == [NAME]
    store(course, "2 + 2")
    assert workbook.renew().renewed == [NAME]
    change(copy(course), "my own")
    store(course, "3 + 3")
    for _ in range(2):
        assert workbook.renew().kept == [NAME]
    assert "my own" in copy(course).read_text(encoding="utf-8")


def test_a_copy_that_was_run_but_not_changed_is_renewed(course):
    workbook.renew()
    copy(course).write_text(notebook("1 + 1"), encoding="utf-8")
    store(course, "2 + 2")
    assert workbook.renew().renewed == [NAME]


@pytest.mark.parametrize("record", [None, "{", "[]", "{}"])
def test_without_a_record_nothing_that_differs_is_overwritten(course, record):
    workbook.renew()
    change(copy(course), "my own")
    path = course / "workbook" / workbook.RECORD
    path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    assert workbook.renew().kept == [NAME]


@pytest.mark.parametrize("text", ["", "not a notebook", "{}", '{"cells": 3}', "\xff"])
def test_a_broken_copy_is_kept(course, text):
    workbook.renew()
    copy(course).write_text(text, encoding="latin-1")
    assert workbook.renew().kept == [NAME]
    assert copy(course).read_text(encoding="latin-1") == text


@pytest.mark.parametrize(("answer", "replaced"), [("y", True), ("Yes", True), ("n", False), ("", False)])
def test_a_reset_asks_first_and_keeps_the_old_file(course, answer, replaced):
    workbook.renew()
    change(copy(course), "my own")
    asked = []
    old = workbook.reset("05", confirm=lambda question: asked.append(question) or answer)
    assert NAME in asked[0]
    assert ("my own" not in copy(course).read_text(encoding="utf-8")) is replaced
    if replaced:
        assert "my own" in old.read_text(encoding="utf-8")
        change(copy(course), "my second")
        assert workbook.reset("05", confirm=lambda question: "y") != old


@pytest.mark.parametrize("start", ["06", "", "x"])
def test_a_reset_of_no_notebook_is_refused(course, start):
    with pytest.raises(CgraphError, match="05_sum"):
        workbook.reset(start)


def test_elsewhere_the_command_says_where_to_run_it(tmp_path):
    command = [sys.executable, "-m", "cgraph_lib.workbook"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "There is no folder notebooks here; run this command in the folder of the course.\n",
    )


def test_the_command_copies_the_course_in_one_line(course, capsys):
    workbook.main([])
    assert capsys.readouterr().out == (
        "workbook/: 1 new, 0 renewed, 0 up to date, 0 kept because you have changed them.\n"
    )


def test_no_copy_of_the_course_holds_an_output(tmp_path):
    summary = workbook.renew(ROOT / "notebooks", tmp_path)
    assert len(summary.new) >= 12
    for name in summary.new:
        cells = json.loads((tmp_path / name).read_text(encoding="utf-8"))["cells"]
        assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


VIEW = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}
STILL = {"image/svg+xml": "<svg/>", "text/plain": "a = 2"}


@pytest.fixture
def jupyter_s_own(tmp_path, monkeypatch):
    """Nobody's signatures and servers; return the folder where running servers are listed."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir()
    return tmp_path / "runtime"


def shown_live(trusted):
    """Return the reader's copy, with a live picture beside other outputs, as JupyterLab saves it."""
    path = copy(Path.cwd())
    book = nbformat.read(path, as_version=4)
    live = nbformat.v4.new_output("execute_result", {workbook.VIEW: VIEW, **STILL}, execution_count=1)
    book.cells[0].outputs = [live, nbformat.v4.new_output("stream", text="printed")]
    if trusted:
        with NotebookNotary() as notary:
            notary.sign(book)
    nbformat.write(book, path)
    return path


@pytest.mark.parametrize("trusted", [True, False])
def test_a_live_picture_that_was_saved_leaves_its_still(course, jupyter_s_own, trusted):
    workbook.renew()
    path = shown_live(trusted)
    workbook.main([])
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    picture, printed = book.cells[0].outputs
    assert picture.data == STILL and printed.text == "printed"
    with NotebookNotary() as notary:
        assert notary.check_signature(book) is trusted


def test_while_a_server_runs_live_pictures_stay(course, jupyter_s_own):
    workbook.renew()
    path = shown_live(trusted=True)
    before = path.read_bytes()
    server = jupyter_s_own / "jpserver-1.json"
    server.write_text(json.dumps({"pid": os.getpid(), "root_dir": str(course)}), encoding="utf-8")
    workbook.leave_stills()
    assert path.read_bytes() == before
    server.write_text(json.dumps({"pid": os.getpid(), "root_dir": str(course / "elsewhere")}), encoding="utf-8")
    workbook.leave_stills()
    assert path.read_bytes() != before


@pytest.mark.parametrize("text", ["", f"not a notebook {workbook.VIEW}", f'{{"cells": "{workbook.VIEW}"}}'])
def test_a_broken_copy_is_left_as_it_is(course, jupyter_s_own, text):
    workbook.renew()
    copy(course).write_text(text, encoding="utf-8")
    workbook.main([])
    assert copy(course).read_text(encoding="utf-8") == text
