"""What one run computes: numbers by node and numbers by edge, read by name as well. Results are read-only."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NoReturn, Self

from cgraph_lib.errors import UnknownNameError, WrongTypeError
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.ops import is_array, only_floats
from cgraph_lib.reals import owned


@dataclass(frozen=True, slots=True, eq=False)
class Results(Mapping[Any, Any]):
    """A read-only mapping from the nodes, or the edges, of a graph to the numbers of one run.

    Names are read as well. Arrays are read-only too, and copied if somebody else could change them. Results are equal
    to other results, or to a dict by name, with equal numbers for the same nodes or edges.
    """

    graph: Graph
    numbers: Mapping[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kept = dict(self.numbers)
        if not only_floats(kept.values()):
            kept = {key: owned(number) for key, number in kept.items()}
        object.__setattr__(self, "numbers", MappingProxyType(kept))

    def _key(self, key: Any) -> Any:
        """Return the node or the edge that is named."""
        raise NotImplementedError

    def _missing(self, key: Any) -> UnknownNameError:
        raise NotImplementedError

    def by_name(self) -> dict[Any, Any]:
        """Return the same numbers in a plain dict by name."""
        raise NotImplementedError

    def without(self, *keys: Any) -> Self:
        """Return the same results but for some numbers, as they are while a reader is quizzed on these."""
        left_out = set(map(self._key, keys))
        return replace(self, numbers={key: number for key, number in self.numbers.items() if key not in left_out})

    def __getitem__(self, key: Any) -> Any:
        try:
            return self.numbers[key]
        except (KeyError, TypeError):
            found = self._key(key)
        if found not in self.numbers:
            raise self._missing(found)
        return self.numbers[found]

    def __contains__(self, key: object) -> bool:
        try:
            self[key]
        except UnknownNameError:
            return False
        return True

    def __iter__(self) -> Iterator[Any]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def items(self) -> ItemsView[Any, Any]:
        """Return the pairs of a node, or an edge, and its number."""
        return self.numbers.items()

    def values(self) -> ValuesView[Any]:
        """Return the numbers."""
        return self.numbers.values()

    def __eq__(self, other: object) -> bool:
        return _equal(self.numbers, other) or _equal(self.by_name(), other)

    def __setitem__(self, key: Any, number: Any) -> NoReturn:
        raise WrongTypeError(
            "Results are read-only: they hold what was computed. Change a copy, by_name() or dict(...)."
        )

    def __delitem__(self, key: Any) -> NoReturn:
        self[key] = None

    def __repr__(self) -> str:
        return repr(self.by_name())


def _equal(some: Mapping[Any, Any], others: Any) -> bool:
    if not isinstance(others, Mapping) or some.keys() != others.keys():
        return False
    return all(_same(number, others[key]) for key, number in some.items())


def _same(one: Any, other: Any) -> bool:
    if not (is_array(one) or is_array(other)):
        return bool(one == other or (one != one and other != other))
    import numpy

    return numpy.array_equal(one, other, equal_nan=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ByNode(Results):
    """Numbers of one run, by node; they are read by name, too. `of` is the node that derivatives speak about.

    Raises `UnknownNameError`, a `KeyError`, for a node that is not in the graph or has no number.

    >>> from cgraph_lib import evaluate, parse
    >>> values = evaluate(parse("c = a + b"), a=2, b=1)
    >>> values["c"], values.get("d", 7), "d" in values
    (3.0, 7, False)
    """

    of: Node | None = None

    def _key(self, key: Any) -> Node:
        if type(key) is Node:
            return key
        if not isinstance(key, str):
            raise UnknownNameError(
                'A number is read by a node or its name, as in values["c"], not by {key!r}.', key=key
            )
        return self.graph.node(key)

    def _missing(self, key: Any) -> UnknownNameError:
        name = self.graph.names[self.graph.node(key)]
        return UnknownNameError("There is no number for {name!r} yet.", name=name)

    def by_name(self) -> dict[str, Any]:
        """Return the same numbers in a plain dict by name, in topological order, without nameless constants."""
        names, numbers = self.graph.names, self.numbers
        return {names[node]: numbers[node] for node in self.graph.nodes if node in numbers and names[node]}

    def __reduce__(self) -> Any:
        return ByNode, (self.graph, dict(self.numbers), self.of)


class ByEdge(Results):
    """Numbers of one run, by edge; they are read by names, too: `p["b", "c"]`, or `p["x", "y", 1]` with a slot.

    Raises `UnknownNameError`, a `KeyError`, for an edge that is not in the graph or has no number, and `GraphError`
    for two names between which parallel edges run.
    """

    __slots__ = ()

    def _key(self, key: Any) -> Edge:
        match key:
            case Edge():
                return key
            case (str() | Node() as parent, str() | Node() as child):
                return self.graph.edge(parent, child)
            case (str() | Node() as parent, str() | Node() as child, slot):
                return self.graph.edge(parent, child, slot)
        raise UnknownNameError(
            'An edge is read by two names and, if needed, a slot, as in p["b", "c"], not by {key!r}.', key=key
        )

    def _missing(self, key: Any) -> UnknownNameError:
        edge = self.graph.edge(key.parent, key.child, key.slot)
        parent, child = self.graph.names[edge.parent], self.graph.names[edge.child]
        sentence = "There is no number for the edge from {parent} to {child} yet."
        return UnknownNameError(sentence, parent=parent, child=child, slot=edge.slot)

    def by_name(self) -> dict[tuple[str, str, int], Any]:
        """Return the same numbers in a plain dict with (parent, child, slot) for keys."""
        names = self.graph.names
        return {(names[e.parent], names[e.child], e.slot): number for e, number in self.numbers.items()}

    def __reduce__(self) -> Any:
        return ByEdge, (self.graph, dict(self.numbers))
