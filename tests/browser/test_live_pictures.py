"""The four live pictures in JupyterLab and Notebook 7, used by mouse and keyboard; every number against Python's."""

import pytest
from live import Live, eventually, opened, texts_of
from pytest import approx

from cgraph_lib import evaluate, evaluation_trace, parse, reverse_trace
from cgraph_lib.live import Explorer, PathExplorer, StepPlayer
from cgraph_lib.sentences import growth, sentence

TEXT = "c = a + b; d = b + 1; e = c * d"
GRAPH = parse(TEXT)
START = {"a": 2.0, "b": 1.0}
CELLS = [
    f"from cgraph_lib import *\nfrom cgraph_lib.live import *\ng = parse({TEXT!r})\nv = evaluate(g, a=2, b=1)",
    "explorer = Explorer(g, a=2, b=1)\nexplorer",
    "player = StepPlayer(reverse_trace(g, v), step=2)\nplayer",
    "evaluation = StepPlayer(evaluation_trace(g, a=2, b=1))\nevaluation",
    "finder = PathExplorer(g, 'b', 'e', a=2, b=1)\nfinder",
    "formula = FormulaBox('(a + b) * (b + 1)', a=2, b=(1, -3, 3))\nformula",
    "quiz = Explorer(g, a=2, b=1, quiz=['∂e/∂b', 'c', '∂c/∂a'])\nquiz",
]
NAMES = ["explorer", "player", "evaluation", "finder", "formula", "quiz"]


@pytest.fixture(scope="module", params=["lab", "notebook"])
def notebook(request, chromium, tmp_path_factory):
    with opened(chromium, tmp_path_factory.mktemp(request.param), CELLS, request.param) as notebook:
        yield notebook


@pytest.fixture(autouse=True)
def nothing_fails_and_nothing_else_moves(notebook, picture):
    others = [Live(notebook.page, place) for place, name in enumerate(NAMES) if name != picture.name]
    before = [other.texts() for other in others]
    yield
    assert [other.texts() for other in others] == before
    assert notebook.failures == []


@pytest.fixture
def picture(notebook, request):
    """Return the live picture that the test's name begins with, at its start."""
    name = request.node.name.split("_")[1]
    picture = Live(notebook.page, NAMES.index(name), name)
    if name == "formula":
        picture.tell("self.text = '(a + b) * (b + 1)'; self.explorer.inputs = {'a': 2, 'b': 1}")
    else:
        picture.tell(f"self.inputs = {START}")
    eventually(picture.readouts, list(START.values()))
    return picture


def explored(inputs, **options):
    return texts_of(Explorer(GRAPH, inputs, **options).picture.svg)


def test_explorer_follows_the_mouse(picture):
    for slider, part in [(0, 0), (1, 1), (0, 0.83), (1, 0.37), (0, 1), (1, 0)]:
        picture.drag(slider, part)
        inputs = dict(zip("ab", picture.readouts(), strict=True))
        eventually(lambda: picture.ask("self.inputs"), approx(inputs))
        exact = picture.ask("self.inputs")
        assert picture.texts() == explored(exact)
        assert picture.ask("self.values.by_name()") == evaluate(GRAPH, exact).by_name()
    assert inputs == {"a": 5.0, "b": -5.0}


def test_explorer_follows_the_keyboard(picture):
    picture.handles.first.focus()
    for key, a in [
        ("ArrowRight", 2.1),
        ("ArrowUp", 2.2),
        ("ArrowLeft", 2.1),
        ("ArrowDown", 2.0),
        ("Home", -5),
        ("End", 5),
    ]:
        picture.page.keyboard.press(key)
        assert picture.readouts() == [a, 1]
        assert picture.texts() == explored({"a": a, "b": 1})
    eventually(lambda: picture.ask("self.inputs"), {"a": 5, "b": 1})


def test_explorer_follows_the_kernel(picture):
    for inputs in ({"a": -1.5, "b": 0.3}, {"a": 40.0, "b": -1e-7}, {"a": 1e300, "b": -1e300}, {"a": -0.0, "b": 1 / 3}):
        picture.tell(f"self.inputs = {inputs}")
        eventually(picture.texts, explored(inputs))
        assert picture.readouts() == approx(list(inputs.values()), rel=1e-3)


