"""Evaluation, partials, and the two ways to accumulate derivatives: forward and reverse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cgraph_lib.errors import ShapeError
from cgraph_lib.given import Inputs, leaf_values, values_for
from cgraph_lib.graph import Edge, Graph, Node, as_graph
from cgraph_lib.ops import is_array, quiet
from cgraph_lib.reals import all_sealed, sealed
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Quantity, Step, Trace


def evaluate(graph: Graph, inputs: Inputs | None = None, /, **named: Any) -> ByNode:
    """Return the value of every node, computed in topological order.

    `inputs` gives each input a number, or a numpy array to compute with elementwise; keywords do the same.

    Raises `InputError` for an input that is missing, unknown, given twice, or not a number, `ShapeError` for arrays
    that do not fit together, and `WrongTypeError` for what is not a graph.

    >>> from cgraph_lib import parse
    >>> evaluate(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=1)
    {'a': 2.0, 'b': 1.0, 'c': 3.0, 'd': 2.0, 'e': 6.0}
    """
    return ByNode(graph, all_sealed(_values(graph, inputs, named)))


def _values(graph: Graph, inputs: Inputs | None, named: Mapping[str, Any]) -> dict[Node, Any]:
    values = leaf_values(graph, inputs, named)
    with quiet(*values.values()):
        for node in graph.nodes:
            if node.op is not None:
                try:
                    node.op.compute(node, values)
                except ValueError as error:
                    raise _misfit(graph, node, values, error) from None
    return values


def evaluation_trace(graph: Graph, inputs: Inputs | None = None, /, **named: Any) -> Trace:
    """Return the evaluation as a `Trace`: the inputs are given, then one operation is computed per step.

    Takes and raises what `evaluate` does.

    >>> from cgraph_lib import parse
    >>> evaluation_trace(parse("c = a + b"), a=2, b=1).state(2)
    {'a': 2.0, 'b': 1.0}
    """
    values = evaluate(graph, inputs, **named)
    hidden = {node: values[node] for node in graph.nodes if node.constant is not None}
    leaves = [Step("given", node, after=values[node]) for node in graph.inputs]
    computed = [Step("compute", node, after=values[node]) for node in graph.nodes if node.op is not None]
    return Trace(graph, "value", hidden, (*leaves, *computed), values=values)


def local_partials(graph: Graph, values: ByNode) -> ByEdge:
    """Return the partial ∂child/∂parent on every edge at the given values.

    Raises `WrongTypeError` if these are not the values that `evaluate` returns, `InputError` if they are those of
    another graph.

    >>> from cgraph_lib import parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> local_partials(graph, evaluate(graph, a=2, b=1))["c", "e"]
    2.0
    """
    numbers, partials = values_for(graph, values), {}
    with quiet(*numbers.values()):
        for edge in graph.edges:
            child = edge.child
            assert child.op is not None
            operands = [numbers[parent] for parent in child.parents]
            partials[edge] = child.op.partial_functions[edge.slot](*operands, numbers[child])
    return ByEdge(graph, all_sealed(partials))


def reverse_trace(graph: Graph, values: ByNode, of: Node | str | None = None) -> Trace:
    """Return reverse accumulation as a `Trace`: adjoints d(of)/d(node), against the edges, from `of` down.

    Raises what `local_partials` does, and `UnknownNameError` if there is no node `of`.

    Source: Griewank & Walther, Evaluating Derivatives (2nd ed., 2008), chapter 3.

    >>> from cgraph_lib import parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> reverse_trace(graph, evaluate(graph, a=2, b=1)).final["b"]
    5.0
    """
    seed = as_graph(graph).node(of)
    reached = _reached(graph.edges_into, seed, lambda edge: edge.parent)
    order = [e for node in reversed(graph.nodes) if node in reached for e in graph.edges_into[node]]
    return _accumulated(graph, "adjoint", values, seed, reached, [(e, e.child, e.parent) for e in order])


def forward_trace(graph: Graph, values: ByNode, wrt: Node | str) -> Trace:
    """Return forward accumulation as a `Trace`: tangents d(node)/d(wrt), with the edges, from `wrt` up.

    Raises what `local_partials` does, `UnknownNameError` if there is no node `wrt`, and `InputError` if that is a
    constant.

    Source: Griewank & Walther, Evaluating Derivatives (2nd ed., 2008), chapter 3.

    >>> from cgraph_lib import parse
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> forward_trace(graph, evaluate(graph, a=2, b=1), wrt="b").final["e"]
    5.0
    """
    seed = as_graph(graph).variable(wrt)
    reached = _reached(graph.edges_from, seed, lambda edge: edge.child)
    order = [e for node in graph.nodes for e in graph.edges_into[node] if e.parent in reached]
    return _accumulated(graph, "tangent", values, seed, reached, [(e, e.parent, e.child) for e in order])


def _accumulated(
    graph: Graph,
    quantity: Quantity,
    values: ByNode,
    seed: Node,
    reached: set[Node],
    moves: Iterable[tuple[Edge, Node, Node]],
) -> Trace:
    """Send each node's finished sum along its edges: every move adds factor * partial to its target."""
    partials = local_partials(graph, values)
    known = partials.numbers
    start = {node: 0.0 for node in graph.nodes if node not in reached and node.constant is None}
    sums = {seed: sealed(_one(values[seed]))}
    steps = [Step("seed", seed, after=sums[seed])]
    with quiet(*values.values()):
        for edge, source, target in moves:
            before, factor, partial = sums.get(target), sums[source], known[edge]
            sums[target] = sealed(factor * partial if before is None else before + factor * partial)
            steps.append(Step("accumulate", target, edge, before, sums[target], factor, partial))
    return Trace(graph, quantity, start, tuple(steps), seed, values, partials)


