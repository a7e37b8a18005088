"""From the call of a page of the website to its first live picture, and what the page weighs until a reader scrolls.

Each time the browser knows nothing of the site; files come from this machine. The picture is there when its drawing
has been painted. `slowed` is the same with the processor slowed four times. Weights are of compressed files. Needs
Chromium. `python -m benchmarks.first_picture FOLDER` takes a website that has been made.
"""

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

import lab
import website

from tools import notebooks

PAGES = ["index", *(f"notebooks/{path.stem}" for path in notebooks.chosen([]))]
TIMES, SLOWER = 5, 4
# Notes when the first live picture, or on a page of questions alone the first question, has been painted.
WATCH = """
const shown = () => [...document.querySelectorAll("cgraph-live")].find((each) => each.querySelector(":scope .cglive"));
new MutationObserver((_, watch) => {
  if (!shown()) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.firstPicture = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""


def shown_after(browser, address, slower):
    """Return the milliseconds until a page's first picture is painted, for a browser that comes for the first time."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    page.wait_for_function("window.firstPicture")
    time = page.evaluate("window.firstPicture")
    context.close()
    return time


def weight(browser, address, name, folder):
    """Return the bytes that a page loads until a reader scrolls."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(f"{address}{name}.html", wait_until="networkidle")
    found = website.weight(page, address, folder)
    page.close()
    return found


def main():
    """Print for every page the median of both times with the least and the most, and its weight."""
    print(f"{'First live picture, ms':40}{'at once':>20}{'slowed':>22}{'weight, kB':>14}")
    with tempfile.TemporaryDirectory() as made, lab.chromium() as browser:
        folder = Path(sys.argv[1]) if sys.argv[1:] else website.built(Path(made))
        with website.served(folder) as address:
            for name in PAGES:
                runs = [
                    [shown_after(browser, f"{address}{name}.html", slower) for _ in range(TIMES)]
                    for slower in (1, SLOWER)
                ]
                times = (f"{statistics.median(run):.0f} ({min(run):.0f} to {max(run):.0f})" for run in runs)
                print(
                    f"{name:40}{next(times):>20}{next(times):>22}{weight(browser, address, name, folder) / 1000:14.1f}"
                )
    print("Limits: 1,000 ms, 3,000 ms and 150 kB.")


if __name__ == "__main__":
    main()
