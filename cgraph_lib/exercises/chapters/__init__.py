"""The content of the exercises: a module for each notebook."""

import importlib
from types import ModuleType

from cgraph_lib.errors import MissingPackageError


def content(name: str) -> ModuleType:
    """Return a module of content, such as chapter_05. Raises `MissingPackageError` if what it needs is not installed.

    >>> content("chapter_05").__name__
    'cgraph_lib.exercises.chapters.chapter_05'
    """
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as missing:
        sentence = "The exercises of {module} need {name}, which is not installed: run pip install {name}."
        raise MissingPackageError(sentence, module=name, name=missing.name) from missing
