"""A formula built on somebody's engine: by Python's operators on its nodes, and by its functions or methods."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from cgraph_lib.errors import InputError
from cgraph_lib.exercises.trials import error_line
from cgraph_lib.graph import Graph, Node
from cgraph_lib.notation import right_side
from cgraph_lib.ops import Op
from cgraph_lib.results import ByNode

_INFIX: Mapping[str, tuple[Callable[..., Any], str]] = {
    "add": (operator.add, "add"),
    "subtract": (operator.sub, "sub"),
    "multiply": (operator.mul, "mul"),
    "divide": (operator.truediv, "truediv"),
    "power": (operator.pow, "pow"),
}
_PREFIX: Mapping[str, Callable[..., Any]] = {"negate": operator.neg, "abs": operator.abs}
_METHODS = {"negate": "__neg__", "abs": "__abs__"}


def built(graph: Graph, values: ByNode, leaf: Callable[[float], Any], functions: Mapping[str, Any]) -> dict[Node, Any]:
    """Return for each node of a graph the engine's own; constants, and what is made of them alone, stay numbers.

    `leaf` makes an input of a number; `functions` are those that stand beside the engine, under their names.
    Raises `InputError` for an operation that the engine does not have, or stops at.
    """
    theirs: dict[Node, Any] = {}
    for node in graph.nodes:
        if node.op is None:
            number = float(values[node])
            theirs[node] = leaf(number) if node.is_input else number
        else:
            operands = [theirs[parent] for parent in node.parents]
            theirs[node] = _computed(graph, node, node.op, operands, functions)
    return theirs


def is_number(thing: Any) -> bool:
    """Return whether something stands for a constant: a number that is no node of an engine."""
    return isinstance(thing, int | float) and not hasattr(thing, "grad")


def _computed(graph: Graph, node: Node, op: Op, operands: list[Any], functions: Mapping[str, Any]) -> Any:
    if all(map(is_number, operands)):
        return op.function(*operands)
    function = _function(graph, node, op, operands, functions)
    try:
        result = function(*operands)
    except Exception as error:  # whatever somebody's engine raises
        sentence = "The engine stops at {formula} with {error}."
        raise InputError(sentence, formula=right_side(graph, node), error=error_line(error)) from error
    if result is None or is_number(result) or any(result is operand for operand in operands):
        sentence = "For {formula} the engine returns no new node. Return one from its operation {name}."
        raise InputError(sentence, formula=right_side(graph, node), name=op.name)
    return result


def _function(graph: Graph, node: Node, op: Op, operands: list[Any], functions: Mapping[str, Any]) -> Any:
    """Return what computes an operation on an engine's nodes."""
    if op.name == "square":
        return _function_of(graph, node, op, operands[0], "__pow__", lambda x: x**2)
    if op.name in _INFIX:
        function, name = _INFIX[op.name]
        left = not is_number(operands[0])
        method = f"__{name}__" if left else f"__r{name}__"
        return _function_of(graph, node, op, operands[0 if left else 1], method, function)
    if op.name in _PREFIX:
        return _function_of(graph, node, op, operands[0], _METHODS[op.name], _PREFIX[op.name])
    holder = next(each for each in operands if not is_number(each))
    if callable(functions.get(op.name)) and not hasattr(type(holder), op.name):
        return functions[op.name]
    others = [each for each in operands if each is not holder] or operands[1:]  # max and min may swap their operands
    return _function_of(graph, node, op, holder, op.name, lambda *_: getattr(holder, op.name)(*others))


def _function_of(graph: Graph, node: Node, op: Op, holder: Any, method: str, function: Any) -> Any:
    """Return a function if the engine's nodes have the method behind it."""
    if callable(getattr(type(holder), method, None)):
        return function
    sentence = "The engine has no {operation}, which {formula} needs. Define {method}, or leave it out of the formula."
    formula = right_side(graph, node)
    raise InputError(sentence, operation=op.name, formula=formula, method=f"{type(holder).__name__}.{method}")
