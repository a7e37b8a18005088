"""Graphs for all engines: drawn once, then built by whoever is handed the inputs."""

import random
from collections.abc import Callable, Iterable
from typing import Any

Step = tuple[str, int, int]


def draw(size: int, seed: int = 0) -> tuple[list[float], list[Step]]:
    """Return the numbers of the inputs, and the steps that make the other nodes of a graph with `size` nodes.

    One node in ten is an input. A step (sign, i, j) combines node i, which no step has taken before, with any node j,
    so every node is used; what is left over is added up. Values stay tame: no engine meets an overflow or a tie.
    """
    rng = random.Random(seed)
    values = [rng.choice((-1, 1)) * rng.uniform(0.5, 1.5) for _ in range(size // 10)]
    numbers, steps, unused = list(values), list[Step](), list(range(len(values)))
    while len(values) + len(unused) - 1 < size:
        step = sign, i, j = rng.choice(("+", "-", "*", "relu")), rng.choice(unused), rng.randrange(len(values))
        value = build(values, [step], lambda x: max(x, 0.0))
        if i == j or (values[i] == 0 if sign == "relu" else not 0.1 < abs(value) < 3):
            continue
        steps.append(step)
        values.append(value)
        unused = [k for k in unused if k not in ((i,) if sign == "relu" else (i, j))] + [len(values) - 1]
    while len(unused) > 1:
        steps.append(("+", unused.pop(), unused.pop()))
        unused.append(len(numbers) + len(steps) - 1)
    return numbers, steps


def draw_chain(size: int, seed: int = 0) -> tuple[list[float], list[Step]]:
    """Return the same for a chain of scaled sums: each step scales what there is and adds an input.

    Only sums and constant factors: the fewest numbers to keep and, of all graphs, the most that is left out.
    """
    rng = random.Random(seed)
    numbers = [rng.uniform(-1, 1) for _ in range(size // 10)]
    steps, last = list[Step](), 0
    while len(numbers) + len(steps) < size:
        scaled = len(numbers) + len(steps)
        steps += [("scale", last, last), ("+", scaled, len(steps) // 2 % len(numbers))]
        last = scaled + 1
    return numbers, steps


def build(inputs: Iterable[Any], steps: Iterable[Step], relu: Callable[[Any], Any]) -> Any:
    """Return the last node that the steps make of the inputs, by the engine's own operators."""
    nodes = list(inputs)
    for sign, i, j in steps:
        if sign == "+":
            nodes.append(nodes[i] + nodes[j])
        elif sign == "-":
            nodes.append(nodes[i] - nodes[j])
        elif sign == "*":
            nodes.append(nodes[i] * nodes[j])
        elif sign == "scale":
            nodes.append(0.9 * nodes[i])
        else:
            nodes.append(relu(nodes[i]))
    return nodes[-1]
