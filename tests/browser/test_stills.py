"""Stills as a browser draws them: all text lies on its card, is large enough, and stands out on any page."""

import json

import numpy as np
import pytest
from picture.cascade import contrast
from picture.examples import GRAPHS, HOSTILE, view_of
from random_graphs import random_graph

from cgraph_lib import Graph, evaluate, group, inputs, local_partials, parse, reverse_trace, show
from cgraph_lib.picture import render
from cgraph_lib.picture.chart import curves, histograms, images, plane

# For each text element that is shown: what it says, where it is, and where the rectangle is on which it stands.
TEXTS = """() => [...document.querySelectorAll("svg text")].map((text) => {
  const edges = ({ left, top, right, bottom }) => [left, top, right, bottom];
  const box = (element) => edges(element.getBoundingClientRect());
  const below = (group) => [...group.children].filter((e) => e.matches("rect:not(.focus, .inner)")).at(-1);
  const rect = below(text.parentNode) ?? below(text.parentNode.parentNode);
  const parts = [text, ...text.querySelectorAll("tspan")].filter((e) => e.textContent).map((e) => getComputedStyle(e));
  return {
    says: text.textContent, box: box(text), on: rect && box(rect), ground: rect && getComputedStyle(rect).fill,
    inks: parts.map(({ fill }) => fill), size: Math.min(...parts.map(({ fontSize }) => parseFloat(fontSize))),
  };
}).filter(({ says }) => says.trim())"""


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def texts(page, picture, dark=False, width=1200):
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(f'<meta name="color-scheme" content="light dark"><body style="margin: 0">{picture.svg}</body>')
    return page.evaluate(TEXTS)


def full(graph, numbers):
    values = evaluate(graph, numbers)
    adjoints = reverse_trace(graph, values).final
    return show(graph, values, local_partials(graph, values), adjoints=adjoints)


def assert_on_their_cards(found):
    assert found
    for text in found:
        (x0, y0, x1, y1), (left, top, right, bottom) = text["box"], text["on"]
        assert left <= x0 + 1 and x1 <= right + 1 and top <= y0 + 2 and y1 <= bottom + 2, text


LONG = [
    "WMWMWMWMWMWMWMWMWM",
    "mmmmmmmmmmmmmmmmmm",
    "a_very_long_name_for_an_input_of_ours",
    "變量名變量名變量名變量名變量名變量名",
]


@pytest.mark.parametrize("name", [*HOSTILE, *LONG])
def test_texts_lie_on_their_cards_whatever_the_names(page, name):
    a, b = inputs("a b")
    node = a.named(name) * b
    assert_on_their_cards(texts(page, full(Graph((node * node).named(name + "y")), {name: -1.23e-300, "b": 1e300})))


@pytest.mark.parametrize("seed", range(0, 100, 10))
def test_texts_lie_on_their_cards_whatever_the_numbers(page, seed):
    graph, numbers = random_graph(seed)
    for picture in (full(graph, numbers), full(graph, dict.fromkeys(numbers, -1.23e-300))):
        assert_on_their_cards(texts(page, picture))


@pytest.mark.parametrize("dense", [False, True])
def test_texts_lie_on_their_cards_at_every_step(page, dense):
    graph = parse("; ".join(["s1 = a * a", *(f"s{i} = s{i - 1} * a + b" for i in range(2, 20 if dense else 5))]))
    for moment in list(reverse_trace(graph, evaluate(graph, a=-0.1234, b=1)))[:: 5 if dense else 1]:
        assert_on_their_cards(texts(page, show(moment)))


def test_texts_lie_on_the_blocks_and_titles_of_groups(page):
    x, y = inputs("x y")
    with group("a group with a name that is long"):
        z = (x * y).named("z")
        w = (z * x).named("w")
    graph = Graph((w * z).named("out"))
    for opened in ([], ["a group with a name that is long"]):
        assert_on_their_cards(texts(page, show(graph, evaluate(graph, x=2, y=3), opened=opened)))


@pytest.mark.parametrize("width", [1100, 700, 375])
@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
def test_texts_are_eleven_pixels_high_at_least(page, text, width):
    graph = parse(text)
    picture = render(graph, view_of(graph), room=width)
    found = texts(page, picture, width=width)
    scale = (
        page.evaluate("() => document.querySelector('svg').getBoundingClientRect().width") / picture.geometry["width"]
    )
    assert scale * min(each["size"] for each in found) >= 10.9
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
def test_texts_stand_out_on_light_and_dark_pages(page, dark):
    graph = parse("p = w * x; z = p + 0.5; h = relu(z); y = v * h")
    values = evaluate(graph, w=1, x=-2, v=3)
    pictures = [full(graph, {"w": 1, "x": -2, "v": 3}), show(graph), *map(show, reverse_trace(graph, values))]
    for picture in pictures:
        for text in texts(page, picture, dark):
            assert all(contrast(ink, text["ground"]) >= 4.5 for ink in text["inks"]), text


@pytest.mark.parametrize("dark", [False, True])
def test_charts_can_be_read_on_a_phone_and_stand_out_on_light_and_dark_pages(page, dark):
    """A phone of 375 px leaves them 343."""
    rules = {rule: [1, 10.0**-i, 1e-9] for i, rule in enumerate(("SGD", "momentum", "RMSProp", "Adam"))}
    sizes = {layer: np.geomspace(1e-9, 1e3, 20) for layer in ("h1", "dW4")}
    for chart in (
        curves(rules, "Four curves.", axes=("step, as a power of ten", "loss")),
        curves(rules, "Four curves.", x=[1e-15, 1e-8, 1], log=True, axes=("h", "relative error")),
        histograms(dict.fromkeys(("scale 0.05", "scale he", "scale 1.0"), sizes), "Three columns.", log=True),
        plane(lambda places: 0 * places[:, 0], [[1, 2]], [0], "One class."),
        images(6 * [np.ones((8, 8))], "Six digits.", 6 * ["2 → 1"]),
    ):
        found = texts(page, chart, dark, width=343)
        scale = page.evaluate("() => document.querySelector('svg').getScreenCTM().a")
        assert scale * min(text["size"] for text in found) >= 10.95
        assert all(text["box"][0] >= 0 and text["box"][2] <= 343 for text in found)
        sheet = page.evaluate("() => getComputedStyle(document.querySelector('.sheet')).fill")
        assert found and all(contrast(ink, sheet) >= 4.5 for text in found for ink in text["inks"]), json.dumps(found)
