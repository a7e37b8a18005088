"""The notebooks, opened and run as a student does, with JupyterLab's default settings."""

import json
import re

import pytest
from lab import KERNEL, ROOT, SESSION
from live import Live, ask, eventually, opened, tell, texts_of

from cgraph_lib.numerals import number
from cgraph_lib.workbook import leave_stills

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
# In JupyterLab make test opens those that have every kind of picture and question between them.
LATER = {name: pytest.mark.slow for name in NOTEBOOKS if name[:2] in {"02", "04", "06", "08", "10", "11"}}
# What draws a graph, or a curve of one. The others ask questions.
PICTURES = re.compile(r"\b(Explorer|StepPlayer|PathExplorer|FormulaBox|Curve|Product|replay)\(")
SETUP = "from ipywidgets.widgets.widget import _instances"
CELLS = [
    "from cgraph_lib import *\nfrom cgraph_lib.live import *\nimport ipywidgets\n"
    "g = parse('c = a + b; d = b + 1; e = c * d')",
    "half = Explorer(g, a=0.6, b=1)\nhalf",
    "half.inputs = {'a': 1.5}\nprint(half.values['c'])",
    "player = StepPlayer(reverse_trace(g, evaluate(g, a=2, b=1)), step=3)\nplayer",
    "player.inputs = {'b': -2}\nplayer.step = 5",
    "box = FormulaBox('(a + b) * (b + 1)', a=2, b=1)\nbox",
    "box.text = '(a - b) * (b + 1)'\nbox.inputs",
    "Explorer(g, a=1, b=1).close()",
    "PathExplorer(g, 'b', 'e', a=2, b=1)",
    "knob = ipywidgets.FloatSlider(value=0.5, min=-3, max=3)\nhalf.link('b', knob)\nknob",
]


def in_sight(notebook, index):
    """Return a cell with its live picture, found by scrolling as a reader does: cells out of sight are hidden."""

    def seen():
        notebook.cell(max(0, index - 4))
        return notebook.cell(index).locator(".cglive .cg-frame, .cglive .cg-still").first.is_visible()

    eventually(seen, True, seconds=60)
    return notebook.cell(index)


def compare(notebook, moves=True):
    """Assert that every live picture stands once and shows what the kernel knows; with `moves`, after a key as well."""
    page = notebook.page
    tell(page, SETUP)
    views = [(i, id) for i, id in notebook.views() if ask(page, f"hasattr(_instances['{id}'], 'rooms')")]
    for index, model in views:
        cell = in_sight(notebook, index)
        shown = Live(cell, 0)
        assert cell.locator(".cglive").count() == 1 and cell.locator(":is(svg.still, .jp-RenderedSVG)").count() == 0
        picture = f"_instances['{model}']"
        if not ask(page, f"{picture}.drawn"):  # a curve or an area: its inputs stand below it
            fields = cell.locator(".cglive .cg-number").evaluate_all("all => all.map(one => one.value)")
            known = ask(page, f"[*{picture}.inputs.values(), {picture}.h]")
            assert fields == [number(each) for each in known]
            continue
        for key in ("", "ArrowRight") if moves and shown.inputs.count() else ("",):
            if key:
                shown.press(0, key)
            eventually(lambda: ask(page, f"list({picture}.inputs.values())"), shown.numbers())  # noqa: B023
            known = texts_of(tell(page, f"print({picture}.picture.svg)"))
            assert shown.texts() == known
    return views


@pytest.mark.parametrize("name", [pytest.param(name, marks=LATER.get(name, ())) for name in NOTEBOOKS])
def test_all_cells_run_in_jupyterlab(open_notebook, name):
    notebook = open_notebook(name)
    notebook.run_all()
    source = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    assert bool(compare(notebook)) == bool(PICTURES.search(source))
    outputs_are_the_stored_ones(notebook, name)
    assert notebook.failures == []


@pytest.mark.parametrize("name", [NOTEBOOKS[0], NOTEBOOKS[-1]])
def test_all_cells_run_in_notebook_7(open_notebook, name):
    notebook = open_notebook(name, "notebook")
    notebook.run_all()
    outputs_are_the_stored_ones(notebook, name)
    assert notebook.failures == []


