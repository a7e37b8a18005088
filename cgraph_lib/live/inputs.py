"""The inputs of a live picture: where each begins, how far its slider reaches, which numbers it takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from cgraph_lib.errors import InputError, WrongTypeError, unknown
from cgraph_lib.graph import Node, as_number
from cgraph_lib.live.choices import Choice, FixedDict
from cgraph_lib.ops import is_array

_SHORTEST = 1e-290
_SPAN = 8e307  # beyond it the length of a slider that reaches as far to both sides would overflow


class Inputs(FixedDict):
    """The numbers of all inputs at one moment. They move when a picture is given others, as a dict.

    >>> Inputs(a=2.0)["a"]
    2.0
    """

    sentence = 'These numbers are a copy. To move an input, assign a dict: picture.inputs = {{"{name}": 3}}.'

    def refusal(self) -> InputError:
        """Return the error that a change in place raises."""
        return InputError(self.sentence, name=next(iter(self), "x"))


def step() -> Choice:
    """Return a trait that holds a finite number."""
    return Choice(lambda me, number: finite("h", number))


def room(name: str, given: Any) -> tuple[float, float, float]:
    """Return start, low and high of a slider for a start, or for all three; raise `InputError` if they do not fit.

    >>> room("x", 7.3), room("x", (1, -4, 4))
    ((7.3, -20.0, 20.0), (1.0, -4.0, 4.0))
    """
    limits = given if isinstance(given, tuple) else (given,)
    if len(limits) not in (1, 3):
        raise InputError("Input {name} is a number or (start, low, high), not {given!r:.40}.", name=name, given=given)
    start, *ends = (finite(name, number) for number in limits)
    low, high = ends or _reach(start)
    if not low <= start <= high or low == high:
        raise InputError("Input {name} must start between its low and high: got {given!r:.60}.", name=name, given=given)
    if not _SHORTEST < high - low < math.inf:
        raise InputError("No slider is that long or short: Input {name} got {given!r:.60}.", name=name, given=given)
    return start, low, high


def finite(name: str, value: Any) -> float:
    """Return an input's number; raise `InputError` if it is not a single finite one."""
    number = as_number(value, name)
    if is_array(number) or not math.isfinite(number):
        raise InputError("The slider {name} takes a finite number, not {value!r:.40}.", name=name, value=value)
    return float(number)


def merged(before: Mapping[str, float], moved: Any, known: Iterable[str]) -> Inputs:
    """Return the numbers of all known inputs after some have moved.

    Raises `WrongTypeError` if there is no dict, `InputError` for a name or a number that will not do.
    """
    names = list(known)
    if not isinstance(moved, Mapping):
        sentence = 'Expected a dict, as in picture.inputs = {{"{name}": 3}}, got {got}.'
        raise WrongTypeError(sentence, name=next(iter(names), "x"), got=type(moved).__name__)
    numbers = dict(before)
    for key, number in moved.items():
        name = key.name if isinstance(key, Node) else key
        if not names:
            raise InputError("There is no slider {name!r}: this picture has no sliders.", name=name)
        if name not in names:
            sentence = "There is no slider {name!r}: the sliders are {known}."
            suggestion = "There is no slider {name!r}: the sliders are {known}. Did you mean {nearest!r}?"
            raise unknown(InputError, sentence, suggestion, name, names)
        numbers[name] = finite(name, number)
    return Inputs({name: numbers[name] for name in names})


def _reach(start: float) -> tuple[float, float]:
    """Return ends for a slider: -5 and 5, or twice as far as the start and round if that lies beyond them."""
    size = 2 * abs(start)
    if size > _SPAN:
        return min(0.0, start), max(0.0, start)
    power = math.floor(math.log10(max(size, 1.0)))
    reach = next(x for digits in ("1", "2", "5", "10") if (x := float(f"{digits}e{power}")) >= size * (1 - 1e-9))
    return (-reach, reach) if size > 10 else (-5.0, 5.0)
