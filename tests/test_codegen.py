"""Text that becomes code: it calls what it is given, and a traceback names where it came from."""

import traceback

import pytest

from cgraph_lib.codegen import function_from


def test_a_function_calls_what_it_is_given_and_leaves_it_as_it_was():
    functions = {"triple": lambda x: 3 * x}
    made = function_from(["def made(x):", "y = triple(x)", "return y + 1"], functions, "<made>")
    assert made(2) == 7 and list(functions) == ["triple"]


def test_a_traceback_names_the_origin_and_the_line():
    made = function_from(["def made(x):", "y = x + 1", "return y / x"], {}, "<the graph of a reader>")
    with pytest.raises(ZeroDivisionError) as caught:
        made(0)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.filename, last.name, last.lineno) == ("<the graph of a reader>", "made", 3)
