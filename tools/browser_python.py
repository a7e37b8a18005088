"""Python for a page: Pyodide and Graphviz from npm, and the library, as files that a page loads when it is asked to.

Pages import `pyodide_graphviz.mjs`, which stands in `site/_static/pyodide`; this puts beside it what it imports.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "node_modules"
PARTS = {  # the file beside pyodide_graphviz.mjs, and where npm has put it
    "graphviz.mjs": "@hpcc-js/wasm-graphviz/dist/index.js",
    "graphviz.LICENSE": "@hpcc-js/wasm-graphviz/LICENSE",
    **{
        name: f"pyodide/{name}"
        for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
    },
}
NEEDED = ("graphviz", "traitlets")  # what the library imports besides, in Python alone
ALONE = ROOT / "site" / "python"  # modules for a page without a kernel
KINDS = {".py", ".js", ".css"}


def missing() -> list[str]:
    """Return the files that npm has not installed."""
    return [path for path in PARTS.values() if not (PACKAGES / path).exists()]


def copy(folder: Path) -> None:
    """Put into a folder what a page needs for a Python of its own.

    Raises `FileNotFoundError` where npm has not installed it.
    """
    for name in missing():
        raise FileNotFoundError(f"node_modules/{name} is missing: run npm install, or make site with npm on PATH.")
    shutil.copytree(ROOT / "site" / "_static" / "pyodide", folder, dirs_exist_ok=True)
    for name, path in PARTS.items():
        shutil.copyfile(PACKAGES / path, folder / name)


def library(path: Path) -> None:
    """Write the library and what it imports as an archive, the same one from the same sources."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(_files()):
            archive.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)  # dated 1980


def _files() -> Iterator[tuple[str, Path]]:
    for root in (ROOT / "cgraph_lib", ALONE):
        for file in root.rglob("*"):
            if file.suffix in KINDS:
                yield file.relative_to(root if root is ALONE else ROOT).as_posix(), file
    for package in NEEDED:
        for part in distribution(package).files or ():
            if (part.suffix == ".py" and "tests" not in part.parts) or "licenses" in part.parts:
                yield part.as_posix(), Path(str(part.locate()))
