"""Pictures are shared: a link opens the same state, code embeds one alone, SVG and PNG stand by themselves."""

import base64
import xml.etree.ElementTree as ElementTree
from functools import cache

import pytest
from live import AXE, Live, eventually
from page_export import page_of

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.examples import spiral
from cgraph_lib.live import Curve, Explorer, PathExplorer, Product, StepPlayer, Training, predict
from cgraph_lib.live.share import PHRASES
from cgraph_lib.nn import Network, initial
from cgraph_lib.numerals import fill
from cgraph_lib.picture.palette import DARK, LIGHT
from cgraph_lib.updates import sgd

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
AT = {"a": 2, "b": 1}
KINDS = ["explorer", "step_player", "path_explorer", "curve", "product", "training", "prediction"]
# All that a reader can read of a picture, and what stands in its fields.
SEEN = """place => {
  const picture = document.querySelectorAll("cgraph-live")[place];
  const fields = [...picture.querySelectorAll("input, select")].map(field => field.value + field.checked);
  const sliders = [...picture.querySelectorAll("[role=slider]")].map(one => one.getAttribute("aria-valuenow"));
  const texts = [...picture.querySelectorAll("svg text")].map(text => text.textContent);
  return [picture.querySelector(".cglive").innerText, fields, sliders, texts];
}"""
STATE = "JSON.stringify(document.querySelector('cgraph-live').state)"
ON_SCREEN = "place => document.querySelectorAll('cgraph-live')[place].getBoundingClientRect().top < 900"
TWO_FRAMES = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"  # words follow numbers
)
CLIPBOARD = """async type => {
  const [item] = await navigator.clipboard.read();
  const bytes = new Uint8Array(await (await item.getType(type)).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""


@cache
def pictures():
    x, y = spiral(8, 2)
    return (
        Explorer(GRAPH, AT, views=["table"]),
        StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, AT))),
        PathExplorer(GRAPH, "b", "e", AT),
        Curve(parse("y = x ** 3"), "y", "x", x=1, h=0.5),
        Product(GRAPH, "e", "b", AT),
        Training(Network(initial([2, 4, 2])), x, y, sgd(1.0)),
        predict("05.seed"),
    )


class Still:
    """What a page shows of a question where no script runs."""

    svg = text = ""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    shown = [picture if hasattr(picture, "picture") else with_still(picture) for picture in pictures()]
    path = tmp_path_factory.mktemp("share") / "page.html"
    path.write_text(page_of(*shown), encoding="utf-8")
    return path.as_uri()


def with_still(picture):
    object.__setattr__(picture, "picture", Still)
    return picture


@pytest.fixture
def visit(chromium):
    """Return a function that opens an address; the page must not complain."""
    contexts, failures = [], []

    def one(address, width=1140, clipboard=True, **look):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, **look))
        contexts[-1].grant_permissions(["clipboard-read", "clipboard-write"])
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda message: failures.append(message.text))
        page.on("dialog", lambda dialog: (failures.append(dialog.message), dialog.dismiss()))
        if not clipboard:
            page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
        page.goto(address)
        page.locator(".cglive, .cg-refused").first.wait_for()
        return page

    yield one
    for context in contexts:
        context.close()
    assert failures == []


def choose(page, place, phrase):
    """Choose an entry of the menu of a picture, and return what it says then."""
    picture = page.locator("cgraph-live").nth(place)
    menu = picture.locator(".cg-menu")
    if not menu.is_visible():
        picture.locator(".cg-sharing > button").click()
    menu.get_by_role("button", name=PHRASES[phrase]).click()
    message = menu.locator("p:not(:empty)")
    message.wait_for()
    text = message.text_content()
    page.keyboard.press("Escape")
    return text


def copied(page, place, phrase, kind="text/plain"):
    """Return what an entry of the menu puts on the clipboard."""
    assert choose(page, place, phrase) == PHRASES[phrase.replace("copy", "copied")]
    return base64.b64decode(page.evaluate(CLIPBOARD, kind))


def change(page):
    """Change something in each picture, as a reader does."""
    shown = [Live(page, i) for i in range(len(KINDS))]
    shown[0].press(1, "ArrowRight", "ArrowRight")
    shown[0].focus("pill-c-e-0")
    shown[0].box.get_by_label("adjoints", exact=True).uncheck()
    shown[1].press(0, "ArrowLeft")
    for _ in range(3):
        shown[1].box.get_by_role("button", name="Step").click()
    shown[2].press(1, "End")
    shown[2].box.locator(".cg-path").nth(1).click()
    for place in (3, 4):
        shown[place].box.locator("input[type=range]").last.press("ArrowRight")
    shown[4].box.locator("select").select_option(label="a")
    shown[5].box.locator("select").last.select_option(index=1)
    shown[5].box.locator("input[type=range]").first.press("ArrowRight")
    shown[6].box.locator("input").first.fill("1")


def test_a_link_opens_the_same_state(visit, address):
    page = visit(address, reduced_motion="reduce")
    change(page)
    page.evaluate(TWO_FRAMES)
    seen = [page.evaluate(SEEN, place) for place in range(len(KINDS))]
    for place, kind in enumerate(KINDS):
        link = copied(page, place, "copy_link").decode()
        assert page.url == link and f"#picture={place + 1}&" in link
        fresh = visit(link, reduced_motion="reduce")
        if kind == "prediction":
            assert link.endswith("#picture=7&v=1") and fresh.locator("cgraph-live input").last.input_value() == ""
            continue
        eventually(lambda fresh=fresh, place=place: fresh.evaluate(SEEN, place), seen[place])
        eventually(lambda fresh=fresh, place=place: fresh.evaluate(ON_SCREEN, place), True)
        assert fresh.evaluate(SEEN, 0 if place else 1) != seen[0 if place else 1]  # the others are as the page has them


def test_another_link_in_the_same_window(visit, address):
    page = visit(f"{address}#picture=2&step=4")
    player = Live(page, 1)
    place = player.box.locator(".cg-place")
    eventually(place.text_content, "4 of 6")
    page.evaluate("location.hash = '#picture=2&b=2'")
    eventually(place.text_content, "0 of 6")
    assert player.numbers() == [2, 2]
    page.evaluate("location.hash = '#a-heading'")
    page.evaluate("location.hash = '#picture=6&rate=0.01&shown=derivatives'")
    training = page.locator("cgraph-live").nth(5)
    eventually(training.locator("input.cg-number").first.input_value, "0.01")
    training.get_by_role("button", name="Step").click()
    eventually(training.locator(".cg-scores b").first.text_content, "1")


@pytest.fixture(scope="module")
def plain(chromium, address):
    """Return the page as it opens without a link's words."""
    page = chromium.new_page(viewport={"width": 1140, "height": 900})
    page.goto(address)
    page.locator(".cglive").first.wait_for()
    yield page
    page.close()


