"""Random graphs with sharing, parallel edges, constants and dead nodes: the same graph for the same seed.

Their inputs are chosen with them, away from kinks and poles, so that differences are a fair judge.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from cgraph_lib import Graph, inputs
from cgraph_lib.graph import Node, apply, constant
from cgraph_lib.ops import OPS, Op

# A new operation must not change the graphs of old seeds.
OPERATIONS = (
    *("add", "subtract", "multiply", "divide", "power", "negate", "exp", "log", "sqrt", "sin", "cos", "tan", "tanh"),
    *("sigmoid", "relu", "abs", "max", "min", "square"),
)
CONSTANTS = (-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0)
LARGEST = 30.0
MOST_PATHS = 500


def random_graph(seed: int, operations: int = 16) -> tuple[Graph, dict[str, float]]:
    """Return a graph and numbers for its inputs, `a` to `d` at most; some nodes are named, some are dead."""
    rng = random.Random(seed)
    names = "a b c d"[: 2 * rng.randint(1, 4) - 1]
    leaves = inputs(names) if " " in names else (inputs(names),)
    values = {leaf: rng.uniform(-2.5, 2.5) for leaf in leaves}
    paths = dict.fromkeys(leaves, 1)
    ops = [OPS[name] for name in OPERATIONS]
    size = len(leaves) + rng.randint(3, operations)
    while len(paths) < size:
        op = rng.choices(ops, weights=[op.arity**2 for op in ops])[0]  # joins make paths
        operands = [_operand(rng, list(paths)) for _ in range(op.arity)]
        if op.arity == 2 and rng.random() < 0.15:
            operands[1] = operands[0]  # parallel edges
        numbers = [values.get(operand, operand.constant) for operand in operands]
        routes = sum(paths.get(operand, 0) for operand in operands)
        if routes == 0 or routes > MOST_PATHS or not _tame(op, operands, numbers):
            continue
        node = apply(op.head, *operands)
        if rng.random() < 0.5:
            node = node.named(f"n{len(paths)}")
        values[node], paths[node] = op.function(*numbers), routes
    made = list(paths)
    return Graph(made[-1], *made), {leaf.name: values[leaf] for leaf in leaves}


def _operand(rng: random.Random, made: list[Node]) -> Node:
    if rng.random() < 0.15:
        return constant(rng.choice(CONSTANTS))
    return rng.choice((made[-1:], made[-4:], made)[rng.randrange(3)])


def _tame(op: Op, operands: list[Node], numbers: list[float]) -> bool:
    """Return whether the operation is finite, smooth and not steep at these numbers."""
    if not abs(op.function(*numbers)) < LARGEST:
        return False
    if op.name == "power" and numbers[0] == 0:
        return False  # on the border of its domain there is no two-sided difference
    for slot, operand in enumerate(operands):
        near, far = (_slope(op.function, numbers, slot, h) for h in (1e-5, 1e-3))
        if operand.constant is None and not (abs(far) < LARGEST and math.isclose(near, far, abs_tol=1e-3)):
            return False
    return True


def _slope(function: Callable[..., float], numbers: list[float], slot: int, h: float) -> float:
    up, down = ([x + s * h * (i == slot) for i, x in enumerate(numbers)] for s in (1, -1))
    return (function(*up) - function(*down)) / (2 * h)
