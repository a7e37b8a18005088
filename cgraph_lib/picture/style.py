"""How close a drawing is packed: sizes and distances of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cgraph_lib.picture.shapes import Sizes

NORMAL: Final = Sizes(tab=27, pill=23, head=12, wire=18, thin=1)
_SNUG_CARD: Final = {"formula": 16.0, "value": 17.0, "pad": 8.0, "grips": 16.0, "ring": 3.0}
SNUG: Final = Sizes(tab=27, pill=23, head=12, wire=14, thin=0.8, aside=2, box_aside=3, margin=8, **_SNUG_CARD)
_DENSE_CARD: Final = {"formula": 14.5, "value": 14.5, "ring": 4.0}
DENSE: Final = Sizes(tab=20, pill=17, head=7, wire=12, thin=0.55, aside=3, box_aside=6, **_DENSE_CARD)

TAB_SIZE: Final = 14.0
_SMALLEST_TEXT = 11.0


@dataclass(frozen=True, slots=True)
class Style:
    """Whether a drawing is live (its inputs are sliders), and how close it is packed.

    A `snug` one says the same in a narrow place, a `dense` one is small and says less, for many nodes.
    """

    live: bool = False
    dense: bool = False
    snug: bool = False

    @property
    def sizes(self) -> Sizes:
        """Return the heights and distances of such a drawing."""
        return DENSE if self.dense else SNUG if self.snug else NORMAL

    @property
    def css(self) -> str:
        """Return the classes of such a drawing."""
        return " dense" if self.dense else " snug" if self.snug else ""

    @property
    def smallest(self) -> float:
        """Return the scale at which its smallest text is 11 px high; below that nobody reads it."""
        return _SMALLEST_TEXT / (13 if self.dense else TAB_SIZE)
