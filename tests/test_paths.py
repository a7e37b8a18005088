"""Paths: counted without listing, listed, multiplied along and summed."""

import importlib
import math
import time

import numpy
import pytest

from cgraph_lib import (
    Graph,
    count_paths,
    evaluate,
    gradient,
    inputs,
    local_partials,
    parse,
    path_product,
    paths,
    sum_over_paths,
)
from cgraph_lib.errors import CgraphError, UnknownNameError, WrongTypeError
from cgraph_lib.paths import TooManyPathsError, path_multiplications

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")


def stages(k):
    """Return k stages of three parallel edges each, so 3^k paths."""
    text = "; ".join(f"x{i + 1} = (x{i} + x{i}) + x{i}" for i in range(k))
    return parse(text)


def partials_of(graph, **at):
    return local_partials(graph, evaluate(graph, at))


def test_the_paths_of_the_running_example():
    partials = partials_of(EXAMPLE, a=2, b=1)
    assert [str(path) for path in paths(EXAMPLE, "b", "e")] == ["b → c → e", "b → d → e"]
    assert [path_product(path, partials) for path in paths(EXAMPLE, "b", "e")] == [2, 3]
    assert [path_product(path, partials) for path in paths(EXAMPLE, "a", "e")] == [2]
    assert sum_over_paths(EXAMPLE, "b", "e", partials) == 5
    assert sum_over_paths(EXAMPLE, "b", None, partials) == 5


@pytest.mark.parametrize(
    ("start", "end", "count", "total"),
    [("a", "e", 1, 2), ("b", "e", 2, 5), ("b", "d", 1, 1), ("e", "b", 0, 0), ("a", "d", 0, 0), ("e", "e", 1, 1)],
)
def test_from_any_node_to_any_node(start, end, count, total):
    found = paths(EXAMPLE, start, end)
    assert count_paths(EXAMPLE, start, end) == len(found) == count
    assert sum_over_paths(EXAMPLE, start, end, partials_of(EXAMPLE, a=2, b=1)) == total


def test_a_path_is_edges_that_meet():
    graph = parse("b = a * a; c = a * b; e = c * b")
    found = paths(graph, "a", "e")
    assert len(set(found)) == len(found) == count_paths(graph, "a", "e") == 5
    for path in found:
        assert path.nodes[0].name == "a" and path.nodes[-1].name == "e"
        assert all(first.child is second.parent for first, second in zip(path.edges, path.edges[1:], strict=False))
        assert len(path) == len(path.edges) == len(path.nodes) - 1


def test_parallel_edges_are_different_paths():
    graph = parse("y = x * x")
    assert [str(path) for path in paths(graph, "x")] == ["x₁ → y", "x₂ → y"]
    assert sum_over_paths(graph, "x", "y", partials_of(graph, x=3)) == 6


def test_a_path_from_a_node_to_itself_has_no_edges_and_product_one():
    (path,) = paths(EXAMPLE, "c", "c")
    assert (len(path), str(path), path_product(path, partials_of(EXAMPLE, a=2, b=1))) == (0, "c", 1)


def test_three_to_the_200_paths_are_counted_at_once():
    graph = stages(200)
    start = time.process_time()
    assert count_paths(graph, "x0") == 3**200
    assert time.process_time() - start < 1


def test_listing_too_many_paths_is_refused_with_the_count():
    graph = stages(10)
    assert count_paths(graph, "x0", "x10") == 59_049
    with pytest.raises(TooManyPathsError, match="59,049 paths, more than 10,000 to list") as caught:
        paths(graph, "x0", "x10")
    assert caught.value.count == 59_049 and isinstance(caught.value, ValueError)
    with pytest.raises(TooManyPathsError, match=r"about 10\^95 paths"):
        sum_over_paths(stages(200), "x0", None, partials_of(graph, x0=1))
    assert caught.value.limit == 10_000 and isinstance(caught.value, CgraphError)
    assert len(paths(graph, "x0", "x10", limit=60_000)) == 59_049


