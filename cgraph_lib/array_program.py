"""A graph of arrays as straight-line numpy code: a line for each value, a line for each contribution to an adjoint.

`pull_back` asks at every run what no run changes: which nodes depend on the inputs, which operands were broadcast,
which partials are 1. Here that is asked once, when the code is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.array_ops import ArrayOp, ShapeError
from cgraph_lib.arrays import unbroadcast
from cgraph_lib.dialects import CODE, Dialect, simplify, substitute, write
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.graph import Graph, Node
from cgraph_lib.ops import is_array
from cgraph_lib.program import identifiers
from cgraph_lib.results import ByNode

Array = Any

_UFUNCS = {
    **{"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power", "neg": "negative"},
    **{">": "greater", "==": "equal", "max": "maximum", "min": "minimum"},
}
_CALLED = {head: f"{name}({{}})" for head, name in _UFUNCS.items()}
WHOLE = Dialect(infix={}, templates=_CALLED)
"""Elementwise operations on arrays, as calls of numpy's functions: these can write into memory that is there."""
SINGLE = Dialect(infix={sign: CODE.infix[sign] for sign in ("+", "-", "*", "neg")}, templates=_CALLED)
"""The same for single numbers. numpy divides them, for it gives inf and nan as IEEE 754 says."""

_NAMES = {
    name: getattr(np, name)
    for name in (*_UFUNCS.values(), "abs", "exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "inf", "nan", "zeros")
} | {
    "unbroadcast": unbroadcast,
    # 1 or 0, to calculate with: numpy refuses True - True.
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
        p = matmul(x, w)
        add(p, b, out=z)
        s = total(z)
        adj_s = 1.0
        adj_z = total_back_0(adj_s, z, s)
        adj_p = adj_z
        adj_b = unbroadcast(adj_z, (2,))
        adj_w = matmul_back_1(adj_p, x, w, p)
        return s, [adj_w, adj_b]
    """
    return "\n    ".join(_lines(graph, values, _wanted(graph, wrt), {}))


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
    compiled: dict[Any, Callable[..., Any]] = {}

    def value_and_gradient(inputs: Mapping[str, Array]) -> tuple[float, dict[str, Array]]:
        arrays = {name: np.asarray(x, dtype=float) for name, x in inputs.items()}
        key = tuple((name, x.shape) for name, x in arrays.items())
        if key not in compiled:
            scope: dict[str, Any] = dict(_NAMES)
            lines = _lines(graph, evaluate(graph, arrays), wanted, scope)
            # The text is made of the table's formulas and of checked names: nothing a reader typed reaches it.
            exec(compile("\n    ".join(lines), "<array listing>", "exec"), scope)
            compiled[key] = scope["value_and_gradient"]
        with np.errstate(all="ignore"):
            value, adjoints = compiled[key](*(arrays[name] for name in graph.input_names))
        return float(value), dict(zip(map(graph.names.__getitem__, wanted), adjoints, strict=True))

    return value_and_gradient


def _wanted(graph: Graph, wrt: Iterable[Node | str] | None) -> list[Node]:
    return list(graph.inputs) if wrt is None else [graph.node(key) for key in wrt]


def _lines(graph: Graph, values: ByNode, wanted: list[Node], scope: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the function; put into `scope` what they call besides `_NAMES`."""
    if np.shape(values[graph.output]) != ():
        shape = np.shape(values[graph.output])
        raise ShapeError(f"{graph.names[graph.output]} has shape {shape}; the gradient is that of a single number.")
    names = identifiers(graph, {*_NAMES, *(node.op.name for node in graph.nodes if node.op is not None)})
    adjoint = {node: Name(f"adj_{name}") for node, name in names.items()}
    moving = set(wanted)
    for node in graph.nodes:
        if not moving.isdisjoint(node.parents):
            moving.add(node)

    def leaf(node: Node) -> Expression:
        if node.constant is None:
            return Name(names[node])
        if not is_array(node.constant):
            return Number(node.constant)
        scope[names[node]] = node.constant
        return Name(names[node])

    def call(op: ArrayOp, what: str, function: Callable[..., Array], operands: Iterable[Expression]) -> str:
        name, number = f"{op.name}{what}", 2
        while scope.setdefault(name, function) is not function:  # two sums along different axes, say
            name, number = f"{op.name}{number}{what}", number + 1
        return f"{name}({', '.join(write(operand, SINGLE) for operand in operands)})"

    def assigned(name: Name, expression: Expression, shape: tuple[int, ...]) -> str:
        if shape == () or not isinstance(expression, Call):
            return f"{name.name} = {write(expression, SINGLE)}"
        scope[name.name] = np.empty(shape)
        return f"{write(expression, WHOLE)[:-1]}, out={name.name})"

    yield f"def value_and_gradient({', '.join(names[node] for node in graph.inputs)}):"
    for node in graph.nodes:
        operands = [leaf(parent) for parent in node.parents]
        if isinstance(node.op, ArrayOp):
            yield f"{names[node]} = {call(node.op, '', node.op.function, operands)}"
        elif node.op is not None:
            formula = substitute(node.op.formula, dict(zip("xy", operands, strict=False)))
            yield assigned(Name(names[node]), formula, np.shape(values[node]))
    yield f"{adjoint[graph.output].name} = 1.0"
    begun = {graph.output}
    for node in reversed(graph.nodes):
        if node.op is None or node not in begun or node not in moving:
            continue
        operands = [leaf(parent) for parent in node.parents]
        for slot, parent in enumerate(node.parents):
            if parent not in moving:
                continue
            sent, shape = adjoint[parent].name, np.shape(values[parent])
            if isinstance(node.op, ArrayOp):
                part = call(node.op, f"_back_{slot}", node.op.vjps[slot], [adjoint[node], *operands, leaf(node)])
            else:
                known = {**dict(zip("xy", operands, strict=False)), "v": leaf(node)}
                product = simplify(Call("*", (adjoint[node], substitute(node.op.partials[slot], known))))
                same = np.shape(values[node]) == shape
                if same and parent not in begun and parent not in wanted:
                    yield assigned(adjoint[parent], product, shape)
                    begun.add(parent)
                    continue
                part = write(product, SINGLE if shape == () else WHOLE)
                if not same:
                    part = f"unbroadcast({part}, {shape})"
                elif shape and isinstance(product, Name):
                    part += ".copy()"  # the reader may keep it, and the next run writes over the other
            if parent not in begun:
                yield f"{sent} = {part}"
            else:  # an array in kept memory is a global name, which no line may assign to
                yield f"add({sent}, {part}, out={sent})" if sent in scope else f"{sent} = {sent} + {part}"
            begun.add(parent)
    results = (adjoint[node].name if node in begun else f"zeros({np.shape(values[node])})" for node in wanted)
    yield f"return {names[graph.output]}, [{', '.join(results)}]"
