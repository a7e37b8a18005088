"""JupyterLite in a browser: its own Python gives what the notebooks store, byte for byte. `make lite-test` runs it.

Nothing but this machine is within the browser's reach, so numpy, which comes from Pyodide's address, never loads here.
"""

import nbformat
import pytest
from lab import BROWSERS, PANEL, OpenNotebook, chromium
from live import Live, ask, eventually, tell, texts_of
from test_jupyter import compare
from website import served

from tools import lite, notebooks

COMPARED = [path for path in notebooks.chosen([]) if path.name < "08"]
NEED_NUMPY = {  # the cells of each notebook, by what stands in them
    "00": ("from cgraph_lib.nn import", "training.run(", "course_map()"),
    "02": ("import numpy",),
}
SECONDS = 300  # until a page's Python is awake, on a busy machine
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# JupyterLab stops at an error, and we go on after it.
RUN = f"""async () => {{
  const {{ content }} = {PANEL};
  const waiting = (cell) => cell.model.type === "code" && cell.model.executionCount == null;
  for (let next; (next = content.widgets.findIndex(waiting)) >= 0; ) {{
    content.activeCellIndex = next;
    await jupyterapp.commands.execute("notebook:run-all-below");
  }}
}}"""
CELLS = [
    "from cgraph_lib import evaluate, parse, reverse_trace\n"
    "from cgraph_lib.live import Explorer, FormulaBox, StepPlayer, predict\n"
    "g = parse('c = a + b; d = b + 1; e = c * d')\nv = evaluate(g, a=2, b=1)",
    "box = FormulaBox('(a + b) * (b + 1)', a=2, b=1)\nbox",
    "player = StepPlayer(reverse_trace(g, v))\nplayer",
    "asked = Explorer(g, a=2, b=1, quiz=['de/db'])\nasked",
    "guess = predict('05.seed')\nguess",
]
BOX, PLAYER, ASKED, GUESS = 1, 2, 3, 4
REPLACE = f"""cells => {{
  const {{ sharedModel }} = {PANEL}.content.model;
  sharedModel.deleteCellRange(0, sharedModel.cells.length);
  sharedModel.insertCells(0, cells.map((source) => ({{ cell_type: "code", source, metadata: {{}}, outputs: [] }})));
}}"""


@pytest.fixture(scope="module")
def chromium_alone(program):
    with chromium(program(*BROWSERS), ALONE) as browser:
        yield browser


@pytest.fixture(scope="module")
def address():
    assert (lite.OUT / "lab" / "index.html").exists(), "Run make lite."
    with served(lite.OUT) as address:
        yield address


@pytest.fixture(scope="module")
def open_lite(chromium_alone, address):
    """Return a function that opens a notebook in a Python of its own."""

    def one(name):
        return OpenNotebook(chromium_alone, address, name, app="lite", seconds=SECONDS)

    return one


@pytest.fixture(scope="module")
def own(open_lite):
    """Return a notebook of our own cells, which have run."""
    notebook = open_lite(COMPARED[1].name)
    notebook.page.evaluate(REPLACE, CELLS)
    notebook.run_all(SECONDS)
    yield notebook
    notebook.close()


def shown(cell):
    """Return what a cell shows, in the form of the file."""
    outputs = [nbformat.from_dict(output) for output in cell["outputs"]]
    for output in outputs:
        output.get("data", {}).pop(notebooks.WIDGET_VIEW, None)
        output.pop("execution_count", None)
    return outputs


@pytest.mark.parametrize("path", COMPARED, ids=lambda path: path.name)
def test_every_cell_gives_what_is_stored(open_lite, path, capsys):
    notebook = open_lite(path.name)
    notebook.page.evaluate(RUN)
    found = notebook.code_cells()
    notebook.close()
    stored = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    differ = [cell.source for cell, again in zip(stored, found, strict=True) if shown(cell) != shown(again)]
    numpy = [cell.source for cell in stored if any(part in cell.source for part in NEED_NUMPY.get(path.name[:2], ()))]
    with capsys.disabled():
        print(f"\n{path.name}: {len(stored) - len(differ)} of {len(stored)} cells equal, {len(numpy)} need numpy")
    assert differ == numpy


