"""Random formulas that the sixty lines can differentiate, with numbers that a reader can follow by hand."""

from __future__ import annotations

import random

from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.engines.mutants import original
from cgraph_lib.exercises.engines.replaying import replay
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse

FUNCTIONS = ("log", "tanh", "relu", "exp")


def random_formula(rng: random.Random) -> tuple[str, dict[str, float]]:
    """Return a formula of four or five named nodes over two or three inputs, and small numbers for these.

    Every node is used; its values are finite, of moderate size, and none is 0.
    """
    while True:
        names = list("abc"[: rng.choice((2, 2, 3))])
        inputs = {name: rng.choice((2.0, 3.0, 4.0, 5.0, -2.0, 0.5)) for name in names}
        unused, lines = list(names), []
        for new in "defgh"[: rng.choice((4, 5))]:
            used = _operands(rng, names, unused)
            lines.append(f"{new} = {_operation(rng, used)}")
            unused = [name for name in [*unused, new] if name not in used]
            names.append(new)
        formula = "; ".join(lines)
        if len(unused) == 1 and _is_tame(parse(formula), inputs):
            return formula, inputs


def _operands(rng: random.Random, names: list[str], unused: list[str]) -> list[str]:
    first = rng.choice(unused)
    return [first] if rng.random() < 0.2 else [first, rng.choice(names)]


def _operation(rng: random.Random, used: list[str]) -> str:
    if len(used) == 1:
        return f"{rng.choice(FUNCTIONS)}({used[0]})"
    left, right = rng.sample(used, 2)
    return f"{left} {rng.choice('+-*/')} {right}"


def _is_tame(graph: Graph, inputs: dict[str, float]) -> bool:
    try:
        right = replay(original()["accumulate"], graph, inputs)
    except CgraphError:
        return False
    numbers = [*right.truth.values.values(), *right.truth.adjoints.values()]
    written = all(len(number(each)) <= 7 for each in numbers)
    moderate = all(0.001 < abs(each) < 1000 for each in [*numbers, *right.truth.partials.values()])
    return right.right and written and moderate
