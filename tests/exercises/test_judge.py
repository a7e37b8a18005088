"""No answer makes `check` raise an error, and no feedback takes it for another type."""

import math
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, inputs, local_partials, parse
from cgraph_lib.exercises import check, hint, solution
from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.judge import Message, Verdict, verdict_on
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of

COURSE = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
of_the_course = pytest.mark.parametrize("asked", COURSE, ids=lambda asked: asked.id)


def words(verdict):
    return " ".join(verdict.text.split())


@of_the_course
def test_blank_is_your_turn(asked):
    for blank in (..., None, "", "  "):
        assert repr(check(asked.id, blank)).startswith("Your turn: ")
    assert repr(check(asked.id)) == f'Your turn: {asked.answer.invitation} For a hint, run hint("{asked.id}").'


def endless(*arguments):
    return endless(*arguments)


class Grumpy:
    def __eq__(self, other):
        raise ValueError("no")

    def __hash__(self):
        return 1

    def __float__(self):
        raise OSError("no")

    def __repr__(self):
        raise ValueError("no")


class Called(Grumpy):
    def __call__(self, *_):
        return 1


class Closed(Grumpy):
    def __getattribute__(self, name):
        raise RuntimeError(name)


class Trap(dict):
    def get(self, *_):
        raise ValueError

    def items(self):
        raise ValueError

    def __iter__(self):
        raise ValueError


class Text(str):
    def strip(self, *_):
        raise ValueError


def contained(kind):
    if kind is list:
        items = []
        items.append(items)
        return items
    items = {}
    items.update(dict.fromkeys(["a", "c", "boxes", "loss"], items))
    return items


def for_ever():
    while True:
        yield "a"


WRONG_KINDS = [
    *(object(), Grumpy(), {}, [], (), set(), {1, 2}, [[1]], {"a": {}}, {"a": "x"}, {None: 1}, {1: 2, "b": ()}, [...]),
    *({"a": math.inf, "b": -math.inf}, {"a": math.nan, "b": 1}, {"a": 1e308, "b": 1e308}, {"a": "x", "b": "1/0"}),
    *(True, 1j, 7.25, -0.0, math.nan, math.inf, 10**400, -(10**5000), Fraction(1, 3), Decimal("NaN"), b"7", range(3)),
    *("hello", "7 +", "q -> z", "import os", "x = x + 1", "()", ";", "=", "\n", "é", "∂/∂", "1,2,3,4,5,6", "y" * 5000),
    *("[" * 100_000, "(" * 100_000, "-" * 100_000 + "1", "{" * 1000, "9" * 5000, "1e999999", "\x00", "\ud800"),
    *("toString", "__proto__", "constructor", {"__proto__": 1}, {"a": "constructor"}, {Grumpy(): 1}, [Grumpy()]),
    *(np.array([1.5, 2.5]), np.zeros((2, 2)), np.array("x"), np.array([]), np.array([None, 1]), np.zeros((9,) * 5)),
    *(np.float64("nan"), np.int8(7), np.bool_(True), np.datetime64("2024"), np.ma.masked, np.complex128(1j)),
    *(len, print, int, Grumpy, str.upper, lambda: 1, lambda *_: 1, lambda *_: {}, lambda *_: "x", endless, iter("ab")),
    *(lambda *_: np.zeros(3), lambda *_: Grumpy(), lambda *_: [[]], lambda *_: {"x": Grumpy()}, lambda *_: object()),
    *(inputs("x"), Graph(inputs("x")), parse("c = a + b"), Graph(inputs("x").named("y") + inputs("y")), parse("1 + 1")),
    *(evaluate(parse("y = x + 1"), x=np.arange(3.0)), parse("c = a + b").edges[0], Exception("x"), Exception),
    *(inputs("x") * np.arange(3.0), local_partials(g := parse("y = -x"), evaluate(g, x=1)), re, type),
    *(contained(list), contained(dict), {"a": contained(list)}, MagicMock(), Trap(a=1), Text(" 7 "), [[[[[]]]]]),
    *((sys.exit() for _ in [1]), Called(), {"a": 1}.items()),
    *(for_ever(), map(str, for_ever()), (x for x in ()), {"c": for_ever()}, Closed(), [Closed()], {"a": Closed()}),
]


