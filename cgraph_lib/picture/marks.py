"""What is drawn: cards, tabs and edges with their text, and the room each needs whatever its numbers are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from cgraph_lib.numerals import WIDEST_NUMBER, number
from cgraph_lib.ops import is_array
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.shapes import Region
from cgraph_lib.picture.style import TAB_SIZE, Style

NAME_SIZE: Final = 16.0
LONGEST_LINE, _WIDEST_TAB, _WIDEST_RULE = 190.0, 200.0, 110.0
_SNUG_TAB = 104.0
_USUAL = "−0.1234"
PILL_PAD, DENSE_PILL_PAD, TAB_PAD = 18.0, 9.0, 16.0
LONGEST_RING, RING_ROOM, FRACTION_ROOM = 8, 22.0, 42.0


@dataclass(frozen=True, slots=True)
class TabMark:
    """A derivative of a node: d`top`/d`bottom`. `number` is `None` while nothing is known of it.

    `received` of `expected` contributions have come; `growing` is the sum in the making, such as `3 + …`, and
    what stands there where it has no room.
    `widest` is the longest pair of names that may stand there.
    """

    kind: str
    top: str
    bottom: str
    number: Any = None
    received: int = 0
    expected: int = 1
    growing: tuple[str, ...] = ()
    widest: tuple[str, str] = ("", "")

    @property
    def state(self) -> str:
        """Return whether the sum waits for its first contribution, is unfinished, or is done."""
        if self.number is None:
            return "wait"
        return "part" if self.received < self.expected else "done"

    @property
    def text(self) -> str:
        """Return the number that stands in the tab."""
        return "" if self.number is None else brief(self.number)

    @property
    def count_room(self) -> float:
        """Return the width of what counts the contributions: arcs, for many a fraction; a single one is not counted."""
        return 0.0 if self.expected == 1 else RING_ROOM if self.expected <= LONGEST_RING else FRACTION_ROOM

    def room(self, style: Style) -> float:
        """Return the width that the tab needs at most. A snug one leaves its name out where a number is long."""
        if style.dense:
            return text_width(WIDEST_NUMBER, 13, "bold") + self.count_room
        longest = _USUAL if style.snug else WIDEST_NUMBER
        wide = prefix_width(*self.widest) + text_width(f" = {longest}", TAB_SIZE, "bold")
        return min(wide, _SNUG_TAB) if style.snug else min(wide, _WIDEST_TAB) + self.count_room

    def tight(self, width: float) -> bool:
        """Return whether its number alone has room in a tab of this width."""
        wide = prefix_width(self.top, self.bottom) + text_width(f" = {self.text}", TAB_SIZE, "bold")
        return wide + self.count_room > width - TAB_PAD / 2


@dataclass(frozen=True, slots=True)
class RegionMark:
    """An opened group: what is drawn around its cards. `name` is whole, `title` without the groups around it."""

    key: str
    name: str
    title: str

    @property
    def region(self) -> Region:
        """Return the room that its title needs."""
        return Region(self.key, text_width(self.title, TAB_SIZE, "bold") + TAB_PAD)


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A card: its formula, its value, and a tab above or below it. Where it is `ordered`, its operands may not swap.

    The card of a closed `group` tells its `sizes`, and numbers only if one node inside, `value_key`, is its result.
    Where nothing is `valued` there is no room for a number, where nothing is `sliding` none for a slider.
    """

    key: str
    index: int
    kind: str
    states: tuple[str, ...]
    formula: tuple[str, ...]
    value: str
    above: TabMark | None = None
    below: TabMark | None = None
    ordered: bool = False
    sizes: tuple[str, ...] = ()
    group: str = ""
    value_key: str = ""
    valued: bool = True
    sliding: bool = True
    regions: tuple[RegionMark, ...] = ()

    @property
    def tabs(self) -> list[TabMark]:
        """Return its tabs."""
        return [tab for tab in (self.above, self.below) if tab]

    def slides(self, style: Style) -> bool:
        """Return whether the card holds a slider."""
        return self.sliding and style.live and not style.dense and self.kind == "input"

    def width(self, style: Style) -> float:
        """Return the width of the card."""
        sizes = style.sizes
        formula = max(text_width(line, sizes.formula, "italic") for line in self.formula)
        value = text_width(WIDEST_NUMBER, sizes.value, "bold") * self.valued + sizes.grips * self.slides(style)
        small = max((text_width(line, TAB_SIZE) + 12 for line in self.sizes), default=0.0)
        widest = max(formula + 8, value, small, *(tab.room(style) for tab in self.tabs)) + sizes.pad
        return 8 * math.ceil(widest / 8)  # cards of nearly the same width have the same

    def body(self, style: Style) -> float:
        """Return the height of the card without its tabs."""
        line = 17 if style.dense else 20
        lines = len(self.formula) - 2 + len(self.sizes) + self.valued + self.slides(style)
        return (40 if style.dense else 52) + line * lines

    def height(self, style: Style) -> float:
        """Return the height of the card with its tabs."""
        return self.body(style) + style.sizes.tab * len(self.tabs)


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """An edge and its pill. `number` is its partial, `None` while it is not known; `rule` is where it comes from.

    A `fixed` edge comes from a constant: it has no pill, since nothing is asked of it. A `joined` one stands for all
    edges that run to or from a closed group. `constant` is a partial that is the same number at all values.
    """

    key: str
    index: int
    tail: str
    head: str
    states: tuple[str, ...]
    fixed: bool = False
    rule: str = ""
    number: Any = None
    numbered: bool = False
    joined: bool = False
    constant: Any = None

    @property
    def sign(self) -> str:
        """Return the classes that show the sign of the partial."""
        return "" if self.number is None else sign(self.number)

    def pilled(self, style: Style) -> bool:
        """Return whether there is a pill; where there are many, one that never changes is left out."""
        return self.numbered and not self.fixed and bool(self.rule or not style.dense)

    def shown_rule(self, style: Style) -> str:
        """Return the rule if the pill has room for it."""
        return "" if style.dense or text_width(self.rule, NAME_SIZE, "italic") > _WIDEST_RULE else self.rule

    def room(self, style: Style) -> float:
        """Return the width that the pill needs at most. With its widest number it leaves the rule out."""
        if not self.pilled(style):
            return 0.0
        if style.snug:
            return math.ceil(pill_width("", WIDEST_NUMBER if self.constant is None else brief(self.constant), style))
        rule = self.shown_rule(style)
        return math.ceil(max(pill_width("", WIDEST_NUMBER, style), pill_width(rule, _USUAL, style) if rule else 0))


