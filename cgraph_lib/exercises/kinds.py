"""The kinds of exercises: each knows its blank answer, how an answer is read, and how one is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cgraph_lib.exercises.reading import UnreadError, is_blank, plain, read_graph, read_names, read_number
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number


class Kind:
    """What the kinds share. `read` raises `UnreadError` for an answer of another kind."""

    def blank(self) -> str:
        """Return the code of an answer that is still to be given."""
        return "answer = ..."

    def read(self, answer: Any) -> Any:
        """Return an answer in the one form in which it is compared."""
        raise NotImplementedError

    def example(self, answer: Any) -> Any:
        """Return an answer of ours, right or wrong, as a reader would give it."""
        return answer

    def told(self, answer: Any) -> str:
        """Return a right answer as a solution tells it."""
        return str(answer)

    def otherwise(self, read: Any) -> str:
        """Return what is said of a wrong answer that is no usual mistake."""
        return ""


class OneNumber(Kind):
    """A number to predict."""

    def read(self, answer: Any) -> float:
        """Return the number."""
        return read_number(answer)

    def told(self, answer: Any) -> str:
        """Return the number as the course writes it."""
        return number(read_number(answer))

    def otherwise(self, read: float) -> str:
        """Say that it is another number."""
        return f"It is not {number(read)}."


@dataclass(frozen=True)
class Numbers(Kind):
    """Several numbers, each under a name: a dictionary, or a list in the order of the names."""

    names: tuple[str, ...]

    def blank(self) -> str:
        """Return a dictionary to be filled in."""
        return "answer = {" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: ..." for name in self.names) + "}"

    def read(self, answer: Any) -> dict[str, float]:
        """Return the numbers that are answered, by name."""
        if isinstance(answer, str):
            answer = answer.split(",")
        answer = plain(answer.tolist() if hasattr(answer, "tolist") else answer)
        if isinstance(answer, (list, tuple)) and len(answer) == len(self.names):
            answer = dict(zip(self.names, answer, strict=True))
        if not isinstance(answer, dict):
            raise UnreadError(f"A number each is wanted for {', '.join(self.names)}, in a dictionary as in the cell.")
        found = {name: read_number(answer[name]) for name in self.names if not is_blank(answer.get(name))}
        strange = [key for key in answer if key not in self.names]
        if strange and len(found) < len(self.names):
            raise UnreadError(f"Numbers are wanted for {', '.join(self.names)}; {strange[0]!r:.30} is none of these.")
        return found

    def told(self, answer: Any) -> str:
        """Return the numbers with their names."""
        return ", ".join(f"{name} = {number(read_number(answer[name]))}" for name in self.names)


@dataclass(frozen=True)
class Order(Kind):
    """Nodes in an order: a text of names, or a list of names or nodes."""

    names: tuple[str, ...]

    def read(self, answer: Any) -> tuple[str, ...]:
        """Return the names in the given order; each node stands there once."""
        found = read_names(answer, self.names)
        if len(found) == 1 and found[0] not in self.names:
            found = list(found[0])
        strange = [name for name in found if name not in self.names]
        if strange:
            raise UnreadError(f"There is no node {strange[0][:20]!r} here; the nodes are {', '.join(self.names)}.")
        for name in self.names:
            if found.count(name) != 1:
                raise UnreadError(f"Each node has one place in an order; {name} has {found.count(name)} in yours.")
        return tuple(found)

    def told(self, answer: Any) -> str:
        """Return the names in a line."""
        return " ".join(self.read(answer))


@dataclass(frozen=True)
class OneEdge(Kind):
    """An edge, as a pair of names, a text such as "a -> c", or an `Edge`."""

    names: tuple[str, ...]

    def read(self, answer: Any) -> tuple[str, str]:
        """Return parent and child."""
        turned = isinstance(answer, str) and "/" in answer  # ∂child/∂parent
        found = [name for name in read_names(answer, self.names) if name in self.names]
        if len(found) != 2:
            raise UnreadError('An edge is wanted, as the names of its parent and its child: ("b", "c").')
        return (found[1], found[0]) if turned else (found[0], found[1])

    def told(self, answer: Any) -> str:
        """Return the edge with an arrow."""
        return " → ".join(answer)

    def otherwise(self, read: tuple[str, str]) -> str:
        """Say that it is another edge."""
        return f"It is not {self.told(read)}."


class Drawing(Kind):
    """A graph to draw: a text for `parse`, or a `Graph`."""

    def read(self, answer: Any) -> Graph:
        """Return the graph."""
        return read_graph(answer)
