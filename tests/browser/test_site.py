"""The website, served as files: every page stands on its own, and its pictures say what the notebooks say."""

from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

import nbformat
import pytest
from live import AXE, Live, eventually, texts_of
from website import loaded, weight

from cgraph_lib import evaluate, gradient, parse
from cgraph_lib.numerals import number
from tools import notebooks

RUNNING = parse("c = a + b; d = b + 1; e = c * d")
CHAPTERS = [path.stem for path in notebooks.chosen([])]
PAGES = [
    "index",
    "playground",
    "search",
    "docs/glossary",
    "docs/teaching",
    *(f"notebooks/{chapter}" for chapter in CHAPTERS),
]
AWAKE = "() => Promise.all([...document.querySelectorAll('cgraph-live')].map(picture => picture.load()))"
MOVES_NOTHING = """card => {
  const height = () => document.documentElement.scrollHeight, open = height();
  card.hidePopover();
  const closed = height();
  card.showPopover();
  return open === closed;
}"""
SMALLEST = """Math.min(1, ...[...document.querySelectorAll(".cg-picture")].filter(still => still.checkVisibility())
    .map(still => still.getBoundingClientRect().width / still.getAttribute("width")))"""
COVERED = """() => [...document.querySelectorAll(".cg-covered")].map(each => each.textContent)"""


TRUTH = "It is 1, since e moves exactly as much as itself."  # 05, below "05.seed"


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_their_window_and_are_light(visit, address, site_folder, name):
    """What is loaded until a reader scrolls is weighed as hosts send it, compressed."""
    for width, scheme in ((1400, "light"), (375, "dark")):
        page = visit(name, width, color_scheme=scheme)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALLEST) >= 0.84  # of its size: 13 px are 11 then
        assert weight(page, address, site_folder) < 145_000


def test_pictures_far_below_come_when_a_reader_does(visit, address):
    page = visit("notebooks/05_accumulate_backwards")
    last = page.locator("cgraph-live[src]").last
    asked = f"_static/pictures/{last.get_attribute('src').rpartition('/')[2]}"
    assert last.locator("img").count() == 1 and asked not in loaded(page, address)
    with page.expect_response(address + asked):
        last.evaluate("picture => { picture.closest('.cg-covered')?.classList.remove('cg-covered'); }")
        last.scroll_into_view_if_needed()
    last.locator(".cglive").wait_for()


@pytest.mark.parametrize("address_of", ["#picture={}&b=3.5", "?embed={}#b=3.5"], ids=["link", "embed"])
def test_a_link_shows_a_picture_far_below(visit, address, address_of):
    page = visit("notebooks/05_accumulate_backwards")
    place = page.locator("cgraph-live").evaluate_all("all => all.findLastIndex(one => one.matches('[src]'))")
    page.goto("about:blank")
    page.goto(f"{address}notebooks/05_accumulate_backwards.html{address_of.format(place + 1)}")
    moved = "[...document.querySelectorAll('cgraph-live')].some(picture => picture.state.inputs?.includes(3.5))"
    page.wait_for_function(moved)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_no_violation(visit, package, scheme):
    for name in ("index", "docs/glossary", "notebooks/05_accumulate_backwards"):
        page = visit(name, color_scheme=scheme)
        for term in page.locator("a.cg-term").all()[:1]:
            term.focus()
            page.locator(".cg-card:popover-open").wait_for()
        page.add_script_tag(path=package("axe-core/axe.min.js"))
        assert page.evaluate(AXE, "html") == []


def test_a_word_of_the_glossary_has_its_meaning_on_a_card(visit):
    page = visit("notebooks/05_accumulate_backwards", 375)
    term, card = page.locator("a.cg-term", has_text="adjoints").first, page.locator(".cg-card")
    term.scroll_into_view_if_needed()
    term.hover()
    page.get_by_role("tooltip", name="the derivative of the output").wait_for()
    assert term.get_attribute("aria-describedby") == card.get_attribute("id")
    card.hover()  # it stays while the mouse is on it
    page.wait_for_function("!document.querySelector('a.cg-term:hover')")
    assert card.is_visible() and card.evaluate(MOVES_NOTHING)
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    term.focus()
    card.wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 375
    term.blur()
    card.wait_for(state="hidden")


