"""In which row each box stands, counted from below: operands below their results, leaves right below what they feed.

A row that is too wide for its place becomes several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Arrow = tuple[str, str]


def rows(keys: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """Return the row of each box. Keys come in topological order, arrows run from an operand to its result.

    >>> rows(["a", "b", "c", "d", "e"], [("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")])
    {'a': 0, 'b': 1, 'c': 1, 'd': 2, 'e': 3}
    """
    below, above = _neighbours(keys, arrows)
    row: dict[str, int] = {}
    for key in keys:
        row[key] = max((row[tail] + 1 for tail in below[key]), default=0)
    # What feeds high up would else stand at the very bottom, with a long wire that widens every row it passes. A leaf
    # is raised to right below its lowest result, and so is a part of the graph that hangs by one wire.
    alone = _hanging(keys, below, above)
    for key in reversed(keys):
        if above[key] and (key in alone or not below[key]):
            row[key] = min(row[head] for head in above[key]) - 1
    return row


def _hanging(keys: Sequence[str], below: Mapping[str, Sequence[str]], above: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the boxes whose operands, and theirs, down to the leaves, feed nothing else."""
    alone: set[str] = set()
    for key in keys:
        if all(tail in alone and len(above[tail]) == 1 for tail in below[key]):
            alone.add(key)
    return alone


@dataclass(frozen=True, slots=True)
class Demand:
    """How wide each box is with its pills, how wide a wire that passes, and how wide a row may be.

    `deep` finishes one part of the graph before it begins the next: more rows, but fewer wires that pass.
    """

    boxes: Mapping[str, float]
    wire: float
    limit: float
    deep: bool = False


def wrapped_rows(keys: Sequence[str], arrows: Sequence[Arrow], demand: Demand) -> dict[str, int]:
    """Return the same with rows no wider than the limit, as far as can be: a row that is too wide becomes several.

    Rows are filled from the top, each with what has all its results above it, first what has most below it, as in
    list scheduling (E. G. Coffman and R. L. Graham, 1972).

    >>> wide = Demand({"a": 10, "b": 10, "c": 10, "s": 10}, wire=1, limit=25)
    >>> wrapped_rows(["a", "b", "c", "s"], [("a", "s"), ("b", "s"), ("c", "s")], wide)
    {'a': 1, 'b': 1, 'c': 0, 's': 2}
    """
    natural, (below, above) = rows(keys, arrows), _neighbours(keys, arrows)
    top = max(natural.values(), default=0)
    level: dict[str, int] = {}
    waiting = _by_parts(keys, below) if demand.deep else sorted(keys, key=lambda key: -natural[key])
    depth = 0
    while waiting:
        free = [key for key in waiting if top - natural[key] <= depth and all(h in level for h in above[key])]
        passing = sum(head in level for key in waiting for head in above[key]) * demand.wire
        chosen = _fitting(free, passing, above, demand)
        level |= dict.fromkeys(chosen, depth)
        waiting = [key for key in waiting if key not in level]
        depth += 1
    lowest = max(level.values(), default=0)
    return {key: lowest - level[key] for key in keys}


def _by_parts(keys: Sequence[str], below: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the keys from the top, each right before what it is computed from (a depth-first search)."""
    order: dict[str, None] = {}
    waiting = list(keys)  # the last one, the output, comes first
    while waiting:
        key = waiting.pop()
        if key not in order:
            order[key] = None
            waiting += below[key]
    return list(order)


def _fitting(free: Sequence[str], passing: float, above: Mapping[str, Sequence[str]], demand: Demand) -> list[str]:
    """Return what has room in one row, beside the wires that pass it; those of what is chosen end there."""
    chosen: list[str] = []
    for key in free:
        more = demand.boxes[key] - len(above[key]) * demand.wire
        if not chosen or passing + more <= demand.limit:
            chosen.append(key)
            passing += more
    return chosen


def _neighbours(keys: Sequence[str], arrows: Sequence[Arrow]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    below: dict[str, list[str]] = {key: [] for key in keys}
    above: dict[str, list[str]] = {key: [] for key in keys}
    for tail, head in arrows:
        below[head].append(tail)
        above[tail].append(head)
    return below, above
