"""Live pictures on a page without a kernel: `jupyter nbconvert --execute --to html`, every request outside refused."""

import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lab import ROOT
from live import Live, check_every_slider, eventually, here, texts_of, write_notebook

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.live import Explorer, PathExplorer, StepPlayer
from cgraph_lib.sentences import sentence

TEXT = "c = a + b; d = b + 1; e = c * d"
GRAPH = parse(TEXT)
CELLS = [
    f"from cgraph_lib import *\nfrom cgraph_lib.live import *\ng = parse({TEXT!r})\nv = evaluate(g, a=2, b=1)",
    "Explorer(g, a=2, b=1, show=['values', 'partials', 'adjoints', 'tangents'])",
    "StepPlayer(reverse_trace(g, v), step=2)",
    "PathExplorer(g, 'b', 'e', a=2, b=1)",
    "FormulaBox('(a + b) * (b + 1)', a=2, b=1)",
]
STARTED = ".cgraph-started .cgraph-live"
# What such a page asks for besides itself, and where the packages have it.
SERVED = {
    r"/require\.min\.js$": "requirejs/require.js",
    r"@jupyter-widgets/html-manager@.*/embed-amd\.js$": "@jupyter-widgets/html-manager/dist/embed-amd.js",
    r"/anywidget@.*/dist/index\.js$": "anywidget/dist/index.js",
}
COURSE = "05_accumulate_backwards"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return where a page made of the pictures and a page of the course are served."""
    folder = tmp_path_factory.mktemp("pages")
    write_notebook(folder / "live.ipynb", CELLS)
    (folder / f"{COURSE}.ipynb").write_bytes((ROOT / "notebooks" / f"{COURSE}.ipynb").read_bytes())
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--log-level", "ERROR"]
    stored = ["--output", "stored.html", ROOT / "notebooks" / f"{COURSE}.ipynb", "--output-dir", folder]
    for arguments in (["--execute", *folder.glob("*.ipynb")], stored):
        subprocess.run([*convert, *arguments], check=True, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(address, chromium, package):
    """Return a function that opens a page; of what lies outside only `SERVED` is to be had."""
    contexts = []

    def answer(route, without=()):
        file = next((file for pattern, file in SERVED.items() if re.search(pattern, route.request.url)), None)
        return route.abort() if file is None or file in without else route.fulfill(path=package(file))

    def open_one(name, without=(), **options):
        contexts.append(chromium.new_context(viewport={"width": 1000, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.route(re.compile(r"^(?!http://127\.0\.0\.1:)"), partial(answer, without=without))
        page.goto(f"{address}/{name}.html")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    page = open_page("live")
    page.locator(STARTED).nth(3).wait_for()
    yield page
    assert page.failures == []


def test_sliders_move_every_number(page):
    explorer = Live(page, 0)
    for slider, part in [(0, 0), (1, 1), (0, 0.71)]:
        explorer.drag(slider, part)
        inputs = dict(zip("ab", explorer.readouts(), strict=True))
        expected = Explorer(GRAPH, inputs)
        tangents = {
            f"tan-{node.name}": f"∂{node.name}/∂a = {t:g}" for node, t in expected.tangents.items() if node.name
        }
        assert explorer.texts() == texts_of(expected.picture.svg) | {
            k: t.replace("-", "−") for k, t in tangents.items()
        }
    explorer.drawing.locator(".node-c").click()
    assert explorer.lines.inner_text().splitlines()[0] == "c = a + b"


def test_steps_and_paths_work(page):
    player, finder = Live(page, 1), Live(page, 2)
    forward = player.box.get_by_label("one step forward")
    while forward.is_enabled():
        forward.click()
    player.drag(1, 0)
    inputs = dict(zip("ab", player.readouts(), strict=True))
    trace = reverse_trace(GRAPH, evaluate(GRAPH, inputs))
    assert player.texts() == texts_of(StepPlayer(trace, step=6).picture.svg)
    assert player.lines.inner_text() == sentence(trace[-1])
    finder.box.locator(".cgraph-path").nth(1).click()
    finder.drag(0, 1)
    expected = PathExplorer(GRAPH, "b", "e", dict(zip("ab", finder.readouts(), strict=True)))
    assert finder.texts() == texts_of(expected.picture.svg)
    assert finder.drawing.locator("g.edge.path").count() == 2


def test_fingers_do_what_the_mouse_does(open_page):
    page = open_page("live", has_touch=True)
    page.locator(STARTED).nth(3).wait_for()
    explorer, touch = Live(page, 0), page.context.new_cdp_session(page)
    explorer.drawing.locator(".node-c").tap()
    eventually(lambda: explorer.lines.inner_text().splitlines()[:3], ["c = a + b", "= 2 + 1", "= 3"])
    handle, track = explorer.handles.first.bounding_box(), explorer.box.locator(".noUi-target").first.bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    for kind, points in [
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x - 40, "y": y}]),
        ("touchMove", [{"x": track["x"], "y": y}]),
        ("touchEnd", []),
    ]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    eventually(explorer.readouts, [-5, 1])
    eventually(lambda: explorer.texts()["val-e"], "−8")
    assert explorer.lines.inner_text().splitlines()[:3] == ["c = a + b", "= (−5) + 1", "= −4"]


def test_a_page_of_the_course(open_page):
    page = open_page(COURSE)
    page.locator(STARTED).last.wait_for()
    check_every_slider(page, here(ROOT / "notebooks" / f"{COURSE}.ipynb"))
    assert page.failures == []


def test_without_our_scripts_the_still_picture_stands_there(open_page):
    page = open_page("live", without=["anywidget/dist/index.js"])
    twin = page.locator(".cgraph-live-box .cgraph-twin")
    twin.nth(3).wait_for()
    assert twin.count() == 4 and all(one.locator("svg").is_visible() for one in twin.all())
    assert "has not started its scripts; this is the still picture." in twin.first.inner_text()


@pytest.mark.parametrize("missing", ["scripts", "network"])
def test_without_scripts_or_a_network_a_picture_stands_there(open_page, missing):
    if missing == "scripts":
        page = open_page("live", java_script_enabled=False)
    else:
        page = open_page("live", without=SERVED.values())
    pictures = page.locator(".cgraph-instead")
    assert pictures.count() == 4
    for picture in pictures.all():
        assert "A still picture: the live one needs scripts" in picture.inner_text()
        assert picture.locator("img").bounding_box()["width"] > 300
    second = StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, a=2, b=1)), step=2)
    assert pictures.nth(1).locator("img").get_attribute("alt") == second.picture.text


def test_a_picture_that_came_to_life_stands_there_once(page):
    assert not any(still.is_visible() for still in page.locator(".cgraph-instead, .cgraph-twin").all())


def test_a_stored_notebook_needs_no_scripts_at_all(open_page):
    page = open_page("stored", java_script_enabled=False)
    drawings = page.locator(".jp-OutputArea-output img")
    sizes = [drawing.bounding_box() for drawing in drawings.all()]
    assert len(sizes) >= 5 and all(size["width"] > 300 and size["height"] > 100 for size in sizes)
