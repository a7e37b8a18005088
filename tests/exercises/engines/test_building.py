"""A formula built on somebody's engine: what the engine lacks is named."""

import pytest
from exercises.engines import odd_engines as odd
from exercises.engines import public_engines as public
from exercises.engines.replays import AT, RUNNING

from cgraph_lib.exercises.engines import replay


class Forgets(odd.Kept):
    def __add__(self, other):
        return self.data + getattr(other, "data", other)


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(public.Walking, "y = x * z", x=1, z=2), "has no multiply, which x · z needs"),
        (lambda: replay(public.Walking, "y = tanh(x + z)", x=1, z=2), "Define Walking.tanh"),
        (lambda: replay(Forgets, RUNNING, AT), "For a + b the engine returns no new node"),
    ],
)
def test_what_cannot_be_built_is_refused_with_its_formula(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)
