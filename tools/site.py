"""Make the course's website: static pages whose pictures are alive, from the notebooks. `make site` calls this.

The pages need no server of ours, no kernel and nothing from another address; they stand in `build/site/html`.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from rjsmin import jsmin

from cgraph_lib import parse
from cgraph_lib.exercises.course_map import TITLES
from cgraph_lib.live import Explorer
from cgraph_lib.live.page import embedded, module_text, style_text
from cgraph_lib.live.pages import Execute, element
from tools import notebooks, playground

ROOT = notebooks.ROOT
SOURCE, OUT = ROOT / "build" / "site" / "source", ROOT / "build" / "site" / "html"
FIRST = "c = a + b; d = b + 1; e = c * d"
REPOSITORY = "https://github.com/cgraph-course/cgraph/blob/main/tools/"
ELSEWHERE = re.compile(r"(\]\()(?:\.\./)+tools/(\S+?\))")  # a link to what is not on the site
NEXT = "Below you see what happens."
DOWNLOAD = '<a href="../_static/notebooks/{name}" download>Download this notebook</a>'
IMAGE = '<img class="cg-picture" src="../_static/pictures/{name}" alt="{words}" loading="lazy" {size}>'
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)(?:px|pt)?" height="([\d.]+)(?:px|pt)?"')


def anchor(heading: str) -> str:
    """Return the address of a heading in its page, as JupyterLab has it.

    >>> anchor("One result at a time")
    'One-result-at-a-time'
    """
    return heading.replace(" ", "-")


def prepare(source: Path = SOURCE) -> None:
    """Write what Sphinx reads: pages, notebooks with live outputs, the code and style of live pictures."""
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(ROOT / "site", source)
    pictures = source / "_static" / "pictures"
    pictures.mkdir(parents=True)
    (source / "_static" / "cgraph.js").write_text(jsmin(module_text("standalone")), encoding="utf-8")
    (source / "_static" / "cgraph.css").write_text(style_text(), encoding="utf-8")
    (source / "first_picture.html").write_text(first_picture(), encoding="utf-8")
    index = source / "index.md"
    listed = {"{chapters}": "\n".join(contents()), "{playground}": "playground\n" if playground.prepare(source) else ""}
    text = index.read_text(encoding="utf-8")
    for place, lines in listed.items():
        text = text.replace(place, lines)
    index.write_text(text, encoding="utf-8")
    for page in ("docs/glossary.md", "docs/teaching.md", "docs/inventory/README.md", "docs/inventory/items.toml"):
        (source / page).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / page).read_text(encoding="utf-8")
        (source / page).write_text(ELSEWHERE.sub(rf"\1{REPOSITORY}\2", text), encoding="utf-8")
    shutil.copytree(notebooks.FOLDER, source / "_static" / "notebooks", ignore=shutil.ignore_patterns(".*"))
    (source / "notebooks").mkdir()
    with ProcessPoolExecutor(2) as pool:
        for path, text, drawn in pool.map(alive, notebooks.chosen([])):
            (source / "notebooks" / path.name).write_text(text, encoding="utf-8")
            for name, svg in drawn.items():
                (pictures / name).write_text(svg, encoding="utf-8")


def contents() -> Iterator[str]:
    """Return the lines of the table of contents: each notebook with its number."""
    for path in notebooks.chosen([]):
        chapter = path.name[:2]
        yield f"{chapter} {TITLES[chapter]} <notebooks/{path.stem}>"


class Reading(Execute):
    """Runs a notebook for a page on which nobody runs a cell; `drawn` holds its still pictures by their files."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(kernel_manager_class=notebooks.ThisPython, timeout=120, **settings)
        self.drawn: dict[str, str] = {}

    def still(self, svg: str, words: str) -> str:
        """Return the HTML of a still picture, which is a file of its own: a page that lives loads none of them."""
        name = f"{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
        self.drawn[name] = svg
        size = SIZE.search(svg)
        room = 'width="{}" height="{}"'.format(*size.groups()) if size else ""
        return IMAGE.format(name=name, words=html.escape(words), size=room)

    def live(self, state: Mapping[str, Any], still: str) -> str:
        """Return the HTML of a live picture; a question says where its answer is."""
        scene = json.loads(state["scene"])
        if "questions" in scene and "next" in scene["phrases"]:
            scene["phrases"]["next"] = NEXT
        return super().live({**state, "scene": embedded(scene)}, still)


def first_picture() -> str:
    """Return the live picture of the first page."""
    explorer = Explorer(parse(FIRST), a=2, b=1)
    still = explorer.picture.svg
    return element(explorer.get_state(), still)


def alive(path: Path) -> tuple[Path, str, dict[str, str]]:
    """Return a notebook, run, with live pictures in its outputs, and its still ones by the names of their files."""
    notebook, reading = nbformat.read(path, as_version=4), Reading()
    notebook, _ = reading.preprocess(notebook, {"metadata": {"path": str(path.parent)}, "cgraph": True})
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(DOWNLOAD.format(name=path.name)))
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        data = output.get("data", {})
        if "image/svg+xml" in data:
            drawn = reading.still(data["image/svg+xml"], data.get("text/plain", ""))
            output.data = nbformat.from_dict({"text/html": drawn})
    return path, notebooks.text(notebooks.normal(notebook)), reading.drawn


def build(out: Path, language: str) -> None:
    """Write the pages, and the index by which they are searched."""
    shutil.rmtree(out, ignore_errors=True)
    where = ["-d", str(SOURCE.parent / "doctrees"), "-D", f"language={language}", str(SOURCE), str(out)]
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", *where], check=True)
    index = ["--site", str(out), "--exclude-selectors", ".headerlink", "--quiet"]
    subprocess.run([sys.executable, "-m", "pagefind", *index], check=True)


def make(out: Path = OUT, language: str = "en") -> None:
    """Make the site in a folder, whose files may then be served from any address."""
    prepare()
    build(out, language)


def main() -> None:
    """Make the site."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--language", default="en", help="language of the theme's own words")
    make(language=parser.parse_args().language)


if __name__ == "__main__":
    main()
