"""The StepPlayer: one step of a trace at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cgraph_lib.accumulate import evaluation_trace, forward_trace, reverse_trace
from cgraph_lib.errors import InputError
from cgraph_lib.exact import ExactError, exact_partials, exact_trace
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, chosen_place
from cgraph_lib.live.choices import Choice, flag, whole
from cgraph_lib.picture import View, moment_view
from cgraph_lib.sentences import templates
from cgraph_lib.trace import Trace

PHRASES = {
    "back": "Back",
    "play": "Play",
    "pause": "Pause",
    "next": "Step",
    "step": "step",
    "place": "{step} of {last}",
}


class StepPlayer(LivePicture):
    """One step of a trace at a time: back, forward, play, scrub. Moving an input keeps the step.

    With `exact` numbers are written as fractions, or it says why some are none.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> player = StepPlayer(reverse_trace(graph, evaluate(graph, a=2, b=1)))
    >>> player.step = 6
    >>> player.inputs = {"b": 2}
    >>> player.trace.state(player.step)["b"]
    7.0
    """

    _esm = page.module_text("step_player")
    phrases = PHRASES
    step = Choice(lambda me, step: me._known(step))
    chosen = chosen_place()

    def __init__(self, trace: Trace, *, step: int = 0, exact: bool = False) -> None:
        if not isinstance(trace, Trace):
            sentence = "A StepPlayer plays a trace, such as reverse_trace(graph, values), not {got!r:.40}."
            raise InputError(sentence, got=trace)
        if trace.values is None:
            raise InputError("This trace does not know its values; make it with a function of cgraph_lib.")
        self._first, self.exact = trace, flag("exact", exact)
        inputs = {trace.graph.names[node]: trace.values[node] for node in trace.graph.inputs}
        super().__init__(trace.graph, inputs, step=step)

    def _known(self, given: Any) -> int:
        step = whole("step", given)
        if not 0 <= step < len(self._first):
            raise InputError("The trace has steps 0 to {last}, not {step}.", last=len(self._first) - 1, step=step)
        return step

    @property
    def trace(self) -> Trace:
        """The same trace at the present inputs."""
        trace = self._first
        if self.reason:
            return trace
        if trace.quantity == "value":
            return evaluation_trace(self.graph, self.inputs)
        again = reverse_trace if trace.quantity == "adjoint" else forward_trace
        assert trace.of is not None
        return again(self.graph, self.values, trace.of)

    def words(self) -> dict[str, Any]:
        """Return the sentences of the steps, and the views beside the drawing."""
        kinds = ["table", "formula", *(["code"] if self._first.quantity != "tangent" else [])]
        return {**page.views(self.graph, kinds), **trace_words(self._first), **page.exact_rules(self.graph, self.exact)}

    def view(self) -> View:
        """Return what the trace shows at the present step."""
        return exact_moment(self.trace, self.step) if self.exact else moment_view(self.trace[self.step])

    def room(self) -> View:
        """Return the same view without its sentence, for which the page has a place of its own, and without marks."""
        return replace(self.view(), active=None, reads=(), lit=None, sentence="", lines=0)


def exact_moment(trace: Trace, step: int) -> View:
    """Return what a trace shows at a step in exact fractions, or in decimals with the reason why there are none."""
    try:
        exact = exact_trace(trace)
        assert exact.values is not None
        view = moment_view(exact[step])
        everywhere = None if view.partials is None else exact_partials(trace.graph, exact.values, trace.graph.edges)
        return replace(view, partials=everywhere)
    except ExactError as problem:
        view = moment_view(trace[step])
        return replace(view, sentence=f"{view.sentence} {problem}")


def trace_words(trace: Trace) -> dict[str, Any]:
    """Return what the page needs of a trace: its sentences, and in which order nodes get their values."""
    index = {node: i for i, node in enumerate(trace.graph.nodes)}
    return {
        "quantity": trace.quantity,
        "seed": None if trace.of is None else index[trace.of],
        "order": [index[step.node] for step in (trace.steps if trace.quantity == "value" else [])] or None,
        "sentences": templates(trace),
    }
