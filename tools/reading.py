"""A notebook as a page of the website: run, with live pictures in the place of widgets and stills as files."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from cgraph_lib import parse
from cgraph_lib.live import Explorer
from cgraph_lib.live.page import embedded
from cgraph_lib.live.pages import Execute, element
from tools import notebooks

FIRST = "c = a + b; d = b + 1; e = c * d"
DOWNLOAD = '<a href="../_static/notebooks/{name}" download>{words}</a>'
IMAGE = '<img class="cg-picture" src="../_static/pictures/{name}" alt="{words}" loading="lazy" {size}>'
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)(?:px|pt)?" height="([\d.]+)(?:px|pt)?"')


class Reading(Execute):
    """Runs a notebook for a page on which nobody runs a cell; `made` holds its files by their names."""

    def __init__(self, next: str, **settings: Any) -> None:
        settings |= {"kernel_manager_class": notebooks.ThisPython, "timeout": 120, "coalesce_streams": True}
        super().__init__(**settings)
        self.next = next
        self.made: dict[str, str] = {}

    def still(self, svg: str, words: str) -> str:
        """Return the HTML of a still picture, which is a file of its own: a page that lives loads none of them."""
        name = f"{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
        self.made[name] = svg
        size = SIZE.search(svg)
        room = 'width="{}" height="{}"'.format(*size.groups()) if size else ""
        return IMAGE.format(name=name, words=html.escape(words), size=room)

    def live(self, state: Mapping[str, Any], still: str) -> str:
        """Return the HTML of a live picture; a question says where its answer is.

        What only a kernel knows by an address of its own, the widgets that it is linked to, is not on the page.
        """
        scene = json.loads(state["scene"])
        if "questions" in scene and "next" in scene["phrases"]:
            scene["phrases"]["next"] = self.next
        return super().live({**state, "linked": [], "scene": embedded(scene)}, still)


def first_picture() -> str:
    """Return the live picture of the first page."""
    explorer = Explorer(parse(FIRST), a=2, b=1)
    return element(explorer.get_state(), explorer.picture.svg)


def title(path: Path) -> str:
    """Return the heading of a notebook."""
    return nbformat.read(path, as_version=4).cells[0].source.partition("\n")[0].removeprefix("# ")


def alive(path: Path, words: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return a notebook, run, with live pictures in its outputs, and the files it needs by their names."""
    notebook, reading = nbformat.read(path, as_version=4), Reading(words["next"])
    notebook, _ = reading.preprocess(notebook, {"metadata": {"path": str(path.parent)}, "cgraph": True})
    download = DOWNLOAD.format(name=path.name, words=words["download"])
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(download))
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        data = output.get("data", {})
        if "image/svg+xml" in data:
            drawn = reading.still(data["image/svg+xml"], data.get("text/plain", ""))
            output.data = nbformat.from_dict({"text/html": drawn})
    return notebooks.text(notebooks.normal(notebook)), reading.made
