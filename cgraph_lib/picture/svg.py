"""The drawing itself: marks and places become SVG. It knows classes and shapes, but nothing of graphs or layouts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from cgraph_lib.console import printable
from cgraph_lib.picture.cards import node, ring
from cgraph_lib.picture.elements import card, text
from cgraph_lib.picture.lettering import wrapped
from cgraph_lib.picture.look import still_rules
from cgraph_lib.picture.marks import EdgeMark, NodeMark
from cgraph_lib.picture.shapes import Frame, Places
from cgraph_lib.picture.style import Style
from cgraph_lib.picture.wires import edge, outline, pill

CAPTION_SIZE, LINE_HEIGHT = 14, 20.0
_NARROWEST = 380.0  # a caption that comes and goes has room, so that nothing moves
_MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing (`svg`) and its words (`text`). Where there is no drawing, `svg` is empty and the words stand alone."""

    svg: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.text} if self.svg else {"text/plain": self.text}

    def __repr__(self) -> str:
        return self.text

    def __str__(self) -> str:
        return printable(self.text)


def live(nodes: Sequence[NodeMark], edges: Sequence[EdgeMark], places: Places, style: Style) -> str:
    """Return the SVG that a page brings to life: no words, no style of its own, and room for all that moves.

    Text that changes has classes (`val-c`, `adj-c`, `part-b-c-0`), no ids: pictures share a page.
    """
    return f"{_opening(f'cg{style.css}', places.width, places.height)}>\n{_inside(nodes, edges, places, style)}\n</svg>"


def still(
    nodes: Sequence[NodeMark],
    edges: Sequence[EdgeMark],
    places: Places,
    style: Style,
    words: str,
    caption: str = "",
    lines: int = 0,
) -> str:
    """Return the SVG of a stored output: it reads by itself, with its words, on any ground, without variables.

    The caption stands below, where as many `lines` are kept free for it.
    """
    inside = _inside(nodes, edges, places, style)
    width, height = max(float(places.width), _NARROWEST), float(places.height)
    if width > places.width:
        inside = f'<g transform="translate({(width - places.width) / 2:.1f} 0)">\n{inside}\n</g>'
    if caption or lines:
        chip, more = _caption(caption, lines, width, height)
        inside, height = f"{inside}\n{chip}", height + more
    return still_svg(f"still{style.css}", width, height, words, inside, still_rules)


def still_svg(css: str, width: float, height: float, words: str, inside: str, rules: Callable[[set[str]], str]) -> str:
    """Return a whole SVG that reads by itself, with the rules for the classes that stand in it."""
    classes = set(css.split()) | {name for names in re.findall(r'class="([^"]*)"', inside) for name in names.split()}
    # No title beside the label: inside a page it would be a tooltip over the whole drawing.
    return (
        f'{_opening(css, width, height)} role="img" aria-label="{escape(words)}">\n'
        f"<style>{rules(classes)}</style>\n{inside}\n</svg>"
    )


def _opening(css: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" style="max-width:100%;height:auto"'
    )


def _inside(nodes: Sequence[NodeMark], edges: Sequence[EdgeMark], places: Places, style: Style) -> str:
    """Return all parts in the order in which they are drawn: rings and wires below, cards above them, pills on top."""
    regions = {region.key: region for mark in nodes for region in mark.regions}
    parts = [outline(region, places.outlines[key]) for key, region in regions.items()]
    rings = [ring(mark, places.boxes[mark.key], style) for mark in nodes if style.live or mark.states]
    parts += [f'<g class="rings">{"".join(rings)}</g>']
    parts += [edge(mark, places.routes[mark.key], style) for mark in edges]
    parts += ['<g class="strands"></g>'] if style.live else []
    parts += [node(mark, places.boxes[mark.key], style) for mark in nodes]
    parts += [pill(mark, places.routes[mark.key], style) for mark in edges if mark.pilled(style)]
    parts += ['<g class="flights" aria-hidden="true"></g>'] if style.live else []
    return "\n".join(parts)


def _caption(caption: str, lines: int, width: float, top: float) -> tuple[str, float]:
    """Return the sentence below a still, on a chip of paper of its own, and the height they need."""
    rows = wrapped(caption, width - 4 * _MARGIN, CAPTION_SIZE)
    height = max(len(rows), lines) * LINE_HEIGHT + 12
    chip = card("", Frame(width / 2, top, width - 2 * _MARGIN, height))
    sentence = [text("say", width / 2, top + 20 + LINE_HEIGHT * i, escape(line)) for i, line in enumerate(rows)]
    return f'<g class="caption">{chip}{"".join(sentence)}</g>', height + _MARGIN
