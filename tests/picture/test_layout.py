"""The DOT text of a picture."""

import re
import sys

import pytest
from picture.drawn import is_drawn
from picture.examples import EXAMPLE, SIXTY

from cgraph_lib import Graph, inputs, parse, show


def test_graphviz_has_less_time_for_each_place_the_more_there_are():
    factors = [float(re.search(r"nslimit=([\d.]+)", show(parse(text)).dot)[1]) for text in ("a + b", SIXTY)]
    assert factors[0] == 1 and factors[1] < 0.1


@pytest.mark.parametrize("length", [300, 20_000])
def test_names_longer_than_the_strings_of_graphviz(length):
    picture = show(Graph(((inputs("a" * length) * 2).named("x" * length) + 1).named("x" * length + "y")))
    assert is_drawn(picture) and max(map(len, picture.dot.splitlines())) < 300


def test_without_the_package_that_writes_dot_the_words_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "graphviz", None)
    assert "pip install" in show(EXAMPLE).text and "e = c · d" in show(EXAMPLE).text


def test_the_dot_text_tells_names_and_no_addresses():
    dot = show(EXAMPLE).dot
    assert "0x" not in dot
    for name in "abcde":
        assert f"node-{name}" in dot
