"""How an engine is begun: what is none is refused, and its own functions are found."""

import pytest
from exercises.engines import odd_engines as odd
from exercises.engines.replays import AT, RUNNING

from cgraph_lib.exercises.engines import replay


class Bare:
    def __init__(self, data):
        self.data, self.grad, self._prev = data, 0.0, ()


def test_functions_beside_a_class_are_its_own():
    assert replay(odd.Beside, "y = exp(x * x)", x=0.5).right


class Labelled(odd.Kept):
    def __init__(self, data, label):
        super().__init__(data)


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(Bare, "y = x * x", x=1), "have no backward"),
        (lambda: replay(Labelled, RUNNING, AT), "Labelled(1.0) stops with TypeError"),
        (lambda: replay(lambda a, b, c: {}, "y = x * x", x=1), "this one takes 3 arguments"),
        (lambda: replay(7, "y = x * x", x=1), "Expected an engine, a class or a function that accumulates, got int"),
        (lambda: replay(max, RUNNING, AT), "max does not show what it takes"),
    ],
)
def test_what_is_no_engine_is_refused_with_its_fault(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)
