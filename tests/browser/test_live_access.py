"""Live pictures for everybody and against everything: keyboard alone, axe-core, forced colours, hostile names."""

import pytest
from live import AXE, NARROW, SMALL, Live, eventually
from picture.cascade import contrast
from shim import page_of

from cgraph_lib import Graph, evaluate, forward_trace, inputs, parse, reverse_trace
from cgraph_lib.live import Curve, Explorer, FormulaBox, PathExplorer, Product, StepPlayer

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
LONG = "a_very_long_name_that_fits_into_no_box_at_all"
HOSTILE = ["<script>hacked=1</script>", '"><img/src=x/onerror=hacked=1>', "{{x}}", "</text></svg><b>", LONG, "&lt;\\$`"]
NAMES = ["explorer", "player", "finder", "formula", "hostile", "curve", "product", "tangents"]
# The text that reaches beyond their card, tab or pill.
OUTSIDE = """svg => {
  const rect = (element) => element.getBoundingClientRect();
  const beyond = [];
  for (const [texts, frame] of [[".formula, .val", ".body"], [".tab text", "rect"], [".pill text", "rect"]]) {
    for (const text of svg.querySelectorAll(texts)) {
      const owner = text.closest(frame === ".body" ? ".node" : ".tab, .pill").querySelector(frame);
      const [inner, outer] = [rect(text), rect(owner)];
      const out = inner.left < outer.left - 1 || inner.right > outer.right + 1;
      if (text.textContent && out) beyond.push(text.textContent);
    }
  }
  return beyond;
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const part = element.closest(".node, .pill") ?? element;
  const ring = part.querySelector(":scope > .focus, :scope > rect");
  const outline = getComputedStyle(element).outlineStyle !== "none";
  return {
    name: element.getAttribute("aria-label") ?? element.textContent ?? "",
    kind: ["node", "pill", "cg-room"].find(name => part.classList.contains(name)) ?? element.localName,
    seen: outline || (ring && getComputedStyle(ring).strokeWidth === "4px"),
  };
}"""


