"""Which questions are asked again: what is most likely forgotten comes first."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from made_up_questions import ALL, Parameters

from cgraph_lib.exercises import progress, review
from cgraph_lib.exercises.review import questions

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def answered(question, right, days):
    return progress.Event(question, right, (NOW - timedelta(days=days)).isoformat())


def test_a_review_asks_what_is_most_likely_forgotten(course, monkeypatch):
    monkeypatch.setattr(Parameters, "__init__", lambda self, a=3.0: object.__setattr__(self, "a", a))
    ids = [each.id for each in ALL]
    assert [each.id for each in review.due("92", [], NOW)] == ids[:1:-1]
    answers = [answered("91.double", True, 30), answered("91.order", False, 30), answered("91.sum", True, 1)]
    assert [each.id for each in review.due("92", answers, NOW)] == ["91.order", "91.double", "91.sum"]
    again = [*answers, answered("91.order", True, 29), answered("91.order", True, 20)]
    assert next(each.id for each in review.due("92", again, NOW)) == "91.double"
    assert review.due("91", answers, NOW) == []


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2026-01-01T00:00:00+23:59"]
)
def test_an_answer_of_any_time_is_weighed(in_workbook, when):
    line = json.dumps({"question": "04.lost", "right": True, "when": when})
    (in_workbook / progress.FILE).write_text(f"{line}\n", encoding="utf-8")
    assert len(progress.events()[0]) == 1 and len(questions("05")[0]) == 3
