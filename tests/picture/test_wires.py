"""Edges: each is drawn, and shows the sign of its partial and whether it is highlighted."""

from picture.drawn import Drawn
from picture.examples import EXAMPLE, PARTIALS, VALUES, unit

from cgraph_lib import evaluate, local_partials, parse, paths, show


def test_parallel_edges_are_both_drawn():
    graph = parse("y = x * x")
    values = evaluate(graph, x=3)
    drawing = Drawn(show(graph, values, local_partials(graph, values)))
    lines = [drawing.one("edge", f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)]
    assert lines[0] != lines[1]
    assert [drawing.text(f"pill-x-y-{i}") for i in (0, 1)] == ["× x = 3", "× x = 3"]
    bare = Drawn(show(graph))
    assert len({bare.one(f"edge-x-y-{slot}").find("path").get("d") for slot in (0, 1)}) == 2


def test_a_path_is_highlighted_on_its_wires_and_pills():
    drawing = Drawn(show(EXAMPLE, VALUES, PARTIALS, path=paths(EXAMPLE, "b")[1]))
    on_it = ["b-d-0", "d-e-1"]
    assert [e.get("class").split()[1] for e in drawing.having("edge", "path")] == [f"edge-{key}" for key in on_it]
    assert [e.get("class").split()[1] for e in drawing.having("pill", "path")] == [f"pill-{key}" for key in on_it]
    assert [
        wire for wire, edge in drawing.wires().items() if edge.element.find("path[@class='halo']") is not None
    ] == on_it
    assert drawing.captions() == "The path b → d → e is highlighted."


def test_the_sign_of_an_edge_needs_no_colour():
    wires = {key: wire.element for key, wire in Drawn(unit()).wires().items()}
    assert [e.get("class") for e in wires["w-p-0"]] == ["line", "core", "head"]  # −2: hollow
    assert [e.get("class") for e in wires["x-p-1"]] == ["line", "head"]  # 1
    assert [e.get("class") for e in wires["z-h-0"]] == ["line", "head", "cut"]  # relu is off: 0
    style = unit().svg.partition("</style>")[0]
    assert ".still .edge.zero .line{stroke-dasharray" in style
    assert ".still .edge.neg .head,.still .edge.zero .head{fill:#ffffff}" in style
