"""Students in a real browser: they log in by the hub's form, and press keys."""

import sys
from pathlib import Path

from playwright.sync_api import Error, Page

from benchmarks.hub.students import NOTEBOOK, SLIDES, Stay

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests" / "browser"))

import lab

SLIDER = ".cg-sheet [role=slider]"
PICTURE = ".jp-OutputArea-output svg, .jp-OutputArea-output img[src^='data:image/svg']"
RUN_ALL = "void window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ran = true; })"
# Returns the milliseconds from a key that reaches the slider to changed numbers.
MOVE = """slider => new Promise(resolve => {
  const sheet = slider.closest(".cg-sheet"), before = sheet.textContent, start = performance.now();
  new MutationObserver((_, watch) => {
    if (sheet.textContent === before) return;
    watch.disconnect();
    resolve(performance.now() - start);
  }).observe(sheet, { childList: true, characterData: true, attributes: true, subtree: true });
  slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
})"""


def work(executable: str, address: str, name: str) -> Stay:
    """Log in, open the notebook, run all its cells, move a slider; return how it went."""
    stay = Stay()
    with lab.chromium(executable) as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.on("pageerror", lambda error: stay.failures.append(f"{name}: {error}"))
        page.set_default_timeout(300_000)
        try:
            _log_in(page, address, name, stay)
            _run(page, stay)
            _slide(page, stay)
        except Error as error:
            stay.failures.append(f"{name}: {error!r:.300}")
    return stay


def _log_in(page: Page, address: str, name: str, stay: Stay) -> None:
    page.goto(f"{address}/hub/login?next=/hub/user-redirect/lab/tree/workbook/{NOTEBOOK}")
    page.fill("input[name=username]", name)
    page.click("[type=submit]")
    page.wait_for_url("**/lab/tree/**")
    stay.note("server ready")
    page.wait_for_function(f"{lab.KERNEL}?.status === 'idle'")
    stay.note("kernel ready")


def _run(page: Page, stay: Stay) -> None:
    page.evaluate(RUN_ALL)
    page.wait_for_selector(PICTURE, state="attached")
    stay.note("first picture")
    page.wait_for_function(f"window.ran && {lab.KERNEL}.status === 'idle'")
    stay.note("all cells run")


def _slide(page: Page, stay: Stay) -> None:
    cells = page.evaluate(f"{lab.PANEL}.content.model.toJSON().cells")
    where = next(place for place, cell in enumerate(cells) if "Explorer(" in "".join(cell["source"]))
    page.evaluate(f"async place => {{ await {lab.PANEL}.content.scrollToItem(place, 'center'); }}", where)
    slider = page.locator(SLIDER).first
    slider.wait_for()
    stay.moves += [slider.evaluate(MOVE) / 1000 for _ in range(SLIDES)]
