"""Engines of every kind run as they are: right ones are never blamed, and what they return is numbers."""

import math
import random

import pytest
from exercises.engines import odd_engines as odd
from exercises.engines.replays import AT, RUNNING

from cgraph_lib import evaluate, parse
from cgraph_lib.exercises.engines import replay

UNSEEN = {odd.Hidden}


def formula(seed):
    """Return a formula in which every node is used."""
    rng = random.Random(seed)
    names, unused, lines = ["a", "b"], ["a", "b"], []
    for new in "cdefgh"[: rng.randint(2, 6)]:
        x, y = rng.choice(unused), rng.choice(names)
        right = rng.choice([f"{x} + {y}", f"{y} - {x}", f"{x} * {y}", f"-{x}", f"tanh({x})", f"2 / {x}"])
        lines.append(f"{new} = {right}")
        names.append(new)
        unused = [each for each in [*unused, new] if each not in right.replace("tanh", "")]
    return "; ".join([*lines, "y = " + " * ".join(unused)]) if len(unused) > 1 else "; ".join(lines)


@pytest.mark.parametrize("engine", [*odd.ALL, odd.printing, odd.with_numpy, odd.with_floats, odd.inputs_alone])
def test_a_right_engine_is_never_blamed_however_it_keeps_its_numbers(engine):
    for seed in range(12):
        graph = parse(formula(seed))
        at = dict(zip((node.name for node in graph.inputs), (2.0, -1.5), strict=True))
        if not all(map(math.isfinite, evaluate(graph, at).values())):
            continue
        played = replay(engine, graph, at)
        assert played.right, (formula(seed), played)
        assert played.most <= 1 and "along one" not in played.sentence
        assert bool(played.contributions) is (engine not in UNSEEN)


class Wordy(odd.Kept):
    def __init__(self, data, *more):
        super().__init__("two", *more)


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(lambda g, p: 5, "y = x * x", x=1), "Expected the adjoints in a dictionary"),
        (lambda: replay(lambda g, p: {g.output: "1?"}, RUNNING, AT), "as each adjoint, got '1?' of type str"),
    ],
)
def test_adjoints_that_are_none_are_refused(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)


def test_a_value_that_is_no_number_is_refused_with_its_node():
    with pytest.raises(ValueError, match="Expected a number as the value of b; the engine has 'two' of type str"):
        replay(odd.equipped(Wordy), "y = b + a", a=1, b=2)
