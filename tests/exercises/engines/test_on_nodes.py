"""Engines that keep adjoints on their nodes: watched while they run, and left as they were."""

from exercises.engines import odd_engines as odd
from exercises.engines import public_engines as public
from exercises.engines.replays import AT, DIAMOND, RUNNING

from cgraph_lib.exercises.engines import Reason, replay


def test_an_engine_that_changes_its_values_is_told_at_the_second_run():
    class Learns(odd.Kept):
        def backward(self):
            super().backward()
            for node in public.in_order(self):
                node.data, node.grad = node.data - 0.5, node.grad

    odd.equipped(Learns)
    assert replay(Learns, RUNNING, AT).right
    played = replay(Learns, RUNNING, AT, runs=2)
    assert played.reason is Reason.VALUE and "in the engine a = 1.5, where 2 is right" in played.sentence


def test_a_class_with_slots_is_left_as_it_was():
    before = dict(vars(odd.Slots))
    replay(odd.Slots, RUNNING, AT)
    assert dict(vars(odd.Slots)) == before


def test_the_engine_is_left_as_it_was():
    before = dict(vars(public.Value))
    replay(public.Value, DIAMOND, a=10)
    assert dict(vars(public.Value)) == before
