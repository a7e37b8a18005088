"""What each step did, in sentences that are whole."""

import numpy
import pytest

from cgraph_lib import evaluate, evaluation_trace, forward_trace, narrate, parse, reverse_trace, show
from cgraph_lib.sentences import sentence

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_sentences_of_reverse_accumulation():
    lines = narrate(reverse_trace(EXAMPLE, VALUES)).splitlines()
    assert lines[0] == "0. The values and partials are known; no adjoint is computed yet."
    assert lines[1] == "1. The seed: de/de = 1, because e changes exactly as much as itself."
    assert lines[2] == "2. From e to c: de/de · ∂e/∂c = 1 · 2 = 2. It is the only contribution to de/dc, which is 2."
    assert lines[4] == (
        "4. From d to b: de/dd · ∂d/∂b = 3 · 1 = 3. It is the first of 2 contributions to de/db: so far 3."
    )
    assert (
        lines[6] == "6. From c to b: de/dc · ∂c/∂b = 2 · 1 = 2. It is the last of 2 contributions: de/db = 3 + 2 = 5."
    )


def test_the_sentences_of_evaluation_and_forward_accumulation():
    assert narrate(evaluation_trace(EXAMPLE, a=-2, b=1)).splitlines() == [
        "0. Nothing is computed yet.",
        "1. a is an input; its value is given: −2.",
        "2. b is an input; its value is given: 1.",
        "3. c = a + b = (−2) + 1 = −1.",
        "4. d = b + 1 = 1 + 1 = 2.",
        "5. e = c · d = (−1) · 2 = −2.",
    ]
    last = sentence(forward_trace(EXAMPLE, VALUES, wrt="b")[-1])
    assert last == ("From d to e: dd/db · ∂e/∂d = 1 · 3 = 3. It is the last of 2 contributions: de/db = 2 + 3 = 5.")


@pytest.mark.filterwarnings("error")
def test_steps_over_arrays_are_told_without_warnings():
    graph = parse("y = x * log(x)")
    values = evaluate(graph, x=numpy.array([0.0, 2.0]))
    for trace in (reverse_trace(graph, values), forward_trace(graph, values, "x")):
        assert all("array 2" in show(moment).text for moment in trace)