@pytest.mark.parametrize(
    ("last", "sentence"),
    [(5, "There are 500,000,000,000,000 paths, more"), (10, r"There are about 10\^15 paths, more")],
)
def test_counts_of_more_than_fifteen_digits_are_rounded(last, sentence):
    terms = [10] * 14 + [last]
    graph = parse(";".join(f"x{i + 1} = " + " + ".join([f"x{i}"] * count) for i, count in enumerate(terms)))
    with pytest.raises(TooManyPathsError, match=sentence):
        paths(graph, "x0")


def test_a_path_is_not_changed():
    with pytest.raises(AttributeError):
        paths(EXAMPLE, "b")[0].edges = ()


def test_exactly_as_many_paths_as_the_limit_are_listed():
    graph = stages(2)
    assert len(paths(graph, "x0", limit=9)) == 9
    assert sum_over_paths(graph, "x0", None, partials_of(graph, x0=1), limit=9) == 9
    for ask in (paths, lambda *a, limit: sum_over_paths(*a, None, partials_of(graph, x0=1), limit=limit)):
        with pytest.raises(TooManyPathsError, match="There are 9 paths, more than 8 to list; count_paths counts them"):
            ask(graph, "x0", limit=8)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [("b", "b", 0), ("b", "c", 0), ("b", "e", 2), ("a", "e", 1), ("e", "b", 0), ("a", "d", 0)],
)
def test_multiplications_along_paths_are_one_less_than_edges(start, end, count):
    assert path_multiplications(EXAMPLE, start, end) == count
    assert sum(max(len(path) - 1, 0) for path in paths(EXAMPLE, start, end)) == count


def test_dead_ends_cost_nothing():
    graph = Graph(parse("y = x + 1").output)
    x = graph.inputs[0]
    dead = x
    for _ in range(200):
        dead = dead + dead
    graph = Graph(graph.output, dead)
    start = time.process_time()
    assert len(paths(graph, x)) == 1
    assert time.process_time() - start < 1


def test_a_long_path_is_listed():
    x = node = inputs("x")
    for _ in range(5_000):
        node = node * 1.0001
    graph = Graph(node)
    (path,) = paths(graph, x)
    assert path_product(path, partials_of(graph, x=1)) == pytest.approx(1.0001**5_000)


def test_products_of_arrays():
    graph = parse("y = x * sin(x)")
    angles = numpy.linspace(0, 1, 4)
    total = sum_over_paths(graph, "x", "y", partials_of(graph, x=angles))
    numpy.testing.assert_allclose(total, gradient(graph, x=angles)["x"])


@pytest.mark.filterwarnings("error")
def test_zero_times_infinity_along_a_path_is_nan():
    graph = parse("c = sqrt(x); y = c * c")
    for zero in (0.0, numpy.zeros(3)):
        (total,) = {str(n) for n in numpy.ravel(sum_over_paths(graph, "x", "y", partials_of(graph, x=zero)))}
        assert math.isnan(float(total))


def test_an_unknown_node_is_named():
    with pytest.raises(ValueError, match="no node 'bb' in this graph. Did you mean 'b'"):
        paths(EXAMPLE, "bb")
    with pytest.raises(ValueError, match="no node 'ee' in this graph"):
        count_paths(EXAMPLE, "b", "ee")


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda p: paths("a + b", "a"), "Expected a Graph, got str; parse('a + b') makes one."),
        (lambda p: count_paths(EXAMPLE.output, "b"), "Expected a Graph, got Node; Graph(node) makes one."),
        (lambda p: path_multiplications(None, "b"), "Expected a Graph, got NoneType."),
        (lambda p: sum_over_paths({}, "b", "e", p), "Expected a Graph, got dict."),
        (lambda p: path_product("b → c → e", p), "Expected a path, as paths(graph, ...) lists them, got str."),
        (lambda p: path_product(paths(EXAMPLE, "b"), p), "Expected a path, as paths(graph, ...) lists them, got list."),
        (
            lambda p: path_product(paths(EXAMPLE, "b")[0], evaluate(EXAMPLE, a=2, b=1)),
            "Expected partials, as local_partials(graph, values) returns them, got ByNode.",
        ),
        (
            lambda p: sum_over_paths(EXAMPLE, "b", "e", [2, 3]),
            "Expected partials, as local_partials(graph, values) returns them, got list.",
        ),
    ],
)
def test_wrong_types_are_named_with_the_mend(mistake, sentence):
    with pytest.raises(WrongTypeError) as caught:
        mistake(partials_of(EXAMPLE, a=2, b=1))
    assert str(caught.value) == sentence


