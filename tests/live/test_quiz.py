"""Which number on the drawing a quiz asks for."""

import pytest

from cgraph_lib import parse
from cgraph_lib.live import Explorer

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
SQUARE = parse("v = x * x; y = v * x")
ALL = ("values", "partials", "adjoints", "tangents")


def asked(graph, text, **options):
    explorer = Explorer(graph, dict.fromkeys(graph.input_names, 2), quiz=[text], **options)
    return explorer, explorer.quiz[0]


@pytest.mark.parametrize(
    ("graph", "text", "kind", "blank"),
    [
        (GRAPH, "c", "values", "c = a + b = 4"),
        (GRAPH, "∂e/∂c", "partials", "∂e/∂c"),
        (GRAPH, "de/db", "adjoints", "de/db"),
        (GRAPH, "dd/da", "tangents", "dd/da"),
        (SQUARE, "∂v/∂x₂", "partials", "∂v/∂x₂"),
        (SQUARE, "∂v/∂x2", "partials", "∂v/∂x₂"),
    ],
)
def test_what_is_asked_is_blank_on_the_picture(graph, text, kind, blank):
    explorer, question = asked(graph, text, show=ALL)
    assert question.kind == kind
    assert blank not in explorer.picture.text
    assert blank in Explorer(graph, explorer.inputs, show=ALL).picture.text


@pytest.mark.parametrize(
    ("graph", "text", "options", "culprit"),
    [
        (GRAPH, "z", {}, "A quiz asks for a node such as 'c'"),
        (GRAPH, "∂e", {}, "'∂e' has no place on this drawing"),
        (GRAPH, "∂e/∂b", {}, "Did you mean de/db?"),
        (GRAPH, "dd/da", {}, "'dd/da' has no place"),
        (GRAPH, "de/db", {"show": ["values"]}, "'de/db' has no place"),
        (GRAPH, "de/db", {"of": "c"}, "Did you mean"),
        (SQUARE, "∂v/∂x", {}, "Did you mean ∂v/∂x₁, ∂v/∂x₂?"),
        (SQUARE, "∂v/∂x₃", {}, "Did you mean ∂v/∂x"),
        (parse("k = 2; y = k * x"), "k", {}, "'k' has no place"),
    ],
)
def test_what_cannot_be_asked_is_named(graph, text, options, culprit):
    with pytest.raises(ValueError) as refused:
        asked(graph, text, **options)
    assert culprit in str(refused.value)


def test_answers_are_kept_by_name():
    explorer = Explorer(GRAPH, a=2, b=1, quiz=["c", "de/db"])
    assert explorer.answers == {"c": "", "de/db": ""}
    explorer.attempts = [{"text": "3", "right_at": [2, 1]}, {"text": "", "right_at": None}]
    assert explorer.answers == {"c": "3", "de/db": ""}
