"""What happened, step by step, and how numbers and steps are put into words."""

import math

import numpy
import pytest

from cgraph_lib import (
    evaluate,
    evaluation_trace,
    forward_trace,
    local_partials,
    parse,
    reverse_trace,
    show,
)
from cgraph_lib.sentences import narrate, sentence
from cgraph_lib.words import WIDEST_NUMBER, formula, number, partial_formula, partial_line, partial_name, reason

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_steps_of_reverse_accumulation():
    trace = reverse_trace(EXAMPLE, VALUES)
    told = [(step.kind, step.node.name, step.before, step.after) for step in trace.steps]
    assert told[0] == ("seed", "e", None, 1)
    assert sorted(told[1:3]) == [("accumulate", "c", None, 2), ("accumulate", "d", None, 3)]
    assert [step[3] for step in told if step[1] == "b"] in ([2, 5], [3, 5])
    assert len(told) == 6


def test_every_step_adds_factor_times_partial():
    for trace in (reverse_trace(EXAMPLE, VALUES), forward_trace(EXAMPLE, VALUES, wrt="b")):
        for step in trace.steps[1:]:
            assert step.contribution == step.factor * step.partial
            assert step.after == (step.before or 0) + step.contribution
            assert step.partial == local_partials(EXAMPLE, VALUES)[step.edge]


def test_a_node_is_passed_on_only_when_its_sum_is_complete():
    graph = parse("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d")
    values = evaluate(graph, a=1)
    for trace, start in ((reverse_trace(graph, values), "child"), (forward_trace(graph, values, "a"), "parent")):
        for step in trace.steps[1:]:
            assert step.factor == trace.final[getattr(step.edge, start)]


def test_states_are_replayed_in_any_order():
    trace = reverse_trace(EXAMPLE, VALUES)
    forwards = [trace.state(i) for i in range(len(trace))]
    backwards = [trace.state(i) for i in reversed(range(len(trace)))]
    assert forwards == backwards[::-1]
    assert [len(state) for state in forwards] == [0, 1, 2, 3, 4, 5, 5]
    assert trace.final == trace.state(6) == forwards[-1]


def test_moments_are_counted_from_both_ends():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    assert len(trace) == 6 and len(list(trace)) == 6
    assert trace[-1] == trace[5] and trace[-6] == trace[0]
    assert trace[0].step is None and trace[1].step.node.name == "a"
    for i in (6, -7):
        with pytest.raises(IndexError, match=f"moments 0 to 5 .*, not {i}"):
            trace[i]


def test_a_state_does_not_know_what_comes_later():
    state = evaluation_trace(EXAMPLE, a=2, b=1).state(3)
    assert state.by_name() == {"a": 2, "b": 1, "c": 3}
    with pytest.raises(ValueError, match="no number for 'e' yet"):
        state["e"]
    with pytest.raises(ValueError, match="no number for 'b' yet"):
        reverse_trace(EXAMPLE, VALUES).state(1)["b"]


def test_what_the_target_does_not_depend_on_is_zero_from_the_start():
    assert reverse_trace(EXAMPLE, VALUES, of="c").state(0).by_name() == {"d": 0, "e": 0}
    assert forward_trace(EXAMPLE, VALUES, wrt="a").state(0).by_name() == {"b": 0, "d": 0}


def test_the_sentences_of_reverse_accumulation():
    lines = narrate(reverse_trace(EXAMPLE, VALUES)).splitlines()
    assert lines[0] == "0. The values and partials are known; no adjoint is computed yet."
    assert lines[1] == "1. The seed: ∂e/∂e = 1, for e changes exactly as much as itself."
    assert lines[2] == ("2. From e to c: ∂e/∂e · ∂e/∂c = 1 · 2 = 2. It is the first contribution to ∂e/∂c, now 2.")
    assert lines[-1] == "6. From c to b: ∂e/∂c · ∂c/∂b = 2 · 1 = 2. It adds to the sum at b: ∂e/∂b = 3 + 2 = 5."


