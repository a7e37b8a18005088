"""The live pictures in the kernel: inputs, what is refused, whose word wins, links, what closing leaves behind."""

import json
import math
import subprocess
import sys

import ipywidgets
import numpy
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances

from cgraph_lib import Graph, evaluate, evaluation_trace, forward_trace, inputs, parse, paths, reverse_trace
from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.groups import group
from cgraph_lib.live import Curve, Explorer, FormulaBox, PathExplorer, Product, StepPlayer
from cgraph_lib.live.inputs import room
from cgraph_lib.picture.engines import NoEngineError
from cgraph_lib.trace import Trace

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
START = {"a": 2.0, "b": 1.0}
MAKERS = {
    "Explorer": lambda: Explorer(GRAPH, START, quiz=["de/db", "c"]),
    "StepPlayer": lambda: StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START)), step=2),
    "PathExplorer": lambda: PathExplorer(GRAPH, "b", "e", START),
    "FormulaBox": lambda: FormulaBox("(a + b) * (b + 1)", START),
}


@pytest.fixture(params=MAKERS)
def picture(request):
    """Return one live picture of each kind."""
    return MAKERS[request.param]()


@pytest.fixture
def sent(monkeypatch):
    """Return what the kernel sends to the page: the state of each update, as the page reads it."""
    messages = []
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda self, msg, buffers=None: messages.append(msg))
    return lambda: [json.loads(json.dumps(message["state"])) for message in messages if message["method"] == "update"]


def scene(picture):
    return json.loads(picture.scene)


def heard(picture, **choices):
    """Do what a page does that has heard all that the kernel has sent."""
    picture.set_state({**choices, "seen": {"turns": dict(picture.turns), "count": 1}})


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        (2, (2, -5, 5)),
        (0.25, (0.25, -5, 5)),
        (7.3, (7.3, -20, 20)),
        ((1, -4, 4), (1, -4, 4)),
        (1e300, (1e300, -2e300, 2e300)),
        (-1.7e308, (-1.7e308, -1.7e308, 0)),
        ((0, -1e306, 1e306), (0, -1e306, 1e306)),
    ],
)
def test_a_slider_has_room(given, ends):
    assert room("x", given) == ends


def test_inputs_move_by_a_dict_of_all_or_some(picture):
    picture.inputs = {"b": 1 / 3}
    assert picture.inputs == {"a": 2.0, "b": 1 / 3}
    picture.inputs = {picture.graph.node("a"): 1e300, "b": -7}
    assert picture.inputs == {"a": 1e300, "b": -7.0} and picture.values["b"] == -7.0


@pytest.mark.parametrize(
    "change",
    [
        lambda numbers: numbers.__setitem__("a", 3),
        lambda numbers: numbers.update(a=3),
        lambda numbers: numbers.pop("a"),
        lambda numbers: numbers.setdefault("c", 3),
        lambda numbers: numbers.__delitem__("a"),
        lambda numbers: numbers.clear(),
        lambda numbers: numbers.__ior__({"a": 3}),
    ],
)
def test_inputs_are_a_copy_and_say_so(picture, change):
    with pytest.raises(ValueError, match=r'assign a dict: picture\.inputs = {"a": 3}'):
        change(picture.inputs)
    assert picture.inputs == START


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: Explorer("a+b"), "Expected a Graph, got str; parse(text) and Graph(node) make one"),
        (lambda: PathExplorer(GRAPH.output, "b"), "Expected a Graph, got Node"),
        (lambda: Explorer(parse("y = of * x"), of=2, x=1), 'give it in the dict: Explorer(graph, {"of": 1})'),
        (lambda: Explorer(parse("y = show + wrt"), show=1, wrt=2), "The input show has the name of an option"),
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


@pytest.mark.parametrize(
    ("numbers", "culprit"),
    [
        ({"A": 1}, "no slider 'A': the sliders are a, b."),
        ({"a": math.nan}, "slider a takes a finite number, not nan"),
        ({"a": [1, 2]}, "a"),
        ({"a": 3, "b": numpy.ones(2)}, "slider b takes a finite number"),
    ],
)
def test_wrong_inputs_are_named_and_move_nothing(numbers, culprit):
    explorer = Explorer(GRAPH, START)
    with pytest.raises(ValueError) as refused:
        explorer.inputs = numbers
    assert culprit in str(refused.value)
    assert explorer.inputs == START


def test_the_page_moves_inputs_and_hears_no_echo_of_its_own(picture, sent):
    heard(picture, inputs=[3, 0.5])
    assert picture.inputs == {"a": 3.0, "b": 0.5}
    assert [state for state in sent() if "inputs" in state] == []


