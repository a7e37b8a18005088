"""Numbers as they are written, and sentences that take them in."""

import math
from fractions import Fraction

import numpy
import pytest

from cgraph_lib.numerals import WIDEST_NUMBER, Template, fill, number, operand


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
    ("fraction", "alone", "inside"),
    [("1/3", "1/3", "(1/3)"), ("-7/2", "−7/2", "(−7/2)"), ("4", "4", "4"), ("-4", "−4", "(−4)"), ("0", "0", "0")],
)
def test_fractions_are_written_in_full(fraction, alone, inside):
    assert (number(Fraction(fraction)), operand(Fraction(fraction))) == (alone, inside)


HOSTILE = [
    "{",
    "}",
    "{x}",
    "{x:number}",
    "{{x}}",
    "}{",
    "{}",
    "$&",
    "$1",
    "\\1",
    "%s",
    "{0}",
    "__proto__",
    "constructor",
]
SENTENCES = [
    ("plain", {}, "plain"),
    ("{name} = {x:number}", {"name": "c", "x": -2.0}, "c = −2"),
    ("3 + {x:operand}", {"x": -2.0}, "3 + (−2)"),
    ("{x:number}{x:number}", {"x": 0.5}, "0.50.5"),
    ("{{x}} {x:number} {{{x:number}}}", {"x": 1.0}, "{x} 1 {1}"),
    (Template("{name}: {inner}", {"name": "y", "inner": Template("{x:operand} · 2")}), {"x": -1.0}, "y: (−1) · 2"),
    (Template("{x} is {y:number}", {"x": "fixed"}), {"x": "passed", "y": 2.0}, "fixed is 2"),
    *((Template("{a} {b} {x:number}.", {"a": name, "b": name}), {"x": 7.0}, f"{name} {name} 7.") for name in HOSTILE),
    *(("{a} {x:number}.", {"a": name, "x": 7.0}, f"{name} 7.") for name in HOSTILE),
]


@pytest.mark.parametrize(("template", "slots", "sentence"), SENTENCES)
def test_slots_are_filled_once_and_braces_in_names_survive(template, slots, sentence):
    assert fill(template, slots) == sentence


def test_the_page_fills_them_alike(on_page):
    calls = [("numbers", "fill", template, slots) for template, slots, _ in SENTENCES]
    assert on_page(calls) == [sentence for *_, sentence in SENTENCES]


def test_an_open_slot_is_an_error():
    with pytest.raises(KeyError, match="after"):
        fill("{name} = {after:number}", {"name": "c"})
