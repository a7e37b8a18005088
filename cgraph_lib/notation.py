"""How nodes, edges and derivatives are written: their names, their formulas, and the formulas with numbers put in.

A partial stands on one edge, the other operands held: ∂e/∂c. A derivative runs along all paths together: de/db.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cgraph_lib.dialects import UNICODE, write
from cgraph_lib.expression import Expression, Name, Number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.numerals import Template, number
from cgraph_lib.ops import is_array
from cgraph_lib.results import ByNode
from cgraph_lib.rewriting import simplify, substitute

LONGEST_NAME = 18
MOST_LEAVES = 40
LABELS = replace(UNICODE, number=number)
_SLOTS = replace(LABELS, name="{{{}}}".format)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def shorten(name: str) -> str:
    """Return a name that fits a box: cut in the middle if it is long, with `?` for what cannot be printed.

    >>> shorten("a_very_long_name_for_an_input")
    'a_very_long…_input'
    """
    name = "".join(character if character.isprintable() else "?" for character in name)
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 7]}…{name[-6:]}"


def display_name(graph: Graph, node: Node) -> str:
    """Return a node's name as pictures and sentences show it; a nameless constant is called by its number."""
    return shorten(graph.names[node]) if graph.names[node] else number(node.constant)


def leaf(graph: Graph, node: Node) -> Expression:
    """Return a node as an operand in a formula: its name, or its number if it is a nameless constant."""
    nameless = not graph.names[node] and not is_array(node.constant)
    return Number(node.constant) if nameless else Name(display_name(graph, node))


def formula(graph: Graph, node: Node) -> str:
    """Return a node with the operation that computes it, `c = a + b`; a leaf is written by its name alone.

    >>> from cgraph_lib import parse
    >>> graph = parse("c = a + b; e = c * c")
    >>> [formula(graph, node) for node in graph.nodes]
    ['a', 'b', 'c = a + b', 'e = c · c']
    """
    name = display_name(graph, node)
    return name if node.op is None else f"{name} = {right_side(graph, node)}"


def right_side(graph: Graph, node: Node) -> str:
    """Return the operation of a node over its operands' names: `a + b`."""
    assert node.op is not None
    return write(node.op.applied(tuple(leaf(graph, parent) for parent in node.parents)), LABELS)


def numbers_template(node: Node) -> str:
    """Return the operation of a node with slots `x0`, `x1` for its operands' values; constants stand as they are.

    >>> from cgraph_lib import parse
    >>> [numbers_template(parse(text).output) for text in ("a + b", "2 * a", "exp(a)", "a ** 2")]
    ['{x0:operand} + {x1:operand}', '2 · {x1:operand}', 'exp({x0:number})', '{x0:operand}²']
    """
    assert node.op is not None
    leaves = [_slot(node, parent, f"x{slot}") for slot, parent in enumerate(node.parents)]
    return write(node.op.applied(tuple(leaves)), _SLOTS)


def _slot(node: Node, parent: Node, slot: str) -> Expression:
    """Return an operand as a slot, unless it is a constant; −2 needs no brackets where the operation has its own."""
    if parent.constant is not None and not is_array(parent.constant):
        return Number(parent.constant)
    assert node.op is not None
    encloses = node.op.head not in LABELS.infix and not callable(LABELS.templates.get(node.op.head))
    return Name(f"{slot}:{'number' if encloses else 'operand'}")


def whole_formula(graph: Graph) -> Template | None:
    """Return the output as one formula of the inputs, with names and with numbers put in; `None` if it is too long.

    The slots for numbers are `v0`, `v1`, ... for the values of the nodes in the order of `graph.nodes`; those of the
    inputs and of the output occur.

    >>> from cgraph_lib import parse
    >>> from cgraph_lib.numerals import fill
    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> fill(whole_formula(graph), {"v0": 2.0, "v1": 1.0, "v5": 6.0})
    'e = (a + b) · (b + 1) = (2 + 1) · (1 + 1) = 6'
    """
    index = {node: i for i, node in enumerate(graph.nodes)}
    names = unfolded(graph, lambda _, parent: leaf(graph, parent))
    numbers = unfolded(graph, lambda node, parent: _slot(node, parent, f"v{index[parent]}"))
    if names is None or numbers is None:
        return None
    fixed = {"name": display_name(graph, graph.output), "formula": write(names, LABELS)}
    sentence = f"{{name}} = {{formula}} = {{numbers}} = {{v{index[graph.output]}:number}}"
    return Template(sentence, {**fixed, "numbers": Template(write(numbers, _SLOTS))})


