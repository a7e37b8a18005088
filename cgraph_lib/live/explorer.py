"""The Explorer: every number of a graph, whose inputs are dragged; quizzes on the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import traitlets

from cgraph_lib.accumulate import forward_trace, reverse_trace
from cgraph_lib.exact import ExactError, exact_partials, exact_trace
from cgraph_lib.given import several, together
from cgraph_lib.graph import Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, checked, chosen_node, chosen_place
from cgraph_lib.live.choices import Choice, flag, some_of
from cgraph_lib.live.quiz import PHRASES as QUIZ_PHRASES
from cgraph_lib.live.quiz import question
from cgraph_lib.picture import View
from cgraph_lib.results import ByEdge, ByNode

KINDS = ("values", "partials", "adjoints", "tangents")
VIEWS = ("table", "code", "formula")
PHRASES = {
    "show_values": "values",
    "show_partials": "partials ∂",
    "show_adjoints": "adjoints",
    "show_tangents": "tangents",
    "of": "of",
    "wrt": "with respect to",
    "invitation": "Choose a box or an edge to see where its number comes from.",
    "input": "input",
    "constant": "constant",
    "constant_stays": "A constant cannot move, so no derivative is taken with respect to it.",
    "value": "Value",
    "you_set": "You set it: {value:result}.",
    "fixed": "It is fixed: {value:result}.",
    "worked": "{formula} = {numbers} = {value:result}",
    "adjoint_heading": "Adjoint: how {top} answers to {bottom}, along all paths",
    "tangent_heading": "Tangent: how {top} answers to {bottom}, along all paths",
    "itself": "{name} = 1: it changes exactly as much as itself.",
    "independent": "{name} = 0, because {of} does not depend on {wrt}.",
    "in_all": "in all",
    "slope": "The same number as a slope",
    "nudge": "Move {input} by {nudge:number}: {output} moves {moved:result}, "
    "about {slope:operand}\u00a0×\u00a0{nudge:number}.",
    "reads": "{child} is computed from {parent}.",
    "partial_heading": "Partial: this edge alone, with everything else that {child} reads held fixed",
    "partial": "{name} = {partial:result}",
    "partial_rule": "{name} = {rule} = {partial:result}",
    "held": "Move {parent} a little: along this edge {child} moves {partial:number} times as much.",
    "adjoint_passes": "Going backwards, it passes down",
    "tangent_passes": "Going forward it hands on",
    "contribution": "{above} · {partial} = {factor:operand} × {multiplier:operand} = {contribution:result}",
    "share": "This is its contribution to {total} = {sum:number}.",
}


def _start(graph: Graph, wrt: Node | str | None) -> Node:
    """Return the node with respect to which tangents are taken; a graph without inputs has none to show."""
    if not graph.inputs:
        return graph.output
    return graph.inputs[0] if wrt is None else graph.variable(wrt)


class Explorer(LivePicture):
    """All numbers of a graph at once; a chosen node or edge explains where its number comes from.

    An input is given a start, or (start, low, high). `of` and `wrt` name the nodes whose adjoints and tangents
    are shown, `show` which kinds of numbers are: "values", "partials", "adjoints", "tangents"; no others are offered,
    except adjoints where `of` is given, and tangents where `wrt` is. `quiz` names
    numbers to be answered on the drawing: nodes such as "c", partials such as "∂e/∂c", derivatives such as "de/db".
    `views` adds what stands beside the drawing: "table", "code", "formula". With `exact` numbers are written as
    fractions, or it says why some are none.

    Raises `ValueError` for a missing or unknown input, name or kind.

    >>> from cgraph_lib import parse
    >>> explorer = Explorer(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=(1, -3, 3))
    >>> explorer.inputs = {"b": 2}
    >>> explorer.values["e"], explorer.adjoints["b"]
    (12.0, 7.0)
    """

    _esm = page.module_text("explorer")
    phrases: ClassVar = {**PHRASES, **QUIZ_PHRASES}
    shown = Choice(lambda me, names: some_of(KINDS, names))
    of = chosen_node(Graph.node)
    wrt = chosen_node(_start)
    chosen = chosen_place()
    attempts = Choice(lambda me, given: me._tried(given))

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
        exact: bool = False,
        **named: Any,
    ) -> None:
        given = together(inputs, named)
        self.graph = checked(graph, Explorer, given)
        shown, self.views, self.exact = some_of(KINDS, show), tuple(some_of(VIEWS, views)), flag("exact", exact)
        offered = {*shown, *(["adjoints"] if of is not None else []), *(["tangents"] if wrt is not None else [])}
        self._kinds = [kind for kind in KINDS if kind in offered]
        target, start = graph.node(of), _start(graph, wrt)
        self.quiz = tuple(dict.fromkeys(question(graph, text, shown, target, start) for text in several(quiz)))
        attempts = [{"text": "", "right_at": None} for _ in self.quiz]
        first = graph.inputs[-1] if graph.inputs and "adjoints" in shown and not self.quiz else None
        super().__init__(graph, given, shown=shown, of=target, wrt=start, chosen=first, attempts=attempts)

    @traitlets.observe("shown")
    def _offer(self, _: Any) -> None:
        if new := [kind for kind in self.shown if kind not in self._kinds]:
            self._kinds += new
            self._draw()

    def _tried(self, given: Any) -> list[Any]:
        """Return for each question what was typed, and the inputs at which that was right."""
        return [
            {"text": str(each["text"]), "right_at": each["right_at"]} for _, each in zip(self.quiz, given, strict=True)
        ]

    def words(self) -> dict[str, Any]:
        """Return the questions of the quiz, which kinds of numbers have room, and the views beside the drawing."""
        asked = {"kinds": self._kinds, "quiz": [asked.as_data(self.graph) for asked in self.quiz]}
        return {**asked, **page.views(self.graph, self.views), **page.exact_rules(self.graph, self.exact)}

    def view(self) -> View:
        """Return what is shown; what a quiz asks stays blank."""
        numbers, problem = self._numbers()
        for asked in self.quiz:
            if asked.kind in numbers and asked.of in (None, self.of if asked.kind == "adjoints" else self.wrt):
                numbers[asked.kind] = asked.blanked(numbers[asked.kind])
        return View(**numbers, sentence=problem)

    def _numbers(self) -> tuple[dict[str, Any], str]:
        """Return the numbers of all kinds that are shown, and why they are not exact if they should be."""
        problem = ""
        if self.exact:
            try:
                exact = self._fractions()
                return {kind: exact[kind] for kind in self.shown}, problem
            except ExactError as error:
                problem = str(error)
        return {kind: getattr(self, kind) for kind in self.shown}, problem

    def _fractions(self) -> dict[str, Any]:
        back = exact_trace(reverse_trace(self.graph, self.values, self.of))
        assert back.values is not None
        partials, tangents = exact_partials(self.graph, back.values, self.graph.edges), self.tangents
        if "tangents" in self.shown and self.graph.inputs:
            tangents = exact_trace(forward_trace(self.graph, self.values, self.wrt)).final
        return {"values": back.values, "adjoints": back.final, "partials": partials, "tangents": tangents}

    def room(self) -> View:
        """Return the same view with room for every kind of number that the reader may ask for."""
        empty: dict[str, Any] = {
            "values": ByNode(self.graph),
            "partials": ByEdge(self.graph),
            "adjoints": ByNode(self.graph, of=self.of),
            "tangents": ByNode(self.graph, of=self.wrt),
        }
        view = self.view()
        missing = {kind: empty[kind] for kind in self._kinds if getattr(view, kind) is None}
        return replace(view, any_target=True, sentence="", **missing)

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
        return {asked.name: attempt["text"] for asked, attempt in zip(self.quiz, self.attempts, strict=True)}
