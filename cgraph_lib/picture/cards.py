"""A node as SVG: a card with its formula and its value, and derivatives on solid tabs above and below it."""

from __future__ import annotations

import math
from html import escape

from cgraph_lib.picture.elements import card, group, span, text
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.marks import LONGEST_RING, TAB_PAD, NodeMark, TabMark, sign
from cgraph_lib.picture.shapes import Frame
from cgraph_lib.picture.style import TAB_SIZE, Style

_HIDDEN = 14.0  # of a tab, behind its card


def node(mark: NodeMark, frame: Frame, style: Style) -> str:
    """Return the card of a node, or of a closed group, with all that stands on it."""
    body, key = body_of(mark, frame, style), mark.value_key or mark.key
    first, step, last = (16, 17, 33) if style.dense else (20, 20, 43)
    below = body.top + step * (len(mark.formula) + len(mark.sizes) - 1)
    parts = [card("focus", frame, style.sizes.ring)] if style.live else []
    parts += [_tab(key, tab, body, style) for tab in mark.tabs]
    parts += [card("body", body)]
    parts += [card("inner", body, -4)] if mark.group else []
    parts += [text("title" if mark.group else "formula", frame.x, body.top + first, _lines(mark, frame.x, step))]
    sizes = enumerate(mark.sizes, len(mark.formula))
    parts += [text("size", frame.x, body.top + first + step * i, escape(line)) for i, line in sizes]
    parts += [text(f"val val-{key}", frame.x, below + last, escape(mark.value))] if mark.valued else []
    parts += [_slider(frame, below, style.sizes.grips / 4 + 3)] if mark.slides(style) else []
    named = f' data-group="{escape(mark.group)}"' if mark.group else ""
    classes = ("node", mark.kind, f"node-{mark.key}", *mark.states)
    return group(classes, "".join(parts), ("node", mark.index), named)


def ring(mark: NodeMark, frame: Frame, style: Style) -> str:
    """Return what marks a node. It lies below the wires, so that their arrowheads are seen on it."""
    return card(" ".join(("ring", f"ring-{mark.key}", *mark.states)), frame, style.sizes.ring)


def _lines(mark: NodeMark, x: float, step: float) -> str:
    """Return the formula, from its second line on in spans of their own."""
    first, *others = map(escape, mark.formula)
    return first + "".join(f'<tspan x="{x:.1f}" dy="{step}">{line}</tspan>' for line in others)


def body_of(mark: NodeMark, frame: Frame, style: Style) -> Frame:
    """Return the place of the card itself, without its tabs."""
    top = frame.top + style.sizes.tab * bool(mark.above)
    return Frame(frame.x, top, frame.width, mark.body(style))


def _tab(key: str, mark: TabMark, body: Frame, style: Style) -> str:
    """Return a tab: above the card, where a sweep from above arrives, or its mirror image below."""
    height, above = style.sizes.tab, mark.kind == "adj"
    top = body.top - height if above else body.bottom
    frame = Frame(body.x, top if above else top - _HIDDEN, body.width, height + _HIDDEN)
    x = body.x + mark.count_room / 2
    y = top + (15 if style.dense else 19)
    bare = style.dense or mark.tight(body.width)
    growing = _growing(mark, body)
    parts = [
        card("", frame),
        text("total", x, y, "" if growing and not style.live else _total(key, mark, bare, growing)),
    ]
    if style.live or growing:
        parts.append(text(f"growing growing-{key}", x, y, escape(growing)))
    if style.live or mark.count_room:
        parts.append(f'<g class="count">{_count(mark, body.left, y)}</g>')
    names = (f"tab-{key}",) if above else ("under", f"under-{key}")
    known = "" if mark.number is None else sign(mark.number)
    return group(("tab", *names, mark.state, known, "tight" if bare and not style.dense else ""), "".join(parts))


def _total(key: str, mark: TabMark, bare: bool, growing: str) -> str:
    """Return the derivative's name and number; while a sum is growing, that stands in their place."""
    name = "" if bare or growing else _derivative(mark.top, mark.bottom)
    number = "" if mark.number is None or growing else mark.text if bare else f" = {mark.text}"
    return span("pre", name) + span(f"{mark.kind} {mark.kind}-{key}", number)


def _derivative(top: str, bottom: str) -> str:
    """Return the name of a derivative: an upright d, names in italics."""
    over, under = (span("op", "d") + span("m", escape(name)) for name in (top, bottom))
    return f"{over}/{under}"


def _growing(mark: TabMark, body: Frame) -> str:
    """Return the growing sum as it has room beside the arcs; where it has none, the words below tell it."""
    room = body.width - mark.count_room - TAB_PAD
    return next((text for text in mark.growing if text_width(text, TAB_SIZE, "bold") <= room), "")


def _count(mark: TabMark, left: float, y: float) -> str:
    """Return one arc for each contribution that is expected, those that have come in ink; for many, a fraction."""
    if mark.expected == 1:
        return ""
    if mark.expected > LONGEST_RING:
        return text("size", left + 24, y, f"{mark.received}/{mark.expected}")
    arc = 10 * math.pi / mark.expected - 2
    x, y = left + 15, y - 5
    place = f'r="5" cx="{x:.1f}" cy="{y:.1f}" transform="rotate(-90 {x:.1f} {y:.1f})"'
    came = f'<circle class="got" {place} stroke-dasharray="{f"{arc:.2f} 2 " * mark.received}0 99"/>'
    return f'<circle {place} stroke-dasharray="{arc:.2f} 2"/>' + (came if mark.received else "")


def _slider(frame: Frame, top: float, grip: float) -> str:
    """Return what moves an input by hand: grips, a track, and at its start a tick for 0 and a thumb."""
    (left, right), y = track(frame), top + 58
    return (
        f'<g class="slider">{text("grip", frame.left + grip, top + 42, "‹")}'
        f"{text('grip', frame.left + frame.width - grip, top + 42, '›')}"
        f'<path class="track" d="M{left:.1f},{y:.1f}H{right:.1f}"/><path class="origin" d="M{left:.1f},{y - 4:.1f}v8"/>'
        f'<circle class="thumb" cx="{left:.1f}" cy="{y:.1f}" r="7"/></g>'
    )


def track(frame: Frame) -> tuple[float, float]:
    """Return where the track of a slider begins and ends."""
    return frame.left + 20, frame.left + frame.width - 20
