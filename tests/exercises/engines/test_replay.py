"""Engines with public faults are pinned to the edge of the fault, right ones are never blamed."""

import random
import sys
from pathlib import Path

import pytest

from cgraph_lib import Graph, evaluate, inputs, kinks, parse
from cgraph_lib.exercises.engines import Reason, replay

sys.path.append(str(Path(__file__).parent))
import public_engines as public
from random_graphs import random_graph

RUNNING, DIAMOND = "c = a + b; d = b + 1; e = c * d", "b = 2 * a; c = 3 * b; d = 4 * b; e = c + d"
FOURTH = "s = x * x; y = s * s"


def edge_of(played):
    """Return the edge of the first false contribution by names and slot."""
    names = played.graph.names
    return names[played.edge.parent], names[played.edge.child], played.edge.slot


@pytest.mark.parametrize("engine", [public.Value, public.accumulate, public.swept])
@pytest.mark.parametrize("part", range(5))
def test_a_right_engine_is_never_blamed(engine, part):
    judged = 0
    for seed in range(100 * part, 100 * part + 100):
        graph, at = random_graph(seed)
        if not kinks(graph, evaluate(graph, at)):
            played = replay(engine, graph, at)
            assert played.right, (seed, played)
            judged += 1
    assert judged > 60


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


def stages(k):
    node = inputs("s0")
    for i in range(1, k + 1):
        node = (node + node).named(f"s{i}")
    return Graph(node)


def test_walks_along_every_path_are_right_and_counted():
    played = replay(public.Walking, stages(8), s0=1)
    assert played.right and played.most == 2**7
    assert len(played.contributions) == sum(2**i for i in range(1, 9))
    assert "up to 128 along one" in played.sentence


def test_walks_that_would_not_end_are_stopped():
    played = replay(public.Walking, stages(30), s0=1)
    assert played.first_false is None and not played.right
    assert "stops with TooManyMovesError: more than 20,000 contributions" in played.sentence


def hurry(graph, partials):
    adjoint = {graph.output: 1.0}

    def send(node):
        for edge in graph.edges_into[node]:
            adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[node] * partials[edge]
            send(edge.parent)

    send(graph.output)
    return adjoint


def test_a_sweep_of_notebook_05_is_replayed():
    """On the running example the order does not matter; the diamond shows it."""
    assert replay(hurry, RUNNING, a=2, b=1).right
    played = replay(hurry, DIAMOND, a=10)
    assert (edge_of(played), played.reason) == (("a", "b", 1), Reason.EARLY)
    assert "b holds 3 of its 7" in played.sentence and "a receives 6, where 14 is right" in played.sentence


def test_the_engine_is_left_as_it_was():
    before = dict(vars(public.Value))
    replay(public.Value, DIAMOND, a=10)
    assert dict(vars(public.Value)) == before


def test_contributions_are_listed_in_order():
    played = replay(public.Value, RUNNING, a=2, b=1)
    names = played.graph.names
    listed = [(names[c.edge.parent], c.sent, c.before, c.after) for c in played.contributions]
    assert sorted(listed[:2]) == [("c", 2.0, 0.0, 2.0), ("d", 3.0, 0.0, 3.0)]
    assert played.adjoints == {"a": 2.0, "b": 5.0, "c": 2.0, "d": 3.0, "e": 1.0}


def test_the_picture_lights_the_false_contribution_and_says_why():
    played = replay(hurry, DIAMOND, a=10)
    data = played._repr_mimebundle_()
    assert played.view.lit == played.edge and played.sentence in data["text/plain"]
    for number in ("de/da = 6", "de/db: so far 3, 1 of 2 edges"):  # at that moment
        assert number in data["text/plain"]
    assert str(played.ledger).splitlines()[2] == "3. b sends 6 along a → b, where 14 is right: a holds 6."
    right = replay(public.swept, DIAMOND, a=10)
    assert right.view.lit is None and "de/da = 14" in right._repr_mimebundle_()["text/plain"]


class Bare:
    def __init__(self, data):
        self.data, self.grad, self._prev = data, 0.0, ()


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(public.WithSets, "y = sin(x) ** z", x=1), "z"),
        (lambda: replay(public.Walking, "y = x * z", x=1, z=2), "has no multiply, which x · z needs"),
        (lambda: replay(public.Walking, "y = tanh(x + z)", x=1, z=2), "Define Walking.tanh"),
        (lambda: replay(Bare, "y = x * x", x=1), "have no backward"),
        (lambda: replay(public.Value, "y = relu(x)", x=0), "y has a kink"),
        (lambda: replay(public.Value, "y = log(x)", x=0), "y is not one at these inputs"),
        (lambda: replay(lambda a, b, c: {}, "y = x * x", x=1), "this one takes 3 arguments"),
        (lambda: replay(lambda g, p: 5, "y = x * x", x=1), "Expected the adjoints in a dictionary"),
        (lambda: replay(7, "y = x * x", x=1), "Expected an engine, a class or a function that accumulates, got int"),
        (lambda: replay(public.Value, 7), "Expected a formula or a Graph, got int"),
    ],
)
def test_what_cannot_be_replayed_is_refused_by_name(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)


def test_a_wrong_value_comes_before_all_derivatives():
    class Reflected(public.Value):
        def __rsub__(self, other):
            return self - other

    played = replay(Reflected, "y = 10 - x; z = y * x", x=3)
    assert played.reason is Reason.VALUE and "y = −7, where 7 is right" in played.sentence


def test_an_engine_that_stops_says_where_it_has_come():
    def stopping(graph, partials):
        adjoint = {graph.output: 1.0}
        for node in reversed(graph.nodes):
            for edge in graph.edges_into[node]:
                adjoint[edge.parent] = adjoint[edge.parent] + adjoint[node] * partials[edge]
        return adjoint

    played = replay(stopping, RUNNING, a=2, b=1)
    assert played.stopped.startswith("KeyError") and not played.right


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


def test_an_engine_that_stops_has_its_seed_and_no_zeros():
    """What it had not reached is blank, not 0."""

    def stopping(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
        for edge in reversed(graph.edges):
            adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
            if edge.parent is graph.node("c"):
                raise RuntimeError("enough")
        return adjoint

    played = replay(stopping, RUNNING, a=2, b=1)
    assert played.adjoints == {"c": 2.0, "d": 3.0}
    text = played._repr_mimebundle_()["text/plain"]
    assert "de/de = 1" in text and "de/dc = 2" in text and "de/da" not in text
