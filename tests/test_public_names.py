"""The names that `cgraph_lib` gives: those of the contract, and a function for each line of the table."""

import ast
import builtins
from pathlib import Path

import pytest

import cgraph_lib
from cgraph_lib.ops import FUNCTIONS
from cgraph_lib.picture import chart

PROMISED = """inputs parse Graph evaluate evaluation_trace local_partials paths count_paths path_product sum_over_paths
    forward_trace reverse_trace gradient central_difference gradient_check listing compile_gradient show narrate group
    kinks"""


def test_the_promised_names_are_there():
    assert set(PROMISED.split()) <= set(cgraph_lib.__all__) <= set(dir(cgraph_lib))
    assert all(getattr(cgraph_lib, name) for name in cgraph_lib.__all__)


def test_the_charts_are_there():
    assert {"curves", "histograms", "images", "plane"} == set(chart.__all__)
    assert all(getattr(chart, name).__doc__ for name in chart.__all__)


def test_editors_see_the_functions_of_the_table():
    """A line added to the table works without one here; the one here shows it to editors."""
    source = ast.parse(Path(cgraph_lib.__file__).read_text(encoding="utf-8"))
    written = [node.targets[0].id for node in source.body if isinstance(node, ast.Assign)]
    functions = [name for name in written if not name.startswith("_")]
    assert functions == sorted(functions) and set(functions) <= set(FUNCTIONS) <= set(dir(cgraph_lib))
    assert {"abs", "exp", "log", "max", "min", "relu", "sigmoid", "tanh"} <= set(functions)
    for name in FUNCTIONS:
        assert getattr(cgraph_lib, name).__name__ == name and name in getattr(cgraph_lib, name).__doc__


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'cgraph_lib' has no attribute 'nothing'"):
        cgraph_lib.nothing  # noqa: B018


def test_all_names_at_once_hide_none_of_python():
    names = {}
    exec("from cgraph_lib import *", names)
    assert {name for name in names if hasattr(builtins, name)} == set()
    assert not set(FUNCTIONS) & set(names)
