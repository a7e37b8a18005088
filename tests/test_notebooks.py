"""The notebooks: their form, what is stored in them, and that each difference is noticed when they run again.

They run by nbval, by pytest's options in pyproject.toml, a test for each cell. It overlooks a notebook never run, the
counts, and whatever is stored beside the outputs; so `conftest.py` compares the whole file after the last cell.
"""

import copy
import json
import os
import re
import statistics
import subprocess
import sys

import nbformat
import pytest
from notebook_changes import SVG, cells, changes, without_looks

from tools import notebooks as tool

ROOT = tool.ROOT
PATHS = sorted(tool.FOLDER.glob("*.ipynb"))

OPENING = ["What you'll do", "What you'll learn", "What you need"]
CLOSING = ["Recap", "On your own", "Further reading"]
FILE_NAME = re.compile(r"\d\d(_[a-z]+){2,4}\.ipynb")
CODE_LINES = {"median": 3, "most": 25}
PROSE_WORDS = (25, 60)
PROSE_PER_CODE = (0.6, 1.6)  # without title, opening and closing
# Where a notebook was run, which the next reader's machine does not have; and where things lay in its memory.
TRACE_OF_A_MACHINE = re.compile(r"(?<![\w.])/(root|home|tmp|work|opt|usr|Users)/|[A-Z]:\\|\b0x[0-9a-f]{6,}")
LINK = re.compile(r"\]\(([^)\s]+)\)")
KEPT_IN_METADATA = {"kernelspec": tool.KERNEL, "language_info": tool.LANGUAGE}

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def faults_of_content(notebook):
    """Return in words what is wrong with what is stored in a notebook."""
    found = []
    if notebook.metadata != KEPT_IN_METADATA:
        found.append("the notebook's metadata is not what make notebooks writes")
    code = cells(notebook, "code")
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("the counts are not 1, 2, 3, ...: run make notebooks")
    for cell in notebook.cells:
        if not cell.source.strip():
            found.append(f"{cell.id} is empty")
        shown = json.dumps(cell.get("outputs", [])).replace("\\n", "\n")  # a drawing's line may end in "O:"
        if TRACE_OF_A_MACHINE.search(cell.source + shown):
            found.append(f"{cell.id} holds a path or an address of the machine it was run on")
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"{cell.id} ends in an error")
            if tool.WIDGET_VIEW in output.get("data", {}):
                found.append(f"{cell.id} refers to a widget that no reader has")
            if "data" in output and "text/plain" not in output.data:
                found.append(f"{cell.id} shows something without words")
    return found


def faults_of_form(notebook):
    """Return in words where a notebook leaves the form that all have."""
    found = []
    prose, code = cells(notebook, "markdown"), cells(notebook, "code")
    headings = [line.lstrip("# ") for cell in prose for line in cell.source.splitlines() if re.match("#+ ", line)]
    if headings[1:4] != OPENING or headings[-3:] != CLOSING:
        found.append(f"it does not open with {OPENING} and close with {CLOSING}")
    lines = [len(cell.source.splitlines()) for cell in code]
    if statistics.median(lines) > CODE_LINES["median"]:
        found.append(f"half of the code cells have {statistics.median(lines)} lines or more")
    found += [f"{cell.id} has {n} lines" for cell, n in zip(code, lines, strict=True) if n > CODE_LINES["most"]]
    words = statistics.median(len(cell.source.split()) for cell in prose)
    if not PROSE_WORDS[0] <= words <= PROSE_WORDS[1]:
        found.append(f"the median of the words in a prose cell is {words}")
    ratio = (len(prose) - 1 - len(OPENING) - len(CLOSING)) / len(code)
    if not PROSE_PER_CODE[0] <= ratio <= PROSE_PER_CODE[1]:
        found.append(f"there are {ratio:.2f} prose cells for each code cell")
    return found


def dead_links(notebook, folder):
    """Return the relative links that lead nowhere."""
    links = [link for cell in cells(notebook, "markdown") for link in LINK.findall(cell.source) if ":" not in link]
    return [link for link in links if not (folder / link.partition("#")[0]).exists()]


def wrong_titles(text):
    """Return the words beside the number of a notebook, in a link to it or after it, that are not its title."""
    inside = re.findall(r"\[\d\d ([^]]+)\]\((?:notebooks/)?(\w+\.ipynb)\)", text)
    after = [(words, name) for name, words in re.findall(r"\| \[\d\d\]\((\w+\.ipynb)\) ([^|]+) \|", text)]
    titles = {path.name: nbformat.read(path, as_version=4).cells[0].source.splitlines()[0] for path in PATHS}
    return [words for words, name in inside + after if titles[name] != f"# {words}"]


@each_notebook
def test_form_and_content(path):
    stored = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(stored, as_version=4)
    assert FILE_NAME.fullmatch(path.name)
    assert tool.text(notebook) == stored, "the file is not as make notebooks writes it"
    assert faults_of_content(notebook) + faults_of_form(notebook) + dead_links(notebook, path.parent) == []


