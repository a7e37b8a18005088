"""The README's pictures are those that make pictures draws, and the moving one shows the whole sweep."""

import re
import xml.etree.ElementTree as ET

import pytest
from notebook_changes import without_looks

from cgraph_lib import evaluate, parse, reverse_trace
from tools import readme_pictures as tool

DRAWN = tool.pictures()
MOVING = DRAWN["moving_example.svg"]
SECONDS = 24.0
TURNS = re.compile(r"@keyframes (\w+)\{((?:[\d.]+%\{visibility:\w+\})+)\}")
CONTRIBUTIONS = [("1", "2"), ("1", "3"), ("3", "3"), ("2", "2"), ("2", "2")]  # by hand, along e-c, e-d, d-b, c-a, c-b


def hidden_at(svg, second):
    """Return the classes of what is not seen at a second."""
    if second is None:
        return {"passing"}
    hidden = set()
    for name, frames in TURNS.findall(svg):
        turns = [(float(at), word) for at, word in re.findall(r"([\d.]+)%\{visibility:(\w+)", frames)]
        if [word for at, word in turns if at <= second / SECONDS * 100][-1] == "hidden":
            hidden.add(name)
    return hidden


def texts_at(svg, second):
    """Return the text that is seen at a second, or without motion."""
    hidden, waiting, found = hidden_at(svg, second), [ET.fromstring(svg)], []
    while waiting:
        element = waiting.pop()
        if hidden & set(element.get("class", "").split()):
            continue
        if element.tag.endswith("}text"):
            found.append("".join(element.itertext()))
        waiting += reversed(element)
    return found


def adjoints_at(second):
    return [text for text in texts_at(MOVING, second) if re.match(r"de/d\w( =|$)|3 \+", text)]


@pytest.mark.parametrize("name", DRAWN)
def test_the_stored_picture_is_what_the_library_draws(name):
    stored = (tool.DOCS / name).read_text(encoding="utf-8")
    assert without_looks(DRAWN[name]) == without_looks(stored)


def test_the_sums_grow_step_by_step():
    assert adjoints_at(1) == ["de/da", "de/db", "de/dc", "de/dd", "de/de"]
    assert adjoints_at(7) == ["de/da", "de/db", "de/dc = 2", "de/dd", "de/de = 1"]
    assert adjoints_at(13) == ["de/da", "3 + …", "de/dc = 2", "de/dd = 3", "de/de = 1"]
    assert adjoints_at(23.9) == ["de/da = 2", "3 + 2 = 5", "de/dc = 2", "de/dd = 3", "de/de = 1"]


@pytest.mark.parametrize("step", range(7))
def test_one_sentence_stands_below(step):
    (sentence,) = (text for text in texts_at(MOVING, 3 * step + 1) if text.startswith("Step"))
    assert sentence.startswith(f"Step {step} of 6. ")


@pytest.mark.parametrize(("step", "numbers"), list(enumerate(CONTRIBUTIONS, 2)))
def test_a_number_travels_before_each_step_and_is_multiplied_on_its_way(step, numbers):
    resting = texts_at(MOVING, 3 * step - 1)
    for before, number in zip((0.8, 0.1), numbers, strict=True):
        assert sorted(texts_at(MOVING, 3 * step - before)) == sorted([*resting, number])


def test_without_motion_the_last_moment_stands_there():
    style, motion = MOVING.split("@media (prefers-reduced-motion:no-preference)")
    assert "animation:" not in style and "animation:" in motion and motion.partition("</style>")[0].endswith("}}")
    assert texts_at(MOVING, None) == texts_at(MOVING, SECONDS - 0.01)


def test_a_token_has_the_colour_of_its_sign():
    graph = parse("y = a * b")
    drawn = tool.moving(reverse_trace(graph, evaluate(graph, a=-2, b=0)))
    assert 'class="tab done neg"' in drawn and 'class="tab done zero"' in drawn and '"5.5">−2</text>' in drawn
