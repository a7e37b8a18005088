"""A graph of arrays as straight-line numpy code: a line for each value, a line for each contribution to an adjoint.

`pull_back` asks at every run what no run changes: which nodes depend on the inputs, which operands were broadcast,
which partials are 1. Here that is asked once, when the code is written.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arithmetic import array_function
from cgraph_lib.arrays.array_op import Array, ArrayOp, as_array
from cgraph_lib.arrays.memory import Line, memory_for, names_in
from cgraph_lib.arrays.products import nodes_for, unbroadcast
from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import NUMPY, SINGLE, write
from cgraph_lib.errors import InputError, ShapeError, WrongTypeError
from cgraph_lib.expression import Call, Expression, Name, Number
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


def _compared(name: str) -> Callable[..., Array]:
    """Return maximum or minimum; a number is first spread: numpy compares arrays in half the time."""
    function = array_function(name)

    def call(x: Array, y: Array, out: Array = None) -> Array:
        if isinstance(y, float) and out is not None and not np.may_share_memory(x, out):
            out.fill(y)
            y = out
        return function(x, y, out=out)

    return call


_NAMES: dict[str, Any] = {name: array_function(name) for name in NUMPY.values()} | {
    **{name: getattr(np, name) for name in ("inf", "nan", "zeros", "copy")},
    "unbroadcast": unbroadcast,
    **{name: _compared(name) for name in ("maximum", "minimum")},
    # 1 or 0, to calculate with: numpy refuses True - True. A byte each is quicker than a float.
    "greater": lambda x, y: np.greater(x, y).view(np.int8),
    "equal": lambda x, y: np.equal(x, y).view(np.int8),
}


def array_listing(graph: Graph, values: ByNode, wrt: Iterable[Node | str] | Node | str | None = None) -> str:
    """Return the code that `compile_array_gradient` runs on arrays shaped as these values.

    A result named by `out=` is written into memory that is kept from run to run. Results that are not needed at the
    same time share it: here `z` is written over `p`.

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
        adj_b = unbroadcast(adj_z, (2,))
        adj_p = adj_z
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
    asked_names = [graph.names[node] for node in asked]
    names: dict[Any, str] = dict(zip(graph.inputs, graph.input_names, strict=True))
    compiled: dict[Any, Callable[..., Any]] = {}

    def value_and_gradient(inputs: Mapping[str, Array]) -> tuple[float, dict[str, Array]]:
        if not isinstance(inputs, Mapping):
            raise WrongTypeError("Expected the inputs in a dict, got {kind}.", kind=type(inputs).__name__)
        arrays = {(name := names.get(key, key)): as_array(x, name) for key, x in inputs.items()}
        if len(arrays) < len(inputs):
            raise InputError("An input is given twice, by its node and by its name; give it once.")
        shapes = *arrays, *[x.shape for x in arrays.values()]
        if shapes not in compiled:
            writer = _Writer(graph, evaluate(graph, arrays), asked)
            lines = list(writer.lines())  # which fill the scope
            compiled[shapes] = function_from(lines, writer.scope, "<array listing>")
        with np.errstate(all="ignore"):
            value, adjoints = compiled[shapes](*[arrays[name] for name in graph.input_names])
        return float(value), dict(zip(asked_names, adjoints, strict=True))

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
        seed = Line(f"adj_{self.name[output]}", Number(1.0), (), (), kept=False, new=True)
        lines = [*map(self._value, operations(self.graph)), seed, *self._adjoints()]
        found = {line.name for line in lines}
        adjoints = {f"adj_{self.name[node]}": self.shape[node] for node in self.asked}
        self.scope |= memory_for(lines)
        yield f"def value_and_gradient({', '.join(self.name[node] for node in self.graph.inputs)}):"
        yield from map(str, lines)
        results = (name if name in found else f"zeros({shape})" for name, shape in adjoints.items())
        yield f"return {write(self.leaf[output], SINGLE)}, [{', '.join(results)}]"

    def _value(self, node: Node) -> Line:
        op = node.op
        if isinstance(op, ArrayOp):
            found = self._call(op, op.name, op.function, *(self.leaf[parent] for parent in node.parents))
        else:
            found = formula(node, self.leaf)
        return self._line(self.name[node], node, found, names_in(found))

    def _adjoints(self) -> Iterator[Line]:
        """Yield a line for each contribution: a node's first one is its adjoint so far, another is added to it.

        Of one node's contributions those to inputs come first: then the memory of its operands can take the others.
        """
        begun: dict[Node, Line] = {}
        for node, found in itertools.groupby(contributions(self.graph, self.asked), key=operator.itemgetter(0)):
            for slot in sorted((slot for _, slot in found), key=lambda slot: node.parents[slot].op is not None):
                parent = node.parents[slot]
                begun[parent] = self._receive(parent, *self._contribution(node, slot), begun.get(parent))
                yield begun[parent]

    def _receive(self, node: Node, contribution: Expression, reads: tuple[str, ...], before: Line | None) -> Line:
        name = f"adj_{self.name[node]}"
        if before:
            return self._line(name, node, Call("+", (Name(name), contribution)), (*reads, name), before.kept)
        line = self._line(name, node, contribution, reads, keep=node not in self.asked)
        if node in self.asked and self.shape[node] and not line.new:
            # The caller may keep or change what is returned: it is no part of kept memory or of another adjoint.
            return self._line(name, node, Call("copy", (contribution,)), reads)
        return line

    def _contribution(self, node: Node, slot: int) -> tuple[Expression, tuple[str, ...]]:
        """Return what a node's adjoint brings to the operand in a slot, in that operand's shape; and what is read."""
        op, parent, adjoint = node.op, node.parents[slot], Name(f"adj_{self.name[node]}")
        if isinstance(op, ArrayOp):
            known = [*(self.leaf[parent] for parent in node.parents), self.leaf[node]]
            read = [known[i] for i in op.reads[slot]] if op.reads else known
            call = self._call(op, f"{op.name}_back_{slot}", op.vjps[slot], adjoint, *known)
            return call, names_in(Call("", (adjoint, *read)))
        contribution = product(adjoint, partial(node, slot, self.leaf))
        if self.shape[node] != self.shape[parent]:
            contribution = Call("unbroadcast", (contribution, Name(str(self.shape[parent]))))
        return contribution, names_in(contribution)

    def _call(self, op: ArrayOp, name: str, function: Callable[..., Array], *operands: Expression) -> Expression:
        numbered = (f"{name}_{number}" for number in itertools.count(2))  # two sums along different axes need two names
        own = next(own for own in itertools.chain([name], numbered) if self.scope.setdefault(own, function) is function)
        if op.takes_out:
            self.taking_out.add(own)
        return Call(own, operands)

    def _line(self, name: str, node: Node, expression: Expression, reads: tuple[str, ...], keep: bool = True) -> Line:
        head = expression.head if isinstance(expression, Call) else ""
        shape, takes_out = self.shape[node], head in self.taking_out
        new = not shape or takes_out or head in ("unbroadcast", "copy")
        return Line(name, expression, shape, reads, kept=keep and takes_out and bool(shape), new=new)


def _function_names(graph: Graph) -> set[str]:
    """Return the names that a writer may give to the functions of operations on whole arrays."""
    found = [node.op for node in graph.nodes if isinstance(node.op, ArrayOp)]
    bases = {name for op in found for name in (op.name, *(f"{op.name}_back_{i}" for i in range(op.arity)))}
    return bases | {f"{base}_{i}" for base in bases for i in range(2, len(found) + 1)}
