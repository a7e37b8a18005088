"""From text to graph: several assignments, or one formula."""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cgraph_lib.characters import Source
from cgraph_lib.errors import FormulaError, WrongTypeError
from cgraph_lib.expression import Call, Expression, Name, Number, postorder
from cgraph_lib.foreign import NO_FUNCTION, instead_of
from cgraph_lib.graph import Graph, Node, apply, constant
from cgraph_lib.ops import BY_HEAD, FUNCTIONS, OPS
from cgraph_lib.reader import NO_FORMULA, Reader

CONSTANTS = {"pi": math.pi, "π": math.pi, "inf": math.inf, "nan": math.nan}
"""Names that stand for a number unless they are assigned. `e` is not one of them: many formulas have an input e."""

_EXAMPLES = {name: f"{name}({', '.join('xy'[: OPS[name].arity])})" for name in FUNCTIONS}
_EQUALS = re.compile(r"[()]|(?<![=<>!:])=(?!=)")
_OPERATORS = re.compile(r"[-+*/%@&|^<>]+$")


@dataclass(frozen=True, slots=True, eq=False)
class _Assignment:
    name: str
    formula: Expression
    place: int

    def names(self) -> dict[str, int]:
        """Return the names in the formula, each with its first place."""
        found: dict[str, int] = {}
        for part in postorder(self.formula):
            if isinstance(part, Name):
                found.setdefault(part.name, part.place)
        return found


def parse(text: str) -> Graph:
    """Return the graph of a string: assignments separated by `;` or line ends, or one formula.

    A name that is never assigned is an input, but pi, inf and nan are constants. Assignments may stand in any order.
    The output is the last one that no other uses. Nothing in it is executed.

    Raises `FormulaError` (a `ValueError`) that names the culprit and its place: text that is no formula, an
    unknown function, a name assigned twice, a cycle, an implicit equation.

    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> [graph.names[node] for node in graph.inputs]
    ['a', 'b']
    >>> parse("x = x + 1")
    Traceback (most recent call last):
        ...
    cgraph_lib.errors.FormulaError: x is defined by itself: x -> x. That is an equation, not an explicit function.
        x = x + 1
        ^
    """
    if not isinstance(text, str):
        raise WrongTypeError("Expected a string such as 'c = a + b', got {type}.", type=type(text).__name__)
    source = Source.of(text)
    assignments = _assignments(source)
    by_name = {assignment.name: assignment for assignment in assignments}
    used = {name: None for assignment in assignments for name in assignment.names()}
    nodes = {name: _leaf(name) for name in used if name not in by_name}
    built: dict[_Assignment, Node] = {}
    for assignment in _ordered(assignments, by_name, source):
        node = _build(assignment.formula, nodes, source)
        if assignment.name:
            node = nodes[assignment.name] = node.named(assignment.name)
        built[assignment] = node
    output = [assignment for assignment in assignments if assignment.name not in used][-1]
    return Graph(built[output], *nodes.values(), *built.values())


def _leaf(name: str) -> Node:
    return constant(CONSTANTS[name], name) if name in CONSTANTS else Node(name)


def _assignments(source: Source) -> list[_Assignment]:
    found: dict[str, _Assignment] = {}
    for start, stop in _statements(source.plain):
        assignment = _assignment(source, start, stop)
        if assignment.name in found and assignment.name:
            sentence = "{name} is assigned twice; give each result its own name."
            raise source.error(assignment.place, sentence, name=assignment.name)
        if assignment.name in found:
            sentence = "There are two formulas without a name; write a name and = before each, as in c = a + b."
            raise source.error(assignment.place, sentence)
        found[assignment.name] = assignment
    if not found:
        raise source.error(0, NO_FORMULA)
    return list(found.values())


