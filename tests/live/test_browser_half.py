"""The page's modules, run by node: the same numbers, strings and sentences as Python's."""

import itertools
import math
import random
import struct

import pytest
from random_graphs import random_graph
from special_formulas import FORMULAS

from cgraph_lib import (
    Graph,
    evaluate,
    evaluation_trace,
    forward_trace,
    inputs,
    local_partials,
    parse,
    reverse_trace,
)
from cgraph_lib.exact import ExactError, exact_trace
from cgraph_lib.graph import apply
from cgraph_lib.live import page
from cgraph_lib.live.step_player import trace_words
from cgraph_lib.numerals import number, operand
from cgraph_lib.ops import OPS
from cgraph_lib.program import as_data
from cgraph_lib.remarks import REASONS, why
from cgraph_lib.sentences import sentence

GRAPHS = 5000
# Where C and JavaScript round differently in the last bit: at most by this many units there.
ROUNDED_ALIKE = {"add", "subtract", "multiply", "divide", "negate", "sqrt", "relu", "abs", "max", "min", "square"}
UNITS = 3
SPECIAL = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 20.0, 709.0, 710.0, 746.0, 1e16, 1e22, 1e200, 1e-200, 1e308, 5e-324, math.inf]
SPECIAL = [*SPECIAL, *(-x for x in SPECIAL), math.nan, math.pi / 2, 1.7976931348623157e308, 2.2250738585072014e-308]


def bits(x):
    """Return a float as an integer: neighbours differ by 1, any nan is the same, -0.0 is none of 0.0's neighbours."""
    whole = struct.unpack("<q", struct.pack("<d", math.nan if x != x else x))[0]
    return whole if whole >= 0 else -(2**63) - whole - 1000


def numbers_of(graph, point):
    """Return what graphs.js returns, computed by Python."""
    values = evaluate(graph, point)
    partials = local_partials(graph, values)
    adjoints = reverse_trace(graph, values).final
    tangents = forward_trace(graph, values, graph.inputs[0]).final
    by_node = {"values": values, "adjoints": adjoints, "tangents": tangents}
    return {
        **{kind: [numbers.get(node) for node in graph.nodes] for kind, numbers in by_node.items()},
        "partials": [partials[edge] for edge in graph.edges],
    }


def test_five_thousand_random_graphs(on_page):
    cases = [random_graph(seed) for seed in range(GRAPHS)]
    answers = on_page([("graphs", "numbersOf", as_data(graph), list(point.values())) for graph, point in cases])
    otherwise = []
    for seed, ((graph, point), answer) in enumerate(zip(cases, answers, strict=True)):
        for kind, ours in numbers_of(graph, point).items():
            theirs, texts = answer["numbers"][kind], answer["texts"][kind]
            assert [x is None for x in theirs] == [x is None for x in ours], (seed, kind)
            pairs = [(x, y, text) for x, y, text in zip(ours, theirs, texts, strict=True) if x is not None]
            assert all(math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-12) for x, y, _ in pairs), (seed, kind)
            assert all(number(y) == text for _, y, text in pairs), (seed, kind)  # the same digits of the same number
            otherwise += [(seed, kind, x, y) for x, y, text in pairs if number(x) != text]
    # C and JavaScript differ in the last bit of exp, log, sin, cos, tan and powers. That shows only where all other
    # digits cancel, as in 1 - v * v for v near 1; what is left is noise on either side.
    assert all(abs(x) < 1e-13 and abs(y) < 1e-13 for *_, x, y in otherwise), otherwise
    assert len({seed for seed, *_ in otherwise}) <= GRAPHS // 1000, otherwise


def test_numbers_are_written_alike(on_page):
    rng = random.Random(5)
    numbers = [struct.unpack("<d", rng.randbytes(8))[0] for _ in range(40_000)]
    numbers += [rng.choice((-1, 1)) * 10 ** rng.uniform(-7, 9) for _ in range(40_000)]
    numbers += [rng.randint(-(10**7), 10**7) / 2 ** rng.randint(0, 12) for _ in range(20_000)]  # ties among them
    numbers += [round(rng.uniform(-1e4, 1e4), rng.randint(0, 6)) for _ in range(20_000)]
    numbers += [
        mantissa * 10.0**exponent for mantissa in (1.25, 1.35, 1.45, 9.95, -9.96) for exponent in range(-30, 30)
    ]
    numbers += [1.0625, 0.00125, 2.5e10, 1e-7, 999999.5, 999999.96, 99.99995, 0.00099999, *SPECIAL]
    written = on_page([("graphs", "written", numbers)])[0]
    wrong = [(x, text) for x, text in zip(numbers, written, strict=True) if text != [number(x), operand(x)]]
    assert wrong == []


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_every_operation_at_special_numbers(on_page, op):
    points = [list(point) for point in itertools.product(SPECIAL, repeat=op.arity)]
    for point, theirs in zip(points, on_page([("graphs", "operationAt", op.name, points)])[0], strict=True):
        value = op.function(*point)
        ours = [value, *(partial(*point, value) for partial in op.partial_functions)]
        apart = [abs(bits(x) - bits(y)) for x, y in zip(ours, theirs, strict=True)]
        assert max(apart) <= (0 if op.name in ROUNDED_ALIKE else UNITS), (point, ours, theirs)


