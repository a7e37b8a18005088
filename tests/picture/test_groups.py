"""Groups: closed ones are one block each, opened ones have a line around their nodes and nothing else."""

import numpy as np
import pytest
from picture.drawn import Drawn, own, points_along
from picture.test_wires import assert_clear

from cgraph_lib import Graph, evaluate, group, inputs, local_partials, reverse_trace, show
from cgraph_lib.arrays import matmul, total
from cgraph_lib.errors import CgraphError
from cgraph_lib.graph import function
from cgraph_lib.picture import View, render

tanh = function("tanh")


def network(layers):
    """Return a chain of layers with a loss, every layer and the loss a group."""
    below = inputs("x")
    for i in range(1, layers + 1):
        with group(f"layer {i}"):
            w, b = inputs(f"w{i} b{i}")
            below = tanh(((below * w).named(f"p{i}") + b).named(f"z{i}")).named(f"h{i}")
    target = inputs("t")
    with group("loss"):
        rest = (below - target).named("r")
        loss = (rest * rest).named("loss")
    return Graph(loss)


def nested():
    below = inputs("x")
    with group("net"):
        for i in (1, 2):
            with group(f"layer {i}"):
                w, b = inputs(f"w{i} b{i}")
                below = tanh(((below * w).named(f"p{i}") + b).named(f"z{i}")).named(f"h{i}")
    return Graph((below * inputs("v")).named("y"))


def pictured(graph, *opened, room=700, live=False):
    values = evaluate(graph, {name: 0.5 + 0.1 * i for i, name in enumerate(graph.input_names)})
    adjoints = reverse_trace(graph, values).final
    view = View(values, local_partials(graph, values), adjoints=adjoints, opened=frozenset(opened))
    return render(graph, view, room=room, live=live)


def keys(drawing):
    return {own(e, "node-") for e in drawing.having("node")}


def test_a_closed_group_is_one_block_with_the_numbers_of_its_result():
    picture = pictured(network(2))
    drawing = Drawn(picture)
    assert keys(drawing) == {"node-x", "node-t", "node-group-0-layer1", "node-group-1-layer2", "node-group-2-loss"}
    block = drawing.one("node", "group", "node-group-0-layer1")
    texts = ["".join(e.itertext()) for e in block.iter("text")]
    value = evaluate(network(2), w1=0.7, b1=0.8, x=0.5, t=1.2, w2=0.9, b2=1.1)
    assert texts[1:3] == ["layer 1", "5 nodes → h1"] and texts[0].startswith("dloss/dh1 = ")
    assert drawing.text("val-h1") == texts[3] != "" and value["h1"] != 0
    assert "layer 1, a closed group of 5 nodes: h1 = " in picture.text and "dloss/dh1 = " in picture.text


def test_what_runs_to_and_from_a_closed_group_is_one_edge_without_a_partial():
    drawing = Drawn(pictured(network(2)))
    joined = {e.get("class").split()[1] for e in drawing.having("edge", "joined")}
    assert joined == {
        "edge-x-group-0-layer1",
        "edge-group-0-layer1-group-1-layer2",
        "edge-group-1-layer2-group-2-loss",
        "edge-t-group-2-loss",
    }
    assert not drawing.having("pill")


def test_an_opened_group_shows_its_nodes_and_partials():
    picture = pictured(network(2), "layer 2")
    drawing = Drawn(picture)
    assert {"node-w2", "node-b2", "node-p2", "node-z2", "node-h2"} <= keys(drawing)
    assert "node-group-1-layer2" not in keys(drawing) and "node-w1" not in keys(drawing)
    assert {"pill-w2-p2-1", "pill-p2-z2-0", "pill-b2-z2-1", "pill-z2-h2-0"} == {
        e.get("class").split()[1] for e in drawing.having("pill")
    }
    assert drawing.one("region").get("data-group") == "layer 2" and drawing.text("region-group-1-layer2") == "layer 2"
    assert "h2 = tanh(z2)" in picture.text and "layer 2, a closed" not in picture.text


def inside(point, polygon):
    """Return whether a point lies in a polygon (by counting the sides that a ray crosses)."""
    x, y = point
    sides = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return (
        sum((y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0) for (x0, y0), (x1, y1) in sides) % 2 == 1
    )


def outline(drawing, key):
    """Return the line around a group as a polygon."""
    up, _, down = drawing.one("region", f"region-{key}").find("path").get("d").rstrip("Z").partition("L")
    return points_along(up) + points_along(f"M{down}")


