"""Engines of three kinds, and how each is run: micrograd-like classes, sweeps over nodes, sweeps over a graph."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises.engines import on_nodes
from cgraph_lib.exercises.engines.building import is_number
from cgraph_lib.exercises.engines.moves import Run
from cgraph_lib.exercises.engines.traced import Tape, traced
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit
from cgraph_lib.exercises.trials import error_line, shown
from cgraph_lib.graph import Node
from cgraph_lib.notation import display_name

SECONDS = 10.0


@dataclass
class Engine:
    """Somebody's engine with a graph built on it: `theirs` holds its own node for each of ours."""

    truth: Truth
    theirs: Mapping[Node, Any]
    sweep: Callable[[], Any]
    run_now: Run = field(default_factory=Run)
    sees_partials: ClassVar[bool] = False

    def value(self, node: Node) -> float:
        """Return the value that the engine has computed for a node; raise `InputError` for what is no number."""
        mine = self.computed(node)
        try:
            return float(mine)
        except Exception:  # whatever a foreign object raises
            sentence = "Expected a number as the value of {name}; the engine has {mine} of type {kind}."
            facts = {"name": display_name(self.truth.graph, node), "mine": shown(mine), "kind": type(mine).__name__}
            raise InputError(sentence, **facts) from None

    def computed(self, node: Node) -> Any:
        """Return what the engine has computed for a node."""
        raise NotImplementedError

    @property
    def is_in_single_precision(self) -> bool:
        """Return whether the engine computes with numbers of four bytes."""
        output = self.computed(self.truth.graph.output)
        return getattr(getattr(output, "dtype", None), "itemsize", 8) == 4

    def operands(self, theirs: Any) -> list[Any]:
        """Return the operands that one of the engine's nodes remembers."""
        raise NotImplementedError

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Let `run_now` see what is sent."""
        yield

    def settle(self, returned: Any) -> None:
        """Fill in what the record of a run lacks, from what the sweep has returned."""

    def final(self, returned: Any) -> dict[int, float]:
        """Return the adjoint that a sweep leaves on each of the engine's nodes, by the node's `id`.

        Raises `InputError` for what is no number.
        """
        raise NotImplementedError

    def _problem(self, error: BaseException) -> str:
        """Return an error in one line, with our name for a node that the engine has not found in its dictionary."""
        missing = error.args[0] if isinstance(error, KeyError) and error.args else None
        node = next((node for node, each in self.theirs.items() if each is missing), None)
        return error_line(error) if node is None else f"KeyError: {display_name(self.truth.graph, node)}"

    def number(self, found: Any) -> float:
        """Return an adjoint that the engine has left; raise `InputError` if it is no number."""
        try:
            return float(found)
        except Exception:  # whatever a foreign object raises
            sentence = "Expected a number as each adjoint, got {found} of type {kind}."
            raise InputError(sentence, found=shown(found), kind=type(found).__name__) from None

    def run(self) -> Run:
        """Return what one sweep does; whatever it raises, this raises no error."""
        self.run_now = run = Run()
        returned = None
        try:
            with self.recording(), contextlib.redirect_stdout(io.StringIO()), time_limit(SECONDS):
                returned = self.sweep()
                self.settle(returned)
        except OutOfTimeError:
            run.stopped = f"TimeoutError: more than {SECONDS:g} seconds"
        except (Exception, SystemExit) as error:
            run.stopped = self._problem(error)
        settled = {id(move.target): move.after for move in run.moves}
        run.final = settled if run.stopped else self.final(returned)
        return run


class ClassEngine(Engine):
    """A micrograd-like class: `data`, `grad` and `_prev` on each node, and a method `backward`."""

    def computed(self, node: Node) -> Any:
        """Return the node's `data`."""
        return getattr(self.theirs[node], "data", None)

    def operands(self, theirs: Any) -> list[Any]:
        """Return what `_prev` holds."""
        return on_nodes.operands(theirs)

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """See all writes to `grad`."""
        watch = on_nodes.Watch(self.run_now.add)
        with on_nodes.watched(everyone(self.sweep_from, self.operands), watch):
            yield

    @property
    def sweep_from(self) -> Any:
        """Return the engine's output."""
        return self.theirs[self.truth.graph.output]

    def final(self, returned: Any) -> dict[int, float]:
        """Return the `grad` of every node that has one."""
        ours = [each for each in self.theirs.values() if not is_number(each)]
        return {id(node): self.number(node.grad) for node in ours if node.grad is not None}


class TracedEngine(Engine):
    """A sweep that returns the adjoints in a dictionary; its partials tell a tape when they are multiplied."""

    tape: Tape
    sees_partials = True

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Let the tape write on this run."""
        self.tape.run = self.run_now
        yield

    def settle(self, returned: Any) -> None:
        """Follow the sums that are returned back to their contributions."""
        ours = {id(each): each for each in self.theirs.values()}
        sums: list[tuple[Any, Any]] = []
        with contextlib.suppress(CgraphError, TypeError, ValueError):  # `final` refuses what is no dictionary of nodes
            sums += [(ours.get(self.key(key)), each) for key, each in dict(returned).items()]
        self.tape.settle(sums, self.operands)

    def final(self, returned: Any) -> dict[int, float]:
        """Return the adjoints as they were returned, under the nodes or under their `id`s."""
        if not isinstance(returned, Mapping):
            sentence = "Expected the adjoints in a dictionary from the sweep, got an object of type {kind}."
            raise InputError(sentence, kind=type(returned).__name__)
        return {self.key(key): self.number(found) for key, found in returned.items()}

    def key(self, key: Any) -> int:
        """Return the `id` of the node that is meant by a key of the dictionary."""
        return key if isinstance(key, int) else id(key)


class NodeEngine(TracedEngine):
    """The engine of notebook 12: `value` and `edges`, pairs of a parent and a partial, on each node."""

    def computed(self, node: Node) -> Any:
        """Return the node's `value`."""
        return getattr(self.theirs[node], "value", None)

    def operands(self, theirs: Any) -> list[Any]:
        """Return the parents on its edges."""
        return [parent for parent, _ in theirs.edges]

    def trace(self) -> None:
        """Put partials on the edges that tell the tape when they are multiplied."""
        self.tape = Tape(Run())
        for node in everyone(self.theirs[self.truth.graph.output], self.operands):
            parents = [parent for parent, _ in node.edges]
            edges = []
            for i, (parent, partial) in enumerate(node.edges):
                slot = sum(each is parent for each in parents[:i])
                edges.append((parent, traced(partial, self.tape, node, parent, slot)))
            object.__setattr__(node, "edges", tuple(edges))


class GraphSweep(TracedEngine):
    """A sweep over a graph of ours and its partials, as notebook 05 has them."""

    def computed(self, node: Node) -> Any:
        """Return the graph's own value."""
        return self.truth.values[node]

    def operands(self, theirs: Any) -> list[Any]:
        """Return the node's parents."""
        return list(theirs.parents)

    def key(self, key: Any) -> int:
        """Return the `id` of the node that is meant; the sweep may have named it."""
        return key if isinstance(key, int) else id(self.truth.graph.node(key))


def everyone(output: Any, operands: Callable[[Any], list[Any]]) -> list[Any]:
    """Return all nodes of an engine that an output is made of, each once."""
    found: dict[int, Any] = {}
    waiting = [output]
    while waiting:
        node = waiting.pop()
        if id(node) not in found and not is_number(node):
            found[id(node)] = node
            waiting += operands(node)
    return list(found.values())
