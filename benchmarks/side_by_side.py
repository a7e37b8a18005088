"""Time engines side by side: each in a process of its own, all in turn, round after round.

A process of its own, so that what one engine imports cannot slow the garbage collection of another. As a rule Python
collects garbage as always, and its time counts: an engine whose nodes refer to each other in rings leaves its memory to
the collector, another frees it at once. Times are those of the processor, so that other programs disturb them less.
"""

import gc
import math
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.random_graph import draw

Engine = Callable[..., Callable[[], Any]]

SIZES = (100, 1_000, 10_000)
ROUNDS = 15
SECONDS = 0.1  # an engine's turn in a round lasts at least this long, and at least this many calls:
CALLS = 3

_fine = time.get_clock_info("process_time").resolution < 1e-6
_now = time.process_time if _fine else time.perf_counter


def _serve(engine: Engine, given: Callable[[int], tuple[Any, ...]], pipe: Connection) -> None:
    """Answer each request with the seconds that one of this many calls takes, and with the gradient."""
    prepared: dict[int, Any] = {}
    for size, count, collecting in iter(pipe.recv, None):
        try:
            function = prepared[size] = prepared.get(size) or engine(*given(size))
        except ImportError as error:
            return pipe.send((0.0, error))
        if not collecting:
            gc.collect()
            gc.disable()
        start = _now()
        for _ in range(count):
            gradient = function()
        seconds = (_now() - start) / count
        gc.enable()
        pipe.send((seconds, [float(number) for number in gradient]))
    return None


class Worker:
    """An engine in a process of its own."""

    def __init__(self, engine: Engine, given: Callable[[int], tuple[Any, ...]]) -> None:
        self.name = engine.__name__
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        context.Process(target=_serve, args=(engine, given, theirs), daemon=True).start()
        theirs.close()

    def run(self, size: int, count: int = 1, collecting: bool = True) -> tuple[float, Any]:
        """Return the seconds one call takes, and the gradient; or an error in its place if a package is missing."""
        self.pipe.send((size, count, collecting))
        return self.pipe.recv()  # type: ignore[no-any-return]

    def stop(self) -> None:
        """Let the process end."""
        self.pipe.send(None)


def compare(
    title: str,
    ours: Engine,
    *peers: Engine,
    sizes: Sequence[int] = SIZES,
    given: Callable[[int], tuple[Any, ...]] = draw,
    of: str = "nodes",
    collecting: bool = True,
) -> None:
    """Print the time of each engine, and how many times ours that is: the median of the rounds, and the quartiles.

    An engine is given what `given` makes of a size, which counts `of`. If not `collecting`, Python's garbage collector
    stands still while a time is taken.
    """
    workers = [Worker(engine, given) for engine in (ours, *peers)]
    missing = {worker: error for worker in workers if isinstance(error := worker.run(sizes[0])[1], ImportError)}
    workers = [worker for worker in workers if worker not in missing]  # the process of a missing one has ended
    print(f"\n{title}\n")
    for worker, error in missing.items():
        print(f"{worker.name} takes no part: {error}.")
    print(f"{of:>6}  {workers[0].name:>10}" + "".join(f"{worker.name:>36}" for worker in workers[1:]))
    for size in sizes:
        _agree(size, workers)
        turns = [(worker, max(CALLS, math.ceil(SECONDS / worker.run(size, CALLS)[0]))) for worker in workers]
        rounds = [[worker.run(size, count, collecting)[0] for worker, count in turns] for _ in range(ROUNDS)]
        first, *others = zip(*rounds, strict=True)
        print(f"{size:>6}{_milliseconds(first)}" + "".join(_beside(other, first) for other in others), flush=True)
    for worker in workers:
        worker.stop()


def _agree(size: int, workers: Sequence[Worker]) -> None:
    first, *others = ((worker.name, worker.run(size)[1]) for worker in workers)
    largest = max(map(abs, first[1]))
    for name, gradient in others:
        apart = max(abs(x - y) for x, y in zip(first[1], gradient, strict=True))
        if not apart <= 1e-9 * largest:
            raise SystemExit(f"{first[0]} and {name} differ at size {size}, by {apart:.1e}.")


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{1000 * statistics.median(seconds):>9.3f} ms"


def _beside(theirs: Sequence[float], ours: Sequence[float]) -> str:
    ratios = (x / y for x, y in zip(theirs, ours, strict=True))
    low, middle, high = (
        f"{ratio:.{2 if ratio < 10 else 1 if ratio < 100 else 0}f}" for ratio in statistics.quantiles(ratios, n=4)
    )
    return f"{_milliseconds(theirs)}{f'{middle} x ({low} to {high})':>24}"
