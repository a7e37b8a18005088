"""In which row each box stands, counted from below: operands below their results, leaves right below what they feed."""

from __future__ import annotations

from collections.abc import Sequence


def rows(keys: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the row of each box, in topological order given, with an arrow from every operand to its result.

    >>> rows(["a", "b", "c", "d", "e"], [("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")])
    {'a': 0, 'b': 1, 'c': 1, 'd': 2, 'e': 3}
    """
    row = dict.fromkeys(keys, 0)
    into: dict[str, list[str]] = {key: [] for key in keys}
    above: dict[str, list[str]] = {key: [] for key in keys}
    for tail, head in arrows:
        into[head].append(tail)
        above[tail].append(head)
    for key in keys:
        row[key] = max((row[tail] + 1 for tail in into[key]), default=0)
    # An input used high up would else stand at the very bottom, with a long wire that widens every row it passes.
    for key in keys:
        if not into[key] and above[key]:
            row[key] = min(row[head] for head in above[key]) - 1
    return row
