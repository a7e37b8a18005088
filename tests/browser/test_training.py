"""The Training on a page: run, pause, step, reset, its sliders, the followed example; what the kernel then knows."""

from functools import partial

import numpy as np
import pytest
from live import AXE, ask, eventually, tell

from cgraph_lib.live import Training
from cgraph_lib.live.pages import element, head
from cgraph_lib.live.training_data import plane_of
from cgraph_lib.nn import Network, adam, initial, sgd, spiral
from cgraph_lib.numerals import number

CELL = """import ipywidgets
from cgraph_lib.live import Training
from cgraph_lib.live.pages import element, head
from cgraph_lib.live.training_data import plane_of
from cgraph_lib.nn import *
net = Network(initial([2, 8, 3], seed=1), 1e-3)
training = Training(net, *spiral(30), sgd(0.5), speed=0)
training"""
# Clicks Run, and returns after how many milliseconds another step stands there.
FIRST_REDRAWN = """button => new Promise(done => {
  const shown = () => button.closest(".cglive").querySelector(".cg-scores b").textContent, before = shown();
  const start = performance.now();
  const look = () => shown() === before ? requestAnimationFrame(look) : done(performance.now() - start);
  button.click();
  look();
})"""
KNOB = "knob = ipywidgets.FloatText()\ntraining.link('rate', knob)\nknob"


def made(update=None, sizes=(2, 8, 3), **options):
    x, y = spiral(30, classes=sizes[-1])
    return Training(Network(initial(sizes, seed=1), 1e-3), x, y, update or sgd(0.5), **options)


class Shown:
    """A Training on a page."""

    def __init__(self, page, place=0):
        self.page, self.box = page, page.locator(".cglive").nth(place)

    def press(self, name):
        self.box.get_by_role("button", name=name).click()

    def step(self):
        return int(self.box.locator(".cg-scores b").first.inner_text())

    def number(self, name):
        """Return one of the numbers above the curve, as it stands there."""
        return self.box.locator(".cg-scores div", has_text=name).first.locator("b").inner_text()

    def colours(self):
        """Return the pixels of the plane as one string."""
        script = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.join()"
        return self.box.locator(".cg-plane canvas").evaluate(script)


@pytest.fixture
def show(wired):
    """Return a function that opens a page of trainings and returns them with their wire."""
    return partial(wired, Shown)


def twin(steps):
    """Return a training that has taken this many steps in the kernel alone."""
    alone = made()
    alone.run(steps=steps)
    return alone


def test_steps_are_taken_and_the_kernel_knows(show):
    training = made()
    shown, wire = show(training)
    before = shown.colours()
    for step in (1, 2, 3):
        shown.press("Step")
        eventually(shown.step, step)
    eventually(lambda: shown.box.get_by_role("button", name="Run").count(), 1)
    wire.exchange()
    alone = twin(3)
    assert training.steps == 3 and training.loss == pytest.approx(alone.loss, rel=1e-12)
    np.testing.assert_allclose(training.network.parameters["W1"], alone.network.parameters["W1"], rtol=1e-12)
    assert shown.number("loss") == number(training.loss)
    assert shown.colours() != before


def test_run_and_pause(show):
    training = made(speed=50)  # not so many steps, on any machine, that roundings grow
    shown, wire = show(training)
    shown.press("Run")
    eventually(lambda: shown.step() > 20, True)
    shown.press("Pause")
    step = shown.step()
    shown.page.wait_for_timeout(400)
    assert shown.step() == step
    wire.exchange()
    assert training.steps == step and not training.running
    assert training.loss == pytest.approx(twin(step).loss, rel=1e-9)


def test_a_burst_stops_by_itself_and_the_next_goes_on(show):
    training = made(burst=20, speed=500)
    shown, wire = show(training)
    for steps in (20, 40):
        shown.press("Train 20 steps")
        eventually(shown.step, steps)
        eventually(lambda: shown.box.get_by_role("button", name="Train 20 steps").count(), 1)
    wire.exchange()
    assert training.steps == 40 and not training.running and training.goal is None


def test_the_kernel_runs_pauses_and_resets_the_page(show):
    training = made(speed=0)
    shown, wire = show(training)
    training.running = True
    wire.to_page()
    eventually(lambda: shown.step() > 5, True)
    training.running = False
    wire.to_page()
    step = shown.step()
    shown.page.wait_for_timeout(300)
    assert shown.step() == step
    wire.exchange()
    assert training.steps == step
    training.run(steps=7)
    wire.to_page()
    assert shown.step() == step + 7
    training.reset()
    wire.to_page()
    assert shown.step() == 0
    shown.press("Step")
    eventually(shown.step, 1)
    wire.exchange()
    assert training.steps == 1 and training.loss == pytest.approx(twin(1).loss, rel=1e-12)