def test_a_formula_is_typed(own):
    cell = own.cell(BOX)
    field = cell.locator("input.cg-formula")
    field.fill("(p + q) * q")
    eventually(lambda: ask(own.page, "box.text"), "(p + q) * q", SECONDS)
    picture = Live(cell, 0)
    eventually(picture.texts, texts_of(tell(own.page, "print(box.picture.svg)")))
    field.fill("p = p + 1")
    refusal = "parse('p = p + 1')"
    tell(own.page, f"try:\n    {refusal}\nexcept ValueError as error:\n    refused = str(error)")
    eventually(lambda: cell.locator(".cg-below pre").inner_text().strip(), ask(own.page, "refused").strip(), SECONDS)


def test_a_trace_is_stepped_through(own):
    picture = Live(own.cell(PLAYER), 0)
    picture.box.get_by_label("step", exact=True).press("ArrowRight")
    eventually(lambda: ask(own.page, "player.step"), 1, SECONDS)
    picture.press(0, "ArrowRight")
    eventually(lambda: ask(own.page, "list(player.inputs.values())"), picture.numbers(), SECONDS)
    eventually(picture.texts, texts_of(tell(own.page, "print(player.picture.svg)")))


def test_a_number_that_is_asked_for_is_judged(own):
    cell = own.cell(ASKED)
    field = cell.get_by_label("de/db")
    for answer, verdict in (("2", "de/db is not 2."), ("5", "de/db = 5 is right.")):
        field.fill(answer)
        field.press("Enter")
        eventually(lambda: verdict in cell.locator(".cg-judged").inner_text(), True)  # noqa: B023
        eventually(lambda: ask(own.page, "asked.attempts[0]['text']"), answer, SECONDS)


def test_a_guess_is_committed(own):
    cell = own.cell(GUESS)
    cell.get_by_role("textbox").last.fill("6")
    cell.get_by_role("button", name="Commit my guess").click()
    eventually(lambda: "6 is the value of e." in cell.locator(".cg-feedback").inner_text(), True)
    eventually(lambda: ask(own.page, "guess.guess"), "6", SECONDS)


def test_progress_stays_in_the_browser(open_lite):
    notebook = open_lite(COMPARED[1].name)
    notebook.page.evaluate(REPLACE, ["from cgraph_lib.live import predict\nguess = predict('05.seed')"])
    notebook.run_all(SECONDS)
    notebook.save()
    tell(notebook.page, "guess.guess = '6'")
    assert "05.seed" in tell(notebook.page, "print(open('progress.jsonl').read())")
    notebook.reload(SECONDS)
    notebook.run_all(SECONDS)
    assert ask(notebook.page, "guess.guess") == "6"
    notebook.close()


def test_a_newer_version_is_offered_and_the_readers_own_is_kept(open_lite):
    name = COMPARED[1].name
    notebook = open_lite(name)
    page, notice = notebook.page, notebook.page.locator(".cg-newer")
    assert notice.count() == 0
    page.evaluate(REPLACE, ["'my own'"])
    page.evaluate(f"{PANEL}.content.model.setMetadata('cgraph', {{ made_from: 'long ago' }})")
    notebook.save()
    notebook.reload(SECONDS)
    assert [cell["source"] for cell in notebook.code_cells()] == ["'my own'"]
    notice.get_by_role("button", name="Open it").click()
    cells = nbformat.read(COMPARED[1], as_version=4).cells
    page.wait_for_function(f"count => {PANEL}?.content?.widgets?.length === count", arg=len(cells))
    assert notice.count() == 0
    old = name.replace(".ipynb", "_old1.ipynb")
    kept = page.evaluate("name => jupyterapp.serviceManager.contents.get(name, { content: true })", old)
    assert [cell["source"] for cell in kept["content"]["cells"]] == ["'my own'"]
    notebook.close()


def test_pictures_show_what_the_kernel_knows(open_lite):
    notebook = open_lite(COMPARED[1].name)
    notebook.run_all(SECONDS)
    assert compare(notebook)
    notebook.close()
