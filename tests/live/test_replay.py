"""An engine's run as a live picture: it opens at the fault, and runs again when an input moves."""

import json

import pytest
from exercises.engines import odd_engines as odd
from exercises.engines import public_engines as public
from exercises.engines.replays import RUNNING

from cgraph_lib.exercises.engines import Reason
from cgraph_lib.live import ReplayPlayer, replay


def overwrite(graph, partials):
    adjoint = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            adjoint[edge.parent] = adjoint[node] * partials[edge]
    return adjoint


def recorded(player):
    return json.loads(player.record)


def test_it_opens_where_the_first_false_contribution_has_come():
    player = replay(overwrite, RUNNING, a=2, b=1)
    assert player.result.reason is Reason.OVERWRITTEN and player.step == 5
    record = recorded(player)
    edge = player.graph.edges[record["false"]["edge"]]
    assert edge == player.result.edge and record["false"]["at"] == 4
    assert [step["contribution"] for step in record["steps"]] == [2, 3, 3, 2, 2]
    assert replay(public.Value, RUNNING, a=2, b=1).step == 5  # a right one opens at its end


def test_moving_an_input_runs_the_engine_again():
    player = replay(overwrite, RUNNING, a=2, b=1)
    player.inputs = {"a": 4}
    assert recorded(player)["inputs"] == [4.0, 1.0] and "3 + 5" not in player.result.sentence
    assert player.result.contributions[1].sent == 5.0
    player.step = 2
    assert player.step == 2 and player.inputs == {"a": 4.0, "b": 1.0}


def test_inputs_at_which_nothing_can_be_judged_are_told_on_the_page():
    player = replay(public.Value, "y = relu(x)", x=1)
    player.inputs = {"x": 0}
    assert "y has a kink" in recorded(player)["problem"]
    player.inputs = {"x": 2}
    assert recorded(player)["problem"] == "" and player.result.right


def test_two_runs_are_two_runs_after_a_move_as_well():
    player = replay(public.Value, "s = x * x; y = s * s", x=3, runs=2)
    player.inputs = {"x": 2}
    assert player.result.reason is Reason.STALE and "still holds 8" in recorded(player)["sentence"]


def test_what_is_refused():
    player = replay(overwrite, RUNNING, a=2, b=1)
    with pytest.raises(ValueError, match="steps 0 to 5, not 6"):
        player.step = 6
    with pytest.raises(ValueError, match="has no divide"):
        replay(public.Walking, "y = a / b", a=1, b=2)


def test_the_still_twin_says_what_the_picture_says():
    player = replay(overwrite, RUNNING, a=2, b=1)
    data, _ = player._repr_mimebundle_()
    assert player.result.sentence in data["text/plain"] and "de/db = 2" in data["text/plain"]
    assert isinstance(player, ReplayPlayer) and "Overwritten" in repr(player)
    player.step = 2
    still = player.picture.text
    assert "e sends 3 along d → e: d holds 3." in still and "de/dd = 3" in still and "de/db" not in still
    assert player.result.sentence in still


def test_the_still_twin_shows_sums_as_unfinished_and_as_they_grow():
    player = replay(public.Value, RUNNING, a=2, b=1)
    arrivals = [i for i, one in enumerate(player.result.contributions, 1) if player.graph.names[one.edge.parent] == "b"]
    first, last = arrivals
    player.step = first
    sent = player.result.contributions[first - 1].sent
    assert f"de/db: so far {sent:g}, 1 of 2 edges" in player.picture.text
    assert 'class="got"' in player.picture.svg and f">{sent:g} + …<" in player.picture.svg
    player.step = last
    assert "de/db = 5" in player.picture.text and f">{sent:g} + {5 - sent:g} = 5<" in player.picture.svg
    record = recorded(player)["steps"]
    assert [(record[i - 1]["received"], record[i - 1]["expected"]) for i in arrivals] == [(1, 2), (2, 2)]


def test_a_lost_parallel_edge_leaves_its_sum_unfinished():
    player = replay(public.Value, "y = x * x", x=3)
    assert "dy/dx = 6" in player.picture.text
    lost = replay(one_edge, "y = x * x", x=3)
    assert "dy/dx: so far 3, 1 of 2 edges" in lost.picture.text and lost.result.reason is Reason.PARALLEL


def one_edge(graph, partials):
    adjoint = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in {edge.parent: edge for edge in graph.edges_into[node]}.values():
            adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[node] * partials[edge]
    return adjoint


def doubled(graph, partials):
    adjoint = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in {edge.parent: edge for edge in graph.edges_into[node]}.values():
            count = node.parents.count(edge.parent)
            adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[node] * partials[edge] * count
    return adjoint


def both_at_once(graph, partials):
    adjoint = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for parent in dict.fromkeys(node.parents):
            both = sum(partials[edge] for edge in graph.edges_into[node] if edge.parent is parent)
            adjoint[parent] = adjoint.get(parent, 0.0) + adjoint[node] * both
    return adjoint


@pytest.mark.parametrize("engine", [public.Value, doubled, both_at_once])
def test_a_right_engine_ends_with_finished_sums(engine):
    player = replay(engine, "s = x * x; t = s * x; y = t + s", x=3)
    assert player.result.right
    text = player.picture.text
    assert "so far" not in text and "dy/dx = 33" in text


def test_where_it_ends_rounding_is_not_blamed_and_what_was_not_reached_is_not_judged():
    player = replay(odd.Single, "c = a / b; d = c * a", a=1, b=3)
    assert player.result.right and recorded(player)["agrees"] == [True] * 4

    def stopping(graph, partials):
        raise RuntimeError("enough")

    stopped = recorded(replay(stopping, "c = a / b; d = c * a", a=1, b=3))
    assert stopped["final"] == [None] * 4 and stopped["agrees"] == [False] * 4
