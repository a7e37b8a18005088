"""Graphs, edges and orders: read in all their forms, and judged by what they are."""

import pytest

from cgraph_lib import Graph, inputs, parse
from cgraph_lib.exercises.graph_answers import OneEdge, OneGraph, Order
from cgraph_lib.exercises.judge import Mistake, NotYet, Right

RUNNING = parse("c = a + b; d = b + 1; e = c * d")
ORDER = Order("b d a c e")


@pytest.mark.parametrize(
    "given",
    [
        *("b d a c e", "b, d, a, c, e", "bdace", "b -> d -> a -> c -> e", list("bdace"), tuple("bdace"), iter("bdace")),
        [RUNNING.node(name) for name in "bdace"],
    ],
)
def test_an_order_is_right_in_every_form(given):
    assert isinstance(ORDER.judge(given, ()), Right)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        ("a b c d", "Every node has its place in an order; e is missing."),
        ("a b c d e e", "Every node has one place in an order; e comes twice or more."),
        ("a b c d f", "There is no node 'f' here; the nodes are a, b, c, d, e."),
        ("a b c d e", "Nodes are first sorted."),
        ("e b c d a", "Another order comes out."),
        ({"b": 1}, "Expected names of nodes, such as a b c d e, got an object of type dict."),
    ],
)
def test_a_wrong_order_is_explained(given, remark):
    assert ORDER.judge(given, [Mistake("a b c d e", "Nodes are first sorted.")]).remark == remark


EDGE = OneEdge(("b", "c"), [("a", "c"), ("b", "c"), ("b", "d"), ("c", "e"), ("d", "e")])


@pytest.mark.parametrize(
    "given",
    [
        *(("b", "c"), ["b", "c"], "b -> c", "b → c", "b, c", "∂c/∂b", "dc/db", "c <- b", "c ← b", "from b to c"),
        *("c by b", "∂ of c wrt b", "c with respect to b", "c < b", "b to c"),
        *("b₂ → c", "∂c/∂b₁", "dc/db1", "b1 -> c", r"\frac{\partial c}{\partial b_1}"),  # as parallel edges are written
        *(("b", "c", 1), RUNNING.edge("b", "c"), (RUNNING.node("b"), RUNNING.node("c")), iter("bc")),
    ],
)
def test_an_edge_is_right_in_every_form(given):
    assert isinstance(EDGE.judge(given, ()), Right)


def test_a_name_of_its_own_may_end_in_a_digit():
    edges = [("h", "h1"), ("h1", "h2")]
    assert isinstance(OneEdge(edges[1], edges).judge("h1 → h2", ()), Right)
    assert isinstance(OneEdge(edges[0], edges).judge("h₂ → h1", ()), Right)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        (("c", "b"), "These are the two nodes, but an edge runs from parent to child: turn it round."),
        (("a", "c"), "The label is right."),
        (("b", "d"), "It is not b → d."),
        (("e", "d"), "The edge runs from d to e: its parent comes first."),
        (("a", "e"), "No edge runs from a to e."),
        ("b", 'Expected an edge, as the names of its parent and its child: ("a", "c").'),
        ("abc", 'Expected an edge, as the names of its parent and its child: ("a", "c").'),
        ("1 - c * c", 'Expected an edge, as the names of its parent and its child: ("a", "c").'),
        (7, "Expected names of nodes, such as a b c d e, got an object of type int."),
    ],
)
def test_a_wrong_edge_is_explained(given, remark):
    assert EDGE.judge(given, [Mistake(("a", "c"), "The label is right.")]).remark == remark


GRAPH = OneGraph("y = 6 / (x + 3)", remark=lambda graph: f"Its output is {graph.names[graph.output]}.")
MISTAKES = (
    Mistake("y = 6 / x + 3", "Brackets are missing."),
    Mistake("y = 1", "A constant.", lambda graph: not graph.inputs),
)


def test_a_graph_is_right_in_every_form():
    x = inputs("x")
    for given in ("y = 6 / (x + 3)", "6/(3 + x)", "u = x + 3; y = 6 * u ** -1", 6 / (x + 3), Graph(6 / (x + 3))):
        assert isinstance(GRAPH.judge(given, MISTAKES), Right)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        ("z = 3 + 6 / x", "Brackets are missing."),
        ("1 + 1", "A constant."),
        ("u = x + 4", "Its output is u."),
        ("6 / (t + 3)", "Its output is v2."),
        (7, "Expected a graph, or a string for parse, got an object of type int."),
    ],
)
def test_a_wrong_graph_is_explained(given, remark):
    assert GRAPH.judge(given, MISTAKES).remark == remark


def test_a_graph_refused_shows_the_place():
    outcome = GRAPH.judge("y = 6 / (x + 3", MISTAKES)
    assert outcome.remark.startswith("There is no graph of this. ")
    assert outcome.remark.endswith("\n    y = 6 / (x + 3\n            ^")


def test_a_condition_that_cannot_be_asked_does_not_hold():
    careless = OneGraph("y = -x", lambda graph: graph.node("q"), lambda graph: graph.node("q"))
    outcome = careless.judge("y = -x", [Mistake("y = -x", "Made.", lambda graph: graph.node("q"))])
    assert outcome == NotYet("This is not the graph the exercise asks for.", explained=False)
