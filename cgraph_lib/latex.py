"""Names, formulas and numbers in LaTeX: what `notation` and `numerals` write, for slides and answer sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cgraph_lib import numerals
from cgraph_lib.dialects import LATEX, write
from cgraph_lib.expression import Expression, Name, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import leaf, operand_index, partial_expression, unfolded
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByNode
from cgraph_lib.spelling import latex_number, latex_word


def number(value: Any) -> str:
    r"""Return a number to the digits that `numerals.number` shows.

    >>> from fractions import Fraction
    >>> [number(x) for x in (-0.5, 1.2e-7, float("inf"), Fraction(-1, 3))]
    ['-0.5', '1.2 \\cdot 10^{-7}', '\\infty', '-\\frac{1}{3}']
    """
    text = numerals.number(value)
    return latex_word(text) if is_array(value) else latex_number(text)


def operand(value: Any) -> str:
    """Return a number as it stands inside a sum or product: a negative one in brackets."""
    text = number(value)
    return rf"\left({text}\right)" if text.startswith("-") else text


STYLES = {"number": number, "operand": operand}
_NAMES = replace(LATEX, number=number)
_NUMBERS = replace(_NAMES, name=latex_word)


def name(graph: Graph, node: Node) -> str:
    """Return the name of a node; a nameless constant is called by its number."""
    return write(leaf(graph, node), _NAMES)


def operation(graph: Graph, node: Node) -> str:
    """Return the operation of a node over its operands' names."""
    assert node.op is not None
    return write(node.op.applied(tuple(leaf(graph, parent) for parent in node.parents)), _NAMES)


def operation_on_numbers(node: Node, values: ByNode) -> str:
    """Return the operation of a node with its operands' values put in."""
    assert node.op is not None
    return write(node.op.applied(tuple(_number_leaf(values[parent]) for parent in node.parents)), _NUMBERS)


def whole_formula(graph: Graph, values: ByNode) -> list[str]:
    """Return the output as one formula of the inputs: with names, with numbers put in; [] if that is too long."""
    names = unfolded(graph, lambda _, parent: leaf(graph, parent))
    numbers = unfolded(graph, lambda _, parent: _number_leaf(values[parent]))
    return [write(names, _NAMES), write(numbers, _NUMBERS)] if names and numbers else []


def _number_leaf(value: Any) -> Expression:
    return Name(numerals.number(value)) if is_array(value) else Number(value)


def derivative(graph: Graph, of: Node, wrt: Node) -> str:
    r"""Return a derivative along all paths, with an upright d.

    >>> from cgraph_lib import parse
    >>> graph = parse("e = a + b")
    >>> print(derivative(graph, graph.output, graph.node("b")))
    \frac{\mathrm{d} e}{\mathrm{d} b}
    """
    return rf"\frac{{\mathrm{{d}} {name(graph, of)}}}{{\mathrm{{d}} {name(graph, wrt)}}}"


def partial(graph: Graph, edge: Edge) -> str:
    r"""Return the partial on one edge; parallel edges count their operands.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x * x")
    >>> print(partial(graph, graph.edge("x", "y", 1)))
    \frac{\partial y}{\partial x_{2}}
    """
    index = f"_{{{_index(graph, edge)}}}" if operand_index(edge) else ""
    parent = name(graph, edge.parent)
    operand_name = f"{{{parent}}}{index}" if index and "_{" in parent else f"{parent}{index}"
    return rf"\frac{{\partial {name(graph, edge.child)}}}{{\partial {operand_name}}}"


def _index(graph: Graph, edge: Edge) -> str:
    """Return the number of an operand, in brackets if without them the index might be that of another node."""
    operand_name = graph.names[edge.parent]
    taken = operand_name[-1:].isdigit() or f"{operand_name}{edge.slot + 1}" in graph.names.values()
    return f"({edge.slot + 1})" if taken else f"{edge.slot + 1}"


def partial_rule(graph: Graph, edge: Edge) -> str:
    """Return the rule behind an edge's partial over the graph's names."""
    return write(partial_expression(graph, edge), _NAMES)
