"""Answers and results in plain numbers, lists and dictionaries, and whether two of them agree."""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from types import MappingProxyType
from typing import Any

from cgraph_lib.exercises.judge import UnreadError
from cgraph_lib.exercises.reading import typed
from cgraph_lib.graph import Edge, Node
from cgraph_lib.results import ByEdge, ByNode

NUMBERS = (int, float, Fraction, Decimal)
DEEPEST, LONGEST = 6, 10_000
"""Nothing is looked at beyond this many levels and items: an answer may contain itself, or never end."""


def plain(answer: Any, levels: int = DEEPEST, names: Mapping[Node, str] = MappingProxyType({})) -> Any:
    """Return an answer with names for nodes and edges, and with lists for everything that yields items.

    `names` are those of a graph, which has one for each result that was given none.

    >>> plain({"a": map(abs, (-1, 2))})
    {'a': [1, 2]}
    """
    if levels == 0:
        return ... if isinstance(answer, (Mapping, list, tuple)) else answer

    def inner(item: Any) -> Any:
        return plain(item, levels - 1, names)

    match answer:
        case ByNode() | ByEdge():
            return inner(answer.by_name())
        case Node(name=name):
            return name or names.get(answer) or repr(answer)
        case Edge(parent, child, slot):
            return (inner(parent), inner(child), slot)
        case Mapping():
            return {inner(key): inner(value) for key, value in answer.items()}
        case tuple():
            return tuple(map(inner, answer))
        case set() | frozenset():
            return sorted(map(inner, answer), key=str)
        case list() | range() | Iterator() | ItemsView() | KeysView() | ValuesView():
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
        if isinstance(one, NUMBERS) and isinstance(other, NUMBERS):
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


def read_number(answer: Any, near: float | None = None) -> float:
    """Return a number in any of its forms: 2, 2.0, "2", "5/1", a fraction, a numpy number.

    Where a comma may stand for two things it is what comes nearer to the number `near`.
    """
    if isinstance(answer, str):
        value = typed(answer, near)
        if value is None:
            message = "{answer!r} cannot be read as a number; write it as 2, 0.5 or 5/3."
            raise UnreadError(message, answer=answer[:40])
        return value
    if isinstance(answer, bool):
        raise UnreadError("Expected a number, got {answer}.", answer=answer)
    if isinstance(answer, complex):
        raise UnreadError("Expected a real number, got {answer}.", answer=answer)
    if isinstance(answer, (list, tuple)) and len(answer) == 1:
        return read_number(answer[0], near)
    try:
        return float(answer.item() if hasattr(answer, "item") else answer)
    except OverflowError:
        return math.inf if answer > 0 else -math.inf
    except Exception:  # whatever a foreign object raises
        message = "Expected a number, such as 2 or 0.5, got an object of type {type}."
        raise UnreadError(message, type=type(answer).__name__) from None


def read_shape(answer: Any) -> tuple[int, ...]:
    """Return a shape in any of its forms: (3, 4), [3, 4], "(3, 4)", "3×4", "3 by 4", or 4 for (4,).

    >>> read_shape("(4,)"), read_shape("()")
    ((4,), ())
    """
    if isinstance(answer, str) and re.fullmatch(r"\s*[(\[0-9](?:[0-9\s,×x*]|by)*[)\]]?\s*", answer):
        return tuple(int(size) for size in re.findall(r"[0-9]{1,9}", answer))
    sizes = answer if isinstance(answer, (list, tuple)) else (answer,)
    if all(isinstance(size, int) and not isinstance(size, bool) for size in sizes):
        return tuple(sizes)
    raise UnreadError("Expected a shape, such as (3, 4), (4,) or (), got {answer}.", answer=f"{answer!r:.40}")


def read_array(array: Any, axes: int = 3) -> Any:
    """Return an array as lists of numbers in lists; it has no more than this many axes."""
    if not isinstance(array, (list, tuple)):
        return read_number(array)
    if axes == 0:
        raise UnreadError("Expected an array, such as [[1, 2], [3, 4]]; yours has too many brackets.")
    rows = [read_array(row, axes - 1) for row in array]
    if len(set(map(shape_of, rows))) > 1:
        raise UnreadError("All rows of an array have the same length; yours differ.")
    return rows


def lists_in(text: str) -> Any:
    """Return the lists that a string holds; numpy prints no commas, and a line for each row.

    >>> lists_in("W = [[1. 2.]\\n [3. 4.]]"), lists_in("array([[1., 2.]])")
    ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0]])
    """
    bracketed = re.search(r"\[.*\]", text[:1000], re.DOTALL)
    plain_text = (bracketed[0] if bracketed else text[:1000]).replace("−", "-").strip()
    signs = re.sub(r"(?<=[\d.\])])\s+(?=[-\d.\[(])", ", ", plain_text)
    try:
        with warnings.catch_warnings(action="ignore"):  # Python warns of 2a before it refuses it
            return ast.literal_eval(signs)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        message = "{answer!r} cannot be read as an array; write it as [[1, 2], [3, 4]]."
        raise UnreadError(message, answer=text[:40]) from None
