"""What each step did, in sentences that are whole."""

import importlib
import re

import numpy
import pytest
from random_graphs import random_graph

from cgraph_lib import Graph, evaluate, evaluation_trace, forward_trace, inputs, narrate, parse, reverse_trace, show
from cgraph_lib.graph import constant
from cgraph_lib.sentences import sentence

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_sentences_of_reverse_accumulation():
    lines = narrate(reverse_trace(EXAMPLE, VALUES)).splitlines()
    assert lines[0] == "0. The values and partials are known; no adjoint is computed yet."
    assert lines[1] == "1. The seed: de/de = 1, because e changes exactly as much as itself."
    assert lines[2] == "2. From e to c: de/de · ∂e/∂c = 1 · 2 = 2. It is the only contribution to de/dc, which is 2."
    assert lines[4] == (
        "4. From d to b: de/dd · ∂d/∂b = 3 · 1 = 3. It is the first of 2 contributions to de/db: so far 3."
    )
    assert (
        lines[6] == "6. From c to b: de/dc · ∂c/∂b = 2 · 1 = 2. It is the last of 2 contributions: de/db = 3 + 2 = 5."
    )


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
    assert last == ("From d to e: dd/db · ∂e/∂d = 1 · 3 = 3. It is the last of 2 contributions: de/db = 2 + 3 = 5.")


@pytest.mark.filterwarnings("error")
def test_steps_over_arrays_are_narrated_without_warnings():
    graph = parse("y = x * log(x)")
    values = evaluate(graph, x=numpy.array([0.0, 2.0]))
    for trace in (reverse_trace(graph, values), forward_trace(graph, values, "x")):
        assert all("array 2" in show(moment).text for moment in trace)


def test_every_kind_of_contribution():
    graph = parse("b = 2 * a; c = 3 * a; d = 4 * a; e = b + c + d")
    lines = narrate(reverse_trace(graph, evaluate(graph, a=-1))).splitlines()
    sums = [line.partition(" It is ")[2] for line in lines if " to a: " in line]
    assert sums == [
        "the first of 3 contributions to de/da: so far 4.",
        "contribution 2 of 3 to de/da: so far 4 + 3 = 7.",
        "the last of 3 contributions: de/da = 7 + 2 = 9.",
    ]


def test_parallel_edges_are_told_apart():
    graph = parse("y = x * x")
    lines = narrate(reverse_trace(graph, evaluate(graph, x=3))).splitlines()
    assert lines[2].startswith("2. From y to x: dy/dy · ∂y/∂x₁ = 1 · 3 = 3.")
    assert lines[3].startswith("3. From y to x: dy/dy · ∂y/∂x₂ = 1 · 3 = 3.")


def test_constants_have_names_too():
    five = parse("5")
    assert narrate(evaluation_trace(five)) == "0. There is nothing to compute: 5 is a constant."
    assert narrate(reverse_trace(five, evaluate(five))).splitlines()[1] == (
        "1. 5 is a constant: it depends on no input, so every derivative of it is 0."
    )
    named = Graph(constant(2.5, "k") * inputs("x"))
    lines = narrate(reverse_trace(named, evaluate(named, x=4))).splitlines()
    assert lines[2].startswith("2. From v1 to x: dv1/dv1 · ∂v1/∂x = 1 · 2.5 = 2.5.")
    assert narrate(evaluation_trace(named, x=4)).splitlines()[2] == "2. v1 = k · x = 2.5 · 4 = 10."


@pytest.mark.parametrize(
    ("text", "x", "line", "words"),
    [
        ("y = log(x)", 0, -1, "1 · ∞ = ∞. It is the only contribution to dy/dx, which is ∞. An operand is infinite"),
        ("c = log(x); y = 0 * c", 0, -1, "0 · ∞ = nan. It is the only contribution to dy/dx, which is nan. It has no"),
        ("c = log(x); y = c - c", 0, -1, "0 · ∞ = nan."),
        ("c = 1 / x; y = c + log(x)", 0, -1, "dy/dx = ∞ + (−∞) = nan. It has no definite real value."),
    ],
)
def test_steps_with_infinities_say_why(text, x, line, words):
    graph = parse(text)
    narrated = narrate(reverse_trace(graph, evaluate(graph, x=x))).splitlines()[line]
    assert words in narrated


HOSTILE = ["{", "{x0}", "{after:number}", "{{}}", "a b", "$&", "变量", "%s", "d/dx", " = "]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stands_in_its_sentence(name):
    a, b = inputs("a b")
    graph = Graph(((a * b).named(name) + b).named("y"))
    values = evaluate(graph, a=2, b=3)
    assert f"3. {name} = a · b = 2 · 3 = 6." in narrate(evaluation_trace(graph, a=2, b=3)).splitlines()
    narrated = narrate(reverse_trace(graph, values)).splitlines()
    assert narrated[2] == f"2. From y to {name}: dy/dy · ∂y/∂{name} = 1 · 1 = 1. " + (
        f"It is the only contribution to dy/d{name}, which is 1."
    )


def read(text):
    """Return the number that a sentence shows."""
    return float(text.strip("()").replace("−", "-").replace("∞", "inf"))


def close(shown, number):
    return shown == pytest.approx(number, rel=0.051 if not 1e-3 <= abs(number) < 1e6 else 5.1e-4, abs=1e-300)


@pytest.mark.parametrize("seed", range(200))
def test_sentences_hold_the_numbers_of_their_steps(seed):
    graph, point = random_graph(seed)
    values = evaluate(graph, point)
    runs = [evaluation_trace(graph, point), reverse_trace(graph, values), forward_trace(graph, values, graph.inputs[0])]
    for moment in (moment for run in runs for moment in run):
        narrated, step = sentence(moment), moment.step
        assert not set("{}") & set(narrated) and narrated.endswith(".") and "None" not in narrated
        if step is None or step.kind == "seed":
            continue
        if step.kind != "accumulate":
            assert close(read(re.findall(r"[=:] ([^ =]+)\.(?: |$)", narrated)[0]), step.after)
            continue
        product = re.search(r" = (\S+) · (\S+) = (\S+)\. It is ", narrated)
        numbers = (step.factor, step.partial, step.contribution)
        assert all(map(close, map(read, product.groups()), numbers))
        if step.before is None:
            assert close(read(re.search(r"(?:so far|which is) (\S+)\.", narrated)[1]), step.after)
            continue
        total = re.search(r" (\S+) \+ (\S+) = (\S+)\.", narrated)
        assert all(map(close, map(read, total.groups()), (step.before, step.contribution, step.after)))


def test_no_marks_of_our_own_stand_in_templates():
    """Another language is another dict: nothing but plain slots may be in these."""
    for name in ("sentences", "remarks", "words", "trace_table", "worked_solution"):
        module = importlib.import_module(f"cgraph_lib.{name}")
        for texts in (value for key, value in vars(module).items() if key.isupper() and isinstance(value, dict)):
            for text in (text for text in texts.values() if isinstance(text, str)):
                assert all(0x20 <= ord(character) < 0xE000 for character in text)
                assert re.sub(r"\{\w+(:number|:operand)?\}", "", text).count("{") == 0
