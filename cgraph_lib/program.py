"""A graph as a straight-line program: a readable listing, a compiled function, and data for the browser."""

from __future__ import annotations

import itertools
import keyword
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import CODE, FAST, JAVASCRIPT, Dialect, write
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.graph import Graph, Node, as_number
from cgraph_lib.ops import OPS, is_array, quiet
from cgraph_lib.rewriting import simplify, substitute

_RESERVED = {*FAST.functions, *CODE.functions}


def listing(graph: Graph) -> str:
    """Return the graph as Python code, line by line: evaluation, then reverse accumulation.

    The adjoint d(output)/dx is called `adj_x`. A name that is no Python name is replaced by `v` and a number, and so is
    a constant array. Raises `ValueError` for operations on whole arrays.

    >>> from cgraph_lib import parse
    >>> print(listing(parse("c = a + b; d = b + 1; e = c * d")))
    def value_and_gradient(a, b):
        c = a + b
        d = b + 1.0
        e = c * d
        adj_e = 1.0
        adj_c = adj_e * d
        adj_d = adj_e * c
        adj_b = adj_d
        adj_a = adj_c
        adj_b = adj_b + adj_c
        return e, (adj_a, adj_b)
    """
    return "\n    ".join(_lines(graph, FAST))


def compile_gradient(graph: Graph) -> Callable[..., tuple[Any, tuple[Any, ...]]]:
    """Return a function of the inputs, in the order of `graph.inputs`, that gives the output and its gradient.

    It runs the code that `listing` shows, and raises what that does. Where that code meets log(0), a division by 0 or
    an overflow, and for numpy arrays, it runs the same program over functions that give inf and nan instead.

    >>> from cgraph_lib import parse
    >>> compile_gradient(parse("c = a + b; d = b + 1; e = c * d"))(2.0, 1.0)
    (6.0, (2.0, 5.0))
    """
    fast = function_from(_lines(graph, FAST), FAST.functions, "<listing>")
    careful: list[Callable[..., Any]] = []
    arrays = [node for node in graph.constants if is_array(node.constant)]
    count, floats = len(graph.inputs), {float}

    def value_and_gradient(*inputs: Any) -> tuple[Any, tuple[Any, ...]]:
        if len(inputs) != count:
            names = ", ".join(graph.input_names)
            raise ValueError(f"The function takes {count} numbers ({names}), not {len(inputs)}.")
        if not arrays and floats.issuperset(map(type, inputs)):
            try:
                return fast(*inputs)  # type: ignore[no-any-return]
            except (ArithmeticError, ValueError):
                pass  # as below
        if not careful:
            name = identifiers(graph, _RESERVED)
            functions = {**CODE.functions, **{name[node]: node.constant for node in arrays}}
            careful.append(function_from(_lines(graph, CODE), functions, "<careful listing>"))
        numbers = [as_number(x, name) for x, name in zip(inputs, graph.input_names, strict=True)]
        with quiet(*numbers, *(node.constant for node in arrays)):
            return careful[0](*numbers)  # type: ignore[no-any-return]

    return value_and_gradient


def _lines(graph: Graph, dialect: Dialect) -> Iterator[str]:
    for node in graph.nodes:
        if node.op is not None and not node.op.partials:
            raise ValueError(f"{node.op.name} is an operation on whole arrays; take compile_array_gradient instead.")
    names = identifiers(graph, _RESERVED)
    needed = {graph.output}
    for node in reversed(graph.nodes):
        if node in needed:
            needed.update(node.parents)

    def leaf(node: Node) -> Expression:
        plain = node.constant is not None and not is_array(node.constant)
        return Number(node.constant) if plain else Name(names[node])

    yield f"def value_and_gradient({', '.join(names[node] for node in graph.inputs)}):"
    operations = [node for node in graph.nodes if node in needed and node.op is not None]
    for node in operations:
        assert node.op is not None
        operands = {name: leaf(parent) for name, parent in zip("xy", node.parents, strict=False)}
        yield f"{names[node]} = {write(node.op.formula, dialect, operands)}"
    adjoint = {node: Name(f"adj_{name}") for node, name in names.items()}
    yield f"{write(adjoint[graph.output], dialect)} = 1.0"
    begun = {graph.output}
    for node in reversed(operations):
        assert node.op is not None
        operands = {name: leaf(parent) for name, parent in zip("xy", node.parents, strict=False)}
        for edge in graph.edges_into[node]:
            partial = simplify(substitute(node.op.partials[edge.slot], {**operands, "v": leaf(node)}))
            total: Expression = simplify(Call("*", (adjoint[node], partial)))
            if edge.parent in begun:
                total = _sum(adjoint[edge.parent], total)
            yield f"{write(adjoint[edge.parent], dialect)} = {write(total, dialect)}"
            begun.add(edge.parent)
    results = "".join(f"{write(adjoint[node], dialect) if node in begun else '0.0'}, " for node in graph.inputs)
    value = write(leaf(graph.output), dialect)
    yield f"return {value}, ({results.strip() if len(graph.inputs) == 1 else results.rstrip(', ')})"


def _sum(x: Expression, y: Expression) -> Expression:
    """Return `x + y`, or `x - z` where `y` is `-z`."""
    match y:
        case Call("neg", (z,)):
            return Call("-", (x, z))
    return Call("+", (x, y))


def identifiers(graph: Graph, functions: Iterable[str]) -> dict[Node, str]:
    """Return for each node a name that Python takes and that hides no function."""
    reserved = {*keyword.kwlist, *functions}
    plain = {name for name in graph.names.values() if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name)}
    good = {name for name in plain - reserved if not name.startswith(("adj_", "__"))}
    fresh = (name for name in map("v{}".format, itertools.count(1)) if name not in plain)
    return {node: name if name in good else next(fresh) for node, name in graph.names.items()}


def as_data(graph: Graph) -> dict[str, Any]:
    """Return the graph as plain data that JSON can hold: what `live/program.js` evaluates and differentiates.

    Nodes are told by their index; an edge is [parent, child, slot].

    >>> from cgraph_lib import parse
    >>> as_data(parse("c = a + b"))["nodes"][2]
    {'op': 'add', 'parents': [0, 1], 'constant': None}
    """
    index = {node: i for i, node in enumerate(graph.nodes)}
    nodes = [
        {
            "op": node.op and node.op.name,
            "parents": [index[parent] for parent in node.parents],
            "constant": None if node.constant is None else _json_number(node.constant),
        }
        for node in graph.nodes
    ]
    return {
        "nodes": nodes,
        "edges": [[index[edge.parent], index[edge.child], edge.slot] for edge in graph.edges],
        "inputs": [index[node] for node in graph.inputs],
        "output": index[graph.output],
    }


def _json_number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def browser_operations() -> str:
    """Return the JavaScript module of all operations, printed from the table in `ops`."""
    lines = ["const OPERATIONS = {"]
    for op in OPS.values():
        operands = ", ".join("xy"[: op.arity])
        partials = ", ".join(f"({operands}, v) => {write(partial, JAVASCRIPT)}" for partial in op.partials)
        lines.append(f"  {op.name}: {{")
        lines.append(f"    value: ({operands}) => {write(op.formula, JAVASCRIPT)},")
        lines.append(f"    partials: [{partials}],\n  }},")
    return "\n".join([*lines, "};"])