# From here on: that the checks above can fail.


@pytest.fixture
def course():
    """Return a notebook of the course, to be spoilt."""
    return nbformat.read(PATHS[0], as_version=4)


def output_with(notebook, kind):
    return next(o for cell in cells(notebook, "code") for o in cell.outputs if kind in o.get("data", {}))


def never_run(notebook):
    for cell in cells(notebook, "code"):
        cell.update(execution_count=None, outputs=[])


def run_twice(notebook):
    cells(notebook, "code")[0].execution_count = 7


def with_an_error(notebook):
    cells(notebook, "code")[0].outputs.append(nbformat.v4.new_output("error", ename="E", evalue="", traceback=[]))


def with_a_widget(notebook):
    output_with(notebook, SVG).data[tool.WIDGET_VIEW] = {"model_id": "1"}


def with_other_metadata(notebook):
    notebook.metadata.language_info.version = "3.11"


def with_states_of_widgets(notebook):
    notebook.metadata.widgets = {}


def with_an_empty_cell(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell(" ", execution_count=len(cells(notebook, "code")) + 1))


def with_a_path(notebook):
    output_with(notebook, "text/plain").data["text/plain"] = "<Figure in /" + "home/me/figure>"


def with_an_address(notebook):
    output_with(notebook, "text/plain").data["text/plain"] = "<Figure at 0x7f51c0ffee>"


def without_words(notebook):
    del output_with(notebook, SVG).data["text/plain"]


def without_recap(notebook):
    recap = next(cell for cell in notebook.cells if cell.source.startswith("## Recap"))
    recap.source = recap.source.replace("## Recap", "## Summary")


def with_a_long_cell(notebook):
    cells(notebook, "code")[0].source = "pass\n" * 26


def with_long_cells(notebook):
    for cell in cells(notebook, "code"):
        cell.source = "pass\n" * 4


def with_few_words(notebook):
    for cell in cells(notebook, "markdown"):
        cell.source = " ".join(cell.source.partition("\n")[0].split()[:8])


def with_little_prose(notebook):
    notebook.cells += [copy.deepcopy(cell) for cell in cells(notebook, "code") * 2]


CONTENT = [never_run, run_twice, with_an_error, with_a_widget, with_states_of_widgets, with_an_empty_cell]
CONTENT += [with_a_path, with_an_address, without_words]
FORM = [without_recap, with_a_long_cell, with_long_cells, with_few_words, with_little_prose]


@pytest.mark.parametrize("spoil", CONTENT, ids=lambda spoil: spoil.__name__)
def test_faults_of_content_are_found(spoil, course):
    assert faults_of_content(course) == []
    spoil(course)
    assert faults_of_content(course) != []


@pytest.mark.parametrize("spoil", FORM, ids=lambda spoil: spoil.__name__)
def test_faults_of_form_are_found(spoil, course):
    assert faults_of_form(course) == []
    spoil(course)
    assert faults_of_form(course) != []


def test_a_link_says_the_title_of_its_notebook():
    prose = [cell.source for path in PATHS for cell in cells(nbformat.read(path, as_version=4), "markdown")]
    assert wrong_titles("\n".join([*prose, (ROOT / "README.md").read_text(encoding="utf-8")])) == []
    assert wrong_titles("[00 Begin](00_start_here.ipynb)\n| [00](00_start_here.ipynb) Start | x |") == [
        "Begin",
        "Start",
    ]


def test_dead_links_are_found(course):
    course.cells[0].source += "[00](00_start_here.ipynb#Recap) [there](nowhere.ipynb) [far](https://example.org)"
    assert dead_links(course, tool.FOLDER) == ["nowhere.ipynb"]


def wrong_number(notebook):
    text = output_with(notebook, "text/plain").data
    text["text/plain"] = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), text["text/plain"], count=1)


def wrong_number_in_a_drawing(notebook):
    drawing = output_with(notebook, SVG).data
    drawing[SVG] = drawing[SVG].replace(">3</text>", ">4</text>")


def wrong_class_in_a_drawing(notebook):
    drawing = output_with(notebook, SVG).data
    drawing[SVG] = drawing[SVG].replace("node input", "node constant", 1)


def another_layout(notebook):
    drawing = output_with(notebook, SVG).data
    drawing[SVG] = re.sub(r'"(-?\d+\.\d)', r'"1\1', drawing[SVG])


def another_colour(notebook):
    drawing = output_with(notebook, SVG).data
    drawing[SVG] = re.sub("#[0-9a-f]{6}", "#123456", drawing[SVG])


