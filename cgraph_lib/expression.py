"""The formula language as data. `reader` makes an `Expression` of a string; `dialects` writes one in other notations.

The same small language serves two masters: a reader types formulas in it, and the table in `ops` states every
operation and its partials in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a formula; `place` is where it stands in the string."""

    name: str
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """An operator (`head` is "+", "-", "*", "/", "**" or "neg") or a function, with its operands.

    The table of operations also has the operators ">", "==", "@" and "pos".
    """

    head: str
    args: tuple[Expression, ...]
    place: int = field(default=0, compare=False)


Expression = Number | Name | Call


def postorder(expression: Expression) -> list[Expression]:
    """Return all parts of an expression, operands before what is made of them, from left to right.

    >>> [getattr(part, "name", "") or part.head for part in postorder(Call("+", (Name("a"), Name("b"))))]
    ['a', 'b', '+']
    """
    waiting, found = [expression], []
    while waiting:
        part = waiting.pop()
        found.append(part)
        if isinstance(part, Call):
            waiting.extend(part.args)
    return found[::-1]
