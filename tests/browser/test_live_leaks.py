"""Live pictures leave nothing behind: thousands of moves, cells run again, pictures closed."""

import pytest
from live import Live, ask, eventually, opened, tell

MOVES = 4_000  # a tenth of it, too, ends where it began
CELLS = [
    "from cgraph_lib import *\nfrom cgraph_lib.live import *\nfrom ipywidgets.widgets.widget import _instances\n"
    "import psutil\ng = parse('c = a + b; d = b + 1; e = c * d')\nv = evaluate(g, a=2, b=1)",
    "explorer = Explorer(g, a=2, b=1)\nexplorer",
    "player = StepPlayer(reverse_trace(g, v))\nplayer",
    "finder = PathExplorer(g, 'b', a=2, b=1)\nfinder",
    "formula = FormulaBox('a + b')\nformula",
    "explorer",
]
PICTURES = len(CELLS) - 1
# Presses arrow keys on an input, this many times to the right and back, and lets the page do its work in between.
MOVE = """async (box, times) => {
  for (let i = 0; i < times; i++) {
    const key = i % 40 < 20 ? "ArrowRight" : "ArrowLeft";
    box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    if (i % 50 === 0) await new Promise(resolve => setTimeout(resolve));
  }
}"""
# From here on counts what listens to keys on the window, as a live picture does while it has the focus.
COUNT_LISTENERS = """() => {
  window.listening = new Set();
  for (const [name, change] of [["addEventListener", "add"], ["removeEventListener", "delete"]]) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type, listener, ...rest) {
      if (this === window && type === "keydown") window.listening[change](listener);
      return original.call(this, type, listener, ...rest);
    };
  }
}"""
RUN_LAST_CELL = """() => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = content.widgets.length - 1;
  return window.jupyterapp.commands.execute("notebook:run-cell");
}"""


@pytest.fixture(scope="module")
def notebook(chromium, tmp_path_factory):
    # So high that all pictures are in sight: JupyterLab takes a cell that is not off the page.
    with opened(chromium, tmp_path_factory.mktemp("leaks"), CELLS, height=6000) as notebook:
        notebook.page.evaluate(COUNT_LISTENERS)
        yield notebook
        assert notebook.failures == []


@pytest.fixture
def left(notebook):
    """Return a function that says what is in memory after the rubbish is gone: bytes of the page, nodes, listeners."""
    session = notebook.page.context.new_cdp_session(notebook.page)

    def count():
        session.send("HeapProfiler.collectGarbage")
        counters = session.send("Memory.getDOMCounters")
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        return heap, counters["nodes"], counters["jsEventListeners"]

    return count


def run_again(notebook):
    notebook.run_all()
    eventually(notebook.page.locator(".cglive .cg-frame").count, PICTURES)


def kernel_bytes(page):
    return ask(page, "psutil.Process().memory_info().rss")


def test_thousands_of_moves_leave_memory_flat(notebook, left):
    page, picture = notebook.page, Live(notebook.page, 0)
    picture.inputs.first.evaluate(MOVE, MOVES // 10)  # to be warm
    eventually(lambda: ask(page, "explorer.inputs['a']"), 2)
    heap, nodes, listeners = left()
    resident = kernel_bytes(page)
    picture.inputs.first.evaluate(MOVE, MOVES)
    eventually(lambda: ask(page, "explorer.inputs['a']"), 2)
    # JupyterLab keeps some listeners for a while for the messages to the kernel.
    most = heap + 1.2e6, nodes + 100, listeners + MOVES / 5
    eventually(lambda: [(now, limit) for now, limit in zip(left(), most, strict=True) if now > limit], [])
    assert kernel_bytes(page) - resident < 10e6


def test_two_hundred_formulas_leave_the_page_as_large_as_it_was(notebook, left):
    page, formula = notebook.page, Live(notebook.page, 3)
    change = "for i in range({}): formula.text = ('a * b + {}', 'a + ', 'a + b')[i % 3].format(i)"
    sizes = []
    for times in (20, 200):
        tell(page, change.format(times, "{}"))
        eventually(formula.box.get_by_label("formula").input_value, ask(page, "formula.text"))
        notebook.settle()
        sizes.append(left())
    (heap, nodes, _), (heap_after, nodes_after, _) = sizes
    assert heap_after - heap < 5e6 and abs(nodes_after - nodes) < 500


def test_running_cells_again_leaves_nothing_on_the_page(notebook, left):
    page = notebook.page
    for _ in range(2):
        run_again(notebook)
        Live(page, 0).inputs.first.focus()
        assert page.evaluate("listening.size") == 1
    run_again(notebook)
    assert page.evaluate("listening.size") == 0


def test_showing_a_picture_again_forgets_the_old_drawing(notebook, left):
    page, shown_twice = notebook.page, Live(notebook.page, PICTURES - 1)
    shown_twice.box.evaluate("root => { window.old = new WeakRef(root); }")
    page.evaluate(RUN_LAST_CELL)
    eventually(lambda: left() and page.evaluate("old.deref() === undefined"), True)
    Live(page, 0).press(1, "Home")
    assert shown_twice.texts() == Live(page, 0).texts()


def test_closing_takes_everything_away_and_stops_what_plays(notebook):
    page = notebook.page
    Live(page, 1).box.get_by_role("button", name="Play").click()
    eventually(lambda: ask(page, "player.step"), 1)
    tell(page, "kept = set(_instances); more = [Explorer(g, a=1, b=2), FormulaBox('a * b')]; display(*more)")
    tell(page, "for one in more: one.close()")
    assert ask(page, "set(_instances) == kept")
    tell(page, "for one in (explorer, player, finder, formula): one.close()")
    eventually(page.locator(".cglive").count, 0)
    step = ask(page, "player.step")
    page.wait_for_timeout(3500)
    assert ask(page, "player.step") == step and page.evaluate("listening.size") == 0
