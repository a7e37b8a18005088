"""On Google Colab a first cell installs the library, and every live picture names the manager that Colab needs."""

import sys
from types import ModuleType, SimpleNamespace

import nbformat
import pytest
from anywidget import _util

import cgraph_lib
from cgraph_lib import evaluate, live, parse, reverse_trace
from tools import colab

PATHS = sorted((colab.ROOT / "notebooks").glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"
MANAGER = "https://ssl.gstatic.com/colaboratory-static/widgets/colab-cdn-widget-manager/manager.min.js"
GRAPH = parse("c = a + b; d = b + 1; e = c * d")
AT = {"a": 2, "b": 1}
LIVE = {
    "Explorer": lambda: live.Explorer(GRAPH, **AT),
    "StepPlayer": lambda: live.StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, **AT))),
    "PathExplorer": lambda: live.PathExplorer(GRAPH, "b", "e", **AT),
    "FormulaBox": lambda: live.FormulaBox("(a + b) * (b + 1)"),
    "predict": lambda: live.predict("05.seed"),
    "bug_lab": live.bug_lab,
}


@pytest.fixture
def at_colab(monkeypatch):
    """Pretend to be in Colab; return how often its own manager was switched on."""
    calls, output = [], ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: calls.append(True)
    output._widgets = SimpleNamespace(_installed_url=MANAGER)
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    _util.enable_custom_widget_manager_once.cache_clear()
    yield calls
    _util.enable_custom_widget_manager_once.cache_clear()


@pytest.mark.parametrize("make", LIVE.values(), ids=LIVE)
def test_a_live_picture_names_the_manager_of_colab(make, at_colab):
    data, metadata = make()._repr_mimebundle_()
    assert metadata[VIEW] == {"colab": {"custom_widget_manager": {"url": MANAGER}}} and VIEW in data
    assert at_colab == [True]


def test_elsewhere_it_names_none():
    _, metadata = LIVE["Explorer"]()._repr_mimebundle_()
    assert VIEW not in metadata


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_only_a_first_cell_is_added(path):
    source = nbformat.read(path, as_version=4)
    made = nbformat.reads(colab.for_colab(path.read_text(encoding="utf-8")), as_version=4)
    nbformat.validate(made)
    first, *rest = made.cells
    assert (
        first.source == f'%pip install --quiet cgraph-lib=={cgraph_lib.__version__} "fsrs>=6,<7" "genanki>=0.13,<0.14"'
    )
    assert [cell.source for cell in rest] == [cell.source for cell in source.cells]
    assert [cell for cell in made.cells if cell.get("outputs")] == []
