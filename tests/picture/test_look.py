"""Colours and rules: contrast in every theme, signs that need no colour, and one table for live pictures and stills."""

import re

import pytest
from picture.cascade import colours
from picture.drawn import Drawn

from cgraph_lib import evaluate, local_partials, parse, reverse_trace, show
from cgraph_lib.picture import View, render
from cgraph_lib.picture.look import look_rules
from cgraph_lib.picture.palette import DARK, LIGHT, PRINT, STILL_DARK, variables

SIGNED = ["pos", "neg", "zero"]
ROUTES = [f"r{i}" for i in range(6)]
THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}


def luminance(colour):
    """Return the relative luminance of a colour, `#rrggbb` or `rgb(r, g, b)`."""
    digits = [int(colour[i : i + 2], 16) for i in (1, 3, 5)] if colour[0] == "#" else re.findall(r"\d+", colour)
    parts = (int(digit) / 255 for digit in digits)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.1 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_texts_stand_out(theme):
    c = THEMES[theme]
    for text, behind in [("ink", "paper"), ("ink2", "paper"), ("ink", "fixed"), ("ink2", "ground"), ("hitext", "hi")]:
        assert contrast(c[text], c[behind]) >= 4.5, (text, behind)
    for solid in [*SIGNED, *ROUTES]:
        assert contrast(c["on"], c[solid]) >= 4.5, solid


@pytest.mark.parametrize("theme", THEMES)
def test_lines_stand_out(theme):
    c = THEMES[theme]
    for line in [*SIGNED, *ROUTES, "line"]:
        assert contrast(c[line], c["ground"]) >= 3 and contrast(c[line], c["paper"]) >= 3, line
    for line in ("pos", "neg", "ink"):
        assert contrast(c[line], c["hi"]) >= 3, line


@pytest.mark.parametrize("page", ["#ffffff", "#111111", "#0d1117", "#1e1e1e"])
def test_the_wires_of_a_still_suit_every_page(page):
    for line in [*SIGNED, "line"]:
        assert contrast(LIGHT[line], page) >= 3, line


def test_the_cards_of_a_still_are_legible_on_a_dark_page():
    c = LIGHT | STILL_DARK
    for text, behind in [("ink", "paper"), ("ink2", "paper"), ("ink", "fixed"), ("on", "pos"), ("on", "neg")]:
        assert contrast(c[text], c[behind]) >= 4.5, (text, behind)


def test_every_colour_is_a_variable_of_every_theme():
    used = set(re.findall(r"var\(--cg-(\w+)\)", look_rules()))
    for theme in THEMES:
        assert used <= set(re.findall(r"--cg-(\w+):", variables(theme)))


GRAPH = parse("p = w * x; z = p + 0.5; h = relu(z); y = v * h")
VALUES = evaluate(GRAPH, w=1, x=-2, v=3)


def picture(live=False):
    adjoints = reverse_trace(GRAPH, VALUES).final
    return render(GRAPH, View(VALUES, local_partials(GRAPH, VALUES), adjoints=adjoints), live=live)


def surfaces(node):
    """Yield each text element of a card, tab, pill or caption with the rectangle it stands on."""
    children = {child: parent for parent in node.iter() for child in parent}
    for text in node.iter("text"):
        rects = [child for child in children[text] if child.tag == "rect" and child.get("class") != "focus"]
        yield text, rects[-1]


EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
MOMENTS = reverse_trace(EXAMPLE, evaluate(EXAMPLE, a=2, b=1))


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_of_a_still_stands_out_on_light_and_dark_pages(dark):
    for shown in (picture(), show(GRAPH), *map(show, MOMENTS)):
        drawn = Drawn(shown)
        held = colours(drawn, dark)
        for text, rect in surfaces(drawn.root):
            for part in text.iter():
                if "".join(part.itertext()):
                    assert contrast(held[part]["fill"], held[rect]["fill"]) >= 4.5, (
                        part.get("class"),
                        rect.get("class"),
                    )


@pytest.mark.parametrize("dark", [False, True])
def test_a_card_of_a_still_swaps_with_the_page(dark):
    drawn = Drawn(picture())
    luminous = [luminance(colours(drawn, dark)[body]["fill"]) for body in drawn.having("body")]
    assert all(each < 0.05 if dark else each > 0.8 for each in luminous)


def test_a_still_needs_no_variables_and_has_no_ground():
    drawn = Drawn(picture())
    assert "var(" not in picture().svg and "@import" not in picture().svg
    assert [e.tag for e in list(drawn.root)[:2]] == ["style", "g"]
    assert not [e for e in drawn.root if e.tag == "rect"]


def test_a_still_holds_only_the_rules_that_it_needs():
    plain, full = show(GRAPH).svg, picture().svg
    assert ".still .count" not in full and ".still .pill" not in plain and ".still .pill" in full
    assert len(plain.partition("</style>")[0]) < 2500


def test_a_still_and_a_live_picture_on_one_page_keep_apart():
    assert "<style" not in picture(live=True).svg
    assert Drawn(picture(live=True)).root.get("class") == "cg"
    assert ".cg" not in picture().svg


def test_the_sign_of_an_edge_needs_no_colour():
    wires = {key: wire.element for key, wire in Drawn(picture()).wires().items()}
    assert [e.get("class") for e in wires["w-p-0"]] == ["line", "core", "head"]  # −2: hollow
    assert [e.get("class") for e in wires["x-p-1"]] == ["line", "head"]  # 1
    assert [e.get("class") for e in wires["z-h-0"]] == ["line", "head", "cut"]  # relu is off: 0
    style = picture().svg.partition("</style>")[0]
    assert ".still .edge.zero .line{stroke-dasharray" in style
    assert ".still .edge.neg .head,.still .edge.zero .head{fill:#ffffff}" in style


def test_the_width_of_an_edge_is_the_size_of_its_partial():
    graph = parse(
        "; ".join(f"y{i} = {k} * x" for i, k in enumerate([0.01, 0.5, 1, 2, 3, 9, 1e6, -2, 0])) + "; z = y0 + y1"
    )
    values = evaluate(graph, x=1)
    width = {key: wire.width for key, wire in Drawn(show(graph, values, local_partials(graph, values))).wires().items()}
    sizes = [width[f"x-y{i}-1"] for i in range(9)]
    assert sizes[:5] == sorted(set(sizes[:5])) and sizes[5] <= sizes[6]  # 2 against 3 is seen, 9 against a million not
    assert sizes[7] == sizes[3] and sizes[8] < sizes[0]
