"""The course's website for tests: built once, whatever number of processes ask for it, and served as files."""

import gzip
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools import site

LOADED = "[location.href, ...performance.getEntriesByType('resource').map(each => each.name)]"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_):
        """Say nothing."""

    def handle(self):
        """Answer; a browser that leaves before it has everything breaks the connection."""
        with suppress(ConnectionError):
            super().handle()


@contextmanager
def served(folder):
    """Serve a folder under a path of its own, as GitHub Pages does; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
    server.shutdown()


def built(folder, seconds=600):
    """Return the website's folder below this one. Who asks first builds it, the others wait."""
    out, done = folder / "site", folder / "site-is-built"
    try:
        (folder / "site-is-begun").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + seconds
        while not done.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        try:
            site.make(out)
        finally:
            done.touch()
    return out


def loaded(page, address):
    """Return the files of the website that a page has loaded so far."""
    return {url.removeprefix(address).partition("?")[0].partition("#")[0] for url in page.evaluate(LOADED)}


def weight(page, address, folder):
    """Return how many bytes a page has loaded so far, as hosts send them: compressed."""
    return sum(len(gzip.compress((folder / file).read_bytes())) for file in loaded(page, address))
