"""What is placed, and where it comes to stand: boxes in rows, wires between them, sizes in pixels."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights and distances of a drawing, in pixels. `thin` scales the widths of all edges.

    On a card: the sizes of its `formula` and its `value`, the room beside its text (`pad`) and for both `grips` of a
    slider, and how far its `ring` is off.
    """

    tab: float
    pill: float
    head: float
    wire: float
    thin: float
    aside: float = 4.0
    box_aside: float = 10.0
    port: float = 32.0
    margin: float = 14.0
    formula: float = 17.0
    value: float = 20.0
    pad: float = 16.0
    grips: float = 44.0
    ring: float = 6.0


@dataclass(frozen=True, slots=True)
class Region:
    """What is drawn around the boxes of an opened group, with a title of this width beside the uppermost of them."""

    key: str
    title_width: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be placed, in a row counted from below. Where it is `ordered` its wires arrive in their own order.

    It lies in `regions`, the outermost first.
    """

    key: str
    width: float
    height: float
    row: int
    ordered: bool = False
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire from the top of one box to the bottom of another, with the room that its pill may take (0 for none)."""

    key: str
    tail: Box
    head: Box
    room: float

    @property
    def rows(self) -> range:
        """Return the rows between its ends, in halves: odd ones hold pills, even ones boxes."""
        return range(2 * self.tail.row + 1, 2 * self.head.row)

    @property
    def regions(self) -> tuple[Region, ...]:
        """Return the regions in which it begins and ends."""
        return tuple(region for region in self.tail.regions if region in self.head.regions)


@dataclass(frozen=True, slots=True)
class Columns:
    """What Graphviz says: the middle of each box, and of each place that a wire passes, from tail to head."""

    boxes: dict[str, float]
    wires: dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a box is; `x` is its middle, and y counts downwards."""

    x: float
    top: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Return its left edge."""
        return self.x - self.width / 2

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Route:
    """The points of a wire from its tail to the base of its arrowhead; point number `turn` is its pill, or the last."""

    points: list[Point]
    turn: int

    @property
    def pill(self) -> Point:
        """Return where the pill is."""
        return self.points[self.turn]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sides of a region as points that rise, and the middle of its title."""

    left: list[Point]
    right: list[Point]
    title: Point


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is, in a drawing of this size."""

    width: float
    height: float
    boxes: dict[str, Frame]
    routes: dict[str, Route]
    outlines: dict[str, Outline]
