"""What straight-line code has lines for: values and contributions that are needed, under names that Python takes."""

import numpy as np
import pytest

from cgraph_lib import Graph, compile_gradient, exp, inputs, listing, parse
from cgraph_lib.frameworks.operations import flat
from cgraph_lib.graph import Node, constant
from cgraph_lib.straight_line import contributions, dependent_on

pytestmark = pytest.mark.filterwarnings("error")


def test_what_nobody_asks_for_is_left_out():
    a, b = inputs("a b")
    unused, fixed = (exp(a) * b).named("unused"), exp(constant(2.0)).named("fixed")
    text = listing(Graph((fixed * a).named("y"), unused))
    assert "unused" not in text and "adj_fixed" not in text
    assert "*" not in listing(parse("y = (a + b) - (a + 1)")), "a factor of 1 is no factor"


@pytest.mark.parametrize("name", ["exp", "lambda", "adj_b", "变量"])
def test_inputs_may_have_any_name(name):
    graph = parse("y = exp(a) * b")
    assert compile_gradient(graph)(0.0, 3.0) == (3.0, (3.0, 1.0))
    x = inputs(name)
    assert compile_gradient(Graph(exp(x)))(0.0) == (1.0, (1.0,))


def test_names_that_are_not_python_are_numbered_from_1():
    text = listing(parse("\u03b1 = x * x; if_ = \u03b1 + x; v2 = if_ * \u03b1; \u03b2 = v2 * x"))
    assert [line.split(" = ")[0].strip() for line in text.splitlines()[1:5]] == ["v1", "if_", "v2", "v3"]


@pytest.mark.parametrize(
    ("text", "last"),
    [("(a - b) + (a + a)", "return v3, (3.0, -1.0)"), ("b * (a * b - a)", "return v3, (v2 + b * a, b * b - b)")],
)
def test_condensed_sums_of_contributions(text, last):
    assert listing(parse(text), condensed=True).splitlines()[-1].strip() == last


def test_no_derivative_goes_through_what_is_flat():
    x, w = inputs("x w")
    root = x**0.5
    step = Node(op=flat("step", np.sign, 1), parents=(root,))
    scaled = step * w
    output = scaled + x
    graph = Graph(output, root * w)
    assert list(contributions(graph, [x, w])) == [(output, 0), (output, 1), (scaled, 1)]
    assert list(contributions(Graph(step), [x])) == []
    assert dependent_on(graph, [x]) == {x, root, output, graph.nodes[-1]}