def test_explorer_takes_the_last_word_of_the_kernel(picture):
    for a, b in [(1 / 3, 2), (3.3, -1), (0.7, 0), (-1 / 7, 4)]:  # the page sends back a rounded a, too late
        picture.tell(f"self.inputs = {{'a': {a}}}; self.inputs = {{'a': {b}}}")
        eventually(picture.texts, explored({"a": b, "b": 1}))
        picture.page.wait_for_timeout(200)
        assert picture.ask("self.inputs['a']") == b
        assert picture.texts() == explored({"a": b, "b": 1})


def test_explorer_tells_where_a_number_comes_from(picture):
    picture.drawing.locator(".node-b").click()
    lines = ["b = 1", "It is a leaf: its value is given, not computed."]
    assert lines_of(picture) == [*lines, "∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b", "= 2 · 1 + 3 · 1", "= 5"]
    picture.drawing.locator(".edge-c-e-0 .hit").click(force=True)
    lines = ["c → e: ∂e/∂c = d = 2", "contribution to ∂e/∂c: ∂e/∂e · ∂e/∂c", "= 1 · 2 = 2"]
    assert lines_of(picture) == lines
    picture.drawing.locator(".node-c").click()
    assert lines_of(picture)[:3] == ["c = a + b", "= 2 + 1", "= 3"]
    picture.drag(0, 0)  # and the choice stays while a slider moves
    assert lines_of(picture)[:3] == ["c = a + b", "= (−5) + 1", "= −4"]


def lines_of(picture):
    return picture.lines.locator("div").all_inner_texts()


def test_explorer_shows_what_is_asked(picture):
    of, wrt = (picture.box.get_by_role("combobox", name=name, exact=True) for name in ("of", "with respect to"))
    assert of.is_visible() and not wrt.is_visible()
    picture.box.get_by_label("tangents").check()
    of.select_option("c")
    wrt.select_option("b")
    view = {"of": "c", "wrt": "b"}
    tangents = {f"tan-{name}": f"∂{name}/∂b = {t}" for name, t in zip("abcde", (0, 1, 1, 1, 5), strict=True)}
    assert picture.texts() == explored(START, **view) | tangents
    for name in ("values", "partials", "adjoints"):
        picture.box.get_by_label(name).uncheck()
    assert picture.texts() == tangents
    picture.drawing.locator(".node-a").click()
    assert lines_of(picture)[-1] == "∂a/∂b = 0, because a does not depend on b."
    picture.drawing.locator(".edge-c-e-0 .hit").click(force=True)
    assert lines_of(picture) == ["c → e: ∂e/∂c = d = 2", "contribution to ∂e/∂b: ∂c/∂b · ∂e/∂c", "= 1 · 2 = 2"]
    assert wrt.is_visible() and not of.is_visible()
    eventually(lambda: picture.ask("[self.of.name, self.wrt.name]"), ["c", "b"])
    for name in ("values", "partials", "adjoints"):
        picture.box.get_by_label(name).check()
    picture.box.get_by_label("tangents").uncheck()
    picture.tell("self.of, self.wrt = 'e', 'a'")
    eventually(picture.texts, explored(START))


def played(inputs, step, trace):
    return texts_of(StepPlayer(trace(GRAPH, inputs), step=step).picture.svg)


def backwards(_, inputs):
    return reverse_trace(GRAPH, evaluate(GRAPH, inputs))


@pytest.mark.parametrize(("name", "trace"), [("player", backwards), ("evaluation", evaluation_trace)])
def test_player_steps(notebook, name, trace):
    player = Live(notebook.page, NAMES.index(name), name)
    player.tell(f"self.step = 0; self.inputs = {START}")
    eventually(lambda: place(player), (0, len(trace(GRAPH, START)) - 1))
    last = place(player)[1]
    forward, back = player.box.get_by_label("one step forward"), player.box.get_by_label("one step back")
    assert back.is_disabled()
    for step in [*range(1, last + 1), *range(last - 1, -1, -1)]:
        (forward if step > place(player)[0] else back).click()
        shows(player, START, step, trace)
    eventually(lambda: player.ask("self.step"), 0)


