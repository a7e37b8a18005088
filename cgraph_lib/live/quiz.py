"""Questions on the drawing: a box in the place of a number, which Python leaves blank and the page judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cgraph_lib.errors import InputError, unknown
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import derivative_name, partial_name

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_EXAMPLE = "a node such as 'c', a partial such as '∂e/∂c' or a derivative such as 'de/db'"
PHRASES = {
    "quiz": "Type each missing number into its place.",
    "right": "{name} = {truth:number} is right.",
    "was_right": "{name} = {answer} was right at {inputs}.",
    "at": "{name} = {x:number}",
    "short": "{name} is right so far; give {digits:number} digits.",
    "unread_answer": "{name}: type a number, such as 2, −0.5 or 1/3.",
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
    """What to find: a number of some kind, at a node or edge; `of` is the other node of a derivative."""

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
        """Return numbers without the one in question."""
        return numbers.without(self.place)


def question(graph: Graph, text: str, shown: Iterable[str], of: Node, wrt: Node) -> Question:
    """Return the question that a string asks where these kinds of numbers are shown.

    `c` asks for a value, `∂c/∂b` for the partial on an edge, `∂v/∂x₂` for one of two parallel edges, `de/db` for an
    adjoint of `of` or for a tangent with respect to `wrt`. Raises `InputError` for a string that asks for none of them.
    """
    if not isinstance(text, str):
        raise InputError("A quiz asks for {example}, not {text!r:.40}.", example=_EXAMPLE, text=text)
    places = {asked.name.translate(_DIGITS): asked for asked in _askable(graph, set(shown), of, wrt)}
    if text.translate(_DIGITS) in places:
        return places[text.translate(_DIGITS)]
    total = text.replace("∂", "d")
    near = [asked.name for name, asked in places.items() if text and (name == total or name.startswith(text))]
    sentence = "{name!r} has no place on this drawing. A quiz asks for {example}."
    suggestion = "{name!r} has no place on this drawing. A quiz asks for {example}. Did you mean {nearest}?"
    if near:
        raise InputError(suggestion, name=text, example=_EXAMPLE, nearest=", ".join(near))
    raise unknown(InputError, sentence, suggestion, text, places, example=_EXAMPLE)


def _askable(graph: Graph, shown: set[str], of: Node, wrt: Node) -> Iterator[Question]:
    moving = [node for node in graph.nodes if node.constant is None]
    for node in moving:
        if "tangents" in shown:
            yield Question(derivative_name(graph, node, wrt), "tangents", node, wrt)
        if "adjoints" in shown:
            yield Question(derivative_name(graph, of, node), "adjoints", node, of)
        yield Question(graph.names[node], "values", node)
    for edge in graph.edges:
        if edge.parent.constant is None:
            yield Question(partial_name(graph, edge), "partials", edge)
