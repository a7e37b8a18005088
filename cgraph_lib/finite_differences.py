"""Derivatives without derivatives: nudge the inputs."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from typing import Any

from cgraph_lib.accumulate import evaluate, local_partials, reverse_trace
from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.given import Inputs
from cgraph_lib.graph import Graph, Node, as_number
from cgraph_lib.kinks import kinks_between, somewhere
from cgraph_lib.node import ancestors
from cgraph_lib.numerals import number as number_in_words
from cgraph_lib.ops import is_array, quiet
from cgraph_lib.results import ByNode

STEP = 6e-6
"""Near the cube root of the double-precision epsilon, 2.2e-16, where a central difference errs least."""


def central_difference(
    graph: Graph,
    inputs: Inputs | None = None,
    /,
    *,
    of: Node | str | None = None,
    h: float = STEP,
    **named: Any,
) -> dict[str, Any]:
    """Return (f(x + h) - f(x - h)) / 2h for every input x, where f is `of` (the output unless given).

    The nudge is `h` times the input's size, or `h` itself for inputs smaller than 1. Costs two evaluations
    for each input. Arrays are nudged as a whole, for elementwise every entry has its own result; where operations
    mix the entries, as a matrix product does, one by one, and `of` is a single number.

    Raises what `evaluate` does, `UnknownNameError` if there is no node `of`, `ShapeError` if that is an array whose
    entries are mixed, and `InputError` for an `h` that is no positive number, or so small that no input moves.

    >>> from cgraph_lib import parse
    >>> nudged = central_difference(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    >>> {name: round(number, 8) for name, number in nudged.items()}
    {'a': 2.0, 'b': 5.0}
    """
    nudges = Nudges(graph, evaluate(graph, inputs, **named), of, h)
    return {name: nudges.difference(name) for name in graph.input_names}


class Nudges:
    """Nudges of the inputs of a graph, at given values."""

    def __init__(self, graph: Graph, values: ByNode, of: Node | str | None, h: float) -> None:
        if is_array(as_number(h, "h")) or not 0 <= h < math.inf:
            raise InputError("A nudge h is a positive number, not {h!r:.40}.", h=h)
        self.graph, self.values, self.target, self.h = graph, values, graph.node(of), as_number(h)
        self.at = {name: values[node] for node, name in zip(graph.inputs, graph.input_names, strict=True)}
        self.mixed = any(node.op is not None and not node.op.partials for node in graph.nodes)
        if self.mixed and is_array(values[self.target]):
            raise ShapeError(
                "{name} is an array whose entries may each depend on all of an input's; nudge a single number, such as "
                "its total.",
                name=graph.names[self.target],
            )

    def difference(self, name: str) -> Any:
        """Return the central difference for an input."""
        step = self.step(name)
        with quiet(self.at[name], self.values[self.target]):
            if not (self.mixed and is_array(step)):
                return self._slope(name, step)
            import numpy

            slopes = numpy.zeros(step.shape)
            for place in numpy.ndindex(step.shape):  # the other entries stand still
                alone = numpy.zeros(step.shape)
                alone[place] = step[place]
                slopes[place] = self._slope(name, alone, place)
            return slopes

    def _slope(self, name: str, step: Any, place: Any = ...) -> Any:
        at = self.at[name]
        run = (at + step) - (at - step)
        if is_array(run):
            run = run[place]
        if somewhere(run == 0):
            x = number_in_words(at)
            raise InputError("A nudge of {h:g} does not move {name} = {x}; take a larger h.", h=self.h, name=name, x=x)
        return (self.moved(name, step)[self.target] - self.moved(name, -step)[self.target]) / run

    def step(self, name: str) -> Any:
        """Return by how much an input is nudged."""
        size = abs(self.at[name])
        if not is_array(size):
            return self.h * max(size, 1.0)
        import numpy

        return self.h * numpy.maximum(size, 1.0)

    def moved(self, name: str, step: Any) -> ByNode:
        """Return the values after an input has moved by a step."""
        with quiet(step):
            nudged = self.at[name] + step
        return evaluate(self.graph, {**self.at, name: nudged})

    def rounding(self) -> Any:
        """Return about how far rounding puts the target off: machine epsilon times what goes into it.

        That is the sum of |value * adjoint| over all operations, after F. L. Bauer (1974), or |target| itself on a
        graph of whole arrays.
        """
        values, target = self.values, self.target
        if self.mixed:
            return sys.float_info.epsilon * abs(values[target])
        adjoints = self._slopes(values)
        with quiet(*values.values()):
            parts = (abs(values[node] * adjoint) for node, adjoint in adjoints.items() if node.op is not None)
            return sys.float_info.epsilon * sum(parts, 0.0)

    def hidden(self) -> Iterator[str]:
        """Yield the inputs whose nudge, by the rules, moves the target by less than rounding alone does.

        Two such derivatives are as good as a true 0, and not hidden: what is left where path products cancel, and what
        changes by more than itself within the nudge, at the top of a curve. A graph of whole arrays yields none.
        """
        if self.mixed:
            return
        slopes, sizes, rounding = self._slopes(self.values), self._path_sizes(), self.rounding()
        for node, name in zip(self.graph.inputs, self.graph.input_names, strict=True):
            step, slope, own = self.step(name), abs(slopes[node]), len(sizes) * sys.float_info.epsilon * sizes[node]
            with quiet(step, slope, own, rounding):
                drowned = (own < slope) & (slope * step < rounding) & (rounding < math.inf)
                if somewhere(drowned):
                    before, after = (self._slopes(self.moved(name, way))[node] for way in (-step, step))
                    drowned = drowned & (abs(after - before) <= slope)
            if somewhere(drowned):
                yield name

    def _slopes(self, values: ByNode) -> ByNode:
        return reverse_trace(self.graph, values, self.target).final

    def _path_sizes(self) -> dict[Node, Any]:
        """Return for every node the sum of |path product| over all paths from it to the target."""
        sizes: dict[Node, Any] = dict.fromkeys(self.graph.nodes, 0.0) | {self.target: 1.0}
        partials = local_partials(self.graph, self.values)
        with quiet(*partials.values()):
            for edge in reversed(self.graph.edges):
                sizes[edge.parent] = sizes[edge.parent] + sizes[edge.child] * abs(partials[edge])
        return sizes

    def crossed(self, name: str) -> list[str]:
        """Return the nodes below the target at whose operation the nudge of an input meets a kink."""
        step = self.step(name)
        edges = kinks_between(self.graph, self.moved(name, -step), self.moved(name, step))
        reached = set(ancestors(self.target))
        return list(dict.fromkeys(self.graph.names[edge.child] for edge in edges if edge.child in reached))
