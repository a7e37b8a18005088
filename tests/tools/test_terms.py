"""Where the words of the glossary become links, and where they stay words."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from tools.terms import mark, rows

TARGETS = {word: f"glossary.html#{word}" for word in ("path", "path product", "edge", "偏导数", "边")}
PAGE = """
The edge
========

An edge, and every edge.

A path
------

The edge of a ``path``, `an edge <elsewhere.html>`_, :math:`edge` and an edge-based **edge** is a *path product*.

::

    an edge

Paths
.....

Edges have path products; a path is its own.

The second
----------

边 偏导数 apathy EDGE
"""


def linked(text, targets):
    page = publish_doctree(text, settings_overrides={"doctitle_xform": False})
    before = page.astext()
    mark(page, targets)
    assert page.astext() == before
    return [(each.astext(), each["refuri"]) for each in page.findall(nodes.reference) if "cg-term" in each["classes"]]


def test_the_first_use_in_a_section_is_a_link_and_nothing_else():
    found = linked(PAGE, TARGETS)
    assert [word for word, _ in found] == ["edge", "edge", "path product", "path", "偏导数", "EDGE"]
    assert all(address == TARGETS[word.lower()] for word, address in found)


@pytest.mark.parametrize("text", ["", "Nothing.", "edge"])
def test_a_glossary_without_words_links_nothing(text):
    assert linked(text, {}) == []


def test_the_words_are_those_of_the_first_table():
    page = publish_doctree(
        ".. list-table::\n\n  * - Sum over paths\n    - all\n\n.. list-table::\n\n  * - ∂\n    - one\n"
    )
    assert list(rows(page)) == ["sum over paths"]
