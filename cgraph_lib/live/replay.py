"""`replay`: an engine of the reader's own, one contribution at a time, beside the true numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import traitlets

from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises import engines
from cgraph_lib.exercises.engines.replayed import SENTENCES as REPLAYED
from cgraph_lib.given import together
from cgraph_lib.graph import Graph
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, chosen_place
from cgraph_lib.live.choices import Choice, whole
from cgraph_lib.live.step_player import PHRASES as STEPPING
from cgraph_lib.picture import View

PHRASES = {
    **STEPPING,
    "begin": REPLAYED["begin"],
    "ledger": "What the engine sends",
    "along": "along",
    "sent": "sent",
    "right": "right",
    "ends": "Where it ends",
    "node": "adjoint",
    "mine": "engine",
    "true": "right",
    "away": "The engine runs in the kernel. For these inputs it has not answered yet.",
    "good": "✓",
    "bad": "✗ {right:number}",
}
MOST_STEPS = 200


class ReplayPlayer(LivePicture):
    """An engine's contributions one at a time, each beside the true one; it opens at the first false one.

    `result` holds what `cgraph_lib.exercises.replay` returns. Moving an input runs the engine again, in the kernel.
    """

    _esm = page.module_text("replay")
    phrases = PHRASES
    step = Choice(lambda me, step: me._known(step))
    chosen = chosen_place()
    record = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, engine: Any, formula: str | Graph, inputs: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self._engine, self._options = engine, {"runs": options.pop("runs", 1)}
        self.result = engines.replay(engine, formula, inputs, **self._options, **options)
        at = {self.result.graph.names[node]: self.result.truth.values[node] for node in self.result.graph.inputs}
        super().__init__(self.result.graph, at, step=_opening(self.result))
        self._tell()
        self.observe(self._again, "inputs")

    def _known(self, given: Any) -> int:
        step, last = whole("step", given), _steps(self.result)
        if not 0 <= step <= last:
            raise InputError("The replay has steps 0 to {last}, not {step}.", last=last, step=step)
        return step

    def _again(self, _: Any) -> None:
        """Run the engine at the present inputs."""
        try:
            self.__dict__["result"] = engines.replay(self._engine, self.graph, self.inputs, **self._options)
            self._tell()
        except CgraphError as problem:
            self._tell(str(problem))

    def _tell(self, problem: str = "") -> None:
        told = {**record(self.result), "inputs": list(self.inputs.values()), "problem": problem}
        self.tell(record=page.embedded(told))

    def words(self) -> dict[str, Any]:
        """Return what the page needs to begin with."""
        return {
            "quantity": "adjoint",
            "seed": self.graph.nodes.index(self.graph.output),
            "views": [],
            "sentences": [""],
        }

    def view(self) -> View:
        """Return the engine's numbers at the present step, what that step did, and what is false first and why."""
        view = self.result.view_at(self.step)
        return replace(view, sentence=f"{view.sentence} {self.result.sentence}", lines=4)

    def room(self) -> View:
        """Return a view with room for the adjoints."""
        return View(self.values, self.partials, adjoints=self.result.truth.trace.final)

    def __repr__(self) -> str:
        return f"<ReplayPlayer: {self.result.sentence}>"


def replay(
    engine: Any, formula: str | Graph, inputs: Mapping[str, Any] | None = None, /, *, runs: int = 1, **named: Any
) -> ReplayPlayer:
    """Return an engine's run on a formula as a live picture; takes and raises what `cgraph_lib.exercises.replay` does.

    >>> def overwrite(graph, partials):
    ...     adjoint = {graph.output: 1.0}
    ...     for node in reversed(graph.nodes):
    ...         for edge in graph.edges_into[node]:
    ...             adjoint[edge.parent] = adjoint[node] * partials[edge]
    ...     return adjoint
    >>> replay(overwrite, "y = x * x", x=3).result.reason
    <Reason.OVERWRITTEN>
    """
    return ReplayPlayer(engine, formula, together(inputs, named), runs=runs)


def _steps(result: engines.Replay) -> int:
    return min(len(result.contributions), MOST_STEPS)


def _opening(result: engines.Replay) -> int:
    """Return the step at which the first false contribution has just been sent; the last one, if there is none."""
    found = result.first_false
    last = _steps(result)
    return last if found is None or found.contribution is None else min(last, found.contribution + 1)


def record(result: engines.Replay) -> dict[str, Any]:
    """Return an engine's run as the page reads it."""
    graph, steps = result.graph, _steps(result)
    ends, final = result.state(steps).numbers, result.adjoints.numbers
    return {
        "steps": [_step(result, i) for i in range(steps)],
        "false": _first_false(result),
        "sentence": result.sentence,
        "ends": [ends.get(node) for node in graph.nodes],
        "final": [final.get(node) for node in graph.nodes],
        "agrees": [node in final and result.truth.agrees(node, final[node]) for node in graph.nodes],
        "opening": _opening(result),
    }


def _step(result: engines.Replay, i: int) -> dict[str, Any]:
    one, graph, progress = result.contributions[i], result.graph, result.progress[i]
    return {
        "edge": graph.edges.index(one.edge),
        "node": graph.nodes.index(one.edge.parent),
        "source": graph.nodes.index(one.edge.child),
        "factor": one.factor,
        "contribution": one.sent,
        "before": one.before if result.grows(i) else None,
        "after": one.after,
        **progress._asdict(),
        "right": one.right,
        "fits": result.fits(i),
        "sentence": result.sentence_at(i + 1),
    }


def _first_false(result: engines.Replay) -> dict[str, Any]:
    found, graph = result.first_false, result.graph
    if found is None:
        return {"at": None, "node": None, "edge": None}
    edge = None if found.edge is None else graph.edges.index(found.edge)
    return {"at": found.contribution, "node": graph.nodes.index(found.node), "edge": edge}
