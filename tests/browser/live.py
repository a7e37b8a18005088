"""Live pictures on a page: read their texts, move their sliders, ask the kernel; and what Python says they show."""

import json
import time
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager

import nbformat
from ipywidgets.widgets.widget import _instances
from lab import KERNEL, OpenNotebook, jupyter
from pytest import approx

from cgraph_lib.live.base import LivePicture

# A text that changes has a class of its own, which begins so.
CHANGING = ("val-", "adj-", "tan-", "part-", "growing-")
# The texts that stand on a drawing, by their own class; boxes of a quiz hide the text in whose place they stand.
SHOWN = """(svg, changing) => Object.fromEntries([...svg.querySelectorAll("text")].flatMap(text => {
  const own = [...text.classList].find(name => changing.some(start => name.startsWith(start)));
  return own && text.textContent && text.style.visibility !== "hidden" ? [[own, text.textContent]] : [];
}))"""
ASK = """([code, kernel]) => new Promise((resolve, reject) => {
  const future = kernel.requestExecute({ code, store_history: false });
  let said = "";
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream") said += content.text;
    if (header.msg_type === "error") reject(new Error(content.ename + ": " + content.evalue));
  };
  future.done.then(() => resolve(said));
})"""


def write_notebook(path, cells):
    """Write a notebook of these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def texts_of(svg):
    """Return the texts of Python's drawing by their own class, without empty ones."""
    found = {}
    for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        own = next((name for name in text.get("class", "").split() if name.startswith(CHANGING)), None)
        if own and text.text:
            found[own] = text.text
    return found


class Live:
    """One live picture on a page. `name` is its variable in the kernel, `place` its number on the page."""

    def __init__(self, page, place, name=""):
        self.page, self.name = page, name
        self.box = page.locator(".cgraph-live-box").nth(place)
        self.drawing = self.box.locator(".cgraph-stage svg")
        self.lines = self.box.locator(".cgraph-lines").last
        self.handles = self.box.locator(".noUi-handle")

    def texts(self):
        """Return the numbers on the drawing by their own class."""
        return self.drawing.evaluate(SHOWN, list(CHANGING))

    def ask(self, code):
        """Return the value of an expression in the kernel; `self` is the picture."""
        return ask(self.page, code.replace("self", self.name))

    def tell(self, code):
        """Run a statement in the kernel; `self` is the picture."""
        tell(self.page, code.replace("self", self.name))

    def drag(self, slider, part):
        """Drag a slider by the mouse to a part of its length."""
        handle, track = self.handles.nth(slider), self.box.locator(".noUi-target").nth(slider)
        handle.scroll_into_view_if_needed()
        start, room = handle.bounding_box(), track.bounding_box()
        y = start["y"] + start["height"] / 2
        self.page.mouse.move(start["x"] + start["width"] / 2, y)
        self.page.mouse.down()
        self.page.mouse.move(room["x"] + part * room["width"], y, steps=10)
        self.page.mouse.up()

    def readouts(self):
        """Return what stands beside the sliders, as numbers."""
        return [float(text.replace("−", "-")) for text in self.box.locator(".widget-readout").all_inner_texts()]


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
        notebook.page.on("console", lambda said: said.type == "error" and notebook.failures.append(said.text))
        notebook.run_all()
        yield notebook
        notebook.close()


def eventually(found, wanted, seconds=10):
    """Assert that what a function returns becomes what is wanted, as soon as page and kernel have talked."""
    deadline = time.monotonic() + seconds
    while (now := found()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert now == wanted, f"It is {now} after {seconds} s, not {wanted}."


def check_every_slider(page, shown):
    """Drag every slider on the page to both ends; assert that each live picture shows what Python says.

    `shown` returns Python's picture, as SVG, for the place of a live picture and the numbers beside its sliders.
    """
    boxes = [Live(page, place) for place in range(page.locator(".cgraph-live-box").count())]
    assert boxes
    for place, box in enumerate(boxes):
        for slider in range(box.handles.count()):
            for part in (0, 1):
                box.drag(slider, part)
                assert texts_of(shown(place, box.readouts())) == box.texts()


def in_kernel(page):
    """Return what `check_every_slider` compares with: the pictures in the kernel of the notebook on the page."""
    tell(page, "from ipywidgets.widgets.widget import _instances; from cgraph_lib.live.base import LivePicture")
    tell(page, "made = [one for one in _instances.values() if isinstance(one, LivePicture) and one.sliders]")

    def shown(place, readouts):
        eventually(lambda: ask(page, f"list(made[{place}].inputs.values())"), approx(readouts, rel=1e-3))
        return tell(page, f"print(made[{place}].picture.svg)")

    return shown


def here(notebook):
    """Return what `check_every_slider` compares with: the pictures that a notebook's cells make when they run here."""
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    before, scope = set(_instances), {}
    for cell in cells:
        exec(compile(cell, str(notebook), "exec"), scope)
    made = [
        one for key, one in _instances.items() if key not in before and isinstance(one, LivePicture) and one.sliders
    ]

    def shown(place, readouts):
        made[place].inputs = dict(zip(made[place].sliders, readouts, strict=True))
        return made[place].picture.svg

    return shown
