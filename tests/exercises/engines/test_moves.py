"""What is recorded of a sweep: a move for each number sent, up to twenty thousand."""

from exercises.engines import public_engines as public

from cgraph_lib import Graph, inputs
from cgraph_lib.exercises.engines import replay


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
