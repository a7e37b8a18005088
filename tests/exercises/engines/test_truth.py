"""The true numbers: where none are the only right ones, nothing is judged."""

import pytest
from exercises.engines import public_engines as public

from cgraph_lib.exercises.engines import replay


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: replay(public.Value, "y = relu(x)", x=0), "y has a kink"),
        (lambda: replay(public.Value, "y = log(x)", x=0), "y is not one at these inputs"),
    ],
)
def test_numbers_that_cannot_be_judged_are_refused_with_their_node(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)


def test_a_formula_without_inputs_is_refused():
    with pytest.raises(ValueError, match="needs a formula with an input"):
        replay(public.Value, "y = 2 + 3")
