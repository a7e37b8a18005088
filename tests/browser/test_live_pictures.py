"""The live pictures on a page without Jupyter, used by mouse, keyboard and finger; every number against Python's."""

import math
from functools import partial

import pytest
from live import Live, eventually, texts_of

from cgraph_lib import Graph, evaluate, evaluation_trace, forward_trace, inputs, parse, reverse_trace, tanh
from cgraph_lib.exercises.oracles import unordered_sweep
from cgraph_lib.groups import group
from cgraph_lib.live import Curve, Explorer, FormulaBox, PathExplorer, Product, StepPlayer, replay
from cgraph_lib.numerals import number
from cgraph_lib.sentences import sentence

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
START = {"a": 2.0, "b": 1.0}
NEURON = parse("p = w * x; z = p + b; y = tanh(z); r = y - 1; loss = r ** 2")
WEIGHTS = {"w": 0.8, "x": -2.5, "b": -0.3}
EVERYTHING = ["values", "partials", "adjoints", "tangents"]
TRACES = {
    "value": evaluation_trace(GRAPH, START),
    "adjoint": reverse_trace(GRAPH, evaluate(GRAPH, START)),
    "tangent": forward_trace(NEURON, evaluate(NEURON, WEIGHTS), "w"),
}


@pytest.fixture
def live(wired):
    """Return a function that opens a page of pictures and returns them as the page shows them, with their wire."""
    return partial(wired, Live)


def lines_of(picture, selector=".cg-explained"):
    return [line.strip() for line in picture.box.locator(selector).inner_text().splitlines() if line.strip()]


def test_dragging_a_number_moves_every_number(live):
    explorer = Explorer(GRAPH, START, show=EVERYTHING, wrt="b")
    shown, wire = live(explorer)
    for place, by in [(0, 71), (1, -40), (0, -900), (1, 900)]:
        shown.drag(place, by)
        wire.exchange()
        assert list(explorer.inputs.values()) == shown.numbers()
        assert shown.texts() == texts_of(explorer.picture.svg)
    assert shown.numbers() == [-5, 5]


def test_keys_move_an_input_and_stop_at_its_ends(live):
    explorer = Explorer(GRAPH, a=2, b=(0.25, 0, 0.5))
    shown, wire = live(explorer)
    for key, a in [("ArrowRight", 2.1), ("ArrowUp", 2.2), ("ArrowLeft", 2.1), ("Shift+ArrowRight", 3.1)]:
        shown.press(0, key)
        assert shown.numbers() == [a, 0.25]
    for key, a in [("PageDown", 2.1), ("PageUp", 3.1), ("End", 5), ("ArrowRight", 5), ("Home", -5), ("PageDown", -5)]:
        shown.press(0, key)
        assert shown.numbers() == [a, 0.25]
    shown.press(1, "ArrowRight", "Home")
    wire.exchange()
    assert explorer.inputs == {"a": -5.0, "b": 0.0} and shown.texts() == texts_of(explorer.picture.svg)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("−2", -2), ("1/3", 1 / 3), ("2,5", 2.5), ("3.14159", 3.14159), ("1e-7", 1e-7), ("-1e300", -1e300)],
)
def test_a_typed_number_is_taken_as_it_is(live, typed, expected):
    explorer = Explorer(GRAPH, START)
    shown, wire = live(explorer)
    shown.inputs.first.dblclick()
    field = shown.box.get_by_label("number for a")
    field.fill(typed)
    field.press("Enter")
    wire.exchange()
    assert explorer.inputs["a"] == expected and shown.texts() == texts_of(explorer.picture.svg)
    assert field.count() == 0 and shown.inputs.first.evaluate("box => box === document.activeElement")


def test_what_is_no_number_is_not_taken(live):
    shown, _ = live(Explorer(GRAPH, START))
    shown.press(0, "Enter")
    field = shown.box.get_by_label("number for a")
    for text in ("two", "1/0", "nan", "toString", ""):
        field.fill(text)
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "true" and shown.numbers() == [2, 1]
    field.press("Escape")
    assert field.count() == 0 and shown.numbers() == [2, 1]
    shown.press(0, "7")  # a digit begins a number
    field.press("Enter")
    assert shown.numbers() == [7, 1]


