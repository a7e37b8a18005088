"""The FormulaBox: what it keeps while its formula is typed, and what it leaves behind."""

import json
import math

import pytest
from ipywidgets.widgets.widget import _instances
from live_pictures import GRAPH, scene

from cgraph_lib.errors import CgraphError
from cgraph_lib.live import FormulaBox


def test_a_formula_box_keeps_what_it_can():
    box = FormulaBox("a + b", a=2, b=(1, -3, 3))
    box.inputs = {"a": 0.5, "b": 2}
    box.text = "b * c"
    assert box.inputs == {"b": 2.0, "c": 1.0} and scene(box)["rooms"] == [[-3, 3], [-5, 5]]
    box.text = "b * c +"
    assert box.error.splitlines()[-1].strip() == "^" and box.inputs == {"b": 2.0, "c": 1.0}
    box.text = "a / b"
    assert box.error == "" and box.inputs == {"a": 0.5, "b": 2.0} and box.explorer.values["b"] == 2


def test_a_formula_box_starts_e_where_it_is_known():
    assert FormulaBox("e ** x").inputs == {"e": math.e, "x": 1.0}
    assert FormulaBox("e * x", e=2).inputs == {"e": 2.0, "x": 1.0}


def test_a_formula_box_hears_late_choices_of_the_old_picture_no_more():
    box = FormulaBox("a + b", a=2, b=1)
    before = {"turns": dict(box.turns), "count": 1}
    box.text = "b * c * a"
    box.set_state({"inputs": [9, 9], "chosen": {"node": 0}, "seen": before})
    assert box.inputs == {"b": 1.0, "c": 1.0, "a": 2.0}


def test_typing_formulas_leaves_nothing_behind():
    box = FormulaBox("a + b")
    before = len(_instances)
    for i in range(50):
        box.text = ("a + b + c", "a", "a +", "a + (", "b - a")[i % 5]
    assert len(_instances) == before and len(json.dumps(box.get_state())) < 300_000


def test_a_formula_is_a_string():
    for text in (5, None, GRAPH, ["a"]):
        with pytest.raises(CgraphError, match="Expected a string such as"):
            FormulaBox(text)
