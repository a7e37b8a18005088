"""Live pictures for everybody and against everything: keyboard alone, axe-core, hostile names, odd numbers."""

import pytest
from live import Live, eventually, opened

EXAMPLE = "parse('c = a + b; d = b + 1; e = c * d')"
LONG = "a_very_long_name_that_fits_into_no_box_at_all"
HOSTILE = ["<script>hacked=1</script>", '"><img/src=x/onerror=hacked=1>', "{{x}}", "</text></svg><b>", LONG, "&lt;\\$`"]
CELLS = [
    f"from cgraph_lib import *\nfrom cgraph_lib.live import *\ng = {EXAMPLE}\nv = evaluate(g, a=2, b=1)",
    "explorer = Explorer(g, a=2, b=1, quiz=['∂e/∂b', 'c', '∂c/∂a'])\nexplorer",
    "player = StepPlayer(reverse_trace(g, v), step=3)\nplayer",
    "PathExplorer(g, 'b', 'e', a=2, b=1)",
    "formula = FormulaBox('(a + b) * (b + 1)')\nformula",
    f"x, y = inputs('x y')\nnames = {HOSTILE!r}\n"
    "nodes = [x / y]\nfor name in names:\n    nodes.append((nodes[-1] * x).named(name))\n"
    "hostile = Explorer(Graph(nodes[-1]), x=1, y=2, show=['values', 'partials', 'adjoints', 'tangents'])\nhostile",
    "many = Explorer(parse('; '.join(f'n{i + 1} = n{i} + x' for i in range(70))), x=1, n0=1)\nmany",
    "import numpy\nExplorer(g, a=numpy.arange(3.0), b=1)",
]
AXE = """() => axe.run({ include: [[".jp-OutputArea-output"]] }, {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
}).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))"""
# The texts that reach beyond their box, or beyond the card on which everything is drawn.
OUTSIDE = """svg => {
  const inside = (inner, outer) =>
    ["left", "top"].every(side => inner[side] >= outer[side] - 1) &&
    ["right", "bottom"].every(side => inner[side] <= outer[side] + 1);
  const rect = (element) => element.getBoundingClientRect();
  const beyond = [...svg.querySelectorAll("text")].filter(text => text.textContent && !inside(rect(text), rect(svg)));
  for (const node of svg.querySelectorAll(".node")) {
    const own = [...node.querySelectorAll(".formula, .val")];
    beyond.push(...own.filter(text => text.textContent && !inside(rect(text), rect(node.querySelector(".box")))));
  }
  return beyond.map(text => text.textContent);
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const { outlineStyle } = getComputedStyle(element);
  const ring = element.querySelector(".ring, .line");
  return {
    name: element.getAttribute("aria-label") ?? element.textContent ?? "",
    kind: [...element.classList].find(name => ["noUi-handle", "node", "edge"].includes(name)) ?? element.localName,
    seen: outlineStyle !== "none" || getComputedStyle(element).boxShadow !== "none"
      || (ring && getComputedStyle(ring).stroke === "rgb(26, 95, 180)"),
  };
}"""


@pytest.fixture(scope="module")
def notebook(chromium, tmp_path_factory):
    with opened(chromium, tmp_path_factory.mktemp("access"), CELLS) as notebook:
        yield notebook


def test_axe_core_finds_no_violation(notebook, package):
    page = notebook.page
    page.add_script_tag(path=package("axe-core/axe.min.js"))
    Live(page, 0).drawing.locator(".node-b .box").click(force=True)
    page.get_by_label("formula", exact=True).fill("a + ")
    page.locator(".cgraph-formula-error").wait_for()
    assert page.evaluate(AXE) == []
    Live(page, 1).handles.first.evaluate("handle => handle.removeAttribute('aria-label')")
    assert [violation for violation, *_ in page.evaluate(AXE)] == ["aria-input-field-name"]  # so axe does see us


