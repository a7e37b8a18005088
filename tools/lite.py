"""Make JupyterLite: the notebooks run and edited in a browser, by a Python of its own. `make lite` calls this.

No server of ours is needed: Pyodide, Graphviz and the wheels stand beside the pages, in `build/lite/html`. Only what is
compiled, as numpy and scikit-learn are, comes from Pyodide's own address, when a cell imports it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from cgraph_lib.workbook import fingerprint, without_outputs
from tools import browser_python, page_packages
from tools.edition import LITE, ROOT, Edition, options

WORK = ROOT / "build" / "lite"
OUT = WORK / "html"
VERSION = browser_python.PACKAGES / "pyodide" / "package.json"
NEWER = ROOT / "site" / "lite" / "newer.js"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
PYTHON = {"name": "python", "display_name": "Python", "language": "python"}  # any other name, and a dialog asks
LEAN = ("--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive")


def contents(paths: Iterable[Path], folder: Path) -> None:
    """Write the reader's notebooks into a folder: without outputs, for the Python of the page."""
    folder.mkdir(parents=True)
    for path in paths:
        text = without_outputs(path.read_text(encoding="utf-8"))
        notebook = json.loads(text)
        notebook["metadata"] |= {"kernelspec": PYTHON, "cgraph": {"made_from": fingerprint(text)}}
        (folder / path.name).write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def apps(out: Path, source: Path) -> None:
    """Write JupyterLite's pages, and the notebooks for them."""
    folders = ["--lite-dir", str(ROOT / "lite"), "--contents", str(source), "--output-dir", str(out)]
    command = [sys.executable, "-m", "jupyter", "lite", "build", *folders, "--apps=lab", *LEAN]
    subprocess.run(command, cwd=WORK, stdout=subprocess.DEVNULL, check=True)


def python(folder: Path) -> list[str]:
    """Put the Python of the pages into a folder, with its wheels, and return what it loads at the start."""
    browser_python.copy(folder)
    lock = folder / "pyodide-lock.json"
    number = json.loads(VERSION.read_text(encoding="utf-8"))["version"]
    locked, wheels = page_packages.lock(json.loads(lock.read_text(encoding="utf-8")), number, WORK / "wheels")
    for wheel in wheels:
        shutil.copy(wheel, folder)
    lock.write_text(json.dumps(locked), encoding="utf-8")
    return list(page_packages.names(wheels))


def configure(path: Path, packages: Iterable[str]) -> None:
    """Tell JupyterLite which Python to load, and with which packages."""
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["jupyter-config-data"].setdefault("litePluginSettings", {}).setdefault(KERNEL, {}).update(
        pyodideUrl="./pyodide/pyodide_graphviz.mjs",
        disablePyPIFallback=True,
        loadPyodideOptions={"packages": list(packages), "lockFileURL": "./pyodide/pyodide-lock.json"},
    )
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def announce(out: Path, words: Mapping[str, str]) -> None:
    """Let the application tell a reader who has a copy of a notebook that the course has a newer version of it."""
    own = {key.removeprefix("newer_"): text for key, text in words.items() if key.startswith("newer_")}
    script = NEWER.read_text(encoding="utf-8").replace('"{words}"', json.dumps(json.dumps(own)))
    (out / "lab" / "newer.js").write_text(script, encoding="utf-8")
    page = out / "lab" / "index.html"
    text = page.read_text(encoding="utf-8").replace("</head>", '<script type="module" src="newer.js"></script></head>')
    page.write_text(text, encoding="utf-8")


def make(out: Path = OUT, edition: Edition | None = None) -> Path:
    """Make JupyterLite in a folder, whose files may then be served from any address; return the folder."""
    edition = edition or Edition()
    # What JupyterLite remembers of its last build would make it leave our settings out of this one.
    for folder in (WORK, out):
        shutil.rmtree(folder, ignore_errors=True)
    contents(edition.sources("notebooks", "*.ipynb"), WORK / "contents")
    apps(out, WORK / "contents")
    configure(out / "jupyter-lite.json", python(out / "pyodide"))
    announce(out, edition.words)
    return out


def main() -> None:
    """Make JupyterLite, alone or in the folder of a website."""
    parser = options(main.__doc__)
    parser.add_argument("--site", type=Path, help="the folder of the latest website in English, to stand in")
    chosen = parser.parse_args()
    edition = Edition(chosen.language, chosen.edition)
    print(make(chosen.site / edition.place / LITE if chosen.site else OUT, edition) / "lab" / "index.html")


if __name__ == "__main__":
    main()
