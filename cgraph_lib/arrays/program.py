"""A graph of arrays as straight-line numpy code: a line for each value, a line for each contribution to an adjoint.

`pull_back` asks at every run what no run changes: which nodes depend on the inputs, which operands were broadcast,
which partials are 1. Here that is asked once, when the code is written.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arithmetic import array_function
from cgraph_lib.arrays.array_op import Array, ArrayOp, as_array
from cgraph_lib.arrays.products import nodes_for, unbroadcast
from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import NUMPY, SINGLE, WHOLE, Dialect, write
from cgraph_lib.errors import ShapeError
from cgraph_lib.expression import Call, Expression, Name
from cgraph_lib.given import values_for
from cgraph_lib.graph import Graph, Node
from cgraph_lib.results import ByNode
from cgraph_lib.straight_line import (
    constant_arrays,
    contributions,
    formula,
    identifiers,
    leaves,
    operations,
    partial,
    product,
)

_NAMES: dict[str, Any] = {name: array_function(name) for name in NUMPY.values()} | {
    **{name: getattr(np, name) for name in ("inf", "nan", "zeros")},
    "unbroadcast": unbroadcast,
    # 1 or 0, to calculate with: numpy refuses True - True. A byte each is quicker than a float.
    "greater": lambda x, y: np.greater(x, y).view(np.int8),
    "equal": lambda x, y: np.equal(x, y).view(np.int8),
}


def array_listing(graph: Graph, values: ByNode, wrt: Iterable[Node | str] | Node | str | None = None) -> str:
    """Return the code that `compile_array_gradient` runs on arrays shaped as these values.

    A result named by `out=` is written into memory that is kept from run to run: asking for new memory takes longer
    than adding the numbers.

    Raises `ShapeError` if the output is not a single number.

    >>> from cgraph_lib import inputs
    >>> from cgraph_lib.arrays import matmul, total
    >>> x, w, b = inputs("x w b")
    >>> graph = Graph(total((matmul(x, w).named("p") + b).named("z")).named("s"))
    >>> values = evaluate(graph, x=np.ones((4, 3)), w=np.ones((3, 2)), b=np.ones(2))
    >>> print(array_listing(graph, values, wrt=["w", "b"]))
    def value_and_gradient(x, w, b):
        matmul(x, w, out=p)
        add(p, b, out=z)
        s = total(z)
        adj_s = 1.0
        adj_z = total_back_0(adj_s, z, s)
        adj_p = adj_z
        adj_b = unbroadcast(adj_z, (2,))
        adj_w = matmul_back_1(adj_p, x, w, p)
        return s, [adj_w, adj_b]
    """
    return "\n    ".join(_Writer(graph, values, nodes_for(graph, wrt)).lines())


def compile_array_gradient(
    graph: Graph, wrt: Iterable[Node | str] | Node | str | None = None
) -> Callable[[Mapping[str, Array]], tuple[float, dict[str, Array]]]:
    """Return a function of the inputs, by name, that gives the output and its adjoint for each input in `wrt`.

    The output is a single number, and an adjoint has the shape of its input. Code is written when shapes are first
    met, and kept, as is the memory for results on the way; so two threads must not share the function. It raises
    what `evaluate` does, and `ShapeError` if the output is not a single number.

    >>> from cgraph_lib import inputs
    >>> from cgraph_lib.arrays import total
    >>> x = inputs("x")
    >>> value, adjoints = compile_array_gradient(Graph(total(x * x).named("s")))({"x": [1.0, 2.0]})
    >>> value, adjoints["x"].tolist()
    (5.0, [2.0, 4.0])
    """
    asked = nodes_for(graph, wrt)
    names: dict[Any, str] = dict(zip(graph.inputs, graph.input_names, strict=True))
    compiled: dict[Any, Callable[..., Any]] = {}

    def value_and_gradient(inputs: Mapping[str, Array]) -> tuple[float, dict[str, Array]]:
        given = {names.get(key, key): x for key, x in inputs.items()}
        arrays = {name: as_array(x, name) for name, x in given.items()}
        shapes = tuple((name, x.shape) for name, x in arrays.items())
        if shapes not in compiled:
            writer = _Writer(graph, evaluate(graph, arrays), asked)
            lines = list(writer.lines())  # which fill the scope
            compiled[shapes] = function_from(lines, writer.scope, "<array listing>")
        with np.errstate(all="ignore"):
            value, adjoints = compiled[shapes](*(arrays[name] for name in graph.input_names))
        return float(value), dict(zip(map(graph.names.__getitem__, asked), adjoints, strict=True))

    return value_and_gradient


class _Writer:
    """Writes the lines for arrays shaped as `values`; `scope` holds the functions they call and the memory kept."""

    def __init__(self, graph: Graph, values: ByNode, asked: list[Node]) -> None:
        self.graph, self.asked = graph, asked
        self.shape = {node: np.shape(number) for node, number in values_for(graph, values).items()}
        if self.shape[graph.output]:
            raise ShapeError(
                "{name} has shape {shape}; the gradient is that of a single number.",
                name=graph.names[graph.output],
                shape=self.shape[graph.output],
            )
        self.name = identifiers(graph, {*_NAMES, "value_and_gradient", *_function_names(graph)})
        self.leaf = leaves(graph, self.name)
        self.scope = _NAMES | constant_arrays(graph, self.name)
        self.taking_out = set(NUMPY)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the function: evaluation, then reverse accumulation."""
        output = self.graph.output
        yield f"def value_and_gradient({', '.join(self.name[node] for node in self.graph.inputs)}):"
        for node in operations(self.graph):
            yield self._put(self.name[node], self._value(node), self.shape[node])
        yield f"adj_{self.name[output]} = 1.0"
        begun = {output}
        for node, slot in contributions(self.graph, self.asked):
            yield self._receive(node.parents[slot], self._contribution(node, slot), node.parents[slot] in begun)
            begun.add(node.parents[slot])
        results = (f"adj_{self.name[x]}" if x in begun else f"zeros({self.shape[x]})" for x in self.asked)
        yield f"return {write(self.leaf[output], SINGLE)}, [{', '.join(results)}]"

    def _value(self, node: Node) -> Expression:
        op = node.op
        if isinstance(op, ArrayOp):
            return self._call(op, op.name, op.function, *(self.leaf[parent] for parent in node.parents))
        return formula(node, self.leaf)

    def _contribution(self, node: Node, slot: int) -> Expression:
        """Return what a node's adjoint brings to the operand in a slot, in the shape of that operand."""
        op, parent, adjoint = node.op, node.parents[slot], Name(f"adj_{self.name[node]}")
        if isinstance(op, ArrayOp):
            operands = [self.leaf[parent] for parent in node.parents]
            return self._call(op, f"{op.name}_back_{slot}", op.vjps[slot], adjoint, *operands, self.leaf[node])
        contribution = product(adjoint, partial(node, slot, self.leaf))
        if self.shape[node] == self.shape[parent]:
            return contribution
        return Call("unbroadcast", (contribution, Name(str(self.shape[parent]))))

    def _call(self, op: ArrayOp, name: str, function: Callable[..., Array], *operands: Expression) -> Expression:
        numbered = (f"{name}_{number}" for number in itertools.count(2))  # two sums along different axes need two names
        own = next(own for own in itertools.chain([name], numbered) if self.scope.setdefault(own, function) is function)
        if op.takes_out:
            self.taking_out.add(own)
        return Call(own, operands)

    def _receive(self, node: Node, contribution: Expression, begun: bool) -> str:
        """Return the line that gives a node its first contribution or, if its adjoint is `begun`, adds another one."""
        name, text = f"adj_{self.name[node]}", write(contribution, self._dialect(node))
        if begun and name in self.scope:  # kept memory has a global name, which no line may assign to
            return f"add({name}, {text}, out={name})"
        if begun:
            return f"{name} = {name} + {text}"
        if node not in self.asked:
            return self._put(name, contribution, self.shape[node])
        # The caller may keep or change what is returned: it is neither kept memory nor another node's adjoint.
        return f"{name} = {text}.copy()" if self.shape[node] and isinstance(contribution, Name) else f"{name} = {text}"

    def _put(self, name: str, expression: Expression, shape: tuple[int, ...]) -> str:
        """Return the line for a new value; an array goes into memory that is kept, if its function can write there."""
        if not shape or not isinstance(expression, Call) or expression.head not in self.taking_out:
            return f"{name} = {write(expression, WHOLE if shape else SINGLE)}"
        self.scope[name] = np.empty(shape)
        return f"{write(expression, WHOLE)[:-1]}, out={name})"

    def _dialect(self, node: Node) -> Dialect:
        return WHOLE if self.shape[node] else SINGLE


def _function_names(graph: Graph) -> set[str]:
    """Return the names that a writer may give to the functions of operations on whole arrays."""
    found = [node.op for node in graph.nodes if isinstance(node.op, ArrayOp)]
    bases = {name for op in found for name in (op.name, *(f"{op.name}_back_{i}" for i in range(op.arity)))}
    return bases | {f"{base}_{i}" for base in bases for i in range(2, len(found) + 1)}
