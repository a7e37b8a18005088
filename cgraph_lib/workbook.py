"""The reader's own copy of the course: the notebooks without outputs, so that no answer stands before its question.

Run `python -m cgraph_lib.workbook` in the project's folder to make or renew the copies, and add `--reset 05` for a
fresh copy of one notebook. Cells that the reader has changed are never overwritten.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cgraph_lib.errors import CgraphError

SOURCE, TARGET = Path("notebooks"), Path("workbook")
RECORD = ".copies.json"
VIEW = "application/vnd.jupyter.widget-view+json"

DONE = "{target}/: {new} new, {renewed} renewed, {same} up to date, {kept} kept because you have changed them."
ASK = "Replace {name} by a fresh copy? Yours is kept as {old}. [y/N] "
MISSING = "There is no folder {folder} here; run this command in the folder of the course."
UNKNOWN = "No notebook starts with {start}; there are {names}."


@dataclass
class Summary:
    """What became of each notebook: lists of file names. `str(summary)` says it in one line."""

    target: Path
    new: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {name: len(getattr(self, name)) for name in ("new", "renewed", "same", "kept")}
        return DONE.format(target=self.target, **counts)


def renew(source: Path = SOURCE, target: Path = TARGET) -> Summary:
    """Copy the notebooks of `source` into `target` without their outputs, and return what was done.

    A copy counts as changed if its cells no longer hold what they held when it was made; outputs do not count, since
    running the cells brings them back. Raises `CgraphError` if there are no notebooks.
    """
    record = _record(target)
    summary = Summary(target)
    for path in _notebooks(source):
        copy, fresh = target / path.name, without_outputs(path.read_text(encoding="utf-8"))
        kind = _kind(copy, fresh, record.get(path.name))
        getattr(summary, kind).append(path.name)
        if kind in ("new", "renewed"):
            _write(copy, fresh)
        if kind != "kept":
            record[path.name] = fingerprint(fresh)
    _write(target / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return summary


def reset(
    start: str, source: Path = SOURCE, target: Path = TARGET, confirm: Callable[[str], str] = input
) -> Path | None:
    """Replace the copy of the notebook whose name starts with `start`, after asking; return where the old one is kept.

    Returns `None` if the answer is no. Raises `CgraphError` if no notebook has that name.
    """
    paths = _notebooks(source)
    path = next((path for path in paths if path.name.startswith(start)), None)
    if path is None or not start:
        raise CgraphError(UNKNOWN, start=repr(start), names=", ".join(path.stem for path in paths))
    copy = target / path.name
    if not copy.exists():
        renew(source, target)
        return copy
    old = next(name for i in range(1, 10_000) if not (name := copy.with_stem(f"{copy.stem}_old{i}")).exists())
    if not confirm(ASK.format(name=copy.name, old=old.name)).strip().lower().startswith("y"):
        return None
    copy.rename(old)
    renew(source, target)
    return old


def leave_stills(target: Path = TARGET) -> None:
    """Take the live views out of the reader's copies, so that the still pictures stored beside them are shown.

    A live view ends with the kernel that made it; JupyterLab shows an error in its place until its cell is run again.
    A copy that was trusted is trusted still. Nothing is changed while a server, whose kernels live, serves the folder.
    """
    import nbformat
    from jupyter_server.serverapp import list_running_servers
    from nbformat.sign import NotebookNotary

    if any(target.resolve().is_relative_to(server["root_dir"]) for server in list_running_servers()):
        return
    with NotebookNotary() as notary:
        for path in sorted(target.glob("*.ipynb")):
            text = path.read_text(encoding="utf-8", errors="replace")
            if VIEW not in text or not fingerprint(text):
                continue
            notebook = nbformat.reads(text, as_version=4)
            trusted = notary.check_signature(notebook)
            for output in itertools.chain.from_iterable(cell.get("outputs", ()) for cell in notebook.cells):
                output.get("data", {}).pop(VIEW, None)
            if trusted:
                notary.sign(notebook)
            _write(path, nbformat.writes(notebook) + "\n")


def without_outputs(text: str) -> str:
    """Return a notebook's file with no outputs and no counts, in the form in which Jupyter writes it.

    >>> cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": [{"text": "2"}], "execution_count": 3}
    >>> json.loads(without_outputs(json.dumps({"cells": [cell]})))["cells"][0]["outputs"]
    []
    """
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def fingerprint(text: str) -> str:
    """Return a short text that two notebooks share if their cells hold the same; "" for what is no notebook."""
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError):
        return ""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _kind(copy: Path, fresh: str, made: str | None) -> str:
    """Return what is to be done with a copy: "new", "renewed", "same" or "kept"."""
    if not copy.exists():
        return "new"
    present = fingerprint(copy.read_text(encoding="utf-8", errors="replace"))
    if present and present == fingerprint(fresh):
        return "same"
    return "renewed" if present and present == made else "kept"


def _notebooks(source: Path) -> list[Path]:
    paths = sorted(source.glob("[0-9][0-9]_*.ipynb"))
    if not paths:
        raise CgraphError(MISSING, folder=source)
    return paths


def _record(target: Path) -> dict[str, Any]:
    """Return the fingerprints of the copies as they were made; without the file every copy counts as changed."""
    try:
        record = json.loads((target / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Iterable[str] | None = None) -> None:
    """Make or renew the copies, as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m cgraph_lib.workbook", description=renew.__doc__)
    parser.add_argument("--reset", metavar="NN", help="make a fresh copy of one notebook; yours is kept beside it")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    try:
        if chosen.reset is not None:
            reset(chosen.reset)
        print(renew())
        if importlib.util.find_spec("jupyter_server"):
            leave_stills()
    except (CgraphError, OSError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
