"""The playground: prepared graphs live without Python, and what is typed is read by the library itself, in the page."""

import random
from urllib.parse import urlencode

import pytest
from live import AXE, Live, eventually, texts_of
from refused_formulas import REFUSED

from cgraph_lib import evaluate, gradient, parse, reverse_trace
from cgraph_lib.errors import FormulaError
from cgraph_lib.live import FormulaBox, StepPlayer
from cgraph_lib.numerals import number
from tools import browser_python, playground

GRAPHS = playground.graphs()
TYPED = "q = s * t + sin(s); r = q * exp(-t)"
SIXTY = random.Random(12).sample([text for text, _, _ in REFUSED if len(text) < 500 and text.isprintable()], 60)
STATE = "document.querySelector('#playground cgraph-live').model.state"
SECONDS = 120_000  # until Python wakes on a busy machine, in ms

ENDLESS = """
postMessage({ stage: "stage3" });
addEventListener("message", ({ data: { id, asked } }) => {
  while (asked.text.includes("slow"));
  postMessage({ id, answer: { error: `read: ${asked.text}` } });
});
"""
EMBEDDED = """() => {
  const code = document.querySelector(".cg-menu input").value;
  return new DOMParser().parseFromString(code, "text/html").querySelector("iframe").src;
}"""

HOSTILE = [
    {"formula": "__import__('os').system('touch hacked')"},
    {"formula": "<img src=x onerror=alert(1)>"},
    {"formula": "a + " * 249 + "a", "b": "1"},
    {"formula": "a" * 1001},
    {"formula": TYPED, "s": "<script>alert(1)</script>"},
    {"formula": TYPED, "s": "1e999"},
    {"formula": TYPED, "constructor": "1"},
    {"formula": TYPED, "shown": "innerHTML"},
    {"formula": "a * b", "v": "99"},
    {"a": "x" * 9000},
]


class Box:
    """The playground on a page."""

    def __init__(self, page):
        self.page, self.live = page, Live(page, 0)
        self.field = page.locator("#playground input.cg-formula")
        self.error = page.locator("#playground .cg-below pre")
        self.status = page.locator("#playground .pg-status")

    def state(self, name):
        return self.page.evaluate(f"name => {STATE}[name]", name)

    def write(self, text):
        """Type a formula and wait until Python has read it."""
        self.field.fill(text)
        self.page.wait_for_function(f"text => {STATE}.read === text", arg=text, timeout=SECONDS)

    def reach(self, stage):
        self.page.wait_for_function(
            "stage => document.querySelector('.pg-status').dataset.stage === stage", arg=stage, timeout=SECONDS
        )

    def choose(self, graph):
        """Choose a prepared graph and wait until it is drawn."""
        self.page.locator(".pg-gallery").get_by_role("button", name=graph["title"], exact=True).click()
        eventually(lambda: self.state("text"), graph["text"])
        eventually(lambda: self.live.texts(), still(graph["text"], graph["at"]))


def still(text, at):
    return texts_of(FormulaBox(text, at).picture.svg)


@pytest.fixture(scope="module")
def needed(package):
    """Skip where npm has not installed Python for the page: then the site has no playground."""
    for path in browser_python.PARTS.values():
        package(path)


@pytest.fixture
def asleep(needed, visit):
    """Return the playground as a visitor meets it; its Python may not wake."""
    page = visit("playground")
    page.locator(".pg-gallery").wait_for()
    yield Box(page)
    assert page.evaluate("performance.getEntriesByType('resource').filter(({ name }) => /pyodide/.test(name))") == []