def test_the_keyboard_reaches_everything_in_order(notebook):
    page, explorer = notebook.page, Live(notebook.page, 0)
    page.emulate_media(reduced_motion="reduce")  # so that a focus is seen at once
    explorer.handles.first.focus()
    for key in ("Tab", "Shift+Tab"):
        page.keyboard.press(key)
    stops = []
    while explorer.box.evaluate("box => box.contains(document.activeElement)") and len(stops) < 60:
        stops.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    slider = ["noUi-handle", "div"]  # a slider and its readout
    tools, drawing, answers = ["input"] * 4 + ["select"], ["node"] * 5 + ["edge"] * 5, ["input"] * 3
    assert [stop["kind"] for stop in stops] == slider * 2 + tools + drawing + answers
    assert all(stop["name"] for stop in stops if stop["kind"] in ("noUi-handle", "node", "edge"))
    assert all(stop["seen"] for stop in stops), [stop for stop in stops if not stop["seen"]]


def test_enter_and_space_choose(notebook):
    explorer = Live(notebook.page, 0)
    for own, key, line in [("node-d", "Enter", "d = b + 1"), ("edge-b-c-1", " ", "b → c: ∂c/∂b = 1")]:
        explorer.drawing.locator(f".{own}").focus()
        notebook.page.keyboard.press(key)
        assert explorer.lines.inner_text().splitlines()[0] == line


def test_the_drawing_tells_its_numbers(notebook):
    explorer, player = Live(notebook.page, 0), Live(notebook.page, 1)
    for picture in (explorer, player):
        picture.drag(0, 0)
    assert explorer.drawing.locator(".node-e").get_attribute("aria-label") == "e = c · d, −8, ∂e/∂e = 1"
    assert explorer.drawing.locator(".edge-d-e-1").get_attribute("aria-label") == "∂e/∂d = c = −4"
    assert "c = a + b, −4, ∂e/∂c = 2; d = b + 1, 2, ∂e/∂d = −4;" in player.drawing.get_attribute("aria-label")


def test_reduced_motion_is_respected(notebook):
    line = Live(notebook.page, 0).drawing.locator(".line").first
    durations = []
    for wish in ("no-preference", "reduce"):
        notebook.page.emulate_media(reduced_motion=wish)
        durations.append(line.evaluate("line => getComputedStyle(line).transitionDuration"))
    assert durations == ["0.12s", "0s"]


def test_hostile_names_are_only_text(notebook):
    hostile = Live(notebook.page, 4, "hostile")
    formulas = hostile.drawing.locator(".formula").all_text_contents()
    for name in HOSTILE:
        assert any(formula.startswith(name[:11]) for formula in formulas), name
    for node in hostile.drawing.locator(".node .box").all():
        node.click(force=True)
        assert hostile.lines.inner_text()
    box = notebook.page.get_by_label("formula", exact=True)
    for text in HOSTILE:
        box.fill(text)
        notebook.page.locator(".cgraph-formula-error").wait_for()
    assert notebook.page.evaluate("typeof hacked") == "undefined"
    assert notebook.page.locator(".jp-OutputArea img, .jp-OutputArea script").count() == 0


def test_no_number_is_wider_than_its_box(notebook):
    hostile = Live(notebook.page, 4, "hostile")
    for inputs in ({"x": 0, "y": 0}, {"x": -0.0, "y": 1}, {"x": -1.234e300, "y": 7}, {"x": -12345.6, "y": -1e-300}):
        hostile.tell(f"self.inputs = {inputs}")
        eventually(lambda: hostile.texts()["val-x"].replace("−", "-")[:2], f"{inputs['x']:g}"[:2].replace("-0", "0"))
        assert hostile.drawing.evaluate(OUTSIDE) == []
    for inputs, value in [({"x": 0, "y": 0}, "nan"), ({"x": -0.0, "y": 1}, "0"), ({"x": -2, "y": 0.0}, "−∞")]:
        hostile.tell(f"self.inputs = {inputs}")
        eventually(lambda: hostile.texts()["val-v1"], value)
    hostile.drawing.locator(".node-v1 .box").click(force=True)
    assert "= −∞, a division by 0 grows without bound" in hostile.lines.inner_text()


def test_what_cannot_live_says_why_and_stands_still(notebook):
    outputs = notebook.page.locator(".jp-OutputArea-output")
    many, arrays = outputs.nth(-2), outputs.nth(-1)
    assert "A live picture shows at most 60 nodes; this graph has 72." in many.inner_text()
    assert "A live picture takes single numbers; for arrays here is the still picture." in arrays.inner_text()
    assert many.locator("svg.cgraph .node").count() == 60 and arrays.locator("svg.cgraph .node").count() == 5
    assert notebook.failures == []
