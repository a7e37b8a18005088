"""What all live pictures share: what they refuse, what lives and what stands still, what closing leaves behind."""

import math
import subprocess
import sys

import ipywidgets
import numpy
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances
from live_pictures import GRAPH, MAKERS, START, heard, scene

from cgraph_lib import Graph, evaluate, evaluation_trace, inputs, parse, reverse_trace
from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.groups import group
from cgraph_lib.live import Curve, Explorer, FormulaBox, PathExplorer, Product, StepPlayer
from cgraph_lib.picture.engines import NoEngineError
from cgraph_lib.trace import Trace


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: Explorer("a+b"), "Expected a Graph, got str; parse(text) and Graph(node) make one"),
        (lambda: PathExplorer(GRAPH.output, "b"), "Expected a Graph, got Node"),
        (lambda: Explorer(parse("y = of * x"), of=2, x=1), 'give it in the dict: Explorer(graph, {"of": 1})'),
        (lambda: Explorer(parse("y = show + wrt"), show=1, wrt=2), "The input show has the name of an option"),
        (lambda: Explorer(parse("y = quiz * x"), quiz=1, x=2), 'Explorer(graph, {"quiz": 1})'),
        (lambda: PathExplorer(parse("y = costs * x"), "x", costs=1, x=2), "PathExplorer(graph, {"),
        (lambda: Explorer(GRAPH, a=1), "No number for the input b"),
        (lambda: Explorer(GRAPH, a=1, b=2, bb=3), "no input 'bb'"),
        (lambda: Explorer(GRAPH, a=1, b="two"), "b"),
        (lambda: Explorer(GRAPH, a=1, b=(2, 3)), "Input b is a number or (start, low, high), not (2, 3)"),
        (lambda: Explorer(GRAPH, a=1, b=(9, -3, 3)), "Input b must start between its low and high: got (9, -3, 3)"),
        (lambda: Explorer(GRAPH, a=1, b=(1, 1, 1)), "Input b must start between"),
        (lambda: Explorer(GRAPH, a=1, b=(1, -math.inf, 3)), "slider b takes a finite number, not -inf"),
        (lambda: Explorer(GRAPH, START, show=["value"]), "got 'value'. Did you mean 'values'?"),
        (lambda: Explorer(GRAPH, START, views=["listing"]), "table, code, formula, got 'listing'"),
        (lambda: Explorer(GRAPH, START, of="f"), "'f'"),
        (lambda: Explorer(GRAPH, START, wrt="cc"), "'cc'"),
        (lambda: Explorer(parse("k = 2; y = k * x"), x=1, wrt="k"), "k is a constant"),
        (lambda: Explorer(GRAPH, a=1, b=()), "b"),
        (lambda: Explorer(GRAPH, a=1, b=(0, -1.7e308, 1.7e308)), "No slider is that long or short: Input b"),
        (lambda: Explorer(GRAPH, a=1, b=(0, 0, 5e-324)), "No slider is that long or short: Input b"),
        (lambda: StepPlayer(GRAPH), "A StepPlayer plays a trace"),
        (lambda: PathExplorer(GRAPH, "b", "z", START), "'z'"),
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


def test_an_input_with_the_name_of_an_option_is_given_in_the_dict():
    assert Explorer(parse("y = of * show"), {"of": 2, "show": 3}).values["y"] == 6


def test_traits_are_observed_and_linked_as_all_widgets_are():
    one, other, moves = Explorer(GRAPH, START), MAKERS["StepPlayer"](), []
    traitlets.link((one, "inputs"), (other, "inputs"))
    other.observe(lambda change: moves.append(change["new"]), "inputs")
    heard(one, inputs=[5, 1])
    other.inputs = {"b": 3}
    assert one.inputs == other.inputs == {"a": 5.0, "b": 3.0} and moves == [{"a": 5.0, "b": 1.0}, {"a": 5.0, "b": 3.0}]


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
    assert reason in scene(picture)["note"] and "<svg" in scene(picture)["still"]
    assert picture.inputs == {} and picture.picture.text in repr(picture.picture)
    with pytest.raises(ValueError, match="this picture has no sliders"):
        picture.inputs = {"a": 1}


def test_a_still_picture_can_be_asked_too():
    still = Explorer(GRAPH, a=numpy.ones(2), b=1)
    still.of, still.wrt = "c", "b"
    assert (still.of.name, still.wrt.name, still.answers) == ("c", "b", {})
    player = StepPlayer(evaluation_trace(GRAPH, a=numpy.ones(2), b=1), step=2)
    player.step = 1
    assert player.step == 1 and "b = 1" not in player.picture.text
    finder = PathExplorer(GRAPH, "b", "e", a=numpy.ones(2), b=1)
    finder.path = 0
    assert finder.path == 0


def test_a_graph_without_inputs_lives():
    assert Explorer(parse("c = 2"), show=["values", "adjoints", "tangents"]).values["c"] == 2
    assert FormulaBox("2").error == ""
    assert repr(Explorer(parse("c = 2"))) == "<Explorer of c>"
    assert repr(Explorer(parse("5"))) == "<Explorer of <Node: 5.0>>"


