"""Build wheel and sdist into dist/, check them, and draw the running example from each in an empty environment.

Usage: python -m tools.dist [TAG], where a release says its TAG, v0.1.0 for version 0.1.0
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import cgraph_lib

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
PACKAGE = "cgraph_lib"
EXAMPLE = """\
from cgraph_lib import evaluate, gradient, parse, show
graph = parse("c = a + b; d = b + 1; e = c * d")
picture = show(graph, values=evaluate(graph, a=2, b=1))
print(gradient(graph, a=2, b=1), picture.svg.startswith("<svg"))
"""
DRAWN = "{'a': 2.0, 'b': 5.0} True"


def run(*command: object, cwd: Path = ROOT) -> str:
    """Return what a command prints; its errors end the program."""
    done = subprocess.run([*map(str, command)], cwd=cwd, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return done.stdout.strip()


def files_in(archive: Path) -> set[str]:
    """Return the names of the files in a wheel or sdist, of an sdist without its outermost folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return set(wheel.namelist())
    with tarfile.open(archive) as sdist:
        return {name.partition("/")[2] for name in sdist.getnames()}


def missing_from(names: Iterable[str]) -> list[str]:
    """Return the files of the package, scripts and styles among them, that an archive with these names lacks."""
    paths = (path for path in (ROOT / PACKAGE).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted({path.relative_to(ROOT).as_posix() for path in paths} - set(names))


def try_out(archive: Path) -> str:
    """Return what the running example prints in an environment with this archive, and what it needs, alone."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", archive)
        return run(python, "-c", EXAMPLE, cwd=Path(folder))


def not_ready(tag: str, changes: str) -> str:
    """Return why a release under this tag must not be built, or nothing.

    >>> not_ready("v9.9.9", "")
    'The tag v9.9.9 is not that of version 0.1.0: v0.1.0.'
    >>> not_ready("v0.1.0", "## 0.1.0 (unreleased)")
    'CHANGELOG.md has no line "## 0.1.0 (YYYY-MM-DD)".'
    >>> not_ready("v0.1.0", "## 0.1.0 (2027-02-01)")
    ''
    """
    version = cgraph_lib.__version__
    if tag != f"v{version}":
        return f"The tag {tag} is not that of version {version}: v{version}."
    dated = re.search(rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)$", changes, re.MULTILINE)
    return "" if dated else f'CHANGELOG.md has no line "## {version} (YYYY-MM-DD)".'


if __name__ == "__main__":
    for tag in sys.argv[1:]:
        if reason := not_ready(tag, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
            raise SystemExit(reason)
    shutil.rmtree(DIST, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", DIST, ROOT)
    archives = sorted(path for path in DIST.iterdir() if path.suffix in (".whl", ".gz"))
    print(run(sys.executable, "-m", "twine", "check", "--strict", *archives))
    for archive in archives:
        if missing := missing_from(files_in(archive)):
            raise SystemExit(f"{archive.name} lacks {', '.join(missing)}.")
        if (drawn := try_out(archive)) != DRAWN:
            raise SystemExit(f"{archive.name} draws {drawn} where {DRAWN} was expected.")
        print(f"{archive.name} draws the running example")
