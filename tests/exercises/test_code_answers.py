"""A function is judged by what it does, and a usual mistake is named only if it does what the mistake does."""

import dataclasses

import pytest

from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.judge import Mistake, NotYet, Right, YourTurn
from cgraph_lib.exercises.trials import Case

RIGHT = "def total(numbers):\n    result = 0\n    for x in numbers:\n        result += x\n    return result"
CASES = [Case(f"For {given}", lambda given=given: (list(given),), sum(given)) for given in ([], [1], [2, 3], [4, 5, 6])]
CODE = Code(RIGHT, CASES, keep=(2, 1))
MISTAKES = edited(RIGHT, ("+=", "=", "Only the last is kept."), ("result = 0", "result = 1", "It starts from 1."))


def judged(text, code=CODE, mistakes=MISTAKES):
    return code.judge(code.example(text), mistakes)


def test_the_hole():
    assert CODE.cell == "def total(numbers):\n    result = 0\n    ...  # your lines\n    return result"
    assert Code(RIGHT, CASES).cell == "def total(numbers):\n    ...  # your lines"
    assert Code(RIGHT, CASES, template="def total(numbers): ...").cell == "def total(numbers): ..."
    assert (CODE.name, CODE.text, CODE.solved_cell) == ("total", RIGHT, RIGHT)


def test_another_style_is_right():
    assert isinstance(judged(RIGHT), Right)
    assert isinstance(CODE.judge(sum, MISTAKES), Right)
    assert isinstance(CODE.judge(lambda numbers: sum(numbers) * 1.0, MISTAKES), Right)


def test_only_the_unchanged_function_is_blank():
    assert isinstance(judged(CODE.cell), YourTurn)
    assert isinstance(judged(f"# a remark\n\n{CODE.cell}"), YourTurn)
    filled = CODE.cell.replace("...", "numbers.sort()")  # it does what the unchanged one does
    assert judged(filled) == NotYet("For [1], it returns 0 instead of 1.", explained=False)
    working = Code(RIGHT, CASES, template=RIGHT.replace("+=", "="))
    outcome = judged(working.template, working)
    assert isinstance(outcome, YourTurn) and outcome.invitation == "change the function, and run the cell again."


def test_a_usual_mistake_is_named_with_its_first_case():
    assert judged(RIGHT.replace("+=", "=")) == NotYet("Only the last is kept.\nFor [2, 3], it returns 3 instead of 5.")
    other = "def total(numbers):\n    return numbers[-1] if numbers else 0"
    assert judged(other) == NotYet("Only the last is kept.\nFor [2, 3], it returns 3 instead of 5.")


def test_a_mistake_that_agrees_by_accident_is_not_named():
    three = "def total(numbers):\n    return 3 if len(numbers) == 2 else 99"  # as if the last were kept, for [2, 3]
    assert judged(three) == NotYet("For [], it returns 99 instead of 0.", explained=False)
    nothing = "def total(numbers):\n    return 0"
    assert judged(nothing) == NotYet("For [1], it returns 0 instead of 1.", explained=False)


def test_an_error_is_no_sign_of_a_mistake():
    mistakes = (
        Mistake("def total(numbers):\n    return numbers.total()", "You call a method that lists do not have."),
    )
    outcome = judged("def total(numbers):\n    return numbers.total()", mistakes=mistakes)
    assert outcome.remark == ("For [], it stops in line 2 with AttributeError: 'list' object has no attribute 'total'.")
    assert not outcome.explained


def test_a_mistake_in_one_part_says_nothing_about_the_others():
    other = "def total(numbers):\n    return numbers[-1] if len(numbers) > 1 else 99"
    assert judged(other) == NotYet("For [], it returns 99 instead of 0.", explained=False)
    parts = [dataclasses.replace(case, part=str(case.expected > 1)) for case in CASES]
    outcome = judged(other, dataclasses.replace(CODE, cases=parts))
    assert outcome == NotYet("Only the last is kept.\nFor [2, 3], it returns 3 instead of 5.")


def test_an_endless_function_is_tried_once(monkeypatch):
    monkeypatch.setattr("cgraph_lib.exercises.trials.SECONDS", 0.1)
    calls = []

    def endless(numbers):
        calls.append(numbers)
        while True:
            pass

    assert "did not end within 0.1 seconds" in CODE.judge(endless, MISTAKES).remark
    assert calls == [[]]


def test_what_is_no_function_is_named():
    for given in (7, "def total(x): ...", [RIGHT]):
        message = (
            f"Expected the function itself, its name without brackets, got an object of type {type(given).__name__}."
        )
        assert CODE.judge(given, MISTAKES) == NotYet(message)
    assert isinstance(CODE.judge(..., MISTAKES), YourTurn)


def test_an_edit_changes_something():
    for old, new in [("nowhere", ""), ("+=", "+=")]:
        with pytest.raises(ValueError, match="is no piece of the function"):
            edited(RIGHT, (old, new, "Message."))


def test_lines_of_a_wrong_function():
    assert CODE.lines(RIGHT.replace("+=", "=")) == ["result = x"]
