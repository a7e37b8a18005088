"""The live pictures' half in the kernel: sliders, what is refused, what closing leaves behind."""

import math

import numpy
import pytest
from ipywidgets.widgets.widget import _instances
from pytest import approx

from cgraph_lib import evaluate, evaluation_trace, parse, paths, reverse_trace
from cgraph_lib.live import Explorer, FormulaBox, PathExplorer, StepPlayer
from cgraph_lib.live.sliders import Slider, room
from cgraph_lib.picture.layout import NoEngineError
from cgraph_lib.trace import Trace

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
START = {"a": 2.0, "b": 1.0}
MAKERS = {
    "Explorer": lambda: Explorer(GRAPH, START, quiz=["∂e/∂b", "c"]),
    "StepPlayer": lambda: StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START)), step=2),
    "PathExplorer": lambda: PathExplorer(GRAPH, "b", "e", START),
    "FormulaBox": lambda: FormulaBox("(a + b) * (b + 1)", START),
}


def on_page(slider, value):
    """Do what ipywidgets does on a page: put the slider on its grid, with the rounding of its arithmetic."""
    slider.value = slider.min + round((value - slider.min) / slider.step) * slider.step


@pytest.mark.parametrize(
    ("given", "low", "high", "step"),
    [
        (2, -5, 5, 0.1),
        (0.25, -5, 5, 0.05),
        (7.3, -20, 20, 0.1),
        ((1, -4, 4), -4, 4, 0.05),
        ((0.6, -1.5, 1.5), -1.5, 1.5, 0.02),
        (1e300, -2e300, 2e300, 2e298),
        (-1.7e308, -1.7e308, 0, 1e306),
    ],
)
def test_a_slider_has_round_steps_and_room(given, low, high, step):
    slider = Slider("x", *room("x", given))
    assert (slider.min, slider.max, slider.step) == (low, high, step)
    start = given[0] if isinstance(given, tuple) else given
    assert slider.number == start and (high - low) / step <= 1001
    on_page(slider, start)
    assert slider.number == start
    for end in (low, high):
        on_page(slider, end)
        assert slider.number == approx(end)


@pytest.mark.parametrize("given", [1 / 3, 0.123456789, math.pi, (1 / 7, -1, 1), -1e-7])
def test_a_number_off_the_grid_is_kept(given):
    slider, start = Slider("x", *room("x", given)), given[0] if isinstance(given, tuple) else given
    assert slider.number == start
    on_page(slider, start)
    assert slider.value != start and slider.number == start


def test_what_the_reader_chooses_has_few_decimals():
    slider = Slider("x", *room("x", 2))
    for tenths in range(-50, 51):
        on_page(slider, tenths / 10)
        assert slider.number == tenths / 10 and math.copysign(1, slider.number) == (-1 if tenths < 0 else 1)


def test_a_number_beyond_the_ends_moves_them_and_they_come_back():
    explorer = Explorer(GRAPH, a=2, b=(1, -3, 3))
    explorer.inputs = {"a": -7.5, "b": 1e300}
    assert explorer.inputs == {"a": -7.5, "b": 1e300}
    assert [(slider.min, slider.max) for slider in explorer.sliders.values()] == [(-20, 20), (-2e300, 2e300)]
    explorer.inputs = {"a": 1 / 3, "b": -3}
    assert [(slider.min, slider.max) for slider in explorer.sliders.values()] == [(-5, 5), (-3, 3)]
    assert explorer.inputs == {"a": 1 / 3, "b": -3.0}


