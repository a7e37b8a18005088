"""The true numbers, and how near an engine's must come: rounding alone is never blamed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cgraph_lib.accumulate import evaluate, reverse_trace
from cgraph_lib.errors import InputError
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.kinks import kinks
from cgraph_lib.notation import display_name
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Trace

NEAR, NEAR_IN_SINGLE_PRECISION = 1e-8, 1e-4


@dataclass(frozen=True)
class Truth:
    """A graph with its values, partials and adjoints; `near` is how far an engine may be off by rounding alone."""

    trace: Trace
    near: float = NEAR

    @property
    def graph(self) -> Graph:
        """Return the graph."""
        return self.trace.graph

    @property
    def values(self) -> ByNode:
        """Return the value of every node."""
        assert self.trace.values is not None
        return self.trace.values

    @property
    def partials(self) -> ByEdge:
        """Return the partial on every edge."""
        assert self.trace.partials is not None
        return self.trace.partials

    @cached_property
    def adjoints(self) -> dict[Node, float]:
        """Return the adjoint of every node but constants."""
        return dict(self.trace.final.items())

    @cached_property
    def sizes(self) -> dict[Node, float]:
        """Return how large the path products are that an adjoint is the sum of: its rounding grows with these."""
        found: dict[Node, float] = dict.fromkeys(self.graph.nodes, 0.0) | {self.graph.output: 1.0}
        for node in reversed(self.graph.nodes):
            for edge in self.graph.edges_into[node]:
                found[edge.parent] += found[node] * abs(float(self.partials[edge]))
        return found

    def right(self, edge: Edge) -> float:
        """Return the contribution that belongs on an edge."""
        return float(self.adjoints[edge.child] * self.partials[edge])

    def parallel(self, edge: Edge) -> list[Edge]:
        """Return all edges between the two nodes of an edge."""
        return [each for each in self.graph.edges_into[edge.child] if each.parent is edge.parent]

    def agrees(self, node: Node, number: float) -> bool:
        """Return whether a number is a node's adjoint, but for rounding."""
        return abs(number - self.adjoints[node]) <= self.far(node)

    def far(self, node: Node) -> float:
        """Return how far a number may be from a node's adjoint by rounding alone."""
        return self.near * max(self.sizes[node], 1.0)

    def fits(self, edge: Edge, number: float, right: float) -> bool:
        """Return whether two contributions along an edge are the same, but for rounding."""
        size = self.sizes[edge.child] * max(abs(float(self.partials[edge])), 1.0)
        return abs(number - right) <= self.near * max(size, 1e-300)

    def stands_for(self, edge: Edge, number: float) -> int:
        """Return for how many edges a contribution stands: for the parallel ones together, if it is their sum."""
        parallel = self.parallel(edge)
        together = self.fits(edge, number, sum(map(self.right, parallel)))
        return len(parallel) if together and not self.fits(edge, number, self.right(edge)) else 1

    def is_nothing(self, node: Node, number: float) -> bool:
        """Return whether a sum at a node is 0, but for rounding."""
        return abs(number) <= self.near * max(self.sizes[node], 1e-300)

    def has_value(self, node: Node, number: Any) -> bool:
        """Return whether a number is a node's value, but for rounding."""
        value = float(self.values[node])
        return abs(float(number) - value) <= self.near * max(abs(value), 1.0)


def truth(graph: Graph, inputs: dict[str, Any]) -> Truth:
    """Return the true numbers of a graph; raise `InputError` where none are the only right ones."""
    values = evaluate(graph, inputs)
    if not any(node.is_input for node in graph.nodes):
        raise InputError("A replay needs a formula with an input; this one is made of constants.")
    found = Truth(reverse_trace(graph, values))
    for node in graph.nodes:
        if is_array(values[node]) or not math.isfinite(values[node]):
            sentence = "A replay compares single finite numbers; {name} is not one at these inputs."
            raise InputError(sentence, name=display_name(graph, node))
    for edge in kinks(graph, values):
        name = display_name(graph, edge.child)
        sentence = "At these inputs {name} has a kink, where engines follow different conventions; choose others."
        raise InputError(sentence, name=name)
    if not all(map(math.isfinite, found.adjoints.values())):
        raise InputError("A replay compares finite numbers; at these inputs some derivative is infinite.")
    return found
