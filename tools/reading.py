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
from cgraph_lib.live.pages import Execute, data, element, fetching, kind
from tools import notebooks
from tools.edition import LITE

FIRST = "c = a + b; d = b + 1; e = c * d"
BEGIN = "01_draw_expressions.ipynb"  # what the first page runs: it needs nothing from another address
# Until the first picture is there: make bench-lite, on two processors at a load of 4 and of 11.
SECONDS = {"least": 20, "most": 40}
RUN = '<a class="cg-run" href="{root}{lite}/lab/index.html?path={name}">{words}</a><br>{note}'
DOWNLOAD = '<a href="../_static/notebooks/{name}" download>{words}</a>'
IMAGE = '<img class="cg-picture" src="{file}" alt="{words}" loading="lazy" {size}>'
ROOM = 'width="{0}" height="{1}" style="min-width: calc({0}px * 11 / 13)"'  # so that no text is below 11 px
FOLDER = "../_static/pictures/"
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)(?:px|pt)?" height="([\d.]+)(?:px|pt)?"')


class Reading(Execute):
    """Runs a notebook for a page on which nobody runs a cell; `made` holds its files by their names."""

    def __init__(self, next: str, **settings: Any) -> None:
        settings |= {"kernel_manager_class": notebooks.ThisPython, "timeout": 120, "coalesce_streams": True}
        super().__init__(**settings)
        self.next = next
        self.made: dict[str, str] = {}
        self.moving = False  # whether there has been a picture that is no question

    def still(self, svg: str, words: str) -> str:
        """Return the HTML of a still picture, which is a file of its own."""
        file = self.file(svg, "svg")
        size = SIZE.search(svg)
        room = ROOM.format(*size.groups()) if size else ""
        return IMAGE.format(file=file, words=html.escape(words), size=room)

    def live(self, state: Mapping[str, Any], still: str) -> str:
        """Return the HTML of a live picture; a prediction says where its answer is.

        On the page itself are predictions, whose answers it covers, and the first picture, which is alive at once; the
        others come when a reader does. What only a kernel knows by an address of its own, the widgets that a picture is
        linked to, is not there.
        """
        scene, predicting = json.loads(state["scene"]), kind(state) == "prediction"
        if predicting:
            scene["phrases"]["next"] = self.next
        here = {**state, "linked": [], "scene": embedded(scene)}
        if predicting or not (self.moving or "questions" in scene):
            self.moving |= not predicting
            return super().live(here, still)
        return fetching(self.file(data(here), "json"), still)

    def file(self, text: str, ending: str) -> str:
        """Return the address of a string that becomes a file: what is on several pages is loaded once."""
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.{ending}"
        self.made[name] = text
        return FOLDER + name


def first_picture() -> str:
    """Return the live picture of the first page."""
    explorer = Explorer(parse(FIRST), a=2, b=1)
    return element(explorer.get_state(), explorer.picture.svg)


def run_link(words: Mapping[str, str], key: str, name: str = BEGIN, root: str = "") -> str:
    """Return the HTML of the link to a notebook in JupyterLite, with what a reader should know before."""
    note = words["run_note"].format(**SECONDS)
    return RUN.format(root=root, lite=LITE, name=name, words=words[key], note=note)


def title(path: Path) -> str:
    """Return the heading of a notebook."""
    return nbformat.read(path, as_version=4).cells[0].source.partition("\n")[0].removeprefix("# ")


def alive(path: Path, words: Mapping[str, str], lite: bool) -> tuple[str, dict[str, str]]:
    """Return a notebook, run, with live pictures in its outputs, and the files it needs by their names.

    With `lite` it leads to where the reader can run it.
    """
    notebook, reading = nbformat.read(path, as_version=4), Reading(words["next"])
    notebook, _ = reading.preprocess(notebook, {"metadata": {"path": str(path.parent)}, "cgraph": True})
    ways = [run_link(words, "run", path.name, "../")] if lite else []
    ways.append(DOWNLOAD.format(name=path.name, words=words["download"]))
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("\n\n".join(ways)))
    return notebooks.text(notebooks.normal(notebook)), reading.made
