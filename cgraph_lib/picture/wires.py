"""An edge as SVG: a multiplier, and it looks like one. Its width is the size of its partial, its pill the number."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cgraph_lib.picture.elements import card, group, span, text
from cgraph_lib.picture.geometry import Curve, along, curve
from cgraph_lib.picture.marks import EDGE, EdgeMark, RegionMark, brief, edge_width, pill_width
from cgraph_lib.picture.shapes import Frame, Outline, Point, Route
from cgraph_lib.picture.style import Style


def edge(mark: EdgeMark, route: Route, style: Style) -> str:
    """Return the wire with its arrowhead. A core makes a negative one hollow, a cut shows that nothing passes."""
    width, d = edge_width(mark.number, style), path(route)
    parts = {
        "halo": f'<path class="halo" d="{d}"/>',
        "line": f'<path class="line" d="{d}" style="stroke-width:{width}px"/>',
        "core": f'<path class="core" d="{d}" style="stroke-width:{round(width * EDGE["core"], 2)}px"/>',
        "head": f'<polygon class="head" points="{head(route, width, style)}"/>',
        "cut": f'<path class="cut" d="{_cut(route)}"/>',
        "hit": f'<path class="hit" d="{d}"/>',
    }
    if not style.live:  # a still holds no more than it shows
        shown = {"line", "head"} | {"neg": {"core"}, "zero": {"cut"}}.get(mark.sign, set())
        shown |= {"halo"} if mark.states else set()
        parts = {name: part for name, part in parts.items() if name in shown}
    classes = (
        "edge",
        f"edge-{mark.key}",
        mark.sign,
        "fixed" if mark.fixed else "",
        "joined" if mark.joined else "",
        *mark.states,
    )
    return group(classes, "".join(parts.values()), ("edge", mark.index))


def path(route: Route, start: int = 0, end: int | None = None) -> str:
    """Return the path of a wire, or of the part of it from one of its points to another."""
    return _moved(route.points[start]) + _curved(curve(route.points)[start:end])


def outline(mark: RegionMark, sides: Outline) -> str:
    """Return the line around an opened group, with its title: up on the right and down on the left."""
    down = [piece[::-1] for piece in reversed(curve(sides.left))]
    d = f"{_moved(sides.right[0])}{_curved(curve(sides.right))}L{_comma(down[0][0])}{_curved(down)}Z"
    (x, y), width = sides.title, mark.region.title_width - 8
    title = card("chip", Frame(x, y - 11, width, 22)) + text("size", x, y + 4.5, escape(mark.title))
    named = f' data-group="{escape(mark.name)}"'
    return group(("region", f"region-{mark.key}"), f'<path class="outline" d="{d}"/>{title}', more=named)


def _moved(point: Point) -> str:
    return f"M{_comma(point)}"


def _curved(pieces: Iterable[Curve]) -> str:
    return "".join("C" + " ".join(map(_comma, corners)) for _, *corners in pieces)


def _comma(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def head(route: Route, width: float, style: Style) -> str:
    """Return the corners of an arrowhead on a wire of this width."""
    x, y = route.points[-1]
    half = max(3.5 if style.dense else 6.0, width / 2 + 4)
    return f"{x - half:.1f},{y:.1f} {x:.1f},{y - style.sizes.head + 1:.1f} {x + half:.1f},{y:.1f}"


def _cut(route: Route) -> str:
    """Return two strokes across a wire where it leaves its tail: nothing passes."""
    x, y = along(curve(route.points)[0], 0.35)
    return "".join(f"M{x - 7:.1f},{y + more + 3:.1f}l14,-6" for more in (-2.5, 2.5))


def pill(mark: EdgeMark, route: Route, style: Style) -> str:
    """Return the pill on a wire. It is as wide as its number is now; with a number too wide it leaves the rule out."""
    shown = "" if mark.number is None else brief(mark.number)
    rule = mark.shown_rule(style)
    blank, tight = mark.number is None, pill_width(rule, shown, style) > mark.room(style)
    hidden = blank or tight
    width, height = pill_width("" if hidden else rule, shown, style), style.sizes.pill
    words = span("rule", f"{span('m', escape(rule))} = ") if rule and (style.live or not hidden) else ""
    times = "×" if style.dense else "× "
    inside = (
        f'<rect x="{-width / 2:.1f}" y="{-height / 2}" width="{width:.1f}" height="{height}" rx="{height / 2}"/>'
        f'<text y="{4.5 if style.dense else 5}">{times}{words}{span(f"partial part-{mark.key}", shown)}</text>'
    )
    states = ("blank" if blank else "", "tight" if tight else "", *mark.states)
    place = f' transform="translate({route.pill[0]:.1f} {route.pill[1]:.1f})"'
    return group(("pill", f"pill-{mark.key}", mark.sign, *states), inside, ("edge", mark.index), place)
