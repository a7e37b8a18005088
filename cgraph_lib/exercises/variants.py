"""The sets of exercises: the course's own, and others with other numbers from the same source."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
import random
from typing import TypeVar

import cgraph_lib.exercises.chapters
from cgraph_lib.exercises.judge import Exercise, judge

T = TypeVar("T")


def either(first: T, *others: T) -> T:
    """Return a field of a chapter's parameters: the course's own choice, and those for other sets."""
    field: T = dataclasses.field(default=first, metadata={"others": others})
    return field


def chapters() -> list[str]:
    """Return the numbers of the notebooks that have exercises."""
    modules = pkgutil.iter_modules(cgraph_lib.exercises.chapters.__path__)
    return sorted(module.name.removeprefix("chapter_") for module in modules)


@functools.cache
def exercises_of(chapter: str, variant: int = 0) -> tuple[Exercise, ...]:
    """Return a notebook's exercises, with other numbers for another variant than 0: always the same for the same one.

    Numbers are drawn until every usual mistake is a mistake and has a message of its own.
    """
    module = importlib.import_module(f"cgraph_lib.exercises.chapters.chapter_{chapter}")
    parameters = module.Parameters()
    rng = random.Random(f"{chapter} {variant}")
    for _ in range(200):
        if variant != 0:
            choices = {field.name: field.metadata["others"] for field in dataclasses.fields(parameters)}
            drawn = {name: others[int(rng.random() * len(others))] for name, others in choices.items()}
            parameters = module.Parameters(**drawn)
        made = tuple(dataclasses.replace(each, variant=variant) for each in module.exercises(parameters))
        if all(map(is_sound, made)):
            return made
    raise ValueError(f"No sound exercises for notebook {chapter} were found in variant {variant}; choose another.")


def is_sound(exercise: Exercise) -> bool:
    """Return whether the right answer is judged right, and each mistake is met with its own message."""
    met = [judge(exercise, exercise.kind.example(mistake.answer)) for mistake in exercise.mistakes]
    own = all(
        mistake.says in verdict.text and not verdict for mistake, verdict in zip(exercise.mistakes, met, strict=True)
    )
    return own and bool(judge(exercise, exercise.kind.example(exercise.answer)))


def exercise(number: str, variant: int = 0) -> Exercise:
    """Return the exercise of that number; raise `ValueError` if there is none."""
    chapter = str(number).partition(".")[0]
    if chapter not in chapters():
        raise ValueError(f"There is no exercise {number!r}; the notebooks with exercises are {', '.join(chapters())}.")
    known = {exercise.id: exercise for exercise in exercises_of(chapter, variant)}
    if number not in known:
        raise ValueError(f"There is no exercise {number!r}; those of notebook {chapter} are {', '.join(known)}.")
    return known[number]
