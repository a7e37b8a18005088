"""From graphs to cards and edges: keys that keep apart, and what takes no derivative."""

import numpy as np
from picture.drawn import Drawn
from picture.examples import network, pictured

from cgraph_lib import Graph, evaluate, inputs, local_partials, reverse_trace, show
from cgraph_lib.arrays import matmul, total
from cgraph_lib.graph import constant


def test_names_that_differ_only_in_signs_keep_apart():
    a, b, c = (inputs("x").named(name) for name in ("x!", "x?", "x"))
    graph = Graph(a * b * c)
    drawing = Drawn(show(graph, evaluate(graph, {a: 2, b: 3, c: 5})))
    assert sorted(drawing.texts("val").values()) == ["2", "3", "30", "5", "6"]


def test_keys_of_edges_do_not_collide():
    a = inputs("a")
    odd, even = (a + 1).named("a!"), (a + 2).named("1!")
    graph = Graph((odd * even).named("5") + (a * even).named("7") + odd)
    edges = list(Drawn(show(graph)).wires())
    assert len(set(edges)) == len(edges) == len(graph.edges)


def test_constants_take_no_adjoint():
    graph = Graph((constant(3, "k") * inputs("x")).named("y") + 7)
    values = evaluate(graph, x=2)
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert drawing.one("node", "constant", "node-k").find("rect") is not None
    assert set(drawing.texts("adj")) == {"adj-x", "adj-y", "adj-v1"}
    assert set(drawing.texts("partial")) == {"part-x-y-1", "part-y-v1-0"}
    assert drawing.text("val-k") == "3"


def test_operations_on_whole_arrays_are_drawn_without_partials():
    x, w = inputs("x w")
    graph = Graph(total((x * w).named("p")).named("s"))
    drawing = Drawn(show(graph, evaluate(graph, x=np.array([2.0, -1.0]), w=np.array([3.0, 4.0]))))
    assert drawing.text("val-p") == "array 2" and drawing.text("val-s") == "2"


def test_operations_on_whole_arrays_are_drawn_without_rules():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w)).named("s"))
    drawn = show(graph, evaluate(graph, x=np.ones((2, 3)), w=np.ones((3, 2))))
    assert "s = total(v1) = 12" in drawn.text
    assert drawn.svg.count('class="line"') == 3


def test_what_runs_to_and_from_a_closed_group_is_one_edge_without_a_partial():
    drawing = Drawn(pictured(network(2)))
    joined = {e.get("class").split()[1] for e in drawing.having("edge", "joined")}
    assert joined == {
        "edge-x-group-0-layer1",
        "edge-group-0-layer1-group-1-layer2",
        "edge-group-1-layer2-group-2-loss",
        "edge-t-group-2-loss",
    }
    assert not drawing.having("pill")
