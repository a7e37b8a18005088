"""The words of the glossary in a notebook's pages: where a section first uses one, it links to what it means.

A Sphinx extension. `site/_static/terms.js` shows the meaning as a card; without scripts the link leads to the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes

GLOSSARY = "docs/glossary"
IRREGULAR = {"children": "child", "sums over paths": "sum over paths"}
# Where words stay as they are: titles, other links, code, formulas, what cells show, and bold where they are defined.
SILENT = (
    *(nodes.title, nodes.reference, nodes.literal, nodes.FixedTextElement),
    *(nodes.math, nodes.raw, nodes.container, nodes.strong),
)


def setup(app: Any) -> dict[str, bool]:
    """Let Sphinx link the words, and give the glossary's rows their addresses."""
    app.connect("doctree-resolved", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def link(app: Any, page: nodes.document, name: str) -> None:
    """Link the words of a notebook's page; in the glossary itself, give each row its address and the table its name."""
    if name == GLOSSARY:
        for table in list(page.findall(nodes.table))[:1]:
            table["classes"].append("cg-glossary")
        for word, row in rows(page).items():
            row["ids"].append(address(word))
    elif name.startswith("notebooks/") and GLOSSARY in app.env.found_docs:
        file = app.builder.get_relative_uri(name, GLOSSARY)
        targets = {word: f"{file}#{address(word)}" for word in rows(app.env.get_doctree(GLOSSARY))}
        mark(page, targets | {form: targets[word] for form, word in IRREGULAR.items() if word in targets})


def rows(glossary: nodes.document) -> dict[str, nodes.row]:
    """Return the rows of the glossary's first table by their words, in small letters."""
    table = next(iter(glossary.findall(nodes.tbody)), nodes.tbody())
    return {row[0].astext().lower(): row for row in table.findall(nodes.row)}


def address(word: str) -> str:
    """Return the address of a word in the glossary's page.

    >>> address("sum over paths")
    'term-sum-over-paths'
    """
    return f"term-{word.replace(' ', '-')}"


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds words in a string, the longer before the shorter, in the plural too.

    A word of one character, as Chinese has, may be a part of any other and is not looked for.

    >>> [found["word"] for found in pattern(["path", "path product"]).finditer("Path products of paths, not apathy")]
    ['Path product', 'path']
    >>> pattern(["边", "偏导数"]).findall("每条边都有一个偏导数。")
    ['偏导数']
    """
    longest = sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))
    choice = "|".join(map(re.escape, longest)) or r"(?!)"
    return re.compile(rf"(?<![a-z0-9_-])(?P<word>{choice})(?:s|es)?(?![a-z0-9_-])", re.IGNORECASE | re.ASCII)


def mark(page: nodes.document, targets: Mapping[str, str]) -> None:
    """Make a link of the first use of each word in each section below the page's title, with all that is in it."""
    finder, seen = pattern(targets), set[tuple[int, str]]()
    for text in list(page.findall(nodes.Text)):
        around = list(above(text))
        if not any(isinstance(over, SILENT) for over in around):
            title_and_section = [id(over) for over in around if isinstance(over, nodes.section)][-2:]
            made = parts(text.astext(), finder, targets, seen, title_and_section[0] if title_and_section else 0)
            text.parent.replace(text, list(made))


def above(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what a node stands in, from the inside out."""
    while (node := node.parent) is not None:
        yield node


def parts(
    text: str, finder: re.Pattern[str], targets: Mapping[str, str], seen: set[tuple[int, str]], section: int
) -> Iterator[nodes.Node]:
    """Yield a string in parts, of which those that are a word's first use in their section are links."""
    start = 0
    for found in finder.finditer(text):
        use = section, targets[found["word"].lower()]
        if use not in seen:
            seen.add(use)
            yield nodes.Text(text[start : found.start()])
            yield nodes.reference("", found[0], refuri=use[1], internal=True, classes=["cg-term"])
            start = found.end()
    yield nodes.Text(text[start:])
