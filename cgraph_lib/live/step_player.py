"""The StepPlayer: one step of a trace at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cgraph_lib.accumulate import evaluation_trace, forward_trace, reverse_trace
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture
from cgraph_lib.picture import View, moment_view
from cgraph_lib.trace import Trace


class StepPlayer(LivePicture):
    """One step of a trace at a time: back, forward, play, scrub. The sliders keep the step.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> player = StepPlayer(reverse_trace(graph, evaluate(graph, a=2, b=1)))
    >>> player.step = 6
    >>> player.inputs = {"b": 2}
    >>> player.trace.state(player.step)["b"]
    7.0
    """

    kind = "player"

    def __init__(self, trace: Trace, *, step: int = 0) -> None:
        if not isinstance(trace, Trace):
            raise ValueError(f"A StepPlayer plays a trace, such as reverse_trace(graph, values), not {trace!r:.40}.")
        if trace.values is None:
            raise ValueError("This trace does not know its values; make it with a function of cgraph_lib.")
        self._first = trace
        inputs = {trace.graph.names[node]: trace.values[node] for node in trace.graph.inputs}
        super().__init__(trace.graph, inputs, step=self._checked(step))

    def _checked(self, step: int) -> int:
        if not 0 <= step < len(self._first):
            raise ValueError(f"The trace has steps 0 to {len(self._first) - 1}, not {step}.")
        return step

    @property
    def step(self) -> int:
        """How many steps are taken."""
        return int(self.chosen("step"))

    @step.setter
    def step(self, step: int) -> None:
        self.choose("step", self._checked(step))

    @property
    def trace(self) -> Trace:
        """The same trace at the present inputs."""
        trace = self._first
        if trace.quantity == "value":
            return evaluation_trace(self.graph, self.inputs)
        again = reverse_trace if trace.quantity == "adjoint" else forward_trace
        assert trace.of is not None
        return again(self.graph, self.values, trace.of)

    def words(self) -> dict[str, Any]:
        """Return the sentences of the steps."""
        return page.trace_words(self._first)

    def view(self) -> View:
        """Return what the trace shows at the present step."""
        return moment_view(self.trace[self.step])

    def room(self) -> View:
        """Return the same view without its sentence, for which the page has a place of its own."""
        return replace(self.view(), sentence="", lines=0)