def test_the_kernel_s_word_wins_over_a_late_one(picture, sent):
    before = {"turns": dict(picture.turns), "count": 1}
    picture.inputs = {"b": 4}
    picture.set_state({"inputs": [3, 0.5], "seen": before})  # sent before the page heard of the 4
    assert picture.inputs == {"a": 2.0, "b": 4.0}
    assert sent()[-1]["inputs"] == [2.0, 4.0] and sent()[-1]["turns"] == picture.turns  # and the page hears it again
    heard(picture, inputs=[3, 0.5])
    assert picture.inputs == {"a": 3.0, "b": 0.5}


def test_a_first_message_never_undoes_a_cell(picture):
    started = picture.get_state()["turns"]  # what a page knows that has drawn the picture as it was made
    picture.inputs = {"a": 1.5}
    picture.set_state({"inputs": [0.6, 1], "seen": {"turns": started, "count": 1}})
    picture.set_state({"inputs": [0.6, 1]})  # or knows of no turns at all
    assert picture.inputs == {"a": 1.5, "b": 1.0}


def test_a_late_choice_leaves_the_others_alone():
    player = MAKERS["StepPlayer"]()
    before = {"turns": dict(player.turns), "count": 1}
    player.step = 4
    player.set_state({"step": 1, "inputs": [3, 0.5], "seen": before})
    assert (player.step, player.inputs) == (4, {"a": 3.0, "b": 0.5})


def test_numbers_that_are_none_are_not_taken_from_the_page(picture):
    heard(picture, inputs=[math.nan, 0.5])
    assert picture.inputs == {"a": 2.0, "b": 0.5}


def test_traits_are_observed_and_linked_as_all_widgets_are():
    one, other, moves = Explorer(GRAPH, START), MAKERS["StepPlayer"](), []
    traitlets.link((one, "inputs"), (other, "inputs"))
    other.observe(lambda change: moves.append(change["new"]), "inputs")
    heard(one, inputs=[5, 1])
    other.inputs = {"b": 3}
    assert one.inputs == other.inputs == {"a": 5.0, "b": 3.0} and moves == [{"a": 5.0, "b": 1.0}, {"a": 5.0, "b": 3.0}]


@pytest.mark.parametrize("kind", [ipywidgets.FloatSlider, ipywidgets.FloatText, ipywidgets.BoundedFloatText])
def test_any_widget_is_linked_to_an_input(picture, kind):
    knob = kind()
    link = picture.link("b", knob)
    assert knob.value == 1 and picture.linked == [[1, knob.model_id]]
    knob.value = 3.5
    assert picture.inputs == {"a": 2.0, "b": 3.5}
    heard(picture, inputs=[2, -0.5 if kind is ipywidgets.FloatText else 0.5])
    assert knob.value == picture.inputs["b"]
    link.unlink()
    knob.value = 9
    assert picture.inputs["b"] != 9 and picture.linked == []


def test_a_link_keeps_to_the_ends_and_kind_of_its_widget():
    explorer, whole = Explorer(GRAPH, a=2, b=1.4), ipywidgets.IntSlider(max=3)
    explorer.link("b", whole).unlink()
    assert (whole.value, explorer.inputs["b"]) == (1, 1.0)
    short = ipywidgets.FloatSlider(min=0, max=1)
    explorer.link("b", short)
    assert (short.value, explorer.inputs["b"]) == (1.0, 1.0)
    explorer.inputs = {"b": 7}
    assert (short.value, explorer.inputs["b"]) == (1.0, 1.0)


def test_what_cannot_be_linked_is_named(picture):
    with pytest.raises(ValueError, match="no number 'bb' to link: it has a, b"):
        picture.link("bb", ipywidgets.FloatSlider())
    with pytest.raises(ValueError, match="'value'; Button has none"):
        picture.link("b", ipywidgets.Button())


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
    assert scene(MAKERS["PathExplorer"]())["costs"] is None
    assert scene(PathExplorer(GRAPH, "b", "e", START, costs=True))["costs"] == costs


def test_many_paths_are_counted_and_not_listed():
    doubled = parse("; ".join(f"n{i + 1} = n{i} + n{i}" for i in range(9)))
    finder = PathExplorer(doubled, "n0", n0=1)
    assert (finder.count, finder.paths) == (512, ())
    sentence, slots = scene(finder)["heading"]
    assert sentence.format(**slots) == "512 paths from n0 to n9, too many to list"


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
    assert repr(picture).endswith("at a = 2, b = 1>") and len(f"{picture} {[picture]}") < 200


def test_a_formula_box_keeps_what_it_can():
    box = FormulaBox("a + b", a=2, b=(1, -3, 3))
    box.inputs = {"a": 0.5, "b": 2}
    box.text = "b * c"
    assert box.inputs == {"b": 2.0, "c": 1.0} and scene(box)["rooms"] == [[-3, 3], [-5, 5]]
    box.text = "b * c +"
    assert box.error.splitlines()[-1].strip() == "^" and box.inputs == {"b": 2.0, "c": 1.0}
    box.text = "a / b"
    assert box.error == "" and box.inputs == {"a": 0.5, "b": 2.0} and box.explorer.values["b"] == 2