def unfolded(graph: Graph, leaf_of: Callable[[Node, Node], Expression]) -> Expression | None:
    """Return the output as one expression, in which operations take the place of the nodes that they compute.

    `leaf_of(node, parent)` gives the expression for a leaf. A leaf alone, or a formula too long to read, is `None`.
    """
    leaves: dict[Node, int] = {}
    nested: dict[Node, int] = {}  # how many operations stand within each other
    for node in graph.nodes:
        leaves[node] = sum(leaves[parent] for parent in node.parents) or 1
        nested[node] = max((nested[parent] + 1 for parent in node.parents), default=0)
    if graph.output.op is None or max(leaves[graph.output], nested[graph.output]) > MOST_LEAVES:
        return None
    whole: dict[Node, Expression] = {}
    for node in graph.nodes:
        if node.op is not None:
            operands = (whole.get(parent) or leaf_of(node, parent) for parent in node.parents)
            whole[node] = node.op.applied(tuple(operands))
    return whole[graph.output]


def operand_numbers(node: Node, values: ByNode) -> dict[str, Any]:
    """Return the numbers for the slots of `numbers_template`."""
    return {f"x{slot}": values[parent] for slot, parent in enumerate(node.parents)}


def derivative_name(graph: Graph, of: Node, wrt: Node) -> str:
    """Return the name of a derivative along all paths, `de/db`: an adjoint, a tangent, or any node to any node."""
    return f"d{display_name(graph, of)}/d{display_name(graph, wrt)}"


def partial_name(graph: Graph, edge: Edge) -> str:
    """Return the name of an edge's partial, `∂e/∂c`; parallel edges count their operands, `∂v/∂x₁` and `∂v/∂x₂`.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x * x")
    >>> [partial_name(graph, edge) for edge in graph.edges]
    ['∂y/∂x₁', '∂y/∂x₂']
    """
    return f"∂{display_name(graph, edge.child)}/∂{display_name(graph, edge.parent)}{operand_index(edge)}"


def edge_name(graph: Graph, edge: Edge) -> str:
    """Return an edge by its two ends, `c → e`; a parallel edge has the subscript of its partial, `x₂ → y`.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x * x")
    >>> [edge_name(graph, edge) for edge in graph.edges]
    ['x₁ → y', 'x₂ → y']
    """
    return f"{display_name(graph, edge.parent)}{operand_index(edge)} → {display_name(graph, edge.child)}"


def operand_index(edge: Edge) -> str:
    """Return which operand a parallel edge carries, as a subscript counted from 1; "" where an edge runs alone."""
    parallel = edge.child.parents.count(edge.parent) > 1
    return str(edge.slot + 1).translate(_SUBSCRIPTS) if parallel else ""


def partial_formula(graph: Graph, edge: Edge) -> str:
    """Return the rule behind an edge's partial in the graph's names, `d` for ∂(c · d)/∂c; "" if it is a number.

    An operation on whole arrays has no rule for an edge: its partials would be Jacobians.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = x ** 3")
    >>> partial_formula(graph, graph.edge("x", "y"))
    '3 · x²'
    """
    assert edge.child.op is not None
    if not edge.child.op.partials:
        return ""
    rule = partial_expression(graph, edge)
    return "" if isinstance(rule, Number) else write(rule, LABELS)


def constant_partial(graph: Graph, edge: Edge) -> float | None:
    """Return an edge's partial if it is the same number at all values, else `None`.

    >>> from cgraph_lib import parse
    >>> graph = parse("y = a - 2 * b")
    >>> [constant_partial(graph, edge) for edge in graph.edges if edge.child is graph.output]
    [1.0, -1.0]
    """
    assert edge.child.op is not None
    rule = partial_expression(graph, edge) if edge.child.op.partials else None
    return rule.value if isinstance(rule, Number) else None


def partial_equation(graph: Graph, edge: Edge) -> str:
    """Return the name of an edge's partial with its rule, `∂e/∂c = d`; a partial that is a number has none."""
    rule = partial_formula(graph, edge)
    return f"{partial_name(graph, edge)} = {rule}" if rule else partial_name(graph, edge)


def partial_expression(graph: Graph, edge: Edge) -> Expression:
    """Return the rule behind an edge's partial as an expression over the graph's names, simplified."""
    child = edge.child
    assert child.op is not None
    leaves = dict(zip("xy", (leaf(graph, parent) for parent in child.parents), strict=False))
    return simplify(substitute(child.op.partials[edge.slot], {**leaves, "v": Name(display_name(graph, child))}))
