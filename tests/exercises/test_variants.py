"""Each variant has other numbers, is always the same, and is sound."""

import dataclasses
import re
import subprocess
import sys

import pytest

from cgraph_lib.exercises.answer_types import OneNumber
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of, is_sound

VARIANTS = range(6)
COURSE = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]


@pytest.mark.parametrize("asked", COURSE, ids=lambda asked: asked.id)
def test_another_variant_has_other_numbers(asked):
    for variant in VARIANTS[1:]:
        other = exercise(asked.id, variant)
        assert (other.id, other.variant) == (asked.id, variant) and other.question != asked.question
        numbers = re.findall(r"\d+", other.question), re.findall(r"\d+", asked.question)
        assert numbers[0] != numbers[1] or other.answer.right != asked.answer.right


@pytest.mark.parametrize("chapter", chapters())
def test_exercises_are_numbered(chapter):
    found = exercises_of(chapter)
    assert [asked.id for asked in found] == [f"{chapter}.{i}" for i in range(1, len(found) + 1)]
    assert 4 <= len(found) <= 7
    assert len({type(asked.answer) for asked in found}) >= 3
    assert any(asked.see for asked in found)


def test_a_variant_is_always_the_same():
    first = {chapter: exercises_of(chapter, 3) for chapter in chapters()}
    exercises_of.cache_clear()
    for chapter, exercises in first.items():
        again = exercises_of(chapter, 3)
        assert [(e.question, e.answer.text, e.hint) for e in again] == [
            (e.question, e.answer.text, e.hint) for e in exercises
        ]


def test_variants_differ_from_each_other():
    for chapter in chapters():
        assert len({tuple(e.question for e in exercises_of(chapter, variant)) for variant in VARIANTS}) > 4


def test_an_unsound_exercise_is_found():
    sound = exercise("03.3")
    assert is_sound(sound)
    right, silent, stolen = sound.mistakes[:3]
    spoilt = [
        dataclasses.replace(sound, answer=OneNumber(4)),
        dataclasses.replace(sound, mistakes=(dataclasses.replace(right, answer=2), silent, stolen)),
        dataclasses.replace(sound, mistakes=(right, silent, dataclasses.replace(stolen, answer=right.answer))),
    ]
    assert [is_sound(each) for each in spoilt] == [False] * 3


def test_a_judge_that_accepts_everything_is_found():
    careless, blind = exercise("05.4"), exercise("05.3")
    assert not is_sound(dataclasses.replace(careless, answer=dataclasses.replace(careless.answer, accept=lambda _: 1)))
    case = dataclasses.replace(blind.answer.cases[0], accept=lambda found: True)
    assert not is_sound(dataclasses.replace(blind, answer=dataclasses.replace(blind.answer, cases=[case])))


def test_importing_the_exercises_brings_nothing_optional():
    code = "import sys, cgraph_lib; print('cgraph_lib.exercises' in sys.modules); import cgraph_lib.exercises as e; "
    code += "e.check('05.1', 3); print(*{name.split('.')[0] for name in sys.modules} & "
    code += "{'numpy', 'ipywidgets', 'anywidget', 'graphviz', 'IPython'}, 'cgraph_lib.live' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "False"], done.stderr
