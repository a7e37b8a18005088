"""A small notebook as nbconvert makes a page of it in the course's environment."""

import json

import nbformat
from traitlets.config import Config

from cgraph_lib.live import pages
from tools import notebooks as tool

CONFIG = json.loads((tool.ROOT / "jupyter" / "jupyter_nbconvert_config.json").read_text(encoding="utf-8"))
CELLS = [
    "from cgraph_lib import evaluate, parse, reverse_trace\nfrom cgraph_lib.live import Explorer, StepPlayer",
    'graph = parse("c = a + b; d = b + 1; e = c * d")\nexplorer = Explorer(graph, a=2, b=1)\nexplorer',
    "graph",
    "explorer.inputs = {'b': 3}\nexplorer",
    "StepPlayer(reverse_trace(graph, evaluate(graph, a=2, b=1)), step=4)",
    "import ipywidgets\nipywidgets.FloatSlider()",
]


def converted(exporter, **options):
    """Return the page that nbconvert makes, run, with the course's configuration."""
    config = Config(CONFIG)
    config.ExecutePreprocessor.enabled = True
    config.ExecutePreprocessor.kernel_manager_class = tool.ThisPython
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata.language_info = tool.LANGUAGE
    return exporter(config=config, **options).from_notebook_node(notebook)[0]


def page_of(*pictures):
    """Return the HTML of a page on which these pictures live, and nothing else does."""
    stills = (pages.image(each.picture.svg, each.picture.text) for each in pictures)
    places = (pages.element(each.get_state(), still) for each, still in zip(pictures, stills, strict=True))
    start = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Live</title>'
    return f"{start}<body>{pages.head()}{''.join(places)}</body></html>"
