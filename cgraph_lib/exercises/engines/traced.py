"""Sweeps that keep adjoints in a dictionary: partials that are numbers and tell a tape when they are multiplied."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cgraph_lib.exercises.engines.moves import Move, Run


@dataclass(eq=False, slots=True)
class Tape:
    """Takes down what is multiplied by a partial, and what it is added to, in the run that is going on."""

    run: Run

    def rescaled(self, move: Move, factor: float, sent: float) -> None:
        """Take down a product again that is multiplied further before it is added: it is sent only now."""
        move.factor, move.sent = factor, sent
        if move in self.run.moves:
            self.run.moves.remove(move)
            self.run.moves.append(move)


def settle(run: Run) -> None:
    """Fill in the sums of a run that is over: a number that was added to nothing was written over what was there."""
    held: dict[Any, float] = {}
    for move in run.moves:
        if not move.added:
            move.before, move.after = held.get(move.target, 0.0), move.sent
        held[move.target] = move.after


class _Traced(float):
    """A number in a sweep; numpy leaves arithmetic with it to it."""

    __array_ufunc__ = None
    shape, ndim, size = (), 0, 1

    tape: Tape
    move: Move | None = None

    def sum(self, *_: Any, **__: Any) -> _Traced:
        """Return the number itself, as a sum over no axes does."""
        return self

    reshape = item = copy = sum


class Partial(_Traced):
    """The partial on an edge: its product with an adjoint is a move along this edge."""

    def __new__(cls, number: Any, tape: Tape, source: Any, target: Any, slot: int | None = None) -> Partial:
        """Return the partial of `source` with respect to `target`, one of its operands."""
        made = super().__new__(cls, number)
        made.tape, made.ends = tape, (source, target, slot)
        return made

    ends: tuple[Any, Any, int | None]

    def __neg__(self) -> Partial:
        return Partial(-float(self), self.tape, *self.ends)

    def sends(self, factor: Any, number: float) -> Amount:
        """Return a contribution, and take it down."""
        move = Move(*self.ends, float(factor), number, 0.0, number, added=False)
        self.tape.run.add(move)
        return Amount(number, self.tape, move)

    def sends_alone(self, before: Any, after: float) -> Amount:
        """Return a sum to which the partial was added as it is, without an adjoint; take that down."""
        move = Move(*self.ends, math.nan, after - float(before), float(before), after, added=True)
        self.tape.run.add(move)
        return Amount(after, self.tape)


class Amount(_Traced):
    """A contribution, or a sum of them; `move` is the contribution that has not been added to anything yet."""

    def __new__(cls, number: float, tape: Tape, move: Move | None = None) -> Amount:
        """Return a number on a tape."""
        made = super().__new__(cls, number)
        made.tape, made.move = tape, move
        return made

    def __neg__(self) -> Any:
        return -1.0 * self


def _combined(name: str, left: Any, right: Any) -> Any:
    """Return what an operation of Python makes of two numbers, one of them traced."""
    try:
        number = getattr(operator, name)(float(left), float(right))
    except TypeError:
        return NotImplemented
    partial = next((each for each in (left, right) if isinstance(each, Partial)), None)
    if partial is not None:
        other = right if partial is left else left
        if isinstance(other, Partial):
            return number
        if name in ("add", "sub"):
            return partial.sends_alone(other, number)
        return partial.sends(other, number)
    pending = [each for each in (right, left) if isinstance(each, Amount) and each.move and not each.move.added]
    tape = next(each.tape for each in (left, right) if isinstance(each, Amount))
    if not pending:
        return Amount(number, tape)
    newest = pending[0]
    assert newest.move is not None
    move, other = newest.move, left if newest is right else right
    if name not in ("add", "sub"):
        tape.rescaled(move, float(other), number)
        return Amount(number, tape, move)
    move.before, move.after, move.added = float(other), number, True
    move.sent = number - float(other)
    return Amount(number, tape)


def _method(name: str, reflected: bool) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        return _combined(name, other, self) if reflected else _combined(name, self, other)

    return method


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(_Traced, f"__{_name}__", _method(_name, reflected=False))
    setattr(_Traced, f"__r{_name}__", _method(_name, reflected=True))
