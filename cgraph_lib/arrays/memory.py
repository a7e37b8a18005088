"""Memory for straight-line code on arrays: kept from run to run, and shared by results not needed at the same time.

Asking for new memory takes longer than adding the numbers, and memory that was just used is still near the processor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cgraph_lib.arrays.array_op import Array
from cgraph_lib.dialects import NUMPY, SINGLE, WHOLE, write
from cgraph_lib.expression import Call, Expression, Name
from cgraph_lib.straight_line import leaves_of

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A line of code: the name of a result, its formula and shape, and the names of the arrays whose entries it reads.

    A `kept` result is written into kept memory. One that is `new` is no part of an array that the line reads.
    """

    name: str
    formula: Expression
    shape: Shape
    reads: tuple[str, ...]
    kept: bool
    new: bool

    def __str__(self) -> str:
        text = write(self.formula, WHOLE if self.shape else SINGLE)
        return f"{text[:-1]}, out={self.name})" if self.kept else f"{self.name} = {text}"

    @property
    def entry_by_entry(self) -> bool:
        """Whether the result may be written over an operand: an entry is read before it is written."""
        return isinstance(self.formula, Call) and self.formula.head in NUMPY


def names_in(formula: Expression) -> tuple[str, ...]:
    """Return the names that stand in a formula."""
    return tuple(leaf.name for leaf in leaves_of(formula) if isinstance(leaf, Name))


def memory_for(lines: Sequence[Line]) -> dict[str, Array]:
    """Return memory for each kept result.

    >>> from cgraph_lib.reader import read
    >>> formulas = {"a": read("exp(x)"), "b": read("a + x"), "c": read("a * b"), "d": read("exp(c)")}
    >>> lines = [Line(name, formula, (2, 3), names_in(formula), True, True) for name, formula in formulas.items()]
    >>> memory = memory_for(lines)
    >>> memory["a"] is memory["b"], memory["b"] is memory["c"], memory["c"] is memory["d"]
    (False, True, True)
    """
    memory: dict[str, Array] = {}
    free: dict[Shape, list[Array]] = defaultdict(list)
    freed: dict[int, list[str]] = defaultdict(list)
    for name, number in _free_from(lines).items():
        freed[number].append(name)
    for number, line in enumerate(lines):
        for array in (memory[name] for name in freed[number] if name in memory):
            free[array.shape].append(array)
        if line.kept and line.name not in memory:
            memory[line.name] = free[line.shape].pop() if free[line.shape] else np.empty(line.shape)
    return memory


def _free_from(lines: Sequence[Line]) -> dict[str, int]:
    """Return for each name the number of the first line that may write over its entries."""
    found: dict[str, int] = {}
    for number, line in reversed(list(enumerate(lines))):
        first = number if line.entry_by_entry else number + 1
        if not line.new:  # as long as the part is needed, so is the whole
            first = max(first, found.get(line.name, first))
        for name in line.reads:
            found[name] = max(first, found.get(name, first))
    return found