def test_the_kernel_s_word_wins_while_the_page_runs(show):
    training = made(speed=20)
    shown, wire = show(training)
    shown.press("Run")
    eventually(lambda: shown.step() >= 2, True)
    training.reset()  # before it hears of the page's steps
    wire.exchange()
    assert shown.step() == training.steps == 0 and not training.running


def test_reset_on_the_page(show):
    training = made(adam(0.02))
    training.run(steps=30)
    shown, wire = show(training)
    loss = shown.number("loss")
    shown.press("Reset")
    assert shown.step() == 0 and shown.number("loss") != loss
    wire.exchange()
    assert training.steps == 0 and (training.network.parameters["W1"] == initial([2, 8, 3], seed=1)["W1"]).all()
    assert training.update.steps == 0 and not training.update.memory


def test_the_sliders_are_those_of_the_next_step(show):
    training = made()
    shown, wire = show(training)
    rate = shown.box.get_by_role("slider", name="learning rate")
    rate.focus()
    rate.press("ArrowRight")
    field = shown.box.get_by_label("number for penalty")
    field.fill("0.25")
    field.press("Enter")
    shown.press("Step")
    eventually(shown.step, 1)
    wire.exchange()
    assert (training.rate, training.penalty, training.update.rate, training.network.penalty) == (0.7, 0.25, 0.7, 0.25)
    alone = made(sgd(0.7))
    alone.penalty = 0.25
    alone.run(steps=1)
    assert training.loss == pytest.approx(alone.loss, rel=1e-12)
    training.rate = 0.001
    wire.to_page()
    assert shown.box.get_by_label("number for learning rate").input_value() == "0.001"


def test_an_example_is_followed(show):
    training = made()
    shown, wire = show(training)
    spot = shown.box.locator(".cg-plane svg").bounding_box()
    left, right, bottom, top = plane_of(training.trainer)
    x, y = training.trainer.training.x[70]
    at = {"x": spot["width"] * (x - left) / (right - left), "y": spot["height"] * (top - y) / (top - bottom)}
    shown.box.locator(".cg-plane svg").click(position=at)
    wire.exchange()
    assert training.chosen == 70
    words = shown.box.locator(".cg-followed").inner_text()
    share = training.look.shares[70][training.trainer.training.labels[70]]
    assert "Example 70, class 2" in words and f"−log {share:.4f}".rstrip("0") in words
    shown.box.locator(".cg-plane svg").press("ArrowRight")
    wire.exchange()
    assert training.chosen == 71 and "Example 71, class 2" in shown.box.locator(".cg-followed").inner_text()


def test_what_goes_wrong_is_reported_and_stops(show):
    training = Training(Network(initial([2, 20, 3]), 0.5), *spiral(30), sgd(1e4), speed=0)
    shown, wire = show(training)
    shown.press("Run")
    eventually(lambda: "training has stopped" in shown.box.locator(".cg-remarks").inner_text(), True)
    eventually(lambda: shown.box.get_by_role("button", name="Run").count(), 1)
    wire.exchange()
    assert not training.running and "training has stopped" in training.picture.text


def test_batches_are_those_of_the_kernel_and_validation_points_are_small(show):
    training, alone = (made(batch=16, validation=spiral(9, seed=2)) for _ in range(2))
    shown, wire = show(training)
    for step in range(1, 8):  # more than one epoch
        shown.press("Step")
        eventually(shown.step, step)
    wire.exchange()
    alone.run(steps=7)
    assert training.loss == pytest.approx(alone.loss, rel=1e-12)
    assert shown.box.locator(".cg-plane .quiet").count() == 3
    assert "Small marks are the validation set." in shown.box.locator(".cg-followed").inner_text()


def test_dead_units_are_crossed_out(show):
    parameters = initial([2, 6, 3], seed=2)
    parameters["b1"][:2] = -9
    shown, _ = show(Training(Network(parameters), *spiral(20), sgd(0.1)))
    dead = shown.box.locator(".unit.dead")
    assert dead.count() == 2 and "dead" in dead.first.locator("title").text_content()
    assert shown.box.locator(".unit").count() == 11


@pytest.mark.parametrize("hidden", [[8] * 6, [6] * 20, [30] * 4])
def test_tiles_of_a_deep_network_have_room(show, hidden):
    shown, _ = show(made(sizes=(2, *hidden, 3)))
    shown.press("Step")
    eventually(shown.step, 1)
    boxes = shown.box.locator(".unit rect").evaluate_all(
        "all => all.map(box => ['x', 'y', 'width', 'height'].map(name => Number(box.getAttribute(name))))"
    )
    left, top, width, height = np.array(boxes).T
    assert len(boxes) == 5 + sum(hidden) and np.all(width > 1) and np.all(height == width)
    assert left.min() >= 0 and top.min() >= 0 and (left + width).max() <= 330 and (top + height).max() <= 336
    apart = np.abs(np.subtract.outer(left, left)) >= width, np.abs(np.subtract.outer(top, top)) >= height
    assert np.all(apart[0] | apart[1] | np.eye(len(boxes), dtype=bool))