def corners(box):
    return [(box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])]


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("room", [1100, 700, 375])
@pytest.mark.parametrize("make", [lambda: network(1), lambda: network(3), nested])
def test_a_line_runs_around_the_nodes_of_a_group_and_no_others(make, room, live):
    graph = make()
    drawing = Drawn(pictured(graph, *graph.groups, room=room, live=live))
    assert_clear(drawing)
    width, height = (float(drawing.root.get(name)) for name in ("width", "height"))
    for i, (name, nodes) in enumerate(graph.groups.items()):
        line = outline(drawing, f"group-{i}-{name.rpartition('/')[2].replace(' ', '')}")
        assert all(0 <= x <= width and 0 <= y <= height for x, y in line)
        members = {f"node-{graph.names[node]}" for node in nodes}
        for key, box in drawing.cards().items():
            assert {inside(corner, line) for corner in corners(box)} == {key in members}, (name, key)


def test_ten_layers_are_readable_closed_and_open_to_single_products():
    graph = network(10)
    closed = pictured(graph)
    assert len(Drawn(closed).having("node")) == 13 and "nodes are drawn" not in closed.text
    assert not closed.geometry["dense"]
    assert "node-p7" in keys(Drawn(pictured(graph, "layer 7")))


def test_above_sixty_things_the_picture_says_what_it_leaves_out():
    graph = network(16)
    opened = pictured(graph, *graph.groups)
    assert len(Drawn(opened).having("node")) == 60 and "60 of 84 nodes are drawn" in opened.text
    assert "nodes are drawn" not in pictured(graph).text


def test_inner_groups_open_one_by_one():
    graph = nested()
    assert keys(Drawn(pictured(graph))) == {"node-x", "node-group-0-net", "node-v", "node-y"}
    shown = keys(Drawn(pictured(graph, "net", "net/layer 2")))
    assert "node-group-1-layer1" in shown and "node-h2" in shown and "node-h1" not in shown
    assert keys(Drawn(pictured(graph, "net/layer 2"))) == {"node-x", "node-group-0-net", "node-v", "node-y"}


def test_a_group_that_a_path_leaves_and_enters_again_is_opened():
    x = inputs("x")
    with group("ring"):
        low = (x * 2).named("low")
    middle = (low * x).named("middle")
    with group("ring"):
        high = (middle + low).named("high")
    drawing = Drawn(pictured(Graph((high * high).named("y"))))
    assert {"node-low", "node-middle", "node-high"} <= keys(drawing)


def test_shapes_stand_on_the_block():
    x = inputs("X")
    with group("layer 1"):
        w, b, c = inputs("W b c")
        h = (matmul(x, w) + b * c).named("h")
    graph = Graph(total(h).named("loss"))
    values = evaluate(graph, X=np.ones((5, 2)), W=np.ones((2, 3)), b=np.ones(3), c=np.ones(3))
    block = Drawn(show(graph, values)).one("node", "group")
    assert [e.text for e in block.iter("text")] == ["layer 1", "6 nodes → h", "W 2×3, b 3, …", "array 5×3"]


def test_a_group_with_several_results_tells_their_names():
    x = inputs("x")
    with group("pair"):
        a, b, c = (x * 2).named("a"), (x * 3).named("b"), (x * 4).named("c")
    picture = pictured(Graph((a * b * c).named("y")))
    block = Drawn(picture).one("node", "group")
    assert [e.text for e in block.iter("text")] == ["pair", "3 nodes → a, b, …"]
    assert "pair, a closed group of 3 nodes: a = 1, " in picture.text and "; c = 2, " in picture.text


def test_show_opens_groups_by_name_and_refuses_others():
    graph = network(1)
    assert "node-z1" in keys(Drawn(show(graph, opened=["layer 1"])))
    with pytest.raises(CgraphError, match="There is no group 'layer 2' in this graph. Its groups: layer 1, loss"):
        show(graph, opened=["layer 2"])


@pytest.mark.parametrize("name", ["<b>", '"', "a & b", "变量", "x" * 60])
def test_any_name_of_a_group_is_drawn_as_the_text_it_is(name):
    x = inputs("x")
    with group(name):
        y = (x * x * x).named("y")
    graph = Graph((y + 1).named("z"))
    for opened in ([], [name]):
        drawing = Drawn(show(graph, opened=opened))
        assert name[:8] in [t[:8] for e in drawing.root.iter("text") for t in e.itertext()]
        assert any(e.get("data-group") == name for e in drawing.root.iter())
