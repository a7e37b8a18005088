"""The judge of tasks: a test says what it expects, and no answer raises an error."""

import subprocess
import sys

import pytest
from notebook_cells import cell

from cgraph_lib.exercises.tasks import expect, judge


def double_test(double):
    expect(double(1) is not None, "your turn")
    expect(double(3) == 6, "twice 3 should be 6")


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("def double(x): ...", "task 1: your turn"),
        ("def double(x): return x + x", "task 1: right"),
        ("def double(x): return x * x", "task 1: twice 3 should be 6"),
        ("def double(x):\n    return x.value", "task 1: it stops in line 2 with AttributeError: 'int' object has no"),
        (
            "def half(x):\n    return 1 / 0\ndef double(x):\n    return half(x)",
            "task 1: it stops in line 2 with Zero",
        ),
        ("def double(): ...", "task 1: it stops where the test uses it, in line 13, with TypeError: double() takes 0"),
        ("def double(x): return [x]", "task 1: twice 3 should be 6"),
        ("def double(x): raise SystemExit(1)", "task 1: it stops in line 1 with SystemExit: 1"),
        (
            "def double(x): return Odd()\nclass Odd:\n    def __eq__(self, other): return [][other]",
            "task 1: it stops in",
        ),
        ("def double(x):\n    return double(x)", "task 1: it stops in line 2 with RecursionError"),
        ("def double(x):\n    while True: pass", "task 1: it did not end within 0.2 seconds"),
        ("double = 7", "task 1: it stops where the test uses it, in line 13, with TypeError: 'int' object is not"),
    ],
)
def test_feedback_says_what_is_wrong(source, printed, capsys, monkeypatch):
    monkeypatch.setattr("cgraph_lib.exercises.tasks.SECONDS", 0.2)
    judge(1, double_test, cell(source, "double"))
    assert capsys.readouterr().out.startswith(printed)


def test_the_line_is_shown(capsys):
    judge(2, double_test, cell("def double(x):\n    y = x.value\n    return y", "double"))
    assert capsys.readouterr().out == (
        "task 2: it stops in line 2 with AttributeError: 'int' object has no attribute 'value'\n    y = x.value\n"
    )


def test_nothing_rests_on_assertions():
    code = "from cgraph_lib.exercises.tasks import expect, judge; judge(1, lambda x: expect(x == 2, 'two'), 3)"
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "task 1: two\n"
