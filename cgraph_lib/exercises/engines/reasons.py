"""Why a contribution is false: an enumeration, a sentence for each reason, and what fills it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from cgraph_lib.graph import Edge, Node
from cgraph_lib.numerals import fill


class Reason(Enum):
    """Why a sweep goes wrong at an edge; the value is a template for the sentence."""

    EARLY = (
        "Sent too early: {child} holds {held:number} of its {whole:number} when it sends along {edge}. So {parent} "
        "receives {sent:number}, where {right:number} is right."
    )
    OVERWRITTEN = (
        "Overwritten: {sent:number} comes along {edge} and is written over the {before:number} that {parent} holds. "
        "Contributions are added: {before:number} + {sent:operand} = {sum:number}."
    )
    DROPPED = "Dropped: {sent:number} comes along {edge}, and is in no sum: {parent} goes on with {held:number}."
    PARALLEL = (
        "A parallel edge is lost: {child} uses {parent} in two slots, and what belongs on {edge}, {right:number}, "
        "never arrives."
    )
    PARTIAL = (
        "Wrong partial: {sent:number} comes along {edge}, where {adjoint:number} · {partial:operand} = {right:number} "
        "is right."
    )
    ALONE = (
        "Without the adjoint: the partial alone, {sent:number}, comes along {edge}. Times the adjoint of {child} it is "
        "{adjoint:number} · {partial:operand} = {right:number}."
    )
    SWAPPED = (
        "Swapped partials: along {edge} the engine multiplies by the partial of the other operand, {mine:number}; "
        "{name} is {partial:number}."
    )
    SIGN = "Turned sign: {sent:number} comes along {edge}, where {right:number} is right."
    STALE = (
        "A stale sum: when the first contribution of this run comes along {edge}, {parent} still holds {before:number} "
        "from the run before. Each run begins with 0."
    )
    START = (
        "A wrong start: when the first contribution comes along {edge}, {parent} already holds {before:number}. "
        "A sum begins with 0."
    )
    AGAIN = "Sent again: {edge} has brought all it has to bring, and now {sent:number} more comes along it."
    ELSEWHERE = "Sent elsewhere: {sent:number} belongs on {edge}, and is added to {taker}, another operand of {child}."
    MISSING = "Never sent: nothing comes along {edge}, where {right:number} should."
    UNUSED = "Without its partial: something arrives at {parent}, but {child} never multiplies by {name} on {edge}."
    UNSEEN = (
        "A wrong adjoint: {parent} ends with {mine:number}, where {right:number} is right. The engine does not add to "
        "the adjoint in a way that can be followed, so its edge is not known."
    )
    VALUE = "A wrong value: in the engine {name} = {mine:number}, where {right:number} is right."
    SEED = "A wrong seed: the sweep gives the output {mine:number}, where it should be 1."

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self.name}>"


@dataclass(frozen=True)
class Finding:
    """The first place at which an engine's run is false: the reason, the edge (`None` for a value or the seed), the
    node, and the numbers of the sentence. `contribution` is its place among the contributions, if it is one of them.
    """

    reason: Reason
    edge: Edge | None
    node: Node
    facts: Mapping[str, Any] = field(repr=False)
    contribution: int | None = None

    @property
    def sentence(self) -> str:
        """Return the reason in a sentence."""
        return fill(self.reason.value, self.facts)
