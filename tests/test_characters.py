"""The characters of a formula: look-alikes are read, and places are those of the text as it was typed."""

import pytest

from cgraph_lib.errors import CgraphError, FormulaError
from cgraph_lib.reader import read


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("（a＋b）＊（b＋１）", "(a+b)*(b+1)"),
        ("ｍａｘ（a，b）", "max(a,b)"),
        ("2 × a · b ⋅ c ÷ d ∕ 2", "2 * a * b * c / d / 2"),
        ("a − b – c — d ‐ 2", "a - b - c - d - 2"),
        ("a\u00a0+\u2009b\u3000* 2", "a + b * 2"),
        ("a\t+ b", "a + b"),
        ("(a +\r b)", "(a + b)"),
        ("x² + x⁻¹ - x¹⁰", "x ** 2 + x ** -1 - x ** 10"),
        ("-x²", "-(x ** 2)"),
        ("2 ** x²", "2 ** (x ** 2)"),
        ("x² ** 3", "(x ** 2) ** 3"),
        ("2²", "2 ** 2"),
        ("(a + b)²", "(a + b) ** 2"),
        ("√x * √(a + b) - √4", "sqrt(x) * sqrt(a + b) - sqrt(4)"),
        ("√sin(x)", "sqrt(sin(x))"),
        ("√x ** 2", "sqrt(x) ** 2"),
        ("√(x²)", "sqrt(x ** 2)"),
        ("-√-x", "-sqrt(-x)"),
        ("√x / 2", "sqrt(x) / 2"),
        ("|x|", "abs(x)"),
        ("2 * |a - |b|| ** 2", "2 * abs(a - abs(b)) ** 2"),
        ("||a| - |b||", "abs(abs(a) - abs(b))"),
        ("-|a| + |-b|", "-abs(a) + abs(-b)"),
        ("∞", "inf"),
        ("𝑥 + ｙ + x₁ + ﬁ", "x + y + x1 + fi"),
        ("२ * x", "2 * x"),
        ("e\u0301 + 1", "\u00e9 + 1"),
    ],
)
def test_look_alikes_are_read(typed, plain):
    assert read(typed) == read(plain)


def test_places_are_those_of_the_text_as_it_was_typed():
    with pytest.raises(FormulaError) as caught:
        read("ﬁ + ﬂ * ½")
    assert (caught.value.place, caught.value.text) == (8, "ﬁ + ﬂ * ½")
    with pytest.raises(FormulaError) as caught:
        read("ﬁ + ﬂ * $")
    assert (caught.value.place, caught.value.text) == (8, "ﬁ + ﬂ * $")


def test_an_error_carries_its_facts():
    with pytest.raises(CgraphError) as caught:
        read("2 * ½")
    error = caught.value
    assert (error.symbol, error.instead, error.place, error.text) == ("½", "(1/2)", 4, "2 * ½")
    assert error.reason == "'½' cannot stand in a formula; write (1/2)."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\ta\t+ .", ["     a + .", "         ^"]),
        ("和 + 苹果 ½", ["    和 + 苹果 ½", "    \u3000   \u3000\u3000 ^"]),
        ("e\u0301 + ½", ["    e\u0301 + ½", "        ^"]),
        ("(a\n+ b\n+ ½)", ["    + ½)", "      ^"]),
        ("a \u200b", ["    a ?", "      ^"]),
    ],
)
def test_the_caret_stands_under_the_place(text, lines):
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert str(caught.value).splitlines()[1:] == lines
