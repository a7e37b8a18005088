"""What a picture of one moment shows, and leaves blank."""

import pytest
from picture.drawn import Drawn, own
from picture.examples import EXAMPLE, VALUES, traces
from random_graphs import random_graph

from cgraph_lib import evaluation_trace, forward_trace, reverse_trace, show


def test_what_is_not_computed_is_blank_and_never_zero():
    drawing = Drawn(show(EXAMPLE))
    assert not any(text for kind in ("val", "partial", "adj") for text in drawing.texts(kind).values())
    assert not drawing.having("pill") and not drawing.having("tab")
    assert "0" not in show(EXAMPLE).text and "No numbers are computed yet." in drawing.captions()
    for i, moment in enumerate(evaluation_trace(EXAMPLE, a=2, b=1)):
        assert [text for text in Drawn(show(moment)).texts("val").values() if text] == list("21326"[:i])


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_nothing_moves_between_the_steps_of_a_trace(seed):
    for trace in traces(*random_graph(seed)):
        first, *others = [Drawn(show(moment)).geometry() for moment in trace]
        assert all(other == first for other in others)


def test_evaluation_lights_the_node_and_what_it_reads():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    assert Drawn(show(trace[0])).having("active") == []
    for moment in list(trace)[1:]:
        drawing, node = Drawn(show(moment)), moment.step.node
        assert f"node-{node.name}" in drawing.one("node", "active").get("class").split()
        assert drawing.one("ring", "active").get("class").split()[1] == f"ring-{node.name}"
        read = {own(e, "node-") for e in drawing.having("node", "reads")}
        assert read == {f"node-{parent.name}" for parent in node.parents if parent.name}


def test_accumulation_lights_one_edge_and_shows_the_sum_growing():
    for trace in (reverse_trace(EXAMPLE, VALUES), forward_trace(EXAMPLE, VALUES, wrt="b")):
        for moment in list(trace)[2:]:
            drawing, edge = Drawn(show(moment)), moment.step.edge
            key = f"{edge.parent.name}-{edge.child.name}-{edge.slot}"
            assert own(drawing.one("edge", "lit"), "edge-") == f"edge-{key}"
            assert own(drawing.one("pill", "lit"), "pill-") == f"pill-{key}"
            assert f"node-{moment.step.node.name}" in drawing.one("node", "active").get("class").split()
    last = Drawn(show(reverse_trace(EXAMPLE, VALUES)[-1]))
    assert last.text("growing-b") == "3 + 2 = 5"
    assert [text for text in last.texts("growing").values() if text] == ["3 + 2 = 5"]
    assert "de/db = 3 + 2 = 5." in last.captions()
