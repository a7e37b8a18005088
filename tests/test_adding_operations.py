"""Operations are added to a copy of the project as CONTRIBUTING says, and the tests of operations pass there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TESTS = [
    "tests/test_ops.py",
    "tests/test_node.py",
    "tests/test_dialects.py",
    "tests/test_special_values.py",
    "tests/test_random_graphs.py",
    "tests/test_program.py",
    "tests/test_straight_line.py",
    "tests/arrays/test_program.py",
    "tests/live/test_browser_half.py",
    "cgraph_lib",
]
LEFT_OUT = [
    "--ignore=cgraph_lib/frameworks",  # has a table of its own, of what others call their operations
    "--ignore=cgraph_lib/exercises",  # no question asks for a new operation
    # Long, and as good without a new operation: each has graphs or numbers from a fixed pool, and one part shows that.
    "--deselect=tests/test_random_graphs.py::test_gradients_agree_with_sympy",
    "--deselect=tests/test_random_graphs.py::test_gradients_agree_with_fifty_digit_differences",
    *(f"--deselect=tests/test_random_graphs.py::test_every_engine_agrees[{part}]" for part in range(1, 10)),
    "--deselect=tests/test_program.py::test_random_graphs",
    "--deselect=tests/test_program.py::test_large_graphs",
    "--deselect=tests/test_program.py::test_the_number_of_arguments_is_checked",
    "--deselect=tests/test_program.py::test_a_chain_of_negations_is_compiled",
    "--deselect=tests/live/test_browser_half.py::test_five_",
    "--deselect=tests/live/test_browser_half.py::test_numbers_are_written_alike",
]


def lines_of(name):
    """Return the lines of CONTRIBUTING that begin with a name, quoted or not: those of its examples."""
    return re.findall(rf'^"?{name}"?[: ] .*$', CONTRIBUTING, re.MULTILINE)


def add(file, line, after):
    """Put a line into a file, below the one that begins with `after`, indented as it is."""
    above = re.findall(rf'^ *"?{after}"?[: ] .*\n', file.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(above) == 1
    indented = above[0][: len(above[0]) - len(above[0].lstrip())] + line + "\n"
    file.write_text(file.read_text(encoding="utf-8").replace(above[0], above[0] + indented), encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the library and its tests, and a function that runs Python there."""
    for folder in ("cgraph_lib", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder)  # with what Python has compiled
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        run = [sys.executable, *arguments]
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    return tmp_path / "cgraph_lib", run


def test_cube_and_arctan_are_added_as_contributing_says(copy):
    library, run = copy
    (cube,), (arctan, in_each_language) = lines_of("cube"), lines_of("arctan")
    add(library / "ops.py", cube, "square")
    run("-c", "from cgraph_lib import *; assert gradient(parse('cube(x)'), x=2) == {'x': 12}")
    add(library / "ops.py", arctan, "tanh")
    add(library / "dialects.py", in_each_language, "tanh")
    run("-c", "from cgraph_lib import *; assert gradient(parse('arctan(x)'), x=2) == {'x': 0.2}")
    existing = [test for test in TESTS if (ROOT / test).exists()]
    passed = run("-m", "pytest", "-vx", *LEFT_OUT, *existing)
    names = set(re.findall(r"([\w/]+)\.py::.*\[\S*(cube|arctan)\S* PASSED", passed))
    assert {("tests/test_ops", "cube"), ("tests/test_ops", "arctan"), ("tests/arrays/test_program", "arctan")} <= names
