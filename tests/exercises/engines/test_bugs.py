"""Bugs to find: every edge is judged with a reason, and tests kill mutants."""

import pytest

from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.engines import Reason, bug
from cgraph_lib.exercises.engines.mutants import mutants


def test_a_stale_sum_shows_at_every_edge_that_meets_one():
    found = next(each for each in map(bug, range(30)) if each.played.reason is Reason.STALE)
    into = [edge for edge in found.graph.edges_into[found.graph.output] if edge != found.edge]
    assert into and all("the same fault" in found.feedback(edge) for edge in into)
    assert found.kill("x + y", x=3, y=2)  # whatever is swept twice


def test_the_edge_is_judged_with_a_reason_for_each_other_one():
    found = bug(7)
    assert found.find(found.edge) and found.find(found.question.answer)
    for edge in found.graph.edges:
        verdict = found.find(edge)
        assert bool(verdict) == (edge == found.edge)
        assert verdict.text.startswith("Right. " if verdict else "Not yet. ")
    with pytest.raises(ValueError, match="none of the answers"):
        found.find("q -> r")


def test_a_test_kills_a_mutant_or_not():
    swapped = next(each for each in mutants() if each.line.endswith("(x, y)),"))
    found = next(each for each in map(bug, range(200)) if each.mutant == swapped)
    assert not found.kill("x * x", x=3) and not found.kill("x + y", x=3, y=2)
    killed = found.kill("x * y", x=3, y=2)
    assert killed and "for dv1/dx it says 3, where 2 is right" in killed.text
    assert found.kill(found.formula, **found.inputs)
    for unfit in (found.kill("x ** y", x=3, y=2), found.kill("x *", x=3), found.kill("x / y", x=1, y=0)):
        assert not unfit and "No engine can be judged by this test" in unfit.text


@pytest.mark.parametrize("edge", [(), ("a",), ("a", "b", 0, 1), None, 5, {"b": "e"}, "b e"])
def test_what_is_no_edge_is_refused(edge):
    with pytest.raises(CgraphError):
        bug(7).find(edge)
