"""What the website's parameters do, on a course of one small notebook: its language, its edition, the same bytes."""

import os
import shutil

import nbformat
import pytest

from cgraph_lib.errors import InputError
from tools.edition import ROOT, Edition
from tools.site import make

INDEX = """# A small course

{run}

```{raw} html
:file: first_picture.html
```

```{toctree}
{chapters}
docs/glossary
```
"""
GLOSSARY = """# Glossary

| word | meaning | first in | also called |
|---|---|---|---|
| edge | an arrow from a parent to a child | 01 | arc |
"""
LIVE = """from cgraph_lib import parse
from cgraph_lib.live import Explorer
Explorer(parse("e = a * b"), a=2, b=3)"""


def write_notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = nbformat.v4
    made = [(new.new_code_cell if cell.startswith("from ") else new.new_markdown_cell)(cell) for cell in cells]
    nbformat.write(new.new_notebook(cells=made), path)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the folder of a small course, whose one notebook is translated."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("site", "translations"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "site" / "index.md").write_text(INDEX, encoding="utf-8")
    (root / "site" / "playground.md").unlink()
    (root / "docs").mkdir()
    (root / "docs" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    write_notebook(root / "notebooks" / "01_draw.ipynb", "# Draw", "An edge has a partial.", LIVE)
    write_notebook(
        root / "translations" / "zh" / "notebooks" / "01_draw.ipynb", "# 画图", "每条边都有一个偏导数。", LIVE
    )
    return root


@pytest.fixture(scope="module")
def english(course, tmp_path_factory):
    return make(tmp_path_factory.mktemp("made"), Edition(root=course))


@pytest.fixture(scope="module")
def frozen(course, english):
    """Return an edition that stands below the latest site, and beside JupyterLite."""
    return make(english, Edition("zh", "2027-spring", root=course), lite=True)


def test_an_edition_stays_beside_the_latest(english, frozen):
    assert frozen == english / "zh" / "2027-spring"
    page = (frozen / "notebooks" / "01_draw.html").read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in page and "画图" in page and "下载本笔记本" in page
    assert 'href="../../index.html"' in page and "2027-spring" in page  # from its notebooks/ to the latest in Chinese
    assert "2027-spring" not in (english / "notebooks" / "01_draw.html").read_text(encoding="utf-8")


def test_only_a_site_beside_jupyterlite_leads_to_it(english, frozen):
    page = "notebooks/01_draw.html"
    assert "lite/" not in (english / page).read_text(encoding="utf-8")
    assert 'href="../lite/lab/index.html?path=01_draw.ipynb"' in (frozen / page).read_text(encoding="utf-8")
    assert 'href="lite/lab/index.html?path=' in (frozen / "index.html").read_text(encoding="utf-8")


def test_a_word_of_the_glossary_leads_to_its_meaning(english):
    page = (english / "notebooks" / "01_draw.html").read_text(encoding="utf-8")
    assert page.count("cg-term") == 1 and 'href="../docs/glossary.html#term-edge">edge</a>' in page
    assert '<tr class="row-even" id="term-edge">' in (english / "docs" / "glossary.html").read_text(encoding="utf-8")


def test_a_second_build_writes_the_same_bytes_and_leaves_editions_alone(course, english, frozen, monkeypatch):
    before = {path: path.read_bytes() for path in english.rglob("*") if path.is_file()}
    assert len(before) > 20
    (english / "old.html").touch()
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    make(english, Edition(root=course))
    assert before == {path: path.read_bytes() for path in english.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["spring", "../2027", "2027/x", "2027 spring", "notebooks", "2027\n"])
def test_an_edition_is_a_folder_of_its_own(name):
    with pytest.raises(InputError, match="begins with a year"):
        Edition(name=name)


@pytest.mark.parametrize("language", ["xx", "", "../site", "EN"])
def test_a_language_needs_words(language):
    with pytest.raises(InputError, match="There is no language .*; there are: en, zh"):
        Edition(language)


def test_every_language_has_all_words():
    for folder in (ROOT / "translations").iterdir():
        assert set(Edition(folder.name).own_words) == set(Edition().own_words)


def test_what_is_not_translated_is_english(course):
    edition = Edition("zh", root=course)
    assert edition.source("docs/glossary.md") == course / "docs" / "glossary.md"
    assert os.path.relpath(edition.source("notebooks/01_draw.ipynb"), course).startswith("translations")
