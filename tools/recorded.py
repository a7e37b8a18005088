"""Write what the cells of the notebooks that need PyTorch or JAX have printed into the library: after make notebooks.

Usage: python -m tools.recorded
"""

import importlib.metadata
import json
import re
from collections.abc import Iterator

import nbformat

from cgraph_lib.frameworks.recorded import FILE
from tools.notebooks import FOLDER

ASKED = re.compile(r'\bhave\("(\w+)", "([\w.]+)"\)')


def shown() -> Iterator[tuple[str, str]]:
    """Yield for each such cell the name of its answer and what it shows, in words."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and (found := ASKED.search(cell.source)):
                words = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs]
                yield found[2], "\n".join(text.rstrip("\n") for text in words)


if __name__ == "__main__":
    versions = {name: importlib.metadata.version(name).partition("+")[0] for name in ("jax", "torch")}
    recorded = {"versions": versions, "answers": dict(shown())}
    FILE.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
