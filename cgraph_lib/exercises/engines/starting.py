"""How an engine is begun: which of the three kinds it is, and a graph that is built on it."""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Callable, Mapping
from typing import Any

from cgraph_lib.errors import CgraphError, InputError, WrongTypeError
from cgraph_lib.exercises.engines.building import built
from cgraph_lib.exercises.engines.moves import Run
from cgraph_lib.exercises.engines.running import SECONDS, ClassEngine, Engine, GraphSweep, NodeEngine
from cgraph_lib.exercises.engines.traced import Partial, Tape
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit
from cgraph_lib.exercises.trials import error_line
from cgraph_lib.results import ByEdge


def engine_on(engine: Any, truth: Truth) -> Engine:
    """Return an engine with a graph built on it.

    `engine` is a class with `data`, `grad` and `backward`, or a function: of an output, as `accumulate` of notebook 12,
    beside which stand a class `Node` and its functions; or of a graph and its partials, as in notebook 05.
    Raises `WrongTypeError` for anything else, and `InputError` for what its class lacks, or stops with.
    """
    if inspect.isclass(engine):
        return _begun(_class_engine, engine, truth)
    if not callable(engine):
        sentence = "Expected an engine, a class or a function that accumulates, got {kind}."
        raise WrongTypeError(sentence, kind=type(engine).__name__)
    count = _takes(engine)
    if count == 2:
        return _graph_sweep(engine, truth)
    if count == 1:
        return _begun(_node_engine, engine, truth)
    raise InputError("A sweep takes an output, or a graph and its partials; this one takes {n} arguments.", n=count)


def _takes(sweep: Callable[..., Any]) -> int:
    """Return how many arguments a sweep needs."""
    try:
        expected = inspect.signature(sweep).parameters.values()
    except ValueError:  # as of functions written in C
        sentence = "Expected a sweep written in Python; {name} does not show what it takes."
        raise InputError(sentence, name=getattr(sweep, "__name__", "this one")) from None
    return sum(each.default is each.empty and each.kind is not each.VAR_KEYWORD for each in expected)


def _begun(make: Callable[[Any, Truth], Engine], engine: Any, truth: Truth) -> Engine:
    """Return what makes an engine's graph; whatever somebody's code raises on the way is an `InputError`."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), time_limit(SECONDS):
            return make(engine, truth)
    except CgraphError:
        raise
    except OutOfTimeError:
        sentence = "The engine needs more than {seconds:g} seconds to compute the values."
        raise InputError(sentence, seconds=SECONDS) from None
    except Exception as error:
        raise InputError("The engine stops before its sweep with {error}.", error=error_line(error)) from error


def _vars_beside(function: Any) -> Mapping[str, Any]:
    """Return the names that a function sees where it was written."""
    found: Mapping[str, Any] = getattr(inspect.unwrap(function), "__globals__", {})
    return found


def _class_engine(kind: type, truth: Truth) -> Engine:
    beside = _vars_beside(inspect.getattr_static(kind, "__init__"))
    example = _leaf(kind)
    if hasattr(example, "edges") and callable(beside.get("accumulate")):
        return _node_engine(beside["accumulate"], truth)
    for name in ("data", "grad", "backward"):
        if not hasattr(example, name):
            sentence = "Expected a class whose nodes have data, grad and backward; those of {kind} have no {name}."
            raise InputError(sentence, kind=kind.__name__, name=name)
    theirs = built(truth.graph, truth.values, kind, _functions_beside(inspect.getattr_static(kind, "backward")))
    return ClassEngine(truth, theirs, lambda: theirs[truth.graph.output].backward())


def _functions_beside(method: Any) -> Mapping[str, Any]:
    """Return the functions that were written beside a class; beside a `Node` they are for that."""
    beside = _vars_beside(method)
    own = {name: each for name, each in beside.items() if getattr(each, "__globals__", None) is beside}
    return {} if "Node" in beside else own


def _leaf(kind: type) -> Any:
    """Return a node of a class, made of a number; raise `InputError` if it cannot be made so."""
    try:
        return kind(1.0)
    except Exception as error:
        sentence = "Expected a class whose nodes are made of a number; {kind}(1.0) stops with {error}."
        raise InputError(sentence, kind=kind.__name__, error=error_line(error)) from error


def _node_engine(sweep: Any, truth: Truth) -> Engine:
    beside = _vars_beside(sweep)
    kind = beside.get("Node")
    if not inspect.isclass(kind):
        raise InputError("Found no class Node beside the sweep {name}.", name=getattr(sweep, "__name__", "given"))
    for name in ("value", "edges"):
        if not hasattr(_leaf(kind), name):
            raise InputError("Expected a class Node whose nodes have value and edges; these have no {name}.", name=name)
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
