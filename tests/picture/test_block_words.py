"""What the card of a closed group says, and its line of words."""

import numpy as np
from picture.drawn import Drawn
from picture.examples import pictured

from cgraph_lib import Graph, evaluate, group, inputs, show
from cgraph_lib.arrays import matmul, total


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
