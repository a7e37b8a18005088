"""The website for many readers: what one of them loads, and how many requests a second a static server answers.

Serves a copy of `build/site/html`, which `make site` makes, by nginx as docs/hosting.md says, with files compressed in
advance, or by Python where there is no nginx, without compression. Bytes are counted in Chromium, as they cross the
wire. Server and clients share this machine's processors.
"""

import asyncio
import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

import lab

ROOT = lab.ROOT
SITE = ROOT / "build" / "site" / "html"
READERS = 10_000
CLIENTS, SECONDS = 32, 5
VISITS = {
    "first page": ["index.html"],
    "one notebook": ["notebooks/05_accumulate_backwards.html"],
    "the whole course": ["index.html", *sorted(f"notebooks/{path.name}" for path in SITE.glob("notebooks/*.html"))],
}
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".ipynb", ".wasm"}
SETTINGS = """daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 1024; }}
http {{
    include {types}; access_log off; sendfile on; keepalive_requests 100000;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    {server}
}}
"""


def configuration(folder: Path, port: int) -> str:
    """Return nginx's settings: those of the documentation, for this folder and port."""
    server = (ROOT / "docs" / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/course", str(folder / "html"))
    return SETTINGS.format(folder=folder, types="/etc/nginx/mime.types", server=server)


def copy(folder: Path) -> None:
    """Copy the site into a folder, each file of text with its compressed form beside it."""
    shutil.copytree(SITE, folder / "html")
    for path in (folder / "html").rglob("*"):
        if path.suffix in COMPRESSED:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    folder.chmod(0o755)


@contextlib.contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Serve the site; yield what serves it, and its port."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as name:
        free.bind(("127.0.0.1", 0))
        port, folder = free.getsockname()[1], Path(name)
        free.close()
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        copy(folder)
        (folder / "nginx.conf").write_text(configuration(folder, port), encoding="utf-8")
        python = [
            sys.executable,
            "-m",
            "http.server",
            str(port),
            "--bind",
            "127.0.0.1",
            "--directory",
            str(folder / "html"),
        ]
        command = [nginx, "-c", str(folder / "nginx.conf")] if nginx else python
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}/index.html")
            yield "nginx" if nginx else "http.server", port
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}.")


def visit(executable: str, port: int, pages: Sequence[str]) -> tuple[int, int]:
    """Return how many requests a reader makes who begins with an empty cache, and how many bytes come back."""
    answered = []
    with lab.chromium(executable) as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.on("requestfinished", lambda request: answered.append(request))
        for name in pages:
            page.goto(f"http://127.0.0.1:{port}/{name}", wait_until="networkidle")
        sizes = [request.sizes() for request in answered]
    return len(sizes), sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


async def _client(port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head:
            raise SystemExit(f"The server answers {head.decode()}")
        if b"chunked" in head:
            while (size := int(await reader.readline(), 16)) or await reader.readline() != b"\r\n":
                await reader.readexactly(size + 2)
        else:
            await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        count += 1
    writer.close()
    return count


async def rate(port: int, page: str) -> float:
    """Return how many requests for a page are answered in a second, to clients that each wait for their answers."""
    request = f"GET /{page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    until = time.monotonic() + SECONDS
    return sum(await asyncio.gather(*(_client(port, request, until) for _ in range(CLIENTS)))) / SECONDS


def main() -> None:
    """Measure, and print."""
    if not (SITE / "index.html").exists():
        raise SystemExit("There is no website to serve yet: make site makes it.")
    chromium = lab.installed()
    with served() as (server, port):
        print(f"\nThe website, served by {server}")
        for page in ("index.html", "_static/cgraph.js", VISITS["one notebook"][0]):
            print(f"{asyncio.run(rate(port, page)):>9,.0f} requests a second of {page}", flush=True)
        for name, pages in VISITS.items() if chromium else ():
            requests, size = visit(chromium, port, pages)
            total = f"{READERS * size / 1e9:,.0f} GB for {READERS:,} readers"
            print(f"{size / 1000:>9,.0f} kB in {requests} requests: {name} (pages: {len(pages)}), {total}")


if __name__ == "__main__":
    main()
