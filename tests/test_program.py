"""Straight-line programs: what `listing` shows and `compile_gradient` runs gives what `gradient` gives, bit by bit."""

import itertools
import math
import random
import re

import numpy as np
import pytest
from random_graphs import random_graph

from cgraph_lib import (
    Graph,
    compile_gradient,
    evaluate,
    exp,
    gradient,
    inputs,
    listing,
    parse,
    program,
    relu,
    sigmoid,
)
from cgraph_lib.dialects import ELEMENTARY
from cgraph_lib.errors import CgraphError, InputError, ShapeError
from cgraph_lib.graph import Node, apply, constant
from cgraph_lib.ops import OPS
from cgraph_lib.program import browser_array_operations, browser_operations

pytestmark = pytest.mark.filterwarnings("error")

SEEDS = range(1000)
INF, NAN = math.inf, math.nan
SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, INF, -INF, NAN, 1e300, 1e-300)
# What a listing calls beside Python's own operators.
NAMES = {name: each.python for name, each in ELEMENTARY.items()} | {
    **{"pow": math.pow, "inf": INF, "nan": NAN},
    "product": lambda x, y: 0.0 if x == 0 or (y == 0 and not math.isfinite(x)) else x * y,
}


@pytest.fixture(params=[100, 0], ids=["line by line", "condensed"])
def style(request, monkeypatch):
    """Write small graphs as they are listed, then as large ones are."""
    monkeypatch.setattr(program, "LINE_BY_LINE", request.param)
    return request.param


def judged(graph, point):
    """Return the output and the gradient at a point, by evaluation and reverse accumulation."""
    return evaluate(graph, point)[graph.output], tuple(gradient(graph, point).values())


def run(text):
    """Return the function that a listing defines, as a reader has it who copies the text."""
    scope = dict(NAMES)
    exec(text, scope)
    return scope["value_and_gradient"]


def bits(found):
    """Return numbers so that equal ones are the same, down to the sign of 0; one nan is as good as another."""
    return repr(found).replace("-nan", "nan")


@pytest.mark.parametrize("hundred", range(10))
def test_random_graphs(hundred, style):
    for seed in SEEDS[100 * hundred : 100 * hundred + 100]:
        graph, point = random_graph(seed)
        expected = bits(judged(graph, point))
        assert bits(compile_gradient(graph)(*point.values())) == expected, seed
        assert bits(run(listing(graph))(*point.values())) == expected, seed


@pytest.mark.parametrize("hundred", range(10))
def test_random_graphs_at_special_values(hundred, style):
    for seed in SEEDS[100 * hundred : 100 * hundred + 100]:
        graph, point = random_graph(seed)
        compiled, rng = compile_gradient(graph), random.Random(seed)
        for _ in range(5):
            special = {name: rng.choice((x, *SPECIAL)) for name, x in point.items()}
            assert bits(compiled(*special.values())) == bits(judged(graph, special)), (seed, special)


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_every_operation_at_special_values(op, style):
    leaves = inputs("x y")[: op.arity]
    # Beside operands that are inputs: constants, one operand in both slots, a factor from above that is not 1.
    for operands in (leaves, leaves[:1] * op.arity, (leaves[0], constant(2.0))[: op.arity], leaves[::-1]):
        graph = Graph(apply(op.head, *operands) * 3.0 - leaves[0], *leaves)
        compiled = compile_gradient(graph)
        for numbers in itertools.product(SPECIAL, repeat=op.arity):
            point = dict(zip("xy", numbers, strict=False))
            assert bits(compiled(*numbers)) == bits(judged(graph, point)), (graph, point)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("relu(x)", {"x": 0.0}),
        ("relu(x) - relu(-x)", {"x": 0.0}),
        ("relu(x) - relu(-x)", {"x": NAN}),
        ("1 / relu(x)", {"x": -0.0}),
        ("1 / relu(-x)", {"x": 0.0}),
        ("abs(x) + max(x, y) * min(x, y)", {"x": 0.0, "y": 0.0}),
        ("max(x, y)", {"x": -0.0, "y": 0.0}),
        ("max(x, 0) + max(0, x) + max(x, -1) + max(x, -0.0)", {"x": -0.0}),
        ("x ** 0", {"x": 0.0}),
        ("x ** y", {"x": 0.0, "y": 2.0}),
        ("log(x) / x", {"x": 0.0}),
        ("exp(x) - exp(x)", {"x": 1000.0}),
        ("sin(x) * cos(x)", {"x": INF}),
        ("sqrt(x)", {"x": -1.0}),
        ("x / y", {"x": 0.0, "y": 0.0}),
        ("x - -2 * -x", {"x": 3.0}),
        ("1e400 * x", {"x": 1.0}),
    ],
)
def test_kinks_borders_and_overflows(text, point, style):
    graph = parse(text)
    assert bits(compile_gradient(graph)(*point.values())) == bits(judged(graph, point))


