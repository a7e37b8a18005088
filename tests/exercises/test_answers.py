"""Every exercise is tried with answers that learners give: twenty wrong ones and more, and right ones in several forms.

The feedback on each wrong answer was read, and found true of that answer; the data hold how it begins.
"""

import importlib.util
import textwrap
from pathlib import Path

import pytest

from cgraph_lib.exercises import check
from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of

FOLDER = Path(__file__).parent / "answers"


def data(name):
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRONG = {id: pairs for chapter in chapters() for id, pairs in data(f"chapter_{chapter}").WRONG.items()}
RIGHT = {**data("right").RIGHT, **data("right").FUNCTIONS}
COURSE = [exercise.id for chapter in chapters() for exercise in exercises_of(chapter)]


def given(answer, type_):
    """Return an answer as it is handed in: a function from its body, or from edits of the right one."""
    if not isinstance(type_, Code):
        return answer
    if isinstance(answer, str):
        head = type_.right.splitlines()[0]
        return type_.example(f"{head}\n{textwrap.indent(textwrap.dedent(answer).strip(), '    ')}")
    text = type_.right
    for old, new in answer if isinstance(answer[0], tuple) else [answer]:
        assert old in text
        text = text.replace(old, new)
    return type_.example(text)


@pytest.fixture(autouse=True)
def _limit(monkeypatch):
    monkeypatch.setattr("cgraph_lib.exercises.trials.SECONDS", 1.0)


def test_every_exercise_is_tried():
    assert list(WRONG) == COURSE and sorted(RIGHT) == COURSE
    assert min(len({repr(answer) for answer, _ in pairs}) for pairs in WRONG.values()) >= 20
    assert min(map(len, RIGHT.values())) >= 3


@pytest.mark.parametrize("id", COURSE)
def test_the_feedback_on_a_wrong_answer_is_true(id, capsys):
    for answer, begin in WRONG[id]:
        verdict = check(id, given(answer, exercise(id).answer))
        assert not verdict, answer
        assert " ".join(verdict.text.split()).startswith(f"Not yet. {begin}"), (answer, verdict)


@pytest.mark.parametrize("id", COURSE)
def test_a_right_answer_is_right_in_every_form(id):
    for answer in RIGHT[id]:
        assert check(id, answer), answer


@pytest.mark.parametrize("id", COURSE)
def test_wrong_answers_of_one_variant_are_judged_in_all(id, capsys):
    for variant in range(1, 6):
        asked = exercise(id, variant)
        for answer, _ in WRONG[id]:
            if not isinstance(asked.answer, Code):
                assert check(id, answer, variant).text
