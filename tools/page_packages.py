"""The packages of a page's Python: wheels that stand beside it, and a lock file that names them with their sha256."""

from __future__ import annotations

import email
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
OURS = "cgraph-lib"
COURSE = (OURS, "fsrs", "tqdm")  # what the notebooks import
KERNEL = ("comm", "ipython", "jedi", "micropip")  # what JupyterLite's kernel imports, besides what it brings
BROUGHT = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi/*.whl"
OF_THE_PAGE = {"jupyterlab-widgets", "widgetsnbextension"}  # JupyterLite has them as scripts
EMSCRIPTEN = {"sys_platform": "emscripten", "platform_system": "Emscripten", "extra": ""}
ELSEWHERE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
NEED_NUMPY = ("cgraph_lib.arrays", "cgraph_lib.nn")  # a cell that imports them gets numpy as well

Package = dict[str, Any]  # an entry of the lock file


def lock(known: dict[str, Any], pyodide: str, folder: Path) -> tuple[dict[str, Any], list[Path]]:
    """Return Pyodide's lock file with our wheels in it, and them, which are put into a folder.

    Everything else in it has the address of its version of Pyodide.
    """
    packages: dict[str, Package] = {canonicalize_name(name): package for name, package in known["packages"].items()}
    wheels = fetch(needed(packages), known["info"]["python"], folder)
    for package in packages.values():
        package["file_name"] = ELSEWHERE.format(version=pyodide, file=package["file_name"])
    packages["numpy"]["imports"] += NEED_NUMPY
    ours = names(wheels)
    return known | {"packages": packages | {name: entry(wheel, ours) for name, wheel in ours.items()}}, wheels


def names(wheels: Iterable[Path]) -> dict[str, Path]:
    """Return wheels by the names of their packages.

    >>> names([Path("typing_extensions-4.15.0-py3-none-any.whl")])
    {'typing-extensions': PosixPath('typing_extensions-4.15.0-py3-none-any.whl')}
    """
    return {parse_wheel_filename(wheel.name)[0]: wheel for wheel in wheels}


def needed(known: Mapping[str, Package]) -> dict[str, str]:
    """Return the versions of all packages that notebooks and kernel need: Pyodide's own, or else those installed."""
    found: dict[str, str] = {}
    waiting: list[str] = [*COURSE, *KERNEL]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found and name not in OF_THE_PAGE:
            found[name] = known[name]["version"] if name in known else version(name)
            waiting += known[name]["depends"] if name in known else _required(distribution(name).requires)
    return found


def _required(requirements: Iterable[str] | None) -> list[str]:
    """Return the names of requirements, of those that hold in the Python of a page."""
    each = map(Requirement, requirements or ())
    return [canonicalize_name(one.name) for one in each if one.marker is None or one.marker.evaluate(EMSCRIPTEN)]


def fetch(versions: Mapping[str, str], python: str, folder: Path) -> list[Path]:
    """Put the wheels of packages into a folder, and return them. Ours is built, the kernel's own are at hand."""
    shutil.rmtree(folder, ignore_errors=True)
    _pip("wheel", "--wheel-dir", folder, ROOT)
    pure = ["--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any", f"--python-version={python}"]
    _pip("download", *pure, "--dest", folder, *(f"{name}=={versions[name]}" for name in versions if name != OURS))
    for wheel in Path(sys.prefix).glob(BROUGHT):
        if names([wheel]).keys().isdisjoint(OF_THE_PAGE):
            shutil.copy(wheel, folder)
    return sorted(folder.glob("*.whl"))


def _pip(command: str, *arguments: object) -> None:
    quiet = [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*quiet, *map(str, arguments)], check=True)


def entry(wheel: Path, ours: Iterable[str]) -> Package:
    """Return what the lock file says of a wheel that stands beside Pyodide; of what it needs, those that are ours."""
    name, number, _, _ = parse_wheel_filename(wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        files = archive.namelist()
        about = email.message_from_bytes(archive.read(next(file for file in files if file.endswith("/METADATA"))))
    return {
        "name": name,
        "version": str(number),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted({file.split("/")[0].removesuffix(".py") for file in files if file.endswith(".py")}),
        "depends": sorted({*_required(about.get_all("Requires-Dist"))} & {*ours}),
        "unvendored_tests": False,
    }
