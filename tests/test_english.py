"""The words that CONTRIBUTING asks writers to avoid: none stands where a reader would meet it."""

import ast
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


@functools.cache
def avoided() -> re.Pattern[str]:
    """Return what finds the words on the right of the table."""
    rows = ROW.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    words = [word.strip() for row in rows for word in row.split(",") if word.strip() != "not"]
    return re.compile(rf"\b({'|'.join(words)})\b(?! field)", re.IGNORECASE)


def messages(source: str) -> Iterator[str]:
    """Yield a module's strings but for its docstrings."""
    tree = ast.parse(source)
    described = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, described) and _documented(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def _documented(node: ast.AST) -> bool:
    first = node.body[0] if getattr(node, "body", None) else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


def read_by_readers() -> Iterator[tuple[str, str]]:
    """Yield what readers of the course meet, with the name of its file."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield from (
            (path.name, "".join(cell["source"])) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "cgraph_lib").rglob("*.py")):
        yield from ((path.name, message) for message in messages(path.read_text(encoding="utf-8")))


def found(text: str) -> list[str]:
    """Return the words to avoid that stand in a text."""
    return avoided().findall(" ".join(text.split()))


def test_no_reader_meets_a_word_that_writers_avoid():
    assert [(name, word) for name, text in read_by_readers() for word in found(text)] == []


def test_such_words_are_found():
    assert found("Two thousand\nmillion nodes fulfils") == ["thousand million", "fulfils"]
    assert found("a text field, a contexts, the satisfied") == []
    assert list(messages('"""simply"""\nx = f"of course {1}"\n')) == ["of course "]
    places = {name for name, _ in read_by_readers()}
    assert {"06_accumulate_forwards.ipynb", "README.md", "teaching.md", "errors.py", "predictions_01.py"} <= places