@pytest.mark.parametrize("limit", [None, "9", 2.5, True, [9], -1])
def test_a_limit_is_a_whole_number(limit):
    graph = parse("c = a + b; d = b + 1; e = c * d")
    with pytest.raises(WrongTypeError, match="limit is a whole number of paths, from 0 up, not"):
        paths(graph, "b", "e", limit=limit)


def test_a_limit_of_0_lets_through_what_has_no_paths():
    graph = parse("c = a + b; d = b + 1; e = c * d")
    assert paths(graph, "a", "d", limit=0) == []
    with pytest.raises(TooManyPathsError, match="There are 2 paths, more than 0 to list"):
        paths(graph, "b", "e", limit=0)


def test_partials_without_the_edge_that_is_asked():
    graph = parse("y = x * x; z = y + x")
    with pytest.raises(UnknownNameError, match="There is no partial for the edge from x to y"):
        path_product(paths(graph, "x", "z")[0], {})
    with pytest.raises(UnknownNameError, match="There is no partial for the edge from x to y"):
        sum_over_paths(graph, "x", "z", {})
    other = parse("y = x * x; z = y + x")
    with pytest.raises(UnknownNameError, match="it may belong to another one"):
        path_product(paths(graph, "x", "z")[0], local_partials(other, evaluate(other, x=3)))


def test_the_path_of_a_long_chain():
    x = node = inputs("x")
    for _ in range(30_000):
        node = node + 1
    (path,) = paths(Graph(node), x)
    assert len(path) == 30_000 and path.edges[-1].child is node


def test_paths_part_and_meet_again_in_order():
    graph = parse("b = a + a; c = b * a; d = b + c; e = d * c + b")
    for path in paths(graph, "a", "e"):
        assert path.nodes[0] is graph.node("a") and path.nodes[-1] is graph.output
        assert all(edge.parent is node for edge, node in zip(path.edges, path.nodes, strict=False))
    assert len(set(map(str, paths(graph, "a", "e")))) == len(paths(graph, "a", "e")) == count_paths(graph, "a", "e")


def test_paths_too_long_to_be_listed():
    x = node = inputs("x")
    for _ in range(3000):
        node = node + 1
    for _ in range(12):
        node = node * node
    sentence = "There are 4,096 paths with 12,337,152 edges together, more than 10,000,000 to list"
    with pytest.raises(TooManyPathsError, match=sentence) as error:
        paths(Graph(node), x)
    assert error.value.edges == 4096 * 3012 and count_paths(Graph(node), x) == 4096


def test_exactly_as_many_edges_as_may_be_listed(monkeypatch):
    graph = parse("c = a + b; d = b + 1; e = c * d")
    module = importlib.import_module("cgraph_lib.paths")  # the package's own name `paths` is the function
    monkeypatch.setattr(module, "MOST_EDGES", 4)
    assert len(paths(graph, "b")) == 2
    monkeypatch.setattr(module, "MOST_EDGES", 3)
    with pytest.raises(TooManyPathsError, match="There are 2 paths with 4 edges together"):
        paths(graph, "b")
