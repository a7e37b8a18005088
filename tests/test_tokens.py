"""The tokens of a formula: numbers, and what has no place in one."""

import math

import pytest

from cgraph_lib.errors import FormulaError
from cgraph_lib.expression import Name, Number
from cgraph_lib.reader import read


@pytest.mark.parametrize(("fits", "too_long"), [("9" * 1000, "9" * 1001), ("x" * 20_000, "x" * 20_001)])
def test_the_longest_number_and_text(fits, too_long):
    assert read(fits) in (Number(math.inf), Name("x" * 20_000))
    with pytest.raises(FormulaError, match="too many digits|20,001 characters; at most 20,000"):
        read(too_long)


@pytest.mark.parametrize("text", ["2 * {x}", "{", "a {0} b", "'{name}'"])
def test_curly_brackets_of_a_reader_fill_no_slots(text):
    with pytest.raises(FormulaError, match="curly|string"):
        read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", 2.0), ("-2", -2.0), ("1e3", 1000.0), (".5", 0.5), ("1e999", math.inf), ("9" * 400, math.inf)],
)
def test_numbers(text, value):
    assert read(text) == Number(value)
