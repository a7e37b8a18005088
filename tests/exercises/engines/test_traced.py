"""Sweeps whose numbers are traced: a sum that is 0 is still the sum."""

from exercises.engines import odd_engines as odd

from cgraph_lib.exercises.engines import replay


def test_a_sum_that_is_nothing_is_not_taken_for_one_that_was_cleared():
    """What comes down to e is as much as goes."""
    assert replay(odd.with_floats, "e = a * b; f = e - e; y = f + a", a=2, b=3).right
