"""Write the notebooks for Google Colab into build/colab: without outputs, and a first cell installs the library there.

`make colab` calls this. The wheel comes from PyPI, so that the copies run once this version is released.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import cgraph_lib
from cgraph_lib.workbook import without_outputs

ROOT = Path(__file__).parent.parent
OUT = ROOT / "build" / "colab"
NOT_THERE = ("fsrs", "genanki")  # of what the course needs, what Colab does not bring; its Jupyter stays as it is


def installation() -> str:
    """Return the first cell: it installs this version of the library and what else the course needs there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = [f'"{text}"' for text in project["optional-dependencies"]["course"] if text.startswith(NOT_THERE)]
    return " ".join(["%pip install --quiet", f"cgraph-lib=={cgraph_lib.__version__}", *more])


def for_colab(text: str) -> str:
    """Return a notebook's file for Colab."""
    notebook = json.loads(text)
    first = {"cell_type": "code", "id": "install", "metadata": {}, "source": [installation()], "outputs": []}
    notebook["cells"].insert(0, first)
    return without_outputs(json.dumps(notebook))


if __name__ == "__main__":
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        (OUT / path.name).write_text(for_colab(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(f"{OUT.relative_to(ROOT)}: upload these at https://colab.research.google.com, File > Upload notebook.")
