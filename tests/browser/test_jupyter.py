"""The notebooks, opened and run as a student does."""

import json

import pytest
from lab import ROOT
from live import check_every_slider, in_kernel

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("server", ["lab"], indirect=True)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_all_cells_run_in_jupyterlab(open_notebook, name):
    notebook = open_notebook(name)
    all_cells_run(notebook, name)
    if "cgraph_lib.live" in (ROOT / "notebooks" / name).read_text(encoding="utf-8"):
        check_every_slider(notebook.page, in_kernel(notebook.page))


@pytest.mark.parametrize("server", ["notebook"], indirect=True)
@pytest.mark.parametrize("name", [NOTEBOOKS[0], NOTEBOOKS[-1]])
def test_all_cells_run_in_notebook_7(open_notebook, name):
    all_cells_run(open_notebook(name), name)


def all_cells_run(notebook, name):
    stored = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    outputs = [len(cell["outputs"]) for cell in stored["cells"] if cell["cell_type"] == "code"]
    notebook.run_all()
    cells = notebook.code_cells()
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(outputs) + 1))
    assert [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"] == []
    assert [len(cell["outputs"]) for cell in cells] == outputs
    assert notebook.drawn_outputs() == outputs
    assert notebook.failures == []
