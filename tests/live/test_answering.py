"""What a page without a kernel asks of its own Python: a picture of what was typed, or a sentence."""

import json

import pytest

from cgraph_lib import parse
from cgraph_lib.live import answering


@pytest.mark.parametrize("name", ["state", "error"])
def test_an_answer_is_a_picture_or_a_sentence(name):
    asked = {"text": "a * b" if name == "state" else "a b", "given": {"a": [2, -5, 5]}}
    assert name in json.loads(answering.answer(json.dumps(asked)))


def test_an_unknown_quantity_is_an_error():
    asked = json.dumps({"text": "a * b", "given": {}, "quantity": "weight"})
    assert "value, adjoint, tangent, got 'weight'" in json.loads(answering.answer(asked))["error"]


def test_the_nodes_of_steps_can_be_chosen():
    text = "c = a + b; d = b + 1; e = c * d"
    names = [node.name for node in parse(text).nodes]
    made = answering.picture(text, {}, "adjoint", of=names.index("c"))
    assert json.loads(made["state"]["scene"])["seed"] == names.index("c")


def test_numbers_of_a_formula_before_do_no_harm():
    made = answering.picture("q = s * t", {"a": [2, -5, 5], "t": [3, -5, 5]})
    assert made["names"] == ["s", "t"] and made["state"]["inputs"] == [1.0, 3.0]
