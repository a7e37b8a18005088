"""What `show` takes: numbers by name, and mistakes that name the culprit."""

import math
import re

import numpy
import pytest
from picture.drawn import Drawn, keys
from picture.examples import EXAMPLE, VALUES, network

from cgraph_lib import parse, paths, reverse_trace, show
from cgraph_lib.errors import CgraphError
from cgraph_lib.picture import View, moment_view, node_keys, render


def test_graphs_and_moments_show_themselves():
    moment = reverse_trace(EXAMPLE, VALUES)[3]
    for thing in (EXAMPLE, moment):
        assert thing._repr_mimebundle_()["image/svg+xml"] == show(thing).svg


def test_a_path_of_another_graph_is_refused():
    one, other = (parse("c = a + b; d = b + 1; e = c * d") for _ in range(2))
    with pytest.raises(ValueError, match="The path b → c → e runs in another graph"):
        show(one, path=paths(other, "b")[0])


def test_numbers_may_be_given_by_name():
    by_name = show(EXAMPLE, {"a": 2, "c": 3}, {("b", "d"): 1}, adjoints={"c": 2}, tangents={"d": 1}, wrt="b")
    drawing = Drawn(by_name)
    assert (drawing.text("val-c"), drawing.text("val-e")) == ("3", "")
    assert (drawing.text("tab-c"), drawing.text("under-d")) == ("de/dc = 2", "dd/db = 1")
    assert drawing.text("pill-b-d-0") == "× 1"
    assert "−∞" in show(parse("y = log(x)"), {"y": -math.inf}).text


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda: show(EXAMPLE, {"q": 1}), "no node 'q' in this graph"),
        (lambda: show(EXAMPLE, VALUES, {("a", "e"): 1}), "no edge from a to e"),
        (lambda: show(EXAMPLE, VALUES, tangents={"c": 1}), "with respect to"),
        (lambda: show(EXAMPLE, VALUES, adjoints={"c": 1}, of="f"), "no node 'f' in this graph"),
        (lambda: show(EXAMPLE, numpy.ones(2)), "Expected numbers by node, .* got ndarray"),
        (lambda: show(EXAMPLE, 2), "Expected numbers by node, as evaluate or trace.final gives them, got int"),
        (lambda: show(EXAMPLE, VALUES, [1]), "Expected partials by edge, as local_partials gives them, got list"),
        (lambda: show(EXAMPLE, VALUES, VALUES), "Expected partials by edge, .* got ByNode"),
        (lambda: show(EXAMPLE, VALUES, {3: 1.0}), "Expected partials by edge, .* got dict"),
        (lambda: show(EXAMPLE, VALUES, {("b",): 1.0}), "Expected partials by edge, .* got dict"),
        (lambda: show(EXAMPLE, {"a": "2"}), "real numbers for a, got str '2'"),
        (lambda: show(EXAMPLE, VALUES, {("b", "d"): 1j}), "for \\('b', 'd'\\), got complex 1j"),
        (lambda: show(EXAMPLE, VALUES, adjoints={"c": None}), "real numbers for c, got NoneType None"),
        (lambda: show(EXAMPLE, VALUES, opened=3), "There is no group '3' in this graph"),
        (lambda: render("a + b", View()), "Expected a Graph, got str"),
        (lambda: render(EXAMPLE, VALUES), "Expected a View, got ByNode"),
        (lambda: node_keys(3), "Expected a Graph, got int"),
        (lambda: moment_view(VALUES), r"Expected a moment of a trace, such as trace\[1\], got ByNode"),
        (lambda: show(EXAMPLE, path="b c e"), "Expected a path, as paths.graph, .... lists them, got str"),
        (lambda: show(EXAMPLE, reverse_trace(EXAMPLE, VALUES)), "got Trace"),
        (lambda: show(reverse_trace(EXAMPLE, VALUES)), re.escape("write show(trace[-1])")),
        (lambda: show("a + b"), "not str; parse"),
        (lambda: show(None), "not NoneType; parse"),
    ],
)
def test_mistakes_are_value_errors_that_name_the_culprit(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


def test_show_opens_groups_by_name_and_refuses_others():
    graph = network(1)
    for opened in (["layer 1"], "layer 1"):
        assert "node-z1" in keys(Drawn(show(graph, opened=opened)))
    with pytest.raises(CgraphError, match="There is no group 'layer 2' in this graph. Its groups: layer 1, loss"):
        show(graph, opened=["layer 2"])
