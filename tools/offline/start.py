"""Start the course on a computer without network. The start script beside this file finds a Python and calls this.

start.py          opens JupyterLab with your own copies of the notebooks; the first time it installs them
start.py --read   opens the course's pages in your browser; nothing is installed
start.py --check  installs, runs a notebook and starts JupyterLab, to see before a class that all of it works here
"""

import argparse
import functools
import http.server
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
import venv
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SYSTEMS = {"win32": "windows", "darwin": "macos"}
MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}
# Windows keeps a list of types of its own, in which a module may be anything; a browser then refuses it.
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
NO_WHEELS = """There is nothing to install for {found} in this folder; it holds {known}.
Install one of those Pythons and start again, or read the pages without installing: start.py --read"""
NO_VENV = "Python could not make an environment; on Debian and Ubuntu install the package python3-venv first."


def name(system, machine, version):
    """Return what a computer with a Python is called in the folder of requirements.

    >>> name("win32", "AMD64", (3, 12, 1)), name("darwin", "arm64", (3, 11)), name("linux", "x86_64", (3, 13))
    ('windows-x86_64-3.12', 'macos-arm64-3.11', 'linux-x86_64-3.13')
    """
    kind = MACHINES.get(machine.lower(), machine.lower())
    return "{}-{}-{}.{}".format(SYSTEMS.get(system, system), kind, *version[:2])


def run(*command):
    """Run the environment's Python; end if it fails."""
    done = subprocess.run([str(PYTHON), *map(str, command)], cwd=str(HERE))
    if done.returncode:
        raise SystemExit(done.returncode)


def prepare():
    """Make the environment from the wheels in this folder, if it is not there yet, and the reader's copies."""
    here = name(sys.platform, platform.machine(), sys.version_info)
    needed = HERE / "requirements" / (here + ".txt")
    if not needed.exists():
        known = ", ".join(sorted(path.stem for path in needed.parent.glob("*.txt")))
        raise SystemExit(NO_WHEELS.format(found=here, known=known))
    if not (ENVIRONMENT / "ready").exists():
        print("Preparing the course. This takes a few minutes, the first time only.", flush=True)
        try:
            venv.create(str(ENVIRONMENT), with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            raise SystemExit(NO_VENV) from None
        wheels = ["--no-index", "--find-links", HERE / "wheels", "--requirement", needed]
        run("-m", "pip", "install", "--isolated", "--quiet", "--disable-pip-version-check", *wheels)
        settings = ENVIRONMENT / "etc" / "jupyter"
        settings.mkdir(parents=True, exist_ok=True)
        for path in (HERE / "jupyter").iterdir():
            (shutil.copytree if path.is_dir() else shutil.copy)(str(path), str(settings / path.name))
        (ENVIRONMENT / "ready").touch()
    run("-m", "cgraph_lib.workbook")


def lab(*options):
    """Return the command that serves the reader's copies."""
    root = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    where = ["--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/workbook/00_start_here.ipynb"]
    return ["-m", "jupyter", "lab", *root, *where, *options]


def pages():
    """Return a server of the course's pages, for this computer alone."""
    types = {**http.server.SimpleHTTPRequestHandler.extensions_map, **TYPES}
    handler = type("Handler", (http.server.SimpleHTTPRequestHandler,), {"extensions_map": types, "log_message": quiet})
    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(HERE / "site")))


def quiet(*_):
    """Log nothing: a class needs no list of requests."""


def read():
    """Serve the pages and open them."""
    with pages() as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        print("The course is at " + address + " while this window is open.", flush=True)
        webbrowser.open(address)
        server.serve_forever()


def check():
    """Ask for a page, run a notebook, start JupyterLab; end with an error if something fails."""
    with pages() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/index.html", timeout=60)
        print(f"The first page has {len(page.read()):,} bytes.")
        server.shutdown()
    notebook, out = "workbook/01_draw_expressions.ipynb", ENVIRONMENT / "check"
    run("-m", "nbconvert", "--to=notebook", "--execute", "--log-level=ERROR", "--output-dir", out, notebook)
    cells = json.loads((out / Path(notebook).name).read_text(encoding="utf-8"))["cells"]
    pictures = sum("image/svg+xml" in each.get("data", {}) for cell in cells for each in cell.get("outputs", ()))
    print(f"Notebook 01 runs and draws {pictures} pictures.")
    options = ["--no-browser", "--port=0", "--IdentityProvider.token=check", "--log-level=ERROR"]
    environment = dict(os.environ, JUPYTER_RUNTIME_DIR=str(out / "runtime"))
    server = subprocess.Popen([str(PYTHON), *lab(*options)], cwd=str(HERE), env=environment)
    try:
        print("JupyterLab answers with {}.".format(answer(out / "runtime")))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(str(out))


def answer(runtime):
    """Return the status with which the JupyterLab answers whose files are in a folder."""
    for _ in range(120):
        for path in runtime.glob("jpserver-*.json"):
            try:
                address = json.loads(path.read_text(encoding="utf-8"))["url"] + "lab?token=check"
                return urllib.request.urlopen(address, timeout=60).status
            except (ValueError, OSError):  # not yet written, or not yet listening
                pass
        time.sleep(0.5)
    raise SystemExit("JupyterLab did not start.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Start the course on a computer without network.")
    parser.add_argument("--read", action="store_true", help="open the pages; install nothing")
    parser.add_argument("--check", action="store_true", help="see whether all works here")
    chosen = parser.parse_args()
    if chosen.read:
        read()
    prepare()
    if chosen.check:
        check()
    else:
        run(*lab())
