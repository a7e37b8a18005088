"""Derivatives through whole arrays, without ever building a Jacobian.

Adjoints travel down by vector-Jacobian products, tangents up by Jacobian-vector products. An adjoint has the shape
of its node's value; where an operand was broadcast, the contributions to its copies are added up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays.array_op import Array, ArrayOp, add_up, as_value
from cgraph_lib.errors import InputError, ShapeError, WrongTypeError
from cgraph_lib.given import Inputs, values_for
from cgraph_lib.graph import Graph, Node, as_graph, as_number
from cgraph_lib.ops import Op
from cgraph_lib.reals import owned, sealed
from cgraph_lib.results import ByNode
from cgraph_lib.straight_line import dependent_on


def unbroadcast(adjoint: Array, shape: tuple[int, ...]) -> Array:
    """Return an adjoint in the shape of an operand that was broadcast: the sum over all its copies.

    Raises `ShapeError` for what is no shape, or if no operand of it can be stretched to the shape of the adjoint.

    >>> unbroadcast(np.ones((4, 3)), (3,)).tolist()
    [4.0, 4.0, 4.0]
    """
    if not isinstance(shape, (tuple, list)):
        raise ShapeError("Expected a shape, such as (3,), got {shape!r:.40}.", shape=shape)
    if np.shape(adjoint) == shape:
        return adjoint
    if np.ndim(adjoint) == 2 and shape == np.shape(adjoint)[1:]:  # a product adds rows three times as fast
        return _ones(len(adjoint)).dot(adjoint)
    extra = np.ndim(adjoint) - len(shape)
    if extra < 0 or any(size not in (1, whole) for size, whole in zip(shape, np.shape(adjoint)[extra:], strict=True)):
        sentence = "An operand of shape {shape} is not stretched to the shape {whole} of this adjoint."
        raise ShapeError(sentence, shape=shape, whole=np.shape(adjoint))
    summed = add_up(adjoint, axis=tuple(range(extra))) if extra else np.asarray(adjoint)
    stretched = tuple(i for i, size in enumerate(shape) if size == 1 and summed.shape[i] != 1)
    return as_value(add_up(summed, axis=stretched, keepdims=True) if stretched else summed)


@lru_cache(maxsize=8)
def _ones(count: int) -> Array:
    return sealed(np.ones(count))


def nodes_for(graph: Graph, wrt: Iterable[Node | str] | Node | str | None) -> list[Node]:
    """Return the nodes with respect to which to differentiate: all inputs unless some are given."""
    if wrt is None:
        return list(as_graph(graph).inputs)
    try:
        keys = [wrt] if isinstance(wrt, (str, Node)) else list(wrt)
    except TypeError:
        sentence = "wrt is a node or its name, or several in a list, not {wrt!r:.40}."
        raise WrongTypeError(sentence, wrt=wrt) from None
    return [as_graph(graph).variable(key) for key in keys]


def pull_back(
    graph: Graph,
    values: ByNode,
    of: Node | str | None = None,
    seed: Array | None = None,
    wrt: Iterable[Node | str] | Node | str | None = None,
) -> ByNode:
    """Return the adjoint of every node that `of` depends on, each in the shape of its value.

    `seed` has the shape of `of`; for a single number it is 1 unless given. `wrt` names the inputs whose adjoints are
    asked for: nodes that do not depend on them are passed over.

    Raises `ShapeError` if `of` is an array and no seed is given, or one of another shape, and `WrongTypeError` for
    values that `evaluate` did not return.

    >>> from cgraph_lib import inputs
    >>> from cgraph_lib.arrays import matmul, total
    >>> x, w = inputs("x w")
    >>> graph = Graph(total(matmul(x, w)).named("s"))
    >>> values = evaluate(graph, x=np.array([[1.0, 2.0]]), w=np.array([[3.0], [4.0]]))
    >>> pull_back(graph, values)["w"].tolist()
    [[1.0], [2.0]]
    """
    numbers, target = values_for(graph, values), graph.node(of)
    adjoints: dict[Node, Array] = {target: _seed(graph.names[target], np.shape(numbers[target]), seed)}
    dependent = dependent_on(graph, nodes_for(graph, wrt))
    with np.errstate(all="ignore"):
        for node in reversed(graph.nodes):
            if node.op is None or node.op.flat or node not in adjoints:
                continue
            operands = [numbers[parent] for parent in node.parents]
            for slot, parent in enumerate(node.parents):
                if parent in dependent:
                    part = vjp(node.op, slot, adjoints[node], operands, numbers[node])
                    adjoints[parent] = part if parent not in adjoints else adjoints[parent] + part
    return ByNode(graph, adjoints, target)


def _seed(name: str, shape: tuple[int, ...], seed: Array | None) -> Array:
    if seed is None and shape:
        raise ShapeError(
            "{name} has shape {shape}, but no seed is given; give one of that shape.", name=name, shape=shape
        )
    numbers = 1.0 if seed is None else owned(as_number(seed, "the seed"))
    if np.shape(numbers) != shape:
        raise ShapeError(
            "{name} has shape {shape}, but the seed has shape {given}; a seed has the shape of its node.",
            name=name,
            shape=shape,
            given=np.shape(numbers),
        )
    return numbers


def vjp(op: Op, slot: int, adjoint: Array, operands: list[Array], value: Array) -> Array:
    """Return what an adjoint brings to the operand in a slot, in the shape of that operand."""
    if isinstance(op, ArrayOp):
        return op.vjps[slot](adjoint, *operands, value)
    partial = op.partial_functions[slot](*operands, value)
    product = adjoint if type(partial) is float and partial == 1.0 else adjoint * partial  # a sum copies nothing
    return unbroadcast(product, np.shape(operands[slot]))


def push_forward(graph: Graph, values: ByNode, direction: Mapping[str, Array]) -> ByNode:
    """Return the tangent of every node when the inputs move in a direction, each in the shape of its value.

    `direction` gives an array for some inputs, in their shapes; the others stand still.

    Raises `ShapeError` for an array of another shape, `InputError` for one that is given twice, and `WrongTypeError`
    for values that `evaluate` did not return.

    >>> from cgraph_lib import inputs
    >>> from cgraph_lib.arrays import total
    >>> x = inputs("x")
    >>> graph = Graph(total(x * x).named("s"))
    >>> push_forward(graph, evaluate(graph, x=np.array([1.0, 2.0])), {"x": np.array([1.0, 0.0])})["s"]
    2.0
    """
    numbers = values_for(graph, values)
    tangents = _directions(graph, numbers, direction)
    moving = dependent_on(graph, tangents)  # the others pass nothing on, not even 0 times infinity
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node in tangents:
                continue
            tangents[node] = as_value(np.zeros(np.shape(numbers[node])))
            if node.op is None or node.op.flat:
                continue
            operands = [numbers[parent] for parent in node.parents]
            for slot, parent in enumerate(node.parents):
                if parent in moving:
                    part = _jvp(node.op, slot, tangents[parent], operands, numbers[node])
                    tangents[node] = as_value(tangents[node] + part)
    return ByNode(graph, tangents)


def _directions(graph: Graph, values: Mapping[Node, Any], direction: Mapping[str, Array]) -> dict[Node, Array]:
    if not isinstance(direction, Mapping):
        raise InputError(
            'A direction is a dict with an array for each input that moves, as in {{"x": ...}}, not {kind}.',
            kind=type(direction).__name__,
        )
    steps: dict[Node, Any] = {}
    for key, number in direction.items():
        node = graph.variable(key)
        if node in steps:
            raise InputError("The direction of {name} is given twice; give it once.", name=graph.names[node])
        steps[node] = owned(as_number(number, f"the direction of {graph.names[node]}"))
    for node, step in steps.items():
        if np.shape(step) != np.shape(values[node]):
            raise ShapeError(
                "The direction of {name} has shape {given}, its value {shape}.",
                name=graph.names[node],
                given=np.shape(step),
                shape=np.shape(values[node]),
            )
    return steps


def _jvp(op: Op, slot: int, tangent: Array, operands: list[Array], value: Array) -> Array:
    if isinstance(op, ArrayOp):
        return op.jvps[slot](tangent, *operands, value)
    return tangent * op.partial_functions[slot](*operands, value)


def jacobian(graph: Graph, values: ByNode, of: Node | str, wrt: Node | str) -> Array:
    """Return the whole Jacobian of one node with respect to another, entries in reading order, row by row.

    It takes one vector-Jacobian product for each entry of `of`: for teaching, and for checking small graphs.

    >>> from cgraph_lib import inputs
    >>> x = inputs("x")
    >>> graph = Graph((x * x).named("y"))
    >>> jacobian(graph, evaluate(graph, x=np.array([1.0, 2.0])), "y", "x").tolist()
    [[2.0, 0.0], [0.0, 4.0]]
    """
    numbers, target, source = values_for(graph, values), graph.node(of), graph.node(wrt)
    shape, columns = np.shape(numbers[target]), math.prod(np.shape(numbers[source]))
    rows = np.zeros((math.prod(shape), columns))
    for i in range(len(rows)):
        seed = np.zeros(len(rows))
        seed[i] = 1.0
        adjoints = pull_back(graph, values, target, as_value(seed.reshape(shape)), wrt=[source])
        if source in adjoints:
            rows[i] = np.ravel(adjoints[source])
    return rows


def array_gradient(
    graph: Graph, inputs: Inputs | None = None, /, *, of: Node | str | None = None, **named: Array
) -> dict[str, Array]:
    """Return the derivative of a single number with respect to every input, in the input's shape.

    The number is `of`, the output unless given. Raises what `evaluate` does, and `ShapeError` if it is an array.

    >>> from cgraph_lib import inputs
    >>> from cgraph_lib.arrays import total
    >>> x = inputs("x")
    >>> array_gradient(Graph(total(x * x)), x=np.array([1.0, 2.0]))["x"].tolist()
    [2.0, 4.0]
    """
    values = evaluate(graph, inputs, **named)
    adjoints = pull_back(graph, values, of)
    # Copies: the adjoint that a sum sends down is one array for all its operands, and a reader may write into his own.
    return {
        name: as_value(np.array(adjoints[x]) if x in adjoints else np.zeros(np.shape(values[x])))
        for x, name in zip(graph.inputs, graph.input_names, strict=True)
    }
