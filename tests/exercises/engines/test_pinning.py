"""From the moves of an engine to the edge of its fault, and the reason; bred mutants are pinned as well."""

import itertools
import random

import pytest
from exercises.engines import public_engines as public
from exercises.engines.replays import DIAMOND, RUNNING, edge_of
from random_graphs import random_graph

from cgraph_lib import evaluate, kinks, parse
from cgraph_lib.exercises.engines import Reason, replay
from cgraph_lib.exercises.engines.formulas import random_formula
from cgraph_lib.exercises.engines.mutants import mutants
from cgraph_lib.exercises.oracles import nudged

FOURTH = "s = x * x; y = s * s"


@pytest.mark.parametrize(
    ("engine", "formula", "at", "edge", "reason"),
    [
        (public.Unordered, DIAMOND, {"a": 10}, ("a", "b", 1), Reason.EARLY),
        (public.Overwriting, RUNNING, {"a": 2, "b": 1}, ("b", "d", 0), Reason.OVERWRITTEN),
        (public.Overwriting, "y = x * x", {"x": 3}, ("x", "y", 1), Reason.OVERWRITTEN),
        (public.WithSets, "y = x * x", {"x": 3}, ("x", "y", 1), Reason.PARALLEL),
        (public.WithSets, "y = u * x; z = y * y; w = z * u", {"u": 2, "x": 3}, ("y", "z", 1), Reason.PARALLEL),
        (public.Unconnected, "u = w * x; z = tanh(u); y = z * z", {"w": 0.5, "x": 1}, ("u", "z", 0), Reason.MISSING),
        (
            public.quotient(lambda x, y: -x / y**2, lambda x, y: 1 / y),
            "p = a * b; q = p / b; r = q * q",
            {"a": 3, "b": 2},
            ("p", "q", 0),
            Reason.SWAPPED,
        ),
        (
            public.quotient(lambda x, y: 1 / y, lambda x, y: x / y**2),
            "q = a / b",
            {"a": 3, "b": 2},
            ("b", "q", 1),
            Reason.SIGN,
        ),
        (
            public.quotient(lambda x, y: 1 / y, lambda x, y: -x / y),
            "q = a / b",
            {"a": 3, "b": 2},
            ("b", "q", 1),
            Reason.PARTIAL,
        ),
    ],
)
def test_public_faults_are_pinned_to_their_edge(engine, formula, at, edge, reason):
    played = replay(engine, formula, at)
    assert (edge_of(played), played.reason) == (edge, reason)
    assert not played.right and played.sentence.startswith(reason.value.partition(":")[0])


def test_a_second_run_without_zeroing_is_a_stale_sum():
    assert replay(public.Value, FOURTH, x=3).right
    played = replay(public.Value, FOURTH, x=3, runs=2)
    assert (edge_of(played), played.reason) == (("s", "y", 0), Reason.STALE)
    assert "still holds 18" in played.sentence


def test_the_seed_is_looked_at_first():
    def unseeded(graph, partials):
        return public.swept(graph, {edge: 2 * partial for edge, partial in partials.items()})

    def seeded(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 2.0}
        for edge in reversed(graph.edges):
            adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        return adjoint

    assert replay(seeded, RUNNING, a=2, b=1).reason is Reason.SEED
    assert replay(unseeded, parse(RUNNING), a=2, b=1).reason is Reason.PARTIAL


def test_one_edge_spoilt_at_random_is_found():
    """A sweep that multiplies along one edge by another number is pinned to that edge, wherever it is."""
    for seed in range(60):
        graph, at = random_graph(seed)
        if kinks(graph, evaluate(graph, at)):
            continue
        right = replay(public.swept, graph, at)
        used = [edge for edge in graph.edges if abs(right.truth.right(edge)) > 1e-3]
        if not used:
            continue
        spoilt = random.Random(seed).choice(used)

        def sweep(graph, partials, spoilt=spoilt):
            return public.swept(graph, {**partials.numbers, spoilt: partials[spoilt] * 1.5})

        played = replay(sweep, graph, at)
        assert played.edge == spoilt and played.reason in (Reason.PARTIAL, Reason.SWAPPED), seed


