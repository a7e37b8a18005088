"""What several test modules share."""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cgraph_lib import workbook
from cgraph_lib.live import page

NODE_MODULES = Path(__file__).parent.parent / "node_modules"
NODE = Path(__file__).parent / "node"


def _give_up(what):
    """Skip the test for which something is missing; fail it on CI."""
    (pytest.fail if os.environ.get("CGRAPH_REQUIRE_ALL") else pytest.skip)(f"There is no {what} on this machine.")


@pytest.fixture
def in_workbook(tmp_path, monkeypatch):
    """Be in a reader's folder, in which progress is kept, and return it."""
    (tmp_path / workbook.RECORD).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def program():
    """Return a function that finds a program. Where it finds none the test is skipped; on CI it fails."""

    def find(*names):
        found = [path for path in map(shutil.which, filter(None, names)) if path]
        return found[0] if found else _give_up(" or ".join(filter(None, names)))

    return find


@pytest.fixture(scope="session")
def package():
    """Return a function that finds a file of the packages that `make test` installs with npm, as `program` does."""

    def find(path):
        file = NODE_MODULES / path
        return file if file.exists() else _give_up(f"node_modules/{path}")

    return find


@pytest.fixture(scope="session")
def framework():
    """Return a function that imports PyTorch or JAX, by name, as `program` does."""

    def find(name):
        return importlib.import_module(name) if importlib.util.find_spec(name) else _give_up(name)

    return find


@pytest.fixture(scope="session")
def on_page(program, tmp_path_factory):
    """Return a function that calls functions of the page's modules: a list of (module, function, *arguments)."""
    node, folder = program("node"), tmp_path_factory.mktemp("modules")
    texts = {f"{name}.js": text for name, text in page.modules().items()}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in NODE.glob("*.js")}
    texts["package.json"] = '{"type": "module"}'
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")

    def call(calls):
        run = [node, NODE / "answer.mjs", folder]
        done = subprocess.run(run, input=json.dumps(sent(calls)), capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout, object_hook=lambda found: float(found["n"]) if "n" in found else found)

    return call


@pytest.fixture
def set_formulas(program, package):
    """Return a function that sets formulas with KaTeX and returns its complaints."""

    def call(pairs):
        run = [program("node"), NODE / "latex.mjs", package("katex/dist/katex.mjs")]
        done = subprocess.run(run, input=json.dumps(pairs), capture_output=True, encoding="utf-8", check=True)
        return [error for error in json.loads(done.stdout) if error]

    return call


def sent(data):
    """Return data with its floats as answer.mjs reads them: JSON knows neither nan nor infinity."""
    match data:
        case dict():
            return {key: sent(value) for key, value in data.items()}
        case list() | tuple():
            return [sent(value) for value in data]
        case float():
            return {"n": repr(data).replace("inf", "Infinity").replace("nan", "NaN")}
    return data
