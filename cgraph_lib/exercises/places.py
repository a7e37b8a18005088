"""Predictions that are answered on the drawing of a graph: an edge, a box, or boxes in an order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from cgraph_lib.exercises.judge import UnreadError
from cgraph_lib.exercises.predictions import NOT_AMONG, Choice, Outcome, Prediction
from cgraph_lib.graph import Edge, Graph
from cgraph_lib.notation import edge_name
from cgraph_lib.numerals import fill
from cgraph_lib.picture import View
from cgraph_lib.results import ByEdge

INCOMPLETE = "An order names each of these once: {options}."


@dataclass(frozen=True, kw_only=True)
class Drawn(Prediction):
    """A question about a graph, whose drawing shows the numbers of `view`. Answers are names of nodes or edges."""

    graph: Graph
    view: View = field(default_factory=View)

    @property
    def places(self) -> list[int]:
        """Return where each option stands: its index among the edges or the nodes of the graph."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class EdgeChoice(Drawn, Choice):
    """An edge to choose. Answers are written as in `d → e`, parallel edges as in `a₂ → y`."""

    kind: ClassVar[str] = "edge"

    def __post_init__(self) -> None:
        if self.view.partials is None:  # an edge without its pill could not be reached by keyboard
            object.__setattr__(self, "view", replace(self.view, partials=ByEdge(self.graph)))

    @property
    def options(self) -> list[str]:
        """Return all edges."""
        return [edge_name(self.graph, edge) for edge in self.graph.edges]

    @property
    def places(self) -> list[int]:
        """Return the edges' indices."""
        return list(range(len(self.graph.edges)))

    def read(self, guess: Any) -> str:
        """Return the name of an edge, which may be given as an `Edge`, as its ends (and slot), or with `->`."""
        if isinstance(guess, (tuple, list)) and len(guess) in (2, 3):
            guess = self.graph.edge(*guess)
        if isinstance(guess, Edge):
            guess = edge_name(self.graph, guess)
        return super().read(str(guess).replace("->", "→"))


@dataclass(frozen=True, kw_only=True)
class BoxChoice(Drawn, Choice):
    """A box to choose. Answers are the names of nodes."""

    kind: ClassVar[str] = "box"

    @property
    def options(self) -> list[str]:
        """Return all boxes but constants."""
        return [self.graph.names[self.graph.nodes[i]] for i in self.places]

    @property
    def places(self) -> list[int]:
        """Return the nodes' indices."""
        return [i for i, node in enumerate(self.graph.nodes) if node.constant is None]

    def read(self, guess: Any) -> str:
        """Return the name of a box, which may be given as a node."""
        return super().read(guess if isinstance(guess, str) else self.graph.names.get(guess, guess))


@dataclass(frozen=True, kw_only=True)
class Order(Drawn):
    """The boxes in an order in which parents come before children, or with `upwards=False` after them.

    Any such order is right. `otherwise` is a template: it describes the first two that stand the wrong way round,
    {early} and {late}.
    """

    upwards: bool = True
    kind: ClassVar[str] = "order"

    @property
    def options(self) -> list[str]:
        """Return the names of the boxes, in the order of the drawing."""
        return sorted(self.graph.names[self.graph.nodes[i]] for i in self.places)

    @property
    def places(self) -> list[int]:
        """Return the indices of the boxes, in the order of their names."""
        boxes = [i for i, node in enumerate(self.graph.nodes) if node.constant is None]
        return sorted(boxes, key=lambda i: self.graph.names[self.graph.nodes[i]])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return which box must come before which, a pair for each edge between boxes."""
        names = self.graph.names
        ends = [(names[edge.parent], names[edge.child]) for edge in self.graph.edges if edge.parent.constant is None]
        return list(dict.fromkeys(ends if self.upwards else [(child, parent) for parent, child in ends]))

    def read(self, guess: Any) -> list[str]:
        """Return an order as a list of names; a string holds them separated by anything that is no letter."""
        names = re.findall(r"\w+", guess) if isinstance(guess, str) else [str(name) for name in guess]
        if sorted(names) != self.options:
            raise UnreadError(INCOMPLETE, options=", ".join(self.options))
        return names

    def judge(self, guess: Any) -> Outcome:
        """Return whether an order is valid, and which two boxes are not in order if it is none."""
        broken = next((pair for pair in self.pairs if guess.index(pair[0]) > guess.index(pair[1])), None)
        if broken is None:
            return Outcome(True, self.because)
        late, early = broken
        known = (each.feedback for each in self.guesses if self.same(guess, each.answer))
        return Outcome(False, next(known, fill(self.otherwise, {"early": early, "late": late})))

    def write(self, answer: Any) -> str:
        """Return the names in a line."""
        return ", ".join(answer)

    def key(self) -> dict[str, Any]:
        """Return the same with the pairs whose order counts."""
        return {**super().key(), "pairs": self.pairs}
