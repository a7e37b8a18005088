"""Live pictures leave nothing behind: 10,000 slider moves, cells run again, pictures closed."""

import pytest
from live import Live, ask, eventually, opened, tell

MOVES = 10_000
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
# Presses arrow keys on a slider, so many times to the right and back, and lets the page do its work in between.
MOVE = """async (handle, times) => {
  for (let i = 0; i < times; i++) {
    const key = i % 40 < 20 ? "ArrowRight" : "ArrowLeft";
    handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
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
RUN_AGAIN = "window.jupyterapp.commands.execute('notebook:run-all-cells')"


@pytest.fixture(scope="module")
def notebook(chromium, tmp_path_factory):
    with opened(chromium, tmp_path_factory.mktemp("leaks"), CELLS) as notebook:
        yield notebook
        assert notebook.failures == []


@pytest.fixture
def left(notebook):
    """Return a function that tells what is in memory after the rubbish is gone: bytes of the page, nodes, listeners."""
    session = notebook.page.context.new_cdp_session(notebook.page)

    def count():
        session.send("HeapProfiler.collectGarbage")
        counters = session.send("Memory.getDOMCounters")
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        return heap, counters["nodes"], counters["jsEventListeners"]

    return count


def run_again(notebook):
    notebook.page.evaluate(RUN_AGAIN)
    eventually(notebook.page.locator(".cgraph-started .cgraph-live").count, PICTURES)
    notebook.settle()


def kernel_bytes(page):
    return ask(page, "psutil.Process().memory_info().rss")


def test_ten_thousand_moves_leave_memory_flat(notebook, left):
    page, picture = notebook.page, Live(notebook.page, 0)
    picture.handles.first.evaluate(MOVE, MOVES // 10)  # to be warm
    eventually(lambda: ask(page, "explorer.inputs['a']"), 2)
    heap, nodes, listeners = left()
    resident = kernel_bytes(page)
    picture.handles.first.evaluate(MOVE, MOVES)
    eventually(lambda: ask(page, "explorer.inputs['a']"), 2)
    heap_after, nodes_after, listeners_after = left()
    assert heap_after - heap < 3e6
    assert nodes_after - nodes < 100
    assert listeners_after - listeners < MOVES / 5  # JupyterLab keeps some for a while for the messages to the kernel
    assert kernel_bytes(page) - resident < 20e6


def test_running_cells_again_leaves_nothing_on_the_page(notebook, left):
    page = notebook.page
    page.evaluate(COUNT_LISTENERS)
    for _ in range(3):
        run_again(notebook)
    _, nodes, listeners = left()
    for _ in range(10):
        run_again(notebook)
        Live(page, 0).handles.first.focus()
        assert page.evaluate("listening.size") == 1
    _, nodes_after, listeners_after = left()
    print(nodes, nodes_after, listeners, listeners_after)
    run_again(notebook)
    assert page.locator(".cgraph-live-box").count() == PICTURES
    assert page.evaluate("listening.size") == 0


def test_showing_a_picture_again_forgets_the_old_drawing(notebook, left):
    page, shown_twice = notebook.page, Live(notebook.page, PICTURES - 1)
    shown_twice.box.locator(".cgraph-live").evaluate("root => { window.old = new WeakRef(root); }")
    page.evaluate(RUN_LAST_CELL)
    eventually(lambda: left() and page.evaluate("old.deref() === undefined"), True)
    Live(page, 0).drag(1, 0)
    assert shown_twice.texts() == Live(page, 0).texts()


def test_a_picture_that_is_gone_plays_no_further(notebook):
    page, player = notebook.page, Live(notebook.page, 1, "player")
    tell(page, "old = player")
    player.box.get_by_label("play").click()
    eventually(lambda: ask(page, "old.step"), 1)
    run_again(notebook)
    step = ask(page, "old.step")
    page.wait_for_timeout(2600)
    assert ask(page, "old.step") == step and ask(page, "player.step") == 0


def test_closing_takes_everything_away(notebook):
    page = notebook.page
    tell(page, "kept = set(_instances); more = [Explorer(g, a=1, b=2), FormulaBox('a * b')]; display(*more)")
    tell(page, "for one in more: one.close()")
    assert ask(page, "set(_instances) == kept")
    tell(page, "for one in (explorer, player, finder, formula): one.close()")
    eventually(page.locator(".cgraph-live-box").count, 0)
    assert page.evaluate("listening.size") == 0