def test_lines_tell_size_and_sign(show):
    training = made()
    training.network.parameters["W2"][0] = [3.0, -3.0, 0.0]
    training = Training(training.network, *spiral(30), sgd(0.5))
    shown, wire = show(training)
    lines = shown.box.locator(".cg-net .line")
    assert lines.count() == 2 * 8 + 8 * 3
    first = [lines.nth(16 + i) for i in range(3)]
    assert [line.get_attribute("class") for line in first] == ["line pos", "line neg", "line zero"]
    widths = [float(line.get_attribute("stroke-width")) for line in first]
    assert widths[0] == widths[1] > widths[2]
    shown.box.get_by_label("lines show").select_option(label="derivatives of the loss")
    wire.exchange()
    assert training.shown == "derivatives"
    gradient = training.network.loss_and_gradient(*spiral(30))[1]["W2"]
    largest = np.argmax(np.abs(gradient))
    widths = [float(lines.nth(16 + i).get_attribute("stroke-width")) for i in range(24)]
    assert np.argmax(widths) == largest


def test_two_views_of_one_training_agree_and_two_trainings_do_not_mix(show):
    training, other = made(speed=0), made(adam(0.1))
    first, second, wire = show(training, other)
    first.page.evaluate("show(0)")
    again = Shown(first.page, 2)
    first.press("Run")
    eventually(lambda: again.step() > 10, True)
    again.press("Pause")
    assert first.step() == again.step() and second.step() == 0
    wire.exchange()
    assert training.steps == first.step() and other.steps == 0
    first.page.evaluate("cleanups[2]()")
    first.press("Step")
    eventually(first.step, training.steps + 1)


def test_examples_that_are_no_points_are_images(show):
    dice = np.random.default_rng(1)
    training = Training(Network(initial([16, 8, 3])), dice.random((30, 16)), np.arange(30) % 3, sgd(0.5))
    shown, wire = show(training)
    cards = shown.box.locator(".cg-examples button")
    assert cards.count() == 24
    predicted = training.network.predict(training.trainer.training.x)
    examples = [0, 1, 2, 3, 5, 6]
    assert [int(text.split()[0]) for text in cards.all_inner_texts()[:6]] == predicted[examples].tolist()
    cards.nth(4).click()
    wire.exchange()
    assert training.chosen == 5


@pytest.mark.parametrize("width", [375, 700])
def test_it_fits_a_narrow_place(show, width):
    shown, _ = show(made(validation=spiral(9, seed=2)), viewport={"width": width, "height": 900})
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    buttons = shown.box.locator("button, select, input").all()
    assert all(button.bounding_box()["height"] >= 24 for button in buttons)


def test_in_jupyter_it_runs_beside_the_kernel(open_notebook):
    notebook = open_notebook("beside.ipynb", cells=[CELL, "training.run(steps=2)", KNOB])
    shown = Shown(notebook.page)
    eventually(shown.step, 2)
    shown.press("Run")
    eventually(lambda: shown.step() > 30, True)
    eventually(lambda: ask(notebook.page, "training.steps") > 2, True)  # the kernel hears while it runs
    shown.press("Pause")
    step = shown.step()
    eventually(lambda: ask(notebook.page, "[training.steps, training.running]"), [step, False])
    tell(notebook.page, "knob.value = 0.25")
    field = shown.box.get_by_label("number for learning rate")
    eventually(field.input_value, "0.25")
    field.fill("0.125")
    field.press("Enter")
    eventually(lambda: ask(notebook.page, "[knob.value, training.update.rate]"), [0.125, 0.125])
    tell(notebook.page, "training.reset()")
    eventually(shown.step, 0)
    assert notebook.failures == []


def test_in_jupyter_the_kernel_trains_what_is_too_large(open_notebook):
    small = "from cgraph_lib.live import slices\nslices.MOST_PRODUCTS = 0"
    notebook = open_notebook("large.ipynb", cells=[small, CELL])
    page, shown = notebook.page, Shown(notebook.page)
    eventually(shown.step, 0)
    shown.press("Run")
    eventually(lambda: shown.step() > 30, True)
    steps = ask(page, "training.steps")  # a cell runs in between
    eventually(lambda: ask(page, "training.steps") > steps, True)
    shown.press("Pause")
    eventually(lambda: ask(page, "training.running"), False)
    eventually(shown.step, ask(page, "training.steps"))
    assert shown.number("loss") == number(ask(page, "training.loss"))
    shown.press("Reset")
    eventually(lambda: [shown.step(), ask(page, "training.steps")], [0, 0])
    eventually(lambda: shown.number("loss"), number(ask(page, "training.loss")))
    assert notebook.failures == []


