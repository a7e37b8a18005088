"""A course of made-up predictions."""

from types import SimpleNamespace

import pytest
from made_up_questions import ALL, Parameters, double

from cgraph_lib.exercises import predictions


def _made(each):
    """Return a function that makes this one, under its name."""

    def make(_):
        return each

    make.__name__ = f"_{each.id.removeprefix('91.')}"
    return make


@pytest.fixture
def course(monkeypatch, in_workbook):
    module = SimpleNamespace(Parameters=Parameters, PREDICTIONS=[double, *map(_made, ALL)])
    monkeypatch.setattr(predictions, "content", lambda chapter: module)
    monkeypatch.setattr(predictions, "chapters", lambda: ["91"])
    predictions.predictions_of.cache_clear()
    yield in_workbook
    predictions.predictions_of.cache_clear()
