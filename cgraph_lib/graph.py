"""Nodes, edges and graphs. A graph says what is computed from what; it holds no numbers of a run."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cgraph_lib.ops import BY_HEAD, FUNCTIONS, Op, is_array

_serials = itertools.count()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """An input, a constant, or the result of an operation on its parents. Nodes compare by identity.

    Arithmetic on nodes makes new nodes: `a + b`, `2 * a`, `-a`, `a ** 2`, `abs(a)`. `serial` counts nodes in
    the order in which they were made; as operands exist before their results, it is a topological order.
    """

    name: str = ""
    op: Op | None = None
    parents: tuple[Node, ...] = ()
    constant: Any = None
    serial: int = field(default_factory=lambda: next(_serials), repr=False)

    __array_ufunc__ = None  # so that `array * node` asks the node, not numpy

    def named(self, name: str) -> Node:
        """Return the same node under a name.

        >>> a, b = inputs("a b")
        >>> (a + b).named("c").name
        'c'
        """
        return replace(self, name=name, serial=next(_serials))

    @property
    def is_input(self) -> bool:
        """Return whether the node is a leaf that the reader may change."""
        return self.op is None and self.constant is None

    def __add__(self, other: Any) -> Node:
        return apply("+", self, other)

    def __radd__(self, other: Any) -> Node:
        return apply("+", other, self)

    def __sub__(self, other: Any) -> Node:
        return apply("-", self, other)

    def __rsub__(self, other: Any) -> Node:
        return apply("-", other, self)

    def __mul__(self, other: Any) -> Node:
        return apply("*", self, other)

    def __rmul__(self, other: Any) -> Node:
        return apply("*", other, self)

    def __truediv__(self, other: Any) -> Node:
        return apply("/", self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return apply("/", other, self)

    def __pow__(self, other: Any) -> Node:
        return apply("**", self, other)

    def __rpow__(self, other: Any) -> Node:
        return apply("**", other, self)

    def __neg__(self) -> Node:
        return apply("neg", self)

    def __abs__(self) -> Node:
        return apply("abs", self)

    def __repr__(self) -> str:
        what = repr(self.constant) if self.constant is not None else self.op.name if self.op else "input"
        return f"<Node {self.name}: {what}>" if self.name else f"<Node: {what}>"

    def __bool__(self) -> bool:
        raise TypeError("A node has no truth value: a graph has no if; write max, min or relu instead.")


def inputs(names: str) -> Any:
    """Return one input node for each name, in that order; for a single name, the node itself.

    >>> a, b = inputs("a b")
    >>> Graph(b - a).inputs == (a, b)
    True
    """
    nodes = tuple(Node(name=name) for name in names.replace(",", " ").split())
    if not nodes:
        raise ValueError('inputs needs at least one name, as in inputs("a b").')
    return nodes if len(nodes) > 1 else nodes[0]


def constant(value: Any, name: str = "") -> Node:
    """Return a node for a fixed number (or numpy array)."""
    return Node(name=name, constant=as_number(value, "a constant"))


def as_number(value: Any, what: str) -> Any:
    """Return a number as a float, or as a numpy array of floats; raise `ValueError` for anything else."""
    if isinstance(value, (str, bytes, complex, Node)) or value is None:
        raise ValueError(f"{what} must be a number or a numpy array, not {type(value).__name__} {value!r:.40}.")
    if is_array(value) and value.dtype.kind not in "biuf":
        raise ValueError(f"{what} must be a number or a numpy array of real numbers, not of {value.dtype}.")
    if is_array(value) and value.ndim > 0:
        return value.astype(float, copy=False)
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else -float("inf")
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be a number or a numpy array, not {type(value).__name__}.") from None


def apply(head: str, *operands: Any) -> Node:
    """Return the node of an operation, given by its sign or name, on nodes and numbers.

    >>> x = inputs("x")
    >>> apply("tanh", x).op.name
    'tanh'
    """
    op = BY_HEAD.get(head)
    if op is None:
        raise ValueError(f"There is no operation {head!r}.{nearest(head, FUNCTIONS)} Known: {', '.join(FUNCTIONS)}.")
    if len(operands) != op.arity:
        raise ValueError(f"{head} takes {op.arity} operand{'s' * (op.arity > 1)}, not {len(operands)}.")
    return Node(op=op, parents=tuple(x if isinstance(x, Node) else constant(x) for x in operands))


def function(name: str) -> Callable[..., Any]:
    """Return the function of that name on nodes; on plain numbers it computes.

    >>> function("exp")(0.0)
    1.0
    """

    def call(*operands: Any) -> Any:
        if any(isinstance(operand, Node) for operand in operands):
            return apply(name, *operands)
        return BY_HEAD[name].function(*(as_number(operand, f"the operand of {name}") for operand in operands))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Return {name} of its operands: a node if one of them is a node, else a number."
    return call


def nearest(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" with the nearest known name, or an empty text."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From a parent (an operand) to a child (the result); `slot` is the operand's position."""

    parent: Node
    child: Node
    slot: int


class Graph:
    """All nodes that an output is computed from, operands before results.

    `Graph(output, *others)` also holds other results and what they need. `nodes` are in topological order,
    `edges` run from every parent but constants, `inputs` stand in the order in which they were made.

    Raises `ValueError` if two nodes share a name.

    >>> a, b = inputs("a b")
    >>> graph = Graph(((a + b).named("c") * (b + 1).named("d")).named("e"))
    >>> [graph.names[node] for node in graph.nodes if node.constant is None]
    ['a', 'b', 'c', 'd', 'e']
    """

    def __init__(self, output: Node, *others: Node) -> None:
        self.output = output
        reached = {output, *others}
        waiting = list(reached)
        while waiting:
            for parent in waiting.pop().parents:
                if parent not in reached:
                    reached.add(parent)
                    waiting.append(parent)
        self.nodes: tuple[Node, ...] = tuple(sorted(reached, key=lambda node: node.serial))
        self.inputs: tuple[Node, ...] = tuple(node for node in self.nodes if node.is_input)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Return every edge, ordered by child, then slot. Constants have none: nothing is asked of them."""
        return tuple(self._edges())

    def _edges(self) -> Iterator[Edge]:
        for child in self.nodes:
            for slot, parent in enumerate(child.parents):
                if parent.constant is None:
                    yield Edge(parent, child, slot)

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
        names: dict[Node, str] = {node: node.name for node in self.nodes}
        taken: set[str] = set()
        for name in filter(None, names.values()):
            if name in taken:
                raise ValueError(f"Two nodes are called {name!r}; give each node of a graph a name of its own.")
            taken.add(name)
        fresh = (name for name in map("v{}".format, itertools.count(1)) if name not in taken)
        for node in self.nodes:
            if not node.name and node.constant is None:
                names[node] = next(fresh)
        return names

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
        if key not in self._by_name:
            raise ValueError(
                f"There is no node {key!r} in this graph.{nearest(key, self._by_name)} "
                f"Its nodes are {', '.join(list(self._by_name)[:12])}{', ...' * (len(self._by_name) > 12)}."
            )
        return self._by_name[key]

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
        return f"Graph of {', '.join(list(self._by_name)[:12])}{', ...' * (len(self._by_name) > 12)}"


def _grouped(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], key: Callable[[Edge], Node]
) -> dict[Node, tuple[Edge, ...]]:
    groups: dict[Node, list[Edge]] = {node: [] for node in nodes}
    for edge in edges:
        groups[key(edge)].append(edge)
    return {node: tuple(group) for node, group in groups.items()}
