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
from cgraph_lib.arrays import unbroadcast
from cgraph_lib.arrays.array_op import Array, ArrayOp
from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import NUMPY, SINGLE, WHOLE, Dialect, write
from cgraph_lib.errors import ShapeError
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.graph import Graph, Node, as_number
from cgraph_lib.ops import Op, is_array
from cgraph_lib.program import identifiers
from cgraph_lib.results import ByNode
from cgraph_lib.rewriting import simplify, substitute

_ELEMENTWISE = frozenset(NUMPY)
_NAMES = {name: array_function(name) for name in NUMPY.values()} | {
    **{name: getattr(np, name) for name in ("inf", "nan", "zeros")},
    "unbroadcast": unbroadcast,
    # 1 or 0, to calculate with: numpy refuses True - True. A byte each is quicker than a float.
    "greater": lambda x, y: np.greater(x, y).view(np.int8),
    "equal": lambda x, y: np.equal(x, y).view(np.int8),
}


def array_listing(graph: Graph, values: ByNode, wrt: Iterable[Node | str] | None = None) -> str:
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
    return "\n    ".join(_Writer(graph, values, _wanted(graph, wrt)).lines())


def compile_array_gradient(
    graph: Graph, wrt: Iterable[Node | str] | None = None
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
    wanted = _wanted(graph, wrt)
    names: dict[Any, str] = dict(zip(graph.inputs, graph.input_names, strict=True))
    compiled: dict[Any, Callable[..., Any]] = {}

    def value_and_gradient(inputs: Mapping[str, Array]) -> tuple[float, dict[str, Array]]:
        given = {names.get(key, key): np.asarray(x) for key, x in inputs.items()}
        arrays = {name: np.asarray(as_number(x, name)) for name, x in given.items()}
        key = tuple((name, x.shape) for name, x in arrays.items())
        if key not in compiled:
            writer = _Writer(graph, evaluate(graph, arrays), wanted)
            lines = list(writer.lines())  # which fill the scope
            compiled[key] = function_from(lines, writer.scope, "<array listing>")
        with np.errstate(all="ignore"):
            value, adjoints = compiled[key](*(arrays[name] for name in graph.input_names))
        return float(value), dict(zip(map(graph.names.__getitem__, wanted), adjoints, strict=True))

    return value_and_gradient


def _wanted(graph: Graph, wrt: Iterable[Node | str] | None) -> list[Node]:
    return list(graph.inputs) if wrt is None else [graph.node(key) for key in wrt]


class _Writer:
    """Writes the lines for arrays shaped as `values`; `scope` holds the functions they call and the memory kept."""

    def __init__(self, graph: Graph, values: ByNode, wanted: list[Node]) -> None:
        if np.shape(values[graph.output]) != ():
            shape = np.shape(values[graph.output])
            raise ShapeError(f"{graph.names[graph.output]} has shape {shape}; the gradient is that of a single number.")
        self.graph, self.wanted = graph, wanted
        self.shape = {node: np.shape(values[node]) for node in graph.nodes}
        self.name = identifiers(graph, {*_NAMES, "value_and_gradient", *self._function_names()})
        self.scope: dict[str, Any] = dict(_NAMES)
        self.taking_out = set(_ELEMENTWISE)

    def _function_names(self) -> set[str]:
        """Return the names that `_call` may give to the functions of operations on whole arrays."""
        found = [node.op for node in self.graph.nodes if isinstance(node.op, ArrayOp)]
        bases = {name for op in found for name in (op.name, *(f"{op.name}_back_{i}" for i in range(op.arity)))}
        return bases | {f"{base}_{i}" for base in bases for i in range(2, len(found) + 1)}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the function: evaluation, then reverse accumulation."""
        yield f"def value_and_gradient({', '.join(self.name[node] for node in self.graph.inputs)}):"
        for node in self.graph.nodes:
            if node.op is not None:
                yield self._put(self.name[node], self._formula(node, node.op), self.shape[node])
        yield f"adj_{self.name[self.graph.output]} = 1.0"
        begun = {self.graph.output}
        for node, slot in self._moves():
            if node not in begun:
                continue
            parent = node.parents[slot]
            sent, part = f"adj_{self.name[parent]}", self._contribution(node, slot)
            text = write(part, self._dialect(parent))
            if parent not in begun and parent not in self.wanted:
                yield self._put(sent, part, self.shape[parent])
            elif parent not in begun:  # the reader may keep it, and the next run writes over kept memory
                yield f"{sent} = {text}{'.copy()' if self.shape[parent] and isinstance(part, Name) else ''}"
            else:  # kept memory has a global name, which no line may assign to
                yield f"add({sent}, {text}, out={sent})" if sent in self.scope else f"{sent} = {sent} + {text}"
            begun.add(parent)
        results = (f"adj_{self.name[x]}" if x in begun else f"zeros({self.shape[x]})" for x in self.wanted)
        yield f"return {self.name[self.graph.output]}, [{', '.join(results)}]"

    def _moves(self) -> Iterator[tuple[Node, int]]:
        """Yield, against the edges, each node and slot whose operand depends on a wanted input."""
        moving = set(self.wanted)
        for node in self.graph.nodes:
            if not moving.isdisjoint(node.parents):
                moving.add(node)
        for node in reversed(self.graph.nodes):
            yield from ((node, slot) for slot, parent in enumerate(node.parents) if parent in moving)

    def _formula(self, node: Node, op: Op) -> Expression:
        operands = [self._leaf(parent) for parent in node.parents]
        if isinstance(op, ArrayOp):
            return self._call(op, op.name, op.function, operands)
        return substitute(op.formula, dict(zip("xy", operands, strict=False)))

    def _contribution(self, node: Node, slot: int) -> Expression:
        """Return what a node's adjoint brings to the operand in a slot, in the shape of that operand."""
        op, parent, adjoint = node.op, node.parents[slot], Name(f"adj_{self.name[node]}")
        operands = [self._leaf(parent) for parent in node.parents]
        if isinstance(op, ArrayOp):
            return self._call(op, f"{op.name}_back_{slot}", op.vjps[slot], [adjoint, *operands, self._leaf(node)])
        assert op is not None
        known = {**dict(zip("xy", operands, strict=False)), "v": self._leaf(node)}
        product = simplify(Call("*", (adjoint, substitute(op.partials[slot], known))))
        if self.shape[node] == self.shape[parent]:
            return product
        return Call("unbroadcast", (product, Name(str(self.shape[parent]))))

    def _leaf(self, node: Node) -> Expression:
        if node.constant is not None and not is_array(node.constant):
            return Number(node.constant)
        if node.constant is not None:
            self.scope[self.name[node]] = node.constant
        return Name(self.name[node])

    def _call(self, op: ArrayOp, name: str, function: Callable[..., Array], operands: list[Expression]) -> Expression:
        numbered = (f"{name}_{number}" for number in itertools.count(2))  # two sums along different axes need two names
        own = next(own for own in itertools.chain([name], numbered) if self.scope.setdefault(own, function) is function)
        if op.takes_out:
            self.taking_out.add(own)
        return Call(own, tuple(operands))

    def _put(self, name: str, expression: Expression, shape: tuple[int, ...]) -> str:
        """Return the line for a new value; an array goes into memory that is kept, if its function can write there."""
        if not shape or not isinstance(expression, Call) or expression.head not in self.taking_out:
            return f"{name} = {write(expression, WHOLE if shape else SINGLE)}"
        self.scope[name] = np.empty(shape)
        return f"{write(expression, WHOLE)[:-1]}, out={name})"

    def _dialect(self, node: Node) -> Dialect:
        return WHOLE if self.shape[node] else SINGLE
