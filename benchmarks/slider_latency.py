"""From a moved slider to the changed number, in JupyterLab: ours, and what one would write otherwise, in one page.

A move is an arrow key that reaches the slider's handle; it ends when the texts, or for `interact` the image, have
changed. Needs Chromium.
"""

import shutil
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
from cgraph_lib.live import Explorer

steps = (f"n{i + 1} = " + (f"tanh(n{i})" if i % 3 else f"n{i} * a") for i in range(57))
small, large = parse("c = a + b; d = b + 1; e = c * d"), parse("; ".join(["n0 = a + b", *steps]))

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
    ("Explorer, 5 nodes", "Explorer(small, a=2, b=1)", ".cgraph-stage", 400),
    ("Explorer, 60 nodes", "Explorer(large, a=2, b=1)", ".cgraph-stage", 400),
    ("HTML widget fed by the kernel, 5 nodes", "fed_by_the_kernel(small)", ".widget-html-content", 60),
    ("HTML widget fed by the kernel, 60 nodes", "fed_by_the_kernel(large)", ".widget-html-content", 60),
    ("interact redrawing, 5 nodes", "redraw(small)", ".widget-output", 40),
    ("interact redrawing, 60 nodes", "redraw(large)", ".widget-output", 40),
]
# Returns the milliseconds of each move; between moves the page and the kernel come to rest.
MEASURE = """async ([cell, holder, moves]) => {
  const output = document.querySelectorAll(".jp-CodeCell")[cell];
  const handle = output.querySelector(".noUi-handle"), texts = output.querySelector(holder);
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


def main():
    """Print median and 95th percentile of every case, and how many times the first one's median it takes."""
    executable = next(filter(None, map(shutil.which, filter(None, lab.BROWSERS))), None)
    if executable is None:
        raise SystemExit("There is no Chromium on PATH; set CHROMIUM to its path.")
    cells = [SETUP, *(cell for _, cell, _, _ in CASES)]
    print(f"{'Slider to changed number, ms':42}{'moves':>8}{'median':>10}{'95 %':>10}{'ratio':>10}")
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.chromium(executable) as browser,
        live.opened(browser, Path(folder), cells) as notebook,
    ):
        medians = []
        for place, (title, _, holder, moves) in enumerate(CASES, 1):
            notebook.page.evaluate(MEASURE, [place, holder, 10])  # to be warm
            times = notebook.page.evaluate(MEASURE, [place, holder, moves])
            medians.append(statistics.median(times))
            high, ratio = statistics.quantiles(times, n=20)[-1], medians[-1] / medians[0]
            print(f"{title:42}{moves:8}{medians[-1]:10.2f}{high:10.2f}{ratio:9.1f}×")


if __name__ == "__main__":
    main()
