"""A browser, and Jupyter for it to open."""

import lab
import pytest


@pytest.fixture(scope="module")  # not longer: while Playwright runs, no other test can run an event loop
def chromium(program):
    with lab.chromium(program(*lab.BROWSERS)) as browser:
        yield browser


@pytest.fixture(scope="module", params=["lab", "notebook"])
def open_notebook(chromium, request, tmp_path_factory):
    """Return a function that opens a notebook of the course, first in JupyterLab, then in Notebook 7."""
    app, opened = request.param, []
    with lab.jupyter(tmp_path_factory.mktemp(app), app) as address:

        def open_one(name, **look):
            opened.append(lab.OpenNotebook(chromium, address, name, app=app, **look))
            return opened[-1]

        yield open_one
        for notebook in opened:
            notebook.page.close()
