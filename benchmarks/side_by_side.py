"""Time engines side by side: each in a process of its own, all in turn, round after round."""

import gc
import math
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.engines import Engine
from benchmarks.random_graph import draw

ROUNDS = 15
SIZES = (100, 1_000, 10_000)


def _serve(engine: Engine, pipe: Connection) -> None:
    """Answer requests: a size alone gives the gradient; a size with a count, the seconds one call takes."""
    functions = {}
    for size, count in iter(pipe.recv, None):
        try:
            functions[size] = functions.get(size) or engine(*draw(size))
        except ImportError as error:
            return pipe.send(error.name)
        gc.collect()  # what an earlier call left behind is not charged to this one
        start = time.perf_counter()
        for _ in range(count):
            result = functions[size]()
        seconds = (time.perf_counter() - start) / count
        pipe.send((seconds, [float(number) for number in result]))
    return None


class Worker:
    """An engine in a process of its own: what one imports cannot slow the garbage collection of another."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.__name__
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(engine, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def run(self, size: int, count: int) -> Any:
        """Return the seconds one call takes and the gradient; or the name of the package that is missing."""
        self.pipe.send((size, count))
        return self.pipe.recv()


def compare(engines: Sequence[Engine], title: str) -> None:
    """Print the time of each engine, and how many times that of the first one it is: median and quartiles."""
    workers = [Worker(engine) for engine in engines]
    for worker in list(workers):
        answer = worker.run(SIZES[0], 1)
        if isinstance(answer, str):
            print(f"{worker.name} is left out: {answer} is not installed.")
            workers.remove(worker)
    heads = "".join(f"{worker.name:>{12 if i == 0 else 30}}" for i, worker in enumerate(workers))
    print(f"\n{title}\n\n{'nodes':>7}{heads}")
    for size in SIZES:
        counts = {}
        for worker in workers:
            counts[worker] = max(1, round(0.01 / min(worker.run(size, 1)[0] for _ in range(3))))
        gradients = [worker.run(size, 1)[1] for worker in workers]
        for other, worker in zip(gradients[1:], workers[1:], strict=True):
            pairs = zip(gradients[0], other, strict=True)
            close = all(math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9) for x, y in pairs)
            assert close, f"{worker.name} disagrees at {size} nodes."
        rounds = [[worker.run(size, counts[worker])[0] for worker in workers] for _ in range(ROUNDS)]
        columns = list(zip(*rounds, strict=True))
        row = f"{size:>7,}{_time(columns[0])}"
        for column in columns[1:]:
            low, middle, high = statistics.quantiles([y / x for x, y in zip(columns[0], column, strict=True)], n=4)
            row += f"{_time(column)}{middle:>7.2f} ({low:.2f}–{high:.2f})"
        print(row, flush=True)
    for worker in workers:
        worker.pipe.send(None)


def _time(column: Sequence[float]) -> str:
    return f"{statistics.median(column) * 1e3:>9.3f} ms"
