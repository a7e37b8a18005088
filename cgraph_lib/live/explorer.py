"""The Explorer: every number of a graph, by sliders; quizzes on the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cgraph_lib.accumulate import forward_trace, reverse_trace
from cgraph_lib.graph import Graph, Node, nearest
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture
from cgraph_lib.picture import View
from cgraph_lib.results import ByEdge, ByNode

KINDS = ("values", "partials", "adjoints", "tangents")


class Explorer(LivePicture):
    """All numbers of a graph at once, by sliders; a chosen node or edge tells where its number comes from.

    An input is given a start, or (start, low, high). `of` and `wrt` name the nodes whose adjoints and tangents
    are shown, `show` which kinds of numbers are: "values", "partials", "adjoints", "tangents". `quiz` names
    numbers to be answered on the drawing: nodes such as "c", derivatives such as "∂e/∂b".

    Raises `ValueError` for a missing or unknown input, name or kind.

    >>> from cgraph_lib import parse
    >>> explorer = Explorer(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=(1, -3, 3))
    >>> explorer.inputs = {"b": 2}
    >>> explorer.values["e"], explorer.adjoints["b"]
    (12.0, 7.0)
    """

    kind = "explorer"

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[Any, Any] | None = None,
        /,
        *,
        of: Node | str | None = None,
        wrt: Node | str | None = None,
        show: Iterable[str] = ("values", "partials", "adjoints"),
        quiz: Iterable[str] = (),
        **named: Any,
    ) -> None:
        shown = [show] if isinstance(show, str) else list(show)
        for kind in shown:
            if kind not in KINDS:
                raise ValueError(f"An Explorer shows {', '.join(KINDS)}, not {kind!r}.{nearest(kind, KINDS)}")
        target, start = graph.node(of), self._start(graph, wrt)
        asked = list(dict.fromkeys([quiz] if isinstance(quiz, str) else quiz))
        self._quiz = [page.question(graph, text, target if "adjoints" in shown else None) for text in asked]
        index = graph.nodes.index
        state = {"of": index(target), "wrt": index(start), "answers": [""] * len(self._quiz)}
        super().__init__(graph, {**(inputs or {}), **named}, shown=shown, **state)

    @staticmethod
    def _start(graph: Graph, wrt: Node | str | None) -> Node:
        """Return the node with respect to which tangents are taken; a graph without inputs has none to show."""
        if wrt is not None:
            return graph.variable(wrt)
        return graph.inputs[0] if graph.inputs else graph.output

    def words(self) -> dict[str, Any]:
        """Return the questions of the quiz."""
        return {"quiz": self._quiz}

    @property
    def shown(self) -> list[str]:
        """Which kinds of numbers are shown."""
        return list(self.chosen("shown"))

    def view(self) -> View:
        """Return what is shown; what a quiz asks stays blank."""
        full: dict[str, Any] = {
            "values": self.values,
            "partials": self.partials,
            "adjoints": self.adjoints,
            "tangents": self.tangents,
        }
        for question in self._quiz:
            place = self.graph.edges if question["kind"] == "partials" else self.graph.nodes
            if question["kind"] != "adjoints" or question["of"] == self.chosen("of"):
                del full[question["kind"]][place[question["index"]]]
        return View(**{kind: numbers for kind, numbers in full.items() if kind in self.shown})

    def room(self) -> View:
        """Return the same view with room for every kind of number, for the reader may ask for it."""
        view = self.view()
        return replace(
            view,
            partials=ByEdge(self.graph) if view.partials is None else view.partials,
            tangents=ByNode(self.graph, of=self.wrt) if view.tangents is None else view.tangents,
            adjoints=ByNode(self.graph, of=self.of) if view.adjoints is None else view.adjoints,
            any_target=True,
        )

    @property
    def of(self) -> Node:
        """The node whose adjoints are shown."""
        return self.graph.nodes[int(self.chosen("of"))]

    @of.setter
    def of(self, node: Node | str) -> None:
        self.choose("of", self.graph.nodes.index(self.graph.node(node)))

    @property
    def wrt(self) -> Node:
        """The node with respect to which tangents are shown."""
        return self.graph.nodes[int(self.chosen("wrt"))]

    @wrt.setter
    def wrt(self, node: Node | str) -> None:
        self.choose("wrt", self.graph.nodes.index(self.graph.variable(node)))

    @property
    def adjoints(self) -> ByNode:
        """The adjoint of every node at the present inputs."""
        return reverse_trace(self.graph, self.values, self.of).final

    @property
    def tangents(self) -> ByNode:
        """The tangent of every node at the present inputs."""
        if not self.graph.inputs:
            return ByNode(self.graph, of=self.wrt)
        return forward_trace(self.graph, self.values, self.wrt).final

    @property
    def answers(self) -> dict[str, str]:
        """What the reader has typed into the boxes of the quiz."""
        return {question["name"]: text for question, text in zip(self._quiz, self.chosen("answers"), strict=True)}
