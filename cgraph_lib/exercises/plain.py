"""Answers and results in plain lists, tuples and dictionaries, and whether two of them agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, ValuesView
from itertools import islice
from typing import Any

from cgraph_lib.graph import Edge, Node
from cgraph_lib.results import ByEdge, ByNode

DEEPEST, LONGEST = 6, 10_000
"""Nothing is looked at beyond so many levels and so many items: an answer may contain itself, or never end."""


def plain(answer: Any, levels: int = DEEPEST) -> Any:
    """Return an answer with names for nodes and edges, and with lists for everything that yields items.

    >>> plain({"a": map(abs, (-1, 2))})
    {'a': [1, 2]}
    """
    if levels == 0:
        return answer

    def inner(item: Any) -> Any:
        return plain(item, levels - 1)

    match answer:
        case ByNode() | ByEdge():
            return inner(answer.by_name())
        case Node(name=name):
            return name or repr(answer)
        case Edge(parent, child, slot):
            return (inner(parent), inner(child), slot)
        case Mapping():
            return {inner(key): inner(value) for key, value in answer.items()}
        case tuple():
            return tuple(map(inner, answer))
        case set() | frozenset():
            return sorted(map(inner, answer), key=str)
        case list() | range() | Iterator() | ValuesView():
            return list(map(inner, islice(answer, LONGEST)))
    return answer.tolist() if hasattr(answer, "tolist") else answer


def close(one: Any, other: Any) -> bool:
    """Return whether two computed results agree: numbers within rounding, also inside lists and dictionaries.

    >>> close({"a": 0.1 + 0.2}, {"a": 0.3})
    True
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(close, one, other))
    try:
        if isinstance(one, (int, float)) and isinstance(other, (int, float)):
            both_nan = one != one and other != other
            return both_nan or one == other or math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
        return type(one) is type(other) and bool(one == other)
    except Exception:  # whatever a foreign object raises; an integer too large for a float
        return False


def shape_of(array: Any) -> tuple[int, ...]:
    """Return the shape of lists of numbers in lists.

    >>> shape_of([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    (2, 3)
    """
    if not isinstance(array, list):
        return ()
    return (len(array), *(shape_of(array[0]) if array else ()))


def everywhere(condition: Callable[[float, float], bool], one: Any, other: Any) -> bool:
    """Return whether two arrays have one shape, and their numbers satisfy a condition in every place."""
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(everywhere(condition, *pair) for pair in pairs)
    return not isinstance(one, list) and not isinstance(other, list) and condition(one, other)
