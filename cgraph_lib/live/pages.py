"""Live pictures on pages without Jupyter: no kernel, no widget manager, nothing from a network.

`Execute` takes the place of nbconvert's own preprocessor, so that `jupyter nbconvert --execute --to html` writes such a
page; in the course's environment `jupyter_nbconvert_config.json` says so. Each picture stands there as it was after
its own cell.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from functools import cache
from typing import Any

from nbconvert.preprocessors import ExecutePreprocessor

from cgraph_lib.live.page import embedded, module_text, style_text

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_OURS = "cgraph_lib.live."
_ELEMENT = """<cgraph-live><script type="application/json">{data}</script>
{still}</cgraph-live>"""
_FETCHING = """<cgraph-live src="{file}">{still}</cgraph-live>"""
_IMAGE = '<img src="data:image/svg+xml;base64,{svg}" alt="{words}" style="max-width: 100%">'


@cache
def head() -> str:
    """Return what a page needs once, before or after its live pictures: their style, code and menus."""
    scripts = (f'<script type="module">{module_text(name)}</script>' for name in ("standalone", "share_page"))
    return "\n".join([f"<style>{style_text()}</style>", *scripts])


def element(state: Mapping[str, Any], still: str) -> str:
    """Return the HTML of a live picture in a state of its widget; `still` is its one element without scripts."""
    return _ELEMENT.format(data=data(state), still=still)


def alive(kind_of: str, traits: Mapping[str, Any], still: str) -> str:
    """Return the HTML of a live picture of a kind with these traits; `still` is its one element without scripts."""
    return _ELEMENT.format(data=_data(kind_of, traits), still=still)


def fetching(file: str, still: str) -> str:
    """Return the HTML of a live picture whose `data` are the file at this address, which is fetched when needed."""
    return _FETCHING.format(file=html.escape(file), still=still)


def data(state: Mapping[str, Any]) -> str:
    """Return what the page has to know of a live picture in a state of its widget, as JSON."""
    own = {name: value for name, value in state.items() if not name.startswith("_") and name != "layout"}
    return _data(kind(state), own)


def kind(state: Mapping[str, Any]) -> str:
    """Return the kind of a live picture by a state of its widget: the name of its module."""
    return str(state["_anywidget_id"]).split(".")[-2]


def _data(kind_of: str, traits: Mapping[str, Any]) -> str:
    return embedded({"kind": kind_of, "state": traits})


def image(svg: str, words: str) -> str:
    """Return a still picture as HTML."""
    return _IMAGE.format(svg=base64.b64encode(svg.encode()).decode(), words=html.escape(words))


class Execute(ExecutePreprocessor):
    """Runs a notebook, and after each cell gives pictures their words, and live ones the place of their widgets."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run a cell; each of its live pictures stays as it is now, whatever later cells do to it."""
        cell, resources = super().preprocess_cell(cell, resources, index)
        for output in cell.get("outputs", ()):
            forms = output.get("data", {})
            state = self.widget_state.get(forms.get(WIDGET_VIEW, {}).get("model_id"), {})
            if "image/svg+xml" in forms and "text/html" not in forms:  # nbconvert would leave its words out
                forms["text/html"] = self.still(forms.pop("image/svg+xml"), forms.get("text/plain", ""))
            if str(state.get("_anywidget_id", "")).startswith(_OURS):
                live = self.live(state, forms.get("text/html", ""))
                forms.clear()
                forms["text/html"] = live if resources.get("cgraph") else head() + live
                resources["cgraph"] = True
        return cell, resources

    def still(self, svg: str, words: str) -> str:
        """Return the HTML of a still picture."""
        return image(svg, words)

    def live(self, state: Mapping[str, Any], still: str) -> str:
        """Return the HTML of a live picture."""
        return element(state, still)
