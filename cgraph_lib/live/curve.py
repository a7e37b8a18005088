"""The Curve: the output against one input, with the secant over a step h and the tangent it becomes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from cgraph_lib.accumulate import evaluate, reverse_trace
from cgraph_lib.given import together
from cgraph_lib.graph import Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, checked, chosen_input
from cgraph_lib.live.inputs import room, step
from cgraph_lib.notation import derivative_name, display_name
from cgraph_lib.numerals import fill
from cgraph_lib.picture import Picture

PHRASES = {
    "curve_heading": "{output} against {input}",
    "curve_words": "{output} against {input}: at {input} = {x:number} it is {y:number}, with slope {slope:number}.",
    "point": "At {input} = {x:number}, {output} is {y:result}.",
    "tangent": "The tangent's slope is the derivative: {name} = {slope:result}.",
    "secant": "The secant rises by {rise:number} over a run of {step:symbol} = {run:number}: "
    "its slope is {secant:result}.",
    "apart": "The two slopes are {apart:result} apart. Make {step:symbol} smaller and watch the gap close.",
    "still": "{output} against {input} at {input} = {x:number}: tangent {name} = {slope:number}; "
    "secant over h = {h:number}: {secant:number}.",
    "no_secant": "With {step:symbol} = 0 there is no secant: rise and run are both 0.",
}
_SAMPLES = 96


class Curve(LivePicture):
    """A node's value against one input: a point to drag, the tangent there, and a secant over a step `h` to drag.

    `h` is a number or (start, low, high). Raises `ValueError` for a missing or unknown input or node.

    >>> from cgraph_lib import parse
    >>> curve = Curve(parse("y = x * x"), "y", "x", x=1, h=0.5)
    >>> curve.tangent, curve.secant
    (2.0, 2.5)
    """

    _esm = page.module_text("curve")
    phrases: ClassVar = PHRASES
    drawn: ClassVar = False
    numbers: ClassVar = ("h",)
    h = step()

    def __init__(
        self,
        graph: Graph,
        of: Node | str | None = None,
        wrt: Node | str | None = None,
        inputs: Mapping[Any, Any] | None = None,
        /,
        *,
        h: Any = 1.0,
        **named: Any,
    ) -> None:
        given = together(inputs, named)
        checked(graph, Curve, given)
        self.of, self.wrt = graph.node(of), chosen_input(graph, wrt)
        self._step = room("h", h)
        super().__init__(graph, given, h=self._step[0])

    @property
    def tangent(self) -> float:
        """The derivative at the present inputs: the slope of the tangent."""
        return float(reverse_trace(self.graph, self.values, self.of).final[self.wrt])

    @property
    def secant(self) -> float:
        """The slope of the secant over the step h; nan where h is 0."""
        rise = self._along(self._x + self.h) - self._along(self._x)
        return rise / self.h if self.h else math.nan

    @property
    def _x(self) -> float:
        return float(self.inputs[self.graph.names[self.wrt]])

    def _along(self, x: float) -> float:
        return float(evaluate(self.graph, {**self.inputs, self.graph.names[self.wrt]: x})[self.of])

    def words(self) -> dict[str, Any]:
        """Return which node is drawn against which input, and the ends of the step."""
        index = self.graph.nodes.index
        return {"of": index(self.of), "wrt": index(self.wrt), "step": self._step[1:]}

    @property
    def picture(self) -> Picture:
        """Return the curve with its secant and tangent as they are now, and both slopes in words."""
        from cgraph_lib.picture.chart import curves  # the only part that needs numpy

        x, y, low, high = self._x, self._along(self._x), *self.rooms[self.graph.names[self.wrt]][1:]
        xs = [low + (high - low) * i / _SAMPLES for i in range(_SAMPLES + 1)]
        ys = [self._along(each) for each in xs]
        names = {"output": display_name(self.graph, self.of), "input": display_name(self.graph, self.wrt)}
        facts = {**names, "name": derivative_name(self.graph, self.of, self.wrt), "x": x, "y": y}
        sentence = fill(PHRASES["still"], {**facts, "h": self.h, "slope": self.tangent, "secant": self.secant})
        straight = {"tangent": self.tangent, "secant": self.secant}
        bottom, top = min(filter(math.isfinite, ys), default=0.0), max(filter(math.isfinite, ys), default=0.0)
        lines = {
            name: [_within(y + slope * (each - x), bottom, top) for each in xs] for name, slope in straight.items()
        }
        drawing = curves({names["output"]: ys, **lines}, sentence, x=xs, axes=(names["input"], names["output"]))
        return Picture(drawing.svg, sentence)


def _within(height: float, bottom: float, top: float) -> float:
    """Return a height that lies in the window on the curve, else nan, which breaks a line off."""
    return height if bottom <= height <= top else math.nan
