"""The words of the glossary on other pages: where a section first uses one, it is a link that knows its meaning."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

ROW = re.compile(r"^\| (?P<word>[^|]+) \| (?P<meaning>[^|]+) \|[^|]*\|(?P<also>[^|]*)\|$", re.MULTILINE)
IRREGULAR = {"child": "children"}
NO_WORDS = (nodes.title, nodes.reference, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw)
LINK = '<a class="cg-term" href="{address}#{anchor}" aria-describedby="{anchor}">{words}</a>'
MEANING = '<p id="{anchor}"><strong>{word}</strong> {meaning}</p>'
MEANINGS = '<div class="cg-meanings" data-pagefind-ignore hidden>{all}</div>'


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary, and its meaning as HTML."""

    word: str
    meaning: str

    @property
    def anchor(self) -> str:
        """Its address, in the glossary and among the meanings of a page."""
        return f"term-{self.word.replace(' ', '-')}"


def glossary(text: str) -> dict[str, Term]:
    """Return the terms of a glossary by their words in small letters: the rows of its first table.

    >>> rows = "| word | meaning | first | also |\\n|---|---|---|---|\\n| node | a `place` | 01 | vertex |\\n"
    >>> glossary(rows)
    {'node': Term(word='node', meaning='a <code>place</code>')}
    """
    table = text.partition("|---")[2].partition("\n\n")[0]
    found = (Term(row["word"], _html(row["meaning"])) for row in ROW.finditer(table))
    return {term.word.lower(): term for term in found}


def _html(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text.strip()))


def pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the terms in a text, the longer before the shorter, in the plural too.

    >>> [found["term"] for found in pattern(["path", "path product"]).finditer("Path products of paths, not apathy")]
    ['Path product', 'path']
    """
    longest = sorted(terms, key=lambda term: (-len(term), term))
    words = "|".join(map(re.escape, longest))
    # Letters of other scripts may stand beside a term: Chinese has no spaces.
    return re.compile(rf"(?<![a-z0-9_-])(?P<term>{words})(?:s|es)?(?![a-z0-9_-])", re.IGNORECASE | re.ASCII)


def mark(page: nodes.document, terms: Mapping[str, Term], address: str) -> None:
    """Make a link of the first use of each term in each section of a page, and put the meanings at the page's end."""
    known = {**terms, **{plural: terms[word] for word, plural in IRREGULAR.items() if word in terms}}
    finder, seen = pattern(known), set[tuple[int, Term]]()
    for text in [text for text in page.findall(nodes.Text) if _in_prose(text)]:
        section = id(_section(text))
        parts = list(_parts(text.astext(), finder, known, address, section, seen))
        if len(parts) > 1 or isinstance(parts[0], nodes.raw):
            text.parent.replace(text, parts)
    if used := sorted({term for _, term in seen}, key=lambda term: term.word):
        every = "".join(MEANING.format(anchor=term.anchor, word=html.escape(term.word), meaning=term.meaning) for term in used)
        page += nodes.raw("", MEANINGS.format(all=every), format="html")


def _in_prose(text: nodes.Text) -> bool:
    return not any(isinstance(each, NO_WORDS) for each in _ancestors(text))


def _section(text: nodes.Text) -> nodes.Node | None:
    return next((each for each in _ancestors(text) if isinstance(each, nodes.section)), None)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while (node := node.parent) is not None:
        yield node


def _parts(
    text: str, finder: re.Pattern[str], terms: Mapping[str, Term], address: str, section: int, seen: set[tuple[int, Term]]
) -> Iterator[nodes.Node]:
    """Return a text in parts, of which those that are a term's first use are links."""
    start = 0
    for found in finder.finditer(text):
        term = terms[found["term"].lower()]
        if (section, term) in seen:
            continue
        seen.add((section, term))
        if start < found.start():
            yield nodes.Text(text[start : found.start()])
        link = LINK.format(address=address, anchor=term.anchor, words=html.escape(found[0]))
        yield nodes.raw("", link, format="html")
        start = found.end()
    if start < len(text) or not text:
        yield nodes.Text(text[start:])


def address_rows(page: nodes.document, terms: Mapping[str, Term]) -> None:
    """Give each row of the glossary's page its address."""
    for row in page.findall(nodes.row):
        if term := terms.get(row[0].astext().lower()):
            row["ids"].append(term.anchor)
