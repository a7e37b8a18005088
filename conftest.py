"""What holds for the notebooks too: nbval skips the cells that need a framework which is not installed."""

import importlib.util

import pytest
from nbval.plugin import IPyNbCell

from tools.notebooks import missing_framework

# Doctests of what needs PyTorch or JAX, where they are not installed.
collect_ignore_glob = [] if all(map(importlib.util.find_spec, ("torch", "jax"))) else ["cgraph_lib/frameworks/*"]


def pytest_collection_modifyitems(items):
    """Mark those cells."""
    for item in items:
        if isinstance(item, IPyNbCell) and (name := missing_framework(item.cell.source)):
            item.add_marker(pytest.mark.skip(reason=f"There is no {name} on this machine."))