@pytest.mark.parametrize("number", [INF, -INF, NAN, 0.0, -0.0, 1.0, -1.0, 1e308, 5e-324])
def test_any_constant_will_do(number, style):
    x = inputs("x")
    graph = Graph(x * number + number / x - (x - number) * (number - x) + x**number + relu(number * x))
    for point in (0.0, -0.0, 2.0, INF, NAN):
        assert bits(compile_gradient(graph)(point)) == bits(judged(graph, {"x": point}))


# What the output is, and what it does not depend on.


def test_a_constant_alone(style):
    graph = parse("5")
    assert compile_gradient(graph)() == (5.0, ())
    assert run(listing(graph))() == (5.0, ())
    assert "adj" not in listing(graph)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda a, b: Graph(a), (2.0, (1.0,))),
        (lambda a, b: Graph(a, b), (2.0, (1.0, 0.0))),
        (lambda a, b: Graph(a.named("c"), b), None),
        (lambda a, b: Graph(constant(5.0), a, b), (5.0, (0.0, 0.0))),
        (lambda a, b: Graph(constant(5.0, "k"), a), (5.0, (0.0,))),
        (lambda a, b: Graph(exp(constant(0.0)), a), (1.0, (0.0,))),
        (lambda a, b: Graph(constant(3.0) * exp(constant(0.0)) * a, a, b), (6.0, (3.0, 0.0))),
        (lambda a, b: Graph(a + a, b), (4.0, (2.0, 0.0))),
        (lambda a, b: Graph(a * a * a, a * b), (8.0, (12.0, 0.0))),
    ],
)
def test_outputs_and_inputs_of_every_kind(build, expected, style):
    graph = build(*inputs("a b"))
    point = {"a": 2.0, "b": 1.0}
    point = {name: point.get(name, 7.0) for name in graph.input_names}
    for function in (compile_gradient(graph), run(listing(graph))):
        found = function(*point.values())
        assert bits(found) == bits(judged(graph, point))
        assert expected is None or found == expected


# Names.


WORDS = "v1 v2 adj_a adj_y adj_v1 __debug__ __x _ exp max pow product divide inf nan lambda None µ c' float 变量"


@pytest.mark.parametrize("name", [*WORDS.split(), "value_and_gradient", "a b", "x; import os"])
def test_any_name_will_do(name, style):
    a = inputs("a")
    middle = (exp(a) * a).named(name)
    graph = Graph((middle * middle + 1.0 / middle).named("y"))
    assert bits(compile_gradient(graph)(2.0)) == bits(judged(graph, {"a": 2.0}))
    assert bits(compile_gradient(graph)(0.0)) == bits(judged(graph, {"a": 0.0}))
    assert bits(run(listing(graph))(2.0)) == bits(judged(graph, {"a": 2.0}))


# Arguments.