TINY = [
    "from cgraph_lib import evaluate, parse, show",
    "1 + 1",
    'print(\'x="3" \' + "y = 4")\nprint("flushed", flush=True)\nprint("in parts")',
    'graph = parse("c = a + b")\nshow(graph, evaluate(graph, a=2, b=1))',
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Return a small notebook that the tool has run."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in TINY])
    path.write_text(tool.text(notebook), encoding="utf-8")
    return tool.execute(path)


def test_streams_are_stored_in_one_piece(tiny):
    [output] = tiny.cells[2].outputs
    assert output.text == 'x="3" y = 4\nflushed\nin parts\n'


@pytest.mark.parametrize("spoil", [wrong_number, wrong_number_in_a_drawing, wrong_class_in_a_drawing, never_run])
def test_changes_are_found(spoil, tiny):
    spoilt = copy.deepcopy(tiny)
    spoil(spoilt)
    assert changes(spoilt, tiny) != []


@pytest.mark.parametrize("redraw", [another_layout, another_colour])
def test_another_look_is_no_change(redraw, tiny):
    redrawn = copy.deepcopy(tiny)
    redraw(redrawn)
    assert redrawn != tiny
    assert changes(redrawn, tiny) == []


def test_changes_are_found_when_a_notebook_runs_again(tiny, tmp_path):
    """nbval finds some in their cell; what it overlooks is found in the whole."""
    spoils = [wrong_number, wrong_number_in_a_drawing, wrong_class_in_a_drawing, another_layout, another_colour]
    for spoil in [*spoils, never_run, run_twice, with_other_metadata]:
        spoilt = copy.deepcopy(tiny)
        spoil(spoilt)
        (tmp_path / f"{spoil.__name__}.ipynb").write_text(tool.text(spoilt), encoding="utf-8")
    found = by_nbval(tmp_path)
    whole = {name: result for (name, test), result in found.items() if test == "as stored"}
    assert whole == {path.stem: "PASSED" if "another" in path.stem else "FAILED" for path in tmp_path.glob("*.ipynb")}
    assert sorted(test for test, result in found.items() if result == "FAILED" and test[1] != "as stored") == [
        ("wrong_class_in_a_drawing", "Cell 3"),
        ("wrong_number", "Cell 1"),
        ("wrong_number_in_a_drawing", "Cell 3"),
    ]


@pytest.fixture
def without_torch(tmp_path, monkeypatch):
    """Return the path of a notebook stored where PyTorch was installed; every new Python is one where it is not."""
    here, hidden = tmp_path / "here", tmp_path / "hidden"
    here.mkdir()
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text('import sys\nsys.modules["torch"] = None\n', encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (hidden, ROOT))))
    monkeypatch.delenv("CGRAPH_REQUIRE_ALL", raising=False)
    have = "from cgraph_lib.frameworks.recorded import have"
    sources = [have, 'if torch := have("torch", "11.grad"):\n    print("here")', "1 + 1"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = here / "small.ipynb"
    path.write_text(tool.text(notebook), encoding="utf-8")
    notebook = tool.execute(path)
    assert "There is no torch here" in notebook.cells[1].outputs[0].text
    notebook.cells[1].outputs[0].text = "here\n"
    path.write_text(tool.text(notebook), encoding="utf-8")
    return path


def by_nbval(folder):
    """Return what pytest says of the tests of the notebooks in a folder, by the notebook and the name."""
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT, "-v", folder]
    command += ["-p", "no:cacheprovider", "-p", "conftest"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | os.environ
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    found = re.findall(r"(\w+)\.ipynb::(.*?) ([A-Z]{4,})", done.stdout)
    assert found, done.stdout
    return {(name, test): result for name, test, result in found}


def test_cells_are_skipped_where_their_framework_is_missing(without_torch, monkeypatch):
    assert [*by_nbval(without_torch.parent).values()] == ["PASSED", "SKIPPED", "PASSED", "PASSED"]
    monkeypatch.setenv("CGRAPH_REQUIRE_ALL", "1")
    assert [*by_nbval(without_torch.parent).values()] == ["PASSED", "FAILED", "PASSED", "FAILED"]


def test_running_again_overlooks_no_other_cell_where_a_framework_is_missing(without_torch, monkeypatch):
    stored, again = nbformat.read(without_torch, as_version=4), tool.execute(without_torch)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert changes(stored, again) == []
    again.cells[2].outputs[0].data["text/plain"] = "3"
    assert changes(stored, again) != []
    monkeypatch.setenv("CGRAPH_REQUIRE_ALL", "1")
    again.cells[2].outputs = stored.cells[2].outputs
    assert changes(stored, again) != []


def test_only_the_geometry_of_drawings_is_taken_away():
    drawing = '<svg width="9" class="cgraph"><text class="val" x="1" y="2"> x="3" is 4</text><path d="M1,2"/></svg>'
    assert without_looks(drawing).replace(" ", "") == (
        '<svgclass="cgraph"><textclass="val">x="3"is4</text><path/></svg>'
    )
    for text in ('x="3"', 'a = 2\nx="3", y="4"\n', '{"d": 5}', "width=3 height=4"):
        assert without_looks(text) == text
