"""The words that CONTRIBUTING asks writers to avoid: no reader of the course, or of its code, meets one."""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
SEAM = re.compile(r'\s*"\s+f?"|\s*\n\s*(?:#|//|\*)\s+|\s+')  # where a string, a comment or a sentence goes on
CODE = ("cgraph_lib", "tools", "site", "tests", "benchmarks")


@functools.cache
def avoided() -> re.Pattern[str]:
    """Return what finds the words on the right of the table."""
    rows = ROW.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    words = [word.strip() for row in rows for word in row.split(",") if word.strip() != "not"]
    return re.compile(rf"\b({'|'.join(words)})\b(?! field| element)", re.IGNORECASE)


def sources() -> Iterator[tuple[str, str]]:
    """Yield what readers of the course and of its code meet, with the name of its file."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield from (
            (path.name, "".join(cell["source"])) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
    code = (path for folder in CODE for path in (ROOT / folder).rglob("*.*") if path.suffix in (".py", ".js", ".mjs"))
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted(code)):
        if path.name not in ("test_english.py", "test_chapters.py"):
            yield path.name, path.read_text(encoding="utf-8")


def found(text: str) -> list[str]:
    """Return the words to avoid that stand in a string."""
    return avoided().findall(SEAM.sub(" ", text))


def test_no_reader_meets_a_word_that_writers_avoid():
    assert [(name, word) for name, text in sources() for word in found(text)] == []


def test_such_words_are_found():
    assert found("Two thousand\nmillion nodes fulfils") == ["thousand million", "fulfils"]
    assert found('    # a thousand\n    # million, "of "\n    f"course {x}"') == ["thousand million", "of course"]
    assert found("a text field, a contexts, the satisfied") == []
    places = {name for name, _ in sources()}
    assert {"06_accumulate_forwards.ipynb", "README.md", "teaching.md", "errors.py", "dom.js", "cards.py"} <= places
