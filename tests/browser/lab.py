"""Jupyter in a real browser: start a server, open a notebook in it, run the notebook, take pictures of it."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
# The popups below the address bar, which nobody sees, are most of what a new page costs; the others are Playwright's
# own, in whose place this list comes.
FEATURES_OFF = """WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup
    AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable
    LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect
    TcpPortRandomizationWin OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES_OFF.split())}",
]
TOKEN = "course"
VIEW = "application/vnd.jupyter.widget-view+json"
SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "doNotDisturbMode": True}}
# For photographs: all cells are on the page at once, and the theme is the system's.
PHOTOGRAPHER = SETTINGS | {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "scrollPastEnd": False},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}
# The notebook on the page, as the application knows it, or nothing while it is not open.
PANEL = "window.jupyterapp?.shell?.currentWidget"
SESSION = f"{PANEL}?.context?.sessionContext"
KERNEL = f"{SESSION}?.session?.kernel"
# Where each application opens a notebook.
OPEN = {
    "lab": f"lab/tree/{{}}?reset&token={TOKEN}",
    "notebook": f"notebooks/{{}}?reset&token={TOKEN}",
    "lite": "lab/index.html?path={}",
}


def installed():
    """Return the path of Chromium, or None if there is none."""
    return next(filter(None, map(shutil.which, filter(None, BROWSERS))), None)


@contextmanager
def chromium(executable=None, *flags):
    """Yield a browser: the one that is installed, unless another is given. Where there is none, the program ends."""
    executable = executable or installed() or sys.exit("There is no Chromium on PATH; set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def write_notebook(path, cells):
    """Write a notebook of these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


@contextmanager
def jupyter(folder, app="lab", source=ROOT / "notebooks", settings=SETTINGS):
    """Serve a copy of the notebooks by "lab" or "notebook", with nobody's settings; yield the server's address."""
    shutil.copytree(source, folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    overrides = folder / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(settings), encoding="utf-8")
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = os.environ | {name: str(folder / place) for name, place in places.items()}
    options = ["--no-browser", "--port=0", "--expose-app-in-browser", f"--IdentityProvider.token={TOKEN}"]
    if sys.platform != "win32" and os.getuid() == 0:
        options.append("--allow-root")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", app, *options, f"--ServerApp.root_dir={folder / 'notebooks'}"],
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(server, folder)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _address(server, folder):
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        for path in (folder / "runtime").glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text(encoding="utf-8"))["url"]
            except json.JSONDecodeError:  # not yet written to its end
                pass
        time.sleep(0.1)
    raise RuntimeError(f"Jupyter did not start:\n{(folder / 'log').read_text(encoding='utf-8')}")


class OpenNotebook:
    """A notebook that is open in a page of JupyterLab, Notebook 7 or JupyterLite. `.page` is Playwright's page."""

    def __init__(self, browser, address, name, *, app="lab", width=1400, height=900, dark=False, zoom=1, seconds=60):
        self.page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            device_scale_factor=zoom,
        )
        self.failures = []  # of scripts on the page, but for Notebook 7's own, which has one at each start
        self.page.on("pageerror", lambda error: "notebook_core" in error.stack or self.failures.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.failures.append(message.text))
        self.page.goto(address + OPEN[app].format(name))
        self.page.wait_for_function(f"{KERNEL}?.status === 'idle'", timeout=1000 * seconds)
        if app != "notebook":
            self.page.evaluate("window.jupyterapp.shell.collapseLeft()")
        self.settle()

    def open(self, name):
        """Close the notebook, and open another one in its place, as a reader does in the list of files."""
        self.page.evaluate(f"(async () => {{ await {SESSION}.shutdown(); {PANEL}.dispose(); }})()")
        self.failures.clear()
        self.page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', { path }); }", name)
        ready = f"name => {PANEL}?.context?.path === name && {KERNEL}?.status === 'idle'"
        self.page.wait_for_function(ready, arg=name, timeout=60_000)
        self.settle()

    def run_all(self, seconds=120):
        """Run every cell and wait until nothing on the page changes any more."""
        self.page.evaluate(
            "{ window.ran = false;"
            " window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ran = true; }); }"
        )
        self.page.wait_for_function(f"window.ran && {KERNEL}.status === 'idle'", timeout=1000 * seconds)
        self.settle()

    def settle(self):
        """Wait until the page has stayed the same for a moment."""
        before = None
        while (now := self.page.evaluate("document.body.innerHTML.length")) != before:
            before = now
            self.page.wait_for_timeout(300)

    def code_cells(self):
        """Return each code cell as the application knows it now, in the form of the file."""
        cells = self.page.evaluate(f"{PANEL}.content.model.toJSON().cells")
        return [cell for cell in cells if cell["cell_type"] == "code"]

    def save(self):
        """Save the notebook."""
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")

    def reload(self, seconds=60):
        """Load the page again; Jupyter's kernel goes on, that of JupyterLite begins anew."""
        self.page.goto(self.page.url.replace("?reset", "?").split("&token")[0])
        self.page.wait_for_function(f"{KERNEL}?.status === 'idle'", timeout=1000 * seconds)
        self.settle()

    def views(self):
        """Return (index of the cell, id of the model) for each widget that an output shows."""
        cells = self.page.evaluate(f"{PANEL}.content.model.toJSON().cells")
        found = ((i, output) for i, cell in enumerate(cells) for output in cell.get("outputs", ()))
        return [(i, output["data"][VIEW]["model_id"]) for i, output in found if VIEW in output.get("data", {})]

    def cell(self, index):
        """Scroll to a cell, as a reader does, and return it: cells out of sight are not on the page."""
        self.page.evaluate(f"async i => {{ await {PANEL}.content.scrollToItem(i, 'center'); }}", index)
        cell = self.page.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')
        cell.wait_for()
        return cell

    def close(self):
        """Leave the page, and stop the kernel."""
        self.page.evaluate(f"{SESSION}.shutdown()")
        self.page.close()

    def photograph(self, out, part=0):
        """Store a picture of the whole notebook; with `part`, pictures of that many pixels in height each."""
        cells = self.page.locator(".jp-WindowedPanel-viewport")
        width = self.page.viewport_size["width"]
        self.page.evaluate(
            "document.activeElement?.blur(); document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)"
        )
        box = cells.bounding_box()
        height = int(box["y"] + box["height"]) + 40
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()
        out = Path(out)
        part = part or height
        paths = []
        for number, start in enumerate(range(0, height, part), 1):
            path = out if part >= height else out.with_stem(f"{out.stem}-{number:02d}")
            clip = {"x": 0, "y": start, "width": width, "height": min(part, height - start)}
            self.page.screenshot(path=path, clip=clip)
            paths.append(path)
        return paths
