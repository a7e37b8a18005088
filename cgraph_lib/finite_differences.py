"""Derivatives without derivatives: nudge the inputs, and compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cgraph_lib.accumulate import evaluate, gradient
from cgraph_lib.given import Inputs
from cgraph_lib.graph import Graph, Node
from cgraph_lib.numerals import number as number_in_words
from cgraph_lib.ops import is_array, quiet

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

    Raises `ValueError` as `evaluate` does, if `of` is an array whose entries are mixed, and for an `h` so small that
    no input moves.

    >>> from cgraph_lib import parse
    >>> nudged = central_difference(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    >>> {name: round(number, 8) for name, number in nudged.items()}
    {'a': 2.0, 'b': 5.0}
    """
    target = graph.node(of)
    start = evaluate(graph, inputs, **named)
    at = {graph.names[node]: start[node] for node in graph.inputs}
    mixed = any(node.op is not None and not node.op.partials for node in graph.nodes)
    if mixed and is_array(start[target]):
        raise ValueError(
            f"{graph.names[target]} is an array whose entries may each depend on all of an input's; nudge a single "
            "number, such as its total."
        )

    def slope(name: str, step: Any) -> Any:
        up, down = at[name] + step, at[name] - step
        if not is_array(up) and up == down:
            raise ValueError(f"A nudge of {h:g} does not move {name} = {at[name]:g}; take a larger h.")
        above, below = evaluate(graph, {**at, name: up})[target], evaluate(graph, {**at, name: down})[target]
        return (above - below) / (up - down)

    def difference(name: str) -> Any:
        with quiet(at[name], start[target]):
            step = h * _at_least_one(abs(at[name]))
            return _one_by_one(slope, name, step) if mixed and is_array(step) else slope(name, step)

    return {name: difference(name) for name in at}


def _one_by_one(slope: Callable[[str, Any], Any], name: str, steps: Any) -> Any:
    """Return the slope for each entry of an array, of which the others stand still."""
    import numpy

    slopes = numpy.zeros(steps.shape)
    for place in numpy.ndindex(steps.shape):
        step = numpy.zeros(steps.shape)
        step[place] = steps[place]
        slopes[place] = slope(name, step)[place]
    return slopes


def _at_least_one(size: Any) -> Any:
    if isinstance(size, float):
        return max(size, 1.0)
    import numpy

    return numpy.maximum(size, 1.0)


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The comparison of two gradients, input by input. It counts as true if they agree everywhere."""

    exact: dict[str, Any]
    nudged: dict[str, Any]
    tolerance: float

    def error(self, name: str) -> float:
        """Return the relative error |exact - nudged| / max(|exact|, |nudged|, 1); of an array the worst."""
        exact, nudged = self.exact[name], self.nudged[name]
        if is_array(exact) or is_array(nudged):
            import numpy

            pairs = zip(*(each.ravel().tolist() for each in numpy.broadcast_arrays(exact, nudged)), strict=True)
            return max((_relative_error(*pair) for pair in pairs), default=0.0)
        return _relative_error(exact, nudged)

    def __bool__(self) -> bool:
        return all(self.error(name) <= self.tolerance for name in self.exact)

    def __repr__(self) -> str:
        width = max(map(len, self.exact), default=0)
        rows = (
            f"{name:<{width}}  exact {_told(self.exact[name])}  nudged {_told(self.nudged[name])}  "
            f"{'agree' if self.error(name) <= self.tolerance else 'DIFFER'}"
            for name in self.exact
        )
        return "\n".join(rows)


def _relative_error(exact: float, nudged: float) -> float:
    if exact == nudged or (exact != exact and nudged != nudged):
        return 0.0
    return abs(exact - nudged) / max(abs(exact), abs(nudged), 1.0)


def _told(number: Any) -> str:
    return f"{number_in_words(number):<12}" if is_array(number) else f"{number:< 12.6g}"


def gradient_check(
    graph: Graph,
    inputs: Inputs | None = None,
    /,
    *,
    of: Node | str | None = None,
    by: Callable[..., dict[str, Any]] = gradient,
    h: float = STEP,
    tolerance: float = 1e-6,
    **named: Any,
) -> GradientCheck:
    """Return how well a gradient (`by`, unless given reverse accumulation) agrees with central differences.

    The error of numbers below 1 is their difference itself, since a nudge seldom meets a true 0 exactly. On a graph of
    whole arrays, give `by=array_gradient`. Raises `ValueError` as `evaluate` does, and if `by` leaves inputs out.

    Source: CS231n, notes on gradient checks, for comparing by the relative error.

    >>> from cgraph_lib import parse
    >>> gradient_check(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    a  exact  2            nudged  2            agree
    b  exact  5            nudged  5            agree
    """
    exact, nudged = by(graph, inputs, of=of, **named), central_difference(graph, inputs, of=of, h=h, **named)
    if exact.keys() != nudged.keys():
        found, wanted = ", ".join(exact) or "nothing", ", ".join(nudged)
        raise ValueError(f"The gradient to be checked has derivatives for {found}; the inputs are {wanted}.")
    return GradientCheck(exact, nudged, tolerance)
