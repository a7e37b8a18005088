"""Edges and graphs. A graph says what is computed from what; it holds no numbers of a run."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cgraph_lib.display import Displayed
from cgraph_lib.errors import CgraphError, GraphError, InputError, UnknownNameError, WrongTypeError, listed, unknown
from cgraph_lib.node import Node, ancestors, apply, constant, function, inputs
from cgraph_lib.pickling import InOrder
from cgraph_lib.reals import as_number

__all__ = ["Edge", "Graph", "Node", "apply", "as_number", "constant", "function", "inputs"]


@dataclass(frozen=True, slots=True)
class Edge:
    """From a parent (an operand) to a child (the result); `slot` is the operand's position."""

    parent: Node
    child: Node
    slot: int


class Graph(Displayed):
    """All nodes that an output is computed from, operands before results.

    `Graph(output, *others)` also holds other results and what they need. `nodes` are in topological order,
    `edges` run from every parent but constants, `inputs` and `constants` stand in the order in which they were made.

    Raises `WrongTypeError` for what is no node, and, as soon as names are asked, `GraphError` if two nodes share one.

    >>> a, b = inputs("a b")
    >>> graph = Graph(((a + b).named("c") * (b + 1).named("d")).named("e"))
    >>> [graph.names[node] for node in graph.nodes if node.constant is None]
    ['a', 'b', 'c', 'd', 'e']
    """

    def __init__(self, output: Node, *others: Node) -> None:
        for node in (output, *others):
            if not isinstance(node, Node):
                raise _no_node(node)
        self.output = output
        self.nodes: tuple[Node, ...] = tuple(ancestors(output, *others))
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
    def groups(self) -> dict[str, tuple[Node, ...]]:
        """Return for the name of every group its nodes, those of the groups inside it included, outer groups first."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            parts = node.group.split("/") if node.group else []
            for name in itertools.accumulate(parts, "{}/{}".format):
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    @cached_property
    def _given_names(self) -> set[str]:
        seen: set[str] = set()
        for name in filter(None, (node.name for node in self.nodes)):
            if name in seen:
                raise GraphError(
                    "Two nodes are called {name!r}; give each node of a graph a name of its own.", name=name
                )
            seen.add(name)
        return seen

    @cached_property
    def _by_name(self) -> dict[str, Node]:
        return {name: node for node, name in self.names.items() if name}

    def node(self, key: Node | str | None) -> Node:
        """Return the node of that name (or the node itself); `None` stands for the output.

        Raises `UnknownNameError` if there is none.
        """
        if key is None:
            return self.output
        if isinstance(key, Node):
            if key not in self.names:
                sentence = "{node!r} is not in this graph; it may belong to another one. Use its name."
                raise UnknownNameError(sentence, node=key)
            return key
        if not isinstance(key, str):
            raise WrongTypeError("Expected a node or its name, got {key!r:.40}.", key=key)
        if key not in self._by_name:
            raise self._unknown(key)
        return self._by_name[key]

    def _unknown(self, name: str) -> CgraphError:
        if not self._by_name:
            return UnknownNameError("There is no node {name!r} in this graph; none of its nodes has a name.", name=name)
        sentence = "There is no node {name!r} in this graph. Its nodes are {known}."
        suggestion = "There is no node {name!r} in this graph. Did you mean {nearest!r}? Its nodes are {known}."
        return unknown(UnknownNameError, sentence, suggestion, name, self._by_name)

    def variable(self, key: Node | str) -> Node:
        """Return the same node; raise `InputError` if it is a constant: no derivative is taken with respect to it."""
        node = self.node(key)
        if node.constant is not None:
            raise InputError(
                "{name} is a constant; to take a derivative with respect to it, make it an input.",
                name=self._label(node),
            )
        return node

    def edge(self, parent: Node | str, child: Node | str, slot: int | None = None) -> Edge:
        """Return the edge between two nodes; where parallel edges run, `slot` says which.

        Raises `UnknownNameError` if there is none, `GraphError` if there are two and no slot is given.
        """
        start, end = self.node(parent), self.node(child)
        found = [e for e in self.edges_into[end] if e.parent is start and slot in (None, e.slot)]
        if len(found) == 1:
            return found[0]
        names = {"parent": self._label(start), "child": self._label(end)}
        if found:
            sentence = "Parallel edges run from {parent} to {child}; add the slot, 0 or 1."
            raise GraphError(sentence, **names)
        if slot is None:
            raise UnknownNameError("There is no edge from {parent} to {child}.", **names)
        raise UnknownNameError("There is no edge from {parent} to {child} in slot {slot!r}.", **names, slot=slot)

    def _label(self, node: Node) -> str:
        return self.names[node] or str(node.constant)

    def __repr__(self) -> str:
        return f"Graph of {listed(self._by_name or [repr(self.output)])}"

    def __reduce__(self) -> Any:
        return _restored, (InOrder(self.nodes), self.output)

    def __deepcopy__(self, memo: dict[int, Any]) -> Graph:
        return _restored([copy.deepcopy(node, memo) for node in self.nodes], copy.deepcopy(self.output, memo))


def _restored(nodes: list[Node], output: Node) -> Graph:
    return Graph(output, *nodes)


def _no_node(thing: object) -> WrongTypeError:
    if isinstance(thing, str):
        return WrongTypeError("Expected a Node, got the string {thing!r:.40}; parse reads formulas.", thing=thing)
    return WrongTypeError("Expected a Node, got {kind} {thing!r:.40}.", kind=type(thing).__name__, thing=thing)


def as_graph(thing: Graph) -> Graph:
    """Return a graph as it is; raise `WrongTypeError` for anything else, and say what makes a graph of it."""
    if isinstance(thing, Graph):
        return thing
    if isinstance(thing, str):
        raise WrongTypeError("Expected a Graph, got str; parse({text!r:.40}) makes one.", text=thing)
    if isinstance(thing, Node):
        raise WrongTypeError("Expected a Graph, got Node; Graph(node) makes one.", node=thing)
    raise WrongTypeError("Expected a Graph, got {kind}.", kind=type(thing).__name__)


def _grouped(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], key: Callable[[Edge], Node]
) -> dict[Node, tuple[Edge, ...]]:
    groups: dict[Node, list[Edge]] = {node: [] for node in nodes}
    for edge in edges:
        groups[key(edge)].append(edge)
    return {node: tuple(group) for node, group in groups.items()}
