"""The cards of a graph: one for each node and edge, with boxes to fill, and the numbers on the solution sheet."""

import re
from xml.etree import ElementTree

import pytest

from cgraph_lib import Graph, central_difference, inputs, parse
from cgraph_lib.errors import CgraphError
from tools import cards

RUNNING = "c = a + b; d = b + 1; e = c * d"
DIAMOND = "b = 2 * a; c = 3 * b; d = 4 * b; e = c + d"
CASES = {
    RUNNING: ({"a": 2, "b": 1}, "a b c d e", 5),
    DIAMOND: ({"a": 10}, "a b c d e", 5),
    "k = 3; y = k * x": ({"x": 2}, "k x y", 1),
    "y = x * x": ({"x": 5}, "x y", 2),
    "(a + b) * (b + 1)": ({"a": 2, "b": 1}, "a b v1 v2 v3", 5),
    "c = a + 1; d = c * c; e = d / a; f = max(e, d)": ({"a": 2}, "a c d e f", 7),
    "y = " + " + ".join(f"x{i}" for i in range(9)): (dict.fromkeys((f"x{i}" for i in range(9)), 1), None, 16),
}
each_graph = pytest.mark.parametrize("text", CASES)


def printed(graph, at):
    return ElementTree.fromstring(cards.page(graph, at))


def having(page, *kinds):
    return [element for element in page.iter() if set(kinds) <= set(element.get("class", "").split())]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def name_of(card):
    (name,) = having(card, "name")
    return text_of(name)


def boxes_of(card, line):
    (found,) = (each for each in having(card, "line") if text_of(each).startswith(line))
    return having(found, "box")


@each_graph
def test_there_is_a_card_for_each_node_and_each_edge(text):
    at, names, edges = CASES[text]
    graph = parse(text)
    page = printed(graph, at)
    drawn = [name_of(card) for card in having(page, "card", "node")]
    assert sorted(drawn) == sorted(names.split()) if names else len(drawn) == 9 + 8
    assert len(having(page, "card", "edge")) == edges == len(graph.edges)
    assert len(having(page, "card")) == len(drawn) + edges
    assert len(having(page, "slip")) == edges + 1
    assert f"Node cards: {len(drawn)}. Edge cards: {edges}. Slips for one sweep: {edges + 1}," in text_of(page)


@each_graph
def test_a_node_has_a_box_for_every_slip_that_it_waits_for(text):
    graph = parse(text)
    for card in having(printed(graph, CASES[text][0]), "card", "node"):
        node = graph.node(name_of(card))
        if node.constant is not None:
            continue
        above = sum(child.parents.count(node) for child in graph.nodes)
        below = sum(parent.constant is None for parent in node.parents)
        seeds = node is graph.output
        assert len(boxes_of(card, "value")) == 1
        for line, slips in (("adjoint", above + seeds), ("tangent", below)):
            kinds = [box.get("class").split()[-1] for box in boxes_of(card, line) if box.get("class") != "box "]
            assert kinds == [*["contribution"] * (slips if slips > 1 else 0), "total"]


def test_boxes_are_empty():
    page = printed(parse(RUNNING), {"a": 2, "b": 1})
    assert having(page, "box") and not any(map(text_of, having(page, "box")))


def test_what_stands_on_the_cards():
    page = printed(parse(RUNNING), {"a": 2, "b": 1})
    assert [text_of(card) for card in having(page, "card", "node")][2:4] == [
        "c a + b value adjoint de/dc tangent dc/d + =",
        "d b + 1 value adjoint de/dd tangent dd/d",
    ]
    assert text_of(having(page, "card", "edge")[3]) == (
        "c → e partial ∂e/∂c = down: adjoint of e × partial, to c up: tangent of c × partial, to e"
    )
    assert len(having(page, "card", "input")) == 2 and name_of(having(page, "card", "output")[0]) == "e"


