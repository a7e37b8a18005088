"""A browser, and Jupyter for it to open."""

import lab
import pytest

pytest.register_assert_rewrite("live")  # so that its assertions say what differs


@pytest.fixture(scope="module")  # not longer: while Playwright runs, no other test can run an event loop
def chromium(program):
    with lab.chromium(program(*lab.BROWSERS)) as browser:
        yield browser


@pytest.fixture(scope="module", params=["lab", "notebook"])
def server(request, chromium, tmp_path_factory):
    """Return what serves the course, first JupyterLab, then Notebook 7, and its address."""
    with lab.jupyter(tmp_path_factory.mktemp(request.param), request.param) as address:
        yield request.param, address


@pytest.fixture
def open_notebook(chromium, server):
    """Return a function that opens a notebook of the course."""
    app, address = server
    opened = []

    def open_one(name, **look):
        opened.append(lab.OpenNotebook(chromium, address, name, app=app, **look))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()