def test_what_the_page_sends_too_late_is_not_taken():
    slider = Slider("x", *room("x", 1 / 3))
    slider.set_state({"value": 0.3, "seen": 0})  # the page puts the slider on its grid
    assert slider.number == 1 / 3
    slider.number = 2
    slider.set_state({"value": 0.3})  # sent before the page heard of the 2
    assert slider.number == 2
    slider.set_state({"value": 2.5, "seen": 1})  # the reader, later
    slider.set_state({"value": 2.6})
    assert slider.number == 2.6


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: Explorer(GRAPH, a=1), "No number for the input b"),
        (lambda: Explorer(GRAPH, a=1, b=2, bb=3), "no input 'bb'"),
        (lambda: Explorer(GRAPH, a=1, b="two"), "for b, got str"),
        (lambda: Explorer(GRAPH, a=1, b=(2, 3)), "Input b is a number or (start, low, high), not (2, 3)"),
        (lambda: Explorer(GRAPH, a=1, b=(9, -3, 3)), "Input b must start between its low and high: got (9, -3, 3)"),
        (lambda: Explorer(GRAPH, a=1, b=(1, 1, 1)), "Input b must start between"),
        (lambda: Explorer(GRAPH, a=1, b=(1, -math.inf, 3)), "slider b takes a finite number, not -inf"),
        (lambda: Explorer(GRAPH, START, show=["value"]), "not 'value'. Did you mean 'values'?"),
        (lambda: Explorer(GRAPH, START, of="f"), "'f'"),
        (lambda: Explorer(GRAPH, START, wrt="cc"), "'cc'"),
        (lambda: Explorer(GRAPH, START, quiz=["∂e"]), "'∂e'"),
        (
            lambda: Explorer(GRAPH, START, quiz=["∂d/∂a"]),
            "no edge runs from a to d; the adjoints shown are those of e.",
        ),
        (
            lambda: Explorer(GRAPH, START, quiz=["∂e/∂b"], show=["values"]),
            "no edge runs from b to e; show adjoints, with of='e'",
        ),
        (lambda: Explorer(GRAPH, START, quiz=["∂e/∂b"], of="c"), "the adjoints shown are those of c."),
        (lambda: Explorer(parse("k = 2; y = k * x"), x=1, wrt="k"), "k is a constant"),
        (lambda: Explorer(GRAPH, a=1, b=()), "plain numpy array of real numbers for b"),
        (lambda: Explorer(GRAPH, a=1, b=(0, -1.7e308, 1.7e308)), "No slider is that long or short: Input b"),
        (lambda: Explorer(GRAPH, a=1, b=(0, 0, 5e-324)), "No slider is that long or short: Input b"),
        (lambda: StepPlayer(GRAPH), "A StepPlayer plays a trace"),
        (lambda: Explorer(GRAPH, START, quiz=["z"]), "'z'"),
        (lambda: PathExplorer(GRAPH, "b", "z", START), "'z'"),
        (lambda: PathExplorer(parse("; ".join(f"n{i + 1} = n{i} + n{i}" for i in range(9))), "n0", n0=1), "512 paths"),
        (lambda: StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START)), step=7), "steps 0 to 6, not 7"),
        (lambda: StepPlayer(Trace(GRAPH, "value", {}, ())), "does not know its values"),
        (lambda: FormulaBox("a +"), "a +"),
    ],
)
def test_a_wrong_argument_is_named(attempt, culprit):
    before = len(_instances)
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)
    assert len(_instances) == before, "a refused picture leaves no widgets behind"


@pytest.mark.parametrize(
    ("numbers", "culprit"),
    [
        ({"A": 1}, "no slider 'A': the sliders are a, b."),
        ({"a": math.nan}, "slider a takes a finite number, not nan"),
        ({"a": [1, 2]}, " a"),
        ({"a": 3, "b": numpy.ones(2)}, "slider b takes a finite number"),
    ],
)
def test_wrong_inputs_are_named_and_move_nothing(numbers, culprit):
    explorer = Explorer(GRAPH, START)
    with pytest.raises(ValueError) as refused:
        explorer.inputs = numbers
    assert culprit in str(refused.value)
    assert explorer.inputs == START


def test_a_step_or_path_that_is_not_there_is_named():
    player, finder = MAKERS["StepPlayer"](), MAKERS["PathExplorer"]()
    with pytest.raises(ValueError, match="steps 0 to 6, not -1"):
        player.step = -1
    with pytest.raises(ValueError, match="numbers 0 to 1, not 2"):
        finder.path = 2
    assert (player.step, finder.path) == (2, None)
    finder.path = 1
    assert finder.paths[finder.path].nodes == paths(GRAPH, "b")[1].nodes


