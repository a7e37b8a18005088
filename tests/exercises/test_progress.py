"""Progress: kept in the workbook, lost by nothing, and never in the course's way."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from cgraph_lib.exercises import check, progress


def test_answers_are_read_back(in_workbook):
    assert progress.keep("05.seed", True) == progress.keep("05.3", False, variant=2) == ""
    answers, remark = progress.events()
    assert [(event.question, event.right, event.variant) for event in answers] == [
        ("05.seed", True, 0),
        ("05.3", False, 2),
    ]
    assert remark == ""
    assert progress.solved(answers) == {"05.seed"}


def test_outside_a_workbook_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert progress.keep("05.seed", True) == ""
    assert progress.events() == ([], "")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Return the drive of a page, which has no record of copies, as seen by the page's Python."""
    (tmp_path / "drive").mkdir()
    monkeypatch.chdir(tmp_path / "drive")
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(progress, "DRIVE", tmp_path / "drive")
    monkeypatch.setattr(progress, "_notices", [progress.NO_DRIVE])
    return tmp_path / "drive"


def test_a_page_keeps_progress_on_its_drive(page):
    assert progress.keep("05.seed", True) == ""
    assert [event.question for event in progress.events()[0]] == ["05.seed"]
    assert (page / progress.FILE).exists()


def test_a_page_without_a_drive_says_once_that_nothing_is_kept(page, monkeypatch):
    monkeypatch.chdir(page.parent)
    assert [progress.keep("05.seed", True) for _ in range(3)] == [progress.NO_DRIVE, "", ""]
    assert progress.events() == ([], "") and not (page.parent / progress.FILE).exists()


BROKEN = [
    "{",
    "[]",
    "3",
    "null",
    "\x00\xff",
    '{"question": 3}',
    '{"question": "x", "more": 1}',
    '{"question": "x", "right": 1, "when": "2026-01-01T00:00:00+00:00"}',
    '{"question": "x", "right": true, "when": "yesterday"}',
    '{"question": "x", "right": true, "when": null}',
    '{"question": "x", "right": true, "when": "2026-01-01"}',
]


@pytest.mark.parametrize("line", BROKEN)
def test_a_line_that_cannot_be_read_costs_no_other(in_workbook, line):
    progress.keep("05.1", True)
    with (in_workbook / progress.FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    progress.keep("05.2", True)
    answers, remark = progress.events()
    assert [event.question for event in answers] == ["05.1", "05.2"]
    assert remark == "One line of progress.jsonl could not be read and is skipped."


def test_a_file_of_other_bytes_is_no_obstacle(in_workbook):
    (in_workbook / progress.FILE).write_bytes(bytes(range(256)) * 3)
    answers, remark = progress.events()
    assert answers == [] and "could not be read" in remark


def test_a_file_that_is_gone_means_a_new_start(in_workbook):
    progress.keep("05.1", True)
    Path(progress.FILE).unlink()
    assert progress.events() == ([], "")


def test_a_place_that_cannot_be_written_is_named(in_workbook):
    (
        in_workbook / progress.FILE
    ).mkdir()  # as a folder that cannot be written: nobody, root neither, writes lines into it
    assert progress.keep("05.1", True).startswith("Your progress could not be written to progress.jsonl")
    answers, remark = progress.events()
    assert answers == [] and remark


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="the owner of this process may write anywhere")
def test_a_read_only_folder_is_named(in_workbook):
    in_workbook.chmod(0o500)
    try:
        assert "could not be written" in progress.keep("05.1", True)
    finally:
        in_workbook.chmod(0o700)


def test_many_writers_at_once_lose_nothing(in_workbook):
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda i: progress.keep(f"05.{i}", True), range(400)))
    answers, remark = progress.events()
    assert len(progress.solved(answers)) == 400 and remark == ""


def test_what_is_kept_after_a_line_that_was_cut_off_stays_readable(in_workbook):
    whole = '{"question": "05.1", "right": true, "when": "2026-01-01T00:00:00+00:00"}'
    for text, expected in [
        (whole, ["05.1", "05.seed"]),
        (whole[:20], ["05.seed"]),
        ("\ufeff" + whole, ["05.1", "05.seed"]),
    ]:
        (in_workbook / progress.FILE).write_text(text, encoding="utf-8")
        assert progress.keep("05.seed", True) == ""
        assert [event.question for event in progress.events()[0]] == expected


@pytest.mark.parametrize("line", ["[" * 100_000, '{"question": ' * 5_000])
def test_no_line_is_too_odd_to_be_skipped(in_workbook, line):
    (in_workbook / progress.FILE).write_text(f"{line}\n", encoding="utf-8")
    assert progress.events() == ([], progress.SKIPPED_ONE.format(path=progress.FILE))


def test_what_cannot_be_read_is_not_said_to_be_unwritten(in_workbook):
    (in_workbook / progress.FILE).mkdir()
    assert "could not be read from progress.jsonl" in progress.events()[1]


def test_in_a_folder_that_is_gone_an_exercise_is_still_judged(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert check("01.1", {"boxes": 6, "edges": 7})
    assert progress.events() == ([], "")


def test_a_variant_is_a_whole_number_of_any_type(in_workbook):
    assert check("01.1", {"boxes": 6, "edges": 7}, variant=np.int64(0))
    assert progress.events()[0][0].variant == 0
    for variant in ("x", None, 1.5, True, np.ones(2)):
        with pytest.raises(ValueError, match="A variant is a whole number"):
            check("01.1", ..., variant=variant)
