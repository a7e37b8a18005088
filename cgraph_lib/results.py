"""What one run computes: numbers by node and numbers by edge, read by name as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cgraph_lib.graph import Edge, Graph, Node


class ByNode(dict[Any, Any]):
    """Numbers of one run, by node; they are read by name, too. `of` is the node the numbers speak about."""

    def __init__(
        self, graph: Graph, numbers: Mapping[Node, Any] | Iterable[tuple[Node, Any]] = (), of: Node | None = None
    ) -> None:
        super().__init__(numbers)
        self.graph, self.of = graph, of

    def __missing__(self, key: Any) -> Any:
        node = self.graph.node(key)
        if node not in self:
            raise ValueError(f"There is no number for {self.graph.names[node]!r} yet.")
        return self[node]

    def __reduce__(self) -> Any:
        return ByNode, (self.graph, dict(self), self.of)

    def __setitem__(self, key: Any, number: Any) -> None:
        super().__setitem__(self.graph.node(key), number)

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(self.graph.node(key))

    def __contains__(self, key: object) -> bool:
        names = self.graph.names
        return super().__contains__(self.graph.node(key) if isinstance(key, str) and key in names.values() else key)

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the number of a node, or `default` if there is none."""
        try:
            return self[key]
        except ValueError:
            return default

    def by_name(self) -> dict[str, Any]:
        """Return the same numbers in a plain dict by name, in topological order, without nameless constants."""
        names = self.graph.names
        return {names[node]: self[node] for node in self.graph.nodes if node in self and names[node]}

    def __repr__(self) -> str:
        return repr(self.by_name())


class ByEdge(dict[Any, Any]):
    """Numbers of one run, by edge; they are read by names, too: `p["b", "c"]`, or `p["x", "y", 1]` with a slot."""

    def __init__(self, graph: Graph, numbers: Mapping[Edge, Any] | Iterable[tuple[Edge, Any]] = ()) -> None:
        super().__init__(numbers)
        self.graph = graph

    def _edge(self, key: Any) -> Edge:
        if isinstance(key, Edge):
            return key
        if not (isinstance(key, tuple) and len(key) in (2, 3)):
            raise ValueError(f'An edge is read by two names and, if needed, a slot, as in p["b", "c"], not by {key!r}.')
        return self.graph.edge(*key)

    def __missing__(self, key: Any) -> Any:
        edge = self._edge(key)
        if edge not in self:
            names = self.graph.names
            raise ValueError(f"There is no number for the edge {names[edge.parent]} -> {names[edge.child]} yet.")
        return self[edge]

    def __reduce__(self) -> Any:
        return ByEdge, (self.graph, dict(self))

    def __setitem__(self, key: Any, number: Any) -> None:
        super().__setitem__(self._edge(key), number)

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(self._edge(key))

    def __contains__(self, key: object) -> bool:
        if isinstance(key, Edge):
            return super().__contains__(key)
        try:
            return super().__contains__(self._edge(key))
        except ValueError:
            return False

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the number of an edge, or `default` if there is none."""
        try:
            return self[key]
        except ValueError:
            return default

    def by_name(self) -> dict[tuple[str, str, int], Any]:
        """Return the same numbers in a plain dict with (parent, child, slot) for keys."""
        names = self.graph.names
        return {(names[e.parent], names[e.child], e.slot): number for e, number in self.items()}

    def __repr__(self) -> str:
        return repr(self.by_name())