def sweep(change):
    """Return a right sweep, but for what is done at the edge from d to e."""

    def swept(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
        for edge in reversed(graph.edges):
            sent = adjoint[edge.child] * partials[edge]
            name = graph.names[edge.parent], graph.names[edge.child]
            change(adjoint, edge, sent, partials) if name == ("b", "d") else adjoint.update(
                {edge.parent: adjoint[edge.parent] + sent}
            )
        return adjoint

    return swept


def negated(adjoint, edge, sent, partials):
    adjoint[edge.parent] += -sent


def doubled(adjoint, edge, sent, partials):
    adjoint[edge.parent] += sent * 2


def twice(adjoint, edge, sent, partials):
    adjoint[edge.parent] += sent
    adjoint[edge.parent] += sent


def of_the_other(adjoint, edge, sent, partials):
    adjoint[edge.parent] += adjoint[edge.child] * next(
        p for e, p in partials.items() if e.child is edge.child and e != edge
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [(negated, Reason.SIGN), (doubled, Reason.PARTIAL), (twice, Reason.AGAIN), (of_the_other, Reason.SWAPPED)],
)
def test_what_a_sweep_does_to_a_product_is_no_early_sending(change, reason):
    played = replay(sweep(change), "c = a + b; d = b * a; e = c * d", a=3, b=2)
    names = played.graph.names
    assert (names[played.edge.parent], names[played.edge.child]) == ("b", "d")
    assert played.reason is reason


def test_a_number_that_one_parallel_edge_sends_again_is_no_turned_sign_on_the_other():
    def sweep(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
        for edge in reversed(graph.edges):
            for _ in range(2 if edge.slot else 1):
                adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        return adjoint

    played = replay(sweep, "y = x - x", x=3)
    assert (played.reason, played.edge.slot) == (Reason.AGAIN, 1)


SYMBOLS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


def swept(graph, names):
    """Return the edges in the order of the engine's own sweep, with the partial that it remembers on each."""
    theirs = {}
    values = replay(names["accumulate"], graph, AT).truth.values
    for node in graph.nodes:
        rule = SYMBOLS.get(node.op.name, node.op.name) if node.op else None
        theirs[node] = names["apply"](rule, *(theirs[p] for p in node.parents)) if rule else names["Node"](values[node])
    ours = {made: node for node, made in theirs.items()}
    for made in reversed(names["topological_order"](theirs[graph.output])):
        for edge, (_, partial) in zip(graph.edges_into[ours[made]], made.edges, strict=True):
            yield edge, float(partial), values


AT = {}


def true_partial(edge, values):
    """Return the partial of an edge by nudging its operation alone."""
    function, numbers = edge.child.op.function, [values[parent] for parent in edge.child.parents]
    if len(numbers) == 2:
        return nudged(function, *numbers)[edge.slot]
    return (function(numbers[0] + 1e-6) - function(numbers[0] - 1e-6)) / 2e-6


def first_spoilt(graph, mutant):
    """Return the first edge, as a pair, along which a mutant of the table brings something else than is right."""
    listed = list(swept(graph, mutant.names()))
    for (parent, child), group in itertools.groupby(listed, lambda each: (each[0].parent, each[0].child)):
        pairs = [(mine, true_partial(edge, values)) for edge, mine, values in group]
        if abs(sum(mine for mine, _ in pairs) - sum(right for _, right in pairs)) > 1e-4:
            return parent, child
    return None


def test_a_hundred_bred_mutants_are_pinned_to_the_edge_that_their_line_spoils_first():
    of_the_table = [mutant for mutant in mutants() if "lambda" in mutant.line]
    assert len(of_the_table) > 20
    pinned = 0
    for seed in range(60):
        formula, at = random_formula(random.Random(seed))
        AT.clear()
        AT.update(at)
        graph = parse(formula)
        for mutant in random.Random(seed).sample(of_the_table, 6):
            played = replay(mutant.names()["accumulate"], graph, at)
            expected = first_spoilt(graph, mutant)
            found = played.edge and (played.edge.parent, played.edge.child)
            assert found == expected, (formula, at, mutant.line)
            pinned += expected is not None
    assert pinned >= 100


@pytest.mark.parametrize(
    ("line", "formula", "at", "edge", "reason"),
    [
        ("for node in topological", "c = a * b; d = c + b", {"a": 2, "b": 3}, None, None),
        ("= fit(", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("a", "c"), Reason.OVERWRITTEN),
        ("- fit(", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("c", "d"), Reason.SIGN),
        ("else partial", "c = a * b; d = c * c", {"a": 2, "b": 3}, ("a", "c"), Reason.ALONE),
        ("/ partial", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("a", "c"), Reason.PARTIAL),
        ("else adjoint[node]", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.UNUSED),
        (".get(parent, 0.0)", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.DROPPED),
        (".items()", "c = a * b; d = c * c", {"a": 2, "b": 3}, ("c", "d"), Reason.PARALLEL),
        ("*stack)]", "c = a * b; d = c * b; e = c * d", {"a": 2, "b": 3}, ("a", "c"), Reason.EARLY),
        (".setdefault", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.STALE),
    ],
)
def test_each_slip_in_the_sweep_is_pinned(line, formula, at, edge, reason):
    mutant = next(each for each in mutants() if each.line.rstrip(":)").endswith(line.rstrip(")")) or line in each.line)
    if line == ".get(parent, 0.0)":
        mutant = next(each for each in mutants() if each.line.endswith(line))
    played = replay(mutant.names()["accumulate"], formula, at, runs=2)
    names = played.graph.names
    found = played.edge and (names[played.edge.parent], names[played.edge.child])
    assert (found, played.reason) == (edge, reason) and not played.right