def test_many_steps_leave_nothing_behind(show):
    training = made(speed=0)
    shown, wire = show(training)
    session = shown.page.context.new_cdp_session(shown.page)

    def left():
        session.send("HeapProfiler.collectGarbage")
        counters = session.send("Memory.getDOMCounters")
        return session.send("Runtime.getHeapUsage")["usedSize"], counters["nodes"], counters["jsEventListeners"]

    def run_to(steps):
        shown.press("Run")
        eventually(lambda: shown.step() >= steps, True, seconds=60)
        shown.press("Pause")
        wire.exchange()
        shown.page.evaluate("models[0].sent.length = 0")
        return left()

    heap, nodes, listeners = run_to(1500)
    heap_after, nodes_after, listeners_after = run_to(10_000)
    assert heap_after - heap < 3e6
    assert nodes_after - nodes < 300
    assert listeners_after == listeners


def test_closing_a_view_stops_what_runs(show):
    training = made(speed=0)
    shown, _ = show(training)
    shown.press("Run")
    eventually(lambda: shown.step() > 5, True)
    shown.page.evaluate("cleanups[0]()")
    shown.page.wait_for_timeout(100)
    shown.page.evaluate("models[0].sent.length = 0")
    shown.page.wait_for_timeout(1300)
    assert shown.page.evaluate("models[0].sent.length") == 0 and shown.page.locator(".cglive").count() == 0


def test_it_stands_still_for_readers_who_want_that(show):
    training = made(speed=0)
    shown, _ = show(training, reduced_motion="reduce")
    milliseconds = shown.box.get_by_role("button", name="Run").evaluate(FIRST_REDRAWN)
    assert milliseconds > 500  # it is redrawn once a second


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_no_violation(show, package, scheme):
    training, other = made(validation=spiral(9, seed=2), chosen=3), made(sizes=(2, 40, 3))
    training.run(steps=30)
    shown, _, _ = show(training, other, color_scheme=scheme, reduced_motion="reduce")
    shown.page.add_script_tag(path=package("axe-core/axe.min.js"))
    assert shown.page.evaluate(AXE, "main") == []
    shown.box.locator(".cg-play").evaluate("button => button.replaceChildren()")
    assert [violation for violation, *_ in shown.page.evaluate(AXE, "main")] == ["button-name"]  # so axe does see us


def test_everything_is_reached_by_the_keyboard(show):
    shown, wire = show(made(burst=3, speed=500))
    shown.box.locator(".cg-plane svg").focus()
    names = []
    while shown.box.evaluate("box => box.contains(document.activeElement)"):
        script = "() => { const e = document.activeElement; return e.ariaLabel ?? e.textContent; }"
        names.append(shown.page.evaluate(script))
        shown.page.keyboard.press("Tab")
    assert [name.split(".")[0] for name in names[:4]] == [
        "The plane of the inputs, coloured by the class that the network predicts",
        "Train 3 steps",
        "Step",
        "Reset",
    ]
    assert names[4:10] == [
        "learning rate",
        "number for learning rate",
        "penalty",
        "number for penalty",
        "steps a second",
        "lines show",
    ]
    shown.box.get_by_role("button", name="Train 3 steps").press("Enter")
    eventually(shown.step, 3)
    wire.exchange()


def test_a_page_without_jupyter_shows_a_training_as_it_was_after_each_cell(chromium, tmp_path):
    training = made(burst=20, speed=500)
    elements = [element(training.get_state(), "<p></p>")]
    training.run(steps=5)
    elements.append(element(training.get_state(), "<p></p>"))
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{head()}{''.join(elements)}", "utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.locator(".cglive").nth(1).wait_for()
    first, second = Shown(page), Shown(page, 1)
    assert (first.step(), second.step()) == (0, 5)
    second.press("Train 20 steps")
    eventually(second.step, 25)
    assert first.step() == 0 and second.number("loss") == number(twin(25).loss)
    page.close()


def test_the_plane_is_painted_anew_in_another_theme(show):
    shown, _ = show(made(), color_scheme="light")
    light = shown.colours()
    shown.page.emulate_media(color_scheme="dark")
    eventually(lambda: shown.colours() != light, True)
    shown.page.emulate_media(color_scheme="light")
    eventually(lambda: shown.colours() == light, True)