def test_a_formula_box_starts_e_where_it_is_known():
    assert FormulaBox("e ** x").inputs == {"e": math.e, "x": 1.0}
    assert FormulaBox("e * x", e=2).inputs == {"e": 2.0, "x": 1.0}


def test_a_formula_box_hears_late_choices_of_the_old_picture_no_more():
    box = FormulaBox("a + b", a=2, b=1)
    before = {"turns": dict(box.turns), "count": 1}
    box.text = "b * c * a"
    box.set_state({"inputs": [9, 9], "chosen": {"node": 0}, "seen": before})
    assert box.inputs == {"b": 1.0, "c": 1.0, "a": 2.0}


def test_typing_formulas_leaves_nothing_behind():
    box = FormulaBox("a + b")
    before = len(_instances)
    for i in range(50):
        box.text = ("a + b + c", "a", "a +", "a + (", "b - a")[i % 5]
    assert len(_instances) == before and len(json.dumps(box.get_state())) < 300_000


@pytest.mark.parametrize(
    ("options", "offered"),
    [
        ({"show": ["values"]}, ["values"]),
        ({"show": ["values", "partials"]}, ["values", "partials"]),
        ({"show": ["partials", "values"], "of": "e"}, ["values", "partials", "adjoints"]),
        ({"show": ["values"], "of": "e", "wrt": "b"}, ["values", "adjoints", "tangents"]),
    ],
)
def test_only_those_kinds_are_offered_that_the_course_has_introduced(options, offered):
    explorer = Explorer(GRAPH, START, **options)
    assert scene(explorer)["kinds"] == offered
    explorer.shown = ["values", "partials"]
    assert "partials" in scene(explorer)["kinds"]


def test_tangents_have_room_only_where_they_are_asked_for():
    plain, asked = Explorer(GRAPH, START), Explorer(GRAPH, START, wrt="b")
    assert (
        scene(plain)["kinds"] == ["values", "partials", "adjoints"]
        and "under-" not in scene(plain)["drawings"][0]["svg"]
    )
    assert "tangents" in scene(asked)["kinds"] and "under-b" in scene(asked)["drawings"][0]["svg"]
    plain.shown = ["values", "tangents"]
    assert "under-b" in scene(plain)["drawings"][0]["svg"]


def test_every_live_picture_comes_with_drawing_and_words(picture):
    data, metadata = picture._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"} <= set(data)
    assert isinstance(metadata, dict)
    assert data["image/svg+xml"].startswith("<svg") and "a = 2" in data["text/plain"]


@pytest.mark.parametrize("name", ["<!--<script>", "</script>", "__proto__", "constructor", "toString", "{x}"])
def test_no_name_ends_the_page_or_hides_a_number(name):
    x = inputs("x")
    graph = Graph((x * 2).named(name))
    picture = Explorer(graph, x=1)
    assert "<" not in picture.scene and name in scene(picture)["names"]
    assert picture.values[name] == 2
    picture = Explorer(Graph((inputs(name) * 2).named("y")), {name: 3})
    heard(picture, inputs=[4])
    assert picture.inputs == {name: 4.0}


@pytest.mark.parametrize("package", ["anywidget", "ipywidgets"])
def test_a_missing_package_is_named_with_the_mend(package):
    code = f"import sys; sys.modules[{package!r}] = None\nfrom cgraph_lib.live import Explorer"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"Live pictures need {package}" in done.stderr and "pip install anywidget ipywidgets" in done.stderr


def test_a_player_of_tangents_and_of_values():
    values = evaluate(GRAPH, START)
    tangents = StepPlayer(forward_trace(GRAPH, values, "b"), step=3)
    tangents.inputs = {"a": 5}
    assert tangents.trace.final["e"] == 2 + 6
    assert StepPlayer(evaluation_trace(GRAPH, START)).trace.quantity == "value"


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


def test_where_no_path_is_listed_none_can_be_chosen():
    picture = PathExplorer(GRAPH, "a", "d", a=2, b=1)
    with pytest.raises(InputError, match="No path is listed here"):
        picture.path = 0


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


@pytest.mark.parametrize(
    "options", [{"show": None}, {"show": 5}, {"views": 3}, {"quiz": [5]}, {"quiz": None}, {"quiz": [""]}]
)
def test_an_option_of_another_type_is_refused_by_name(options):
    with pytest.raises(InputError, match="Expected some of|A quiz asks for") as refused:
        Explorer(GRAPH, a=2, b=1, **options)
    assert "Did you mean" not in str(refused.value)


def test_a_formula_is_a_string():
    for text in (5, None, GRAPH, ["a"]):
        with pytest.raises(CgraphError, match="Expected a string such as"):
            FormulaBox(text)