@pytest.fixture(scope="module")
def awake(needed, chromium, address):
    """Return the playground with a Python that is awake, having failed once: one of its files was not to be had."""
    page, heard = chromium.new_page(viewport={"width": 1400, "height": 900}), []
    page.on("request", lambda asked: asked.url.startswith((address, "data:", "blob:")) or heard.append(asked.url))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.route("**/python_stdlib.zip", lambda route: route.abort())
    page.goto(f"{address}playground.html")
    box = Box(page)
    box.field.type("z")
    box.reach("failed")
    assert box.status.inner_text().count("\n") == 0 and "could not be loaded" in box.status.inner_text()
    box.choose(GRAPHS[1])
    page.unroute("**/python_stdlib.zip")
    page.on("pageerror", lambda error: heard.append(str(error)))  # Pyodide's own errors of that failure are over
    page.on("console", lambda message: heard.append(message.text))
    box.write(TYPED)
    yield box
    page.close()
    assert heard == []


@pytest.mark.parametrize("width", [1400, 375])
def test_prepared_graphs_are_alive_while_python_sleeps(asleep, width):
    asleep.page.set_viewport_size({"width": width, "height": 900})
    for graph in reversed(GRAPHS):
        asleep.choose(graph)
        assert asleep.page.evaluate("document.documentElement.scrollWidth") <= width
    asleep.live.press(0, "ArrowRight", "ArrowRight")
    at = dict(zip(("a", "b"), asleep.live.numbers(), strict=True))
    assert at["a"] > 2
    assert asleep.live.texts()["adj-b"] == number(gradient(parse(GRAPHS[0]["text"]), at)["b"])