def test_the_sentences_of_evaluation_and_forward_accumulation():
    assert narrate(evaluation_trace(EXAMPLE, a=-2, b=1)).splitlines() == [
        "0. Nothing is computed yet.",
        "1. a is an input; its value is given: −2.",
        "2. b is an input; its value is given: 1.",
        "3. c = a + b = (−2) + 1 = −1.",
        "4. d = b + 1 = 1 + 1 = 2.",
        "5. e = c · d = (−1) · 2 = −2.",
    ]
    last = sentence(forward_trace(EXAMPLE, VALUES, wrt="b")[-1])
    assert last == "From d to e: ∂d/∂b · ∂e/∂d = 1 · 3 = 3. It adds to the sum at e: ∂e/∂b = 2 + 3 = 5."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (2, "2"),
        (-0.5, "−0.5"),
        (1 / 3, "0.3333"),
        (2 / 3, "0.6667"),
        (0.1 + 0.2, "0.3"),
        (100.04, "100"),
        (9.99996, "10"),
        (1234.5678, "1234.6"),
        (999_999, "999999"),
        (1_000_000, "1e6"),
        (-123_456_789, "−1.2e8"),
        (0.001, "0.001"),
        (1e-7, "1e−7"),
        (-1.23e-300, "−1.2e−300"),
        (5e-324, "4.9e−324"),
        (1.7e308, "1.7e308"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "nan"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(float(value)) == text


def test_no_number_is_wider_than_the_widest():
    generator = numpy.random.default_rng(1)
    for value in (generator.normal(size=5000) * 10.0 ** generator.integers(-308, 308, 5000)).tolist():
        assert len(number(value)) <= len(WIDEST_NUMBER)


def test_a_printed_number_is_the_number_to_the_digits_shown():
    generator = numpy.random.default_rng(2)
    for value in (generator.normal(size=5000) * 10.0 ** generator.integers(-12, 12, 5000)).tolist():
        ordinary = 1e-3 <= abs(value) < 1e6
        assert float(number(value).replace("−", "-")) == pytest.approx(value, rel=5.1e-4 if ordinary else 0.051)


@pytest.mark.parametrize(
    ("text", "edge", "line"),
    [
        ("e = c * d", ("c", "e"), "∂e/∂c = d = 3"),
        ("e = c + d", ("c", "e"), "∂e/∂c = 1"),
        ("e = c - d", ("d", "e"), "∂e/∂d = −1"),
        ("e = c / d", ("c", "e"), "∂e/∂c = 1 / d = 0.3333"),
        ("e = c / d", ("d", "e"), "∂e/∂d = −e / d = −0.2222"),
        ("e = c ** 3", ("c", "e"), "∂e/∂c = 3 · c² = 12"),
        ("e = c ** 2", ("c", "e"), "∂e/∂c = 2 · c = 4"),
        ("e = c ** 1", ("c", "e"), "∂e/∂c = 1"),
        ("e = 2 * c", ("c", "e"), "∂e/∂c = 2"),
        ("e = exp(c)", ("c", "e"), "∂e/∂c = e = 7.389"),
        ("e = tanh(c)", ("c", "e"), "∂e/∂c = 1 − e · e = 0.07065"),
        ("e = relu(c)", ("c", "e"), "∂e/∂c = [c > 0] = 1"),
        ("e = c * c", ("c", "e", 1), "∂e/∂c (slot 1) = c = 2"),
        ("v = y * x", ("y", "v"), "∂v/∂y = x = 5"),
        ("x = y * v", ("v", "x"), "∂x/∂v = y = 7"),
    ],
)
def test_an_edge_says_its_rule_in_the_names_of_the_graph(text, edge, line):
    graph = parse(text)
    at = {node.name: {"c": 2, "d": 3, "x": 5, "y": 7, "v": 11}[node.name] for node in graph.inputs}
    values = evaluate(graph, at)
    assert partial_line(graph, graph.edge(*edge), local_partials(graph, values)) == line


def test_parallel_edges_and_long_names_are_told_apart():
    graph = parse("y = x * x; z = y * a_very_long_name_for_an_input_of_ours")
    assert partial_name(graph, graph.edge("x", "y", 1)) == "∂y/∂x (slot 1)"
    assert formula(graph, graph.output) == "z = y · a_very_long…f_ours"
    assert partial_formula(graph, graph.edge("y", "z")) == "a_very_long…f_ours"


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("y = log(x)", 0, "log(0) is −∞: the logarithm"),
        ("y = log(x)", -2, "log(−2) is nan: it has no definite real value"),
        ("y = 1 / x", 0, "1 / 0 is ∞: a division by 0"),
        ("y = x ** -1", 0, "∞: a division by 0"),
        ("y = x / x", 0, "0 / 0 is nan: it has no definite real value"),
        ("y = exp(x)", 1000, "exp(1000) is ∞: the result is beyond the largest"),
        ("y = x * x", 1e200, "1e200 · 1e200 is ∞: the result is beyond the largest"),
        ("y = sqrt(x)", -1, "√(−1) is nan: it has no definite real value"),
        ("y = 0 * x", math.inf, "0 · ∞ is nan: it has no definite real value"),
        ("y = x - x", -math.inf, "nan: it has no definite real value"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_infinity_and_nan_come_with_a_reason(text, at, words):
    graph = parse(text)
    values = evaluate(graph, x=at)
    assert words in reason(graph.output, values)
    assert words in show(graph, values).text
    assert words.split(": ")[1] in show(evaluation_trace(graph, x=at)[-1]).text


def test_a_picture_tells_the_reason_where_the_trouble_starts():
    graph = parse("b = log(x); c = b + 1; d = c - c; e = d + 1")
    values = evaluate(graph, x=0)
    assert "an operand is infinite already" in reason(graph.node("c"), values)
    assert "an operand is not a number already" in reason(graph.node("e"), values)
    text = show(graph, values).text
    assert "the logarithm falls" in text and "(−∞) − (−∞) is nan" in text and "already" not in text


@pytest.mark.parametrize("at", [1.0, -3.5])
def test_ordinary_numbers_come_without_a_reason(at):
    graph = parse("y = x * x")
    values = evaluate(graph, x=at)
    assert reason(graph.output, values) == "" and ":" not in show(graph, values).text


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [("y = log(x)", 0, "−∞"), ("y = exp(x)", 1000, "∞"), ("y = sqrt(x)", -1, "nan"), ("y = 0 * x", math.inf, "nan")],
)
@pytest.mark.filterwarnings("error")
def test_infinity_and_nan_in_an_array_come_with_a_reason(text, at, word):
    graph = parse(text)
    values = evaluate(graph, x=numpy.array([1.0, at, 2.0]))
    assert word in reason(graph.output, values)
    assert reason(graph.output, values) in show(graph, values).text
    assert reason(graph.output, evaluate(graph, x=numpy.array([1.0, 2.0]))) == ""


@pytest.mark.filterwarnings("error")
def test_steps_over_arrays_are_told_without_warnings():
    graph = parse("y = x * log(x)")
    values = evaluate(graph, x=numpy.array([0.0, 2.0]))
    for trace in (reverse_trace(graph, values), forward_trace(graph, values, "x")):
        assert all("array 2" in show(moment).text for moment in trace)
