"""Pictures: what they show, what they leave blank, that nothing moves, and that words say the same."""

import itertools
import math
import re
import time
import xml.etree.ElementTree as ElementTree

import numpy
import pytest
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
from cgraph_lib.graph import constant
from cgraph_lib.picture.svg import STYLE

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)
PARTIALS = local_partials(EXAMPLE, VALUES)


class Drawing:
    """An SVG as a reader meets it: elements by class, texts by their own class."""

    def __init__(self, picture):
        self.root = ElementTree.fromstring(picture.svg)
        for element in self.root.iter():
            element.tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")

    def having(self, *classes):
        return [e for e in self.root.iter() if set(classes) <= set(e.get("class", "").split())]

    def one(self, *classes):
        (element,) = self.having(*classes)
        return element

    def text(self, own):
        return self.one(own).text or ""

    def texts(self, kind):
        """Return what stands in every text of a kind (`val`, `adj`, `part` ...), by the text's own class."""
        return {e.get("class").split()[-1]: e.text or "" for e in self.having(kind)}

    def captions(self):
        return " ".join(e.text for e in self.having("caption"))

    def geometry(self):
        """Return where everything is, but for the words below the picture and the colours."""
        places = ("x", "y", "width", "height", "d", "points", "transform")
        drawn = self.one("cgraph").find("g")
        inside = [(e.tag, [e.get(place) for place in places]) for e in drawn.iter()]
        return [self.root.get("width"), *inside]


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
    drawing = Drawing(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert {f"{name} = a + b", f"y = {name} · 2"} <= {e.text for e in drawing.having("formula")}
    assert f"∂{name}/∂a = 1" in drawing.texts("part").values()
    assert f"dy/d{name} = 2" in drawing.texts("adj").values()
    assert {e.tag for e in drawing.root.iter()} <= {"svg", "title", "style", "rect", "g", "path", "polygon", "text"}


@pytest.mark.parametrize("name", ["b\x1b", "b\x00", "b\nc", "b\tc", "b\ud800"])
def test_a_name_that_xml_cannot_hold_is_drawn_somehow(name):
    graph = Graph((inputs("a") + 1).named(name))
    assert len(Drawing(show(graph)).having("box")) == 2


def test_names_that_differ_only_in_signs_keep_apart():
    a, b, c = (inputs("x").named(name) for name in ("x!", "x?", "x"))
    graph = Graph(a * b * c)
    drawing = Drawing(show(graph, evaluate(graph, {a: 2, b: 3, c: 5})))
    assert sorted(drawing.texts("val").values()) == ["2", "3", "30", "5", "6"]


def test_keys_of_edges_do_not_collide():
    a = inputs("a")
    odd, even = (a + 1).named("a!"), (a + 2).named("1!")
    graph = Graph((odd * even).named("5") + (a * even).named("7") + odd)
    edges = [e.get("class").split()[-1] for e in Drawing(show(graph)).having("edge")]
    assert len(set(edges)) == len(edges) == len(graph.edges)


def test_classes_of_changing_texts():
    drawing = Drawing(show(EXAMPLE, VALUES, PARTIALS, adjoints=reverse_trace(EXAMPLE, VALUES).final))
    assert drawing.text("val-c") == "3"
    assert drawing.text("adj-c") == "de/dc = 2"
    assert drawing.text("part-b-c-0" if ("b", "c", 0) in PARTIALS.by_name() else "part-b-c-1") == "∂c/∂b = 1"
    assert drawing.text("part-c-e-0") == "∂e/∂c = d = 2"
    assert [e for e in drawing.root.iter() if "id" in e.attrib] == []


def test_a_picture_speaks():
    picture = show(EXAMPLE, VALUES, PARTIALS)
    root = Drawing(picture).root
    assert root.get("role") == "img"
    assert root.get("aria-label").split() == root.find("title").text.split() == picture.text.split()
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
        drawing, lines = Drawing(picture), [line.strip() for line in picture.text.splitlines()]
        for node in drawing.having("node"):
            formula, value = (node.find(f"text[{i}]").text or "" for i in (1, 2))
            assert any(line.split("   ")[0].strip() == (f"{formula} = {value}" if value else formula) for line in lines)
        for kind in ("adj", "tan", "growing", "part"):
            assert all(text in picture.text for text in drawing.texts(kind).values())
        assert drawing.captions() == lines[-1]


def test_what_is_not_computed_is_blank_and_never_zero():
    empty = {"val", "part", "adj"}
    drawing = Drawing(show(EXAMPLE))
    assert not any(text for kind in empty for text in drawing.texts(kind).values())
    assert "0" not in show(EXAMPLE).text and "No numbers are computed yet." in drawing.captions()
    trace = reverse_trace(EXAMPLE, VALUES)
    for i, moment in enumerate(trace):
        known = {f"adj-{step.node.name}" for step in trace.steps[:i]}
        adjoints = Drawing(show(moment)).texts("adj")
        assert {own for own, text in adjoints.items() if text} == known
        assert len(adjoints) == 5
    for i, moment in enumerate(evaluation_trace(EXAMPLE, a=2, b=1)):
        assert [text for text in Drawing(show(moment)).texts("val").values() if text] == list("21326"[:i])


def test_constants_take_no_adjoint():
    graph = Graph((constant(3, "k") * inputs("x")).named("y") + 7)
    values = evaluate(graph, x=2)
    drawing = Drawing(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert drawing.one("node", "constant", "node-k").find("rect") is not None
    assert set(drawing.texts("adj")) == {"adj-x", "adj-y", "adj-v1"}
    assert set(drawing.texts("part")) == {"part-x-y-1", "part-y-v1-0"}
    assert drawing.text("val-k") == "3"


def test_parallel_edges_are_both_drawn():
    graph = parse("y = x * x")
    values = evaluate(graph, x=3)
    drawing = Drawing(show(graph, values, local_partials(graph, values)))
    lines = [drawing.one("edge", f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)]
    assert lines[0] != lines[1]
    assert drawing.texts("part") == {f"part-x-y-{i}": f"∂y/∂x{index} = x = 3" for i, index in enumerate("₁₂")}
    bare = Drawing(show(graph))
    assert len({bare.one(f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)}) == 2


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_nothing_moves_between_the_steps_of_a_trace(seed):
    for trace in traces(*random_graph(seed)):
        first, *others = [Drawing(show(moment)).geometry() for moment in trace]
        assert all(other == first for other in others)


def test_nothing_moves_when_only_numbers_change():
    graph = parse("c = a * b; d = c / b; e = c * d + a")
    drawings = []
    for a, b in [(2, 1), (-1.23e-300, 1), (1e150, -1e150), (0, 0), (math.inf, 3)]:
        values = evaluate(graph, a=a, b=b)
        adjoints = reverse_trace(graph, values).final
        drawings.append(Drawing(show(graph, values, local_partials(graph, values), adjoints=adjoints)).geometry())
    assert all(drawing == drawings[0] for drawing in drawings)


def test_evaluation_lights_the_node_and_what_it_reads():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    assert Drawing(show(trace[0])).having("active") == []
    for moment in list(trace)[1:]:
        drawing, node = Drawing(show(moment)), moment.step.node
        assert f"node-{node.name}" in drawing.one("active").get("class").split()
        assert drawing.one("active").find("rect[@class='ring']") is not None
        read = {e.get("class").split()[-1] for e in drawing.having("read")}
        assert read == {f"node-{parent.name}" for parent in node.parents if parent.name}


def test_accumulation_lights_one_edge_and_shows_the_sum_growing():
    for trace in (reverse_trace(EXAMPLE, VALUES), forward_trace(EXAMPLE, VALUES, wrt="b")):
        for moment in list(trace)[2:]:
            drawing, edge = Drawing(show(moment)), moment.step.edge
            own = f"{edge.parent.name}-{edge.child.name}-{edge.slot}"
            assert f"edge-{own}" in drawing.one("edge", "lit").get("class").split()
            assert f"node-{moment.step.node.name}" in drawing.one("active").get("class").split()
    last = Drawing(show(reverse_trace(EXAMPLE, VALUES)[-1]))
    assert last.text("growing-b") == "3 + 2 = 5"
    assert [text for text in last.texts("growing").values() if text] == ["3 + 2 = 5"]
    assert "de/db = 3 + 2 = 5." in last.captions()


def declarations(selector):
    """Return the declarations of a rule of the style sheet."""
    found = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", STYLE):
        if selector in [part.strip() for part in selectors.split(",")]:
            found |= dict(re.findall(r"([\w-]+): ([^;]+);", body))
    return found


def test_a_path_is_thicker_and_dashed_and_the_active_node_has_a_ring():
    path = paths(EXAMPLE, "b")[1]
    drawing = Drawing(show(EXAMPLE, VALUES, PARTIALS, path=path))
    assert [e.get("class").split()[-1] for e in drawing.having("edge", "path")] == ["edge-b-d-0", "edge-d-e-1"]
    line, lit, thick = (declarations(f".cgraph {state}.line") for state in ("", ".lit ", ".path "))
    assert float(thick["stroke-width"]) > 2 * float(line["stroke-width"]) and "stroke-dasharray" in thick
    assert float(lit["stroke-width"]) > 2 * float(line["stroke-width"])
    assert declarations(".cgraph .ring")["stroke"] == "none"
    assert declarations(".cgraph .active .ring")["stroke"] != "none"


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.1 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


BOXES = ["", ".input ", ".output ", ".constant "]


def test_the_contrast_formula_itself():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_texts_stand_out_from_what_is_behind_them():
    card, plain = declarations(".cgraph .card")["fill"], declarations(".cgraph text")["fill"]
    for box in BOXES:
        fill = declarations(f".cgraph {box}.box")["fill"]
        assert contrast(plain, fill) >= 4.5 and contrast(declarations(".cgraph .val")["fill"], fill) >= 4.5
    for text in (".part", ".adj", ".tan", ".growing", ".path .part", ".lit .part"):
        assert contrast(declarations(f".cgraph {text}")["fill"], card) >= 4.5, text
    assert contrast(plain, card) >= 4.5


def test_lines_stand_out_from_what_is_behind_them():
    card = declarations(".cgraph .card")["fill"]
    for box in BOXES:
        rule = declarations(f".cgraph {box}.box")
        assert contrast(rule["stroke"], card) >= 3 and contrast(rule["stroke"], rule["fill"]) >= 3, box
    for line in (".line", ".path .line", ".lit .line", ".active .ring", ".read .ring"):
        assert contrast(declarations(f".cgraph {line}")["stroke"], card) >= 3, line
    for head in (".head", ".path .head", ".lit .head"):
        assert contrast(declarations(f".cgraph {head}")["fill"], card) >= 3, head


def chain(length):
    x = node = inputs("x")
    for _ in range(length - 1):
        node = node * x + 1 if length > 1000 else node * 2
    return Graph(node)


def test_sixty_nodes_are_drawn_and_more_are_counted():
    graph = chain(60)
    assert len(Drawing(show(graph, evaluate(graph, x=1))).having("node")) == 60
    assert "nodes are drawn" not in show(graph).text
    graph = chain(61)
    picture = show(graph, evaluate(graph, x=1))
    drawing = Drawing(picture)
    assert len(drawing.having("node")) == 60 and drawing.having("node-v60") and not drawing.having("node-x")
    assert "60 of 61 nodes are drawn: those nearest to the output." in picture.text
    assert "60 of 61 nodes are drawn" in drawing.captions()


def test_a_large_graph_is_drawn_quickly():
    graph = chain(10_000)
    values = evaluate(graph, x=0.5)
    start = time.perf_counter()
    picture = show(graph, values, local_partials(graph, values))
    assert time.perf_counter() - start < 5
    assert "60 of 19,999 nodes are drawn" in picture.text


# Widths of Arial and Helvetica in thousandths of an em, from space to ~, from Adobe's published font metrics.
WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584
584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667
611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500
722 500 500 500 334 260 334 584
"""
ARIAL = dict(zip(map(chr, range(32, 127)), map(int, WIDTHS.split()), strict=True))
ARIAL |= {"∂": 494, "−": 584, "·": 333, "∞": 713, "√": 549, "²": 333, "³": 333, "…": 1000, "→": 1000, "×": 584}


def width_in_arial(text, size):
    return sum(ARIAL.get(character, 1000) for character in text) * size / 1000


def size_of(kind):
    for rule in (f".cgraph .{kind}", ".cgraph .side"):
        if "font-size" in declarations(rule):
            return float(declarations(rule)["font-size"].removesuffix("px"))
    raise AssertionError(kind)


def box_of(element):
    """Return left, top, right and bottom of a box or a text."""
    x, y = float(element.get("x")), float(element.get("y"))
    if element.tag == "rect":
        return x, y, x + float(element.get("width")), y + float(element.get("height"))
    kind = element.get("class").split()[-2 if " " in element.get("class") else 0]
    size = size_of(kind)
    width = width_in_arial(element.text or "", size)
    left = x - width / 2 if kind in ("formula", "val", "part") else x
    return left, y - 0.75 * size, left + width, y + 0.2 * size


def texts_fit(drawing):
    for node in drawing.having("node"):
        left, top, right, bottom = box_of(node.find("rect[@class='box']"))
        for text in (node.find("text[1]"), node.find("text[2]")):
            x0, y0, x1, y1 = box_of(text)
            assert left <= x0 and x1 <= right and top <= y0 and y1 <= bottom, text.text


NAMES = [letter * 18 for letter in map(chr, range(33, 127))]
NAMES += ["變量名" * 6, "short", "a_very_long_name_for_an_input_of_ours", "WAVE", "illiilli"]


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_fits_its_box(name):
    graph = Graph((inputs("a").named(name) * 2).named("y"))
    texts_fit(Drawing(show(graph, evaluate(graph, {name: -1.23e-300}))))


@pytest.mark.parametrize("shape", [(3,), (1000, 1000), (2, 3, 4, 5)])
def test_the_shape_of_an_array_fits_its_box(shape):
    graph = parse("y = a * a")
    texts_fit(Drawing(show(graph, evaluate(graph, a=numpy.zeros(shape)))))


HALO = 3  # a line may touch the edge of a label, where the halo around the letters hides it


def crosses(start, end, box, margin):
    """Return whether a straight line meets a box by more than a margin."""
    left, top, right, bottom = box
    steps = [(start[0] + t / 50 * (end[0] - start[0]), start[1] + t / 50 * (end[1] - start[1])) for t in range(51)]
    return any(left + margin < x < right - margin and top + margin < y < bottom - margin for x, y in steps)


@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_boxes_lines_and_texts_keep_clear_of_each_other(seed):
    graph, numbers = random_graph(seed)
    values = evaluate(graph, dict.fromkeys(numbers, -1.23e-300))
    partials = dict.fromkeys(local_partials(graph, values), -1.23e-300)
    adjoints = dict.fromkeys((node for node in graph.nodes if node.constant is None), -1.23e-300)
    drawing = Drawing(show(graph, values, partials, adjoints=adjoints))
    texts_fit(drawing)
    boxes = {e.get("class").split()[-1]: box_of(e.find("rect[@class='box']")) for e in drawing.having("node")}
    labels = {e.get("class").split()[-1]: box_of(e) for kind in ("part", "adj") for e in drawing.having(kind)}
    for (one, a), (other, b) in itertools.combinations((boxes | labels).items(), 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)
    for edge in drawing.having("edge"):
        own = edge.get("class").split()[-1].removeprefix("edge-")
        points = [tuple(map(float, p.split(","))) for p in re.findall(r"[-\d.]+,[-\d.]+", edge.find("path").get("d"))]
        for start, end in itertools.pairwise(points):
            assert not any(crosses(start, end, box, margin=0) for box in boxes.values()), own
            met = [key for key, label in labels.items() if crosses(start, end, label, margin=HALO)]
            assert set(met) <= {f"part-{own}"}, own


def test_a_path_of_another_graph_is_refused():
    one, other = (parse("c = a + b; d = b + 1; e = c * d") for _ in range(2))
    with pytest.raises(ValueError, match="The path b → c → e runs in another graph"):
        show(one, path=paths(other, "b")[0])


def test_numbers_may_be_given_by_name():
    by_name = show(EXAMPLE, {"a": 2, "c": 3}, {("b", "d"): 1}, adjoints={"c": 2}, tangents={"d": 1}, wrt="b")
    drawing = Drawing(by_name)
    assert (drawing.text("val-c"), drawing.text("val-e")) == ("3", "")
    assert (drawing.text("adj-c"), drawing.text("tan-d")) == ("de/dc = 2", "dd/db = 1")
    assert drawing.text("part-b-d-0") == "∂d/∂b = 1"
    assert "−∞" in show(parse("y = log(x)"), {"y": -math.inf}).text


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda: show(EXAMPLE, {"q": 1}), "no node 'q' in this graph"),
        (lambda: show(EXAMPLE, VALUES, {("a", "e"): 1}), "no edge from a to e"),
        (lambda: show(EXAMPLE, VALUES, tangents={"c": 1}), "with respect to"),
        (lambda: show(EXAMPLE, VALUES, adjoints={"c": 1}, of="f"), "no node 'f' in this graph"),
    ],
)
def test_mistakes_are_value_errors_that_name_the_culprit(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()
