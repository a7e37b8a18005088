"""Groups: closed ones are one block each, opened ones show their nodes."""

from picture.drawn import Drawn, keys
from picture.examples import nested, network, pictured

from cgraph_lib import Graph, evaluate, group, inputs


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


def test_ten_layers_are_readable_closed_and_open_to_single_products():
    graph = network(10)
    closed = pictured(graph)
    assert len(Drawn(closed).having("node")) == 13 and "nodes are drawn" not in closed.text
    assert not closed.geometry["dense"]
    assert "node-p7" in keys(Drawn(pictured(graph, "layer 7")))


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
