"""`show` draws what a notebook has computed; graphs and moments of traces show themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.paths import Path
from cgraph_lib.picture.drawing import Picture, render
from cgraph_lib.picture.view import View, moment_view
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Moment, Trace


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
) -> Picture:
    """Return the picture of a graph with the numbers given, or of one moment of a trace.

    Numbers are what `evaluate`, `local_partials` and a trace's `final` return, or plain dicts by name. `of`
    names the node whose derivatives the adjoints are (the output unless given), `wrt` the one of the tangents.

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
    if not isinstance(what, Graph | Moment):
        mend = "write show(trace[-1])" if isinstance(what, Trace) else "parse(text) and Graph(node) make a graph"
        raise ValueError(f"show draws a Graph or a moment of a trace, not {type(what).__name__}; {mend}.")
    if isinstance(what, Moment):
        return render(what.trace.graph, moment_view(what))
    if path is not None and not set(path.edges) <= set(what.edges):
        raise ValueError(f"The path {path} runs in another graph; list the paths of this one.")
    if tangents is not None and wrt is None and getattr(tangents, "of", None) is None:
        raise ValueError('Say which input the tangents are with respect to, as in show(..., wrt="b").')
    sentence = "" if values or partials or adjoints or tangents else "No numbers are computed yet."
    view = View(
        values=_by_node(what, values, None),
        partials=partials if isinstance(partials, ByEdge) or partials is None else _by_edge(what, partials),
        tangents=_by_node(what, tangents, wrt),
        adjoints=_by_node(what, adjoints, of),
        path=path.edges if path else (),
        sentence=f"The path {path} is highlighted." if path else sentence,
    )
    return render(what, view)


def _by_node(graph: Graph, numbers: Mapping[Any, Any] | None, of: Node | str | None) -> ByNode | None:
    if numbers is None:
        return None
    about = getattr(numbers, "of", None) if of is None else of
    return ByNode(graph, {graph.node(key): number for key, number in numbers.items()}, graph.node(about))


def _by_edge(graph: Graph, numbers: Mapping[Any, Any]) -> ByEdge:
    return ByEdge(
        graph,
        {key if isinstance(key, Edge) else graph.edge(*key): number for key, number in numbers.items()},
    )


def _mimebundle(self: Graph | Moment, include: Any = None, exclude: Any = None) -> dict[str, str]:
    return show(self)._repr_mimebundle_()


# Graphs and moments show themselves in a notebook. Their modules stand below this one and cannot import it.
for _shown in (Graph, Moment):
    _shown._repr_mimebundle_ = _mimebundle  # type: ignore[union-attr]
