"""One step of training the spiral's network in the page, beside numpy written by hand.

Node runs the page's modules; its engine is that of Chromium. Times are those of the processor; numpy's process keeps
its memory, which is when it is fastest.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy starts its threads

import json
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from benchmarks import networks
from benchmarks.side_by_side import Worker
from cgraph_lib.live import Training, page
from cgraph_lib.nn import Network, initial, sgd, spiral

HIDDEN, ROUNDS, STEPS = 100, 15, 100  # as in in_the_page.mjs
TURNS = 9  # of both, one after the other: the machine may be busier in one than in another


def in_the_page(node: str) -> tuple[float, float]:
    """Return the milliseconds of a step, the median of some rounds, and the loss at the end."""
    network = Network(initial([2, HIDDEN, 3], scale=0.01), networks.PENALTY)
    training = Training(network, *spiral(), sgd(networks.RATE))
    with tempfile.TemporaryDirectory() as folder:
        texts = {f"{name}.js": text for name, text in page.modules().items()}
        for name, text in {**texts, "package.json": '{"type": "module"}', "scene.json": training.scene}.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        script = Path(__file__).with_name("in_the_page.mjs")
        found = json.loads(subprocess.run([node, script, folder], check=True, capture_output=True, text=True).stdout)
    return statistics.median(found["times"]), found["loss"]


def by_hand() -> tuple[float, float]:
    """Return the same of numpy, in a process of its own, as bench_training times it."""
    worker = Worker(networks.by_hand, networks.hidden_units)
    times = [1000 * worker.run(HIDDEN, STEPS)[0] for _ in range(ROUNDS + 2)]
    loss = worker.run(HIDDEN)[1][0]
    worker.stop()
    return statistics.median(times[2:]), loss


def main() -> None:
    """Print both times, and how many times numpy's the page takes."""
    program = shutil.which("node")
    if program is None:
        print("Node is not on PATH, so the page's training is not measured.")
        return
    os.environ.update(networks.HEAP_KEPT)
    print(f"\nOne step of training on the spiral, {HIDDEN} hidden units:")
    ratios = []
    for _ in range(TURNS):
        (ours, page_loss), (theirs, loss) = in_the_page(program), by_hand()
        if abs(page_loss - loss) > 1e-6 * loss:
            raise SystemExit(f"After as many steps the page's loss is {page_loss}, numpy's {loss}.")
        ratios.append(ours / theirs)
        print(f"in the page {ours:.3f} ms, numpy by hand {theirs:.3f} ms: {ratios[-1]:.2f} times")
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"the median of {TURNS} turns: {middle:.2f} times ({low:.2f} to {high:.2f})\n")


if __name__ == "__main__":
    main()
