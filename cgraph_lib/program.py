"""A graph as a straight-line program: a readable listing, a compiled function, and data for the browser."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

from cgraph_lib.codegen import function_from
from cgraph_lib.dialects import CODE, FAST, JAVASCRIPT, Dialect, write
from cgraph_lib.errors import ShapeError, listed
from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.given import wrong_count
from cgraph_lib.graph import Graph, Node, as_graph, as_number
from cgraph_lib.ops import OPS, is_array, quiet
from cgraph_lib.straight_line import (
    constant_arrays,
    contributions,
    formula,
    identifiers,
    leaves,
    leaves_of,
    operations,
    partial,
    plus,
    product,
    signed_product,
    size,
)

LINE_BY_LINE = 100
"""The code of a graph of more nodes is condensed, for speed; that of smaller ones is for readers."""
LONGEST = 8
"""In condensed code an expression that is used once, and has at most this many operations, stands where it is used."""


def listing(graph: Graph, *, condensed: bool | None = None) -> str:
    """Return the graph as Python code, line by line: evaluation, then reverse accumulation.

    The adjoint d(output)/dx is called `adj_x`. A name that is no Python name is replaced by `v` and a number, and so
    is a constant array. There is a line for each value and each contribution; if `condensed`, as a graph of more than
    100 nodes is unless you say otherwise, what is used once is written where it is used.

    Raises `WrongTypeError` for what is not a graph, `ShapeError` for operations on whole arrays.

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
    return "\n    ".join(_Writer(graph, FAST, condensed).lines)


def compile_gradient(graph: Graph) -> Callable[..., tuple[Any, tuple[Any, ...]]]:
    """Return a function of the inputs, in the order of `graph.inputs`, that gives the output and its gradient.

    It runs the code that `listing` shows, and raises what that does. Where that code meets log(0), a division by 0 or
    an overflow, and for numpy arrays, it runs the same program over functions that give inf and nan instead. The
    function raises `InputError` for another number of arguments, or one that is not a number, and `ShapeError` for
    shapes that do not fit together, or not that of an imported example.

    >>> from cgraph_lib import parse
    >>> compile_gradient(parse("c = a + b; d = b + 1; e = c * d"))(2.0, 1.0)
    (6.0, (2.0, 5.0))
    """
    fast = function_from(_Writer(graph, FAST).lines, FAST.functions, "<listing>")
    careful: list[Callable[..., Any]] = []  # written when it is first needed
    arrays = [node.constant for node in graph.constants if is_array(node.constant)]
    plain = not arrays and not any(node.shape for node in graph.inputs)
    count, floats = len(graph.inputs), {float}

    def value_and_gradient(*inputs: Any, **named: Any) -> tuple[Any, tuple[Any, ...]]:
        if named or len(inputs) != count:
            raise wrong_count(graph, len(inputs))
        if plain and floats.issuperset(map(type, inputs)):
            try:
                return fast(*inputs)  # type: ignore[no-any-return]
            except (ArithmeticError, ValueError):
                pass  # as below
        if not careful:
            writer = _Writer(graph, CODE)
            functions = {**CODE.functions, **constant_arrays(graph, writer.names)}
            careful.append(function_from(writer.lines, functions, "<careful listing>"))
        asked = zip(inputs, graph.input_names, graph.inputs, strict=True)
        numbers = [as_number(x, name, node.shape) for x, name, node in asked]
        with quiet(*numbers, *arrays):
            try:
                return careful[0](*numbers)  # type: ignore[no-any-return]
            except ValueError:  # numpy cannot stretch one to another
                found = (getattr(number, "shape", ()) for number in numbers)
                shapes = listed(map("{} {}".format, graph.input_names, found))
                raise ShapeError("These do not fit together, or not to a constant: {shapes}.", shapes=shapes) from None

    return value_and_gradient


def _check(graph: Graph) -> None:
    for node in as_graph(graph).nodes:
        if node.op is not None and not node.op.partials:
            raise ShapeError(
                "{operation} is an operation on whole arrays; cgraph_lib.arrays.program has compile_array_gradient.",
                operation=node.op.name,
            )


