"""A graph of arrays as data for the page: what `live/array_program.js` evaluates and differentiates.

Arrays are flat there; where one is broadcast or summed, a map leads from each entry of the larger array to one of the
smaller. The loops over entries are printed by `program.browser_array_operations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from cgraph_lib.arrays.array_op import ArrayOp
from cgraph_lib.errors import InputError
from cgraph_lib.given import values_for
from cgraph_lib.graph import Graph, Node
from cgraph_lib.program import json_number
from cgraph_lib.results import ByNode
from cgraph_lib.straight_line import contributions, operations


def as_array_data(graph: Graph, values: ByNode, wrt: Iterable[Node | str] = ()) -> dict[str, Any]:
    """Return the graph as plain data that JSON can hold, for arrays shaped as these values.

    Nodes are given by their index; `contributions` are those of reverse accumulation, as pairs of a child and a slot,
    for the inputs in `wrt`.

    Raises `InputError` for an operation that the page does not know.

    >>> from cgraph_lib import evaluate, inputs
    >>> from cgraph_lib.arrays import total
    >>> graph = Graph(total(inputs("x") + 1).named("s"))
    >>> data = as_array_data(graph, evaluate(graph, x=np.ones((2, 3))), wrt=["x"])
    >>> data["nodes"][-1]
    {'op': 'total', 'parents': [2], 'shape': [], 'constant': None, 'kept': [1, 1], 'scale': 1.0}
    >>> data["inputs"], data["contributions"]
    ({'x': 0}, [[3, 0], [2, 0]])
    """
    numbers = values_for(graph, values)
    needed = set(operations(graph))
    nodes = [node for node in graph.nodes if node.op is None or node in needed]
    index = {node: i for i, node in enumerate(nodes)}
    asked = [graph.variable(key) for key in wrt]
    return {
        "nodes": [
            {
                "op": node.op and node.op.name,
                "parents": [index[parent] for parent in node.parents],
                "shape": list(np.shape(numbers[node])),
                "constant": None if node.constant is None else [json_number(x) for x in np.ravel(node.constant)],
                **dict(_facts(node, [np.shape(numbers[parent]) for parent in node.parents])),
            }
            for node in nodes
        ],
        "inputs": {graph.names[node]: index[node] for node in graph.inputs},
        "named": {graph.names[node]: index[node] for node in nodes if graph.names[node]},
        "output": index[graph.output],
        "contributions": [[index[node], slot] for node, slot in contributions(graph, asked)],
    }


def _facts(node: Node, shapes: list[tuple[int, ...]]) -> Iterator[tuple[str, Any]]:
    """Yield what the page needs to know of an operation on whole arrays besides its operands."""
    if not isinstance(node.op, ArrayOp):
        return
    match node.op.name, node.op.recipe:
        case "matmul", _:
            return
        case ("total" | "mean") as name, (*_, axes, _):
            kept = _kept(shapes[0], axes)
            yield "kept", kept
            summed = [size for size, left in zip(shapes[0], kept, strict=True) if left != size]
            yield "scale", 1 / max(int(np.prod(summed)), 1) if name == "mean" else 1.0
        case "log_sum_exp", (_, axes, _):
            yield "kept", _kept(shapes[0], axes)
        case "pick", (_, _, *picked):
            places = np.arange(int(np.prod(shapes[0]))).reshape(shapes[0])[tuple(picked)]
            yield "places", np.ravel(places).tolist()
        case name, _:
            raise InputError("The page does not know the operation {name}.", name=name)


def _kept(shape: tuple[int, ...], axes: tuple[int, ...] | None) -> list[int]:
    """Return a shape in which the axes that are summed away have size 1."""
    gone = range(len(shape)) if axes is None else [axis % len(shape) for axis in axes]
    return [1 if axis in gone else size for axis, size in enumerate(shape)]
