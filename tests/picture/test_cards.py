"""Cards and tabs: names as they are, and derivatives that wait, grow and are done."""

import pytest
from picture.drawn import Drawn
from picture.examples import EXAMPLE, HOSTILE, VALUES

from cgraph_lib import Graph, evaluate, inputs, local_partials, parse, reverse_trace, show


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_drawn_as_the_text_it_is(name):
    a, b = inputs("a b")
    graph = Graph(((a + b).named(name) * 2).named("y"))
    values = evaluate(graph, a=1, b=2)
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert {f"{name} = a + b", f"y = {name} · 2"} <= {e.text for e in drawing.having("formula")}
    assert f"dy/d{name} = 2" in ["".join(total.itertext()) for total in drawing.having("total")]
    tags = {"svg", "style", "rect", "g", "path", "polygon", "text", "tspan"}
    assert {e.tag for e in drawing.root.iter()} <= tags


def test_a_derivative_that_waits_shows_its_name_alone():
    trace = reverse_trace(EXAMPLE, VALUES)
    for i, moment in enumerate(trace):
        drawing, known = Drawn(show(moment)), {step.node.name for step in trace.steps[:i]}
        for name in "abcde":
            tab = drawing.one("tab", f"tab-{name}")
            assert ("wait" in tab.get("class").split()) == (name not in known)
            if name not in known:
                assert "".join(tab.itertext()) == f"de/d{name}"


def test_an_unfinished_sum_is_shown_as_unfinished():
    trace = reverse_trace(EXAMPLE, VALUES)
    tabs = [Drawn(show(moment)).one("tab-b") for moment in trace]
    assert ["".join(tab.itertext()) for tab in tabs] == [*["de/db"] * 4, "3 + …", "3 + …", "3 + 2 = 5"]
    states = [tab.get("class").split()[2:] for tab in tabs]
    assert states == [*[["wait"]] * 4, *[["part", "pos"]] * 2, ["done", "pos"]]
    arcs = [[arc.get("class") for arc in tab.iter("circle")] for tab in tabs]
    assert arcs == [*[[None]] * 4, *[[None, "got"]] * 3]
    assert "circle" not in {e.tag for e in Drawn(show(trace[-1])).one("tab-c").iter()}  # one contribution only


def test_more_contributions_than_arcs_have_room_for():
    graph = parse(
        "; ".join(f"y{i} = {i} * x" for i in range(1, 10)) + "; s = " + " + ".join(f"y{i}" for i in range(1, 10))
    )
    trace = reverse_trace(graph, evaluate(graph, x=1))
    texts = ["".join(Drawn(show(moment)).one("tab-x").itertext()) for moment in trace]
    assert texts[0] == "ds/dx0/9" and texts[-3].startswith("42 + …") and texts[-3].endswith("7/9")
    assert texts[-1].endswith("9/9") and "45" in texts[-1]
