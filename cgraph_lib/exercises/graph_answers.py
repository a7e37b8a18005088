"""Answers that are graphs, edges of a graph, or orders of its nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cgraph_lib.exercises.judge import Answer, Finding, Mistake, NotYet, UnreadError, asked
from cgraph_lib.exercises.oracles import alike
from cgraph_lib.exercises.plain import plain
from cgraph_lib.graph import Graph, Node
from cgraph_lib.parsing import parse

Pair = tuple[str, str]


def read_names(answer: Any, known: Sequence[str]) -> list[str]:
    """Return the names in a string, or in a list of names or nodes; of dc/db it takes c and b, of a₁ → b a and b."""
    answer = answer[0] if isinstance(answer, (list, tuple)) and len(answer) == 1 else answer
    found = re.findall(r"\w+", answer) if isinstance(answer, str) else plain(answer)
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, (str, int)) for item in found):
        message = "Expected names of nodes, such as {names}, got an object of type {type}."
        raise UnreadError(message, names=" ".join(known), type=type(answer).__name__)
    return [_as_known(item.strip(), known) for item in found if isinstance(item, str)]


def _as_known(name: str, known: Sequence[str]) -> str:
    """Return the known name in what stands in a derivative, or at one of parallel edges: b in db, a in a₁."""
    forms = [whole for form in (name, re.sub("_?[0-9₀-₉]+$", "", name)) for whole in (form, form.removeprefix("d"))]
    return next((form for form in forms if form in known), name)


@dataclass(frozen=True)
class Order(Answer):
    """Nodes in an order: a string of names, or a list of names or nodes."""

    right: str

    @property
    def expected(self) -> str:
        """Return what is expected of an answer."""
        return f"Expected the nodes {', '.join(sorted(self.right.split()))} in an order."

    def read(self, given: Any) -> str:
        """Return the names in the given order; each node stands there once."""
        names = sorted(self.right.split())
        found = read_names(given, names)
        if len(found) == 1 and found[0] not in names:
            found = list(found[0])
        for name in (name for name in found if name not in names):
            message = "There is no node {name!r} here; the nodes are {names}."
            raise UnreadError(message, name=name[:20], names=", ".join(names))
        for name in names:
            if name not in found:
                raise UnreadError("Every node has its place in an order; {name} is missing.", name=name)
            if found.count(name) > 1:
                raise UnreadError("Every node has one place in an order; {name} comes twice or more.", name=name)
        return " ".join(found)

    def otherwise(self, answer: str) -> Finding:
        """Say that another order comes out."""
        return NotYet("Another order comes out.", explained=False)


@dataclass(frozen=True)
class OneEdge(Answer):
    """An edge among several: a pair of names, a string such as "a -> c", or an `Edge`."""

    right: Pair
    edges: Sequence[Pair]

    @property
    def expected(self) -> str:
        """Return what is expected of an answer."""
        parent, child = self.edges[0]
        return f'Expected an edge, as the names of its parent and its child: ("{parent}", "{child}").'

    def read(self, given: Any) -> Pair:
        """Return parent and child."""
        names = sorted({name for edge in self.edges for name in edge})
        found = [name for name in read_names(given, names) if name in names]
        if len(found) != 2 or found[0] == found[1]:
            raise UnreadError(self.expected)
        turned = isinstance(given, str) and re.search(r"/|<|←|\\frac|\b(by|wrt|respect)\b", given)  # ∂child/∂parent
        return (found[1], found[0]) if turned else (found[0], found[1])

    def otherwise(self, answer: Pair) -> Finding:
        """Say whether there is such an edge."""
        if answer in self.edges:
            return super().otherwise(answer)
        first, second = answer
        if (second, first) == self.right:
            return NotYet("These are the two nodes, but an edge runs from parent to child: turn it round.")
        if (second, first) in self.edges:
            return NotYet(f"The edge runs from {second} to {first}: its parent comes first.", explained=False)
        return NotYet(f"No edge runs from {first} to {second}.", explained=False)

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

    expected = "Expected a graph, or a string for parse."

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

    def accepts(self, answer: Graph) -> bool:
        """Return whether a graph is right."""
        return bool(asked(self.accept or partial(alike, other=self.right), answer))

    def makes(self, mistake: Mistake, answer: Graph) -> bool:
        """Return whether a graph makes a usual mistake."""
        return bool(asked(mistake.when or partial(alike, other=mistake.answer), answer))

    def otherwise(self, answer: Graph) -> Finding:
        """Say what the graph does."""
        other = "This is not the graph the exercise asks for."
        return NotYet(asked(self.remark, answer) or other, explained=False)