def test_parallel_edges_are_told_apart():
    page = printed(parse("y = x * x"), {"x": 5})
    assert [name_of(card) for card in having(page, "card", "edge")] == ["x₁ → y", "x₂ → y"]


def test_a_constant_is_grey_shows_its_value_and_takes_no_adjoint():
    (card,) = having(printed(parse("k = 3; y = k * x"), {"x": 2}), "card", "constant")
    assert text_of(card) == "k constant value 3 takes no adjoint"
    style = cards.Path(cards.__file__).with_suffix(".css").read_text(encoding="utf-8")
    assert re.search(r"\.constant \.face \{ background: #e5e7eb", style)


@each_graph
def test_the_solution_agrees_with_nudges(text):
    at, graph = CASES[text][0], parse(text)
    if "max" in text:
        at = {"a": 3}  # away from the corner
    (solution,) = having(printed(graph, at), "solution")
    (tangents,) = (table for table in solution.iter("table") if text_of(table).startswith("tangent of"))
    last = [text_of(cell) for cell in list(tangents)[-1]]
    nudged = central_difference(graph, at)
    assert last[0] == graph.names[graph.output]
    for name, shown in zip(nudged, last[1:], strict=True):
        assert float(shown.replace("−", "-")) == pytest.approx(nudged[name], abs=1e-3)
        assert re.search(rf"d{last[0]}/d{name} = [^/]*{re.escape(shown)} ", text_of(solution) + " ")


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        (DIAMOND, {"a": 10}, "Here de/da comes out as 20; it is 14."),  # as in notebook 05
        (RUNNING, {"a": 2, "b": 1}, "Here the result is right all the same. On the diamond it is not: "),
        (
            "; ".join(f"x{i + 1} = x{i} + x{i}" for i in range(20)),
            {"x0": 1},
            "Here that would take 2,097,150 slips in place of 40.",
        ),
    ],
    ids=["diamond", "running example", "flood"],
)
def test_what_comes_of_handing_on_too_early_is_told(text, at, sentence):
    assert sentence in text_of(having(printed(parse(text), at), "instructions")[0])


def test_the_diamond_that_is_named_shows_the_harm():
    graph, at = re.fullmatch(r'make cards GRAPH="(.*)" AT="(.*)"', cards.DIAMOND).groups()
    assert " comes out as " in cards.page(parse(graph), cards.read_inputs(at))


def test_any_name_is_shown_as_it_is():
    (x,) = [inputs("x")]
    graph = Graph((x * x).named("<b>&{y}"))
    page = printed(graph, {"x": 2})
    assert "<b>&{y}" in [name_of(card) for card in having(page, "card", "node")]


@pytest.mark.parametrize("text", ["a=2, b=1", " a = 2 ;b=1.0,", "a=4/2\nb=1"])
def test_inputs_are_read(text):
    assert cards.read_inputs(text) == {"a": 2, "b": 1}
    assert cards.read_inputs("a=−2") == cards.read_inputs("a=-2") == {"a": -2}


@pytest.mark.parametrize("text", ["a", "=2", "a=", "a=two", "a=1, a=2"])
def test_what_is_no_input_is_refused(text):
    with pytest.raises(CgraphError):
        cards.read_inputs(text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--graph", "y = x +"], "y = x +"),
        (["--graph", "y = x * z", "--at", "x=1"], "No number for the input z"),
        (["--graph", "y = -x", "--at", "x=1, z=2"], "There is no input 'z'"),
        (["--at", "a"], "Expected the inputs as in a=2, b=1, got 'a'."),
    ],
)
def test_what_is_wrong_is_said_in_one_message(arguments, message):
    with pytest.raises(SystemExit, match=re.escape(message)):
        cards.main(arguments)


def test_the_file_is_the_same_every_time(tmp_path):
    one, two = (cards.write(RUNNING, "a=2, b=1", tmp_path / name / "cards.html").read_bytes() for name in "ab")
    assert one == two
