"""Pages made of notebooks by nbconvert: live pictures in them need no Jupyter."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter, ScriptExporter, SlidesExporter
from nbconvert.preprocessors import ExecutePreprocessor
from page_export import CONFIG, converted

from cgraph_lib.live import pages
from cgraph_lib.live.page import modules
from tools import notebooks as tool


@pytest.fixture(scope="module")
def page():
    return converted(HTMLExporter)


def states(page):
    found = re.findall(r'<cgraph-live><script type="application/json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


def test_each_picture_is_as_it_was_after_its_own_cell(page):
    kinds = [(each["kind"], each["state"]["inputs"]) for each in states(page)]
    assert kinds == [("explorer", [2, 1]), ("explorer", [2, 3]), ("step_player", [2, 1])]
    assert states(page)[2]["state"]["step"] == 4


def test_the_code_of_the_pictures_stands_there_once(page):
    assert page.count('customElements.define("cgraph-live"') == 1
    assert page.count("<cgraph-live>") == 3
    assert '"application/vnd.jupyter.widget-view+json"' in page  # other widgets are nbconvert's own affair


def test_without_a_script_the_still_pictures_are_there_with_their_words(page):
    images = [text for text in re.findall(r"<img[^>]*>", page) if "data:image/svg+xml;base64" in text]
    words = [re.search(r'alt="([^"]*)"', text)[1] for text in images]
    assert len(words) == 4
    assert "d = b + 1 = 2" in words[0] and "No numbers" in words[1]
    assert "d = b + 1 = 4" in words[2] and "Step 4 of 6" in words[3]


def test_scripts_from_elsewhere_have_a_version(page):
    """Only other widgets need them. RequireJS before 2.3.7 lets an object spoil all others (CVE-2024-38999)."""
    scripts = set(re.findall(r"https://[^\s\"']+/[\w.-]+\.m?js", page))
    assert len(scripts) >= 4 and [url for url in scripts if not re.search(r"[@/]\d+\.\d+\.\d+/", url)] == []
    assert "2.1.10" not in page


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_the_readers_own_template_wins(template):
    page = converted(HTMLExporter, template_name=template)
    assert len(states(page)) == 3
    assert ("jp-Notebook" in page) is (template == "lab")


def test_slides_live_too():
    page = converted(SlidesExporter)
    assert "reveal" in page and len(states(page)) == 3


def test_only_pages_are_changed():
    """`--to notebook` and all others run notebooks as nbconvert does."""
    assert set(CONFIG) == {"HTMLExporter"}
    ours, theirs = CONFIG["HTMLExporter"]["default_preprocessors"], HTMLExporter().default_preprocessors
    stock = f"nbconvert.preprocessors.{ExecutePreprocessor.__name__}"
    assert [stock if name == "cgraph_lib.live.pages.Execute" else name for name in ours] == theirs


def test_a_script_is_python():
    notebook = nbformat.read(tool.FOLDER / "00_start_here.ipynb", as_version=4)
    notebook.metadata.language_info = tool.LANGUAGE
    _, resources = ScriptExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".py"


def test_names_cannot_end_the_script_they_stand_in():
    state = {"_anywidget_id": "cgraph_lib.live.explorer.Explorer", "scene": "</script><!--<script>"}
    assert pages.element(state, pages.image("<svg/>", '"</script>')).count("</script>") == 1


def test_every_kind_of_live_picture_lives_on_such_a_page():
    sources = {file.stem: file.read_text(encoding="utf-8") for file in Path(pages.__file__).parent.glob("*.py")}
    code = {name: re.findall(r'_esm = page\.module_text\("(\w+)"\)', text) for name, text in sources.items()}
    kinds = {(name, *found) for name, found in code.items() if found}
    assert {("explorer", "explorer"), ("bug_lab", "review"), ("training", "training")} <= kinds
    known = re.search(r"KINDS = \{(.*?)\}", modules()["standalone"], re.DOTALL)
    assert known
    assert {(name, of or name) for name, of in re.findall(r"(\w+)(?:: (\w+))?,", f"{known[1]},")} == kinds
