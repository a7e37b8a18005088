"""Edges and graphs. A graph says what is computed from what; it holds no numbers of a run."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from cgraph_lib.node import Node, apply, as_number, constant, function, inputs, nearest

__all__ = ["Edge", "Graph", "Node", "apply", "as_number", "constant", "function", "inputs", "nearest"]


@dataclass(frozen=True, slots=True)
class Edge:
    """From a parent (an operand) to a child (the result); `slot` is the operand's position."""

    parent: Node
    child: Node
    slot: int


class Graph:
    """All nodes that an output is computed from, operands before results.

    `Graph(output, *others)` also holds other results and what they need. `nodes` are in topological order,
    `edges` run from every parent but constants, `inputs` and `constants` stand in the order in which they were made.

    Raises `ValueError` for what is no node, and, as soon as names are asked, if two nodes share one.

    >>> a, b = inputs("a b")
    >>> graph = Graph(((a + b).named("c") * (b + 1).named("d")).named("e"))
    >>> [graph.names[node] for node in graph.nodes if node.constant is None]
    ['a', 'b', 'c', 'd', 'e']
    """

    def __init__(self, output: Node, *others: Node) -> None:
        for node in (output, *others):
            if not isinstance(node, Node):
                raise ValueError(
                    f"A Graph is made of nodes, not of {type(node).__name__} {node!r:.40}; parse reads text."
                )
        self.output = output
        reached = {output, *others}
        found = list(reached)
        for node in found:  # which grows meanwhile
            for parent in node.parents:
                if parent not in reached:
                    reached.add(parent)
                    found.append(parent)
        self.nodes: tuple[Node, ...] = tuple(sorted(found, key=attrgetter("serial")))
        leaves = [node for node in self.nodes if node.op is None]
        self.inputs: tuple[Node, ...] = tuple(leaf for leaf in leaves if leaf.is_input)
        self.constants: tuple[Node, ...] = tuple(leaf for leaf in leaves if not leaf.is_input)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Return every edge, ordered by child, then slot. Constants have none: nothing is asked of them."""
        slots = ((parent, child, i) for child in self.nodes for i, parent in enumerate(child.parents))
        return tuple(Edge(parent, child, i) for parent, child, i in slots if parent.constant is None)

    @cached_property
    def edges_into(self) -> dict[Node, tuple[Edge, ...]]:
        """Return for every node the edges from its parents."""
        return _grouped(self.nodes, self.edges, lambda edge: edge.child)

    @cached_property
    def edges_from(self) -> dict[Node, tuple[Edge, ...]]:
        """Return for every node the edges to its children."""
        return _grouped(self.nodes, self.edges, lambda edge: edge.parent)

    @cached_property
    def names(self) -> dict[Node, str]:
        """Return every node's name: the given one, else v1, v2, ...; a nameless constant has none."""
        given = self._given_names
        fresh = (name for name in map("v{}".format, itertools.count(1)) if name not in given)
        return {node: node.name or ("" if node.constant is not None else next(fresh)) for node in self.nodes}

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        """Return the names of the inputs, in their order."""
        names = tuple(node.name for node in self.inputs)
        return names if self._given_names.issuperset(names) else tuple(self.names[node] for node in self.inputs)

    @cached_property
    def _given_names(self) -> set[str]:
        names = [node.name for node in self.nodes if node.name]
        if len(set(names)) < len(names):
            name = next(name for i, name in enumerate(names) if name in names[:i])
            raise ValueError(f"Two nodes are called {name!r}; give each node of a graph a name of its own.")
        return set(names)

    @cached_property
    def _by_name(self) -> dict[str, Node]:
        return {name: node for node, name in self.names.items() if name}

    def node(self, key: Node | str | None) -> Node:
        """Return the node of that name (or the node itself); `None` stands for the output."""
        if key is None:
            return self.output
        if isinstance(key, Node):
            if key not in self.names:
                raise ValueError(f"{key!r} is not in this graph; it may belong to another one. Use its name.")
            return key
        if not isinstance(key, str):
            raise ValueError(f"A node is asked for by its name, not by {key!r:.40}.")
        if key not in self._by_name:
            raise ValueError(
                f"There is no node {key!r} in this graph.{nearest(key, self._by_name)} "
                f"Its nodes are {', '.join(list(self._by_name)[:12])}{', ...' * (len(self._by_name) > 12)}."
            )
        return self._by_name[key]

    def variable(self, key: Node | str) -> Node:
        """Return the same node; raise `ValueError` if it is a constant: no derivative is taken with respect to it."""
        node = self.node(key)
        if node.constant is not None:
            name = self.names[node] or node.constant
            raise ValueError(f"{name} is a constant; to take a derivative with respect to it, make it an input.")
        return node

    def edge(self, parent: Node | str, child: Node | str, slot: int | None = None) -> Edge:
        """Return the edge between two nodes; where parallel edges run, `slot` says which."""
        start, end = self.node(parent), self.node(child)
        found = [e for e in self.edges_into[end] if e.parent is start and slot in (None, e.slot)]
        if len(found) == 1:
            return found[0]
        between = f"from {self.names[start] or start.constant} to {self.names[end]}"
        if not found:
            raise ValueError(f"There is no edge {between}{'' if slot is None else f' in slot {slot}'}.")
        slots = " and ".join(str(edge.slot) for edge in found)
        raise ValueError(f"There are {len(found)} edges {between}; add the slot ({slots}).")

    def __repr__(self) -> str:
        names = list(self._by_name) or [repr(self.output)]
        return f"Graph of {', '.join(names[:12])}{', ...' * (len(names) > 12)}"


def _grouped(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], key: Callable[[Edge], Node]
) -> dict[Node, tuple[Edge, ...]]:
    groups: dict[Node, list[Edge]] = {node: [] for node in nodes}
    for edge in edges:
        groups[key(edge)].append(edge)
    return {node: tuple(group) for node, group in groups.items()}
