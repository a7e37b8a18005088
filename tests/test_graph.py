"""Nodes, edges and graphs: three ways to build them, names, order, and what is refused."""

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cgraph_lib import Graph, count_paths, evaluate, gradient, group, inputs, parse, relu
from cgraph_lib.errors import GraphError, InputError
from cgraph_lib.graph import Edge, constant
from cgraph_lib.node import Node

TESTS = Path(__file__).parent


def by_operators():
    a, b = inputs("a b")
    return Graph(((a + b).named("c") * (b + 1).named("d")).named("e"))


def structure(graph):
    return [(graph.names[n], n.op and n.op.name, [graph.names[p] for p in n.parents], n.constant) for n in graph.nodes]


def test_the_running_example_is_the_same_graph_built_three_ways():
    built, assigned = by_operators(), parse("c = a + b; d = b + 1; e = c * d")
    one_formula = parse("(a + b) * (b + 1)")
    assert structure(built) == structure(assigned)
    assert [row[1] for row in structure(one_formula)] == [row[1] for row in structure(assigned)]
    for graph in (built, assigned, one_formula):
        assert [node.name for node in graph.inputs] == ["a", "b"]
        assert len(graph.edges) == 5
        assert list(evaluate(graph, a=2, b=1).by_name().values()) == [2, 1, 3, 2, 6]
        assert gradient(graph, a=2, b=1) == {"a": 2, "b": 5}


def test_operands_stand_before_results():
    graph = parse("e = c * d; d = b + 1; c = a + b; f = e ** c")
    places = {node: i for i, node in enumerate(graph.nodes)}
    assert all(places[edge.parent] < places[edge.child] for edge in graph.edges)
    assert len(places) == len(graph.nodes) == 7


def test_inputs_stand_in_the_order_in_which_they_were_made():
    z, a = inputs("z a")
    assert [node.name for node in Graph(a * z).inputs] == ["z", "a"]
    assert [node.name for node in parse("y = q * b + a").inputs] == ["q", "b", "a"]


def test_a_product_with_itself_has_two_edges():
    graph = parse("y = x * x")
    x, y = graph.nodes
    assert graph.edges == (Edge(x, y, 0), Edge(x, y, 1))
    assert graph.edge("x", "y", 1) == Edge(x, y, 1)


def test_other_results_are_kept_beside_the_output():
    a, b = inputs("a b")
    dead = (a * b).named("dead")
    graph = Graph(a + 1, dead)
    assert [node.name for node in graph.inputs] == ["a", "b"]
    assert dead in graph.nodes and graph.output is not dead


def test_nameless_nodes_are_numbered_and_avoid_taken_names():
    a = inputs("a")
    graph = Graph(((a + 1) * 2).named("v1") * (a - 1))
    assert list(evaluate(graph, a=1).by_name()) == ["a", "v2", "v1", "v3", "v4"]


def test_a_graph_holds_no_numbers_of_a_run():
    graph = parse("c = a + b")
    first, second = evaluate(graph, a=1, b=2), evaluate(graph, a=10, b=20)
    assert (first["c"], second["c"]) == (3, 30)


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda: parse("rate = a * b").node("rte"), "no node 'rte' in this graph. Did you mean 'rate'?"),
        (lambda: parse("c = a + b").node(inputs("a")), "is not in this graph"),
        (lambda: Graph(inputs("a") * inputs("a")).names, "Two nodes are called 'a'"),
        (lambda: Graph(3), "Expected a Node, got int 3"),
        (lambda: Graph("a + b"), "Expected a Node, got the string 'a \\+ b'; parse reads formulas"),
        (lambda: Graph(inputs("x"), "y"), "Expected a Node, got the string 'y'"),
        (lambda: parse("a + b").node(3), "Expected a node or its name, got 3"),
        (lambda: count_paths("a + b", "a"), "Expected a Graph, got str; parse\\('a \\+ b'\\) makes one"),
        (lambda: count_paths(inputs("a"), "a"), "Expected a Graph, got Node; Graph\\(node\\) makes one"),
        (lambda: count_paths(3, "a"), "Expected a Graph, got int."),
    ],
)
def test_mistakes_are_value_errors_that_name_the_culprit(mistake, message):
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        mistake()


def test_constants_may_be_named_and_have_no_edges():
    graph = Graph(constant(3, "k") * inputs("x"))
    assert [graph.names[edge.parent] for edge in graph.edges] == ["x"]
    assert evaluate(graph, x=2)["k"] == 3


def test_a_graph_and_its_nodes_print_briefly_however_large_they_are():
    x = node = inputs("x")
    for _ in range(14):
        node = node + node
    graph = Graph(node * x)
    for thing in (graph, node, graph.edges[-1]):
        assert len(repr(thing)) < 1000


CONTINUED = """
import pickle, sys
from cgraph_lib import Graph, evaluate, gradient, inputs
for _ in range(int(sys.argv[1])):
    inputs("x")  # as many nodes as this process has made before
graph = pickle.load(sys.stdin.buffer)
y = graph.output
graph = Graph(((y + 1).named("z") * graph.node("b")).named("w"))
print(*evaluate(graph, a=2, b=1).by_name().items(), gradient(graph, a=2, b=1), graph.input_names)
"""