def _statements(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where each assignment begins and ends: at `;`, or at a line end outside brackets."""
    start, depth = 0, 0
    for place, character in enumerate(plain + ";"):
        depth += (character == "(") - (character == ")")
        if character == ";" or (character == "\n" and depth <= 0):
            if plain[start:place].strip():
                yield start, place
            start, depth = place + 1, 0


def _assignment(source: Source, start: int, stop: int) -> _Assignment:
    statement = source.plain[start:stop]
    place = start + len(statement) - len(statement.lstrip())
    places = [start + equal for equal in _equals(statement)]
    if not places:
        return _Assignment("", Reader(source, start, stop, _EXAMPLES).read(), place)
    equals, *others = places
    left = source.plain[start:equals].strip()
    name = unicodedata.normalize("NFKC", left)
    if not name.isidentifier() or keyword.iskeyword(name) or name in FUNCTIONS:
        raise _not_explicit(source, left, place)
    if others:
        raise source.error(others[0], "There are two = in one assignment; write one for each result.")
    formula = Reader(source, equals + 1, stop, _EXAMPLES).read()
    if isinstance(formula, Name) and formula.name != name:
        sentence = "{name} would be a second name for {other}; use {other} itself, or compute something."
        raise source.error(place, sentence, name=name, other=formula.name)
    return _Assignment(name, formula, place)


def _equals(statement: str) -> Iterator[int]:
    """Yield the places of = outside brackets."""
    depth = 0
    for match in _EQUALS.finditer(statement):
        if match[0] == "=" and depth == 0:
            yield match.start()
        depth += (match[0] == "(") - (match[0] == ")")


def _not_explicit(source: Source, left: str, place: int) -> FormulaError:
    operators = _OPERATORS.search(left)
    if not left:
        return source.error(place, "A name is missing on the left of =.")
    if operators:
        sentence = "{operator}= changes a name that exists; a graph names each result once, as in c = a + b."
        return source.error(place, sentence, operator=operators[0])
    if left in FUNCTIONS:
        return source.error(place, "{name} is a function; choose another name for the result.", name=left)
    if keyword.iskeyword(left):
        return source.error(place, "{name} is a word of Python; choose another name.", name=left)
    sentence = (
        "The left side {left!r} is not one name, so this is not an explicit function; "
        "write a name, =, and how to compute it."
    )
    return source.error(place, sentence, left=left[:30])


def _ordered(
    assignments: list[_Assignment], by_name: Mapping[str, _Assignment], source: Source
) -> Collection[_Assignment]:
    """Return the assignments so that each stands after those it needs, otherwise as they were written."""
    needs = {a: [by_name[name] for name in a.names() if name in by_name] for a in assignments}
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
                names = [assignment.name for assignment in trail]
                cycle = [*names[names.index(missing.name) :], missing.name]
                sentence = "{name} is defined by itself: {loop}. That is an equation, not an explicit function."
                raise source.error(missing.place, sentence, name=missing.name, loop=" -> ".join(cycle), cycle=cycle)
            else:
                trail[missing] = None
    return done


def _build(formula: Expression, nodes: Mapping[str, Node], source: Source) -> Node:
    made: list[Node] = []
    for part in postorder(formula):
        match part:
            case Number(value):
                made.append(constant(value))
            case Name(name):
                made.append(nodes[name])
            case Call(head, args, place):
                _check_call(head, len(args), place, nodes, source)
                first = len(made) - len(args)
                made[first:] = [apply(head, *made[first:])]
    return made[0]


def _check_call(head: str, count: int, place: int, nodes: Mapping[str, Node], source: Source) -> None:
    if head not in BY_HEAD:
        raise _no_function(head, place, nodes, source)
    arity = BY_HEAD[head].arity
    if count != arity:
        sentence = (
            "{name} takes one operand, as in {example}, not {count}."
            if arity == 1
            else "{name} takes two operands, as in {example}, not {count}."
        )
        raise source.error(place, sentence, name=head, example=_EXAMPLES[head], count=count)


def _no_function(name: str, place: int, nodes: Mapping[str, Node], source: Source) -> FormulaError:
    if len(name) == 1 or name in nodes:
        return source.error(place, "There is no function {name!r}. To multiply, write {name} * (...).", name=name)
    if instead := instead_of(name, _EXAMPLES):
        return source.error(place, "There is no function {name!r}; write {instead}.", name=name, instead=instead)
    return source.error(place, NO_FUNCTION, name=name, known=", ".join(FUNCTIONS))
