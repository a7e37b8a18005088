"""The Explorer: every number of a graph, whose inputs are dragged; quizzes on the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import traitlets

from cgraph_lib.accumulate import forward_trace, reverse_trace
from cgraph_lib.errors import InputError
from cgraph_lib.graph import Edge, Graph, Node, nearest
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, checked, choice, chosen_node
from cgraph_lib.live.quiz import question
from cgraph_lib.picture import View
from cgraph_lib.results import ByEdge, ByNode

KINDS = ("values", "partials", "adjoints", "tangents")
VIEWS = ("table", "code", "formula")


class Explorer(LivePicture):
    """All numbers of a graph at once; a chosen node or edge explains where its number comes from.

    An input is given a start, or (start, low, high). `of` and `wrt` name the nodes whose adjoints and tangents
    are shown, `show` which kinds of numbers are: "values", "partials", "adjoints", "tangents". `quiz` names
    numbers to be answered on the drawing: nodes such as "c", partials such as "∂e/∂c", derivatives such as "de/db".
    `views` adds what stands beside the drawing: "table", "code", "formula".

    Raises `ValueError` for a missing or unknown input, name or kind.

    >>> from cgraph_lib import parse
    >>> explorer = Explorer(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=(1, -3, 3))
    >>> explorer.inputs = {"b": 2}
    >>> explorer.values["e"], explorer.adjoints["b"]
    (12.0, 7.0)
    """

    _esm = page.module_text("explorer")
    phrases = page.phrases("explorer")
    shown = choice(traitlets.List(traitlets.Unicode()))
    of = chosen_node()
    wrt = chosen_node()
    chosen = choice(traitlets.Any(), page.choice_to_page, page.choice_from_page)
    attempts = choice(traitlets.List())

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
        views: Iterable[str] = (),
        **named: Any,
    ) -> None:
        given = {**(inputs or {}), **named}
        self.graph = checked(graph, Explorer, given)
        shown, self.views = _among(KINDS, show), _among(VIEWS, views)
        self._kinds = [kind for kind in KINDS if kind != "tangents" or kind in shown or wrt is not None]
        target, start = graph.node(of), self._start(wrt)
        asked = dict.fromkeys([quiz] if isinstance(quiz, str) else quiz)
        self.quiz = [question(graph, text, shown, target, start) for text in asked]
        attempts = [{"text": "", "right_at": None} for _ in self.quiz]
        super().__init__(graph, given, shown=shown, of=target, wrt=start, chosen=None, attempts=attempts)
'''

    def _start(self, wrt: Node | str | None) -> Node:
        """Return the node with respect to which tangents are taken; a graph without inputs has none to show."""
        if wrt is not None:
            return self.graph.variable(wrt)
        return self.graph.inputs[0] if self.graph.inputs else self.graph.output

    @traitlets.validate("of")
    def _known_node(self, proposal: Any) -> Node:
        return self.graph.node(proposal["value"])

    @traitlets.validate("wrt")
    def _known_start(self, proposal: Any) -> Node:
        return self._start(proposal["value"])

    @traitlets.validate("shown")
    def _known_kinds(self, proposal: Any) -> list[str]:
        shown = _among(KINDS, proposal["value"])
        if "tangents" in shown and "tangents" not in self._kinds:
            self._kinds.append("tangents")
            self.set_trait("shown", shown)
            self._draw()
        return shown

    def words(self) -> dict[str, Any]:
        """Return the questions of the quiz, which kinds of numbers have room, and the views beside the drawing."""
        asked = {"kinds": self._kinds, "quiz": [question.as_data(self.graph) for question in self.quiz]}
        return {**asked, **page.views(self.graph, self.views)}

    def view(self) -> View:
        """Return what is shown; what a quiz asks stays blank."""
        numbers = {kind: getattr(self, kind) for kind in self.shown}
        for question in self.quiz:
            if question.kind in numbers and question.of in (None, self.of if question.kind == "adjoints" else self.wrt):
                numbers[question.kind] = question.blanked(numbers[question.kind])
        return View(**numbers)

    def room(self) -> View:
        """Return the same view with room for every kind of number that the reader may ask for."""
        empty = {"values": ByNode(self.graph), "partials": ByEdge(self.graph)}
        empty |= {"adjoints": ByNode(self.graph, of=self.of), "tangents": ByNode(self.graph, of=self.wrt)}
        view = self.view()
        missing = {kind: empty[kind] for kind in self._kinds if getattr(view, kind) is None}
        return replace(view, any_target=True, **missing)

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
        return {question.name: attempt["text"] for question, attempt in zip(self.quiz, self.attempts, strict=True)}


def _among(known: tuple[str, ...], given: Iterable[str]) -> list[str]:
    """Return names as a list, one alone as well; raise `InputError` for one that is not known."""
    names = [given] if isinstance(given, str) else list(given)
    for name in names:
        if name not in known:
            facts = {"name": name, "known": ", ".join(known), "hint": nearest(str(name), known)}
            raise InputError("Expected some of {known}, got {name!r}.{hint}", **facts)
    return names