def outputs_are_the_stored_ones(notebook, name):
    stored = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    outputs = [len(cell["outputs"]) for cell in stored["cells"] if cell["cell_type"] == "code"]
    cells = notebook.code_cells()
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(outputs) + 1))
    assert [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"] == []
    assert [len(cell["outputs"]) for cell in cells] == outputs


@pytest.fixture(scope="module")
def notebook(open_notebook):
    return open_notebook("live.ipynb", cells=CELLS)


def test_run_all_keeps_what_cells_have_set(notebook):
    page = notebook.page
    page.wait_for_timeout(3000)  # a message that comes late has come by now
    assert ask(page, "half.inputs") == {"a": 1.5, "b": 1.0}
    assert ask(page, "player.inputs") == {"a": 2.0, "b": -2.0} and ask(page, "player.step") == 5
    assert ask(page, "box.text") == "(a - b) * (b + 1)"
    assert len(compare(notebook)) == 4
    assert notebook.failures == []


def test_a_slider_of_one_s_own_drives_a_picture_and_is_driven(notebook):
    page = notebook.page
    tell(page, "half.inputs = {'a': 2, 'b': 1}")
    views = notebook.views()
    knob = notebook.cell(views[-1][0]).get_by_role("slider")
    knob.press("Home")
    eventually(lambda: ask(page, "half.inputs['b']"), -3)
    shown = Live(notebook.cell(views[0][0]), 0)
    eventually(shown.numbers, [2, -3])
    shown.press(1, "End")
    eventually(lambda: ask(page, "[half.inputs['b'], knob.value]"), [3, 3])
    eventually(shown.numbers, [2, 3])
    compare(notebook)


def test_saved_and_loaded_again_every_picture_stands_once(notebook):
    notebook.save()
    notebook.reload()
    assert len(compare(notebook)) == 4
    assert notebook.failures == []


def test_a_kernel_that_restarts_leaves_the_pictures_alive(notebook):
    page = notebook.page
    index, _ = notebook.views()[0]
    shown = Live(notebook.cell(index), 0)
    before = shown.numbers()
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()")
    notebook.settle()
    shown.press(0, "ArrowRight")
    assert shown.numbers() != before and shown.texts()["val-a"] == f"{shown.numbers()[0]:g}"
    notebook.run_all()
    assert len(compare(notebook)) == 4
    assert notebook.failures == []


@pytest.mark.slow
def test_a_copy_that_is_opened_on_another_day_shows_its_still_pictures(chromium, tmp_path, monkeypatch):
    with opened(chromium, tmp_path, CELLS[:2]) as notebook:
        notebook.save()
        notebook.page.evaluate(f"{SESSION}.shutdown()")
        server = tmp_path / "server"
        monkeypatch.setenv("JUPYTER_DATA_DIR", str(server / "data"))
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "no server runs"))
        leave_stills(server / "notebooks")
        notebook.reload()
        assert notebook.cell(1).locator(".jp-RenderedSVG img").is_visible()
        assert notebook.failures == []


# The page is busy for three seconds while it loads the next widget.
BUSY = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    URL.createObjectURL = make;
    for (const end = performance.now() + 3000; performance.now() < end; );
    return make.call(URL, blob);
  };
}"""
LATE = [
    "from cgraph_lib import *\nfrom cgraph_lib.live import *",
    "late = Explorer(parse('c = a + b; d = b + 1; e = c * d'), a=1, b=1)\nlate",
    "late.inputs = {'a': 2}",
]
# The page is busy from before a picture is made until long after it is closed.
REPLACED = """kernel => {
  kernel.requestExecute({ code: "import time; time.sleep(0.5); Explorer(late.graph, a=1, b=1).close()" });
  setTimeout(() => { for (const end = performance.now() + 5000; performance.now() < end; ); }, 200);
}"""


def test_a_picture_that_a_busy_page_loads_late_follows_the_kernel(open_notebook):
    notebook = open_notebook("late.ipynb", cells=LATE)
    page = notebook.page
    page.evaluate(BUSY)
    notebook.run_all()
    shown = Live(notebook.cell(notebook.views()[0][0]), 0)
    eventually(shown.numbers, [2, 1])
    tell(page, "late.inputs = {'a': 3}")
    eventually(shown.numbers, [3, 1])
    # anywidget's own complaint of the two seconds it grants
    assert {each.partition(" at ")[0] for each in notebook.failures} <= {"[anywidget] Failed to initialize model."}


def test_a_picture_that_is_replaced_before_a_busy_page_loads_it_leaves_no_complaint(open_notebook):
    notebook = open_notebook("replaced.ipynb", cells=LATE)
    page = notebook.page
    page.evaluate(REPLACED, page.evaluate_handle(KERNEL))
    page.wait_for_timeout(9000)  # two seconds after it was closed anywidget would complain
    assert notebook.failures == []
