"""What an engine did, in sentences and in a picture: in order, and no further than it has come."""

import pytest
from exercises.engines import odd_engines as odd
from exercises.engines import public_engines as public
from exercises.engines.replays import AT, DIAMOND, RUNNING, hurry

from cgraph_lib.exercises.engines import replay


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


@pytest.mark.parametrize(
    ("engine", "count"), [(odd.Kept, "one contribution is enough"), (public.swept, "one contribution is enough")]
)
def test_one_contribution_is_no_plural(engine, count):
    assert count in replay(engine, "y = -x", x=2).sentence
    assert "nothing has to be sent" in replay(engine, "x", x=2).sentence


def test_a_node_that_is_not_found_has_its_name():
    def lost(graph, partials):
        adjoint = {graph.output: 1.0}
        for edge in reversed(graph.edges):
            if edge.child is not graph.output:
                adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[edge.child] * partials[edge]
        return adjoint

    assert "The engine stops with KeyError: d." in replay(lost, RUNNING, AT).sentence
