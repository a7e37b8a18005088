"""Names are replaced in expressions, and idle numbers fall away."""

import math

import pytest

from cgraph_lib.expression import Call, Name, Number
from cgraph_lib.reader import read
from cgraph_lib.rewriting import simplify, substitute


@pytest.mark.parametrize(
    ("text", "simpler"),
    [
        ("3 * x ** (3 - 1)", "3 * x ** 2"),
        ("2 * x ** (2 - 1)", "2 * x"),
        ("1 * x ** (1 - 1)", "1"),
        ("x / 1", "x"),
        ("1 * x", "x"),
        ("x * -1", "-x"),
        ("2 * 3 * x", "6 * x"),
        ("(2 + 3) * x", "5 * x"),
        ("x ** 0 * y", "y"),
        ("-(2 + 3)", "-5"),
        ("x - 0", "x - 0"),
        ("0 * x", "0 * x"),  # which is nan if x is infinite
        ("3 @ x", "3 * x"),
        ("1 @ x", "x"),
        ("y @ x", "y @ x"),
    ],
)
def test_idle_numbers_fall_away(text, simpler):
    assert simplify(read(text, table=True)) == read(simpler, table=True)


def test_an_exact_zero_wins():
    assert simplify(read("0 @ x ** (0 - 1)", table=True)) == Number(0.0)
    infinite = Call("@", (Number(math.inf), Name("x")))
    assert simplify(infinite) == infinite  # x may be 0


def test_names_are_replaced_all_at_once():
    names = {"x": Name("y"), "y": read("x + 1")}
    assert substitute(read("x * max(y, z)"), names) == read("y * max(x + 1, z)")