@pytest.mark.parametrize("numbers", [(), (1.0,), (1.0, 2.0, 3.0), ([1.0, 2.0],), ({"a": 1.0, "b": 2.0},)])
def test_the_number_of_arguments_is_checked(numbers):
    with pytest.raises(InputError, match=rf"by position \(b, a\): 2, not {len(numbers)}\.") as caught:
        compile_gradient(parse("y = b - a"))(*numbers)
    assert (caught.value.count, caught.value.given) == (2, len(numbers))
    with pytest.raises(InputError, match="no inputs"):
        compile_gradient(parse("5"))(1.0)
    with pytest.raises(InputError, match=r"\(x0, x1, .*, x11, \.\.\.\): 5000, not 1\.") as caught:
        total = compile_gradient(Graph(sum(inputs(" ".join(f"x{i}" for i in range(5000))))))
        total(1.0)
    assert len(str(caught.value)) < 200, "a long list is cut"
    for numbers, named in (((), {"a": 1.0, "b": 2.0}), ((1.0, 2.0), {"c": 3.0})):
        with pytest.raises(InputError, match=r"by position \(b, a\): 2, not"):
            compile_gradient(parse("y = b - a"))(*numbers, **named)
    assert total(*[1.0] * 5000) == (5000.0, (1.0,) * 5000)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(
        ShapeError, match=r"do not fit together, or not to a constant: b \(2,\), a \(3,\), c \(\)\."
    ) as caught:
        compile_gradient(parse("y = b - a + c"))(np.ones(2), np.ones(3), 1.0)
    assert caught.value.shapes == "b (2,), a (3,), c ()"


@pytest.mark.parametrize(
    "wrong", ["2", b"2", None, 1j, [1.0], inputs("x"), np.array(["a"]), np.ma.array([1.0]), {"a": 1.0}, ()]
)
def test_arguments_are_numbers(wrong):
    with pytest.raises(CgraphError, match=r"\ba\b"):
        compile_gradient(parse("y = b - a"))(1.0, wrong)


@pytest.mark.parametrize("two", [2, np.float64(2.0), np.float32(2.0), np.int64(2), np.array(2.0), np.array([2])[0]])
def test_other_numbers_are_taken_for_floats(two):
    value, slopes = compile_gradient(parse("y = a ** 2 * b"))(two, True)
    assert (value, slopes) == (4.0, (4.0, 4.0))
    assert {type(x) for x in (value, *slopes)} == {float}


def test_large_integers_are_no_exact_numbers():
    assert compile_gradient(parse("y = a * a"))(10**400) == (INF, (INF,))
    assert compile_gradient(parse("y = a * a"))(10**200) == (INF, (2e200,))


@pytest.mark.parametrize("wrong", ["a + b", None, 2.0, inputs("x"), {"y": 1.0}])
def test_a_graph_is_expected(wrong):
    for attempt in (listing, compile_gradient):
        with pytest.raises(CgraphError, match=f"Expected a Graph.*got {type(wrong).__name__}"):
            attempt(wrong)


# Arrays.


def test_arrays_go_entry_by_entry(style):
    for seed in SEEDS[::20]:
        graph, point = random_graph(seed)
        sweep = {name: x + np.linspace(-0.5, 0.5, 5) for name, x in point.items()}
        value, slopes = compile_gradient(graph)(*sweep.values())
        for i in range(5):
            here = {name: float(xs[i]) for name, xs in sweep.items()}
            expected, judges = judged(graph, here)
            np.testing.assert_allclose(np.broadcast_to(value, 5)[i], expected, rtol=1e-12)
            for slope, judge in zip(slopes, judges, strict=True):
                np.testing.assert_allclose(np.broadcast_to(slope, 5)[i], judge, rtol=1e-10, atol=1e-12)


def test_constant_arrays(style):
    a, k = inputs("a"), constant(np.array([1.0, 2.0]), "k")
    for graph in (Graph(a * k + 1.0), Graph(k * exp(a) / k, a), Graph(k, a), Graph(k * k * a, a)):
        compiled = compile_gradient(graph)
        for point in (2.0, 0.0, np.array([1.0, -1.0])):
            value, (slope,) = compiled(point)
            np.testing.assert_array_equal(value, evaluate(graph, a=point)[graph.output])
            np.testing.assert_array_equal(slope, gradient(graph, a=point)["a"])


