"""From text to graph: several assignments, or one formula."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from cgraph_lib.expression import Call, Expression, FormulaError, Name, Number, check_characters, read
from cgraph_lib.graph import Graph, Node, apply, constant, nearest
from cgraph_lib.ops import BY_HEAD, FUNCTIONS

_EQUALS = re.compile(r"(?<![=<>!:])=(?!=)")
_SIGNS = re.compile(r"[-+*/%@&|^<>]+$")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


@dataclass(frozen=True, slots=True, eq=False)
class _Assignment:
    name: str
    formula: Expression
    place: int


def parse(text: str) -> Graph:
    """Return the graph of a text: assignments parted by `;` or line ends, or one formula.

    A name that is never assigned is an input. Assignments may stand in any order. The output
    is the last one that no other uses.
    Nothing in the text is executed.

    Raises `FormulaError` (a `ValueError`) that names the culprit and its place: text that is no formula, an
    unknown function, a name assigned twice, a cycle, an implicit equation.

    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> [graph.names[node] for node in graph.inputs]
    ['a', 'b']
    >>> parse("x = x + 1")
    Traceback (most recent call last):
        ...
    cgraph_lib.expression.FormulaError: x is defined by itself: x -> x. That is an equation, not an explicit function.
        x = x + 1
        ^
    """
    if not isinstance(text, str):
        raise ValueError(f"parse reads a text, not {type(text).__name__}.")
    check_characters(text, text, 0)
    assignments = _assignments(text)
    by_name = {assignment.name: assignment for assignment in assignments}
    nodes: dict[str, Node] = {}
    for assignment in assignments:
        for name in _leaf_names(assignment.formula):
            if name not in by_name and name not in nodes:
                nodes[name] = Node(name=name)
    built: dict[_Assignment, Node] = {}
    for assignment in _ordered(assignments, by_name, text):
        node = _build(assignment.formula, nodes, text)
        if assignment.name:
            node = nodes[assignment.name] = node.named(assignment.name)
        built[assignment] = node
    used = {name for assignment in assignments for name in _leaf_names(assignment.formula)}
    output = [assignment for assignment in assignments if assignment.name not in used][-1]
    return Graph(built[output], *nodes.values(), *built.values())


def _assignments(text: str) -> list[_Assignment]:
    found: list[_Assignment] = []
    start, depth, statements = 0, 0, []
    for place, character in enumerate(text + ";"):
        depth += (character == "(") - (character == ")")
        if character == ";" or (character == "\n" and depth <= 0):
            statements.append((start, text[start:place]))
            start, depth = place + 1, 0
    for start, statement in statements:
        if statement.strip():
            found.append(_assignment(text, start, statement))
    if not found:
        raise FormulaError("There is no formula here; write one, such as (a + b) * (b + 1).", text)
    seen: set[str] = set()
    for assignment in found:
        if assignment.name in seen and not assignment.name:
            reason = "There are two formulas without a name; write a name and = before each, as in c = a + b."
            raise FormulaError(reason, text, assignment.place)
        if assignment.name in seen:
            raise FormulaError(
                f"{assignment.name} is assigned twice; give each result its own name.", text, assignment.place
            )
        seen.add(assignment.name)
    return found


def _assignment(text: str, start: int, statement: str) -> _Assignment:
    place = start + len(statement) - len(statement.lstrip())
    equals = [sign for sign in _EQUALS.finditer(statement) if _depth(statement[: sign.start()]) == 0]
    if not equals:
        return _Assignment("", read(statement, whole=text, start=start), place)
    left = statement[: equals[0].start()].strip()
    if not _NAME.fullmatch(left) or keyword.iskeyword(left) or left in FUNCTIONS:
        raise FormulaError(_not_explicit(left), text, place if left else start + equals[0].start())
    if len(equals) > 1:
        raise FormulaError(
            "There are two = in one assignment; write one for each result.", text, start + equals[1].start()
        )
    formula = read(statement[equals[0].end() :], whole=text, start=start + equals[0].end())
    if isinstance(formula, Name) and formula.name != left:
        reason = f"{left} would be a second name for {formula.name}; use {formula.name} itself, or compute something."
        raise FormulaError(reason, text, place)
    return _Assignment(left, formula, place)


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _not_explicit(left: str) -> str:
    if not left:
        return "A name is missing on the left of =."
    signs = _SIGNS.search(left)
    if signs:
        return f"{signs.group()}= changes a name that exists; a graph names each result once, as in c = a + b."
    if left in FUNCTIONS:
        return f"{left} is a function; choose another name for the result."
    if keyword.iskeyword(left):
        return f"{left} is a word of Python; choose another name."
    return (
        f"The left side {left[:30]!r} is not one name, so this is not an explicit function; "
        "write a name, =, and how to compute it."
    )


def _leaf_names(formula: Expression) -> list[str]:
    match formula:
        case Name(name):
            return [name]
        case Call(_, args):
            return [name for arg in args for name in _leaf_names(arg)]
    return []


def _ordered(assignments: list[_Assignment], by_name: dict[str, _Assignment], text: str) -> list[_Assignment]:
    """Return the assignments so that each stands after those it needs, otherwise in the order of the text."""
    needs = {a: [by_name[name] for name in _leaf_names(a.formula) if name in by_name] for a in assignments}
    done: dict[_Assignment, None] = {}
    for first in assignments:
        trail = {first: None}
        while trail:
            current = next(reversed(trail))
            missing = next((other for other in needs[current] if other not in done), None)
            if missing is None:
                del trail[current]
                done[current] = None
            elif missing in trail:
                names = [a.name for a in trail]
                loop = " -> ".join([*names[names.index(missing.name) :], missing.name])
                raise FormulaError(
                    f"{missing.name} is defined by itself: {loop}. That is an equation, not an explicit function.",
                    text,
                    missing.place,
                )
            else:
                trail[missing] = None
    return list(done)


def _build(formula: Expression, nodes: dict[str, Node], text: str) -> Node:
    match formula:
        case Number(value):
            return constant(value)
        case Name(name, place):
            if name in FUNCTIONS:
                raise FormulaError(f"{name} is a function; write its operand in brackets.", text, place)
            return nodes[name]
        case Call(head, args, place):
            if head not in BY_HEAD:
                mend = f"To multiply, write {head} * (...)." if len(head) == 1 else f"Known: {', '.join(FUNCTIONS)}."
                raise FormulaError(f"There is no function {head!r}.{nearest(head, FUNCTIONS)} {mend}", text, place)
            arity = BY_HEAD[head].arity
            if len(args) != arity:
                raise FormulaError(f"{head} takes {arity} operand{'s' * (arity > 1)}, not {len(args)}.", text, place)
            return apply(head, *(_build(arg, nodes, text) for arg in args))
