"""Questions on the drawing: a box in the place of a number, which Python leaves blank and the page judges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cgraph_lib.errors import InputError
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import derivative_name, partial_name

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_EXAMPLE = "a node such as 'c', a partial such as '∂e/∂c' or a derivative such as 'de/db'"
PHRASES = {
    "right": "{name} = {truth:number} is right.",
    "was_right": "{name} = {answer} was right at {inputs}.",
    "at": "{name} = {x:number}",
    "short": "{name} is right so far; give {digits:number} digits.",
    "unread": "{name}: type a number, such as 2, −0.5 or 1/3.",
    "wrong_values": "{name} is not {answer}. Put the operands' values into the formula in the box.",
    "wrong_partials": "{name} is not {answer}. Hold the other operand still: how fast does the result move?",
    "missing": "{name} is not {answer}. The contribution along {edge} is missing; every edge that leads on adds one.",
    "no_factor": "{name} is not {answer}. Along {edge}, multiply {partial} by {factor} as well.",
    "no_partial": "{name} is not {answer}. Along {edge}, multiply {factor} by {partial} as well.",
    "sign": "{name} is not {answer}. Look at the sign of {partial} on {edge}.",
    "sum": "{name} is not {answer}. Add what each edge brings: {terms}.",
    "itself_is": "{name} is not {answer}. It changes exactly as much as itself.",
    "independent_is": "{name} is not {answer}. Is there any path between the two?",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A number that is asked for: of which kind, and of which node or edge; `of` is the other node of a derivative."""

    name: str
    kind: str
    place: Node | Edge
    of: Node | None = None

    def as_data(self, graph: Graph) -> dict[str, Any]:
        """Return the question as the page reads it."""
        places: tuple[Any, ...] = graph.edges if isinstance(self.place, Edge) else graph.nodes
        of = None if self.of is None else graph.nodes.index(self.of)
        return {"name": self.name, "kind": self.kind, "index": places.index(self.place), "of": of}

    def blanked(self, numbers: Any) -> Any:
        """Return numbers without the one that is asked for."""
        pairs = [(key, number) for key, number in numbers.items() if key != self.place]
        return type(numbers)(numbers.graph, pairs, *([] if isinstance(self.place, Edge) else [numbers.of]))


def question(graph: Graph, text: str, shown: Iterable[str], of: Node, wrt: Node) -> Question:
    """Return the question that a text asks where these kinds of numbers are shown.

    `c` asks for a value, `∂c/∂b` for the partial on an edge, `∂v/∂x₂` for one of two parallel edges, `de/db` for an
    adjoint of `of` or for a tangent with respect to `wrt`. Raises `InputError` for a text that asks for none of them.
    """
    if text in graph.names.values():
        return Question(text, "values", graph.node(text))
    pair = re.fullmatch(r"([∂d])(.+)/\1(.+?)([₀-₉]*)", text)
    if not pair:
        raise InputError("A quiz asks for {example}, not for {text!r}.", example=_EXAMPLE, text=text)
    top, bottom = graph.node(pair[2]), graph.node(pair[3])
    if pair[1] == "∂":
        return _partial(graph, text, bottom, top, pair[4])
    kinds = {"adjoints": (top is of, bottom), "tangents": (bottom is wrt, top)}
    for kind, (fits, place) in kinds.items():
        if fits and kind in shown:
            return Question(derivative_name(graph, top, bottom), kind, place, of if kind == "adjoints" else wrt)
    facts = {"text": text, "adjoint": derivative_name(graph, of, bottom), "top": pair[2], "bottom": pair[3]}
    mend = "show adjoints with of={top!r}, or tangents with wrt={bottom!r}"
    raise InputError("{text!r} has no place on this drawing: " + mend + ".", **facts)


def _partial(graph: Graph, text: str, parent: Node, child: Node, subscript: str) -> Question:
    edges = [edge for edge in graph.edges_into[child] if edge.parent is parent]
    if not edges:
        facts = {"text": text, "total": derivative_name(graph, child, parent)}
        raise InputError("{text!r} stands on no edge; along all paths together ask for {total!r}.", **facts)
    if len(edges) > 1 and not subscript:
        names = " or ".join(partial_name(graph, edge) for edge in edges)
        raise InputError("{text!r} stands on parallel edges; ask for {names}.", text=text, names=names)
    named = {partial_name(graph, edge): edge for edge in edges}
    plain = {name.translate(_DIGITS): edge for name, edge in named.items()}
    edge = plain.get(text.translate(_DIGITS))
    if edge is None:
        raise InputError("{text!r} stands on no edge; ask for {names}.", text=text, names=" or ".join(named))
    return Question(partial_name(graph, edge), "partials", edge)
