"""JupyterLite's start: from the link to the notebook, to an idle kernel, and to the first picture; and what is loaded.

Opens the first notebook of `build/lite/html`, which `make lite` makes, each time in a browser with an empty cache, and
runs its cells one by one until there is a picture. BUSY of this machine's processes compute meanwhile.

Usage: python -m benchmarks.lite_start TIMES BUSY
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

import lab
from website import served

FOLDER = lab.ROOT / "build" / "lite" / "html"
NAME = "01_draw_expressions.ipynb"
TIMEOUT = 600_000
RUN = f"""async () => {{
  const {{ content }} = {lab.PANEL};
  const drawn = (output) => output.data?.["image/svg+xml"];
  content.activeCellIndex = 0;
  while (!content.model.toJSON().cells.some((cell) => cell.outputs?.some(drawn))) {{
    await jupyterapp.commands.execute("notebook:run-cell-and-select-next");
  }}
}}"""
HEADS = ("notebook", "kernel", "picture")


def start(browser, address):
    """Return the seconds until each of HEADS was there, and how many bytes were loaded."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    loaded, times, begun = [], [], time.monotonic()
    context.on("requestfinished", lambda request: loaded.append(request))
    page = context.new_page()
    page.goto(address + lab.OPEN["lite"].format(NAME))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=TIMEOUT)
    times.append(time.monotonic() - begun)
    page.wait_for_function(f"{lab.KERNEL}?.status === 'idle'", timeout=TIMEOUT)
    times.append(time.monotonic() - begun)
    page.evaluate(RUN)
    page.locator(".jp-OutputArea :is(.cglive, img, svg)").first.wait_for(timeout=TIMEOUT)
    times.append(time.monotonic() - begun)
    total = sum(request.sizes()["responseBodySize"] for request in loaded if request.url.startswith(address))
    context.close()
    return times, total


def main():
    """Print the median of each, and of what is loaded."""
    if not (FOLDER / "index.html").exists():
        raise SystemExit("There is no JupyterLite to open yet: make lite makes it.")
    count, busy = map(int, sys.argv[1:])
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
    try:
        with lab.chromium() as browser, served(FOLDER) as address:
            found = [start(browser, address) for _ in range(count)]
    finally:
        for other in others:
            other.kill()
    print(f"{NAME}, {count} times, {busy} busy processes, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    for head, *times in zip(HEADS, *(times for times, _ in found), strict=True):
        print(f"{head:10}{statistics.median(times):6.1f} s  ({min(times):.1f} to {max(times):.1f})")
    print(f"{'loaded':10}{statistics.median(total for _, total in found) / 1e6:6.1f} MB, without compression")


if __name__ == "__main__":
    main()