def place(player):
    _, step, _, last = player.box.locator(".cgraph-place").inner_text().split()
    return int(step), int(last)


def shows(player, inputs, step, trace):
    """Assert that a StepPlayer shows a step: its numbers, its sentence, and where it works."""
    moment = trace(GRAPH, inputs)[step]
    assert place(player) == (step, len(moment.trace) - 1)
    assert player.texts() == played(inputs, step, trace)
    assert player.lines.inner_text() == sentence(moment)
    lit = [f"edge-{e.parent.name}-{e.child.name}-{e.slot}" for e in [moment.step and moment.step.edge] if e]
    active = [f"node-{moment.step.node.name}"] if moment.step else []
    assert marked(player, "g.edge.lit", "edge-") == lit
    assert marked(player, "g.node.active", "node-") == active
    assert [text for own, text in player.texts().items() if own.startswith("growing-")] == [
        *filter(None, [growth(moment.step) if moment.step else ""])
    ]


def marked(picture, selector, start):
    classes = [name for text in picture.drawing.locator(selector).all() for name in text.get_attribute("class").split()]
    return [name for name in classes if name.startswith(start)]


def test_player_keeps_its_step_while_a_slider_moves(picture):
    picture.tell("self.step = 6")
    eventually(lambda: place(picture), (6, 6))
    for part in (0, 0.9, 0.2):
        picture.drag(1, part)
        shows(picture, {"a": 2.0, "b": picture.readouts()[1]}, 6, backwards)
    eventually(lambda: picture.ask("self.trace.state(self.step)['b']"), 2 + 2 * picture.readouts()[1] + 1)


def test_player_answers_keys_and_plays(picture):
    picture.tell("self.step = 3")
    eventually(lambda: place(picture), (3, 6))
    picture.box.get_by_label("one step forward").focus()
    for key, step in [("ArrowRight", 4), ("ArrowLeft", 3), ("ArrowUp", 4), ("ArrowDown", 3), ("Enter", 4)]:
        picture.page.keyboard.press(key)
        shows(picture, START, step, backwards)
    scrub = picture.box.get_by_label("step", exact=True)
    scrub.focus()
    for key, step in [("Home", 0), ("End", 6), ("ArrowLeft", 5)]:
        picture.page.keyboard.press(key)
        shows(picture, START, step, backwards)
    scrub.fill("1")
    shows(picture, START, 1, backwards)
    play = picture.box.get_by_label("play")
    play.click()
    assert play.inner_text() == "pause"
    eventually(lambda: place(picture), (2, 6))
    play.click()
    assert play.inner_text() == "play"


def found_paths(inputs, path=None):
    finder = PathExplorer(GRAPH, "b", "e", inputs)
    finder.path = path
    return texts_of(finder.picture.svg)


def test_finder_lights_paths_and_adds_them_up(picture):
    rows, edges = picture.box.locator(".cgraph-path"), [["edge-b-c-1", "edge-c-e-0"], ["edge-b-d-0", "edge-d-e-1"]]
    lit = lambda: sorted(marked(picture, "g.edge.path", "edge-"))  # noqa: E731
    assert rows.all_inner_texts() == ["b → c → e\n1 · 2 = 2", "b → d → e\n1 · 3 = 3"]
    assert picture.lines.inner_text() == "∂e/∂b = 2 + 3 = 5"
    assert lit() == []
    rows.nth(0).hover()
    assert lit() == edges[0]
    picture.lines.hover()
    assert lit() == []
    rows.nth(1).click()
    picture.lines.hover()
    assert lit() == edges[1] and rows.nth(1).get_attribute("aria-pressed") == "true"
    rows.nth(0).hover()
    assert lit() == edges[0]
    picture.drag(0, 0)  # the choice stays
    assert lit() == edges[1] and picture.texts() == found_paths({"a": -5, "b": 1}, 1)
    assert rows.all_inner_texts() == ["b → c → e\n1 · 2 = 2", "b → d → e\n1 · (−4) = −4"]
    assert picture.lines.inner_text() == "∂e/∂b = 2 + (−4) = −2"
    eventually(lambda: picture.ask("self.path"), 1)
    picture.tell("self.path = None")
    eventually(lit, [])
    rows.nth(0).focus()
    picture.page.keyboard.press("Enter")
    eventually(lambda: picture.ask("self.path"), 0)
    table = [row.split("\t") for row in picture.box.locator("tr").all_inner_texts()]
    assert table == [[str(cell) for cell in row] for row in PathExplorer(GRAPH, "b", "e", START).costs()]