def test_without_an_engine_the_words_stand_there(monkeypatch):
    monkeypatch.setattr("cgraph_lib.picture.layout.columns", no_engine)
    before = set(_instances)
    picture = Explorer(GRAPH, START)
    assert scene(picture)["still"] == "" and "c = a + b = 3" in scene(picture)["text"]
    picture.close()
    assert set(_instances) == before


def no_engine(*_):
    raise NoEngineError("There is none.")


@pytest.mark.parametrize("name", MAKERS)
def test_closing_leaves_no_widget_behind(name):
    before = set(_instances)
    picture = MAKERS[name]()
    picture.link("b", knob := ipywidgets.FloatSlider())
    assert len(set(_instances) - before) == 2 + 3  # the picture, the slider, their layouts and the slider's style
    picture.close()
    assert len(set(_instances) - before) == 3
    knob.value = 0.25  # nothing listens any more
    for part in (knob.style, knob.layout, knob):
        part.close()


def test_printing_and_listing_show_a_line_not_a_drawing(picture):
    for _ in ("alive", "closed"):
        assert repr(picture).endswith("at a = 2, b = 1>") and len(f"{picture} {[picture]}") < 200
        picture.close()


def test_every_live_picture_comes_with_drawing_and_words(picture):
    data, metadata = picture._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"} <= set(data)
    assert isinstance(metadata, dict)
    assert data["image/svg+xml"].startswith("<svg") and "a = 2" in data["text/plain"]


@pytest.mark.parametrize("package", ["anywidget", "ipywidgets"])
def test_a_missing_package_is_named_with_the_mend(package):
    code = f"import sys; sys.modules[{package!r}] = None\nfrom cgraph_lib.live import Explorer"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"Live pictures need {package}" in done.stderr and "pip install anywidget ipywidgets" in done.stderr


def test_groups_are_opened_by_name():
    with group("inside"):
        y = (inputs("u") * inputs("x")).named("y")
    explorer = Explorer(Graph((y + 1).named("z")), x=1, u=2)
    assert "node-u" not in explorer.picture.svg
    explorer.opened = ["inside"]
    assert "node-u" in explorer.picture.svg and "node-u" in scene(explorer)["drawings"][0]["svg"]
    with pytest.raises(ValueError, match="no group 'inner'"):
        explorer.opened = ["inner"]
    assert explorer.opened == ["inside"]


def test_a_large_graph_in_groups_lives():
    x = inputs("x")
    for i in range(10):
        with group(f"layer {i}"):
            for _ in range(15):
                x = x * 1.1
    deep = Explorer(Graph(x), x=1)
    assert deep.reason == "" and len(scene(deep)["drawings"][0]["geometry"]["nodes"]) == 11


@pytest.mark.parametrize(
    "chosen", ["e", "c -> e", "c → e", ("c", "e"), ("c", "e", 0), GRAPH.node("e"), GRAPH.edges[0], None]
)
def test_what_is_chosen_may_be_named(chosen):
    explorer, player = Explorer(GRAPH, a=2, b=1), StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, a=2, b=1)))
    for picture in (explorer, player):
        picture.chosen = chosen
        assert picture.chosen in (*GRAPH.nodes, *GRAPH.edges, None) and (picture.chosen is None) is (chosen is None)
        assert picture.get_state("chosen")["chosen"] is None or chosen is not None


@pytest.mark.parametrize("chosen", ["q", "a -> e", 5, [], ("a",), ("a", "c", 1, 2), {}, parse("y = q * q").output])
def test_what_is_nowhere_in_the_graph_cannot_be_chosen(chosen):
    explorer = Explorer(GRAPH, a=2, b=1)
    before = explorer.chosen
    with pytest.raises(CgraphError):
        explorer.chosen = chosen
    assert explorer.chosen is before and explorer.get_state("chosen")


PICTURES = [
    Explorer,
    lambda *given, **named: PathExplorer(GRAPH, "b", "e", *given[1:], **named),
    lambda *given, **named: Curve(GRAPH, "e", "a", *given[1:], **named),
    lambda *given, **named: Product(GRAPH, "e", "b", *given[1:], **named),
    lambda *given, **named: FormulaBox("(a + b) * (b + 1)", *given[1:], **named),
]


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("inputs", [[2, 1], GRAPH, 5, "a"])
def test_inputs_that_are_no_dict_are_refused_by_name(picture, inputs):
    with pytest.raises(CgraphError, match="Expected the inputs in a dict or as keywords, got"):
        picture(GRAPH, inputs)


@pytest.mark.parametrize("picture", PICTURES)
def test_an_input_is_given_once_and_must_be_there(picture):
    with pytest.raises(InputError, match="Input a is given twice"):
        picture(GRAPH, {"a": 2}, a=3, b=1)
    with pytest.raises(InputError, match="There is no input 'exakt'"):
        picture(GRAPH, a=2, b=1, exakt=True)


def test_values_are_no_inputs():
    with pytest.raises(InputError, match="is not an input of this graph"):
        Explorer(GRAPH, evaluate(GRAPH, a=2, b=1))


@pytest.mark.parametrize("make", [lambda graph: Curve(graph), lambda graph: Product(graph)])
def test_a_graph_without_inputs_is_said_to_have_none(make):
    with pytest.raises(InputError, match="This graph has no inputs, so none can be moved"):
        make(parse("y = 2 * 3"))