@pytest.mark.parametrize("i", range(len(WRONG_KINDS)))
def test_no_answer_raises(i, capsys):
    answer = WRONG_KINDS[i]
    for asked in COURSE:
        verdict = check(asked.id, answer)
        assert type(verdict) is Verdict
        assert re.match("Not yet. [^ ]|Your turn: ", verdict.text) and not verdict, asked.id
        assert repr(verdict).isprintable() or "\n" in repr(verdict) or not str(answer).isprintable()


def nothing(*_):
    return None


def dots(*_):
    return ...


def later(*_):
    raise NotImplementedError


@pytest.mark.parametrize("function", [nothing, dots, later, lambda *_: None])
@pytest.mark.parametrize("asked", [e for e in COURSE if isinstance(e.answer, Code)], ids=lambda asked: asked.id)
def test_a_function_that_returns_nothing_is_named(asked, function):
    verdict = check(asked.id, function)
    assert not verdict and "it returns nothing yet instead of" in words(verdict)


def test_for_an_unreadable_answer_the_expected_type_is_named():
    expected = {
        "03.3": "This cannot be read. Expected a number, such as 2, 0.5 or 5/3.",
        "02.1": "This cannot be read. Expected a number for each of c, d, e, in a dictionary as in the cell.",
        "08.2": "This cannot be read. Expected an array, such as [[1, 2], [3, 4]].",
        "02.2": "This cannot be read. Expected the nodes a, b, c, d, e in an order.",
        "03.5": 'This cannot be read. Expected an edge, as the names of its parent and its child: ("a", "c").',
        "01.3": "This cannot be read. Expected a graph, or a string for parse.",
        "01.5": "This cannot be read. Expected the function itself, its name without brackets.",
    }
    closed = Closed()
    assert {
        number: verdict_on(exercise(number), closed).text.removeprefix("Not yet. ") for number in expected
    } == expected


def test_an_answer_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("cgraph_lib.exercises.judge.SECONDS", 0.1)

    class Slow:
        def __float__(self):
            while True:
                pass

    assert check("03.3", Slow()).text.startswith("Not yet. This takes too long to read. Expected a number")


def test_a_verdict_counts_as_true_if_the_answer_is_right():
    right, wrong = check("03.3", 2), check("03.3", 7)
    assert right and not wrong and right.right and not wrong.right
    assert repr(wrong) == 'Not yet. It is not 7. For a hint, run hint("03.3").'


def test_messages_are_wrapped_and_code_is_not():
    text = "word " * 40 + "\n    " + "code " * 40
    lines = repr(Message(text)).splitlines()
    assert all(len(line) <= 96 for line in lines[:-1]) and lines[-1] == text.splitlines()[1]


@pytest.mark.parametrize("number", ["5.3", "05.9", "13.1", "", "05", None, 5.3])
def test_an_unknown_number(number):
    for function in (check, hint, solution):
        with pytest.raises(ValueError, match="There is no exercise") as raised:
            function(number)
        assert raised.value.number == number and isinstance(raised.value, KeyError)


def test_help_is_for_the_same_variant():
    assert 'run hint("03.3", variant=2).' in check("03.3", 77, variant=2).text
    assert exercise("03.3", 2).help == 'For a hint, run hint("03.3", variant=2).'


def test_no_judgement_rests_on_assertions():
    code = """
from cgraph_lib.exercises.judge import verdict_on
from cgraph_lib.exercises.variants import chapters, exercises_of
count = 0
for asked in (each for chapter in chapters() for each in exercises_of(chapter)):
    answer = asked.answer
    given = map(answer.example, [answer.right, *(mistake.answer for mistake in asked.mistakes)])
    verdicts = [verdict_on(asked, each) for each in given]
    count += verdicts[0].right and not any(verdicts[1:]) and not verdict_on(asked, ...)
print(count, __debug__)
"""
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{len(COURSE)} False\n"


def test_the_judge_knows_no_type_of_answer():
    source = Path(sys.modules[verdict_on.__module__].__file__).read_text(encoding="utf-8")
    assert re.findall(r"cgraph_lib[.\w]+", source) == ["cgraph_lib.errors", "cgraph_lib.exercises.time_limit"]