def test_a_finger_opens_a_card_and_then_follows_its_word(visit, address):
    page = visit("notebooks/05_accumulate_backwards", 375, has_touch=True)
    term = page.locator("a.cg-term").first
    term.tap()
    page.locator(".cg-card").wait_for()
    page.locator("h1").tap()
    page.locator(".cg-card").wait_for(state="hidden")
    term.tap()
    page.locator(".cg-card").wait_for()
    term.tap()
    page.wait_for_url(f"{address}docs/glossary.html#term-*")


def test_the_first_picture_is_alive(visit):
    shown = Live(visit("index"), 0)
    shown.press(0, "ArrowRight")
    at = dict(zip(("a", "b"), shown.numbers(), strict=True))
    values = evaluate(RUNNING, at)
    assert at != {"a": 2, "b": 1} and shown.texts()["val-e"] == number(values["e"])
    assert shown.texts()["adj-b"] == number(gradient(RUNNING, at)["b"])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_pictures_say_what_the_notebook_says(visit, chapter):
    """The page's pictures have been computed by the page, those of the notebook by Python."""
    stored = nbformat.read(notebooks.FOLDER / f"{chapter}.ipynb", as_version=4)
    page = visit(f"notebooks/{chapter}")
    page.evaluate(AWAKE)
    places = page.locator("cgraph-live .cglive")
    eventually(places.count, page.locator("cgraph-live").count())
    drawn = [Live(page, i) for i in range(places.count()) if places.nth(i).locator(".cg-sheet svg").count()]
    known = [
        texts_of(output.data["image/svg+xml"])
        for cell in stored.cells
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    ]
    for shown in drawn:
        texts = shown.texts()
        assert texts in known
        known = known[known.index(texts) + 1 :]  # they stand in the same order


def test_answers_are_covered_until_a_guess_is_made(visit):
    page = visit("notebooks/05_accumulate_backwards")
    asking = page.locator('[data-asks="05.seed"]')
    assert any(TRUTH in text for text in page.evaluate(COVERED))
    asking.locator("input").fill("1")
    asking.locator(".cg-commit").click()
    assert not any(TRUTH in text for text in page.evaluate(COVERED))
    covered = len(page.evaluate(COVERED))
    page.reload()
    assert asking.locator(".right").first.is_visible() and asking.locator("input").input_value() == "1"
    assert len(page.evaluate(COVERED)) == covered  # the guess is known, the others are not
    page.locator(".cg-uncover").first.click()
    assert len(page.evaluate(COVERED)) < covered


def test_without_scripts_all_is_there(visit):
    page = visit("notebooks/03_find_partials", java_script_enabled=False)
    assert page.locator(".cg-uncover").count() == 0
    stills = page.locator("cgraph-live > :not(script)")
    assert stills.count() == page.locator("cgraph-live").count() > 5
    assert all(still.bounding_box()["height"] > 50 for still in stills.all())


def test_the_search_finds_words(visit):
    page = visit("search")
    page.locator("#search input").fill("adjoint")
    page.locator(".pagefind-ui__result-title").first.wait_for()
    assert "Accumulate backwards" in page.locator(".pagefind-ui__result-title").all_inner_texts()


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.ids = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids.add(found.get("id"))
        self.links |= {found[name] for name in ("href", "src") if found.get(name)}


def test_links_lead_somewhere(site_folder):
    pages = {
        path.relative_to(site_folder).as_posix(): Links(path.read_text(encoding="utf-8"))
        for path in site_folder.rglob("*.html")
    }
    for name, page in pages.items():
        for link in page.links:
            if not link.startswith(("http:", "https:", "data:", "mailto:")):
                file, mark = urldefrag(urljoin(f"/{name}", link))
                path = unquote(file).partition("?")[0].lstrip("/")
                assert (site_folder / path).is_file(), f"{name}: {link}"
                assert not mark or path not in pages or unquote(mark) in pages[path].ids, f"{name}: {link}"
