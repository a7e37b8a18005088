"""The bug lab: each bug is judged on its drawing, and there are always more."""

import re

import numpy as np
import pytest

from cgraph_lib.errors import InputError
from cgraph_lib.live import bug_lab
from cgraph_lib.live.asking import _data


def test_each_bug_is_judged_and_others_are_offered():
    lab = bug_lab(3, count=2)
    right = [each.question.answer for each in lab.bugs]
    lab.guesses = [right[0], None]
    assert lab.remark == "" and [bool(outcome) for outcome in lab.outcomes] == [True, False]
    wrong = next(option for option in lab.questions[1].options if option != right[1])
    lab.guesses = [right[0], wrong]
    assert lab.remark == "For more bugs, run bug_lab(5)."
    assert not lab.outcomes[1] and lab.outcomes[1].feedback
    assert repr(lab) == "<BugLab of bugs 3 to 4>"


def test_the_questions_show_the_wrong_numbers_and_not_the_answer():
    lab = bug_lab(3, count=1)
    words = lab.still()["text/plain"]
    found = lab.bugs[0]
    assert found.formula in words and "de/d" not in found.formula
    assert found.played.sentence not in words and found.mutant.line.strip() not in words


def test_without_a_number_there_are_others():
    assert bug_lab(count=1).start != bug_lab(count=1).start or bug_lab(count=1).start != bug_lab(count=1).start


@pytest.mark.parametrize("attempt", [lambda: bug_lab("x"), lambda: bug_lab(1.5), lambda: bug_lab(1, count=0)])
def test_what_is_refused(attempt):
    with pytest.raises(ValueError, match="Expected"):
        attempt()


def test_bugs_are_counted_by_whole_numbers():
    assert repr(bug_lab(np.int64(7), np.int64(1))) == "<BugLab of bugs 7 to 7>"
    for wrong in ((True,), ("7",), (7, True), (7.0,)):
        with pytest.raises(InputError, match="Expected "):
            bug_lab(*wrong)


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_each_edge_that_may_be_chosen_has_a_pill_to_choose(start):
    for question in (each.question for each in bug_lab(start, 10).bugs):
        data = _data(question)
        for place in data["places"] if data["kind"] == "edge" else ():
            assert re.search(rf'<g class="pill [^>]*data-edge="{place}"', data["drawing"]), question.id
