"""Evaluation, partials, forward and reverse accumulation, and the differences that check them."""

import math

import numpy
import pytest

from cgraph_lib import (
    Graph,
    central_difference,
    evaluate,
    evaluation_trace,
    forward_trace,
    gradient,
    inputs,
    local_partials,
    parse,
    reverse_trace,
)
from cgraph_lib.arrays import matmul
from cgraph_lib.errors import ShapeError
from cgraph_lib.graph import constant

pytestmark = pytest.mark.filterwarnings("error")

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
DIAMOND = parse("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d")


def derivatives(graph, values, wrt, of):
    """Return ∂of/∂wrt by reverse and by forward accumulation."""
    return reverse_trace(graph, values, of).final[wrt], forward_trace(graph, values, wrt).final[of]


def test_the_fifteen_numbers_of_the_running_example():
    values = evaluate(EXAMPLE, {"a": 2, "b": 1})
    assert values.by_name() == {"a": 2, "b": 1, "c": 3, "d": 2, "e": 6}
    assert local_partials(EXAMPLE, values).by_name() == {
        ("a", "c", 0): 1,
        ("b", "c", 1): 1,
        ("b", "d", 0): 1,
        ("c", "e", 0): 2,
        ("d", "e", 1): 3,
    }
    assert reverse_trace(EXAMPLE, values).final.by_name() == {"e": 1, "c": 2, "d": 3, "a": 2, "b": 5}
    assert forward_trace(EXAMPLE, values, wrt="b").final.by_name() == {"a": 0, "b": 1, "c": 1, "d": 1, "e": 5}


def test_an_evaluation_gives_the_inputs_and_then_computes_node_by_node():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    happened = [(step.kind, step.node.name, step.after) for step in trace.steps]
    assert happened[:2] == [("given", "a", 2.0), ("given", "b", 1.0)]
    assert happened[2:] == [("compute", "c", 3.0), ("compute", "d", 2.0), ("compute", "e", 6.0)]
    assert trace.final == evaluate(EXAMPLE, a=2, b=1)


def test_the_diamond_on_a_node_that_is_no_leaf_gives_fourteen():
    values = evaluate(DIAMOND, a=1)
    assert derivatives(DIAMOND, values, "a", "e") == (14, 14)
    assert derivatives(DIAMOND, values, "b", "e") == (7, 7)


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [("y = x * x", 3, 6), ("y = x + x", 3, 2), ("y = x - x", 3, 0), ("y = x / x", 3, 0), ("y = x ** x", 1, 1)],
)
def test_parallel_edges_both_count(text, at, slope):
    graph = parse(text)
    assert len(local_partials(graph, evaluate(graph, x=at))) == 2
    assert gradient(graph, x=at) == {"x": pytest.approx(slope, abs=1e-15)}


def test_a_second_run_starts_clean():
    graph = parse("y = x ** 4")
    assert [gradient(graph, x=3) for _ in range(2)] == [{"x": 108}, {"x": 108}]
    values = evaluate(graph, x=3)
    assert [reverse_trace(graph, values).final["x"] for _ in range(2)] == [108, 108]


def test_a_chain_of_100_000_nodes():
    x = node = inputs("x")
    for _ in range(50_000):
        node = (node + 0.5) * 0.99999
    graph = Graph(node)
    values = evaluate(graph, x=1)
    slope = 0.99999**50_000
    assert values[node] == pytest.approx(slope + 0.5 * 0.99999 * (1 - slope) / (1 - 0.99999))
    assert derivatives(graph, values, x, node) == pytest.approx((slope, slope))
    assert gradient(graph, x=1) == {"x": pytest.approx(slope)}
    assert len(reverse_trace(graph, values).steps) == 100_001
    assert len(evaluation_trace(graph, x=1).steps) == 100_001


def test_a_fan_of_100_000_edges():
    x = node = inputs("x")
    for _ in range(50_000):
        node = node + x
    assert gradient(Graph(node), x=1) == {"x": 50_001}


def test_any_node_with_respect_to_any_node():
    values = evaluate(EXAMPLE, a=2, b=1)
    expected = {
        "a": {"a": 1, "b": 0, "c": 1, "d": 0, "e": 2},
        "b": {"a": 0, "b": 1, "c": 1, "d": 1, "e": 5},
        "c": {"a": 0, "b": 0, "c": 1, "d": 0, "e": 2},
        "d": {"a": 0, "b": 0, "c": 0, "d": 1, "e": 3},
        "e": {"a": 0, "b": 0, "c": 0, "d": 0, "e": 1},
    }
    for wrt, row in expected.items():
        for of, slope in row.items():
            assert derivatives(EXAMPLE, values, wrt, of) == (slope, slope), (of, wrt)


def test_what_the_output_does_not_need_has_adjoint_zero():
    graph = parse("dead = a * z; y = a * a")
    assert gradient(graph, a=3, z=4) == {"a": 6, "z": 0}
    assert gradient(graph, a=3, z=4, of="dead") == {"a": 4, "z": 3}


