"""Live pictures on a page without a kernel: `jupyter nbconvert --execute --to html`, every request outside refused."""

import os
import re
import subprocess
import sys

import pytest
from lab import ROOT, write_notebook
from live import Live, eventually, texts_of

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.live import Explorer, StepPlayer

TEXT = "c = a + b; d = b + 1; e = c * d"
GRAPH = parse(TEXT)
HOSTILE = "<!--<script>"
CELLS = [
    f"from cgraph_lib import *\nfrom cgraph_lib.live import *\ng = parse({TEXT!r})\nv = evaluate(g, a=2, b=1)",
    "explorer = Explorer(g, a=2, b=1)\nexplorer",
    "explorer.inputs = {'a': 4}\nexplorer",
    "StepPlayer(reverse_trace(g, v), step=2)",
    "PathExplorer(g, 'b', 'e', a=2, b=1)",
    "FormulaBox('(a + b) * (b + 1)', a=2, b=1)",
    f"Explorer(Graph((inputs('__proto__') * 2).named({HOSTILE!r})), {{'__proto__': 1}})",
]
COURSE = "05_accumulate_backwards"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return where a page made of the pictures and a page of the course lie."""
    folder = tmp_path_factory.mktemp("pages")
    write_notebook(folder / "live.ipynb", CELLS)
    (folder / f"{COURSE}.ipynb").write_bytes((ROOT / "notebooks" / f"{COURSE}.ipynb").read_bytes())
    config = ["--config", ROOT / "jupyter" / "jupyter_nbconvert_config.json"]
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--log-level", "ERROR", "--execute"]
    run = [*convert, *config, *folder.glob("*.ipynb")]
    subprocess.run(run, check=True, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return folder


@pytest.fixture
def open_page(folder, chromium):
    """Return a function that opens a page; nothing that lies outside is to be had."""
    contexts = []

    def open_one(name, **options):
        contexts.append(chromium.new_context(**{"viewport": {"width": 1000, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.route(re.compile(r"^https?:"), lambda route: route.abort())
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()


def test_every_picture_lives_as_it_was_after_its_own_cell(open_page):
    page = open_page("live")
    page.locator(".cglive").nth(5).wait_for()
    pictures = [Live(page, place) for place in range(6)]
    assert [shown.numbers() for shown in pictures] == [[2, 1], [4, 1], [2, 1], [2, 1], [2, 1], [1]]
    assert not any(still.is_visible() for still in page.locator("cgraph-live > img").all())
    pictures[0].drag(0, -60)
    expected = Explorer(GRAPH, dict(zip("ab", pictures[0].numbers(), strict=True)))
    assert pictures[0].texts() == texts_of(expected.picture.svg) != pictures[1].texts()
    step = pictures[2].box.get_by_role("button", name="Step")
    for _ in range(4):
        step.click()
    pictures[2].press(1, "Home")
    trace = reverse_trace(GRAPH, evaluate(GRAPH, a=2, b=-5))
    eventually(pictures[2].texts, texts_of(StepPlayer(trace, step=6).picture.svg))
    pictures[5].press(0, "End")
    eventually(lambda: pictures[5].texts()["val-script-2"], "10")
    assert pictures[5].drawing.locator(".formula").last.text_content().startswith(HOSTILE)
    assert page.failures == []


def test_fingers_do_what_the_mouse_does(open_page):
    page = open_page("live", has_touch=True, viewport={"width": 375, "height": 812})
    page.locator(".cglive").nth(5).wait_for()
    explorer, touch = Live(page, 0), page.context.new_cdp_session(page)
    explorer.node("c").tap()
    eventually(lambda: "c = a + b = 2 + 1 = 3" in explorer.panel.inner_text(), True)
    spot = explorer.inputs.first.bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    for kind, points in [
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x - 8, "y": y}]),
        ("touchMove", [{"x": 0, "y": y}]),
        ("touchEnd", []),
    ]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert explorer.numbers()[0] < 0
    expected = Explorer(GRAPH, dict(zip("ab", explorer.numbers(), strict=True)))
    assert explorer.texts() == texts_of(expected.picture.svg)


def test_a_page_of_the_course(open_page):
    page = open_page(COURSE)
    page.locator(".cglive").last.wait_for()
    shown = [Live(page, place) for place in range(page.locator(".cglive").count())]
    assert shown
    for picture in shown:
        for place in range(picture.inputs.count()):
            picture.press(place, "End", "ArrowLeft")
    assert page.failures == []


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {}], ids=["without scripts", "in print"])
def test_a_picture_stands_there(open_page, options):
    page = open_page("live", **options)
    if options:
        pictures = page.locator("cgraph-live > img")
        assert pictures.count() == 6 and all(one.bounding_box()["width"] > 150 for one in pictures.all())
        second = StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, a=2, b=1)), step=2)
        assert pictures.nth(2).get_attribute("alt") == second.picture.text
        return
    page.locator(".cglive").nth(5).wait_for()
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.locator(".cg-frame").first.evaluate("frame => getComputedStyle(frame).backgroundColor")
    assert ground == "rgb(255, 255, 255)" and not page.locator(".cg-tools").first.is_visible()