def hostile_graph():
    x, y = inputs("x y")
    nodes = [x / y]
    for name in HOSTILE:
        nodes.append((nodes[-1] * x).named(name))
    return Graph(nodes[-1])


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    values = evaluate(GRAPH, a=2, b=1)
    pictures = [
        Explorer(GRAPH, a=2, b=1, quiz=["de/db", "c", "∂c/∂a"]),
        StepPlayer(reverse_trace(GRAPH, values), step=4),
        PathExplorer(GRAPH, "b", "e", a=2, b=1, costs=True),
        FormulaBox("(a + b) * (b + 1)"),
        Explorer(hostile_graph(), x=1, y=2, wrt="x", views=["table", "code", "formula"]),
        Curve(GRAPH, "e", "b", a=2, b=1, h=0.5),
        Product(GRAPH, "e", "b", a=2, b=1, h=0.5),
        StepPlayer(forward_trace(GRAPH, values, "b"), step=3, exact=True),
    ]
    file = tmp_path_factory.mktemp("access") / "page.html"
    file.write_text(page_of(*pictures), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1140, "height": 900}, reduced_motion="reduce")
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    page.on("console", lambda message: message.type == "error" and page.failures.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_function("window.ready")
    yield page
    assert page.failures == []
    page.close()


@pytest.fixture
def picture(page):
    return lambda name: Live(page, NAMES.index(name))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_no_violation(page, package, picture, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.add_script_tag(path=package("axe-core/axe.min.js"))
    picture("explorer").focus("node-b")
    assert page.evaluate(AXE, "main") == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    first = picture("explorer").inputs.first
    label = first.get_attribute("aria-label")
    first.evaluate("box => box.removeAttribute('aria-label')")
    found = [violation for violation, *_ in page.evaluate(AXE, "main")]
    assert found == ["aria-input-field-name"]  # so axe does see us
    first.evaluate("(box, label) => box.setAttribute('aria-label', label)", label)


def test_the_keyboard_reaches_everything_in_order(page, picture):
    explorer = picture("explorer")
    explorer.focus("node-a")
    stops = []
    while explorer.box.evaluate("box => box.contains(document.activeElement)") and len(stops) < 60:
        stops.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    kinds = [stop["kind"] for stop in stops]
    drawing, answers, zoom = ["node"] * 5 + ["pill"] * 5, ["input"] * 3, ["button"] * 3
    assert sorted(kinds[:10]) == sorted(drawing) and kinds[10:] == [
        *answers,
        *["input"] * 3,
        "select",
        *zoom,
        "cg-room",
    ]
    assert all(stop["name"] for stop in stops if stop["kind"] in ("node", "pill", "button"))
    assert all(stop["seen"] for stop in stops), [stop for stop in stops if not stop["seen"]]


def test_sums_are_announced_with_sign_size_and_whether_they_are_finished(picture):
    player = picture("player")
    assert player.label("node-d") == "d = b + 1. Value 2. d e by d d is 3."
    unfinished = "b. Value 1. d e by d b is not finished: so far 3, 1 of 2 edges."
    assert player.node("b").get_attribute("aria-valuetext") == unfinished
    assert player.label("pill-d-e-1") == "Edge d → e: ∂e/∂d = c = 3."
    player.press(0, "Home")
    assert player.label("node-d") == "d = b + 1. Value 2. d e by d d is −4."
    player.press(0, *["ArrowRight"] * 70)


def test_forced_colours_keep_what_is_chosen_and_lit(page, picture):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    ring = picture("player").drawing.locator(".ring.lit").first
    assert ring.evaluate("ring => getComputedStyle(ring).stroke") != "none"
    row = picture("player").box.locator("tr.now")
    assert row.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    page.emulate_media(forced_colors="none", reduced_motion="reduce")


# The colour of each text element of a drawing and of what it stands on, as numbers from 0 to 255.
INKED = """svg => [...svg.querySelectorAll("text:not(.grip)")].filter(text => text.textContent.trim()).map(text => {
  const rects = [...text.parentNode.children].filter(one => one.localName === "rect" && !one.matches(".focus"));
  const colours = [getComputedStyle(text).fill, getComputedStyle(rects.at(-1)).fill];
  return [text.textContent, ...colours.map(colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number))];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}], ids=["forced colours", "print"])
def test_texts_can_be_read_in_forced_colours_and_in_grey_print(page, picture, scheme, media):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce", **media)
    for name in ("explorer", "player", "finder", "tangents"):
        texts = picture(name).drawing.evaluate(INKED)
        assert texts
        for text, ink, ground in texts:
            assert contrast(grey(ink), grey(ground)) >= 4.5, (name, text)
    page.emulate_media(color_scheme="light", forced_colors="none", media="screen", reduced_motion="reduce")


def grey(colour):
    """Return a colour as a printer without ink of any colour sees it (the luma of ITU-R BT.601)."""
    return "#" + 3 * f"{round(sum(part * x for part, x in zip((0.299, 0.587, 0.114), colour, strict=True))):02x}"


@pytest.mark.parametrize(
    ("mark", "dark"), [("", False), ("data-jp-theme-light=false", True), ("data-theme=dark", True)]
)
def test_a_page_that_says_its_theme_is_followed(page, picture, mark, dark):
    name, _, value = mark.partition("=")
    page.evaluate("([name, value]) => name && document.body.setAttribute(name, value)", [name, value])
    ground = picture("explorer").box.locator(".cg-frame").evaluate("frame => getComputedStyle(frame).backgroundColor")
    assert ground == ("rgb(22, 25, 30)" if dark else "rgb(245, 246, 248)")
    page.evaluate("name => name && document.body.removeAttribute(name)", name)


def test_hostile_names_are_only_text(page, picture):
    hostile = picture("hostile")
    formulas = hostile.drawing.locator(".formula").all_text_contents()
    for name in HOSTILE:
        assert any(formula.startswith(name[:11]) for formula in formulas), name
    for node in hostile.drawing.locator(".node [role=button], .node[role=slider]").all():
        node.focus()
        eventually(lambda: len(hostile.box.locator(".cg-explained").inner_text()) > 10, True)
    for edge in hostile.drawing.locator(".pill [role=button]").all():
        edge.focus()
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("main img, main script").count() == 0


def test_no_number_is_wider_than_its_box(page, picture):
    hostile = picture("hostile")
    move = "inputs => { models[4].set('inputs', inputs); }"
    for numbers in ([0, 0], [-0.0, 1], [-1.234e300, 7], [-12345.6, -1e-300]):
        page.evaluate(move, numbers)
        assert hostile.numbers() == numbers
        assert hostile.drawing.evaluate(OUTSIDE) == []
    page.evaluate(move, [-2, 0])
    assert hostile.texts()["val-v1"] == "−∞"
    hostile.focus("node-v1")
    eventually(lambda: "A division by 0 grows without bound." in hostile.panel.inner_text(), True)


@pytest.mark.parametrize("width", [1100, 700, 375])
def test_texts_are_large_enough_and_targets_too(page, picture, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in NAMES:
        assert picture(name).box.evaluate(SMALL) == []
        assert picture(name).box.evaluate(NARROW) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1140, "height": 900})