@pytest.mark.parametrize("room", [(0.0, -1e306, 1e306), (0.0, 0.0, 1e-280), (-1.7e308, -1.7e308, 0.0)])
def test_a_slider_of_any_length_can_be_dragged_to_its_middle_and_ends(live, room):
    explorer = Explorer(GRAPH, a=room, b=1)
    shown, wire = live(explorer)
    shown.press(0, "Home")
    shown.drag(0, 150 * shown.drawing.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"))
    wire.exchange()
    middle = room[1] / 2 + room[2] / 2
    assert abs(explorer.inputs["a"] - middle) <= (room[2] / 100 - room[1] / 100)
    shown.press(0, "End")
    assert shown.numbers()[0] == room[2]


def test_the_kernel_moves_the_page_and_its_word_wins(live):
    explorer = Explorer(GRAPH, START)
    shown, wire = live(explorer)
    explorer.inputs = {"a": 40.0, "b": -1e-7}
    wire.to_page()
    assert shown.numbers() == [40, -1e-7] and shown.texts() == texts_of(explorer.picture.svg)
    explorer.inputs = {"a": 1 / 3}
    shown.press(0, "ArrowLeft")  # the reader, before the page hears of 1/3
    wire.exchange()
    assert explorer.inputs["a"] == 1 / 3 and shown.numbers()[0] == 1 / 3
    shown.press(0, "ArrowRight")
    wire.exchange()
    assert explorer.inputs["a"] == 0.4 == shown.numbers()[0]


def test_a_picture_shown_twice_follows_itself(live):
    explorer = Explorer(GRAPH, START)
    first, _ = live(explorer)
    first.page.evaluate("show(0)")
    second = Live(first.page, 1)
    second.drag(1, 50)
    assert first.texts() == second.texts() and first.numbers() == second.numbers() != [2, 1]
    first.node("c").click()
    eventually(lambda: lines_of(second)[0], "c = a + b")
    first.page.evaluate("cleanups[1]()")
    first.drag(1, -50)
    assert first.page.locator(".cglive").count() == 1


def test_explorer_tells_where_a_number_comes_from(live):
    shown, _ = live(Explorer(GRAPH, START))
    eventually(lambda: lines_of(shown)[:2], ["b input", "Value"])
    assert "de/db = de/dc · ∂c/∂b + de/dd · ∂d/∂b" in lines_of(shown)
    assert "in all\t\t5" in lines_of(shown)
    chosen = shown.drawing.locator(".pill.chosen").evaluate_all
    eventually(lambda: chosen("pills => pills.map(pill => pill.classList[1])"), ["pill-b-c-1", "pill-b-d-0"])
    shown.drawing.locator(".pill-c-e-0").click()
    eventually(lambda: lines_of(shown)[0], "c → e")
    eventually(lambda: chosen("pills => pills.map(pill => pill.classList[1])"), ["pill-c-e-0"])
    assert "∂e/∂c = d = 2" in lines_of(shown) and "de/de · ∂e/∂c = 1 × 2 = 2" in lines_of(shown)
    shown.focus("node-c")
    eventually(lambda: lines_of(shown)[0], "c = a + b")
    shown.press(0, "ArrowRight")  # moving an input chooses it; what was chosen stays while another one is dragged
    eventually(lambda: lines_of(shown)[::2][:2], ["a input", "You set it: 2.1."])


ANSWER_BEFORE_A_FRAME = """picture => {
  const right = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
  picture.querySelector("[role=slider]").dispatchEvent(right);
  const field = picture.querySelector(".cg-answer");
  field.value = "3.1";
  field.dispatchEvent(new Event("change"));
}"""


def test_an_answer_is_judged_by_the_numbers_on_the_drawing(live):
    explorer = Explorer(GRAPH, START, quiz=["c"])
    shown, wire = live(explorer)
    shown.box.evaluate(ANSWER_BEFORE_A_FRAME)  # words follow with the next frame, numbers and answers do not wait
    wire.exchange()
    assert explorer.attempts == [{"text": "3.1", "right_at": [2.1, 1]}]


def test_explorer_shows_what_is_asked(live):
    explorer = Explorer(GRAPH, START, wrt="a")
    shown, wire = live(explorer)
    of, wrt = (shown.box.get_by_label(label, exact=True) for label in ("of", "with respect to"))
    eventually(lambda: [of.is_visible(), wrt.is_visible()], [True, False])
    shown.box.get_by_label("tangents").check()
    of.select_option("c")
    wrt.select_option("b")
    wire.exchange()
    assert (explorer.of.name, explorer.wrt.name) == ("c", "b")
    assert shown.texts() == texts_of(explorer.picture.svg)
    for name in ("values", "partials", "adjoints"):
        shown.box.get_by_label(name).uncheck()
    wire.exchange()
    assert (
        shown.texts()
        == texts_of(explorer.picture.svg)
        == {f"tan-{n}": t for n, t in zip("abcde", "01115", strict=True)}
    )
    shown.node("a").click()
    eventually(lambda: lines_of(shown)[-1], "da/db = 0, because a does not depend on b.")


@pytest.mark.parametrize("quantity", TRACES)
def test_player_shows_every_step(live, quantity):
    trace = TRACES[quantity]
    player = StepPlayer(trace)
    shown, wire = live(player, reduced_motion="reduce")
    back, step = (shown.box.get_by_role("button", name=name) for name in ("Back", "Step"))
    eventually(back.is_disabled, True)
    for i in [*range(1, len(trace)), *range(len(trace) - 2, -1, -1)]:
        (step if i > player.step else back).click()
        wire.exchange()
        assert player.step == i
        shows(shown, player)


def shows(shown, player):
    """Assert that a StepPlayer shows its step: its numbers, its sentence, where it works, the same in every view."""
    moment = player.trace[player.step]
    eventually(lambda: shown.box.locator(".cg-say").inner_text(), sentence(moment))
    assert shown.texts() == texts_of(player.picture.svg)
    edge = moment.step.edge if moment.step else None
    lit = shown.drawing.locator("g.edge.lit").evaluate_all("all => all.map(one => Number(one.dataset.edge))")
    assert edge is None or [player.graph.edges[i] for i in lit] == [edge]
    rows = shown.box.locator("tr.now").evaluate_all("all => all.map(one => Number(one.dataset.row))")
    assert rows == ([player.graph.nodes.index(moment.step.node)] if moment.step else [])
    spans = shown.box.locator(".cg-formula .now").evaluate_all("all => all.map(one => Number(one.dataset.row))")
    assert set(spans) <= set(rows)


def test_player_keeps_its_step_while_an_input_moves(live):
    player = StepPlayer(TRACES["adjoint"], step=6)
    shown, wire = live(player)
    for by in (-90, 200, -30):
        shown.drag(1, by)
        wire.exchange()
        assert player.step == 6
        shows(shown, player)


CLICK_AND_LOOK = """button => {
  button.click();
  const picture = button.closest(".cglive");
  return [picture.querySelectorAll(".flight").length, picture.querySelector(".adj-d").textContent];
}"""


def test_a_number_travels_and_what_comes_next_ends_it(live):
    player = StepPlayer(TRACES["adjoint"], step=2)
    shown, wire = live(player)
    step, flights = shown.box.get_by_role("button", name="Step"), shown.drawing.locator(".flight")
    assert step.evaluate(CLICK_AND_LOOK) == [1, ""]
    eventually(lambda: shown.texts().get("adj-d"), "3")
    assert flights.count() == 0
    step.click()
    shown.press(0, "ArrowRight")  # a move lets everything arrive at once
    wire.exchange()
    assert flights.count() == 0 and shown.texts() == texts_of(player.picture.svg)
    shown.box.get_by_role("button", name="Back").click()
    assert flights.count() == 0
    assert shown.page.evaluate("document.getAnimations().every(a => !(a.effect.target instanceof HTMLElement))")


def test_without_motion_nothing_travels(live):
    shown, _ = live(StepPlayer(TRACES["adjoint"], step=2), reduced_motion="reduce")
    shown.box.get_by_role("button", name="Step").click()
    assert shown.drawing.locator(".flight").count() == 0 and shown.texts()["adj-d"] == "3"


def test_player_answers_keys_plays_and_scrubs(live):
    player = StepPlayer(TRACES["adjoint"], step=3)
    shown, wire = live(player, reduced_motion="reduce")
    place = shown.box.locator(".cg-place")
    shown.box.get_by_role("button", name="Step").focus()
    for key, step in [("ArrowRight", 4), ("ArrowLeft", 3), ("ArrowUp", 4), ("ArrowDown", 3), ("Enter", 4)]:
        shown.page.keyboard.press(key)
        eventually(place.inner_text, f"{step} of 6")
    scrub = shown.box.get_by_label("step", exact=True)
    for key, step in [("Home", 0), ("End", 6), ("ArrowLeft", 5)]:
        scrub.press(key)
        eventually(place.inner_text, f"{step} of 6")
    play = shown.box.locator(".cg-play")
    play.click()
    eventually(place.inner_text, "6 of 6")
    eventually(play.inner_text, "Play")
    play.click()
    eventually(place.inner_text, "1 of 6")
    assert play.inner_text() == "Pause"
    play.click()
    wire.exchange()
    assert player.step == 1


def test_a_row_chooses_its_node_and_the_node_its_row(live):
    shown, _ = live(StepPlayer(TRACES["adjoint"], step=6))
    shown.box.locator("tr", has_text="a + b").click()
    eventually(lambda: "chosen" in shown.node("c").get_attribute("class"), True)
    shown.node("d").click()
    eventually(shown.box.locator("tr.chosen td:first-child").all_inner_texts, ["d", "d → e"])


def test_paths_are_strands_and_add_up(live):
    finder = PathExplorer(GRAPH, "b", "e", START)
    shown, wire = live(finder)
    rows = shown.box.locator(".cg-path")
    products = rows.locator("b").all_inner_texts
    eventually(products, ["1 × 2 = 2", "1 × 3 = 3"])
    assert shown.drawing.locator(".cg-leaving").all_text_contents() == ["1", "2"]
    faded = lambda: shown.drawing.locator(".strand.dim").count()  # noqa: E731
    assert faded() == 0
    rows.nth(0).hover()
    assert faded() == 8 and rows.nth(0).get_attribute("aria-pressed") == "false"
    shown.panel.locator("h3").hover()
    assert faded() == 0
    rows.nth(1).click()
    wire.exchange()
    assert finder.path == 1
    eventually(lambda: rows.nth(1).get_attribute("aria-pressed"), "true")
    shown.drag(0, -900)  # the choice stays
    wire.exchange()
    assert shown.texts() == texts_of(finder.picture.svg)
    eventually(products, ["1 × 2 = 2", "1 × (−4) = −4"])
    eventually(lambda: lines_of(shown, ".cg-room > p"), ["de/db = 2 + (−4) = −2"])
    finder.path = None
    wire.to_page()
    eventually(lambda: rows.nth(1).get_attribute("aria-pressed"), "false")


def test_many_paths_are_counted(live):
    doubled = parse("; ".join(f"n{i + 1} = n{i} + n{i}" for i in range(10)))
    thirty = parse("; ".join(["n1 = n0 * n0", *(f"n{i + 1} = n{i} + n{i}" for i in range(1, 5))]))
    many, listed, _ = live(PathExplorer(doubled, "n0", n0=1), PathExplorer(thirty, "n0", n0=1))
    assert lines_of(many, ".cg-room > h3") == ["1,024 paths from n0 to n10, too many to list"]
    eventually(
        lambda: lines_of(many, ".cg-room > p"),
        ["dn10/dn0 = 1024: reverse accumulation adds up all products without listing them."],
    )
    assert listed.box.locator(".cg-path").count() == 32
    assert listed.panel.evaluate("room => room.scrollHeight > room.clientHeight")


def test_quiz_judges_hints_and_remembers(live):
    explorer = Explorer(GRAPH, START, quiz=["c", "∂e/∂c", "de/db"])
    shown, loss, wire = live(explorer, Explorer(parse("loss = log(x)"), x=10 / 3, quiz=["loss"]))
    assert shown.texts() == texts_of(explorer.picture.svg)
    judged = lambda picture=shown: lines_of(picture, ".cg-judged")  # noqa: E731
    box = shown.box.get_by_label("de/db", exact=True)
    missing = "✗ de/db is not 3. The contribution along b → c is missing; every edge that leads on adds one."
    for answer, verdict in [
        ("3", missing),
        ("-1", "✗ de/db is not -1. Look at the sign of ∂d/∂b on b → d."),
        ("99", "✗ de/db is not 99. Add what each edge brings: de/dc · ∂c/∂b + de/dd · ∂d/∂b."),
        ("a lot", "✗ de/db: type a number, such as 2, −0.5 or 1/3."),
        ("10/2", "✓ de/db = 5 is right."),
    ]:
        box.fill(answer)
        box.press("Enter")
        eventually(lambda: [line.strip() for line in judged()], [verdict.lstrip("✓✗ ")])
        assert box.get_attribute("aria-invalid") == str("right" not in verdict).lower()
    shown.press(0, "ArrowRight")
    eventually(judged, ["de/db = 10/2 was right at a = 2."])
    assert box.get_attribute("aria-invalid") == "false"
    shown.press(0, "ArrowLeft")
    eventually(judged, ["de/db = 5 is right."])
    shown.box.get_by_label("c", exact=True).fill("4")
    shown.box.get_by_label("c", exact=True).press("Enter")
    eventually(lambda: judged()[0], "c is not 4. Put the operands' values into the formula in the box.")
    wire.exchange()
    assert explorer.answers == {"c": "4", "∂e/∂c": "", "de/db": "10/2"}
    loss.node("loss").click()
    eventually(lambda: "chosen" in loss.node("loss").get_attribute("class"), True)
    assert lines_of(loss) == []  # where a number comes from is told when no answer is missing any more
    short, right = "loss is right so far; give 4 digits.", "loss = 1.204 is right."
    for answer, verdict in [("1.204", right), ("1.2", short), ("1,204", right), ("1.20", short), ("log(10/3)", right)]:
        loss.box.get_by_label("loss", exact=True).fill(answer)
        loss.box.get_by_label("loss", exact=True).press("Enter")
        eventually(lambda: judged(loss), [verdict])
    eventually(lambda: lines_of(loss)[:1], ["loss = log(x)"])


TYPED = """(field, texts) => {
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }
}"""


def test_python_reads_a_formula_once_the_reader_pauses(live):
    box = FormulaBox("a + b")
    shown, _ = live(box)
    shown.box.get_by_label("formula").evaluate(TYPED, ["a", "a *", "a * b", "a * b * c"])
    sent = "models[0].sent.map(({ text }) => text).filter(Boolean)"
    eventually(lambda: shown.page.evaluate(sent), ["a * b * c"])


def test_formula_good_and_bad(live):
    box = FormulaBox("(a + b) * (b + 1)", a=2, b=(1, -3, 3))
    shown, wire = live(box)
    field, error = shown.box.get_by_label("formula"), shown.box.locator(".cg-below pre")
    before = shown.texts()
    for text in ("(a + b) * (b + ", "x = x + 1", "sine(a)", "<script>hacked=1</script>"):
        field.fill(text)
        eventually(lambda: bool(wire.to_kernel()) or box.text, text)
        wire.to_page()
        assert error.inner_text() == box.error != "" and shown.texts() == before
    field.fill("y = b * sin(a) + k")
    eventually(lambda: bool(wire.to_kernel()) or box.text, "y = b * sin(a) + k")
    wire.to_page()
    assert error.inner_text() == "" and shown.texts() == texts_of(box.picture.svg)
    assert field.evaluate("field => field === document.activeElement")
    shown.press(0, "Home")
    wire.exchange()
    assert box.inputs == {"b": -3.0, "a": 2.0, "k": 1.0} and shown.texts() == texts_of(box.picture.svg)


def test_pi_in_a_formula_is_a_constant_without_a_slider(live):
    box = FormulaBox("a + b", a=2, b=1)
    shown, wire = live(box)
    shown.box.get_by_label("formula").fill("2*pi*r")
    eventually(lambda: bool(wire.to_kernel()) or box.text, "2*pi*r")
    wire.to_page()
    assert box.graph.input_names == ("r",) and shown.inputs.count() == 1
    shown.press(0, "End")
    wire.exchange()
    assert box.values[box.graph.output] == 2 * math.pi * box.inputs["r"] != 0
    assert shown.texts() == texts_of(box.picture.svg)


def test_a_formula_that_nobody_reads_says_so(live):
    shown, _ = live(FormulaBox("a + b"))
    shown.box.get_by_label("formula").fill("a * b")
    eventually(
        shown.box.locator(".cg-below pre").inner_text,
        "Python reads the formula; no kernel has answered, so the picture stays as it is.",
    )


def test_a_script_that_fails_leaves_the_still_picture(live):
    explorer = Explorer(GRAPH, START)
    explorer._esm = explorer._esm.replace("this.scene.write(this.quiz.mask(shown, numbers))", "undefined.fails()", 1)
    shown, _ = live(explorer)
    shown.page.failures.clear()
    assert shown.box.locator("svg .node").count() == 5
    assert "The live picture has failed; this is the still one." in shown.box.inner_text()


def test_two_hundred_formulas_leave_nothing_on_the_page(live):
    box = FormulaBox("a + b")
    shown, wire = live(box)
    frames = "requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelectorAll('*').length)))"
    count = f"new Promise(done => {frames})"
    sizes = []
    for i in range(40):
        box.text = ("a + b", "a * b * c", "a + (", "a")[i % 4]
        wire.to_page()
        sizes.append(shown.page.evaluate(count))
    assert sizes[4:8] == sizes[-4:]


def layers():
    """Return a small network of two layers, each a group."""
    x = inputs("x")
    with group("first"):
        h = tanh(inputs("u") * x).named("h")
    with group("second"):
        y = (inputs("v") * h).named("y")
    return Graph((y - x).named("loss"))


def test_groups_open_and_close(live):
    explorer = Explorer(layers(), x=1, u=0.5, v=2)
    shown, wire = live(explorer)
    assert shown.texts() == texts_of(explorer.picture.svg) and shown.node("u").count() == 0
    first = shown.drawing.locator('[data-group="first"]')
    first.locator("[role=button]").press("Enter")
    wire.exchange()
    assert explorer.opened == ["first"] and shown.node("u").count() == 1 and shown.node("v").count() == 0
    assert shown.texts() == texts_of(explorer.picture.svg)
    assert shown.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Group first, open. Close it."
    first.locator("[role=button]").click()
    wire.exchange()
    assert explorer.opened == [] and shown.node("u").count() == 0


def test_a_kernel_that_answers_late_leaves_the_focus(live):
    shown, wire = live(Explorer(layers(), x=1, u=0.5, v=2))
    shown.drawing.locator('[data-group="first"] [role=button]').press("Enter")
    eventually(shown.node("u").count, 1)  # the page has drawn by itself
    wire.exchange()
    focused = "document.activeElement.getAttribute('aria-label')"
    assert shown.page.evaluate(focused) == "Group first, open. Close it."


def test_without_a_kernel_all_groups_open_at_once(live):
    shown, _ = live(Explorer(layers(), x=1, u=0.5, v=2))
    shown.drawing.locator('[data-group="first"]').click()
    eventually(lambda: [shown.node(name).count() for name in "uv"], [1, 1])
    shown.press(1, "ArrowRight")
    shown.drawing.locator('[data-group="second"] [role=button]').click()
    eventually(lambda: [shown.node(name).count() for name in "uv"], [0, 0])


FILLED = "rings => rings.filter(ring => getComputedStyle(ring).fill !== 'none').map(ring => ring.classList[1])"


def test_one_node_at_a_time_is_lit_whatever_step_was_drawn_first(live):
    shown, _ = live(StepPlayer(TRACES["adjoint"], step=5), reduced_motion="reduce")
    filled = lambda: shown.drawing.locator(".ring").evaluate_all(FILLED)  # noqa: E731
    assert filled() == ["ring-a"]
    shown.box.get_by_role("button", name="Step").click()
    eventually(filled, ["ring-b"])
    shown.box.get_by_role("button", name="Back").click()
    eventually(filled, ["ring-a"])


def test_a_step_inside_a_closed_group_lights_the_group(live):
    graph = layers()
    player = StepPlayer(reverse_trace(graph, evaluate(graph, x=1, u=0.5, v=2)), step=7)
    shown, _ = live(player, reduced_motion="reduce")
    for step in range(8):
        player.step = step
        shown.page.evaluate("step => models[0].set('step', step)", step)
        assert shown.drawing.locator(".node.lit").count() == (step > 0)


def test_a_drawing_is_zoomed_moved_and_reset(live):
    shown, _ = live(Explorer(GRAPH, START))
    stage = shown.box.locator(".cg-stage")
    wide = lambda: round(shown.drawing.bounding_box()["width"])  # noqa: E731
    place, before = stage.bounding_box(), wide()
    spot = shown.node("e").bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    shown.page.mouse.move(x, y)
    shown.page.keyboard.down("Control")
    shown.page.mouse.wheel(0, -300)
    shown.page.keyboard.up("Control")
    eventually(lambda: wide() > 2 * before, True)
    assert stage.bounding_box() == place  # nothing but the drawing has moved
    zoomed = shown.node("e").bounding_box()
    assert zoomed["x"] < x < zoomed["x"] + zoomed["width"] and zoomed["y"] < y < zoomed["y"] + zoomed["height"]
    shown.page.mouse.wheel(0, 200)  # without the key it scrolls
    eventually(lambda: stage.evaluate("stage => stage.scrollTop") > 0, True)
    shown.focus("node-c")
    for key, larger in [("-", False), ("+", True), ("-", False)]:
        size = wide()
        shown.page.keyboard.press(key)
        assert (wide() > size) is larger
    shown.page.keyboard.press("0")
    assert wide() == before and stage.bounding_box() == place and shown.numbers() == [2, 1]
    shown.box.get_by_label("smaller").click()
    assert wide() < before
    shown.box.get_by_label("fit the drawing").click()
    assert wide() == before


def test_a_drawing_too_wide_for_its_place_shows_what_is_chosen(live):
    shown, _ = live(Explorer(NEURON, WEIGHTS), viewport={"width": 375, "height": 800})
    inside = """([box, stage]) => {
      const [one, all] = [box, stage].map((element) => element.getBoundingClientRect());
      return one.left >= all.left && one.right <= all.right;
    }"""
    stage = shown.box.locator(".cg-stage").element_handle()
    assert shown.page.evaluate(inside, [shown.node("b").locator(".body").element_handle(), stage])


def test_curve_follows_its_point_and_its_step(live):
    curve = Curve(GRAPH, "e", "b", START, h=1.5)
    shown, wire = live(curve)
    words = lambda: " ".join(lines_of(shown))  # noqa: E731
    eventually(lambda: "slope is the derivative: de/db = 5." in words() and "its slope is 6.5." in words(), True)
    end, point = (shown.box.locator(f".cg-chart .{css}").bounding_box() for css in ("end", "point"))
    shown.page.mouse.move(end["x"] + 7, end["y"] + 7)
    shown.page.mouse.down()
    shown.page.mouse.move((end["x"] + point["x"]) / 2 + 7, end["y"], steps=4)
    shown.page.mouse.up()
    wire.exchange()
    assert 0.6 < curve.h < 0.9 and curve.inputs == START
    shown.page.mouse.click(point["x"] - 60, point["y"])
    shown.box.get_by_label("number for h").fill("1/4")
    shown.box.get_by_label("number for h").press("Enter")
    wire.exchange()
    assert curve.h == 0.25 and curve.inputs["b"] < 1
    eventually(lambda: f"its slope is {number(curve.secant)}." in words(), True)
    assert shown.box.locator("[role=img]").get_attribute("aria-label").endswith(f"slope {number(curve.tangent)}.")


def test_product_says_what_its_strips_are(live):
    product = Product(GRAPH, "e", "b", START, h=0.5)
    shown, wire = live(product)
    words = lambda: " ".join(lines_of(shown))  # noqa: E731
    eventually(lambda: "strips are 2 and 3." in words() and "de/db = 5." in words(), True)
    shown.box.get_by_label("nudge", exact=True).select_option("a")
    shown.box.get_by_label("a", exact=True).press("ArrowRight")
    wire.exchange()
    assert product.wrt.name == "a" and product.inputs["a"] > 2
    eventually(lambda: f"= {number(product.strips[0])}." in words(), True)


def test_numbers_are_written_as_fractions_or_it_says_why_not(live):
    graph = parse("c = a / b; d = c + 1 / 6; e = c * d")
    thirds = StepPlayer(reverse_trace(graph, evaluate(graph, a=1, b=3)), step=4, exact=True)
    odd = Explorer(parse("y = exp(x)"), x=1, exact=True)
    shown, why, wire = live(thirds, odd)
    texts = shown.texts()
    assert (texts["val-d"], texts["part-c-e-0"], texts["adj-d"]) == ("1/2", "1/2", "1/3")
    assert texts == texts_of(thirds.picture.svg) and "e = c · d = 1/6" in thirds.picture.text
    table = lambda: shown.box.locator(".cg-table").inner_text().replace("(1/2)", "1/2")  # noqa: E731
    eventually(lambda: "1 · 1/2 = 1/2" in table(), True)
    shown.press(0, "ArrowRight")
    eventually(lambda: shown.texts()["val-c"], "11/30")
    reason = "y = exp(x) has no exact fraction, for exp of a fraction need not be one; leave out exact=True."
    eventually(lambda: lines_of(why)[0], reason)
    assert why.texts()["val-y"] == "2.718"
    assert why.texts() == texts_of(odd.picture.svg) and odd.picture.text.endswith(reason)
    wire.exchange()
    assert shown.texts() == texts_of(thirds.picture.svg)


EXACT = {
    "thirds": ("c = a / b; d = c + 1 / 6; e = c * d", {"a": 1, "b": 3}),
    "long": ("c = a / b; d = c * c; e = d * d / 7 + a", {"a": 1 / 3, "b": 1.23}),
    "powers": ("c = a ** 3; d = max(c, b) + abs(b); e = c / d", {"a": -0.1, "b": 0.7}),
}


@pytest.mark.parametrize("name", EXACT)
def test_a_still_shows_the_fractions_of_the_page(live, name):
    graph, start = parse(EXACT[name][0]), EXACT[name][1]
    values = evaluate(graph, start)
    traces = [evaluation_trace(graph, start), reverse_trace(graph, values), forward_trace(graph, values, "a")]
    players = [StepPlayer(trace, exact=True) for trace in traces]
    explorer = Explorer(graph, start, show=EVERYTHING, wrt="a", exact=True, views=["table", "formula"])
    *shown, all_at_once, wire = live(*players, explorer, reduced_motion="reduce")
    assert all_at_once.texts() == texts_of(explorer.picture.svg)
    assert any("/" in text for text in all_at_once.texts().values())
    for player, page in zip(players, shown, strict=True):
        for step in range(len(player.trace)):
            player.step = step
            wire.to_page()
            assert page.texts() == texts_of(player.picture.svg), step


def test_an_exact_quiz_takes_fractions_and_says_them(live):
    explorer = Explorer(parse("c = a / b; e = c * b"), a=1, b=3, quiz=["c", "de/db"], views=["table"], exact=True)
    shown, _ = live(explorer)
    assert shown.texts() == texts_of(explorer.picture.svg)
    shown.box.get_by_label("c", exact=True).fill("1/3")
    shown.box.get_by_label("c", exact=True).press("Enter")
    eventually(lambda: lines_of(shown, ".cg-judged"), ["c = 1/3 is right."])
    eventually(lambda: "a / b = 1 / 3 = 1/3" in shown.box.locator(".cg-table").inner_text(), True)


def test_an_engine_is_replayed_step_by_step_and_runs_again_in_the_kernel(live):
    player = replay(unordered_sweep, "b = 2 * a; c = 3 * b; d = 4 * b; e = c * d", a=1)
    shown, wire = live(player, reduced_motion="reduce")
    lit = shown.box.locator("tr.now")
    eventually(lambda: lit.inner_text().split("\t"), ["a → b", "48", "✗ 96"])
    assert player.result.sentence == lines_of(shown, ".cg-reason")[0]
    assert shown.drawing.locator(".pill.false").count() == 1 and "adj-d" not in shown.texts()
    assert shown.texts() == texts_of(player.picture.svg)  # the still twin, sums in the making and all
    shown.box.get_by_text("Back").click()
    wire.exchange()
    assert player.step == 2
    eventually(lambda: lit.inner_text().split("\t"), ["b → c", "24", "✓"])
    assert shown.texts() == texts_of(player.picture.svg)
    assert shown.drawing.locator(".pill.false").count() == 0
    shown.drag(0, 60)
    eventually(lambda: "The engine runs in the kernel" in lines_of(shown, ".cg-say")[0], True)
    assert lit.count() == 0 and "adj-b" not in shown.texts()
    wire.exchange()
    wire.to_page()
    eventually(lambda: lines_of(shown, ".cg-reason"), [player.result.sentence])
    assert player.result.contributions[1].sent != 24
