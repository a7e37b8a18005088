"""Answers that are graphs, edges of a graph, or orders of its nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cgraph_lib.exercises.judge import Answer, Mistake, NotYet, Outcome, Right, UnreadError, asked
from cgraph_lib.exercises.oracles import alike
from cgraph_lib.exercises.plain import plain
from cgraph_lib.graph import Graph, Node
from cgraph_lib.parsing import parse

Pair = tuple[str, str]


def read_names(answer: Any, known: Sequence[str]) -> list[str]:
    """Return the names in a string, or in a list of names or nodes; a leading d of a derivative is left out."""
    found = re.findall(r"\w+", answer) if isinstance(answer, str) else plain(answer)
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, (str, int)) for item in found):
        message = "Expected names of nodes, such as {names}, got an object of type {type}."
        raise UnreadError(message, names=" ".join(known), type=type(answer).__name__)
    names = [item for item in found if isinstance(item, str)]
    return [name[1:] if name not in known and name[:1] == "d" and name[1:] in known else name for name in names]


@dataclass(frozen=True)
class Order(Answer):
    """Nodes in an order: a string of names, or a list of names or nodes."""

    right: str

    @property
    def names(self) -> list[str]:
        """Return the names of the nodes, sorted."""
        return sorted(self.right.split())

    def expected(self) -> str:
        """Return what is expected of an answer."""
        return f"Expected the nodes {', '.join(self.names)} in an order."

    def outcome(self, given: Any, mistakes: Sequence[Mistake]) -> Outcome:
        """Compare the orders."""
        order = " ".join(self.read(given))
        if order == self.right:
            return Right()
        made = [each.message for each in mistakes if (asked(each.when, order) if each.when else order == each.answer)]
        return NotYet(made[0]) if made else NotYet("Another order comes out.", explained=False)

    def read(self, given: Any) -> list[str]:
        """Return the names in the given order; each node stands there once."""
        found = read_names(given, self.names)
        if len(found) == 1 and found[0] not in self.names:
            found = list(found[0])
        for name in found:
            if name not in self.names:
                message = "There is no node {name!r} here; the nodes are {names}."
                raise UnreadError(message, name=name[:20], names=", ".join(self.names))
        for name in self.names:
            if name not in found:
                raise UnreadError("Every node has its place in an order; {name} is missing.", name=name)
            if found.count(name) > 1:
                raise UnreadError("Every node has one place in an order; {name} comes twice or more.", name=name)
        return found


@dataclass(frozen=True)
class OneEdge(Answer):
    """An edge among several: a pair of names, a string such as "a -> c", or an `Edge`."""

    right: Pair
    edges: Sequence[Pair]

    @property
    def names(self) -> list[str]:
        """Return the names of the nodes, sorted."""
        return sorted({name for edge in self.edges for name in edge})

    def expected(self) -> str:
        """Return what is expected of an answer."""
        parent, child = self.edges[0]
        return f'Expected an edge, as the names of its parent and its child: ("{parent}", "{child}").'

    def outcome(self, given: Any, mistakes: Sequence[Mistake]) -> Outcome:
        """Compare the edges."""
        parent, child = pair = self.read(given)
        if pair == self.right:
            return Right()
        if pair not in self.edges:
            if (child, parent) == self.right:
                return NotYet("These are the two nodes, but an edge runs from parent to child: turn it round.")
            if (child, parent) in self.edges:
                return NotYet(f"The edge runs from {child} to {parent}: its parent comes first.", explained=False)
            return NotYet(f"No edge runs from {parent} to {child}.", explained=False)
        made = [mistake.message for mistake in mistakes if pair == mistake.answer]
        return NotYet(made[0]) if made else NotYet(f"It is not {self.write(pair)}.", explained=False)

    def read(self, given: Any) -> Pair:
        """Return parent and child."""
        found = [name for name in read_names(given, self.names) if name in self.names]
        if len(found) != 2:
            raise UnreadError(self.expected())
        turned = isinstance(given, str) and re.search("/|<-|←", given)  # ∂child/∂parent
        return (found[1], found[0]) if turned else (found[0], found[1])

    def write(self, answer: Pair) -> str:
        """Return an edge with an arrow."""
        return " → ".join(answer)


@dataclass(frozen=True)
class OneGraph(Answer):
    """A graph to write: a string for `parse`, or a `Graph`.

    A graph is right if `accept` says so, or else if it computes the same as the right one; it makes a mistake if
    `when` says so, or else if it computes the same as the wrong one. `remark` says of any other graph what it does.
    """

    right: str
    accept: Callable[[Graph], bool] | None = None
    remark: Callable[[Graph], str] | None = None

    def expected(self) -> str:
        """Return what is expected of an answer."""
        return "Expected a graph, or a string for parse."

    def outcome(self, given: Any, mistakes: Sequence[Mistake]) -> Outcome:
        """Ask `accept`, and each mistake whether the graph makes it."""
        try:
            graph = self.read(given)
        except UnreadError:
            refused = [each.message for each in mistakes if _without_blanks(each.answer) == _without_blanks(given)]
            if refused:
                return NotYet(refused[0])
            raise
        if asked(self.accept or partial(alike, other=self.right), graph):
            return Right()
        made = [each.message for each in mistakes if asked(each.when or partial(alike, other=each.answer), graph)]
        other = "This graph is not the one that is asked for."
        return NotYet(made[0]) if made else NotYet(asked(self.remark, graph) or other, explained=False)

    def read(self, given: Any) -> Graph:
        """Return the graph of a string, or a graph as it is."""
        try:
            graph = parse(given) if isinstance(given, str) else Graph(given) if isinstance(given, Node) else given
        except ValueError as error:
            raise UnreadError("There is no graph of this. {problem}", problem=error) from None
        if not isinstance(graph, Graph):
            message = "Expected a graph, or a string for parse, got an object of type {type}."
            raise UnreadError(message, type=type(given).__name__)
        return graph


def _without_blanks(text: Any) -> str:
    return "".join(text.split()) if isinstance(text, str) else ""
