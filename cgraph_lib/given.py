"""Reading what a run is given: numbers for the inputs, and values that were computed before."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from typing import Any

from cgraph_lib.errors import CgraphError, InputError, WrongTypeError, listed, unknown
from cgraph_lib.graph import Graph, Node, as_graph
from cgraph_lib.reals import as_number, owned
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Trace

Inputs = Mapping[str, Any] | Mapping[Node, Any]

OPTIONS = ("of", "wrt", "by", "h", "tolerance")
"""Keywords that some functions take for themselves: an input of such a name is given in a dict."""


def leaf_values(graph: Graph, inputs: Inputs | None, named: Mapping[str, Any]) -> dict[Node, Any]:
    """Return the number of every input and constant; what is given, in a dict or by keywords, is checked and owned.

    Raises `WrongTypeError` if there is no graph or no dict, `InputError` for an input that is missing, unknown, given
    twice, or not a number, and `ShapeError` for one of another shape than its input's.
    """
    names = dict(zip(as_graph(graph).inputs, graph.input_names, strict=True))
    given = _by_name(names, inputs, named)
    leaves = {node: _number(given.pop(name), name, node.shape) for node, name in names.items() if name in given}
    for key in given:
        raise unknown_input(key, names.values())
    if len(leaves) < len(names):
        raise _missing([name for node, name in names.items() if node not in leaves], names.values())
    return leaves | {node: node.constant for node in graph.constants}


def _number(value: Any, name: str, shape: tuple[int, ...] | None) -> Any:
    return value if type(value) is float and not shape else owned(as_number(value, name, shape))


def _by_name(names: Mapping[Any, str], inputs: Inputs | None, named: Mapping[str, Any]) -> dict[Any, Any]:
    """Return the numbers by the names of the inputs; a key that is neither an input nor a name stays as it is."""
    _check_mapping(inputs)
    given: dict[Any, Any] = {}
    for key, number in [*(inputs or {}).items(), *named.items()]:
        name = names.get(key, key)
        if name in given:
            raise InputError(_TWICE, name=name)
        given[name] = number
    return given


def together(inputs: Inputs | None, named: Mapping[str, Any]) -> dict[Any, Any]:
    """Return in one dict the inputs that are given in a dict and by keywords.

    Raises `WrongTypeError` if there is no dict, `InputError` for an input that is given twice.

    >>> together({"a": 2}, {"b": 1})
    {'a': 2, 'b': 1}
    """
    _check_mapping(inputs)
    first: dict[Any, Any] = dict(inputs or {})
    for name in named:
        if name in first:
            raise InputError(_TWICE, name=name)
    return {**first, **named}


def several(given: Any) -> list[Any]:
    """Return what is given as a list; a string, or what cannot be listed, stands there alone.

    >>> several("c"), several(("c", "d")), several(5)
    (['c'], ['c', 'd'], [5])
    """
    try:
        return [given] if isinstance(given, str) else list(given)
    except TypeError:
        return [given]


def _check_mapping(inputs: Any) -> None:
    if not isinstance(inputs, Mapping | None):
        sentence = "Expected the inputs in a dict or as keywords, got {kind} {inputs!r:.40}."
        raise WrongTypeError(sentence, kind=type(inputs).__name__, inputs=inputs)


def unknown_input(key: Any, names: Iterable[str], kind: type[CgraphError] = InputError) -> CgraphError:
    """Return the error for what is not one of the inputs of these names."""
    if isinstance(key, Node):
        return kind("{node!r} is not an input of this graph. Give inputs by their names.", node=key)
    if not names:
        return kind("There is no input {name!r}: this graph has no inputs.", name=key)
    sentence = "There is no input {name!r}: the inputs are {known}."
    suggestion = "There is no input {name!r}: the inputs are {known}. Did you mean {nearest!r}?"
    return unknown(kind, sentence, suggestion, key, names)


def _missing(missing: list[str], names: Iterable[str]) -> InputError:
    if all(name.isidentifier() and not keyword.iskeyword(name) and name not in OPTIONS for name in names):
        call = listed(f"{name}=..." for name in names)
        sentence = _MISSING["one"] if len(missing) == 1 else _MISSING["several"]
    else:
        call = listed(f"{name!r}: ..." for name in names)
        sentence = _MISSING["one, dict"] if len(missing) == 1 else _MISSING["several, dict"]
    return InputError(sentence, missing=listed(missing), names=missing, call=call)


_TWICE = "Input {name} is given twice; give it once."
_MISSING = {
    "one": "No number for the input {missing}: give {call}.",
    "several": "No number for the inputs {missing}: give {call}.",
    "one, dict": "No number for the input {missing}: give it in a dict, {{{call}}}.",
    "several, dict": "No number for the inputs {missing}: give them in a dict, {{{call}}}.",
}


def wrong_count(graph: Graph, given: int) -> InputError:
    """Return the error for another number of arguments, by position, than a graph has inputs."""
    names = graph.input_names
    if not names:
        return InputError("This graph has no inputs; call its compiled gradient without numbers.", given=given)
    return InputError(
        "A compiled gradient takes the numbers of the inputs by position ({order}): {count}, not {given}.",
        order=listed(names),
        count=len(names),
        given=given,
    )


def values_for(graph: Graph, values: ByNode) -> Mapping[Node, Any]:
    """Return the numbers of values that `evaluate` returned; raise `WrongTypeError` for anything else.

    Raises `UnknownNameError` if there is none for a node of the graph.
    """
    graph = as_graph(graph)
    if isinstance(values, Trace):
        raise WrongTypeError(
            "Expected values, as evaluate(graph, ...) returns them, got Trace; they are trace.values.", trace=values
        )
    if not isinstance(values, ByNode):
        sentence = "Expected values, as evaluate(graph, ...) returns them, got {kind}."
        raise WrongTypeError(sentence, kind=type(values).__name__)
    if values.of is not None:
        raise WrongTypeError("Expected values, as evaluate(graph, ...) returns them, got derivatives.")
    if not all(map(values.numbers.__contains__, graph.nodes)):
        missing = next(node for node in graph.nodes if node not in values.numbers)
        name = graph.names[missing] or str(missing.constant)
        raise InputError("Expected the values of this graph, got some without a number for {name}.", name=name)
    return values.numbers


def as_partials(partials: ByEdge) -> ByEdge:
    """Return partials as they are, in a mapping from edges; raise `WrongTypeError` for anything else."""
    if isinstance(partials, Mapping) and not isinstance(partials, ByNode):
        return partials
    sentence = "Expected partials, as local_partials(graph, values) returns them, got {kind}."
    raise WrongTypeError(sentence, kind=type(partials).__name__)