def gradient(
    graph: Graph, inputs: Inputs | None = None, /, *, of: Node | str | None = None, **named: Any
) -> dict[str, Any]:
    """Return d(of)/d(input) for every input, by one reverse accumulation; `of` is the output unless given.

    Takes and raises what `evaluate` does, and `UnknownNameError` if there is no node `of`.

    >>> from cgraph_lib import parse
    >>> gradient(parse("c = a + b; d = b + 1; e = c * d"), {"a": 2, "b": 1})
    {'a': 2.0, 'b': 5.0}
    """
    values, seed = _values(graph, inputs, named), graph.node(of)
    adjoints = {seed: _one(values[seed])}
    with quiet(*values.values()):
        for node in reversed(graph.nodes):
            if node.op is not None and node in adjoints:
                node.op.accumulate(node, values, adjoints)
    return {name: adjoints.get(node, 0.0) for node, name in zip(graph.inputs, graph.input_names, strict=True)}


def _misfit(graph: Graph, node: Node, values: Mapping[Node, Any], error: ValueError) -> ValueError:
    """Return an error that names the operands whose shapes numpy cannot broadcast; other errors name theirs."""
    if type(error) is not ValueError:
        return error
    first, second = node.parents
    return ShapeError(
        "{name} cannot be computed: {first} has shape {first_shape}, {second} has shape {second_shape}. Elementwise, "
        "two axes fit if they have the same size or one has size 1, counted from the last axis.",
        name=graph.names[node],
        first=graph.names[first] or "…",
        second=graph.names[second] or "…",
        first_shape=getattr(values[first], "shape", ()),
        second_shape=getattr(values[second], "shape", ()),
    )


def _one(value: Any) -> Any:
    if not is_array(value):
        return 1.0
    import numpy

    return numpy.ones_like(value)


def _reached(edges: Mapping[Node, tuple[Edge, ...]], start: Node, end: Any) -> set[Node]:
    """Return the nodes that can be reached from `start` along `edges`, itself included."""
    reached, waiting = {start}, [start]
    while waiting:
        for edge in edges[waiting.pop()]:
            if end(edge) not in reached:
                reached.add(end(edge))
                waiting.append(end(edge))
    return reached
