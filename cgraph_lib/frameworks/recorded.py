"""What the course's cells print that need PyTorch or JAX, for readers who have not installed them."""

from __future__ import annotations

import functools
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

FILE = Path(__file__).with_suffix(".json")
MISSING = "There is no {framework} here (python -m pip install {framework}). Recorded with {framework} {version}:"
NOT_RECORDED = "There is no {framework} here (python -m pip install {framework}), and no recorded answer {answer}."
ON_A_PAGE = "There is no {framework} in the Python of a page. Recorded with {framework} {version}:"
NOTHING_ON_A_PAGE = "There is no {framework} in the Python of a page, and no recorded answer {answer}."


@functools.cache
def recorded() -> dict[str, Any]:
    """Return the versions of the frameworks, and what each cell printed with them."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def have(framework: str, answer: str) -> ModuleType | None:
    """Return PyTorch ("torch") or JAX ("jax"); where it is missing, print the recorded answer of that name instead.

    >>> have("json", "11.adjoints").__name__
    'json'
    """
    try:
        return importlib.import_module(framework)
    except ImportError:
        versions, answers = recorded()["versions"], recorded()["answers"]
        known = framework in versions and answer in answers
        with_pip, without_pip = (MISSING, ON_A_PAGE) if known else (NOT_RECORDED, NOTHING_ON_A_PAGE)
        sentence = without_pip if sys.platform == "emscripten" else with_pip
        print(sentence.format(framework=framework, answer=answer, version=versions.get(framework)))
        if known:
            print(answers[answer])
        return None
