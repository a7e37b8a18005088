"""Joining the page's modules: whole import statements, a scope each, the order that the imports demand."""

import subprocess
from graphlib import CycleError

import pytest

from cgraph_lib.live.bundle import BundleError, bundle, parse_module

IMPORTS = """// import { nothing } from "./comment.js";
import {
  one,
  two as second,
} from "./numbers.js"; import * as all from "./numbers.js";

/* import { nothing } from "./comment.js"; */
export default [one, second, all.two];
"""
NUMBERS = (
    "const secret = 1;\nexport const one = secret;\nexport function two() {\n  return 2;\n}\nexport class Three {}\n"
)


def run(program, folder, text):
    """Return what node prints for a module's default export."""
    (folder / "joined.mjs").write_text(text, encoding="utf-8")
    (folder / "print.mjs").write_text('import it from "./joined.mjs"; console.log(String(it));', encoding="utf-8")
    done = subprocess.run([program("node"), folder / "print.mjs"], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_import_statements_may_take_lines_rename_and_stand_beside_each_other(program, tmp_path):
    found = parse_module("entry", IMPORTS)
    assert [file for file, _ in found.imports] == ["numbers", "numbers"]
    joined = bundle("entry", {"entry": IMPORTS, "numbers": NUMBERS})
    assert run(program, tmp_path, joined) == "1,function two() {\n  return 2;\n},function two() {\n  return 2;\n}"


def test_each_module_keeps_its_scope(program, tmp_path):
    texts = {
        "a": "const hidden = 1;\nexport const x = hidden;",
        "b": 'import { x } from "./a.js";\nconst hidden = 2;\nexport const y = x + hidden;',
        "c": 'import { y } from "./b.js"; import { x } from "./a.js";\nexport default [x, y];\nconst hidden = 3;',
    }
    assert run(program, tmp_path, bundle("c", texts)) == "1,3"


def test_only_what_is_imported_is_joined():
    assert "unused" not in bundle("b", {"a": "export const unused = 1;", "b": "export default 2;"})


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ('import x from "./numbers.js";', "import x from"),
        ('import { x } from "https://elsewhere";', "import { x } from"),
        ('const y = 1;\nimport { one } from "./numbers.js";', "import { one }"),
        ("const y = 1;\nexport { y };", "export { y }"),
    ],
)
def test_what_cannot_be_joined_is_named(text, culprit):
    with pytest.raises(BundleError) as refused:
        bundle("entry", {"entry": text, "numbers": NUMBERS})
    assert "entry.js" in str(refused.value) and culprit in str(refused.value)


def test_missing_and_circular_modules_are_refused():
    with pytest.raises(BundleError, match=r"no module gone\.js"):
        bundle("entry", {"entry": 'import { x } from "./gone.js";'})
    with pytest.raises(CycleError):
        bundle("a", {"a": 'import { y } from "./b.js";', "b": 'import { x } from "./a.js";'})
