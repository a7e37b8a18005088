"""Engines that keep adjoints on their nodes, as micrograd does: every write to `grad` is seen while they run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from cgraph_lib.exercises.engines.moves import Move

OPERANDS = (
    *("_prev", "prev", "_parents", "parents", "_children", "children"),
    *("_inputs", "inputs", "_operands", "operands", "_args", "args"),
)


def operands(node: Any) -> list[Any]:
    """Return the operands that a node remembers, under whatever name; beside each may stand a partial."""
    found = next((getattr(node, name) for name in OPERANDS if hasattr(node, name)), ())
    return [_node_in(each) for each in found]


def _node_in(each: Any) -> Any:
    return next((part for part in each if hasattr(part, "grad")), each[0]) if isinstance(each, tuple) and each else each


def number(grad: Any) -> float:
    """Return a sum as a number: 0 while an engine has `None` there."""
    return 0.0 if grad is None else float(grad)


class Watch:
    """Whose turn it is, which numbers are read, and which are written.

    What is written to a node's `grad` was sent by the node whose turn it is: the one whose `_backward` runs, or whose
    `backward` has called that of the node. Where a loop does all the work it is the node whose `grad` was read last.
    """

    def __init__(self, taken: Callable[[Move], None]) -> None:
        self._taken = taken
        self._turns: list[tuple[Any, bool]] = []
        self._read: list[tuple[Any, float]] = []
        self._last: Any = None

    def turn(self, node: Any, method: Callable[..., Any], own: bool) -> Callable[..., Any]:
        """Return a node's method so that it is the node's turn while it runs; `own` if it sends for this node alone."""

        def during(*args: Any, **options: Any) -> Any:
            self._turns.append((node, own))
            self._read.clear()
            try:
                return method(*args, **options)
            finally:
                self._turns.pop()

        return during

    def read(self, node: Any, grad: Any) -> None:
        """Take down that a node's sum was read, and what it was: an array may be changed in its place."""
        self._read.append((node, number(grad)))

    def written(self, node: Any, before: Any, after: Any, grad_of: Callable[[Any], Any]) -> None:
        """Take down that a node's sum was written, if another node has sent what was added."""
        read = [held for each, held in self._read if each is node]
        source = self._sender(node, after)
        gathered = not read and len({id(each) for each, _ in self._read if _uses(each, node)}) > 1
        self._read.clear()
        if source is None or not self._turns or gathered:
            return
        self._last = source
        start, end = read[-1] if read else number(before), number(after)
        sent = end - start if read else end
        self._taken(Move(source, node, None, number(grad_of(source)), sent, start, end, bool(read)))

    def _sender(self, node: Any, after: Any) -> Any:
        turn, own = self._turns[-1] if self._turns else (None, False)
        if own:
            return turn if turn is not node else None
        if turn is node:
            return next((each for each, _ in reversed(self._turns) if each is not node), None)
        senders = [each for each, _ in self._read if _uses(each, node)]
        clears = not self._read and number(after) == 0
        return senders[-1] if senders else self._last if not clears and _uses(self._last, node) else None


def _uses(child: Any, node: Any) -> bool:
    return any(each is node for each in operands(child))


class _Watched:
    """A `grad` that tells a watch when it is read and written; it is kept where the engine keeps it."""

    def __init__(self, watch: Watch, inner: Any) -> None:
        self.watch, self.inner = watch, inner

    def plain(self, node: Any) -> Any:
        """Return the number without telling anybody."""
        if hasattr(self.inner, "__get__"):
            return self.inner.__get__(node, type(node))
        return node.__dict__.get("grad", self.inner)

    def __get__(self, node: Any, kind: type) -> Any:
        if node is None:
            return self
        grad = self.plain(node)
        self.watch.read(node, grad)
        return grad

    def __set__(self, node: Any, number: Any) -> None:
        before = self.plain(node)
        if hasattr(self.inner, "__set__"):
            self.inner.__set__(node, number)
        else:
            node.__dict__["grad"] = number
        self.watch.written(node, before, self.plain(node), self.plain)


@contextmanager
def watched(nodes: Iterable[Any], watch: Watch) -> Iterator[None]:
    """Let a watch see the turns of some nodes and all writes to their `grad`; afterwards all is as it was."""
    everyone = list(nodes)
    kinds = list(dict.fromkeys(map(type, everyone)))
    watching: dict[tuple[type, str], Any] = {
        (kind, "grad"): _Watched(watch, inspect.getattr_static(kind, "grad", None)) for kind in kinds
    }
    for kind, name in product(kinds, ("backward", "_backward")):
        method = inspect.getattr_static(kind, name, None)
        if inspect.isfunction(method):
            watching[kind, name] = _turning(watch, method, own=name == "_backward")
    closures = [each for each in everyone if (type(each), "_backward") not in watching]
    sending = [(node, node._backward) for node in closures if callable(getattr(node, "_backward", None))]
    own = {(kind, name): kind.__dict__.get(name) for kind, name in watching}
    for (kind, name), thing in watching.items():
        setattr(kind, name, thing)
    for node, method in sending:
        _set(node, "_backward", watch.turn(node, method, own=True))
    try:
        yield
    finally:
        for node, method in sending:
            _set(node, "_backward", method)
        for (kind, name), before in own.items():
            delattr(kind, name) if before is None else setattr(kind, name, before)


def _turning(watch: Watch, method: Callable[..., Any], own: bool) -> Callable[..., Any]:
    def sending(node: Any, *args: Any, **options: Any) -> Any:
        return watch.turn(node, method, own)(node, *args, **options)

    return sending


def _set(node: Any, name: str, thing: Any) -> None:
    object.__setattr__(node, name, thing)
