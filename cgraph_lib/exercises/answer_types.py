"""The kinds of exercises: each knows its blank answer, how an answer is read, and how one is told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from cgraph_lib.exercises.forms import (
    UnreadError,
    is_blank,
    plain,
    read_array,
    read_graph,
    read_names,
    read_number,
    read_shape,
    shape_of,
)
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
    wanted: ClassVar[str] = "number"

    def blank(self) -> str:
        """Return a dictionary to be filled in."""
        return "answer = {" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: ..." for name in self.names) + "}"

    def read(self, answer: Any) -> dict[str, Any]:
        """Return what is answered, by name."""
        if isinstance(answer, str):
            answer = self.split(answer)
        answer = plain(answer.tolist() if hasattr(answer, "tolist") else answer)
        if isinstance(answer, (list, tuple)) and len(answer) == len(self.names):
            answer = dict(zip(self.names, answer, strict=True))
        if not isinstance(answer, dict):
            each = f"A {self.wanted} each is wanted for {', '.join(self.names)}"
            raise UnreadError(f"{each}, in a dictionary as in the cell.")
        found = {name: self.read_one(answer[name]) for name in self.names if not is_blank(answer.get(name))}
        strange = [key for key in answer if key not in self.names]
        if strange and len(found) < len(self.names):
            wanted = f"{self.wanted.capitalize()}s are wanted for {', '.join(self.names)}"
            raise UnreadError(f"{wanted}; {strange[0]!r:.30} is none of these.")
        return found

    def told(self, answer: Any) -> str:
        """Return the numbers with their names."""
        return ", ".join(f"{name} = {self.told_one(self.read_one(answer[name]))}" for name in self.names)

    def split(self, text: str) -> list[str]:
        """Return the parts of a text, one for each name."""
        return text.split(",")

    def read_one(self, answer: Any) -> Any:
        """Return what is answered for one name."""
        return read_number(answer)

    def told_one(self, read: Any) -> str:
        """Return it as the course writes it."""
        return number(read)


class Shapes(Numbers):
    """Several shapes of arrays, each under a name."""

    wanted = "shape"

    def split(self, text: str) -> list[str]:
        """Return the shapes in a text: each has brackets."""
        return re.findall(r"\([^()]*\)", text)

    def read_one(self, answer: Any) -> tuple[int, ...]:
        """Return a shape."""
        return read_shape(answer)

    def told_one(self, read: tuple[int, ...]) -> str:
        """Return it as Python writes it."""
        return str(read)


@dataclass(frozen=True)
class OneArray(Kind):
    """An array of a known shape: lists of numbers in lists, or an array of numpy."""

    shape: tuple[int, ...]

    def read(self, answer: Any) -> Any:
        """Return the array as lists of numbers, of whatever shape."""
        return read_array(answer)

    def told(self, answer: Any) -> str:
        """Return the array in brackets."""
        return "[" + ", ".join(map(self.told, answer)) + "]" if isinstance(answer, list) else number(answer)

    def otherwise(self, read: Any) -> str:
        """Say that the shape is another one, or the numbers are."""
        if shape_of(read) != self.shape:
            return f"The shape {self.shape} is wanted; yours is {shape_of(read)}."
        return f"It is not {self.told(read)}."


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
