"""The StepPlayer: it plays traces of values, adjoints and tangents, up to the last step."""

import pytest
from live_pictures import GRAPH, MAKERS, START

from cgraph_lib import evaluate, evaluation_trace, forward_trace, paths
from cgraph_lib.live import StepPlayer


def test_a_step_or_path_that_is_not_there_is_named():
    player, finder = MAKERS["StepPlayer"](), MAKERS["PathExplorer"]()
    with pytest.raises(ValueError, match="steps 0 to 6, not -1"):
        player.step = -1
    with pytest.raises(ValueError, match="numbers 0 to 1, not 2"):
        finder.path = 2
    assert (player.step, finder.path) == (2, None)
    finder.path = 1
    assert finder.paths[finder.path].nodes == paths(GRAPH, "b")[1].nodes


def test_a_player_of_tangents_and_of_values():
    values = evaluate(GRAPH, START)
    tangents = StepPlayer(forward_trace(GRAPH, values, "b"), step=3)
    tangents.inputs = {"a": 5}
    assert tangents.trace.final["e"] == 2 + 6
    assert StepPlayer(evaluation_trace(GRAPH, START)).trace.quantity == "value"