def test_formula_good_and_bad(notebook, picture):
    page, box = notebook.page, notebook.page.get_by_label("formula", exact=True)
    error = page.locator(".cgraph-formula-error")
    picture.drag(0, 1)
    picture.drag(1, 1)
    assert picture.readouts() == [5, 3]
    for text in ("(a + b) * (b + ", "x = x + 1", "a.b", "sine(a)"):
        before = picture.texts()
        box.fill(text)
        with pytest.raises(ValueError) as why:
            parse(text)
        eventually(error.all_inner_texts, [str(why.value)])
        assert picture.texts() == before
        assert error.bounding_box()["y"] >= box.bounding_box()["y"] + box.bounding_box()["height"]
    assert "^" in error.inner_text()
    box.fill("y = b * sin(a) + k")
    graph, inputs = parse("y = b * sin(a) + k"), {"a": 5.0, "b": 3.0, "k": 1.0}
    eventually(picture.texts, texts_of(Explorer(graph, inputs).picture.svg))  # what names stay keep their numbers
    eventually(error.count, 0)
    assert box.evaluate("box => box === document.activeElement")
    picture.drag(0, 0)  # b, which comes first now, from the left end of the range that was given
    assert picture.readouts() == [-3, 5, 1]
    eventually(picture.texts, texts_of(Explorer(graph, inputs | {"b": -3.0}).picture.svg))


def test_quiz_judges_and_hints(picture):
    box, told = picture.box.get_by_label("∂e/∂b", exact=True), picture.box.locator(".cgraph-quiz")
    hidden = {"adj-b", "val-c", "part-a-c-0"}
    assert picture.texts() == {own: text for own, text in explored(START).items() if own not in hidden}
    place, edge = box.bounding_box(), picture.drawing.locator(".node-b .box").bounding_box()
    assert edge["x"] + edge["width"] < place["x"] < edge["x"] + edge["width"] + 80
    assert edge["y"] < place["y"] < edge["y"] + edge["height"]
    missing = "is something else. The contribution along the edge b → c is missing; every edge that leads on adds one."
    for answer, verdict in [
        ("3", missing),
        ("5", "is right."),
        ("10/2", "is right."),
        ("a lot", "Type a number, such as"),
    ]:
        box.click()
        box.fill("")
        picture.page.keyboard.type(answer)
        picture.page.keyboard.press("Enter")
        assert verdict in told.inner_text() and "∂e/∂b" in told.inner_text()
        assert box.get_attribute("aria-invalid") == str("right" not in verdict).lower()
    box.fill("5")
    value = picture.box.get_by_label("c", exact=True)
    value.fill("4")
    value.press("Enter")
    assert told.inner_text().splitlines() == [
        "∂e/∂b = 5 is right.",
        "c is something else. Put the operands' values into the formula in the box.",
    ]
    eventually(lambda: picture.ask("self.answers"), {"∂e/∂b": "5", "c": "4", "∂c/∂a": ""})
    picture.tell("self.of = 'c'")  # other adjoints are shown; the question stays
    eventually(lambda: picture.texts().get("adj-a"), "∂c/∂a = 1")
    assert told.inner_text().splitlines()[0] == "∂e/∂b = 5 is right."
    picture.tell("self.of = 'e'")
    assert picture.page.locator(".jp-Cell").count() == len(CELLS)  # no key was taken for a command of the notebook
