"""Differential testing: python -m tools.differential [GRAPHS] compares all engines on this many random graphs.

Each graph is tried away from kinks, where central differences judge too; at whole numbers, where kinks and ties are
met; and at special values: zeros of both signs, infinities, nan. The first thousand graphs are those of `make test`.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.engines import every_disagreement
from tests.random_graphs import random_graph


def run(graphs: int) -> Counter[str]:
    """Return how many graphs each engine disagrees on; print which."""
    found: Counter[str] = Counter()
    for seed in range(graphs):
        for engine in dict.fromkeys(every_disagreement(*random_graph(seed), seed)):
            print(f"graph {seed}: {engine}", flush=True)
            found[engine] += 1
    return found


if __name__ == "__main__":
    graphs = int(sys.argv[1]) if sys.argv[1:] else 20_000
    found = run(graphs)
    print(f"{graphs:,} graphs, each at three points: {found.total()} disagreements.")
    sys.exit(bool(found))
