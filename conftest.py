"""What holds for all tests: nbval skips cells that need a framework which is not installed; what is slow begins."""

import importlib.util
import os

import nbformat
import nbval.kernel
import pytest
from nbval.plugin import IPyNbCell
from notebook_changes import changes, with_outputs

from tools.notebooks import PrivateKernel, missing_framework

# JAX compiles every function that tests draw at random, and each runs but once or twice.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
# The workers' kernels and browsers do not compete for ports.
nbval.kernel.KernelManager = PrivateKernel
# Doctests of what needs PyTorch or JAX, where they are not installed.
collect_ignore_glob = [] if all(map(importlib.util.find_spec, ("torch", "jax"))) else ["cgraph_lib/frameworks/*"]


# Modules that take longest begin, so that the workers end together.
FIRST = ("test_jupyter.py", "test_site.py", "test_adding_operations.py", "test_notebooks.py", ".ipynb")


class WholeNotebook(pytest.Item):
    """After nbval has run the cells of a notebook: the file is what they gave, and nothing that nbval overlooks."""

    def runtest(self):
        """Compare the notebook with itself, run again."""
        ran = [item for item in self.session.items if isinstance(item, IPyNbCell) and item.parent is self.parent]
        stored = nbformat.read(self.path, as_version=4)
        if len(ran) < sum(cell.cell_type == "code" for cell in stored.cells):
            pytest.skip("Not all of its cells have run.")
        assert changes(stored, with_outputs(stored, [item.test_outputs or [] for item in ran])) == []


def pytest_collection_modifyitems(items):
    """Sort the modules, mark those cells, and put the test of a whole notebook after its last cell."""
    items.sort(key=lambda item: next((i for i, end in enumerate(FIRST) if item.path.name.endswith(end)), len(FIRST)))
    last = {item.parent: item for item in items if isinstance(item, IPyNbCell)}
    for item in [*items]:
        if isinstance(item, IPyNbCell) and (name := missing_framework(item.cell.source)):
            item.add_marker(pytest.mark.skip(reason=f"There is no {name} on this machine."))
        if last.get(item.parent) is item:
            items.insert(items.index(item) + 1, WholeNotebook.from_parent(item.parent, name="as stored"))
