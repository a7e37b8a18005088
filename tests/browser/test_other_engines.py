"""The main path in Firefox and WebKit, on a page of its own and on the website; the numbers are those of Python."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from live import eventually
from page_export import page_of
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from cgraph_lib import evaluate, gradient, parse, reverse_trace
from cgraph_lib.live import Explorer, PathExplorer, StepPlayer
from cgraph_lib.numerals import number

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
MINI_BROWSERS = map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))  # Debian keeps it off PATH


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("engines") / "page.html"
    at = {"a": 2, "b": 1}
    player = StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, at)), step=3)
    path.write_text(page_of(Explorer(GRAPH, at), player, PathExplorer(GRAPH, "b", "e", at)), encoding="utf-8")
    return path


def place(i, selector):
    return f"cgraph-live:nth-of-type({i}) {selector}"


MOVED = evaluate(GRAPH, a=2, b=1.1)
STEPS = [
    ["press", place(1, ".node-b"), "ArrowRight"],
    ["read", place(1, ".val-e"), number(MOVED["e"])],
    ["read", place(1, ".adj-b"), f" = {number(gradient(GRAPH, a=2, b=1.1)['b'])}"],
    ["click", place(2, ".cg-play + button"), None],
    ["read", place(2, ".cg-place"), "4 of 6"],
    ["press", place(3, ".node-b"), "ArrowRight"],
    ["read", place(3, ".part-c-e-0"), number(MOVED["d"])],
]
IN_VIEW = "arguments[0].scrollIntoView({ behavior: 'instant', block: 'center' })"  # the site itself scrolls smoothly
SETTLED = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"  # what a click has uncovered is laid out
KEYS = {"ArrowRight": "\ue014"}
READ = {
    "read": "return document.querySelector(arguments[0])?.textContent",
    "scheme": "return getComputedStyle(document.querySelector(arguments[0])).colorScheme",
}
ASKING = "[data-asks='05.seed']"
ON_THE_SITE = [
    ["open", "index.html", None],  # slide
    ["press", ".node-b", "ArrowRight"],
    ["read", ".val-e", number(MOVED["e"])],
    ["open", "notebooks/04_sum_paths.html", None],  # choose a path, below three answers that are covered
    *[["click", ".cg-uncover", None]] * 3,
    ["click", ".cg-path:nth-of-type(2)", None],
    ["find", ".cg-path:nth-of-type(2)[aria-pressed='true']", None],
    ["open", "notebooks/05_accumulate_backwards.html", None],  # predict, step, change the theme
    ["type", f"{ASKING} input", "1"],
    ["click", f"{ASKING} .cg-commit", None],
    ["find", f"{ASKING} .right", None],
    *[["click", ".cg-uncover", None]] * 2,
    ["click", ".cg-play + button", None],
    ["read", ".cg-place", "5 of 6"],
    ["click", ".theme-toggle-content button", None],
    ["scheme", ".cglive", "dark"],
]


@pytest.fixture
def steps(page_file, address):
    """Return all steps, in both places."""
    there = [[act, address + on if act == "open" else on, detail] for act, on, detail in ON_THE_SITE]
    return [["open", page_file.as_uri(), None], *STEPS, *there]


def test_firefox(program, package, steps):
    node, firefox = program("node"), program("firefox-esr", "firefox")
    package("puppeteer-core/package.json")
    script = Path(__file__).parent / "firefox.mjs"
    command = [node, script, firefox]
    done = subprocess.run(
        command, input=json.dumps(steps), capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    expected = [detail for act, _, detail in steps if act in READ]
    assert json.loads(done.stdout) == {"read": expected, "failures": []}


@pytest.fixture
def screen(program):
    """Return the name of a virtual screen."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [program("Xvfb"), "-displayfd", str(writer)], pass_fds=[writer], stderr=subprocess.DEVNULL
    )
    os.close(writer)
    with os.fdopen(reader) as answer:
        yield f":{answer.readline().strip()}"
    server.terminate()
    server.wait(timeout=30)


@pytest.fixture
def webkit(program, screen):
    """Return WebKit, driven by Selenium."""
    options = webdriver.WebKitGTKOptions()
    options.binary_location = program(*MINI_BROWSERS, "MiniBrowser")
    options.add_argument("--automation")
    service = Service(program("WebKitWebDriver"), env=os.environ | {"DISPLAY": screen})
    session = webdriver.WebKitGTK(options=options, service=service)
    yield session
    session.quit()


def test_webkit(webkit, steps):
    webkit.set_window_size(1200, 900)
    # A page that has only just come up draws its pictures anew as soon as it knows their width.
    patient = WebDriverWait(webkit, 20, ignored_exceptions=[NoSuchElementException, StaleElementReferenceException])
    for act, on, detail in steps:
        if act == "open":
            webkit.get(on)
        elif act in READ:  # numbers change at once, words with the next frame
            eventually(lambda: webkit.execute_script(READ[act], on), detail)  # noqa: B023
        else:
            patient.until(lambda session: acted(session, act, on, detail))  # noqa: B023


def acted(session, act, selector, detail):
    """Act on an element as soon as the page stands still, and return True."""
    session.execute_async_script(SETTLED)
    element = session.find_element("css selector", selector)
    session.execute_script(IN_VIEW, element)
    if act == "click":
        element.click()
        session.execute_async_script(SETTLED)
    elif act == "type":
        element.send_keys(detail)
    elif act == "press":
        session.execute_script("arguments[0].focus()", element)
        ActionChains(session).send_keys(KEYS[detail]).perform()
    return True
