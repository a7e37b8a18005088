"""The variants of the exercises: the course's own, and others with other numbers from the same source."""

from __future__ import annotations

import dataclasses
import functools
import operator
import pkgutil
import random
from collections.abc import Iterator
from typing import Any, TypeVar, cast

import cgraph_lib.exercises.chapters
from cgraph_lib.errors import CgraphError, InputError, UnknownNameError
from cgraph_lib.exercises.chapters import content
from cgraph_lib.exercises.judge import Exercise, verdict_on

T = TypeVar("T")


def either(first: T, *others: T) -> T:
    """Return a field of a chapter's parameters: the course's own choice, and those for other variants."""
    field: T = dataclasses.field(default=first, metadata={"others": others})
    return field


def chapters() -> list[str]:
    """Return the numbers of the notebooks that have exercises."""
    return notebooks_with("chapter")


def notebooks_with(kind: str) -> list[str]:
    """Return the numbers of the notebooks that have a module of content of that kind, such as `chapter_05`."""
    names = [module.name.split("_") for module in pkgutil.iter_modules(cgraph_lib.exercises.chapters.__path__)]
    return sorted(number for first, number in names if first == kind)


def drawn(parameters: type[T], name: str, variant: int) -> Iterator[T]:
    """Yield parameters to try: for variant 0 the course's own, for another 200 times others, always the same."""
    if variant == 0:
        yield parameters()
        return
    rng = random.Random(f"{name} {variant}")
    choices = {field.name: field.metadata["others"] for field in dataclasses.fields(cast("Any", parameters))}
    for _ in range(200):
        yield parameters(**{name: others[int(rng.random() * len(others))] for name, others in choices.items()})


@functools.cache
def exercises_of(chapter: str, variant: int = 0) -> tuple[Exercise, ...]:
    """Return a notebook's exercises, with other numbers for another variant than 0: always the same for the same one.

    Numbers are drawn until every usual mistake is a mistake and has a message of its own.
    """
    module = content(f"chapter_{chapter}")
    for parameters in drawn(module.Parameters, chapter, variant):
        numbered = enumerate((make(parameters) for make in module.EXERCISES), 1)
        made = tuple(dataclasses.replace(each, id=f"{chapter}.{i}", variant=variant) for i, each in numbered)
        if all(map(is_sound, made)):
            return made
    message = "No sound exercises for notebook {chapter} were found in variant {variant}; choose another."
    raise CgraphError(message, chapter=chapter, variant=variant)


def is_sound(exercise: Exercise) -> bool:
    """Return whether the right answer is judged right, and each mistake is met with its own message."""
    answer = exercise.answer
    if not verdict_on(exercise, answer.example(answer.right)):
        return False
    met = [(mistake, verdict_on(exercise, answer.example(mistake.answer))) for mistake in exercise.mistakes]
    return all(mistake.message in verdict.text and not verdict for mistake, verdict in met)


def exercise(number: str, variant: int = 0) -> Exercise:
    """Return the exercise of that number.

    Raises `UnknownNameError` if there is none, `InputError` for a variant that is not a whole number.
    """
    try:
        place = operator.index(variant)
    except TypeError:
        place = None
    if place is None or isinstance(variant, bool):
        raise InputError("A variant is a whole number, such as 1, not {variant!r}.", variant=variant)
    chapter = str(number).partition(".")[0]
    if chapter not in chapters():
        message = "There is no exercise {number!r}; the notebooks with exercises are {chapters}."
        raise UnknownNameError(message, number=number, chapters=", ".join(chapters()))
    known = {exercise.id: exercise for exercise in exercises_of(chapter, place)}
    if number not in known:
        message = "There is no exercise {number!r}; those of notebook {chapter} are {known}."
        raise UnknownNameError(message, number=number, chapter=chapter, known=", ".join(known))
    return known[number]
