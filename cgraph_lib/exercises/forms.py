"""The forms of an answer: 2, 2.0, "2" and 4/2 are one number, "b -> c" and ("b", "c") one edge."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cgraph_lib.exercises.reading import typed
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.parsing import parse
from cgraph_lib.results import ByEdge, ByNode

TOLERANCE = 1e-6


class UnreadError(ValueError):
    """An answer of the wrong kind; the message says what is wanted."""


def is_blank(answer: Any) -> bool:
    """Return whether nothing is answered yet: `...`, `None` or an empty text."""
    return answer is None or answer is ... or (isinstance(answer, str) and not answer.strip())


def type_of(answer: Any) -> str:
    """Return the name of an answer's type, for a message."""
    return type(answer).__name__


def read_number(answer: Any) -> float:
    """Return a number in any of its forms: 2, 2.0, "2", "5/1", a fraction, a numpy number."""
    if isinstance(answer, bool):
        raise UnreadError(f"{answer} is true or false; a number is wanted.")
    if isinstance(answer, str):
        number = typed(answer)
        if number is None:
            raise UnreadError(f"{answer[:40]!r} cannot be read as a number; write it as 2, 0.5 or 5/3.")
        return number
    if isinstance(answer, (list, tuple)) and len(answer) == 1 and not isinstance(answer[0], (list, tuple)):
        return read_number(answer[0])
    try:
        return float(answer.item() if hasattr(answer, "item") else answer)
    except Exception:  # whatever a foreign object raises
        raise UnreadError(f"A number is wanted, such as 2 or 0.5, not something of type {type_of(answer)}.") from None


def read_shape(answer: Any) -> tuple[int, ...]:
    """Return a shape in any of its forms: (3, 4), [3, 4], "(3, 4)", "3×4", or 4 for (4,).

    >>> read_shape("(4,)"), read_shape("()")
    ((4,), ())
    """
    if isinstance(answer, str) and re.fullmatch(r"\s*[(\[\d][\d\s,×x*]*[)\]]?\s*", answer):
        return tuple(int(size) for size in re.findall(r"\d{1,9}", answer))
    sizes = plain(answer)
    sizes = sizes if isinstance(sizes, (list, tuple)) else (sizes,)
    if all(isinstance(size, int) and not isinstance(size, bool) for size in sizes):
        return tuple(sizes)
    raise UnreadError(f"A shape is wanted, such as (3, 4), (4,) or (), not something of type {type_of(answer)}.")


def read_array(answer: Any, axes: int = 3) -> Any:
    """Return an array as lists of numbers in lists; it has no more than so many axes."""
    if isinstance(answer, str):
        try:
            answer = json.loads(answer.replace("−", "-").replace("(", "[").replace(")", "]"))
        except ValueError:
            raise UnreadError(f"{answer[:40]!r} cannot be read as an array; write it as [[1, 2], [3, 4]].") from None
    answer = plain(answer) if hasattr(answer, "tolist") else answer
    if not isinstance(answer, (list, tuple)):
        return read_number(answer)
    if axes == 0:
        raise UnreadError("An array is wanted, such as [[1, 2], [3, 4]]; yours has too many brackets.")
    rows = [read_array(row, axes - 1) for row in answer]
    if len({shape_of(row) for row in rows}) > 1:
        raise UnreadError("All rows of an array have the same length; yours differ.")
    return rows


def shape_of(array: Any) -> tuple[int, ...]:
    """Return the shape of lists of numbers in lists.

    >>> shape_of([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    (2, 3)
    """
    if not isinstance(array, list):
        return ()
    return (len(array), *(shape_of(array[0]) if array else ()))


def read_names(answer: Any, known: Iterable[str]) -> list[str]:
    """Return the names in a text, or in a list of names or nodes."""
    found = re.findall(r"\w+", answer) if isinstance(answer, str) else plain(answer)
    if isinstance(found, (list, tuple)) and all(isinstance(item, (str, int)) for item in found):
        return [item for item in found if isinstance(item, str)]
    raise UnreadError(f"Names of nodes are wanted, such as {' '.join(known)}, not something of type {type_of(answer)}.")


def read_graph(answer: Any) -> Graph:
    """Return the graph of a text, or a graph as it is."""
    try:
        graph = parse(answer) if isinstance(answer, str) else Graph(answer) if isinstance(answer, Node) else answer
        if isinstance(graph, Graph) and graph.names:
            return graph
    except ValueError as error:
        raise UnreadError(f"There is no graph of this. {error}") from None
    raise UnreadError(f"A graph is wanted, or a text for parse, not something of type {type_of(answer)}.")


def same(one: Any, other: Any) -> bool:
    """Return whether two answers agree, numbers within rounding, also inside lists and dictionaries.

    >>> same({"a": 0.1 + 0.2}, {"a": 0.3})
    True
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        both_nan = one != one and other != other
        return both_nan or math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-9)
    try:
        return type(one) is type(other) and bool(one == other)
    except Exception:  # whatever a foreign object raises
        return False


def plain(answer: Any) -> Any:
    """Return an answer with names for nodes and edges, in plain lists, tuples and dictionaries."""
    match answer:
        case ByNode() | ByEdge():
            return plain(answer.by_name())
        case Node(name=name):
            return name or repr(answer)
        case Edge(parent, child, slot):
            return (plain(parent), plain(child), slot)
        case Mapping():
            return {plain(key): plain(value) for key, value in answer.items()}
        case list():
            return [plain(item) for item in answer]
        case tuple():
            return tuple(plain(item) for item in answer)
        case set() | frozenset():
            return sorted(map(plain, answer), key=str)
    return answer.tolist() if hasattr(answer, "tolist") else answer
