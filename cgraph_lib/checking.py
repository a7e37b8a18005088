"""The gradient check: a gradient beside central differences, and how far apart the two may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cgraph_lib.accumulate import evaluate, gradient
from cgraph_lib.errors import InputError, ShapeError, UnknownNameError, WrongTypeError, listed
from cgraph_lib.finite_differences import STEP, Nudges
from cgraph_lib.given import Inputs, unknown_input
from cgraph_lib.graph import Graph, Node, as_number
from cgraph_lib.numerals import number as number_in_words
from cgraph_lib.ops import is_array, quiet
from cgraph_lib.reals import is_finite


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The comparison of two gradients, input by input. It counts as true if they agree everywhere.

    `floor` says for each input which difference is too small to mean anything, `kinks` which nodes have a kink within
    the nudge, where the two gradients differ. For the inputs in `hidden` nothing can be known: rounding outweighs what
    the nudge changes.
    """

    exact: dict[str, Any]
    nudged: dict[str, Any]
    tolerance: float
    floor: dict[str, Any] = field(default_factory=dict)
    kinks: dict[str, list[str]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    def error(self, name: str) -> float:
        """Return the relative error |exact - nudged| / max(|exact|, |nudged|); of an array the worst.

        It is 0 where the two differ by no more than the floor. Raises `UnknownNameError` for what is no input.
        """
        if name not in self.exact:
            raise unknown_input(name, self.exact, UnknownNameError)
        numbers = self.exact[name], self.nudged[name], self.floor.get(name, 0.0)
        if not any(map(is_array, numbers)):
            return _relative_error(*numbers)
        import numpy

        rows = zip(*(each.ravel().tolist() for each in numpy.broadcast_arrays(*numbers)), strict=True)
        return max((_relative_error(*row) for row in rows), default=0.0)

    def __bool__(self) -> bool:
        return all(self._verdict(name) == "agree" for name in self.exact)

    def _verdict(self, name: str) -> str:
        if not self.error(name) <= self.tolerance:
            return "DIFFER"
        return "hidden" if name in self.hidden else "agree"

    def __repr__(self) -> str:
        width = max(map(len, self.exact), default=0)
        return "\n".join(line for name in self.exact for line in self._lines(name, width))

    def _lines(self, name: str, width: int) -> Iterator[str]:
        verdict = self._verdict(name)
        yield _ROWS[verdict].format(
            name=f"{name:<{width}}", exact=_text(self.exact[name]), nudged=_text(self.nudged[name])
        )
        if self.kinks.get(name):
            yield _KINK.format(indent=" " * width, nodes=listed(self.kinks[name]))
        if verdict == "hidden":
            yield _HIDDEN.format(indent=" " * width)


_ROWS = {
    "agree": "{name}  exact {exact}  nudged {nudged}  agree",
    "DIFFER": "{name}  exact {exact}  nudged {nudged}  DIFFER",
    "hidden": "{name}  exact {exact}  nudged {nudged}  hidden",
}
_KINK = "{indent}  The nudge crosses a kink at {nodes}: there a partial is a convention, and a difference an average."
_HIDDEN = "{indent}  Rounding hides the answer: it outweighs what the nudge changes. The two neither agree nor differ."


def _relative_error(exact: float, nudged: float, floor: float) -> float:
    if exact == nudged or (exact != exact and nudged != nudged):
        return 0.0
    apart = abs(exact - nudged)
    if apart <= floor or not apart < math.inf:  # nan and infinities are near to nothing but themselves
        return 0.0 if apart <= floor else math.inf
    return apart / max(abs(exact), abs(nudged))


def _text(number: Any) -> str:
    return f"{number_in_words(number):<12}" if is_array(number) else f"{number:< 12.6g}"


def gradient_check(
    graph: Graph,
    inputs: Inputs | None = None,
    /,
    *,
    of: Node | str | None = None,
    by: Callable[..., Mapping[str, Any]] = gradient,
    h: float = STEP,
    tolerance: float = 1e-6,
    **named: Any,
) -> GradientCheck:
    """Return how well a gradient (`by`, unless given reverse accumulation) agrees with central differences.

    Two numbers agree if they differ by at most `tolerance` times the larger one. As a nudge seldom meets a true 0
    exactly, they also agree within a floor, which is what the difference itself cannot be trusted for: what rounding
    puts into it, ε · |f| / h, where ε is 2.2e-16 and |f| the sum of |value · adjoint| over all operations, and what a
    nudge twice as long changes. Where rounding outweighs what the nudge changes, as in (x + 1e16) - 1e16, the answer
    is hidden: that is no agreement. On a graph of whole arrays, give `by=array_gradient`.

    Raises what `central_difference` does, `WrongTypeError` if `by` is no function or does not return a dict,
    `InputError` if that has derivatives for other inputs or the tolerance is no number from 0 up, and `ShapeError` for
    derivatives of other shapes than the differences.

    Source: CS231n, notes on gradient checks, for comparing by the relative error.

    >>> from cgraph_lib import parse
    >>> gradient_check(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    a  exact  2            nudged  2            agree
    b  exact  5            nudged  5            agree
    >>> gradient_check(parse("y = relu(x) - relu(-x)"), x=0)
    x  exact  0            nudged  1            DIFFER
       The nudge crosses a kink at v1, v3: there a partial is a convention, and a difference an average.
    """
    nudges = Nudges(graph, evaluate(graph, inputs, **named), of, h)
    if not callable(by):
        raise WrongTypeError("Expected a function for by, got {by!r:.40}.", by=by)
    if not is_finite(tolerance) or tolerance < 0:
        raise InputError("tolerance is a number from 0 up, not {tolerance!r:.40}.", tolerance=tolerance)
    given = _derivatives(by(graph, inputs, of=of, **named), list(nudges.at))
    nudged = {name: nudges.difference(name) for name in nudges.at}
    exact = {name: _shaped(number, nudged[name], name) for name, number in given.items()}
    check = GradientCheck(exact, nudged, tolerance, _floors(nudges, nudged), hidden=tuple(nudges.hidden()))
    differing = (name for name in nudged if not check.error(name) <= tolerance)
    return replace(check, kinks={name: nudges.crossed(name) for name in differing})


def _derivatives(found: Any, names: list[str]) -> dict[str, Any]:
    """Return what a gradient function returned, checked, in the order of the inputs."""
    if not isinstance(found, Mapping):
        raise WrongTypeError(
            "Expected a dict of derivatives, got {kind} {found!r:.40}.", kind=type(found).__name__, found=found
        )
    if not found and names:
        raise InputError("The gradient to be checked is empty; the inputs are {names}.", names=listed(names))
    if found.keys() != set(names):
        raise InputError(
            "The gradient to be checked has derivatives for {found}; the inputs are {names}.",
            found=listed(map(str, found)),
            names=listed(names),
        )
    return {name: as_number(found[name], name) for name in names}


def _shaped(derivative: Any, nudged: Any, name: str) -> Any:
    """Return a derivative as it is, if it can be compared; a single number may stand for all entries."""
    given, expected = getattr(derivative, "shape", ()), getattr(nudged, "shape", ())
    if given in ((), expected):
        return derivative
    sentence = "The gradient to be checked has shape {given} for {name}; expected {expected}."
    raise ShapeError(sentence, given=given, name=name, expected=expected)


def _floors(nudges: Nudges, nudged: dict[str, Any]) -> dict[str, Any]:
    """Return for each input by how much its difference may be off."""
    longer, rounding = Nudges(nudges.graph, nudges.values, nudges.target, 2 * nudges.h), nudges.rounding()
    floors = {}
    for name, slope in nudged.items():
        step, other = nudges.step(name), longer.difference(name)
        with quiet(rounding, step, other):
            floors[name] = _finite(abs(other - slope) + rounding / step)
    return floors


def _finite(number: Any) -> Any:
    if not is_array(number):
        return number if math.isfinite(number) else 0.0
    import numpy

    return numpy.where(numpy.isfinite(number), number, 0.0)
