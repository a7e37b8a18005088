"""What an engine does in a sweep, as it was recorded: one move for each number that it sends from node to node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_MOVES = 20_000


class TooManyMovesError(Exception):
    """The sweep has sent more numbers than anybody will read."""


@dataclass(slots=True, eq=False)
class Move:
    """A number that was sent from one node of an engine to another, and what it made of the sum there.

    `slot` is the operand's position if the engine tells it. `added` is False where the sum was written over.
    """

    source: Any
    target: Any
    slot: int | None
    factor: float
    sent: float
    before: float
    after: float
    added: bool

    @property
    def ends(self) -> tuple[int, int, int | None]:
        """Return the edge, as what can be compared: nodes of an engine may have no hash, or the same one."""
        return id(self.source), id(self.target), self.slot


@dataclass(slots=True)
class Run:
    """One sweep: its moves in order, the adjoint it leaves on each node, by the node's `id`, and the error that stopped
    it, if one did.
    """

    moves: list[Move] = field(default_factory=list)
    final: dict[int, float] = field(default_factory=dict)
    stopped: str = ""

    def add(self, move: Move) -> None:
        """Take down a move; raise `TooManyMovesError` at the twenty-thousandth."""
        if len(self.moves) == MOST_MOVES:
            raise TooManyMovesError(f"more than {MOST_MOVES:,} contributions")
        self.moves.append(move)
