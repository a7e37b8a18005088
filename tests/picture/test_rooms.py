"""A picture fits its place, with text that can be read: rows wrap, then everything gets smaller."""

import pytest
from picture.drawn import Drawn
from picture.test_wires import assert_clear
from random_graphs import random_graph

from cgraph_lib import evaluate, local_partials, parse, reverse_trace
from cgraph_lib.picture import View, render, renders
from cgraph_lib.picture.rows import Demand, rows, wrapped_rows

EACH = range(1, 6)
NETWORK = [f"p{j}{i} = w{j}{i} * x{i}" for j in EACH for i in (1, 2)]
for layer in ("s{0} = p{0}1 + p{0}2", "z{0} = s{0} + b{0}", "h{0} = tanh(z{0})", "q{0} = v{0} * h{0}"):
    NETWORK += [layer.format(j) for j in EACH]
NETWORK += ["o1 = q1 + q2; o2 = q3 + q4; o3 = o1 + q5; y = o2 + o3; r = y - t; loss = r ** 2"]
GRAPHS = {
    "running example": "c = a + b; d = b + 1; e = c * d",
    "neuron": "p = w * x; z = p + b; y = tanh(z); r = y - t; loss = r ** 2",
    "two units": "z0 = u0 * x0 + u1 * x1; z1 = w0 * x0 + w1 * x1; s = relu(z0) - relu(z1); loss = log(exp(s) + 1) - s",
    "powers": "; ".join(["v1 = x * x", *(f"v{i} = v{i - 1} * x" for i in range(2, 10))]),
    "sum of products": " + ".join(f"{i} * x{i}" for i in range(1, 10)),
    "network of 59 nodes": "; ".join(NETWORK),
}
ROOMS = [1100, 700, 375]
CELL = 195  # of JupyterLab on a phone


def pictured(text, live=False, room=700):
    graph = parse(text)
    return render(graph, view_of(graph), live=live, room=room)


def view_of(graph):
    values = evaluate(graph, {name: 0.5 + 0.1 * i for i, name in enumerate(graph.input_names)})
    return View(values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final)


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
def test_a_picture_fits_its_place_with_text_that_can_be_read(text, room, live):
    picture = pictured(text, live, room)
    scale = min(1.0, room / picture.geometry["width"])
    assert scale * (13 if picture.geometry["dense"] else 14) >= 10.99
    assert_clear(Drawn(picture))


def test_what_fits_as_it_is_stays_as_it_is():
    assert len({pictured(GRAPHS["running example"], room=room).svg for room in (375, 700, 1100, 5000)}) == 1


def rows_of(drawing):
    """Return the cards of a picture, row by row from the top."""
    found = {}
    for key, (_, top, *_) in sorted(drawing.cards().items()):
        found.setdefault(top, []).append(key.removeprefix("node-"))
    return [found[top] for top in sorted(found)]


def test_a_narrow_picture_says_the_same_in_the_same_rows():
    wide, narrow = (Drawn(pictured(GRAPHS["running example"], live=True, room=room)) for room in (700, CELL))
    assert rows_of(wide) == rows_of(narrow) == [["e"], ["c", "d"], ["a", "b"]]
    assert narrow.pills().keys() == wide.pills().keys()
    assert [text for text in narrow.root.itertext() if text.strip()] == [t for t in wide.root.itertext() if t.strip()]


def test_a_still_scales_in_a_place_that_is_narrower_yet():
    root = Drawn(pictured(GRAPHS["network of 59 nodes"])).root
    assert (
        "max-width:100%" in root.get("style") and root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    )


def test_a_page_gets_a_drawing_for_each_width_and_none_twice():
    graph = parse(GRAPHS["running example"])
    assert len(renders(graph, view_of(graph), ROOMS)) == 1
    graph = parse(GRAPHS["two units"])
    drawings = renders(graph, view_of(graph), ROOMS)
    assert len(drawings) == 3
    needs = [drawing.geometry["width"] * drawing.geometry["smallest"] for drawing in drawings]
    assert needs == sorted(needs, reverse=True) and all(map(float.__le__, needs, map(float, ROOMS)))


@pytest.mark.parametrize("seed", range(0, 100, 5))
@pytest.mark.parametrize("limit", [1, 300, 900, float("inf")])
@pytest.mark.parametrize("deep", [False, True])
def test_every_result_stands_above_its_operands(seed, limit, deep):
    graph, _ = random_graph(seed)
    keys = [graph.names[node] for node in graph.nodes if graph.names[node]]
    arrows = [(graph.names[edge.parent], graph.names[edge.child]) for edge in graph.edges]
    found = wrapped_rows(keys, arrows, Demand(dict.fromkeys(keys, 100.0), 20.0, limit, deep))
    assert found.keys() == set(keys) and min(found.values()) == 0
    assert all(found[tail] < found[head] for tail, head in arrows)
    if limit == 1:
        assert len(set(found.values())) == len(keys)  # one in each row
    if limit == float("inf") and not deep:
        assert found == rows(keys, arrows)


def test_a_part_that_hangs_by_one_wire_is_raised():
    found = rows(
        ["a", "b", "c", "d", "e", "s", "t"], [("a", "c"), ("b", "d"), ("d", "e"), ("e", "s"), ("c", "t"), ("s", "t")]
    )
    assert found["c"] == found["t"] - 1 and found["a"] == found["c"] - 1


def test_a_shared_operand_is_not_raised_for_one_of_its_results():
    found = rows(["a", "c", "d", "e", "t"], [("a", "c"), ("a", "d"), ("d", "e"), ("e", "t"), ("c", "t")])
    assert found == {"a": 0, "c": 1, "d": 1, "e": 2, "t": 3}
