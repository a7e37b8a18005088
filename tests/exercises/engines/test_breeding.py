"""Bugs are bred: each has one answer, every kind comes as often, and they are always the same."""

import collections

import pytest

from cgraph_lib.exercises.engines import Reason, bug
from cgraph_lib.exercises.engines.breeding import KINDS, explanations
from cgraph_lib.exercises.oracles import adjoints_with, weighted_derivatives
from cgraph_lib.exercises.plain import close


@pytest.mark.parametrize("seed", range(12))
def test_a_bug_has_one_answer(seed):
    """By brute force: all mutants and all spoilt edges; and once more by an oracle that walks the graph by itself."""
    found = bug(seed)
    assert set(explanations(found)) == {found.edge}
    names, seen = found.graph.names, {found.graph.names[n]: x for n, x in found.adjoints.items()}
    right = weighted_derivatives(found.graph, found.inputs, {names[found.graph.output]: 1.0})
    assert not close(seen, right)
    for edge in found.graph.edges:
        pair = names[edge.parent], names[edge.child]
        single = edge.child.parents.count(edge.parent) == 1
        spoilt = [adjoints_with(found.graph, found.inputs, pair, k) for k in (0, -1, 2)] if single else []
        assert edge == found.edge or not any(close(seen, each) for each in spoilt)


def test_every_kind_of_mistake_is_asked_for_as_often_as_the_others():
    counts = collections.Counter(bug(seed).played.reason for seed in range(-10, 10))
    promised = {Reason.EARLY, Reason.OVERWRITTEN, Reason.PARALLEL, Reason.PARTIAL, Reason.STALE, Reason.SIGN}
    assert promised <= set(counts) == set(KINDS)
    assert all(count >= 0.08 * counts.total() for count in counts.values()), counts
    orders = [[bug(seed).played.reason for seed in seeds] for seeds in (range(-10, 0), range(10))]
    assert orders[0] != orders[1]  # so that nobody knows what comes next


def test_bugs_are_always_the_same():
    assert bug(7).formula == bug.__wrapped__(7).formula and bug(7).mutant == bug.__wrapped__(7).mutant
