"""Mutants of the sixty lines: a test tells each from the original, but for those that compute the same."""

import random

from cgraph_lib.exercises.engines import replay
from cgraph_lib.exercises.engines.formulas import random_formula
from cgraph_lib.exercises.engines.mutants import mutants


def test_every_mutant_can_be_killed_or_changes_nothing():
    """All but those that compute the same: the brute force over random formulas finds a test."""
    tests = [random_formula(random.Random(seed)) for seed in range(80)]
    alive = []
    for mutant in mutants():
        names = mutant.names()
        if all(replay(names["accumulate"], formula, at, runs=2).right for formula, at in tests):
            alive.append(mutant.line.strip())
    assert all("relu" in line for line in alive), alive
