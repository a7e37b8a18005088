"""Mutants of the sixty lines: the same engine with one change, found on its syntax tree and made in its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any

from cgraph_lib.exercises.engines.sixty_lines import ENGINE

_OTHER: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/"}
# Besides the table: what may change in which function. The rest serves arrays and checks.
_CHANGED = {"apply": ast.expr, "topological_order": ast.Compare, "accumulate": ast.expr}


@dataclass(frozen=True)
class Mutant:
    """An engine with one change: the `line` that was changed, as it is now, and as it `was`; `source` is all of it."""

    source: str
    line: str
    was: str

    def names(self) -> dict[str, Any]:
        """Return what the engine defines, made anew."""
        names: dict[str, Any] = {}
        exec(_compiled(self.source), names)  # our own text, changed by us
        return names


@cache
def original() -> dict[str, Any]:
    """Return what the engine defines as it was, without a change."""
    return Mutant(ENGINE, "", "").names()


@cache
def _compiled(source: str) -> CodeType:
    return compile(source, "<mutant>", "exec")


@cache
def mutants() -> tuple[Mutant, ...]:
    """Return all mutants, each once, from the first line to the last.

    >>> [mutant.line.strip() for mutant in mutants() if '"exp"' in mutant.was or '"log"' in mutant.was]
    ['"log": (np.log, lambda x, v: (1,)),', '"log": (np.log, lambda x, v: (x,)),']
    """
    made = (_made(old, new) for old in _sites(ast.parse(ENGINE)) for new in _changes(old))
    return tuple({mutant.source: mutant for mutant in made if mutant.source != ENGINE}.values())


def _made(old: ast.expr, new: str) -> Mutant:
    """Return the engine with the text of one expression replaced; each stands in a line of its own."""
    lines = ENGINE.splitlines(keepends=True)
    i = old.lineno - 1
    was = lines[i]
    lines[i] = was[: old.col_offset] + new + was[old.end_col_offset :]
    return Mutant("".join(lines), lines[i].rstrip("\n"), was.rstrip("\n"))


def _sites(tree: ast.Module) -> list[ast.expr]:
    """Return the expressions that may be changed: those of some functions, and of the table the partials."""
    found: list[ast.AST] = []
    for part in tree.body:
        if isinstance(part, ast.FunctionDef) and part.name in _CHANGED:
            found += [node for node in ast.walk(part) if isinstance(node, _CHANGED[part.name])]
        elif isinstance(part, ast.Assign) and isinstance(part.value, ast.Dict):
            partials = [rule.elts[1] for rule in part.value.values if isinstance(rule, ast.Tuple)]
            found += [node for rule in partials for node in ast.walk(rule)]
    return [node for node in found if isinstance(node, ast.expr)]


def _changes(node: ast.expr) -> Iterator[str]:
    """Yield what an expression may become: the slips of a hand."""
    match node:
        case ast.BinOp(left, op, right):
            yield from map(ast.unparse, (left, right))
            if type(op) in _OTHER:
                yield f"{ast.unparse(left)} {_OTHER[type(op)]} {ast.unparse(right)}"
        case ast.UnaryOp(ast.USub(), inside):
            yield ast.unparse(inside)
        case ast.Constant(float(value)) if value and node.col_offset and _is_positive(node):
            yield f"-{value}"
        case ast.Tuple([first, second], ast.Load()) if ast.unparse(first) != "x":
            yield f"({ast.unparse(second)}, {ast.unparse(first)})"
        case ast.Call(ast.Name("tuple"), [ast.GeneratorExp(ast.Tuple([key, value]), loops)]):
            pairs = ast.unparse(ast.DictComp(key, value, loops))  # a dictionary holds each operand once
            yield f"tuple({pairs}.items())"
        case ast.Call(ast.Name("reversed"), [ordered]):
            yield ast.unparse(ordered)
        case ast.Compare(parent, [ast.NotIn()], [done]):  # then a node that waits already is not put before its child
            yield f"{ast.unparse(parent)} not in (*{ast.unparse(done)}, *stack)"
        case ast.Dict([ast.expr() as output], [_]):  # then the output keeps its dictionary from one run to the next
            yield f'{ast.unparse(output)}.__dict__.setdefault("adjoint", {ast.unparse(node)})'


def _is_positive(node: ast.expr) -> bool:
    return ENGINE.splitlines()[node.lineno - 1][node.col_offset - 1] != "-"
