"""From a moved slider to the changed number, in JupyterLab: ours, and what one would write otherwise, in one page.

A move is an arrow key that reaches the slider; it ends when the text, or for `interact` the image, have changed.
`layouts` says how often the page was laid out for a move: once for its frame, or more. Needs Chromium.
"""

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

import lab
import live

SETUP = """
import ipywidgets
from cgraph_lib import evaluate, local_partials, parse, reverse_trace, show
from cgraph_lib.live import Explorer, PathExplorer, StepPlayer

steps = (f"n{i + 1} = " + (f"tanh(n{i})" if i % 3 else f"n{i} * a") for i in range(57))
small, large = parse("c = a + b; d = b + 1; e = c * d"), parse("; ".join(["n0 = a + b", *steps]))

def played(graph):
    return reverse_trace(graph, evaluate(graph, a=2, b=1))

def redraw(graph):
    def draw(a):
        values = evaluate(graph, a=a, b=1)
        display(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    ipywidgets.interact(draw, a=(-5.0, 5.0, 0.1))

def fed_by_the_kernel(graph):
    slider, number = ipywidgets.FloatSlider(value=2, min=-5, max=5), ipywidgets.HTML()
    def show_output(change):
        number.value = f"{evaluate(graph, a=change.new, b=1)[graph.output]:.6g}"
    slider.observe(show_output, names="value")
    return ipywidgets.VBox([slider, number])
"""
# Title, cell, what holds that which changes, how many moves.
CASES = [
    ("Explorer, 5 nodes", "Explorer(small, a=2, b=1)", ".cg-sheet", 400),
    ("Explorer, 60 nodes", "Explorer(large, a=2, b=1)", ".cg-sheet", 400),
    ("StepPlayer with its views, 5 nodes", "StepPlayer(played(small), step=6)", ".cg-sheet", 200),
    ("StepPlayer with its views, 60 nodes", "StepPlayer(played(large), step=60)", ".cg-sheet", 200),
    ("PathExplorer, 5 nodes", "PathExplorer(small, 'b', 'e', a=2, b=1)", ".cg-sheet", 200),
    ("HTML widget fed by the kernel, 5 nodes", "fed_by_the_kernel(small)", ".widget-html-content", 60),
    ("HTML widget fed by the kernel, 60 nodes", "fed_by_the_kernel(large)", ".widget-html-content", 60),
    ("interact redrawing, 5 nodes", "redraw(small)", ".widget-output", 40),
    ("interact redrawing, 60 nodes", "redraw(large)", ".widget-output", 40),
]
SLIDER = "[role=slider], .noUi-handle"
# Returns the milliseconds of each move; between moves the page and the kernel come to rest.
MEASURE = """async (cell, [slider, holder, moves]) => {
  const handle = cell.querySelector(slider), texts = cell.querySelector(holder);
  const rest = (ms) => new Promise(resolve => setTimeout(resolve, ms));
  const move = (key) => new Promise((resolve, reject) => {
    const before = texts.innerHTML;
    const watch = new MutationObserver(() => {
      const now = performance.now();
      if (texts.innerHTML === before || !(texts.textContent || texts.querySelector("img"))) return;
      watch.disconnect();
      resolve(now - start);
    });
    watch.observe(texts, { childList: true, characterData: true, attributes: true, subtree: true });
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    setTimeout(() => reject(new Error("no number has changed")), 10_000);
  });
  handle.focus();
  const times = [];
  for (let i = 0; i < moves; i++) {
    times.push(await move(i % 20 < 10 ? "ArrowRight" : "ArrowLeft"));
    await rest(times.at(-1) > 10 ? 150 : 20);
  }
  return times;
}"""


def layouts(session):
    """Return how often the page has been laid out so far."""
    return next(
        each["value"] for each in session.send("Performance.getMetrics")["metrics"] if each["name"] == "LayoutCount"
    )


def main():
    """Print median and 95th percentile of every case, how many first medians it takes, and layouts for a move."""
    cells = [SETUP, *(cell for _, cell, _, _ in CASES)]
    heads = ("moves", "median", "95 %", "ratio", "layouts")
    print(f"{'Slider to changed number, ms':42}" + "".join(f"{head:>10}" for head in heads))
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.chromium() as browser,
        live.opened(browser, Path(folder), cells) as notebook,
    ):
        session = notebook.page.context.new_cdp_session(notebook.page)
        session.send("Performance.enable")
        medians = []
        for place, (title, _, holder, moves) in enumerate(CASES, 1):
            cell = notebook.cell(place)
            cell.locator(SLIDER).first.wait_for()
            cell.evaluate(MEASURE, [SLIDER, holder, 10])  # to be warm
            before = layouts(session)
            times = cell.evaluate(MEASURE, [SLIDER, holder, moves])
            laid = (layouts(session) - before) / moves
            medians.append(statistics.median(times))
            high, ratio = statistics.quantiles(times, n=20)[-1], medians[-1] / medians[0]
            print(f"{title:42}{moves:10}{medians[-1]:10.2f}{high:10.2f}{ratio:9.1f}×{laid:10.1f}")


if __name__ == "__main__":
    main()
