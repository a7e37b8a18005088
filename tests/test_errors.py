"""Errors: one class tree, facts as attributes, whole after a pickle."""

import pickle

import pytest

from cgraph_lib import evaluate, gradient, inputs, parse, paths, reverse_trace
from cgraph_lib.errors import CgraphError, InputError, UnknownNameError, listed, nearest_of

GRAPH = parse("rate = a * b; y = rate * rate")


@pytest.mark.parametrize(
    ("mistake", "also", "facts"),
    [
        (lambda: GRAPH.node("rte"), KeyError, {"name": "rte", "nearest": "rate", "known": "a, b, rate, y"}),
        (lambda: evaluate(GRAPH, a=1), ValueError, {"names": ["b"]}),
        (lambda: evaluate(GRAPH, a=1, b=2, B=3), ValueError, {"name": "B", "nearest": "b"}),
        (lambda: evaluate(GRAPH, a=1, b="2"), ValueError, {"name": "b"}),
        (lambda: gradient("a + b"), TypeError, {"text": "a + b"}),
        (lambda: reverse_trace(GRAPH, evaluate(GRAPH, a=1, b=2))[9], IndexError, {"i": 9, "last": 5}),
        (lambda: paths(GRAPH, "a", limit=1), ValueError, {"count": 2, "limit": 1}),
        (lambda: inputs("a") @ inputs("b"), TypeError, {}),
        (lambda: parse("a = b + 1; b = a + 1"), ValueError, {"cycle": ["a", "b", "a"], "place": 0}),
    ],
)
def test_facts_are_attributes_also_after_a_pickle(mistake, also, facts):
    with pytest.raises(CgraphError) as caught:
        mistake()
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert type(error) is type(caught.value) and str(error) == str(caught.value)
        assert isinstance(error, also) and isinstance(error, ValueError)
        assert {name: getattr(error, name) for name in facts} == facts


def test_a_formula_error_is_pickled():
    with pytest.raises(ValueError) as caught:
        parse("a +")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value) and str(again) == str(caught.value)


def test_an_error_has_no_other_facts():
    error = InputError("Input {name} is odd.", name="a")
    assert error.name == "a" and not hasattr(error, "count")
    assert str(UnknownNameError("There is no {name!r}.", name="{q}")) == "There is no '{q}'."


def test_names_are_listed_up_to_a_number():
    assert listed([]) == "" and listed("ab", most=2) == "a, b" and listed("abc", most=2) == "a, b, ..."
    assert nearest_of("qqq", ["rate"]) is None
