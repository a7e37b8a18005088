"""The Explorer: which kinds of numbers it offers, and which options it refuses."""

import pytest
from live_pictures import GRAPH, START, scene

from cgraph_lib.errors import InputError
from cgraph_lib.live import Explorer


@pytest.mark.parametrize(
    ("options", "offered"),
    [
        ({"show": ["values"]}, ["values"]),
        ({"show": ["values", "partials"]}, ["values", "partials"]),
        ({"show": ["partials", "values"], "of": "e"}, ["values", "partials", "adjoints"]),
        ({"show": ["values"], "of": "e", "wrt": "b"}, ["values", "adjoints", "tangents"]),
    ],
)
def test_only_those_kinds_are_offered_that_the_course_has_introduced(options, offered):
    explorer = Explorer(GRAPH, START, **options)
    assert scene(explorer)["kinds"] == offered
    explorer.shown = ["values", "partials"]
    assert "partials" in scene(explorer)["kinds"]


def test_tangents_have_room_only_where_they_are_asked_for():
    plain, asked = Explorer(GRAPH, START), Explorer(GRAPH, START, wrt="b")
    assert (
        scene(plain)["kinds"] == ["values", "partials", "adjoints"]
        and "under-" not in scene(plain)["drawings"][0]["svg"]
    )
    assert "tangents" in scene(asked)["kinds"] and "under-b" in scene(asked)["drawings"][0]["svg"]
    plain.shown = ["values", "tangents"]
    assert "under-b" in scene(plain)["drawings"][0]["svg"]


@pytest.mark.parametrize(
    "options", [{"show": None}, {"show": 5}, {"views": 3}, {"quiz": [5]}, {"quiz": None}, {"quiz": [""]}]
)
def test_an_option_of_another_type_is_refused_by_name(options):
    with pytest.raises(InputError, match="Expected some of|A quiz asks for") as refused:
        Explorer(GRAPH, a=2, b=1, **options)
    assert "Did you mean" not in str(refused.value)
