"""Draw the README's pictures of the running example: one that moves, and a still one. `make pictures` calls this.

The moving one shows reverse accumulation step after step, in one SVG without a script. All moments have one layout, so
what several of them share is drawn once; the rest is shown in turn by CSS. Where a reader prefers no motion, and where
styles are not animated, the last moment stands still.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cgraph_lib import evaluate, local_partials, parse, reverse_trace, show
from cgraph_lib.numerals import number
from cgraph_lib.picture.geometry import along
from cgraph_lib.picture.lettering import text_width
from cgraph_lib.picture.look import still_rules
from cgraph_lib.picture.svg import Drawing, still_svg
from cgraph_lib.trace import Step, Trace

DOCS = Path(__file__).parent.parent / "docs"
FORMULAS, INPUTS = "c = a + b; d = b + 1; e = c * d", {"a": 2, "b": 1}
BEAT = 3.0  # seconds for each moment; the last one stays twice as long
FLIGHT, REST = 0.9, 0.2  # seconds that a token travels before a step, and rests on the pill that multiplies it
DRAWN = re.compile(r'width="(\d+)" height="(\d+)".*?</style>\n(.*)\n</svg>', re.DOTALL)
SAMPLES = 8  # points on each piece of a curve
Point = tuple[float, float]


def moving(trace: Trace) -> str:
    """Return the SVG of the moments of a trace, one after another.

    >>> graph = parse("y = a * b")
    >>> drawn = moving(reverse_trace(graph, evaluate(graph, a=2, b=3)))
    >>> [drawn.count(words) for words in (">Step 0 of 3.", ">Step 3 of 3.", "prefers-reduced-motion:no-preference")]
    [1, 1, 1]
    """
    stills = [show(moment) for moment in trace]
    film = Film(BEAT * (len(stills) + 1))
    width, height, inside = film.merged(stills)
    tokens = [film.token(trace, i, stills[i].geometry) for i, step in enumerate(trace.steps, 1) if step.edge]
    first, rest = inside.split("\n", 1)  # the group that centres the drawing; tokens fly below the caption
    body, caption = rest.rsplit("\n</g>\n", 1)
    whole = "\n".join([first, body, *tokens, "</g>", caption])
    return still_svg("still", width, height, stills[-1].text, whole, film.rules)


class Film:
    """Rules that show and move parts of a drawing in turn, and begin again after this many `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.keyframes: list[str] = []
        self.names: dict[str, str] = {}

    def merged(self, stills: Sequence[Drawing]) -> tuple[float, float, str]:
        """Return size and content of a drawing with each line of the stills once, shown when its moment has come."""
        drawn = [found.groups() for still in stills if (found := DRAWN.search(still.svg))]
        columns = zip(*(inside.splitlines() for _, _, inside in drawn), strict=True)
        lines = [line for column in columns for line in self._in_turn(column)]
        return float(drawn[0][0]), float(drawn[0][1]), "\n".join(lines)

    def _in_turn(self, column: Sequence[str]) -> Iterator[str]:
        """Return the different states of a part, each with the time in which it is seen."""
        i = 0
        for line, same in itertools.groupby(column):
            start, i = i, i + len([*same])
            last = i == len(column)
            yield line if (start, last) == (0, True) else self.shown(line, BEAT * start, None if last else BEAT * i)

    def shown(self, part: str, start: float, end: float | None) -> str:
        """Return a part that is seen from one second to another, or to the end; what stays is seen without motion."""
        turns = {0.0: "hidden", start: "visible"} | ({} if end is None else {end: "hidden"})
        frames = "".join(f"{self._at(second)}{{visibility:{turn}}}" for second, turn in turns.items())
        return f'<g class="{self._animation(frames, "step-end")}{" passing" if end else ""}">{part}</g>'

    def token(self, trace: Trace, i: int, geometry: Any) -> str:
        """Return the number that travels along the edge of a step, against it, and arrives when the step is shown."""
        step = trace.steps[i - 1]
        land, start = BEAT * i, BEAT * i - FLIGHT
        turn, leave = start + (FLIGHT - REST) / 2, start + (FLIGHT + REST) / 2
        first, second = journey(step, geometry)
        stops = [*timed(first, start, turn), *timed(second, leave, land)]
        frames = "".join(f"{self._at(at)}{{transform:translate({x:.1f}px,{y:.1f}px)}}" for at, (x, y) in stops)
        chips = self.shown(chip(step.factor), start, turn) + self.shown(chip(step.contribution), turn, land)
        return f'<g class="{self._animation(frames, "linear")}">{chips}</g>'

    def rules(self, classes: set[str]) -> str:
        """Return the style of a drawing with these classes."""
        motion = f"@media (prefers-reduced-motion:no-preference){{{''.join(self.keyframes)}}}"
        return f"{still_rules(classes)}\n.passing{{visibility:hidden}}\n{motion}"

    def _at(self, second: float) -> str:
        return f"{100 * second / self.seconds:.2f}%"

    def _animation(self, frames: str, timing: str) -> str:
        """Return the class of what moves by these keyframes."""
        if frames not in self.names:
            name = self.names[frames] = f"t{len(self.names)}"
            rule = f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {self.seconds:g}s {timing} infinite}}"
            self.keyframes.append(rule)
        return self.names[frames]


def journey(step: Step, geometry: Any) -> tuple[list[Point], list[Point]]:
    """Return the points from the giver's tab to the pill of an edge, and from there to the taker's tab."""
    edge = step.edge
    route = geometry["edges"][f"{edge.parent.name}-{edge.child.name}-{edge.slot}"]
    giver, taker = (geometry["nodes"][node.name] for node in (edge.child, edge.parent))
    return [tab(giver), *points(route["high"])[::-1]], [*points(route["low"])[::-1], tab(taker)]


def tab(node: Any) -> Point:
    """Return the middle of a node's tab."""
    return node["x"], node["top"] + node["tab"] / 2


def points(path: str) -> list[Point]:
    """Return points on a path of cubic pieces.

    >>> points("M0,0C0,3 0,6 0,9")[::4]
    [(0.0, 0.0), (0.0, 4.5), (0.0, 9.0)]
    """
    x, y = (map(float, re.findall(pattern, path)) for pattern in (r"([-\d.]+),", r",([-\d.]+)"))
    corners = list(zip(x, y, strict=True))
    pieces = [corners[i : i + 4] for i in range(0, len(corners) - 1, 3)]
    found = [along(piece, k / SAMPLES) for piece in pieces for k in range(SAMPLES)]
    return [*found, corners[-1]]


def timed(way: Sequence[Point], start: float, end: float) -> Iterator[tuple[float, Point]]:
    """Return when a token is at each point of its way, at an even speed."""
    lengths = [0.0, *itertools.accumulate(math.dist(*pair) for pair in itertools.pairwise(way))]
    return ((start + (end - start) * length / lengths[-1], point) for length, point in zip(lengths, way, strict=True))


def chip(value: float) -> str:
    """Return a token with its number."""
    words, sign = number(value), "pos" if value > 0 else "neg" if value < 0 else "zero"
    width = max(28.0, text_width(words, 14) + 18)
    rect = f'<rect x="{-width / 2:.1f}" y="-14" width="{width:.1f}" height="28" rx="14"/>'
    return f'<g class="tab done {sign}">{rect}<text class="adj" y="5.5">{words}</text></g>'


def pictures() -> dict[str, str]:
    """Return the README's pictures by the names of their files."""
    graph = parse(FORMULAS)
    values = evaluate(graph, INPUTS)
    trace = reverse_trace(graph, values)
    still = show(graph, values, local_partials(graph, values), adjoints=trace.final)
    return {"moving_example.svg": f"{moving(trace)}\n", "running_example.svg": f"{still.svg}\n"}


if __name__ == "__main__":
    for name, svg in pictures().items():
        (DOCS / name).write_text(svg, encoding="utf-8", newline="\n")