def test_prepared_graphs_have_their_steps_at_the_same_inputs(asleep):
    steps = asleep.page.locator(".pg-steps")
    steps.get_by_role("button", name="reverse accumulation").click()
    player = Live(asleep.page, 1)
    eventually(lambda: player.texts().get("val-e"), "6")
    asleep.live.press(1, "ArrowRight")
    eventually(player.numbers, asleep.live.numbers())
    player.press(0, "ArrowLeft")
    eventually(asleep.live.numbers, player.numbers())
    asleep.page.locator(".pg-stage").get_by_label("step", exact=True).fill("6")
    at = dict(zip(("a", "b"), player.numbers(), strict=True))
    graph = parse(GRAPHS[0]["text"])
    last = StepPlayer(reverse_trace(graph, evaluate(graph, at)), step=6)
    eventually(player.texts, texts_of(last.picture.svg))
    asleep.choose(GRAPHS[2])
    eventually(lambda: player.texts().get("val-y"), "27")
    steps.get_by_role("button", name="reverse accumulation").click()
    eventually(lambda: player.box.is_visible(), False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_no_violation(needed, visit, package, scheme):
    page = visit("playground", color_scheme=scheme)
    page.locator(".pg-steps").get_by_role("button", name="forward accumulation").click()
    page.locator(".pg-stage .cg-sheet svg").wait_for()
    page.add_script_tag(path=package("axe-core/axe.min.js"))
    assert page.evaluate(AXE, "html") == []


def test_without_scripts_the_first_graph_stands_there(needed, visit):
    page = visit("playground", java_script_enabled=False)
    assert page.locator("#playground svg").is_visible()
    assert not page.locator("#playground button").first.is_visible()


def test_a_typed_formula_has_the_numbers_of_python(awake):
    awake.write(TYPED)
    assert awake.live.texts() == still(TYPED, {"s": 1, "t": 1})
    awake.live.press(0, "ArrowRight", "ArrowRight", "ArrowRight")
    at = dict(zip(("s", "t"), awake.live.numbers(), strict=True))
    texts = awake.live.texts()
    assert texts["val-r"] == number(evaluate(parse(TYPED), at)["r"])
    assert texts["adj-s"] == number(gradient(parse(TYPED), at)["s"])
    awake.write("t * s")  # names that stay keep their numbers
    assert awake.live.numbers() == [at["t"], at["s"]]


def test_sixty_texts_are_refused_by_the_sentences_of_python(awake):
    awake.write(TYPED)
    drawn = awake.live.texts()
    for text in SIXTY:
        awake.write(text)
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert awake.error.text_content() == str(caught.value)
    assert awake.live.texts() == drawn
    awake.write(TYPED)
    assert awake.error.text_content() == ""


def test_steps_of_a_typed_formula_are_played_for_the_chosen_node(awake):
    awake.write(TYPED)
    awake.page.get_by_label("of", exact=True).select_option(label="q")
    awake.page.locator(".pg-steps").get_by_role("button", name="reverse accumulation").click()
    player = Live(awake.page, 1)
    eventually(lambda: player.label("node-q") is not None, True)
    step = awake.page.locator(".pg-stage").get_by_label("step", exact=True)

    def first():
        step.fill("1")  # again and again: what arrives for the chosen node meanwhile begins at step 0
        return player.texts().get("adj-q")

    eventually(first, "1")
    awake.page.locator(".pg-steps").get_by_role("button", name="reverse accumulation").click()


def go(box, **link):
    """Follow a link on the page."""
    box.page.evaluate("hash => location.hash = hash", urlencode({"picture": 1, "v": 1, **link}))


def test_a_link_holds_formula_and_inputs(awake):
    go(awake, formula="y = u * u + w", u="3", w="-0.5", shown="values")
    eventually(lambda: awake.state("text"), "y = u * u + w")
    eventually(awake.live.numbers, [3, -0.5])
    eventually(lambda: awake.live.texts()["val-y"], "8.5")
    assert awake.state("shown") == ["values"] and awake.error.text_content() == ""


def test_a_python_that_computes_for_too_long_is_replaced(needed, visit):
    """A worker that never answers a formula with `slow` in it, in the place of the one that loads Python."""
    page = visit("playground")
    page.route("**/worker.mjs", lambda route: route.fulfill(body=ENDLESS, content_type="text/javascript"))
    page.evaluate("document.querySelector('.pg-status').dataset.seconds = 0.1")
    box = Box(page)
    box.choose(GRAPHS[1])
    drawn = box.live.texts()
    box.write("slow + a")
    assert box.error.text_content() == page.locator(".pg-status").get_attribute("data-late")
    assert box.live.texts() == drawn and box.field.input_value() == "slow + a"
    box.reach("stage3")  # another one is awake
    box.write("a +")
    assert box.error.text_content() == "read: a +"
    page.evaluate("document.querySelector('.pg-status').dataset.seconds = 1000")
    box.field.fill("slow + b")
    box.choose(GRAPHS[2])  # nothing on the page waits for it
    assert box.error.text_content() == ""


def test_the_box_is_embedded_with_its_formula_and_inputs(needed, visit):
    page = visit("playground")
    box = Box(page)
    box.choose(GRAPHS[2])
    box.live.press(0, "ArrowRight", "ArrowRight")
    drawn, numbers = box.live.texts(), box.live.numbers()
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(); }"
    )  # then the code stands in the menu
    page.locator("#playground .cg-sharing > button").first.click()
    page.get_by_role("button", name="Copy embed code").click()
    page.locator(".cg-menu input").wait_for()
    source = page.evaluate(EMBEDDED)
    page.goto("about:blank")
    page.goto(source)
    alone = Live(page, 0)
    eventually(alone.texts, drawn)
    assert alone.numbers() == numbers
    assert page.locator("cgraph-live:visible").count() == 1
    for part in (".pg-gallery", ".pg-steps", ".pg-status", "h1"):
        assert not page.locator(part).first.is_visible()


@pytest.mark.parametrize("link", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_link_does_nothing_but_say_so(awake, link):
    awake.write(TYPED)
    drawn, elements = awake.live.texts(), awake.page.locator("script, img, iframe").count()
    go(awake, **link)
    eventually(lambda: awake.error.text_content() != "", True)
    assert awake.live.texts() == drawn
    assert awake.page.locator("script, img, iframe").count() == elements
    go(awake, formula=TYPED)
    eventually(lambda: awake.error.text_content(), "", SECONDS / 1000)
