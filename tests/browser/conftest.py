"""A browser, and Jupyter for it to open."""

import lab
import pytest
from shim import Wire, page_of

pytest.register_assert_rewrite("live")  # so that its assertions say what differs


@pytest.fixture(scope="module")  # not longer: while Playwright runs, no other test can run an event loop
def chromium(program):
    with lab.chromium(program(*lab.BROWSERS)) as browser:
        yield browser


@pytest.fixture
def wired(chromium, tmp_path):
    """Return a function that opens a page of live pictures, and returns each as `kind` shows it, and their wire."""
    opened = []

    def open_one(kind, *pictures, **options):
        (tmp_path / "page.html").write_text(page_of(*pictures), encoding="utf-8")
        page = chromium.new_page(**{"viewport": {"width": 1140, "height": 900}, **options})
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.failures.append(said.text))
        page.goto((tmp_path / "page.html").as_uri())
        page.wait_for_function("window.ready")
        opened.append(page)
        return [*(kind(page, place) for place in range(len(pictures))), Wire(page, pictures)]

    yield open_one
    for page in opened:
        assert page.failures == []
        page.close()


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