def test_what_each_way_costs():
    costs = MAKERS["PathExplorer"]().costs()
    assert costs == [
        ["", "de/db", "for every input"],
        ["sum over paths", 2, 3],  # b has two paths and a one, each of two edges
        ["forward accumulation", 4, 6],  # b reaches four edges, a two
        ["reverse accumulation", 5, 5],
    ]
    stages = parse("t0 = s0 + s0; s1 = t0 + s0; t1 = s1 + s1; s2 = t1 + s1")
    # Four paths of 4 edges, four of 3 and one of 2; a path takes one multiplication less than it has edges.
    assert [row[1:] for row in PathExplorer(stages, "s0", s0=1).costs()[1:]] == [[21, 21], [8, 8], [8, 8]]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Explorer(GRAPH, a=numpy.arange(3.0), b=1), "for arrays here is the still picture"),
        (lambda: Explorer(GRAPH, a=math.inf, b=1), "finite numbers only"),
        (lambda: StepPlayer(evaluation_trace(GRAPH, a=numpy.ones(2), b=1)), "for arrays here is the still picture"),
        (lambda: Explorer(parse("; ".join(f"n{i + 1} = n{i} + x" for i in range(60))), x=1, n0=1), "graph has 62"),
    ],
)
def test_what_cannot_live_shows_a_still_picture_and_why(make, reason):
    picture = make()
    (still,) = picture.children
    assert reason in still.value and "<svg" in still.value
    assert picture.sliders == {} and picture.picture.text in repr(picture.picture)
    with pytest.raises(ValueError, match="this picture has no sliders"):
        picture.inputs = {"a": 1}


def test_a_still_picture_can_be_asked_and_told_too():
    still = Explorer(GRAPH, a=numpy.ones(2), b=1)
    still.of, still.wrt = "c", "b"
    assert (still.of.name, still.wrt.name, still.answers) == ("c", "b", {})
    player = StepPlayer(evaluation_trace(GRAPH, a=numpy.ones(2), b=1), step=2)
    assert player.step == 2
    player.step = 1
    assert player.step == 1 and "b = 1" not in player.picture.text
    finder = PathExplorer(GRAPH, "b", "e", a=numpy.ones(2), b=1)
    finder.path = 0
    assert finder.path == 0


def test_a_graph_without_inputs_lives():
    assert Explorer(parse("c = 2"), show=["values", "adjoints", "tangents"]).values["c"] == 2
    assert FormulaBox("2").error == ""


def test_without_an_engine_no_widget_is_left(monkeypatch):
    monkeypatch.setattr("cgraph_lib.picture.layout.columns", no_engine)
    before = set(_instances)
    picture = Explorer(GRAPH, START)
    assert "<pre>" in picture.children[0].value
    picture.close()
    assert set(_instances) == before


def no_engine(*_):
    raise NoEngineError("There is none.")


@pytest.mark.parametrize("name", MAKERS)
def test_closing_leaves_no_widget_behind(name):
    before = set(_instances)
    picture = MAKERS[name]()
    assert len(_instances) > len(before) + 5
    picture.close()
    assert set(_instances) == before


def test_typing_formulas_leaves_only_the_newest_picture():
    box = FormulaBox("a + b")
    before = len(_instances)
    for text in ("a + b + c", "a", "a +", "a + (", "b - a"):
        box.text = text
    assert len(_instances) == before


def test_a_formula_box_keeps_what_it_can():
    box = FormulaBox("a + b", a=2, b=(1, -3, 3))
    box.explorer.inputs = {"a": 0.5, "b": 2}
    box.text = "b * c"
    assert box.explorer.inputs == {"b": 2.0, "c": 1.0}
    assert (box.explorer.sliders["b"].min, box.explorer.sliders["b"].max) == (-3, 3)
    box.text = "b * c +"
    assert box.error.splitlines()[-1].strip() == "^" and box.explorer.inputs == {"b": 2.0, "c": 1.0}
    box.text = "a / b"
    assert box.error == "" and box.explorer.inputs == {"a": 0.5, "b": 2.0}


def test_every_live_picture_comes_with_drawing_and_words():
    for make in MAKERS.values():
        bundle = make()._repr_mimebundle_()
        assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"}
        assert bundle["image/svg+xml"].startswith("<svg") and "a = 2" in bundle["text/plain"]
