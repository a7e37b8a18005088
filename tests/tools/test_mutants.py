"""What `make mutants` knows: tests that exist, and equivalent mutants of lines that are there."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KNOWN = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", KNOWN["tests"])
def test_a_module_has_tests(module):
    assert (ROOT / "cgraph_lib" / f"{module}.py").exists()
    files = [ROOT / "tests" / f"test_{name}.py" for name in KNOWN["tests"][module]]
    assert files and all(file.exists() for file in files)


@pytest.mark.parametrize("entry", KNOWN["equivalent"], ids=lambda entry: entry["was"])
def test_an_equivalent_mutant_changes_a_line_that_is_there(entry):
    text = (ROOT / "cgraph_lib" / f"{entry['module']}.py").read_text(encoding="utf-8")
    assert entry["module"] in KNOWN["tests"] and entry["why"].endswith(".")
    assert entry["was"] in map(str.strip, text.splitlines()) and entry["was"] not in entry["becomes"]
