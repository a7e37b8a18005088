"""What a run is given: inputs by name, node and keyword, values and partials, and the mistakes in them by name."""

import numpy
import pytest

from cgraph_lib import (
    Graph,
    central_difference,
    evaluate,
    forward_trace,
    gradient,
    gradient_check,
    inputs,
    local_partials,
    parse,
    reverse_trace,
)
from cgraph_lib.errors import InputError
from cgraph_lib.given import together

pytestmark = pytest.mark.filterwarnings("error")

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")


def test_inputs_are_given_by_name_by_keyword_or_by_node():
    a, b = inputs("a b")
    graph = Graph(a - b)
    for values in (evaluate(graph, {"a": 5, "b": 3}), evaluate(graph, a=5, b=3), evaluate(graph, {a: 5, b: 3})):
        assert values[graph.output] == 2
    assert evaluate(graph, {"a": 5}, b=3)[graph.output] == 2
    assert gradient(graph, {a: 5}, b=3) == {"a": 1, "b": -1}


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda: evaluate(EXAMPLE, a=2), "No number for the input b: give a=..., b=..."),
        (lambda: gradient(EXAMPLE), "No number for the inputs a, b"),
        (lambda: evaluate(EXAMPLE, a=2, b=1, q=3), "no input 'q': the inputs are a, b"),
        (lambda: evaluate(EXAMPLE, a=2, b=1, c=3), "no input 'c': the inputs are a, b"),
        (lambda: evaluate(parse("rate * 2"), rte=3), "Did you mean 'rate'"),
        (lambda: evaluate(parse("2 * 3"), x=3), "this graph has no inputs"),
        (
            lambda: evaluate(EXAMPLE, a="2", b=1),
            "Expected a number or a plain numpy array of real numbers for a, got str '2'",
        ),
        (lambda: evaluate(EXAMPLE, a=2, b=None), "plain numpy array of real numbers for b, got"),
        (lambda: evaluate(EXAMPLE, a=2, b=1j), "plain numpy array of real numbers for b, got"),
        (lambda: evaluate(EXAMPLE, a=2, b=[1, 2]), "plain numpy array of real numbers for b, got"),
        (lambda: evaluate(EXAMPLE, a=2, b=inputs("z")), "plain numpy array of real numbers for b, got"),
        (lambda: gradient(EXAMPLE, a=2, b=1, of="f"), "no node 'f' in this graph"),
        (lambda: forward_trace(EXAMPLE, evaluate(EXAMPLE, a=2, b=1), wrt="bb"), "Did you mean 'b'"),
        (lambda: evaluate(EXAMPLE, a=numpy.array(["q"]), b=1), "for a, got ndarray[str32]"),
        (lambda: evaluate(EXAMPLE, a=numpy.array([2j]), b=1), "for a, got ndarray[complex128]"),
        (lambda: evaluate(EXAMPLE, [2, 1]), "Expected the inputs in a dict or as keywords, got list [2, 1]"),
        (lambda: evaluate("a + b", a=2, b=1), "Expected a Graph, got str; parse('a + b') makes one"),
        (lambda: gradient(EXAMPLE, a=2, b=1, of=3), "Expected a node or its name, got 3"),
        (lambda: together({"a": 2, "b": 1}, {"c": 3, "b": 1}), "Input b is given twice"),
    ],
)
def test_mistakes_are_value_errors_that_name_the_culprit(mistake, message):
    with pytest.raises(ValueError) as caught:
        mistake()
    assert message in str(caught.value)


TRACE = reverse_trace(EXAMPLE, evaluate(EXAMPLE, a=2, b=1))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"a": 2, "b": 1}, "Expected values, as evaluate(graph, ...) returns them, got dict."),
        (TRACE, "Expected values, as evaluate(graph, ...) returns them, got Trace; they are trace.values."),
        (TRACE[2], "Expected values, as evaluate(graph, ...) returns them, got Moment."),
        (TRACE.final, "Expected values, as evaluate(graph, ...) returns them, got derivatives."),
        (local_partials(EXAMPLE, TRACE.values), "Expected values, as evaluate(graph, ...) returns them, got ByEdge."),
        (evaluate(parse("a + b"), a=2, b=1), "Expected the values of this graph, got some without a number for a."),
        (TRACE.values.without("c"), "Expected the values of this graph, got some without a number for c."),
    ],
)
def test_what_are_no_values_is_named(values, sentence):
    for ask in (local_partials, reverse_trace, lambda graph, values: forward_trace(graph, values, "b")):
        with pytest.raises(ValueError) as caught:
            ask(EXAMPLE, values)
        assert str(caught.value) == sentence


def test_values_of_a_larger_graph_serve_its_parts():
    part = Graph(EXAMPLE.node("c"))
    assert local_partials(part, TRACE.values).by_name() == {("a", "c", 0): 1, ("b", "c", 1): 1}


@pytest.mark.parametrize("name", ["of", "wrt", "by", "h", "tolerance", "lambda", "class"])
def test_inputs_that_are_no_keywords_are_given_in_a_dict(name):
    x, y = inputs(f"{name} y")
    graph = Graph(x * y)
    assert gradient(graph, {name: 0.5, "y": 2}) == {name: 2, "y": 0.5} == gradient(graph, {name: 0.5}, y=2)
    assert central_difference(graph, {name: 0.5}, y=2) == pytest.approx({name: 2, "y": 0.5})
    all_given = {name: 0.5, "y": 2.0}
    taken = {"of": [gradient, central_difference, gradient_check], "h": [central_difference, gradient_check]}
    for ask, keywords in [(evaluate, {}), *((ask, all_given) for ask in taken.get(name, []))]:
        with pytest.raises(ValueError, match=f"in a dict, {{'{name}': ..., 'y': ...}}."):
            ask(graph, **keywords)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({EXAMPLE.node("a"): 1, "a": 2, "b": 3}, "Input a is given twice; give it once."),
        ({"a": 1, "b": 2, EXAMPLE.node("c"): 3}, "<Node c: add> is not an input of this graph. Give inputs by"),
        ({"a": 1, "b": 2, inputs("a"): 3}, "<Node a: input> is not an input of this graph. Give inputs by"),
        ({"a": 1, "B": 2}, "There is no input 'B': the inputs are a, b. Did you mean 'b'?"),
        ({"a": 1, "b": 2, 3: 4}, "There is no input 3: the inputs are a, b."),
    ],
)
def test_keys_that_are_no_inputs_are_named(given, sentence):
    with pytest.raises(ValueError) as caught:
        evaluate(EXAMPLE, given)
    assert str(caught.value).startswith(sentence)


def test_whether_one_input_is_missing_or_several():
    x, y, z = inputs("lambda y z")
    graph = Graph(x * y * z)
    call = r"\{'lambda': ..., 'y': ..., 'z': ...\}"
    with pytest.raises(InputError, match=rf"^No number for the input z: give it in a dict, {call}\.$"):
        evaluate(graph, {"lambda": 1, "y": 2})
    with pytest.raises(InputError, match=rf"^No number for the inputs lambda, z: give them in a dict, {call}\.$"):
        evaluate(graph, y=2)
