"""The library in a page's Python: Pyodide, run by node, draws and differentiates as this Python does, without numpy."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from random_graphs import random_graph

from cgraph_lib import evaluate, gradient, local_partials, parse, reverse_trace, show
from cgraph_lib.errors import CgraphError
from cgraph_lib.live import FormulaBox, StepPlayer
from cgraph_lib.live.answering import QUANTITIES, answer
from tools import browser_python, playground

ROOT = Path(__file__).parents[2]
FORMULA = re.compile(r"""parse\(\s*(?:"([^"]+)"|'([^']+)')""")
FIRST = "c = a + b; d = b + 1; e = c * d"


class PagePython:
    """A Python as a page has it."""

    def __init__(self, node, folder, archive):
        script = str(ROOT / "tests" / "node" / "browser_python.mjs")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        self.process = subprocess.Popen([node, script, str(folder), str(archive)], **pipes)

    def run(self, code, **given):
        """Run statements that find `given` and leave `found`, which is returned."""
        self.process.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def page_python(program, package, tmp_path_factory):
    for path in browser_python.PARTS.values():
        package(path)
    folder = tmp_path_factory.mktemp("pyodide")
    browser_python.copy(folder)
    browser_python.library(folder / "cgraph.zip")
    started = PagePython(program("node"), folder, folder / "cgraph.zip")
    yield started
    started.process.kill()
    started.process.wait()


def formulas():
    """Return every formula that a notebook gives to `parse`, and that is one."""
    found = set()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            found |= {"".join(match) for match in FORMULA.findall("".join(cell["source"]))}
    return sorted(filter(is_one, found))


def is_one(text):
    try:
        return bool(parse(text).inputs)
    except CgraphError:
        return False


def ones(graph):
    return {name: 1.5 + i for i, name in enumerate(graph.input_names)}


def drawn(text):
    graph = parse(text)
    values = evaluate(graph, ones(graph))
    adjoints = reverse_trace(graph, values).final
    picture = show(graph, values, partials=local_partials(graph, values), adjoints=adjoints)
    return [picture.svg, picture.text, repr(gradient(graph, ones(graph)))]


DRAW = """
from cgraph_lib import evaluate, gradient, local_partials, parse, reverse_trace, show
found = []
for text in given["texts"]:
    graph = parse(text)
    at = {name: 1.5 + i for i, name in enumerate(graph.input_names)}
    values = evaluate(graph, at)
    adjoints = reverse_trace(graph, values).final
    picture = show(graph, values, partials=local_partials(graph, values), adjoints=adjoints)
    found.append([picture.svg, picture.text, repr(gradient(graph, at))])
"""


def test_the_graphs_of_the_notebooks_are_drawn_alike(page_python):
    texts = formulas()
    assert FIRST in texts and len(texts) > 40
    for text, there in zip(texts, page_python.run(DRAW, texts=texts), strict=True):
        here = drawn(text)
        assert there[0] == here[0] and here[0], text
        assert there[1:] == here[1:], text


LAY_OUT = "from cgraph_lib.picture.engines import lay_out\nfound = [lay_out(dot) for dot in given['dots']]"


def test_random_graphs_are_laid_out_alike(page_python):
    from cgraph_lib.picture.engines import lay_out

    dots = [show(random_graph(seed)[0]).dot for seed in range(20)]
    assert page_python.run(LAY_OUT, dots=dots) == [lay_out(dot) for dot in dots]


BOX = """
from cgraph_lib import reverse_trace
from cgraph_lib.live.formula_box import FormulaBox
from cgraph_lib.live.step_player import StepPlayer
box = FormulaBox(given["text"], a=2, b=1)
player = StepPlayer(reverse_trace(box.graph, box.values))
found = [one.get_state()["scene"] for one in (box, player)]
"""


def test_live_pictures_are_those_of_a_kernel(page_python):
    box = FormulaBox(FIRST, a=2, b=1)
    player = StepPlayer(reverse_trace(box.graph, box.values))
    there = page_python.run(BOX, text=FIRST)
    assert [rounded(scene) for scene in there] == [rounded(one.get_state()["scene"]) for one in (box, player)]


def test_numpy_is_not_needed_and_not_there(page_python):
    code = "import sys\nfound = sorted(name for name in sys.modules if name in ('numpy', 'ipywidgets', 'IPython'))"
    assert page_python.run(code) == []


@pytest.mark.parametrize("module", ["arrays", "nn"])
def test_arrays_say_what_they_need(page_python, module):
    met = page_python.run(f"import cgraph_lib.{module}")
    assert met == {
        "error": "MissingPackageError",
        "text": "This needs numpy, which the Python of this page has not loaded. Where a page offers it, a cell with "
        "import numpy loads it; the course on your own computer has it from the start.",
    }


def test_a_page_without_graphviz_says_so(page_python):
    code = """
import sys
from cgraph_lib import parse, show
from cgraph_lib.picture import engines
kept = sys.modules.pop("cgraph_graphviz"), sys.meta_path[:]
sys.modules["cgraph_graphviz"] = None
engines.forget()
found = show(parse("y = x * x")).text
sys.modules["cgraph_graphviz"] = kept[0]
engines.forget()
"""
    assert page_python.run(code).startswith("This page has no Graphviz to lay out the picture")


def test_the_library_for_a_page_is_the_same_file_twice(tmp_path):
    for name in ("one.zip", "two.zip"):
        browser_python.library(tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    names = set(zipfile.ZipFile(tmp_path / "one.zip").namelist())
    assert {"cgraph_lib/__init__.py", "cgraph_lib/live/explorer.js", "anywidget.py", "graphviz/__init__.py"} <= names
    assert not [name for name in names if "__pycache__" in name or "tests" in name]


def test_what_npm_has_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(browser_python, "PACKAGES", tmp_path)
    assert "pyodide/pyodide.mjs" in browser_python.missing()
    with pytest.raises(FileNotFoundError, match="npm install"):
        browser_python.copy(tmp_path / "out")


ANSWER = "from cgraph_lib.live.answering import answer\nfound = [answer(asked) for asked in given['asked']]"


def test_the_playground_answers_as_here(page_python):
    asked = [
        {"text": graph["text"], "given": {name: [x] for name, x in graph["at"].items()}, "quantity": quantity}
        for graph in playground.graphs()
        for quantity in ("", *QUANTITIES)
    ]
    texts = [json.dumps(question) for question in asked]
    for text, there in zip(texts, page_python.run(ANSWER, asked=texts), strict=True):
        assert untold(there) == untold(answer(text)), text


def untold(text):
    """Return an answer without what counts the turns of a conversation: a page's Python holds none."""
    found = json.loads(text)
    del found["state"]["turns"]
    return {**found, "scene": rounded(found["state"].pop("scene"))}


def rounded(scene):
    """Return a scene as data: Python 3.12 and later add floats more exactly than earlier ones."""
    return json.loads(scene, parse_float=lambda text: round(float(text), 6))
