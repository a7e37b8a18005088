"""What holds for all tests: nbval skips cells that need a framework which is not installed; what is slow begins."""

import importlib.util

import pytest
from nbval.plugin import IPyNbCell

from tools.notebooks import missing_framework

# Doctests of what needs PyTorch or JAX, where they are not installed.
collect_ignore_glob = [] if all(map(importlib.util.find_spec, ("torch", "jax"))) else ["cgraph_lib/frameworks/*"]


# Modules that take longest begin, so that two workers end together.
FIRST = ("test_jupyter.py", "test_adding_operations.py", "test_notebooks.py", "test_site.py")


def pytest_collection_modifyitems(items):
    """Mark those cells, and sort the modules."""
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))
    for item in items:
        if isinstance(item, IPyNbCell) and (name := missing_framework(item.cell.source)):
            item.add_marker(pytest.mark.skip(reason=f"There is no {name} on this machine."))
