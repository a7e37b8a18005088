"""What the library may import, how long its files may be, and where their tests stand."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "cgraph_lib"
FILES = sorted(LIBRARY.rglob("*.py"))

# A module imports only from its own layer and those before it.
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DIAGRAM = re.search(r"## What may import what.*```text\n(.*?)```", CONTRIBUTING, re.DOTALL)[1]
LAYERS = [line.split() for line in DIAGRAM.splitlines()]
LAYER = {name: i for i, names in enumerate(LAYERS) for name in names}
ONLY_IN = {
    "graphviz": {"picture.layout"},
    "pygraphviz": {"picture.engines"},
    "ipywidgets": {"live"},
    "anywidget": {"live"},
    "traitlets": {"live"},
    "torch": {"frameworks"},
    "jax": {"frameworks"},
}


def module_of(path):
    """Return the module a file belongs to: its own name, or that of its package."""
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") if parts[0] == "picture" else parts[0]


MODULES = sorted({module_of(path) for path in FILES} - {"__init__"})


def imported(name):
    """Return the full names of all that a module imports, wherever in it the statements stand."""
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if module_of(path) == name else ():
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path} imports relatively"
                inside = node.module in ("cgraph_lib", "cgraph_lib.picture")
                found |= {f"{node.module}.{alias.name}" for alias in node.names} if inside else {node.module}
    return found


def neighbours(name):
    """Return the other modules of the library that a module imports."""
    inner = (full.removeprefix("cgraph_lib.") for full in imported(name) if full.startswith("cgraph_lib."))
    return {full if full in MODULES else full.partition(".")[0] for full in inner} - {name}


def test_the_layers_are_those_of_the_library():
    assert set(LAYER) <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name):
    """A module that has no layer, one of a later chapter, stands above all that have one."""
    assert neighbours(name) <= set(MODULES)
    above = [other for other in neighbours(name) if LAYER.get(other, len(LAYERS)) > LAYER.get(name, len(LAYERS))]
    assert above == []


def test_there_is_no_ring_of_imports():
    waiting = {name: neighbours(name) for name in MODULES}
    while free := [name for name, needs in waiting.items() if not needs & set(waiting)]:
        for name in free:
            del waiting[name]
    assert waiting == {}


def test_nothing_imports_the_live_pictures():
    assert [name for name in [*MODULES, "__init__"] if "live" in neighbours(name)] == []


@pytest.mark.parametrize("name", MODULES)
def test_only_one_module_knows_each_package(name):
    packages = {full.split(".")[0] for full in imported(name)}
    assert [package for package, known in ONLY_IN.items() if package in packages and name not in known] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 260


def test_the_tests_of_a_module_stand_in_a_file_of_its_name():
    """All but those of the chapters' questions: what is true of each is tested by test_chapters together."""
    modules = [path.relative_to(LIBRARY) for path in FILES if path.parent.name != "chapters" and path.name[0] != "_"]
    mirrored = {module: ROOT / "tests" / module.parent / f"test_{module.name}" for module in modules}
    assert [str(module) for module, tests in mirrored.items() if not tests.exists()] == []


def run(code):
    """Return what a fresh interpreter prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


OPTIONAL = ["graphviz", "pygraphviz", "ipywidgets", "anywidget", "numpy", "IPython", "matplotlib", "torch", "jax"]


def test_importing_the_library_imports_nothing_optional():
    printed = run("import sys, cgraph_lib; print(*{name.split('.')[0] for name in sys.modules})")
    assert "cgraph_lib" in printed
    assert not set(OPTIONAL) & set(printed)


def test_the_library_works_where_nothing_optional_is_installed():
    code = f"""
import sys
sys.modules |= dict.fromkeys({OPTIONAL!r})  # None makes an import fail
from cgraph_lib import *
graph = parse("c = a + b; d = b + 1; e = c * d + log(0)")
values = evaluate(graph, a=2, b=1)
print(gradient(graph, a=2, b=1)["b"], values["c"], central_difference(graph, a=2, b=1, of="c")["b"] - 1 < 1e-6)
print(sum_over_paths(graph, "b", "d", local_partials(graph, values)), forward_trace(graph, values, "b").final["d"])
"""
    assert run(code) == ["5.0", "3.0", "True", "1.0", "1.0"]


def test_numbers_do_not_bring_numpy_in():
    code = "import sys; from cgraph_lib import *; gradient(parse('y = exp(x) / x'), x=0); print('numpy' in sys.modules)"
    assert run(code) == ["False"]