def test_slopes_where_something_is_zero_or_infinite(on_page):
    graphs = [parse(formula) for formula, _, _ in FORMULAS]
    calls = [
        ("graphs", "numbersOf", as_data(graph), [float(x)]) for graph, (_, x, _) in zip(graphs, FORMULAS, strict=True)
    ]
    for graph, answer, (formula, _, slope) in zip(graphs, on_page(calls), FORMULAS, strict=True):
        found = answer["numbers"]["adjoints"][graph.nodes.index(graph.inputs[0])]
        assert found == pytest.approx(slope, nan_ok=True), formula
        assert answer["numbers"]["tangents"][graph.nodes.index(graph.output)] == pytest.approx(slope, nan_ok=True)


def traces(graph, point):
    values = evaluate(graph, point)
    return [evaluation_trace(graph, point), reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])]


def test_sentences_are_the_same(on_page):
    cases = [random_graph(seed) for seed in range(200)]
    odd = ("y = log(x) + 1 / x", "y = exp(x) * 0", "y = x ** -0.5", "y = x * x; z = y - x * 3")
    cases += [(parse(text), {"x": x}) for text in odd for x in (0.0, -2.0, 800.0, math.nan)]
    runs = [(run, list(point.values())) for graph, point in cases for run in traces(graph, point)]
    scenes = [page.scene(run.graph, [], {}) | trace_words(run) for run, _ in runs]
    calls = [("graphs", "sentencesOf", scene, point) for scene, (_, point) in zip(scenes, runs, strict=True)]
    for (run, _), sentences in zip(runs, on_page(calls), strict=True):
        assert sentences == [sentence(moment) for moment in run]


def test_reasons_are_the_same(on_page):
    for op in OPS.values():
        operands = inputs("x y"[: 2 * op.arity - 1]) if op.arity > 1 else (inputs("x"),)
        graph = Graph(apply(op.head, *operands))
        runs = [
            evaluate(graph, dict(zip("xy", point, strict=False)))
            for point in itertools.product(SPECIAL, repeat=op.arity)
        ]
        calls = [("numbers", "reasonFor", op.name, [run[x] for x in operands], run[graph.output]) for run in runs]
        for run, reason in zip(runs, on_page(calls), strict=True):
            assert REASONS.get(reason, "") == why(graph.output, run), (op.name, run)


FRACTIONS = ["add", "subtract", "multiply", "divide", "negate", "square", "abs", "max", "min", "relu"]


def test_five_hundred_traces_in_fractions(on_page):
    rng = random.Random(9)
    cases = [random_graph(seed) for seed in range(1500)]
    cases = [case for case in cases if {node.op.name for node in case[0].nodes if node.op} <= set(FRACTIONS)]
    cases += [(parse(text), {"x": x, "y": y}) for text, x, y in odd_fractions(rng)]
    runs = []
    for graph, point in cases:
        values = evaluate(graph, point)
        runs += [(reverse_trace(graph, values), point), (forward_trace(graph, values, graph.inputs[0]), point)]
    scenes = [page.scene(run.graph, [], {}) | page.exact_rules(run.graph, True) for run, _ in runs]
    calls = [
        ("graphs", "exactly", scene, list(point.values()), run.graph.nodes.index(run.of), run.quantity)
        for scene, (run, point) in zip(scenes, runs, strict=True)
    ]
    assert len(runs) >= 500
    fractions = 0
    for (run, _), found in zip(runs, on_page(calls), strict=True):
        try:
            exact = exact_trace(run)
        except ExactError as error:
            assert isinstance(found, str), (str(error), found)
            continue
        if isinstance(found, str):  # the page needs the partials of all edges, also of those that the run leaves out
            assert set(exact.partials) < set(run.graph.edges)
            continue
        fractions += 1
        assert found[0] == [number(exact.values[node]) for node in run.graph.nodes]
        assert found[2] == [number(step.after) for step in exact.steps]
        known = {run.graph.edges.index(edge): number(partial) for edge, partial in exact.partials.items()}
        assert {i: found[1][i] for i in known} == known
    assert fractions >= 300


def odd_fractions(rng):
    """Yield formulas of fractions with numbers that are near to fractions, whole, long, or none."""
    formulas = (
        "z = x / y",
        "z = (x + y) * (x - 1 / 3)",
        "z = x ** 3 - y ** -2",
        "z = x * x * x / (y + 7)",
        "z = max(x, y) / 3",
    )
    numbers = [0.1, 1 / 3, -2 / 7, 0.0, 1e-7, 123456.789, math.pi, 1e22, -5e-324, 0.30000000000000004, 999999 / 1000000]
    for formula in formulas:
        for _ in range(40):
            yield formula, rng.choice(numbers), rng.choice([*numbers, rng.uniform(-9, 9)])
