"""The playground: prepared graphs, their steps, and the Python that reads what is typed. `tools/site.py` makes it."""

from __future__ import annotations

import html
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rjsmin import jsmin

from cgraph_lib.live.answering import QUANTITIES, picture
from cgraph_lib.live.bundle import bundle
from cgraph_lib.live.formula_box import FormulaBox
from cgraph_lib.live.page import modules
from cgraph_lib.live.pages import alive
from tools import browser_python
from tools.browser_python import ROOT

PARTS = ("page", "page_python", "steps")  # the page's own modules, beside those of live pictures
SECONDS = 20  # of computing for one question, then the page stops its Python
WITHOUT = "The website gets no playground, as node_modules/{file} is missing: run npm install."
BUTTON = '<button type="button" data-file="{file}" data-text="{text}" data-names="{names}">{title}</button>'


def prepare(source: Path) -> bool:
    """Complete the playground's page among what Sphinx reads; return whether the course has one, and what it needs."""
    page = source / "playground.md"
    if not page.exists():
        return False
    if missing := browser_python.missing():
        page.unlink()
        print(WITHOUT.format(file=missing[0]), file=sys.stderr)
        return False
    own, static = source / "playground", source / "_static"
    made = static / "playground"
    made.mkdir()
    browser_python.copy(static / "pyodide")
    browser_python.library(static / "pyodide" / "cgraph.zip")
    megabytes = sum(file.stat().st_size for file in (static / "pyodide").iterdir()) / 1e6
    shown = graphs(own)
    for i, graph in enumerate(shown):
        (made / f"{i:02}.json").write_text(json.dumps(prepared(graph)), "utf-8")
    words = {"gallery": "\n".join(map(_button, range(len(shown)), shown)), "box": _box(shown[0])}
    page = (own / "playground.html").read_text("utf-8").format(**words, megabytes=round(megabytes), seconds=SECONDS)
    (source / "playground.html").write_text(page, "utf-8")
    texts = {name: (own / f"{name}.js").read_text("utf-8") for name in PARTS}
    (made / "page.js").write_text(jsmin(bundle("page", {**modules(), **texts})), "utf-8")
    (made / "worker.mjs").write_text((own / "worker.mjs").read_text("utf-8"), "utf-8")
    return True


def graphs(folder: Path = ROOT / "site" / "playground") -> list[dict[str, Any]]:
    """Return the prepared graphs: title, text, and the inputs' numbers `at` the start."""
    listed: list[dict[str, Any]] = tomllib.loads((folder / "gallery.toml").read_text("utf-8"))["graph"]
    return listed


def prepared(graph: Mapping[str, Any]) -> dict[str, Any]:
    """Return the picture of a prepared graph and the steps of every quantity, as the page's Python answers them."""
    given = {name: [number] for name, number in graph["at"].items()}
    steps = {quantity: picture(graph["text"], given, quantity) for quantity in QUANTITIES}
    return {"box": picture(graph["text"], given), **steps}


def _button(number: int, graph: Mapping[str, Any]) -> str:
    facts = {"file": f"{number:02}.json", "text": graph["text"], "title": graph["title"]}
    names = json.dumps(picture(graph["text"], {})["names"])
    return BUTTON.format(**{name: html.escape(fact) for name, fact in {**facts, "names": names}.items()})


def _box(graph: Mapping[str, Any]) -> str:
    """Return the live picture with which the page begins."""
    made = picture(graph["text"], {name: [number] for name, number in graph["at"].items()})
    element = alive(made["kind"], made["state"], FormulaBox(graph["text"], graph["at"]).picture.svg)
    return element.replace("<cgraph-live", "<cgraph-live own-address", 1)  # it reads addresses itself
