"""Live pictures on a page: read their text, move their inputs, ask the kernel; and what Python says they show."""

import json
import time
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager

from lab import KERNEL, OpenNotebook, jupyter, write_notebook

# Text that changes has a class of its own, which begins so.
CHANGING = ("val-", "adj-", "tan-", "part-", "growing-")
# The text elements of a drawing, by their own class.
SHOWN = """(svg, changing) => Object.fromEntries([...svg.querySelectorAll("text, tspan")].flatMap(text => {
  const own = [...text.classList].find(name => changing.some(start => name.startsWith(start)));
  const hidden = text.closest("text").style.display === "none" || getComputedStyle(text).visibility === "hidden";
  const content = text.textContent.replace(/^ = /, "");
  return own && content && !hidden ? [[own, content]] : [];
}))"""
# What axe-core finds against WCAG 2.2 AA in one element of a page.
AXE = """place => axe.run(document.querySelector(place), {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
}).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))"""
# The texts of an element that are drawn less than 11 px high, wherever they stand.
SMALL = """root => [...root.querySelectorAll("*")].filter(part => {
  const own = part.matches("input") || [...part.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
  const size = parseFloat(getComputedStyle(part).fontSize) * (part.getScreenCTM?.().a ?? 1);
  return own && size < 10.95 && part.checkVisibility({ visibilityProperty: true });
}).map(part => part.outerHTML)"""
# What a finger cannot hit within a circle of 24 px; the pill of an edge is hit through its wire as well.
NARROW = """root => [...root.querySelectorAll("button, select, input, a, [role=slider], [role=button]")].filter(one => {
  const whole = one.closest("label, [data-edge], [data-group]") ?? one;
  const face = one.closest("label") ?? one;
  const { width, height } = face.getBoundingClientRect();
  if (!width || (width > 23.9 && height > 23.9)) return false;
  one.scrollIntoView({ block: "center", inline: "center" });
  const { left, top } = face.getBoundingClientRect();
  const hit = (dx, dy) => document.elementFromPoint(left + width / 2 + dx, top + height / 2 + dy);
  const wire = `[data-edge="${whole.dataset.edge}"]`;
  const same = part => whole.contains(part) || part?.closest(wire);
  const round = [[0, 0], [0, 11.5], [0, -11.5], [11.5, 0], [-11.5, 0], [8, 8], [8, -8], [-8, 8], [-8, -8]];
  const covered = one !== hit(0, 0) && hit(0, 0)?.matches(".cg-answer");
  return !covered && !round.every(([dx, dy]) => same(hit(dx, dy)));
}).map(one => one.outerHTML)"""
ASK = """([code, kernel]) => new Promise((resolve, reject) => {
  const future = kernel.requestExecute({ code, store_history: false });
  let printed = "";
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream") printed += content.text;
    if (header.msg_type === "error") reject(new Error(content.ename + ": " + content.evalue));
  };
  future.done.then(() => resolve(printed));
})"""


def texts_of(svg):
    """Return the text of Python's drawing by its own class, without empty ones."""
    found = {}
    for text in ElementTree.fromstring(svg).iter():
        own = next((name for name in text.get("class", "").split() if name.startswith(CHANGING)), None)
        content = (text.text or "").removeprefix(" = ")
        if own and content:
            found[own] = content
    return found


class Live:
    """One live picture on a page. `name` is its variable in the kernel, `place` its number on the page."""

    def __init__(self, page, place, name=""):
        self.page, self.name = page, name
        self.box = page.locator(".cglive").nth(place)
        self.drawing = self.box.locator(".cg-sheet svg").first
        self.panel = self.box.locator(".cg-room")
        self.inputs = self.box.locator("[role=slider]")

    def texts(self):
        """Return the numbers on the drawing by their own class."""
        return self.drawing.evaluate(SHOWN, list(CHANGING))

    def numbers(self):
        """Return the inputs' numbers as a screen reader hears them, to the last digit."""
        return [float(x) for x in self.inputs.evaluate_all("all => all.map(one => one.getAttribute('aria-valuenow'))")]

    def node(self, name):
        """Return a box of the drawing."""
        return self.drawing.locator(f".node-{name}")

    def focus(self, own):
        """Put the focus on a box or a pill, by its own class: an input itself, or what is a button in it."""
        part = self.drawing.locator(f".{own}")
        (part if part.get_attribute("role") == "slider" else part.locator("[role=button]")).focus()

    def label(self, own):
        """Return what a screen reader says of a box or a pill."""
        part = self.drawing.locator(f".{own}")
        face = part.locator("[aria-label]")
        return (face if face.count() else part).first.get_attribute("aria-label")

    def ask(self, code):
        """Return the value of an expression in the kernel; `self` is the picture."""
        return ask(self.page, code.replace("self", self.name))

    def tell(self, code):
        """Run a statement in the kernel; `self` is the picture."""
        tell(self.page, code.replace("self", self.name))

    def drag(self, place, by):
        """Drag the number in an input's box by the mouse, this many pixels to the right."""
        box = self.inputs.nth(place)
        box.scroll_into_view_if_needed()
        spot = box.bounding_box()
        x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by, y, steps=8)
        self.page.mouse.up()

    def press(self, place, *keys):
        """Press keys on an input."""
        for key in keys:
            self.inputs.nth(place).press(key)


def tell(page, code):
    """Run code in the kernel of the notebook on the page; return what it prints."""
    kernel = page.evaluate_handle(KERNEL)
    return page.evaluate(ASK, [code, kernel])


def ask(page, code):
    """Return the value of an expression in the kernel."""
    return json.loads(tell(page, f"import json; print(json.dumps({code}))"))


@contextmanager
def opened(browser, folder, cells, app="lab", **look):
    """Serve a notebook of these cells, open and run it, and yield it. Its `.failures` hold what the console says."""
    (folder / "source").mkdir()
    write_notebook(folder / "source" / "live.ipynb", cells)
    with jupyter(folder / "server", app, folder / "source") as address:
        notebook = OpenNotebook(browser, address, "live.ipynb", app=app, **look)
        notebook.run_all()
        yield notebook
        notebook.close()


def eventually(found, expected, seconds=30):
    """Assert that what a function returns becomes what is expected, as soon as page and kernel have talked."""
    deadline = time.monotonic() + seconds
    while (now := found()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert now == expected, f"It is {now} after {seconds} s, not {expected}."
