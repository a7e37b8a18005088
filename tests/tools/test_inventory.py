"""The concept inventory: each wrong option is what a learner with one wrong rule answers, and no other learner."""

import re

import pytest

from cgraph_lib import central_difference, evaluate, parse
from tools import inventory
from tools.learners import LEARNERS

ITEMS = inventory.items()
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: str(item["id"]))


def answers(item):
    return {option["learner"]: option["answer"] for option in item["option"]}


def test_there_are_twenty_items_with_four_options():
    assert [item["id"] for item in ITEMS] == list(range(1, 21))
    assert {len(item["option"]) for item in ITEMS} == {4}


@each_item
def test_the_right_answer_is_the_derivative(item):
    wrt = item["wrt"]
    value = evaluate(parse(item["graph"]), item["at"])[wrt]
    others = "; ".join(line for line in item["graph"].split("; ") if not line.startswith(f"{wrt} = "))
    graph = parse(others)  # in which `wrt` is an input
    at = {name: number for name, number in {**item["at"], wrt: value}.items() if name in graph.input_names}
    assert answers(item)["right"] == pytest.approx(central_difference(graph, at, of=item["of"])[wrt], abs=1e-6)


@each_item
def test_each_learner_chooses_the_option_coded_to_its_rule(item):
    graph = parse(item["graph"])
    for learner, answer in answers(item).items():
        assert LEARNERS[learner](graph, item["at"], item["of"], item["wrt"]) == pytest.approx(answer), learner


@each_item
def test_options_differ(item):
    assert len(set(answers(item).values())) == 4
    assert len({option["reason"] for option in item["option"]}) == 4


def test_every_wrong_rule_is_met_somewhere():
    assert {learner for item in ITEMS for learner in answers(item)} == set(LEARNERS)


def test_the_right_letter_is_not_always_the_same():
    places = [list(answers(item)).index("right") for item in ITEMS]
    assert all(2 <= places.count(place) <= 8 for place in range(4))


def test_sheet_and_key_hold_every_item():
    sheet, key = inventory.sheet(), inventory.key()
    assert sheet.count("<section>") == 20 and sheet.count("<li>") == 160
    assert key.count("<p>") == 20


def test_the_letter_of_a_number_does_not_tell_that_of_its_reason():
    for letter in range(4):
        places = [inventory.reasons(item).index(item["option"][letter]) for item in ITEMS]
        assert max(map(places.count, range(4))) <= 10


@each_item
def test_the_key_names_the_right_letters(item):
    row = inventory._row(item)
    number, reason = re.search(r": ([A-D]), because ([A-D])\.", row).groups()
    assert item["option"]["ABCD".index(number)]["learner"] == "right"
    listed = re.findall(r"<li>(.*?)</li>", inventory._section(item))
    assert listed[4:]["ABCD".index(reason)] == next(o["reason"] for o in item["option"] if o["learner"] == "right")
