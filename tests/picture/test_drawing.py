"""Pictures and their words: the same numbers, and a note of what is left out."""

import itertools
import re

import pytest
from picture.drawn import Drawn, own
from picture.examples import EXAMPLE, GRAPHS, PARTIALS, ROOMS, VALUES, network, pictured, traces, view_of
from random_graphs import random_graph

from cgraph_lib import Graph, evaluate, inputs, parse, reverse_trace, show
from cgraph_lib.picture import renders


def test_the_words_of_the_running_example():
    text = show(EXAMPLE, VALUES, PARTIALS, adjoints=reverse_trace(EXAMPLE, VALUES).final).text
    assert [line.split("   ")[0].strip() for line in text.splitlines()] == [
        "a = 2",
        "b = 1",
        "c = a + b = 3",
        "d = b + 1 = 2",
        "e = c · d = 6",
        "∂c/∂a = 1",
        "∂c/∂b = 1",
        "∂d/∂b = 1",
        "∂e/∂c = d = 2",
        "∂e/∂d = c = 3",
    ]
    assert re.findall(r"de/d(\w) = (\d)", text)[:5] == [("a", "2"), ("b", "5"), ("c", "2"), ("d", "3"), ("e", "1")]


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_every_number_in_the_drawing_stands_in_the_words(seed):
    for moment in itertools.chain(*traces(*random_graph(seed))):
        picture = show(moment)
        drawing, lines = Drawn(picture), [line.strip() for line in picture.text.splitlines()]
        for node in drawing.having("node"):
            formula, value = (node.find(f"text[@class='{css}']") for css in ("formula", f"val {val_of(node)}"))
            line = " ".join(formula.itertext()) + (f" = {value.text}" if value.text else "")
            assert any(written.split("   ")[0].strip() == line for written in lines)
        for kind in ("adj", "tan", "partial"):
            assert all(number in picture.text for number in drawing.numbers(kind).values())
        assert drawing.captions() == lines[-1]


def val_of(node):
    return own(node, "node-").replace("node-", "val-")


def chain(length):
    x = node = inputs("x")
    for _ in range(length - 1):
        node = node * x + 1 if length > 1000 else node * 2
    return Graph(node)


def test_sixty_nodes_are_drawn_and_more_are_counted():
    graph = chain(60)
    assert len(Drawn(show(graph, evaluate(graph, x=1))).having("node")) == 60
    assert "nodes are drawn" not in show(graph).text
    graph = chain(61)
    picture = show(graph, evaluate(graph, x=1))
    drawing = Drawn(picture)
    assert len(drawing.having("node")) == 60 and drawing.having("node-v60") and not drawing.having("node-x")
    assert "60 of 61 nodes are drawn: those nearest to the output." in picture.text
    assert "60 of 61 nodes are drawn" in drawing.captions()


def test_a_very_large_graph_says_what_it_leaves_out():
    assert "60 of 19,999 nodes are drawn" in show(chain(10_000)).text


def test_a_page_gets_a_drawing_for_each_width_and_none_twice():
    graph = parse(GRAPHS["running example"])
    assert len(renders(graph, view_of(graph), ROOMS)) == 1
    graph = parse(GRAPHS["two units"])
    drawings = renders(graph, view_of(graph), ROOMS)
    assert len(drawings) == 3
    needs = [drawing.geometry["width"] * drawing.geometry["smallest"] for drawing in drawings]
    assert needs == sorted(needs, reverse=True) and all(map(float.__le__, needs, map(float, ROOMS)))


def test_above_sixty_things_the_picture_says_what_it_leaves_out():
    graph = network(16)
    opened = pictured(graph, *graph.groups)
    assert len(Drawn(opened).having("node")) == 60 and "60 of 84 nodes are drawn" in opened.text
    assert "nodes are drawn" not in pictured(graph).text
