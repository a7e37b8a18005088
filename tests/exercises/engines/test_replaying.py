"""`replay`: a right engine is never blamed, a wrong value comes before all derivatives, what stops is said."""

import pytest
from exercises.engines import public_engines as public
from exercises.engines.replays import DIAMOND, RUNNING, edge_of, hurry
from random_graphs import random_graph

from cgraph_lib import evaluate, kinks
from cgraph_lib.exercises.engines import Reason, replay


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


def test_a_sweep_of_notebook_05_is_replayed():
    """On the running example the order does not matter; the diamond shows it."""
    assert replay(hurry, RUNNING, a=2, b=1).right
    played = replay(hurry, DIAMOND, a=10)
    assert (edge_of(played), played.reason) == (("a", "b", 1), Reason.EARLY)
    assert "b holds 3 of its 7" in played.sentence and "a receives 6, where 14 is right" in played.sentence


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(public.WithSets, "y = sin(x) ** z", x=1), "z"),
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
