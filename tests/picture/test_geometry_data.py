"""What a page needs to know of a drawing: plain data of the very cards and wires that are drawn."""

import json

import pytest
from picture.drawn import Drawn
from picture.examples import EXAMPLE, network, pictured


@pytest.mark.parametrize("graph", [EXAMPLE, network(2)])
def test_every_card_and_wire_has_its_data(graph):
    picture = pictured(graph, live=True)
    drawn, geometry = Drawn(picture), json.loads(json.dumps(picture.geometry))
    assert {f"node-{key}" for key in geometry["nodes"]} == drawn.cards().keys()
    assert geometry["edges"].keys() == drawn.wires().keys()
    assert [f"{geometry[name]:.0f}" for name in ("width", "height")] == [drawn.root.get(n) for n in ("width", "height")]


def test_only_inputs_have_tracks():
    nodes = pictured(EXAMPLE, live=True).geometry["nodes"]
    assert {key for key, data in nodes.items() if data["track"]} == {"a", "b"}
    assert not any(data["track"] for data in pictured(EXAMPLE).geometry["nodes"].values())
