"""Photograph every live picture, without Jupyter: python tests/browser/gallery.py build/screens

At 1400, 700 and 375 px, in a cell of JupyterLab on a phone, in the light and the dark theme, and at 1400 px zoomed to
200 %. They are for a person to look at. Names choose some: python tests/browser/gallery.py build/screens quiz paths
"""

import argparse
import os
import tempfile
from functools import reduce
from operator import add
from pathlib import Path

import lab
from shim import page_of

from cgraph_lib import Graph, evaluate, evaluation_trace, forward_trace, inputs, parse, reverse_trace, tanh
from cgraph_lib.examples import spiral
from cgraph_lib.exercises.oracles import unordered_sweep
from cgraph_lib.groups import group
from cgraph_lib.live import (
    Curve,
    Explorer,
    FormulaBox,
    PathExplorer,
    Product,
    StepPlayer,
    Training,
    bug_lab,
    predict,
    replay,
    review,
)
from cgraph_lib.nn import Network, initial
from cgraph_lib.updates import sgd

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
AT = {"a": 2, "b": 1}
NEURON = parse("p = w * x; z = p + b; y = tanh(z); r = y - 1; loss = r ** 2")
WEIGHTS = {"w": 0.8, "x": -2.5, "b": -0.3}
THIRDS = parse("c = a / b; e = c * b + 1 / 6")
CELL = 240  # the page around a picture of some 205 px
LOOKS = [
    (1400, "light", 1),
    (1400, "dark", 1),
    (700, "light", 1),
    (375, "light", 1),
    (375, "dark", 1),
    (CELL, "light", 1),
    (1400, "light", 2),
]


def layered(layers=3, width=2):
    """Return a network whose layers are groups."""
    below = [inputs("x1"), inputs("x2")]
    for n in range(1, layers + 1):
        with group(f"layer {n}"):
            row = [reduce(add, [inputs(f"w{n}{j}{i}") * x for i, x in enumerate(below)]) for j in range(width)]
            below = [tanh(s).named(f"h{n}{j}") for j, s in enumerate(row)]
    y = reduce(add, below).named("y")
    return Graph(((y - inputs("t")) ** 2).named("loss"))


def chain(length):
    """Return a function of a function of a function: a deep and narrow graph."""
    return parse("; ".join(f"v{i + 1} = sin(v{i})" for i in range(length)))


def network(inputs_count, hidden):
    """Return a network without groups, of about 60 nodes: dense."""
    xs = [inputs(f"x{i}") for i in range(inputs_count)]
    units = [reduce(add, [inputs(f"w{j}{i}") * x for i, x in enumerate(xs)]) for j in range(hidden)]
    return Graph(reduce(add, [tanh(unit).named(f"h{j}") for j, unit in enumerate(units)]).named("y"))


def training():
    """Return a network that has learned for a while to tell the arms of a spiral apart."""
    learner = Training(Network(initial([2, 8, 3], seed=2)), *spiral(30), sgd(1.0))
    learner.run(steps=300)
    return learner


def pictures():
    """Return one of each live picture, by the name of its photograph."""
    values, deep, dense = evaluate(GRAPH, AT), layered(), network(4, 4)
    many = parse("; ".join(["n1 = n0 * n0", *(f"n{i + 1} = n{i} + n{i}" for i in range(1, 5))]))
    return {
        "explorer": Explorer(GRAPH, AT),
        "explorer_all": Explorer(GRAPH, AT, wrt="b", show=["values", "partials", "adjoints", "tangents"]),
        "explorer_views": Explorer(GRAPH, AT, views=["table", "code", "formula"]),
        "neuron": Explorer(NEURON, WEIGHTS),
        "quiz": Explorer(GRAPH, AT, quiz=["c", "∂e/∂c", "de/db"]),
        "reverse": StepPlayer(reverse_trace(GRAPH, values), step=4),
        "forward": StepPlayer(forward_trace(NEURON, evaluate(NEURON, WEIGHTS), "w"), step=3),
        "evaluation": StepPlayer(evaluation_trace(GRAPH, AT), step=3),
        "fractions": StepPlayer(reverse_trace(THIRDS, evaluate(THIRDS, a=1, b=3)), exact=True, step=3),
        "paths": PathExplorer(GRAPH, "b", "e", AT, costs=True),
        "cube": PathExplorer(parse("v = x * x; y = v * x"), "x", "y", x=3),
        "formula": FormulaBox("(a + b) * (b + 1)", AT),
        "curve": Curve(GRAPH, "e", "b", AT, h=1.5),
        "product": Product(GRAPH, "e", "b", AT),
        "replay": replay(unordered_sweep, "b = 2 * a; c = 3 * b; d = 4 * b; e = c + d", a=10),
        "layers": Explorer(deep, some_numbers(deep)),
        "layers_open": Explorer(deep, some_numbers(deep)),
        "chain": Explorer(chain(7), v0=1),
        "dense": Explorer(dense, some_numbers(dense), quiz=["h1", "∂h0/∂v7", "dy/dh0"]),
        "many_paths": PathExplorer(many, "n0", n0=1.1),
        "training": training(),
        "prediction": predict("05.seed"),
        "order": predict("05.order"),
        "review": review("05"),
        "bug_lab": bug_lab(7),
        "edge": Explorer(GRAPH, {"a": 2, "b": -3}),
    }


def some_numbers(graph):
    """Return a number for each input."""
    return {name: (0.7, -0.5, 0.3)[i % 3] for i, name in enumerate(graph.input_names)}


def main():
    """Write the photographs of each look into a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args()
    out = chosen.out.resolve()
    with tempfile.TemporaryDirectory() as folder, lab.chromium() as browser:
        os.chdir(folder)  # a question finds no answers of earlier sessions there, and leaves none here
        shown = {name: one for name, one in pictures().items() if not chosen.names or name in chosen.names}
        if "layers_open" in shown:
            shown["layers_open"].opened = ["layer 3"]
        if "edge" in shown:
            shown["edge"].chosen = GRAPH.edge("c", "e")
        file = Path(folder) / "page.html"
        file.write_text(page_of(*shown.values()), encoding="utf-8")
        for width, theme, zoom in LOOKS:
            size = {"width": width // zoom, "height": 900 // zoom}
            page = browser.new_page(viewport=size, color_scheme=theme, device_scale_factor=zoom)
            page.goto(file.as_uri())
            page.wait_for_function("window.ready")
            page.wait_for_timeout(300)
            place = out / f"{width}_{theme}{'_200' if zoom == 2 else ''}"
            place.mkdir(parents=True, exist_ok=True)
            for name, box in zip(shown, page.locator(".cglive").all(), strict=True):
                box.screenshot(path=place / f"{name}.png")
            page.close()
            print(place)


if __name__ == "__main__":
    main()
