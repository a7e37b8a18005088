"""Marks: signs and widths of numbers, and room that no number changes."""

import math

import numpy as np
from picture.cascade import colours, contrast
from picture.drawn import Drawn

from cgraph_lib import evaluate, local_partials, parse, reverse_trace, show


def test_arrays_have_no_sign_and_are_legible():
    graph = parse("c = a * b; d = c + a")
    values = evaluate(graph, a=np.ones((3, 2)), b=np.zeros((3, 2)))
    drawing = Drawn(show(graph, values, local_partials(graph, values), adjoints=reverse_trace(graph, values).final))
    assert drawing.text("tab-c") == "dd/dc = array 3×2" and drawing.text("pill-a-c-0") == "× array 3×2"
    held = colours(drawing)
    text, rect = (drawing.one("tab-c").find(tag) for tag in ("text", "rect"))
    assert contrast(held[text]["fill"], held[rect]["fill"]) >= 4.5
    assert set(drawing.one("edge-a-c-0").get("class").split()) == {"edge", "edge-a-c-0", "array"}


def test_nothing_moves_when_only_numbers_change():
    graph = parse("c = a * b; d = c / b; e = c * d + a")
    drawings = []
    for a, b in [(2, 1), (-1.23e-300, 1), (1e150, -1e150), (0, 0), (math.inf, 3)]:
        values = evaluate(graph, a=a, b=b)
        adjoints = reverse_trace(graph, values).final
        drawings.append(Drawn(show(graph, values, local_partials(graph, values), adjoints=adjoints)).geometry())
    assert all(drawing == drawings[0] for drawing in drawings)


def test_the_width_of_an_edge_is_the_size_of_its_partial():
    graph = parse(
        "; ".join(f"y{i} = {k} * x" for i, k in enumerate([0.01, 0.5, 1, 2, 3, 9, 1e6, -2, 0])) + "; z = y0 + y1"
    )
    values = evaluate(graph, x=1)
    width = {key: wire.width for key, wire in Drawn(show(graph, values, local_partials(graph, values))).wires().items()}
    sizes = [width[f"x-y{i}-1"] for i in range(9)]
    assert sizes[:5] == sorted(set(sizes[:5])) and sizes[5] <= sizes[6]  # 2 against 3 is seen, 9 against a million not
    assert sizes[7] == sizes[3] and sizes[8] < sizes[0]