@pytest.mark.parametrize(
    "fragment",
    [
        "picture=99",
        "picture=__proto__",
        "picture=1&<img src=x onerror=alert(1)>=1",
        "picture=1&a=<script>alert(1)</script>",
        "picture=2&step=7",
        "picture=1&__proto__=1",
        "picture=3&path=2",
        "picture=4&h=NaN",
        f"picture=1&a={'9' * 9000}",
    ],
)
def test_a_hostile_link_shows_one_line_and_changes_nothing(visit, address, plain, fragment):
    page = visit(f"{address}#{fragment}")
    line = page.locator(".cg-refused")
    line.wait_for()
    assert line.count() == 1 and line.locator("*").count() == 0 and len(line.text_content()) < 250
    for place in range(len(KINDS)):
        eventually(lambda place=place: page.evaluate(SEEN, place), plain.evaluate(SEEN, place))
    assert page.locator("script").count() == plain.locator("script").count()
    assert page.evaluate("Object.keys(Object.prototype)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_copied_svg_stands_by_itself(visit, address, scheme):
    page = visit(address, color_scheme=scheme)
    change(page)
    colours = LIGHT if scheme == "light" else DARK
    for place, kind in enumerate(KINDS[:-1]):
        svg = copied(page, place, "copy_svg").decode()
        root = ElementTree.fromstring(svg)
        assert not any(word in svg for word in ("var(", "url(", "rgb(", "<script", "http://localhost"))
        assert {name for part in root.iter() for name in part.attrib}.isdisjoint(
            {"class", "style", "role", "data-node"}
        )
        assert root.find("{*}rect").get("fill") == colours["ground"], kind
        written = {text.removeprefix(" = ") for text in root.itertext()}
        drawn = Live(page, place).texts() if kind in KINDS[:3] else {}
        assert written >= set(drawn.values()), kind
    explorer = copied(page, 0, "copy_svg").decode()
    assert colours["pos"] in explorer and f">{Live(page, 0).texts()['val-e']}<" in explorer


def test_copied_png_is_the_drawing(visit, address):
    page = visit(address)
    for place in (0, 3, 5):
        svg = ElementTree.fromstring(copied(page, place, "copy_svg"))
        png = copied(page, place, "copy_png", "image/png")
        size = [int.from_bytes(png[start : start + 4], "big") for start in (16, 20)]
        assert png[1:4] == b"PNG" and size == [2 * int(svg.get("width")), 2 * int(svg.get("height"))]


def test_where_the_clipboard_refuses(visit, address):
    page = visit(address, clipboard=False)
    picture = page.locator("cgraph-live").first
    picture.locator(".cg-sharing > button").click()
    menu = picture.locator(".cg-menu")
    menu.get_by_role("button", name=PHRASES["copy_link"]).click()
    assert menu.locator("p").text_content() == PHRASES["by_hand"]
    assert menu.locator("input").input_value() == page.url == f"{address}#picture=1&v=1"
    assert page.evaluate("getSelection().toString()") == page.url
    for phrase, name in (("copy_svg", "picture-1.svg"), ("copy_png", "picture-1.png")):
        with page.expect_download() as saved:
            menu.get_by_role("button", name=PHRASES[phrase]).click()
        assert saved.value.suggested_filename == name
        eventually(menu.locator("p").text_content, fill(PHRASES["saved"], {"file": name}))


@pytest.mark.parametrize(
    ("broken", "clipboard"),
    [
        ("Image.prototype.decode = () => Promise.reject(new Error())", True),
        ("HTMLCanvasElement.prototype.toBlob = (made) => made(null)", False),
    ],
)
def test_where_a_picture_cannot_be_drawn_as_a_file(visit, address, broken, clipboard):
    page = visit(address, clipboard=clipboard)
    before = page.evaluate(STATE)
    page.evaluate(f"void ({broken})")
    assert choose(page, 0, "copy_png") == PHRASES["undrawn"]
    page.evaluate("void (XMLSerializer.prototype.serializeToString = () => null.never)")
    assert choose(page, 0, "copy_svg") == PHRASES["undrawn"]
    assert page.evaluate(STATE) == before and page.url == address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_has_keys_and_no_violation(visit, address, package, scheme):
    page = visit(address, color_scheme=scheme)
    page.add_script_tag(path=package("axe-core/axe.min.js"))
    button = page.locator(".cg-sharing > button").first
    button.focus()
    for _ in range(2):  # the first time it is made, then the browser opens it
        page.keyboard.press("Enter")
        page.locator(".cg-menu").first.wait_for()
        assert page.evaluate(AXE, "cgraph-live") == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == PHRASES["copy_link"]
        page.keyboard.press("Escape")
        assert not page.locator(".cg-menu").first.is_visible()
        button.evaluate("button => button === document.activeElement")
    for place in range(len(KINDS)):
        assert page.locator("cgraph-live").nth(place).locator(".cg-sharing > button").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1140


def test_an_embedded_picture_stands_alone(visit, address, package):
    for place, kind in enumerate(KINDS, 1):
        page = visit(f"{address}?embed={place}&theme=dark")
        page.add_script_tag(path=package("axe-core/axe.min.js"))
        for width in (1400, 375):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator("cgraph-live:visible").count() == page.locator(".cglive").count() == 1, kind
            eventually(lambda page=page: page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, True)
            assert page.evaluate("getComputedStyle(document.querySelector('.cglive')).colorScheme") == "dark"
            assert page.evaluate(AXE, "html") == []


def test_embed_code(visit, address, tmp_path):
    page = visit(address)
    Live(page, 1).press(1, "ArrowRight")
    code = copied(page, 1, "copy_embed").decode()
    (tmp_path / "slide.html").write_text(f"<!doctype html><title>A slide</title>{code}", encoding="utf-8")
    slide = visit_frame(page, tmp_path / "slide.html")
    assert slide.locator(".val-b").text_content() == "1.1"
    assert slide.locator("cgraph-live:visible").count() == 1 and not slide.locator(".cg-sharing").is_visible()


def visit_frame(page, path):
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".cglive").wait_for()
    return frame


@pytest.mark.parametrize("query", ["?embed=99", "?embed=", "?embed=__proto__", "?embed=1&theme=<b>", "?embed=1#zz=1"])
def test_an_embed_that_does_not_exist_says_so(visit, address, query):
    page = visit(f"{address}{query}")
    assert page.locator(".cg-refused:visible").count() == 1
    assert page.locator(".cglive").count() == (1 if "embed=1" in query else 0)
