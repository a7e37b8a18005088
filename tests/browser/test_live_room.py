"""Where live pictures stand on pages of 1100, 700 and 375 px: nothing runs out, nothing covers what is read."""

import gallery
import pytest
from live import NARROW, SMALL, Live, eventually
from picture.examples import GRAPHS
from shim import page_of

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.live import Explorer, StepPlayer

KINDS = ["values", "partials", "adjoints"]
QUIZ = Explorer(parse(GRAPHS["running example"]), a=2, b=1, quiz=["c", "∂e/∂c", "de/db"])
PLAYER = StepPlayer(reverse_trace(QUIZ.graph, evaluate(QUIZ.graph, a=2, b=1)), step=6)
# Sizes have been observed, and what follows from them is drawn.
DRAWN = "new Promise(done => { let frames = 4; (function on() { --frames ? requestAnimationFrame(on) : done(); })(); })"
NAMES = ["running example", "neuron", "two units", "sum of products", "network of 59 nodes"]


def explorer(name):
    graph = parse(GRAPHS[name])
    return Explorer(graph, dict.fromkeys(graph.input_names, 0.5), show=KINDS)


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    file = tmp_path_factory.mktemp("room") / "page.html"
    file.write_text(page_of(*map(explorer, NAMES), QUIZ, PLAYER), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1100, "height": 900})
    page.goto(file.as_uri())
    page.wait_for_function("window.ready")
    yield page
    page.close()


@pytest.fixture(params=[1100, 700, 375])
def width(request, page):
    page.set_viewport_size({"width": request.param, "height": 900})
    page.evaluate(DRAWN)
    return request.param


def inside(inner, outer):
    return all(outer[side] - 1 <= inner[side] for side in "xy") and all(
        inner[side] + inner[size] <= outer[side] + outer[size] + 1 for side, size in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_a_drawing_does_not_run_out_of_its_place_sideways(page, width, place):
    stage = Live(page, place).box.locator(".cg-stage")
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth")


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_the_panel_stands_beside_the_drawing_where_both_have_room(page, width, place):
    shown = Live(page, place)
    panel, stage = (shown.box.locator(f".cg-{part}").bounding_box() for part in ("panel", "stage"))
    needed = shown.box.locator(".cg-frame").evaluate("f => f.style.cssText.match(/-?[\\d.]+/g).map(Number)")
    beside = panel["x"] >= stage["x"] + stage["width"] - 1
    assert beside == (width - 36 >= 336 + max(384, needed[0] * needed[2] + 10))
    assert beside or panel["y"] >= stage["y"] + stage["height"] - 1
    assert panel["height"] >= 400


def test_an_answer_covers_its_place_and_no_more(page, width):
    shown = Live(page, len(NAMES))
    field = {name: shown.box.get_by_label(name, exact=True).bounding_box() for name in ("c", "∂e/∂c", "de/db")}
    assert inside(shown.drawing.locator(".pill-c-e-0 rect").bounding_box(), field["∂e/∂c"])
    card, formula = (shown.node("c").locator(f".{part}").bounding_box() for part in ("body", "formula"))
    assert inside(field["c"], {**card, "height": card["height"] + (5 if width == 375 else 0)})
    assert field["c"]["y"] > formula["y"] + 0.8 * formula["height"]


@pytest.mark.parametrize("place", [0, len(NAMES), len(NAMES) + 1], ids=["explorer", "quiz", "player"])
def test_the_running_example_fits_a_cell_of_jupyterlab_on_a_phone(page, place):
    """Beside its bars JupyterLab leaves a picture some 205 px of 375."""
    page.set_viewport_size({"width": 240, "height": 900})
    shown = Live(page, place)
    page.wait_for_function("n => document.querySelectorAll('.cglive')[n].querySelector('.snug')", arg=place)
    for part in ("stage", "room", "left"):
        fits = "part => part.clientWidth > 150 && part.scrollWidth <= part.clientWidth"
        assert shown.box.locator(f".cg-{part}").evaluate(fits), part
    assert shown.box.evaluate(SMALL) == []
    assert shown.box.locator(".thumb").count() == 2 and shown.box.locator(".pill").count() == 5


def test_every_picture_of_the_gallery_is_read_and_touched_on_a_phone(chromium, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a question finds no answers of earlier sessions there
    shown = gallery.pictures()
    shown["layers_open"].opened = ["layer 3"]
    (tmp_path / "page.html").write_text(page_of(*shown.values()), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 375, "height": 900}, has_touch=True)
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("window.ready")
    for name, box in zip(shown, page.locator(".cglive").all(), strict=True):
        eventually(lambda box=box: box.evaluate(SMALL), [])  # once it has taken the drawing for its width
        assert (name, box.evaluate(NARROW)) == (name, [])
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()
