"""Pictures: what they show, what they leave blank, that nothing moves, and that words say the same."""

import itertools
import math
import re

import numpy
import numpy as np
import pytest
from picture.cascade import colours
from picture.drawn import Drawn, own
from picture.test_look import contrast
from random_graphs import random_graph

from cgraph_lib import (
    Graph,
    evaluate,
    evaluation_trace,
    forward_trace,
    inputs,
    local_partials,
    parse,
    paths,
    reverse_trace,
    show,
)
from cgraph_lib.arrays import matmul, total
from cgraph_lib.graph import constant

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)
PARTIALS = local_partials(EXAMPLE, VALUES)


def traces(graph, numbers):
    values = evaluate(graph, numbers)
    yield evaluation_trace(graph, numbers)
    yield reverse_trace(graph, values)
    yield forward_trace(graph, values, wrt=graph.inputs[0])


HOSTILE = [
    "<b>",
    "a&b",
    "&amp;",
    '"q"',
    "it's",
    "a:b",
    "a\\",
    "\\N",
    "a\\nb",
    "<<b>>",
    "{r|s}",
    "->",
    ";",
    "#",
    "%s",
    "a b",
]
HOSTILE += ["<script>", '"><img onerror', "]]>", "<!--", "graph", "变量", "é", "😀", "∂", "--", "'", "$x$", "\\G"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_drawn_as_the_text_it_is(name):
    a, b = inputs("a b")
    graph = Graph(((a + b).named(name) * 2).named("y"))
    values = evaluate(graph, a=1, b=2)
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert {f"{name} = a + b", f"y = {name} · 2"} <= {e.text for e in drawing.having("formula")}
    assert f"dy/d{name} = 2" in ["".join(total.itertext()) for total in drawing.having("total")]
    tags = {"svg", "style", "rect", "g", "path", "polygon", "text", "tspan"}
    assert {e.tag for e in drawing.root.iter()} <= tags


@pytest.mark.parametrize("name", ["b\x1b", "b\x00", "b\nc", "b\tc", "b\ud800"])
def test_a_name_that_xml_cannot_hold_is_drawn_somehow(name):
    graph = Graph((inputs("a") + 1).named(name))
    assert len(Drawn(show(graph)).having("body")) == 2


def test_names_that_differ_only_in_signs_keep_apart():
    a, b, c = (inputs("x").named(name) for name in ("x!", "x?", "x"))
    graph = Graph(a * b * c)
    drawing = Drawn(show(graph, evaluate(graph, {a: 2, b: 3, c: 5})))
    assert sorted(drawing.texts("val").values()) == ["2", "3", "30", "5", "6"]


def test_keys_of_edges_do_not_collide():
    a = inputs("a")
    odd, even = (a + 1).named("a!"), (a + 2).named("1!")
    graph = Graph((odd * even).named("5") + (a * even).named("7") + odd)
    edges = list(Drawn(show(graph)).wires())
    assert len(set(edges)) == len(edges) == len(graph.edges)


def test_classes_of_changing_texts():
    drawing = Drawn(show(EXAMPLE, VALUES, PARTIALS, adjoints=reverse_trace(EXAMPLE, VALUES).final))
    assert drawing.text("val-c") == "3"
    assert drawing.text("adj-c") == " = 2" and drawing.text("tab-c") == "de/dc = 2"
    assert drawing.text("part-b-c-1") == "1" and drawing.text("pill-b-c-1") == "× 1"
    assert drawing.text("part-c-e-0") == "2" and drawing.text("pill-c-e-0") == "× d = 2"
    assert [e for e in drawing.root.iter() if "id" in e.attrib] == []


def test_a_picture_speaks():
    picture = show(EXAMPLE, VALUES, PARTIALS)
    root = Drawn(picture).root
    assert root.get("role") == "img"
    assert root.get("aria-label").split() == picture.text.split()
    assert repr(picture) == picture.text
    assert picture._repr_mimebundle_() == {"image/svg+xml": picture.svg, "text/plain": picture.text}


def test_graphs_and_moments_show_themselves():
    moment = reverse_trace(EXAMPLE, VALUES)[3]
    for thing in (EXAMPLE, moment):
        assert thing._repr_mimebundle_()["image/svg+xml"] == show(thing).svg


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


def test_what_is_not_computed_is_blank_and_never_zero():
    drawing = Drawn(show(EXAMPLE))
    assert not any(text for kind in ("val", "partial", "adj") for text in drawing.texts(kind).values())
    assert not drawing.having("pill") and not drawing.having("tab")
    assert "0" not in show(EXAMPLE).text and "No numbers are computed yet." in drawing.captions()
    for i, moment in enumerate(evaluation_trace(EXAMPLE, a=2, b=1)):
        assert [text for text in Drawn(show(moment)).texts("val").values() if text] == list("21326"[:i])


def test_a_derivative_that_waits_shows_its_name_alone():
    trace = reverse_trace(EXAMPLE, VALUES)
    for i, moment in enumerate(trace):
        drawing, known = Drawn(show(moment)), {step.node.name for step in trace.steps[:i]}
        for name in "abcde":
            tab = drawing.one("tab", f"tab-{name}")
            assert ("wait" in tab.get("class").split()) == (name not in known)
            if name not in known:
                assert "".join(tab.itertext()) == f"de/d{name}"


def test_an_unfinished_sum_is_shown_as_unfinished():
    trace = reverse_trace(EXAMPLE, VALUES)
    tabs = [Drawn(show(moment)).one("tab-b") for moment in trace]
    assert ["".join(tab.itertext()) for tab in tabs] == [*["de/db"] * 4, "3 + …", "3 + …", "3 + 2 = 5"]
    states = [tab.get("class").split()[2:] for tab in tabs]
    assert states == [*[["wait"]] * 4, *[["part", "pos"]] * 2, ["done", "pos"]]
    arcs = [[arc.get("class") for arc in tab.iter("circle")] for tab in tabs]
    assert arcs == [*[[None]] * 4, *[[None, "got"]] * 3]
    assert "circle" not in {e.tag for e in Drawn(show(trace[-1])).one("tab-c").iter()}  # one contribution only


def test_more_contributions_than_arcs_have_room_for():
    graph = parse(
        "; ".join(f"y{i} = {i} * x" for i in range(1, 10)) + "; s = " + " + ".join(f"y{i}" for i in range(1, 10))
    )
    trace = reverse_trace(graph, evaluate(graph, x=1))
    texts = ["".join(Drawn(show(moment)).one("tab-x").itertext()) for moment in trace]
    assert texts[0] == "ds/dx0/9" and texts[-3].startswith("42 + …") and texts[-3].endswith("7/9")
    assert texts[-1].endswith("9/9") and "45" in texts[-1]


def test_constants_take_no_adjoint():
    graph = Graph((constant(3, "k") * inputs("x")).named("y") + 7)
    values = evaluate(graph, x=2)
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert drawing.one("node", "constant", "node-k").find("rect") is not None
    assert set(drawing.texts("adj")) == {"adj-x", "adj-y", "adj-v1"}
    assert set(drawing.texts("partial")) == {"part-x-y-1", "part-y-v1-0"}
    assert drawing.text("val-k") == "3"


def test_arrays_have_no_sign_and_are_legible():
    graph = parse("c = a * b; d = c + a")
    values = evaluate(graph, a=np.ones((3, 2)), b=np.zeros((3, 2)))
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert drawing.text("tab-c") == "dd/dc = array 3×2" and drawing.text("pill-a-c-0") == "× array 3×2"
    held = colours(drawing)
    text, rect = (drawing.one("tab-c").find(tag) for tag in ("text", "rect"))
    assert contrast(held[text]["fill"], held[rect]["fill"]) >= 4.5
    assert set(drawing.one("edge-a-c-0").get("class").split()) == {"edge", "edge-a-c-0", "array"}


def test_operations_on_whole_arrays_are_drawn_without_partials():
    x, w = inputs("x w")
    graph = Graph(total((x * w).named("p")).named("s"))
    drawing = Drawn(show(graph, evaluate(graph, x=np.array([2.0, -1.0]), w=np.array([3.0, 4.0]))))
    assert drawing.text("val-p") == "array 2" and drawing.text("val-s") == "2"


def test_parallel_edges_are_both_drawn():
    graph = parse("y = x * x")
    values = evaluate(graph, x=3)
    drawing = Drawn(show(graph, values, local_partials(graph, values)))
    lines = [drawing.one("edge", f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)]
    assert lines[0] != lines[1]
    assert [drawing.text(f"pill-x-y-{i}") for i in (0, 1)] == ["× x = 3", "× x = 3"]
    bare = Drawn(show(graph))
    assert len({bare.one(f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)}) == 2


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_nothing_moves_between_the_steps_of_a_trace(seed):
    for trace in traces(*random_graph(seed)):
        first, *others = [Drawn(show(moment)).geometry() for moment in trace]
        assert all(other == first for other in others)


def test_nothing_moves_when_only_numbers_change():
    graph = parse("c = a * b; d = c / b; e = c * d + a")
    drawings = []
    for a, b in [(2, 1), (-1.23e-300, 1), (1e150, -1e150), (0, 0), (math.inf, 3)]:
        values = evaluate(graph, a=a, b=b)
        adjoints = reverse_trace(graph, values).final
        drawings.append(Drawn(show(graph, values, local_partials(graph, values), adjoints=adjoints)).geometry())
    assert all(drawing == drawings[0] for drawing in drawings)


def test_evaluation_lights_the_node_and_what_it_reads():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    assert Drawn(show(trace[0])).having("active") == []
    for moment in list(trace)[1:]:
        drawing, node = Drawn(show(moment)), moment.step.node
        assert f"node-{node.name}" in drawing.one("node", "active").get("class").split()
        assert drawing.one("ring", "active").get("class").split()[1] == f"ring-{node.name}"
        read = {own(e, "node-") for e in drawing.having("node", "reads")}
        assert read == {f"node-{parent.name}" for parent in node.parents if parent.name}


def test_accumulation_lights_one_edge_and_shows_the_sum_growing():
    for trace in (reverse_trace(EXAMPLE, VALUES), forward_trace(EXAMPLE, VALUES, wrt="b")):
        for moment in list(trace)[2:]:
            drawing, edge = Drawn(show(moment)), moment.step.edge
            key = f"{edge.parent.name}-{edge.child.name}-{edge.slot}"
            assert own(drawing.one("edge", "lit"), "edge-") == f"edge-{key}"
            assert own(drawing.one("pill", "lit"), "pill-") == f"pill-{key}"
            assert f"node-{moment.step.node.name}" in drawing.one("node", "active").get("class").split()
    last = Drawn(show(reverse_trace(EXAMPLE, VALUES)[-1]))
    assert last.text("growing-b") == "3 + 2 = 5"
    assert [text for text in last.texts("growing").values() if text] == ["3 + 2 = 5"]
    assert "de/db = 3 + 2 = 5." in last.captions()


def test_a_path_is_highlighted_on_its_wires_and_pills():
    drawing = Drawn(show(EXAMPLE, VALUES, PARTIALS, path=paths(EXAMPLE, "b")[1]))
    on_it = ["b-d-0", "d-e-1"]
    assert [e.get("class").split()[1] for e in drawing.having("edge", "path")] == [f"edge-{key}" for key in on_it]
    assert [e.get("class").split()[1] for e in drawing.having("pill", "path")] == [f"pill-{key}" for key in on_it]
    assert [
        wire for wire, edge in drawing.wires().items() if edge.element.find("path[@class='halo']") is not None
    ] == on_it
    assert drawing.captions() == "The path b → d → e is highlighted."


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
        (lambda: show(EXAMPLE, 2), "Expected numbers by node, as evaluate or trace.final gives them, got int"),
        (lambda: show(EXAMPLE, VALUES, [1]), "Expected partials by edge, as local_partials gives them, got list"),
        (lambda: show(EXAMPLE, VALUES, VALUES), "Expected partials by edge, .* got ByNode"),
        (lambda: show(EXAMPLE, VALUES, {3: 1.0}), "Expected partials by edge, .* got dict"),
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


def test_operations_on_whole_arrays_are_drawn_without_rules():
    x, w = inputs("x w")
    graph = Graph(total(matmul(x, w)).named("s"))
    drawn = show(graph, evaluate(graph, x=numpy.ones((2, 3)), w=numpy.ones((3, 2))))
    assert "s = total(v1) = 12" in drawn.text
    assert drawn.svg.count('class="line"') == 3
