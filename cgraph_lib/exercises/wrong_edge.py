"""Exercises in which the reader finds the one edge that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cgraph_lib.exercises.forms import same
from cgraph_lib.exercises.judge import Mistake
from cgraph_lib.exercises.oracles import adjoints_with, weighted_derivatives
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number


def turned_round(pair: tuple[str, str]) -> Mistake:
    """Return the mistake of naming the child of the right edge before its parent."""
    return Mistake(pair[::-1], "These are the two nodes, but an edge runs from parent to child: turn it round.")


@dataclass(frozen=True)
class WrongEdge:
    """A sweep that counts the contribution along one edge so many times: 0 loses it, -1 turns its sign.

    `said` tells this fault of any edge, with {parent} and {child} in the places of its names.
    """

    graph: Graph
    at: Mapping[str, float]
    pair: tuple[str, str]
    times: float
    said: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all nodes, parents first."""
        return tuple(self.graph.names[node] for node in self.graph.nodes)

    @property
    def seen(self) -> dict[str, float]:
        """Return the adjoints that the sweep ends with."""
        return self._spoilt(self.pair)

    @property
    def right(self) -> dict[str, float]:
        """Return the true ones."""
        return weighted_derivatives(self.graph, self.at, {self.graph.names[self.graph.output]: 1.0})

    def told(self, adjoints: Mapping[str, float]) -> str:
        """Return adjoints in a line, from the output down."""
        return ", ".join(f"{name}: {number(adjoints[name])}" for name in reversed(self.names))

    def mistakes(self) -> Iterator[Mistake]:
        """Yield the other edges, each met with the first number that it would spoil, and the right one turned round."""
        for edge in self.graph.edges:
            parent, child = pair = self.graph.names[edge.parent], self.graph.names[edge.child]
            if pair != self.pair:
                mine, theirs = self._spoilt(pair), self.seen
                name = next(name for name in reversed(self.names) if not same(mine[name], theirs[name]))
                said = self.said.format(parent=parent, child=child)
                yield Mistake(pair, f"{said}, {name} would hold {number(mine[name])}, not {number(theirs[name])}.")
        yield turned_round(self.pair)

    def _spoilt(self, pair: tuple[str, str]) -> dict[str, float]:
        return adjoints_with(self.graph, self.at, pair, self.times)
