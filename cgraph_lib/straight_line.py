"""What straight-line code for a graph has lines for, before it is written: which values, which contributions."""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cgraph_lib.expression import Call, Expression, Name, Number
from cgraph_lib.graph import Graph, Node
from cgraph_lib.ops import is_array
from cgraph_lib.rewriting import simplify, substitute


def operations(graph: Graph) -> list[Node]:
    """Return the nodes to be computed for the output, operands before results; what it does not need is left out."""
    needed = {graph.output}
    for node in reversed(graph.nodes):
        if node in needed:
            needed.update(node.parents)
    return [node for node in graph.nodes if node in needed and node.op is not None]


def dependent_on(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """Return these nodes and all that are computed from them, except by operations that are flat."""
    found = set(nodes)
    for node in graph.nodes:  # operands before results, so one pass is enough
        if node.op and not node.op.flat and not found.isdisjoint(node.parents):
            found.add(node)
    return found


def contributions(graph: Graph, wrt: Iterable[Node]) -> Iterator[tuple[Node, int]]:
    """Yield, in the order of reverse accumulation, the child and the slot of each contribution.

    A parent that depends on no node of `wrt` receives none: nobody asks for its adjoint.
    """
    dependent, reached = dependent_on(graph, wrt), {graph.output}
    for node in reversed(operations(graph)):
        if node in reached and not (node.op and node.op.flat):
            slots = [slot for slot, parent in enumerate(node.parents) if parent in dependent]
            reached.update(node.parents[slot] for slot in slots)
            yield from ((node, slot) for slot in slots)


def leaves(graph: Graph, names: Mapping[Node, str]) -> dict[Node, Expression]:
    """Return what stands for each node in a formula: its name, or the number of a constant."""
    plain = {node for node in graph.constants if not is_array(node.constant)}
    return {node: Number(node.constant) if node in plain else Name(names[node]) for node in graph.nodes}


def constant_arrays(graph: Graph, names: Mapping[Node, str]) -> dict[str, Any]:
    """Return the constants that code cannot write down, by the names that stand for them."""
    return {names[node]: node.constant for node in graph.constants if is_array(node.constant)}


def formula(node: Node, values: Mapping[Node, Expression]) -> Expression:
    """Return the formula of a node's operation over what stands for its operands."""
    assert node.op is not None
    return substitute(node.op.formula, _operands(node, values))


def partial(node: Node, slot: int, values: Mapping[Node, Expression]) -> Expression:
    """Return the partial of a node with respect to the operand in a slot."""
    assert node.op is not None
    return simplify(substitute(node.op.partials[slot], {**_operands(node, values), "v": values[node]}))


def _operands(node: Node, values: Mapping[Node, Expression]) -> dict[str, Expression]:
    return {name: values[parent] for name, parent in zip("xy", node.parents, strict=False)}


def product(adjoint: Expression, factor: Expression) -> Expression:
    """Return an adjoint times a partial, without idle numbers."""
    return simplify(Call("*", (adjoint, factor)))


def signed_product(adjoint: Expression, factor: Expression) -> Expression:
    """Return the same with a minus sign of either in front, where a sum can take it for its own."""
    match adjoint, factor:
        case (Call("neg", (x,)), y) | (y, Call("neg", (x,))):
            return negative(signed_product(x, y))
        case Number(-1), x:
            return negative(simplify(x))
    return product(adjoint, factor)


def negative(x: Expression) -> Expression:
    """Return `-x`, or `y` where `x` is `-y`."""
    match x:
        case Call("neg", (y,)):
            return y
    return Call("neg", (x,))


def plus(x: Expression, y: Expression) -> Expression:
    """Return the sum of two contributions, as a difference if one of them is `-z`."""
    match x, y:
        case (z, Call("neg", (w,))) | (Call("neg", (w,)), z):
            return Call("-", (z, w))
    return simplify(Call("+", (x, y)))


def leaves_of(expression: Expression) -> list[Expression]:
    """Return the names and numbers in an expression, from left to right, as often as they stand there."""
    if isinstance(expression, Call):
        return [leaf for arg in expression.args for leaf in leaves_of(arg)]
    return [expression]


def size(expression: Expression) -> int:
    """Return how many operations an expression has.

    >>> from cgraph_lib.reader import read
    >>> size(read("-(a + b) * 2"))
    3
    """
    return 1 + sum(map(size, expression.args)) if isinstance(expression, Call) else 0


def identifiers(graph: Graph, functions: Iterable[str]) -> dict[Node, str]:
    """Return for each node a name that Python takes and that hides no function."""
    reserved = {*keyword.kwlist, *functions}
    plain = {name for name in graph.names.values() if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name)}
    good = {name for name in plain - reserved if not name.startswith(("adj_", "__"))}
    fresh = (name for name in map("v{}".format, itertools.count(1)) if name not in plain)
    return {node: name if name in good else next(fresh) for node, name in graph.names.items()}