def brief(value: Any) -> str:
    """Return a number as a drawing has room for it: a long fraction as a decimal.

    >>> brief(Fraction(1, 3)), brief(Fraction(123456, 1234567))
    ('1/3', '0.1')
    """
    text = number(value)
    return number(float(value)) if isinstance(value, Fraction) and len(text) > len(WIDEST_NUMBER) else text


def sign(value: Any) -> str:
    """Return the class for the sign of a number: `zero nan` for no number, `array` for an array of any signs."""
    if is_array(value):
        return "array"
    if value != value:
        return "zero nan"
    return "pos" if value > 0 else "neg" if value < 0 else "zero"


def edge_width(value: Any, style: Style) -> float:
    """Return how wide an edge is drawn: 4.5 for a partial of size 1, growing as its power 0.6, from 2.2 to 17.

    A linear width would show no difference above 4, a logarithmic one none between 2 and 3.

    >>> [edge_width(partial, Style()) for partial in (0.1, 1.0, 2.0, 100.0, 0.0)]
    [2.2, 4.5, 6.8, 17.0, 2.0]
    """
    if value is None or is_array(value):
        width = EDGE["blank"]
    elif value == 0 or value != value:
        width = EDGE["zero"]
    else:
        width = min(max(EDGE["unit"] * min(abs(value), 1e9) ** EDGE["power"], EDGE["least"]), EDGE["most"])
    return round(width * style.sizes.thin, 1)


EDGE: Final = {"unit": 4.5, "power": 0.6, "least": 2.2, "most": 17.0, "zero": 2.0, "blank": 2.5, "core": 0.38}


def pill_width(rule: str, text: str, style: Style) -> float:
    """Return how wide a pill is that holds a rule and a number."""
    if style.dense:
        return text_width("×", 13) + text_width(text, 13, "bold") + DENSE_PILL_PAD
    return text_width("× ", TAB_SIZE) + rule_width(rule) + text_width(text, TAB_SIZE, "bold") + PILL_PAD


def rule_width(rule: str) -> float:
    """Return how wide a rule is with the equals sign after it."""
    return text_width(rule, NAME_SIZE, "italic") + text_width(" = ", TAB_SIZE) if rule else 0.0


def prefix_width(top: str, bottom: str) -> float:
    """Return how wide the name of a derivative is."""
    return text_width("dd", 15, "italic") + text_width(top + bottom, NAME_SIZE, "italic") + text_width("/", TAB_SIZE)