@pytest.mark.parametrize("made", [0, 1_000_000])
def test_a_graph_goes_on_in_another_process(made):
    inputs(" ".join(f"x{i}" for i in range(1000)))  # so that nodes of here come late
    graph = pickle.dumps(by_operators())
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent)}
    run = subprocess.run(
        [sys.executable, "-c", CONTINUED, str(made)], input=graph, env=environment, capture_output=True, check=True
    )
    expected = "('a', 2.0) ('b', 1.0) ('c', 3.0) ('d', 2.0) ('e', 6.0) ('z', 7.0) ('w', 7.0)"
    assert run.stdout.decode().split() == f"{expected} {{'a': 2.0, 'b': 12.0}} ('a', 'b')".split()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda graph: pickle.loads(pickle.dumps(graph))])
def test_graphs_of_100_000_nodes_are_copied(copied):
    x, z = inputs("x z")
    node = x
    for _ in range(34_000):
        node = (node + x) * 0.5
    graph = Graph(node.named("y"), z)
    again = copied(graph)
    assert len(again.nodes) == len(graph.nodes) > 100_000 and not set(again.nodes) & set(graph.nodes)
    assert again.input_names == ("x", "z") and again.output.name == "y"
    assert gradient(again, x=1, z=2) == gradient(graph, x=1, z=2)


def test_a_copy_goes_on_as_the_graph_does():
    graph = parse("c = a + b; d = b + 1; e = c * d")
    again = copy.deepcopy(graph)
    longer = Graph((again.output * again.node("b") + again.node("c")).named("f"))
    assert longer.input_names == ("a", "b") and gradient(longer, a=2, b=1) == {"a": 3, "b": 12}
    assert copy.copy(graph).nodes == graph.nodes


DETERMINED = """
from random_graphs import random_graph
from cgraph_lib import evaluate, evaluation_trace, forward_trace, local_partials, paths, reverse_trace, show
for seed in range(6):
    graph, numbers = random_graph(seed)
    values = evaluate(graph, numbers)
    print(graph, values, local_partials(graph, values), [paths(graph, node) for node in graph.inputs])
    for trace in (evaluation_trace(graph, numbers), reverse_trace(graph, values), forward_trace(graph, values, "a")):
        print(trace.final)
        for picture in map(show, trace):
            print(picture.text, picture.dot, picture.svg)
"""


def test_two_hash_seeds_give_the_same_order_words_and_pictures():
    printed = []
    for seed in "12":
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}",
            "PYTHONIOENCODING": "utf-8",
        }
        run = subprocess.run(
            [sys.executable, "-c", DETERMINED], env=environment, capture_output=True, encoding="utf-8", check=True
        )
        printed.append(run.stdout)
    assert "<svg" in printed[0] and "digraph" in printed[0]
    assert printed[0] == printed[1]


def test_the_first_name_that_is_met_again_is_blamed():
    again = (-inputs("b")).named("b")
    with pytest.raises(GraphError, match="Two nodes are called 'b'"):
        Graph((again * inputs("a")).named("a")).names  # noqa: B018


def layers():
    """Return two layers, the second with a group inside, and an output outside of all groups."""
    x, w1, w2 = inputs("x w1 w2")
    with group("layer 1"):
        h = (x * w1 + 1).named("h")
    with group("layer 2"):
        with group("affine"):
            z = (h * w2).named("z")
        r = relu(z).named("r")
    return Graph((r * r).named("y"))


def test_groups_hold_their_nodes_and_those_of_the_groups_inside():
    graph = layers()
    names = {name: [node.name for node in nodes if node.name] for name, nodes in graph.groups.items()}
    assert names == {"layer 1": ["h"], "layer 2": ["z", "r"], "layer 2/affine": ["z"]}
    assert len(graph.groups["layer 1"]) == 3  # the product, the constant 1 and the sum
    assert parse("a + b").groups == {}


def test_a_group_lists_its_nodes_in_the_order_of_the_graph_though_others_stand_between():
    x = inputs("x")
    with group("all/first"):
        first = x * 2
    between = first + 1
    with group("all"):
        last = between * 3
    graph = Graph(last)
    assert graph.groups["all/first"] == tuple(node for node in graph.nodes if node in (first, first.parents[1]))
    assert between not in graph.groups["all"] and graph.groups["all"][-1] is last
    assert list(graph.groups) == ["all", "all/first"]


def test_an_input_without_a_name_is_given_one():
    graph = Graph((Node() * inputs("a")).named("y"))
    assert graph.input_names == ("v1", "a")
    assert gradient(graph, v1=3, a=2) == {"v1": 2, "a": 3}


def test_a_derivative_is_taken_with_respect_to_what_is_no_constant():
    graph = parse("y = 2 * pi * x")
    assert graph.variable("x") is graph.inputs[0] and graph.variable("y") is graph.variable(graph.output)
    for key, name in ((graph.constants[1], "2.0"), ("pi", "pi")):
        with pytest.raises(InputError, match=rf"^{name} is a constant; .* make it an input\."):
            graph.variable(key)


def test_a_graph_shows_its_names():
    assert repr(parse("c = a + 2")) == "Graph of a, c"
    assert repr(Graph(constant(2))) == "Graph of <Node: 2.0>"


def test_edges_are_found_at_both_of_their_ends():
    graph = parse("s = x * x; y = s + 2")
    x, two, s, y = (*graph.inputs, *graph.constants, graph.node("s"), graph.output)
    first, second, last = Edge(x, s, 0), Edge(x, s, 1), Edge(s, y, 0)
    assert graph.edges == (first, second, last)
    assert graph.edges_into == {x: (), two: (), s: (first, second), y: (last,)}
    assert graph.edges_from == {x: (first, second), two: (), s: (last,), y: ()}
