"""`show` draws what a notebook has computed; graphs and moments of traces show themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from cgraph_lib.display import mimebundle
from cgraph_lib.errors import GraphError, InputError, WrongTypeError
from cgraph_lib.given import several
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.numerals import Template, fill
from cgraph_lib.paths import Path
from cgraph_lib.picture.drawing import Picture, render
from cgraph_lib.picture.view import View, moment_view
from cgraph_lib.reals import as_number
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Moment, Trace

NOTES = {"no numbers": "No numbers are computed yet.", "path": "The path {path} is highlighted."}


def show(
    what: Graph | Moment,
    values: Mapping[Any, Any] | None = None,
    partials: Mapping[Any, Any] | None = None,
    *,
    adjoints: Mapping[Any, Any] | None = None,
    tangents: Mapping[Any, Any] | None = None,
    of: Node | str | None = None,
    wrt: Node | str | None = None,
    path: Path | None = None,
    opened: Iterable[str] = (),
) -> Picture:
    """Return the picture of a graph with the numbers given, or of one moment of a trace.

    Numbers are what `evaluate`, `local_partials` and a trace's `final` return, or plain dicts by name. `of`
    names the node whose derivatives the adjoints are (the output unless given), `wrt` the one of the tangents.

    Groups are drawn as one block each but for those that are `opened`, such as `["layer 1"]`.

    Without a working Graphviz the picture is a table of words that begins with what to install.

    >>> from cgraph_lib import evaluate, parse
    >>> graph = parse("c = a + b")
    >>> show(graph, evaluate(graph, a=2, b=1))
    a = 2
    b = 1
    c = a + b = 3
    >>> show(graph)
    a
    b
    c = a + b
    No numbers are computed yet.
    """
    if isinstance(what, Moment):
        return render(what.trace.graph, moment_view(what))
    _check(what, path, tangents, wrt)
    view = View(
        values=_by_node(what, values, None),
        partials=_by_edge(what, partials),
        tangents=_by_node(what, tangents, wrt),
        adjoints=_by_node(what, adjoints, of),
        path=path.edges if path else (),
        opened=frozenset(map(str, several(opened))),
    )
    known = any((view.values, view.partials, view.adjoints, view.tangents))
    named = NOTES["path"] if path else "" if known else NOTES["no numbers"]
    return render(what, replace(view, sentence=fill(Template(named, {"path": str(path)}))))


def _check(what: Any, path: Path | None, tangents: Any, wrt: Any) -> None:
    """Raise an error that says what to write instead, if this cannot be drawn."""
    if isinstance(what, Trace):
        raise WrongTypeError("show draws a Graph or a moment of a trace, not a whole trace; write show(trace[-1]).")
    if not isinstance(what, Graph):
        sentence = "show draws a Graph or a moment of a trace, not {kind}; parse(text) and Graph(node) make a graph."
        raise WrongTypeError(sentence, kind=type(what).__name__)
    if not isinstance(path, Path | None):
        raise WrongTypeError("Expected a path, as paths(graph, ...) lists them, got {kind}.", kind=type(path).__name__)
    if path is not None and not set(path.edges) <= set(what.edges):
        raise GraphError("The path {path} runs in another graph; list the paths of this one.", path=path)
    if tangents is not None and wrt is None and getattr(tangents, "of", None) is None:
        raise InputError('Say which input the tangents are with respect to, as in show(..., wrt="b").')


def _by_node(graph: Graph, numbers: Mapping[Any, Any] | None, of: Node | str | None) -> ByNode | None:
    if numbers is None:
        return None
    if not isinstance(numbers, Mapping):
        sentence = "Expected numbers by node, as evaluate or trace.final gives them, got {kind}."
        raise WrongTypeError(sentence, kind=type(numbers).__name__)
    about = getattr(numbers, "of", None) if of is None else of
    return ByNode(graph, {graph.node(key): _number(key, number) for key, number in numbers.items()}, graph.node(about))


def _by_edge(graph: Graph, numbers: Mapping[Any, Any] | None) -> ByEdge | None:
    if numbers is None or isinstance(numbers, ByEdge):
        return numbers
    if not isinstance(numbers, Mapping) or not all(map(_is_edge, numbers)):
        sentence = "Expected partials by edge, as local_partials gives them, got {kind}."
        raise WrongTypeError(sentence, kind=type(numbers).__name__)
    edges = {key: key if isinstance(key, Edge) else graph.edge(*key) for key in numbers}
    return ByEdge(graph, {edges[key]: _number(key, number) for key, number in numbers.items()})


def _is_edge(key: Any) -> bool:
    return isinstance(key, Edge) or (isinstance(key, tuple) and len(key) in (2, 3))


def _number(key: Any, number: Any) -> Any:
    return number if isinstance(number, Fraction) else as_number(number, str(key))


@mimebundle.register(Graph)
@mimebundle.register(Moment)
def _picture(thing: Graph | Moment) -> dict[str, str]:
    return show(thing)._repr_mimebundle_()
