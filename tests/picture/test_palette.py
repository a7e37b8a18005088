"""Colours: contrast in every theme and of stills on any page, and a variable for each."""

import re

import pytest
from picture.cascade import contrast

from cgraph_lib.picture.look import look_rules
from cgraph_lib.picture.palette import DARK, LIGHT, PRINT, STILL_DARK, variables

SIGNED = ["pos", "neg", "zero"]
ROUTES = [f"r{i}" for i in range(6)]
THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}


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
