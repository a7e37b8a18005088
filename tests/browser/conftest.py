"""A browser, and Jupyter for it to open."""

import os
from contextlib import ExitStack
from functools import cache

import lab
import pytest
from shim import Wire, page_of
from website import built, served

pytest.register_assert_rewrite("live")  # so that its assertions say what differs


@pytest.fixture(scope="module")  # not longer: while Playwright runs, no other test can run an event loop
def chromium(program):
    with lab.chromium(program(*lab.BROWSERS)) as browser:
        yield browser


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """Return the folder of the website, which all processes of a run of pytest-xdist share."""
    own = tmp_path_factory.getbasetemp()
    return built(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def address(site_folder):
    """Return the address of the website."""
    with served(site_folder) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Return a function that opens a page of the site; it must not speak to anybody else nor complain."""
    contexts, heard = [], []

    def note(request):
        if not request.url.startswith((address, "data:", "blob:")):
            heard.append(request.url)

    def one(name, width=1400, **look):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, **look))
        page = contexts[-1].new_page()
        page.on("request", note)
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"{address}{name}.html")
        return page

    yield one
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture
def wired(chromium, tmp_path):
    """Return a function that opens a page of live pictures, and returns each as `kind` shows it, and their wire."""
    opened = []

    def open_one(kind, *pictures, **options):
        (tmp_path / "page.html").write_text(page_of(*pictures), encoding="utf-8")
        page = chromium.new_page(**{"viewport": {"width": 1140, "height": 900}, **options})
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.failures.append(message.text))
        page.goto((tmp_path / "page.html").as_uri())
        page.wait_for_function("window.ready")
        opened.append(page)
        return [*(kind(page, place) for place in range(len(pictures))), Wire(page, pictures)]

    yield open_one
    for page in opened:
        assert page.failures == []
        page.close()


@pytest.fixture(scope="module")
def open_notebook(chromium, tmp_path_factory):
    """Return a function that opens a notebook in "lab" or "notebook": one of the course, or of cells, which run.

    JupyterLab is loaded once; each notebook takes the place of the one before. Notebook 7 has a page for each.
    """
    with ExitStack() as stack:
        pages = {}

        @cache
        def served(app):
            folder = tmp_path_factory.mktemp(app)
            return folder / "notebooks", stack.enter_context(lab.jupyter(folder, app))

        def open_one(name, app="lab", cells=()):
            folder, address = served(app)
            if cells:
                lab.write_notebook(folder / name, cells)
            if app in pages:
                pages[app].open(name) if app == "lab" else pages.pop(app).close()
            if app not in pages:
                pages[app] = lab.OpenNotebook(chromium, address, name, app=app)
            if cells:
                pages[app].run_all()
            return pages[app]

        yield open_one
        for notebook in pages.values():
            notebook.close()