class _Writer:
    """Writes the lines of a graph's function in a dialect."""

    def __init__(self, graph: Graph, dialect: Dialect, condensed: bool | None = None) -> None:
        _check(graph)
        self.graph, self.dialect = graph, dialect
        self.condensed = len(graph.nodes) > LINE_BY_LINE if condensed is None else condensed
        self.names = identifiers(graph, {*FAST.functions, *CODE.functions})
        self.leaves = leaves(graph, self.names)
        self.partials = {
            (node, slot): partial(node, slot, self.leaves) for node, slot in contributions(graph, graph.inputs)
        }
        self.lines = [f"def value_and_gradient({', '.join(self.names[node] for node in graph.inputs)}):"]
        value = self._evaluate()
        adjoints = self._accumulate()
        results = [write(adjoints.get(node, Number(0.0)), dialect) for node in graph.inputs]
        self.lines.append(f"return {write(value, dialect)}, ({', '.join(results)}{',' * (len(results) == 1)})")

    def _evaluate(self) -> Expression:
        """Write the lines of evaluation, and return the output."""
        formulas = {node: formula(node, self.leaves) for node in operations(self.graph)}
        reads = Counter(leaf for each in (*formulas.values(), *self.partials.values()) for leaf in leaves_of(each))
        values = dict(self.leaves)
        for node in formulas:
            value = formula(node, values)
            once = reads[self.leaves[node]] == 1 and node is not self.graph.output
            values[node] = value if once and self._is_short(value) else self._put(self.names[node], value)
        return values[self.graph.output]

    def _accumulate(self) -> dict[Node, Expression]:
        """Write the lines of reverse accumulation, and return the adjoint of every node that depends on an input."""
        adjoints: dict[Node, Expression] = {}
        if self.partials or self.graph.output.is_input:
            self._add(adjoints, self.graph.output, Number(1.0))
        sent = Counter(node for node, _ in self.partials)
        multiply = signed_product if self.condensed else product
        for (node, slot), factor in self.partials.items():
            if sent[node] > 1 and isinstance(adjoints[node], Call):
                adjoints[node] = self._put(f"adj_{self.names[node]}", adjoints[node])
            self._add(adjoints, node.parents[slot], multiply(adjoints[node], factor))
        return adjoints

    def _add(self, adjoints: dict[Node, Expression], node: Node, contribution: Expression) -> None:
        total = plus(adjoints[node], contribution) if node in adjoints else contribution
        adjoints[node] = total if self._is_short(total) else self._put(f"adj_{self.names[node]}", total)

    def _is_short(self, expression: Expression) -> bool:
        return self.condensed and size(expression) <= LONGEST

    def _put(self, name: str, expression: Expression) -> Name:
        """Give an expression a line of its own, and return the name that stands for it."""
        self.lines.append(f"{name} = {write(expression, self.dialect)}")
        return Name(name)


def as_data(graph: Graph) -> dict[str, Any]:
    """Return the graph as plain data that JSON can hold: what `live/program.js` evaluates and differentiates.

    Nodes are given by their index; an edge is [parent, child, slot].

    >>> from cgraph_lib import parse
    >>> as_data(parse("c = a + b"))["nodes"][2]
    {'op': 'add', 'parents': [0, 1], 'constant': None}
    """
    index = {node: i for i, node in enumerate(graph.nodes)}
    nodes = [
        {
            "op": node.op and node.op.name,
            "parents": [index[parent] for parent in node.parents],
            "constant": None if node.constant is None else json_number(node.constant),
        }
        for node in graph.nodes
    ]
    return {
        "nodes": nodes,
        "edges": [[index[edge.parent], index[edge.child], edge.slot] for edge in graph.edges],
        "inputs": [index[node] for node in graph.inputs],
        "output": index[graph.output],
    }


def json_number(value: float) -> float | str:
    """Return a number as JSON can hold it; the page's `Number` reads all of them."""
    if math.isfinite(value):
        return float(value)
    return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")


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


_LOOP = "let i = 0; for (; i + 3 < v.length; i += 4) {{ {four} }} for (; i < v.length; i++) {one}"
"""Four entries a turn: the turn takes as long as one of them."""


def _loop(target: str, sign: str, expression: Expression) -> str:
    """Return the loop that gives each entry of an array, or adds to it, what an expression of entries says."""

    def entry(i: str) -> str:
        names: dict[str, Expression] = {name: Name(f"{name}[{i}]") for name in "xyva"}
        return f"{target}[{i}] {sign} {write(expression, JAVASCRIPT, names)};"

    return _LOOP.format(four=" ".join(map(entry, ("i", "i + 1", "i + 2", "i + 3"))), one=entry("i"))


def browser_array_operations() -> str:
    """Return the JavaScript module of the loops of all operations over the entries of arrays, printed from that table.

    `value` writes the results into `v`; `adjoints[slot]` adds to `to` what the adjoint `a` brings to that operand, and
    is null where the partial is 1, so that the adjoint is passed on as it is.
    """
    lines = ["const LOOPS = {"]
    for op in OPS.values():
        operands = ", ".join("xy"[: op.arity])
        value = _loop("v", "=", op.formula)
        lines += [f"  {op.name}: {{", f"    value: (v, {operands}) => {{ {value} }},", "    adjoints: ["]
        for rule in op.partials:
            brought = product(Name("a"), rule)
            loop = _loop("to", "+=", brought)
            lines.append("      null," if brought == Name("a") else f"      (to, a, v, {operands}) => {{ {loop} }},")
        lines.append("    ],\n  },")
    return "\n".join([*lines, "};"])
