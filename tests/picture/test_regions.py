"""Opened groups: a line around their nodes and nothing else."""

import pytest
from picture.drawn import Drawn, assert_clear, points_along
from picture.examples import ROOMS, nested, network, pictured

from cgraph_lib import Graph, group, inputs, show


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
@pytest.mark.parametrize("room", ROOMS)
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
