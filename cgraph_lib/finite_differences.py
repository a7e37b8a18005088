"""Derivatives without derivatives: nudge the inputs."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from cgraph_lib.accumulate import evaluate, reverse_trace
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
        whole = [node for node in graph.nodes if node.op is not None and not node.op.partials]
        self.mixed = bool(whole)
        self.rounded = {node for node in graph.nodes if node.op is not None}.union(*(node.parents for node in whole))
        if self._mixes(values[self.target]):
            raise ShapeError(
                "{name} is an array whose entries may each depend on all of an input's; nudge a single number, such as "
                "its total.",
                name=graph.names[self.target],
            )

    def difference(self, name: str) -> Any:
        """Return the central difference for an input."""
        with quiet(self.at[name], self.values[self.target]):
            return self._each(name, self._slope)

    def _each(self, name: str, ask: Callable[[str, Any, Any], Any]) -> Any:
        """Return what is asked of an input, its nudge and the entries moved: all at once, or if mixed one by one."""
        step = self.step(name)
        if not self._mixes(step):
            return ask(name, step, ...)
        import numpy

        found = numpy.zeros(step.shape)
        for place, alone in _one_by_one(step):
            found[place] = ask(name, alone, place)
        return found

    def _slope(self, name: str, step: Any, place: Any) -> Any:
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

        That is the sum of |value * adjoint| over all operations, after F. L. Bauer (1974), and over the operands of
        those on whole arrays, which add up inside.
        """
        values, slopes = self.values, self._slopes(self.values)
        with quiet(*values.values()):
            parts = (abs(values[node] * adjoint) for node, adjoint in slopes.items() if node in self.rounded)
            return sys.float_info.epsilon * sum((part.sum() if self._mixes(part) else part for part in parts), 0.0)

    def hidden(self) -> Iterator[str]:
        """Yield the inputs whose nudge, by the rules, moves the target by less than rounding alone does.

        Two such derivatives are as good as a true 0, and not hidden: what is left where path products cancel, and what
        changes by more than itself within the nudge, at the top of a curve.
        """
        slopes, rounding = self._slopes(self.values), self.rounding()
        for node, name in zip(self.graph.inputs, self.graph.input_names, strict=True):
            step, slope = self.step(name), abs(slopes.get(node, 0.0))
            with quiet(step, slope, rounding):
                drowned = (slope > 0) & (slope * step < rounding) & (rounding < math.inf)
                if somewhere(drowned):
                    drowned = drowned & (self._noise[node] < slope) & (self._each(name, self._bend) <= slope)
            if somewhere(drowned):
                yield name

    def _bend(self, name: str, step: Any, place: Any) -> Any:
        """Return by how much the slope at an input changes within a nudge."""
        before, after = (self._slopes(self.moved(name, way))[name] for way in (-step, step))
        bend = abs(after - before)
        return bend[place] if is_array(bend) else bend

    def _slopes(self, values: ByNode) -> ByNode:
        if not self.mixed:
            return reverse_trace(self.graph, values, self.target).final
        from cgraph_lib.arrays.products import pull_back

        return pull_back(self.graph, values, self.target)

    @cached_property
    def _noise(self) -> dict[Node, Any]:
        """Return for every node about what rounding leaves of its slope where path products cancel.

        That is machine epsilon for each number of the graph, times the sum of |path product| over all paths.
        """
        numbers, sizes = self.values.values(), {self.target: 1.0}
        with quiet(*numbers):
            for node in reversed(self.graph.nodes):
                for slot, parent in enumerate(node.parents if node in sizes else ()):
                    if parent.constant is None:
                        sizes[parent] = sizes.get(parent, 0.0) + self._sent(node, slot, sizes[node])
            count = sum(number.size if self._mixes(number) else 1 for number in numbers)
            return {node: count * sys.float_info.epsilon * size for node, size in sizes.items()}

    def _sent(self, node: Node, slot: int, size: Any) -> Any:
        """Return a node's size times |partial| of the edge in a slot: of arrays, row by row of the Jacobian."""
        op, operands = node.op, [self.values[parent] for parent in node.parents]
        assert op is not None
        if not self.mixed:
            return size * abs(op.partial_functions[slot](*operands, self.values[node]))
        from cgraph_lib.arrays.products import vjp

        rows = (vjp(op, slot, alone, operands, self.values[node]) for _, alone in _one_by_one(size))
        return sum(map(abs, rows), 0.0)

    def _mixes(self, number: Any) -> bool:
        """Return whether a number is an array whose entries meet in operations."""
        return self.mixed and is_array(number)

    def crossed(self, name: str) -> list[str]:
        """Return the nodes below the target at whose operation the nudge of an input meets a kink."""
        step = self.step(name)
        edges = kinks_between(self.graph, self.moved(name, -step), self.moved(name, step))
        reached = set(ancestors(self.target))
        return list(dict.fromkeys(self.graph.names[edge.child] for edge in edges if edge.child in reached))


def _one_by_one(numbers: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield the place of each entry, and an array in which all other entries are 0."""
    import numpy

    for place in numpy.ndindex(numpy.shape(numbers)):
        alone = numpy.zeros(numpy.shape(numbers))
        alone[place] = numpy.asarray(numbers)[place]
        yield place, alone
