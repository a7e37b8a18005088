"""Breeds bugs: draws mutants and formulas until the adjoints are wrong in the way to ask for, with one answer."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import cache

from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises.engines.bugs import RUNS, Bug
from cgraph_lib.exercises.engines.formulas import random_formula
from cgraph_lib.exercises.engines.mutants import Mutant, mutants
from cgraph_lib.exercises.engines.reasons import Reason
from cgraph_lib.exercises.engines.replayed import Replay
from cgraph_lib.exercises.engines.replaying import replay
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.exercises.plain import close
from cgraph_lib.graph import Edge, Graph, Node

KINDS = (
    Reason.EARLY,
    Reason.OVERWRITTEN,
    Reason.DROPPED,
    Reason.PARALLEL,
    Reason.PARTIAL,
    Reason.ALONE,
    Reason.SWAPPED,
    Reason.SIGN,
    Reason.STALE,
    Reason.UNUSED,
)
# Uses every operation, the same operand twice, and results more than once: each mutant errs on it in its own way.
SURVEY = "c = a * b; d = c / a; e = c - d; f = exp(d / e); g = log(f * f); h = tanh(g / b); k = relu(h + d); y = k / e"
SURVEYED = {"a": 3.0, "b": 2.0}
SPOILT = (0.0, -1.0, 2.0)  # a contribution that is lost, turned, or counted twice


@cache
def bug(seed: int) -> Bug:
    """Return the bug of that number: always the same for the same one. Every number has its bug.

    Of as many numbers as there are kinds each asks for another kind. The numbers of a bug are explained by one edge
    alone: none of the other mutants, and no other edge along which a contribution is lost, turned, doubled or swapped,
    gives the same adjoints.

    Raises `InputError` for anything but a whole number.
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise InputError("Expected the number of a bug, such as 3, got {seed!r}.", seed=seed)
    rng, kind = random.Random(f"bug {seed}"), kind_of(seed)
    while True:
        formula, inputs = random_formula(rng)
        found = _bred(seed, formula, inputs, rng.choice(mutants_showing(kind)))
        if found is not None and found.played.reason is kind and _has_one_answer(found):
            return found


def kind_of(seed: int) -> Reason:
    """Return what is wrong in the bug of that number: the kinds in turn, each time in another order."""
    turn, place = divmod(seed, len(KINDS))
    return random.Random(f"kinds {turn}").sample(KINDS, len(KINDS))[place]


@cache
def mutants_showing(kind: Reason) -> tuple[Mutant, ...]:
    """Return the mutants that err in one way on the survey's formula."""
    return tuple(mutant for mutant in mutants() if _surveyed().get(mutant) is kind)


@cache
def _surveyed() -> dict[Mutant, Reason | None]:
    played = {mutant: _played(mutant, SURVEY, SURVEYED) for mutant in mutants()}
    return {mutant: each.reason for mutant, each in played.items() if each is not None}


def _played(mutant: Mutant, formula: str | Graph, inputs: dict[str, float]) -> Replay | None:
    """Return the second of two runs of a mutant, or `None` if nobody can judge it."""
    try:
        return replay(mutant.names()["accumulate"], formula, inputs, runs=RUNS)
    except CgraphError:
        return None


def _bred(seed: int, formula: str, inputs: dict[str, float], mutant: Mutant) -> Bug | None:
    """Return a bug if the mutant ends with wrong adjoints on this formula."""
    played = _played(mutant, formula, inputs)
    if played is None or played.edge is None or played.stopped:
        return None
    finite = all(map(math.isfinite, played.adjoints.numbers.values()))
    return Bug(seed, formula, inputs, mutant, played) if finite else None


def _has_one_answer(bug: Bug) -> bool:
    return all(edge == bug.edge for edge in explanations(bug))


def explanations(bug: Bug) -> Iterator[Edge]:
    """Yield the edges that would explain a bug's adjoints, by trying all edges with usual faults, and all mutants."""
    seen = {node: bug.adjoints.numbers[node] for node in bug.played.truth.adjoints}
    yield from (edge for edge, adjoints in _spoilt(bug.played.truth) if _same(adjoints, seen))
    for mutant in mutants():
        played = _played(mutant, bug.graph, bug.inputs)
        if played and played.edge and not played.stopped and _same(dict(played.adjoints.items()), seen):
            yield played.edge


def _spoilt(truth: Truth) -> Iterator[tuple[Edge, dict[Node, float]]]:
    """Yield for every edge the adjoints of a sweep in which that one edge is used wrongly."""
    for edge in truth.graph.edges:
        others = [truth.partials[other] for other in truth.graph.edges_into[edge.child]]
        for partial in {*(times * truth.partials[edge] for times in SPOILT), *others, 1.0} - {truth.partials[edge]}:
            partials = {**truth.partials.numbers, edge: partial}
            adjoint = dict.fromkeys(truth.adjoints, 0.0) | {truth.graph.output: 1.0}
            for node in reversed(truth.graph.nodes):
                for into in truth.graph.edges_into[node]:
                    adjoint[into.parent] += adjoint[node] * partials[into]
            yield edge, adjoint


def _same(some: dict[Node, float], others: dict[Node, float]) -> bool:
    return all(close(number, others.get(node, 0.0)) for node, number in some.items())
