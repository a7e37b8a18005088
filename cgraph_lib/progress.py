"""How far each sum of a trace has come: an adjoint or a tangent is complete only when every edge has contributed."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cgraph_lib.graph import Node
from cgraph_lib.trace import Moment, Step, Trace


class Progress(NamedTuple):
    """How many of the contributions that a node's sum expects it has received. The seed counts as one of one."""

    received: int
    expected: int

    @property
    def complete(self) -> bool:
        """Return whether the sum is the derivative by now."""
        return self.received == self.expected

    @property
    def place(self) -> str:
        """Return which contribution came last: the "only", the "first", a "next" or the "last" one."""
        if self.expected == 1:
            return "only"
        return "first" if self.received == 1 else "last" if self.complete else "next"


def progress(moment: Moment) -> dict[Node, Progress]:
    """Return for every node that the run sums at how far its sum has come.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> progress(reverse_trace(graph, evaluate(graph, a=2, b=1))[4])[graph.node("b")]
    Progress(received=1, expected=2)
    """
    steps = moment.trace.steps
    received = Counter(map(_node, steps[: moment.i]))
    return {node: Progress(received[node], expected) for node, expected in Counter(map(_node, steps)).items()}


def places(trace: Trace) -> list[Progress]:
    """Return for every step how far it brings the sum at its node."""
    expected = Counter(map(_node, trace.steps))
    received: Counter[Node] = Counter()
    found = []
    for step in trace.steps:
        received[step.node] += 1
        found.append(Progress(received[step.node], expected[step.node]))
    return found


def _node(step: Step) -> Node:
    return step.node
