"""Numbers as they are written, and sentences that take them in."""

import math

import numpy
import pytest

from cgraph_lib.numerals import WIDEST_NUMBER, number


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