def test_constant_arrays_overflow_without_a_word(style):
    a, k = inputs("a"), constant(np.array([1e308, -1e308]), "k")
    value, (slope,) = compile_gradient(Graph(k * 10.0 * a))(2.0)
    assert value.tolist() == slope.tolist() == [INF, -INF]


def test_operations_on_whole_arrays_are_refused():
    from cgraph_lib.arrays import total

    for attempt in (listing, compile_gradient):
        with pytest.raises(ShapeError, match="total is an operation on whole arrays.*compile_array_gradient"):
            attempt(Graph(total(inputs("x"))))


# Data for the page.


@pytest.mark.parametrize(
    ("number", "written"), [(1, 1.0), (-2.5, -2.5), (INF, "Infinity"), (-INF, "-Infinity"), (NAN, "NaN")]
)
def test_numbers_that_json_lacks_are_words_that_javascript_reads(number, written):
    assert program.json_number(number) == written and program.json_number(np.float64(number)) == written


# Large graphs.


def scaled_sums(length):
    """Return a chain in which each sum is scaled by the next one, with and without names."""
    xs = inputs(" ".join(f"x{i}" for i in range(10)))
    sums = xs[0]
    for i in range(length):
        sums = 0.9 * sums + xs[i % 10] / 8.0
        sums = sums.named(f"n{i}") if i % 3 else sums
    return Graph(sums)


def far_fan(width):
    """Return a sum in which one node is used again and again."""
    a, b = inputs("a b")
    middle, terms = a * b, a
    for i in range(width):
        terms = (terms + middle * float(i % 7)) if i % 2 else terms - relu(middle) * b
    return Graph(terms * middle)


def deep_functions(depth):
    a = x = inputs("a")
    for i in range(depth):
        x = sigmoid(x) - a if i % 2 else -x
    return Graph(x)


@pytest.mark.parametrize("graph", [scaled_sums(2000), far_fan(2000), deep_functions(3000)], ids=["sums", "fan", "deep"])
def test_large_graphs(graph):
    point = {name: 0.3 + i / 10 for i, name in enumerate(graph.input_names)}
    assert bits(compile_gradient(graph)(*point.values())) == bits(judged(graph, point))
    assert run(listing(graph, condensed=False))(*point.values()) == run(listing(graph))(*point.values())
    assert max(map(len, listing(graph).splitlines()[1:-1])) < 300, "a line can be read"


def test_a_graph_of_more_than_100_nodes_is_large():
    for operations, large in ((99, False), (100, True)):
        graph = deep_functions(0)
        node = graph.output
        for _ in range(operations):
            node = -node
        graph = Graph(node)
        assert len(graph.nodes) == operations + 1
        assert listing(graph) == listing(graph, condensed=large)
        assert listing(graph) != listing(graph, condensed=not large)


def test_sums_of_a_large_graph_stand_on_the_line_that_uses_them():
    text = listing(scaled_sums(100))
    assert len(text.splitlines()) < 2 * 100 < len(scaled_sums(100).nodes)
    assert not re.search(r"\b1\.0 \*|\* 1\.0\b", text), "a factor of 1 is no factor"
    assert not re.search(r"^ +adj_\w+ = -?\w+$", text, re.MULTILINE), "a copy is no line"


@pytest.mark.parametrize("graph", [*(Graph(random_graph(seed)[0].output) for seed in SEEDS[::50]), scaled_sums(50)])
def test_line_by_line_there_is_one_for_each_value_and_each_contribution(graph):
    lines = [line.strip() for line in listing(graph, condensed=False).splitlines()[1:-1]]
    sweep = [line for line in lines if line.startswith("adj_")]
    dependent = set(graph.inputs)
    for node in graph.nodes:
        if dependent & set(node.parents):
            dependent.add(node)
    assert len(lines) - len(sweep) == sum(node.op is not None for node in graph.nodes)
    assert len(sweep) == 1 + sum(edge.parent in dependent for edge in graph.edges)


