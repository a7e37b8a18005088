"""What differs between a stored notebook and the same notebook run again, but for what differs between machines."""

import copy
import difflib
import re

from nbval.plugin import get_sanitize_patterns

from tools import notebooks as tool

LOOKS = get_sanitize_patterns((tool.ROOT / "tests" / "nbval-sanitize.cfg").read_text(encoding="utf-8"))
SVG = "image/svg+xml"


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def without_looks(text):
    """Return a string without the places, sizes and style sheets of drawings."""
    for pattern, instead in LOOKS:
        text = re.sub(pattern, instead, text)
    return text


def without_geometry(notebook):
    """Return a copy in which the drawings lack what differs between versions of Graphviz, and their style sheets."""
    notebook = copy.deepcopy(notebook)
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            if SVG in output.get("data", {}):
                output.data[SVG] = without_looks(output.data[SVG])
    return notebook


def comparable(notebook):
    """Return a copy without what differs between machines: geometry, and outputs of cells that lack a framework."""
    notebook = without_geometry(notebook)
    for cell in cells(notebook, "code"):
        if tool.missing_framework(cell.source):
            cell.outputs = []
    return notebook


def changes(stored, again):
    """Return the lines that differ between two notebooks, but for what differs between machines."""
    before, after = (tool.text(comparable(notebook)).splitlines() for notebook in (stored, again))
    return [] if before == after else list(difflib.unified_diff(before, after, "stored", "run again", n=1, lineterm=""))


def with_outputs(notebook, outputs):
    """Return a copy, as `make notebooks` writes it, with a list of outputs for each code cell, run in this order."""
    notebook = copy.deepcopy(notebook)
    for count, (cell, found) in enumerate(zip(cells(notebook, "code"), outputs, strict=True), 1):
        cell.outputs, cell.execution_count = found, count
        for output in found:
            if output.output_type == "execute_result":
                output.execution_count = count
    return tool.normal(notebook)
