"""The Product: a product node as the area of a rectangle; a nudge of an input moves both of its sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, ClassVar

from cgraph_lib.accumulate import evaluate
from cgraph_lib.errors import InputError
from cgraph_lib.given import together
from cgraph_lib.graph import Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, checked, chosen_input, chosen_node
from cgraph_lib.live.inputs import room, step
from cgraph_lib.notation import display_name
from cgraph_lib.numerals import fill, number
from cgraph_lib.picture import Picture
from cgraph_lib.picture.palette import LIGHT

PHRASES = {
    "product_heading": "{product} = {left} · {right} as an area",
    "product_words": "{product} = {x:number} · {y:number} = {value:number}. Nudge {input} by {h:number}: the strips "
    "are {first:number} and {second:number}, the corner {corner:number}.",
    "nudge_which": "nudge",
    "sides": "The sides are {left} = {x:result} and {right} = {y:result}; the area is {product} = {value:result}.",
    "moves": "Nudge {input} by {h:number}: {left} moves by {dx:number}, {right} by {dy:number}.",
    "first": "The strip at the side: {right} times the move of {left}, {y:operand} · {dx:operand} = {first:result}.",
    "second": "The strip on top: {left} times the move of {right}, {x:operand} · {dy:operand} = {second:result}.",
    "corner": "The corner: {dx:operand} · {dy:operand} = {corner:result}. It shrinks with {step:symbol}², the strips "
    "with {step:symbol}.",
    "both": "Divided by {step:symbol}, the strips are {per_first:number} and {per_second:number}. As {step:symbol} "
    "goes to 0 they become the products of two paths, whose sum is the derivative {name} = {slope:result}.",
}
_SIZE = 300.0


class Product(LivePicture):
    """A product as a rectangle of its two factors. A nudge `h` of the input `wrt` moves both sides.

    Two strips are the contributions along the two factors; the corner between them vanishes with `h`. `h` is a number
    or (start, low, high). Raises `ValueError` for a node that is not a product, and for a missing or unknown input.

    >>> from cgraph_lib import parse
    >>> product = Product(parse("c = a + b; d = b + 1; e = c * d"), "e", "b", a=2, b=1, h=0.5)
    >>> product.strips
    (1.0, 1.5, 0.25)
    """

    _esm = page.module_text("product")
    phrases: ClassVar = PHRASES
    drawn: ClassVar = False
    numbers: ClassVar = ("h",)
    h = step()
    wrt = chosen_node(chosen_input)

    def __init__(
        self,
        graph: Graph,
        node: Node | str | None = None,
        wrt: Node | str | None = None,
        inputs: Mapping[Any, Any] | None = None,
        /,
        *,
        h: Any = 0.5,
        **named: Any,
    ) -> None:
        given = together(inputs, named)
        checked(graph, Product, given)
        self.node = graph.node(node)
        self._factors = _factors(self.node)
        if not self._factors:
            sentence = "A Product shows a node that multiplies two others, such as e = c * d; {name} does not."
            raise InputError(sentence, name=display_name(graph, self.node))
        self._step = room("h", h)
        super().__init__(graph, given, wrt=chosen_input(graph, wrt), h=self._step[0])

    def _sides(self, nudge: float = 0.0) -> tuple[float, float]:
        name = self.graph.names[self.wrt]
        values = evaluate(self.graph, {**self.inputs, name: self.inputs[name] + nudge})
        left, right = self._factors
        return float(values[left]), float(values[right])

    @property
    def strips(self) -> tuple[float, float, float]:
        """The areas of the two strips and of the corner between them, at the present inputs."""
        (x, y), (right, top) = self._sides(), self._sides(self.h)
        return y * (right - x), x * (top - y), (right - x) * (top - y)

    def words(self) -> dict[str, Any]:
        """Return the product, its factors, and the ends of the step."""
        index = self.graph.nodes.index
        return {"node": index(self.node), "factors": [index(each) for each in self._factors], "step": self._step[1:]}

    @property
    def picture(self) -> Picture:
        """Return the rectangle with its strips as they are now, and their areas in words."""
        (x, y), (first, second, corner) = self._sides(), self.strips
        names = {"product": display_name(self.graph, self.node), "input": display_name(self.graph, self.wrt)}
        facts = {"x": x, "y": y, "value": x * y, "h": self.h, "first": first, "second": second, "corner": corner}
        words = fill(PHRASES["product_words"], {**names, **facts})
        return Picture(self._svg(words), words)

    def _svg(self, words: str) -> str:
        size = 'viewBox="0 0 400 360" width="400" height="360"'
        opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(words)}">'
        return "".join([opening, f"<title>{escape(words)}</title>", *self._rectangles(), "</svg>"])

    def _rectangles(self) -> Iterator[str]:
        (x, y), (right, top) = self._sides(), self._sides(self.h)
        low, high = min(0.0, x, right, y, top), max(0.0, x, right, y, top)
        scale = _SIZE / ((high - low) or 1.0)
        areas = [(0, x, 0, y, "fixed"), (x, right, 0, y, "r0"), (0, x, y, top, "r1"), (x, right, y, top, "r3")]
        for left, end, bottom, over, colour in areas:
            place = f'x="{40 + (min(left, end) - low) * scale:.1f}" y="{20 + (high - max(bottom, over)) * scale:.1f}"'
            size = f'width="{abs(end - left) * scale:.1f}" height="{abs(over - bottom) * scale:.1f}"'
            yield f'<rect {place} {size} fill="{LIGHT[colour]}" stroke="{LIGHT["line"]}"/>'
        labels = [(number(x), 40 + (x / 2 - low) * scale, 345), (number(y), 18, 20 + (high - y / 2) * scale)]
        pen = f'font-family="Arial" font-size="15" text-anchor="middle" fill="{LIGHT["line"]}"'
        for text, across, down in labels:
            yield f'<text x="{across:.1f}" y="{down:.1f}" {pen}>{text}</text>'


def _factors(node: Node) -> tuple[Node, ...]:
    """Return the two factors of a product or of a square; none for any other node."""
    name = node.op.name if node.op else ""
    if name == "multiply":
        return node.parents
    squared = name == "square" or (name == "power" and node.parents[1].constant == 2)
    return (node.parents[0],) * 2 if squared else ()