def test_condensed_code_is_read_like_a_formula():
    a, b = inputs("a b")
    graph = Graph(((3.0 - a) * 2.0 - relu(a - b)) * (a + a) - b**3)
    assert listing(graph, condensed=True).splitlines() == [
        "def value_and_gradient(a, b):",
        "    v3 = a - b",
        "    v5 = (3.0 - a) * 2.0 - (0.0 if v3 <= 0.0 else v3)",
        "    v6 = a + a",
        "    v9 = v5 * v6 - pow(b, 3.0)",
        "    adj_v3 = -v6 * (1.0 if v3 > 0.0 else 0.0)",
        "    return v9, (v5 + v5 + adj_v3 - v6 * 2.0, -3.0 * pow(b, 2.0) - adj_v3)",
    ]


def test_at_most_eight_operations_stand_where_their_result_is_used():
    negations = listing(parse("-" * 20 + "a"), condensed=True).splitlines()[1:-1]
    assert [line.count("-") for line in negations] == [9, 9, 2]


def test_condensed_is_a_keyword():
    with pytest.raises(TypeError):
        listing(parse("y = -x"), True)


def test_the_browser_has_a_function_for_every_value_and_every_partial():
    module = browser_operations()
    assert re.findall(r"^  (\w+): {$", module, re.MULTILINE) == list(OPS)
    assert "divide: {\n    value: (x, y) => x / y,\n    partials: [(x, y, v) => 1.0 / y, (x, y, v) => -v / y]" in module
    assert "sin: {\n    value: (x) => Math.sin(x),\n    partials: [(x, v) => Math.cos(x)]" in module


def test_the_browser_has_a_loop_for_every_partial_but_1():
    module = browser_array_operations()
    partials = [partial for op in OPS.values() for partial in op.partials]
    assert len(partials) == sum(op.arity for op in OPS.values())
    add, negate = (module.partition(f"  {name}: {{")[2].partition("\n  },")[0] for name in ("add", "negate"))
    assert add.count("null,") == 2 and "null" not in negate and "to[i] += -a[i];" in negate
    assert module.count("(to, a, v,") + module.count("null,") == len(partials) > module.count("null,") > 0


@pytest.mark.parametrize("length", [150, 250, 2000, 20_000])
def test_a_chain_of_negations_is_compiled(length):
    node = x = inputs("x")
    for _ in range(length):
        node = -node
    assert compile_gradient(Graph(node))(3.0) == (3.0, (1.0,)) and x is Graph(node).inputs[0]


@pytest.mark.parametrize("shape", [None, (), (2,), (1, 2)])
def test_an_input_may_have_a_shape_of_its_own(shape):
    graph = Graph(Node("x", shape=shape) * 2)
    compiled = compile_gradient(graph)
    for number in (1.0, 1, np.array(1), np.ones(2), np.ones((1, 2)), np.ones(3)):
        for function in (lambda number: evaluate(graph, x=number)[graph.output], lambda number: compiled(number)[0]):
            if shape in (None, np.shape(number)):
                assert np.array_equal(function(number), 2 * np.asarray(number, float))
            else:
                with pytest.raises(ShapeError, match="import it again with an example of shape") as error:
                    function(number)
                facts = error.value.name, error.value.shape, error.value.given
                assert facts == ("x", shape, np.shape(number))


def test_code_for_single_numbers_takes_constant_arrays():
    a = inputs("a")
    value, (slope,) = compile_gradient(Graph((a * np.array([1.0, 2.0]) + 1.0).named("y")))(2.0)
    assert value.tolist() == [3.0, 5.0] and slope.tolist() == [1.0, 2.0]
