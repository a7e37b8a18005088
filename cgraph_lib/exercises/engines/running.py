"""Engines of three kinds, and how each is run: micrograd-like classes, sweeps over nodes, sweeps over a graph."""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.exercises.engines import on_nodes
from cgraph_lib.exercises.engines.building import built, is_number
from cgraph_lib.exercises.engines.moves import Run
from cgraph_lib.exercises.engines.traced import Partial, Tape, settle
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit
from cgraph_lib.exercises.trials import error_line
from cgraph_lib.graph import Node
from cgraph_lib.results import ByEdge

SECONDS = 10.0


@dataclass
class Engine:
    """Somebody's engine with a graph built on it: `theirs` holds its own node for each of ours."""

    truth: Truth
    theirs: Mapping[Node, Any]
    sweep: Callable[[], Any]
    run_now: Run = field(default_factory=Run)

    def value(self, node: Node) -> Any:
        """Return the value that the engine has computed for a node."""
        raise NotImplementedError

    def operands(self, theirs: Any) -> list[Any]:
        """Return the operands that one of the engine's nodes remembers."""
        raise NotImplementedError

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Let `run_now` see what is sent."""
        yield

    def final(self, returned: Any) -> dict[Any, float]:
        """Return the adjoint on each of the engine's nodes when a sweep is over."""
        raise NotImplementedError

    def run(self) -> Run:
        """Return what one sweep does; whatever it raises, this raises no error."""
        self.run_now = run = Run()
        returned = None
        try:
            with self.recording(), contextlib.redirect_stdout(io.StringIO()), time_limit(SECONDS):
                returned = self.sweep()
        except OutOfTimeError:
            run.stopped = f"{SECONDS:g} seconds"
        except Exception as error:
            run.stopped = error_line(error)
        settled = {move.target: move.after for move in run.moves}
        run.final = settled if run.stopped else self.final(returned)
        return run


class ClassEngine(Engine):
    """A micrograd-like class: `data`, `grad` and `_prev` on each node, and a method `backward`."""

    def value(self, node: Node) -> Any:
        """Return the node's `data`."""
        return self.theirs[node].data

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

    def final(self, returned: Any) -> dict[Any, float]:
        """Return the `grad` of every node."""
        ours = [each for each in self.theirs.values() if not is_number(each)]
        return {node: float(node.grad) for node in ours}


class TracedEngine(Engine):
    """A sweep that returns the adjoints in a dictionary; its partials tell a tape when they are multiplied."""

    tape: Tape

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Let the tape write on this run."""
        self.tape.run = self.run_now
        yield
        settle(self.run_now)

    def final(self, returned: Any) -> dict[Any, float]:
        """Return the adjoints as they were returned."""
        if not isinstance(returned, Mapping):
            sentence = "Expected the adjoints in a dictionary from the sweep, got an object of type {kind}."
            raise InputError(sentence, kind=type(returned).__name__)
        return {key: float(number) for key, number in returned.items()}


class NodeEngine(TracedEngine):
    """The engine of notebook 12: `value` and `edges`, pairs of a parent and a partial, on each node."""

    def value(self, node: Node) -> Any:
        """Return the node's `value`."""
        return self.theirs[node].value

    def operands(self, theirs: Any) -> list[Any]:
        """Return the parents on its edges."""
        return [parent for parent, _ in theirs.edges]

    def trace(self) -> None:
        """Put partials on the edges that tell the tape when they are multiplied."""
        self.tape = Tape(Run())
        for node in everyone(self.theirs[self.truth.graph.output], self.operands):
            seen: list[Any] = []
            edges = []
            for parent, partial in node.edges:
                slot = sum(each is parent for each in seen)
                seen.append(parent)
                edges.append((parent, Partial(partial, self.tape, node, parent, slot)))
            vars(node)["edges"] = tuple(edges)


class GraphSweep(TracedEngine):
    """A sweep over a graph of ours and its partials, as notebook 05 has them."""

    def value(self, node: Node) -> Any:
        """Return the graph's own value."""
        return self.truth.values[node]

    def operands(self, theirs: Any) -> list[Any]:
        """Return the node's parents."""
        return list(theirs.parents)

    def final(self, returned: Any) -> dict[Any, float]:
        """Return the adjoints by node; the sweep may have named them."""
        found = super().final(returned)
        return {self.truth.graph.node(key): number for key, number in found.items()}


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


def engine_on(engine: Any, truth: Truth) -> Engine:
    """Return an engine with a graph built on it.

    `engine` is a class with `data`, `grad` and `backward`, or a function: of an output, as `accumulate` of notebook 12,
    beside which stand a class `Node` and its functions; or of a graph and its partials, as in notebook 05.
    Raises `WrongTypeError` for anything else, and `InputError` for what its class lacks.
    """
    if inspect.isclass(engine):
        return _class_engine(engine, truth)
    if not callable(engine):
        sentence = "Expected an engine, a class or a function that accumulates, got {kind}."
        raise WrongTypeError(sentence, kind=type(engine).__name__)
    takes = [p for p in inspect.signature(engine).parameters.values() if p.default is p.empty]
    if len(takes) == 2:
        return _graph_sweep(engine, truth)
    if len(takes) == 1:
        return _node_engine(engine, vars_beside(engine), truth)
    raise InputError("A sweep takes an output, or a graph and its partials; this one takes {n} things.", n=len(takes))


def vars_beside(function: Any) -> Mapping[str, Any]:
    """Return the names that a function sees where it was written."""
    found: Mapping[str, Any] = getattr(inspect.unwrap(function), "__globals__", {})
    return found


def _class_engine(kind: type, truth: Truth) -> Engine:
    beside = vars_beside(inspect.getattr_static(kind, "__init__"))
    example = kind(1.0)
    if hasattr(example, "edges") and callable(beside.get("accumulate")):
        return _node_engine(beside["accumulate"], beside, truth)
    for name in ("data", "grad", "backward"):
        if not hasattr(example, name):
            sentence = "Expected a class whose nodes have data, grad and backward; those of {kind} have no {name}."
            raise InputError(sentence, kind=kind.__name__, name=name)
    theirs = built(truth.graph, truth.values, kind, {})
    return ClassEngine(truth, theirs, lambda: theirs[truth.graph.output].backward())


def _node_engine(sweep: Any, beside: Mapping[str, Any], truth: Truth) -> Engine:
    kind = beside.get("Node")
    if not inspect.isclass(kind):
        raise InputError("Found no class Node beside the sweep {name}.", name=getattr(sweep, "__name__", "given"))
    theirs = built(truth.graph, truth.values, kind, beside)
    engine = NodeEngine(truth, theirs, lambda: sweep(theirs[truth.graph.output]))
    engine.trace()
    return engine


def _graph_sweep(sweep: Any, truth: Truth) -> Engine:
    graph, tape = truth.graph, Tape(Run())
    partials = {}
    for edge in graph.edges:
        slot = truth.parallel(edge).index(edge)
        partials[edge] = Partial(truth.partials[edge], tape, edge.child, edge.parent, slot)
    engine = GraphSweep(truth, {node: node for node in graph.nodes}, lambda: sweep(graph, ByEdge(graph, partials)))
    engine.tape = tape
    return engine
