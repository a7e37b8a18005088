"""A reader's function is tried: what it returns, where it stops, and that it always ends."""

import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from notebook_cells import cell

from cgraph_lib import parse
from cgraph_lib.exercises import trials
from cgraph_lib.exercises.trials import Case, Endless, Returned, ReturnedAnother, Stopped, on_graph, shown, trial

CASE = Case("For n = 3", lambda: (3,), [0, 1, 2])


@pytest.mark.parametrize(
    "function",
    [range, lambda n: (i for i in range(n)), lambda n: map(int, "012"), np.arange, lambda n: tuple(range(n))],
    ids=["range", "generator", "map", "array", "tuple"],
)
def test_a_result_may_have_any_form(function):
    assert trial(function, CASE).right


def test_a_wrong_result_stands_beside_the_right_one():
    result = trial(lambda n: [1.0 / n, float("nan")], CASE)
    assert isinstance(result, Returned) and not result.right
    assert result.describe(CASE) == "For n = 3, it returns [0.3333333, nan] instead of [0, 1, 2]."
    assert trial(lambda n: None, CASE).describe(CASE) == "For n = 3, it returns nothing yet instead of [0, 1, 2]."


def later(n):
    raise NotImplementedError("later")


def test_what_is_still_to_be_written_returns_nothing():
    assert trial(later, CASE) == Returned(None, False)


def test_an_error_is_reported_with_its_line():
    function = cell("""
        import math

        def helper(n):
            return math.log(-n)

        def answer(n):
            x = n + 1
            return helper(x)
        """)
    result = trial(function, CASE)
    assert result == Stopped("ValueError: math domain error", 5, "return math.log(-n)")
    assert result.describe(CASE) == (
        "For n = 3, it stops in line 5 with ValueError: math domain error.\n    return math.log(-n)"
    )


def test_an_error_of_the_library_is_reported_with_the_readers_line():
    function = cell("""
        def answer(g):
            node = g.node("q")
            return node
        """)
    result = trial(function, on_graph("y = x + 1", 1))
    assert (result.line, result.code) == (3, 'node = g.node("q")') and "'q'" in result.problem


def test_an_error_in_a_generator_is_reported_with_its_line():
    function = cell("""
        def answer(n):
            for i in range(n):
                yield 1 / i
        """)
    assert trial(function, CASE) == Stopped("ZeroDivisionError: division by zero", 4, "yield 1 / i")


class Dumb(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError


def test_errors_of_every_kind_are_reported():
    def raising(error):
        def function(n):
            raise error

        return function

    problems = {
        "KeyError: 'x'": KeyError("x"),
        "AssertionError": AssertionError(),
        "SystemExit: 3": SystemExit(3),
        "Dumb": Dumb(),
        "GeneratorExit": GeneratorExit(),
        "ValueError: first line": ValueError("first line\nsecond line"),
    }
    for problem, error in problems.items():
        assert trial(raising(error), CASE).problem == problem
    assert trial(lambda: 3, CASE).problem.startswith("TypeError: ")
    assert trial(lambda: 3, CASE).describe(CASE).endswith("takes 0 positional arguments but 1 was given.")
    with pytest.raises(KeyboardInterrupt):
        trial(raising(KeyboardInterrupt()), CASE)


def test_deep_recursion_is_reported():
    def deeper(n):
        return deeper(n + 1)

    assert trial(deeper, CASE).problem.startswith("RecursionError")


def test_a_function_that_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(trials, "SECONDS", 0.1)
    function = cell("""
        def answer(n):
            while True:
                n = n + 1
        """)
    result = trial(function, CASE)
    assert isinstance(result, Endless) and result.line in (3, 4)
    assert "it did not end within 0.1 seconds, and was stopped in line" in result.describe(CASE)

    def for_ever(n):
        while True:
            yield n

    assert trial(for_ever, CASE).describe(CASE)


def test_a_second_call_that_differs_is_reported():
    seen = []

    def function(n):
        seen.append(n)
        return list(seen)

    result = trial(function, CASE)
    assert result == ReturnedAnother([3], [3, 3])
    assert result.describe(CASE) == (
        "For n = 3, a second call with the same arguments returns [3, 3]; the first returned [3]."
    )
    assert not isinstance(trial(lambda n: random.random(), CASE), Returned)
    assert isinstance(trial(lambda n: lambda: n, CASE), Returned)  # a new function each time, which says nothing


class Awkward:
    def __eq__(self, other):
        raise ValueError

    def __hash__(self):
        return 1

    def __repr__(self):
        raise ValueError

    def __getattr__(self, name):
        raise ValueError(name)


def contained():
    items = []
    items.append(items)
    return items


def test_no_result_raises():
    for result in (Awkward(), contained(), 10**5000, {1: contained()}, [Awkward()], {Awkward(): 1}, {Awkward()}):
        found = trial(lambda n, result=result: result, CASE)
        assert not found.right
        assert found.describe(CASE).startswith("For n = 3, ")
    assert trial(lambda n: contained(), CASE).describe(CASE).startswith("For n = 3, it returns [[[")


def test_long_results_are_cut():
    assert shown(list(range(1000))).endswith(" …") and len(shown("x" * 1000)) == 92
    assert shown({"a": 0.1 + 0.2}) == "{'a': 0.3}"


def test_results_agree_within_rounding():
    assert trial(lambda n: [Fraction(0), Decimal(1), 2.0], CASE).right
    assert not trial(lambda n: [Fraction(0), Decimal(1), Decimal("2.1")], CASE).right
    assert Returned([0.1 + 0.2], True).agrees(Returned((0.3,), False))
    assert not Returned([0.1], True).agrees(Stopped("KeyError", 1, ""))
    assert ReturnedAnother(1, 2.0).agrees(ReturnedAnother(1.0, 2))
    assert Stopped("KeyError", 1, "x").agrees(Stopped("KeyError", 7, "y"))
    assert not Stopped("KeyError", 1, "x").agrees(Returned(None, False))


def test_a_case_on_a_graph_names_its_arguments():
    case = on_graph("y = x + 1", 1, end="x")
    graph, end = case.arguments()
    assert (case.label, end) == ("For y = x + 1 with end = x", "x")
    assert list(graph.names.values()) == list(parse("y = x + 1").names.values())