def test_a_trace_starts_at_the_zeros_of_what_the_output_does_not_depend_on():
    graph = parse("dead = 5 * z; y = a * a + 2")
    trace = reverse_trace(graph, evaluate(graph, a=3, z=4))
    assert trace.start == {graph.node("z"): 0, graph.node("dead"): 0}


def test_a_graph_without_inputs():
    graph = parse("2 * 3")
    assert evaluate(graph)[graph.output] == 6
    assert gradient(graph) == {}


def test_arrays_that_do_not_fit_are_named_with_their_shapes():
    three, two = numpy.ones(3), numpy.ones((4, 2))
    for node, named in (((inputs("x") * inputs("y")).named("z"), "y has shape (4, 2)"), (inputs("x") + two, "… has")):
        graph = Graph(node)
        given = {"x": three, "y": two}
        with pytest.raises(ShapeError) as caught:
            evaluate(graph, {name: given[name] for name in graph.input_names})
        sentence = str(caught.value)
        assert f"{graph.names[node]} cannot be computed: x has shape (3,), {named}" in sentence


def test_an_operation_on_whole_arrays_names_itself_what_does_not_fit():
    graph = Graph(matmul(*inputs("x y")).named("z"))
    with pytest.raises(ShapeError, match=r"^matmul\(x, y\): the first operand has shape \(2, 3\), the"):
        evaluate(graph, x=numpy.ones((2, 3)), y=numpy.ones((2, 3)))


TRACE = reverse_trace(EXAMPLE, evaluate(EXAMPLE, a=2, b=1))


@pytest.mark.parametrize("graph", ["a + b", EXAMPLE.output, None, TRACE])
def test_what_is_no_graph_is_named(graph):
    values = evaluate(EXAMPLE, a=2, b=1)
    asked = [evaluate, gradient, evaluation_trace, lambda g: local_partials(g, values)]
    for ask in (*asked, lambda g: reverse_trace(g, values), lambda g: forward_trace(g, values, "b")):
        with pytest.raises(TypeError, match=f"Expected a Graph, got {type(graph).__name__}"):
            ask(graph)


def test_numbers_of_other_kinds_become_floats():
    for number in (True, 1, numpy.float32(1), numpy.int64(1), numpy.array(1)):
        value = evaluate(parse("y = 2 * x"), x=number)["y"]
        assert (value, type(value)) == (2.0, float)
    assert evaluate(parse("y = 2 * x"), x=10**400)["y"] == math.inf


@pytest.mark.parametrize(
    ("text", "at", "value", "slope"),
    [
        ("y = log(x)", 0, -math.inf, math.inf),
        ("y = 1 / x", 0, math.inf, -math.inf),
        ("y = exp(x)", 1000, math.inf, math.inf),
        ("y = sqrt(x)", -1, math.nan, math.nan),
        ("y = sqrt(x)", 0, 0, math.inf),
        ("y = 0 * x", math.inf, math.nan, 0),
        ("y = x - x", math.inf, math.nan, 0),
        ("y = x * log(x)", 0, math.nan, math.nan),
    ],
)
def test_infinities_and_nan_pass_through_without_a_word(text, at, value, slope):
    graph = parse(text)
    everywhere = pytest.approx([value] * 3, nan_ok=True)
    assert evaluate(graph, x=at)["y"] == pytest.approx(value, nan_ok=True)
    assert gradient(graph, x=at)["x"] == pytest.approx(slope, nan_ok=True)
    several = numpy.array([float(at)] * 3)
    assert list(evaluate(graph, x=several)["y"]) == everywhere
    assert list(numpy.broadcast_to(gradient(graph, x=several)["x"], 3)) == pytest.approx([slope] * 3, nan_ok=True)
    central_difference(graph, x=several)


def test_a_sweep_is_one_call():
    angles = numpy.linspace(-3, 3, 13)
    slopes = gradient(parse("y = sin(x) * k"), x=angles, k=2)
    numpy.testing.assert_allclose(slopes["x"], 2 * numpy.cos(angles))
    numpy.testing.assert_allclose(slopes["k"], numpy.sin(angles))


def test_constants_may_be_arrays():
    x = inputs("x")
    graph = Graph(constant(numpy.array([1.0, 2.0, 3.0])) * x)
    assert list(gradient(graph, x=5)["x"]) == [1, 2, 3]


def test_an_array_given_is_not_changed():
    given = numpy.array([1, 2, 3])
    gradient(parse("y = x * x + x"), x=given)
    assert given.tolist() == [1, 2, 3] and given.dtype.kind == "i"


def test_multiplications_are_counted():
    values = evaluate(EXAMPLE, a=2, b=1)
    assert reverse_trace(EXAMPLE, values).multiplications == 5
    assert forward_trace(EXAMPLE, values, wrt="b").multiplications == 4
    assert forward_trace(EXAMPLE, values, wrt="a").multiplications == 2


def test_a_graph_may_have_many_inputs():
    xs = inputs(" ".join(f"x{i}" for i in range(1000)))
    assert gradient(Graph(sum(xs)), {f"x{i}": i for i in range(1000)}) == {f"x{i}": 1.0 for i in range(1000)}
