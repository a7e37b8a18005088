"""Exercises in which the reader finds the one edge that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cgraph_lib.exercises.graph_answers import Pair
from cgraph_lib.exercises.judge import Mistake
from cgraph_lib.exercises.oracles import adjoints_with, weighted_derivatives
from cgraph_lib.exercises.plain import close
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number


@dataclass(frozen=True)
class WrongEdge:
    """A sweep that counts the contribution along one edge this many times: 0 loses it, -1 turns its sign.

    `message` is a template that says of any other edge, {parent} to {child}, which node it would spoil first: {name}
    would hold {mine}, while it holds {theirs}.
    """

    graph: Graph
    at: Mapping[str, float]
    pair: Pair
    times: float
    message: str

    @property
    def edges(self) -> list[Pair]:
        """Return all edges, as names of parent and child."""
        return [(self.graph.names[edge.parent], self.graph.names[edge.child]) for edge in self.graph.edges]

    @property
    def seen(self) -> dict[str, float]:
        """Return the adjoints that the sweep ends with."""
        return self._spoilt(self.pair)

    @property
    def right(self) -> dict[str, float]:
        """Return the true ones."""
        return weighted_derivatives(self.graph, self.at, {self.graph.names[self.graph.output]: 1.0})

    def row(self, adjoints: Mapping[str, float]) -> str:
        """Return adjoints in a line, from the output down."""
        return ", ".join(f"{name}: {number(adjoints[name])}" for name in self._downwards)

    def mistakes(self) -> tuple[Mistake, ...]:
        """Return the other edges, each with the first number that it would spoil."""
        return tuple(Mistake(pair, self._says(pair)) for pair in self.edges if pair != self.pair)

    def _says(self, pair: Pair) -> str:
        mine, theirs = self._spoilt(pair), self.seen
        name = next(name for name in self._downwards if not close(mine[name], theirs[name]))
        facts = {"parent": pair[0], "child": pair[1], "name": name}
        return self.message.format(**facts, mine=number(mine[name]), theirs=number(theirs[name]))

    @property
    def _downwards(self) -> list[str]:
        return [self.graph.names[node] for node in reversed(self.graph.nodes) if node.constant is None]

    def _spoilt(self, pair: Pair) -> dict[str, float]:
        return adjoints_with(self.graph, self.at, pair, self.times)
