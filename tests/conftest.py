"""What several test modules share."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent.parent / "node_modules"


def _give_up(what):
    """Skip the test for which something is missing; fail it on CI."""
    (pytest.fail if os.environ.get("CGRAPH_REQUIRE_ALL") else pytest.skip)(f"There is no {what} on this machine.")


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
