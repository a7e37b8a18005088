"""What the reader has predicted and solved: one file in the workbook, a JSON object on each line.

Lines are only ever added, so two notebooks that are open at once lose nothing; a line that cannot be read is skipped.
Nothing leaves the machine. Outside a workbook, as on CI, nothing is kept. In the Python of a page the workbook is the
drive on which JupyterLite keeps the reader's files, in the browser.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cgraph_lib.workbook import RECORD

FILE = "progress.jsonl"
DRIVE = Path("/drive")

NOT_KEPT = "Your progress could not be written to {path} ({reason}); the course goes on without it."
NO_DRIVE = "This browser keeps no files for this page: what you guess and solve here is forgotten when you leave it."
NOT_READ = "Your progress could not be read from {path} ({reason}); the course goes on without it."
SKIPPED_ONE = "One line of {path} could not be read and is skipped."
SKIPPED = "{count} lines of {path} could not be read and are skipped."

_notices = [NO_DRIVE]  # what a reader has yet to read


@dataclass(frozen=True, slots=True)
class Event:
    """One answer: to which question ("05.seed", "05.3"), whether it was right, and when (ISO 8601, UTC).

    `guess` is what was guessed, for questions that show it again.
    """

    question: str
    right: bool
    when: str
    variant: int = 0
    guess: str | list[str] | None = None

    @property
    def time(self) -> datetime:
        """Return when the answer was given."""
        return datetime.fromisoformat(self.when)


def place(folder: Path | None = None) -> Path | None:
    """Return the file that keeps the progress, or `None` outside a workbook."""
    try:
        folder = Path.cwd() if folder is None else folder
        kept = folder.is_relative_to(DRIVE) if _on_a_page() else (folder / RECORD).exists()
    except OSError:  # a folder that was deleted, or may not be looked at
        return None
    return folder / FILE if kept else None


def _on_a_page() -> bool:
    return sys.platform == "emscripten"


def keep(question: str, right: bool, variant: int = 0, guess: Any = None) -> str:
    """Add an answer to the file, and return a remark for the reader: "" unless it could not be written."""
    path = place()
    if path is None:
        return _notices.pop() if _on_a_page() and _notices else ""
    event = Event(question, bool(right), datetime.now(UTC).isoformat(timespec="seconds"), variant, guess)
    try:
        _add(path, json.dumps(asdict(event)))
    except OSError as error:
        return NOT_KEPT.format(path=path.name, reason=error.strerror)
    return ""


def _add(path: Path, line: str) -> None:
    """Add a line to a file, also after one that was cut off, or typed without its end."""
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        begin = "" if file.read(1) in (b"", b"\n") else "\n"
        file.write(f"{begin}{line}\n".encode())


def events() -> tuple[list[Event], str]:
    """Return all answers that were kept, oldest first, and a remark on what could not be read ("" if nothing)."""
    path = place()
    if path is None or not path.exists():
        return [], ""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        return [], NOT_READ.format(path=path.name, reason=error.strerror)
    found = [_event(line) for line in lines if line.strip()]
    lost = found.count(None)
    remark = "" if not lost else SKIPPED_ONE if lost == 1 else SKIPPED
    return [event for event in found if event], remark.format(path=path.name, count=lost)


def _event(line: str) -> Event | None:
    try:
        event = Event(**json.loads(line))
        fits = isinstance(event.question, str) and isinstance(event.right, bool) and isinstance(event.variant, int)
        return event if fits and event.time.tzinfo and event.time.astimezone(UTC) else None
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def latest_guess(question: str) -> Any:
    """Return the reader's last guess at a question, or `None`."""
    guesses = [event.guess for event in events()[0] if event.question == question and event.variant == 0]
    return guesses[-1] if guesses else None


def solved(answers: Iterable[Event]) -> set[str]:
    """Return the questions that were answered rightly at least once."""
    return {event.question for event in answers if event.right}
