"""Run the notebooks and store them with their outputs, the same bytes every time.

Usage: python tools/notebooks.py [NAME ...], where a NAME such as 03 picks the notebooks that start so.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# By the last two, nbconvert --to script knows that it writes a .py file.
LANGUAGE = {"name": "python", "file_extension": ".py", "nbconvert_exporter": "python"}
FOLDED = {"jupyter": {"source_hidden": True}}  # the cell of a solution, which JupyterLab opens on a click
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
FRAMEWORK = re.compile(r'\bhave\("(\w+)"')  # how a cell of notebook 11 asks for PyTorch or JAX


class PrivateKernel(KernelManager):
    """A kernel that is reached by sockets in a folder of its own; by ports on Windows.

    A port is chosen before the kernel is there to take it, and another process may take it first.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._folder = TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
        if os.name == "posix":
            self.transport, self.connection_file = "ipc", f"{self._folder.name}/kernel.json"

    def cleanup_connection_file(self) -> None:
        super().cleanup_connection_file()
        self._folder.cleanup()


class ThisPython(PrivateKernel, AsyncKernelManager):
    """A kernel of the Python that runs this module, whatever kernels are installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=argv, display_name="", language="python")


def execute(path: Path) -> nbformat.NotebookNode:
    """Return the notebook, run in a fresh kernel in its own folder, in the form in which it is stored."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        kernel_manager_class=ThisPython,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    return normal(notebook)


def normal(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook with nothing in it that a second run, or another machine, would write otherwise."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:03d}"
        cell.metadata = nbformat.from_dict(FOLDED if cell.metadata.get("jupyter", {}).get("source_hidden") else {})
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def missing_framework(source: str) -> str | None:
    """Return the framework that a cell needs and that is not installed; where nothing may be missing, none is."""
    if os.environ.get("CGRAPH_REQUIRE_ALL"):
        return None
    return next((name for name in FRAMEWORK.findall(source) if not importlib.util.find_spec(name)), None)


def text(notebook: nbformat.NotebookNode) -> str:
    """Return the notebook as it is written to a file."""
    return nbformat.writes(notebook) + "\n"


def chosen(names: list[str]) -> list[Path]:
    """Return the course's notebooks whose names start with one of `names`; all of them without names."""
    paths = sorted(FOLDER.glob("*.ipynb"))
    picked = [path for path in paths if not names or path.name.startswith(tuple(names))]
    if not picked:
        raise SystemExit(f"No notebook starts with {' or '.join(names)}; there are {', '.join(p.stem for p in paths)}.")
    return picked


if __name__ == "__main__":
    for path in chosen(sys.argv[1:]):
        cells = nbformat.read(path, as_version=4).cells
        if missing := missing_framework("\n".join(cell.source for cell in cells)):
            raise SystemExit(f"{path.name} is stored with {missing}: run make notebooks CGRAPH_REQUIRE_ALL=1.")
        path.write_text(text(execute(path)), encoding="utf-8", newline="\n")
        print(path.name)
