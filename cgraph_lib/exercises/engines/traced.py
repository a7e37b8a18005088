"""Sweeps that keep adjoints in a dictionary: partials that are numbers and tell a tape when they are multiplied."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cgraph_lib.exercises.engines.moves import Move, Run


@dataclass(eq=False, slots=True)
class Tape:
    """Takes down what is multiplied by a partial, and what it is added to, in the run that is going on.

    `used` are the moves whose numbers went on into another product.
    """

    run: Run
    used: set[Move] = field(default_factory=set)

    def rescaled(self, move: Move, other: Any, sent: float) -> None:
        """Take down a product again that is multiplied further before it is added: it is sent only now.

        Of all its factors the adjoint is the one that was itself summed up.
        """
        move.factor, move.sent = float(other) if isinstance(other, Amount) else move.factor, sent
        if move in self.run.moves:
            self.run.moves.remove(move)
            self.run.moves.append(move)

    def settle(self, sums: Iterable[tuple[Any, Any]] = (), operands: Callable[[Any], list[Any]] = list) -> None:
        """Fill in what is known when a run is over: `sums` are pairs of a node and the number it ends with.

        What is in the sum of one other operand alone was sent to that. A number that was added to nothing was written
        over what was there. A product that was only looked at, as where it is printed, was not sent.
        """
        ends: dict[Move, list[Any]] = {}
        for node, number in sums:
            for move in moves_in(number):
                ends.setdefault(move, []).append(node)
        for move, nodes in ends.items():
            if len(nodes) == 1 and move.target is not nodes[0] and any(x is nodes[0] for x in operands(move.source)):
                move.target, move.slot = nodes[0], 0
        self._forget_what_was_looked_at({*ends, *self.used})
        held: dict[int, float] = {}
        for move in self.run.moves:
            if not move.added:
                move.before, move.after = held.get(id(move.target), 0.0), move.sent
            held[id(move.target)] = move.after

    def _forget_what_was_looked_at(self, sent: set[Move]) -> None:
        latest = {move.ends: move for move in self.run.moves}
        latest |= {move.ends: move for move in self.run.moves if move in sent}
        self.run.moves = [move for move in self.run.moves if move in sent or latest[move.ends] is move]


def moves_in(number: Any, known: Collection[Move] = ()) -> Iterator[Move]:
    """Yield the moves that a number is the sum of; what comes before those that are `known` is left out."""
    waiting, seen = [number], set[int]()
    while waiting:
        each = waiting.pop()
        if isinstance(each, Amount) and each.move not in known and id(each) not in seen:
            seen.add(id(each))
            waiting += each.parts
            if each.move:
                yield each.move


class _Traced(float):
    """A number in a sweep; arithmetic of numpy's with it is Python's."""

    shape, ndim, size = (), 0, 1

    tape: Tape
    move: Move | None = None

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = (), **options: Any) -> Any:
        name = _UFUNCS.get(ufunc.__name__) if method == "__call__" else None
        single = all(map(_is_single, inputs))
        found = _combined(name, *inputs) if name and single else getattr(ufunc, method)(*map(_plain, inputs), **options)
        for array in out:
            array[...] = found
        return out[0] if out else found

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
        self.tape.used.update(moves_in(factor, self.tape.used))
        move = Move(*self.ends, float(factor), number, 0.0, number, added=False)
        self.tape.run.add(move)
        return Amount(number, self.tape, move)

    def sends_alone(self, before: Any, after: float) -> Amount:
        """Return a sum to which the partial was added as it is, without an adjoint; take that down."""
        move = Move(*self.ends, math.nan, after - float(before), float(before), after, added=True)
        self.tape.run.add(move)
        return Amount(after, self.tape, parts=(before, Amount(move.sent, self.tape, move)))


class Amount(_Traced):
    """A contribution, which has a `move`, or a number made of others, its `parts`."""

    def __new__(cls, number: float, tape: Tape, move: Move | None = None, parts: tuple[Any, ...] = ()) -> Amount:
        """Return a number on a tape."""
        made = super().__new__(cls, number)
        made.tape, made.move, made.parts = tape, move, parts
        return made

    parts: tuple[Any, ...]

    def __neg__(self) -> Any:
        return -1.0 * self


def traced(partial: Any, tape: Tape, source: Any, target: Any, slot: int) -> Any:
    """Return the partial on an edge, a number or a function of the adjoint, so that a tape sees what it sends."""
    if not callable(partial):
        return Partial(partial, tape, source, target, slot)

    def sent(adjoint: Any) -> Amount:
        return Partial(math.nan, tape, source, target, slot).sends(adjoint, float(partial(float(adjoint))))

    return sent


_UFUNCS = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv", "power": "pow"}


def _is_single(number: Any) -> bool:
    return getattr(number, "shape", ()) == ()


def _plain(number: Any) -> Any:
    return float(number) if isinstance(number, _Traced) else number


def _combined(name: str, left: Any, right: Any) -> Any:
    """Return what an operation of Python makes of two numbers, one of them traced."""
    try:
        number = getattr(operator, name)(float(left), float(right))
    except TypeError:
        return NotImplemented
    partial = next((each for each in (left, right) if isinstance(each, Partial)), None)
    if partial is None:
        return _summed(name, left, right, number)
    other = right if partial is left else left
    if isinstance(other, Partial):
        return number
    return partial.sends_alone(other, number) if name in ("add", "sub") else partial.sends(other, number)


def _summed(name: str, left: Any, right: Any, number: float) -> Amount:
    """Return what comes of a contribution that is added to a number or multiplied by one; take that down."""
    amounts = [each for each in (right, left) if isinstance(each, Amount)]
    tape = amounts[0].tape
    waiting = {each.move: left if each is right else right for each in amounts if each.move and not each.move.added}
    move = next((move for move in reversed(tape.run.moves) if move in waiting), None) if waiting else None
    if move is None:
        return _summed_again(amounts, left, right, number)
    other = waiting[move]
    if name not in ("add", "sub"):
        tape.rescaled(move, other, number)
        return Amount(number, tape, move)
    move.before, move.after, move.added = float(other), number, True
    move.sent = number - float(other)
    return Amount(number, tape, parts=(left, right))


def _summed_again(amounts: list[Amount], left: Any, right: Any, number: float) -> Amount:
    """Return what comes of a contribution that has been added already; take it down if it is added once more."""
    tape = amounts[0].tape
    for each in amounts:
        other = float(left if each is right else right)
        if each.move and other == each.move.after != each.move.before:
            move = replace(each.move, before=other, after=number)
            tape.run.add(move)
            return Amount(number, tape, parts=(left, right, Amount(each, tape, move)))
    return Amount(number, tape, parts=(left, right))


def _method(name: str, reflected: bool) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        return _combined(name, other, self) if reflected else _combined(name, self, other)

    return method


for _name in ("add", "sub", "mul", "truediv", "pow"):
    setattr(_Traced, f"__{_name}__", _method(_name, reflected=False))
    setattr(_Traced, f"__r{_name}__", _method(_name, reflected=True))
