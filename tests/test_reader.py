"""From text to expression: beside Python's own parser, in the notation of the labels, and as keyboards type it."""

import ast
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cgraph_lib.dialects import UNICODE, write
from cgraph_lib.errors import FormulaError
from cgraph_lib.expression import Call, Name, Number
from cgraph_lib.reader import read

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


def by_python(text):
    """Return the expression that Python's parser makes of a string, or None if it is no formula."""
    try:
        return converted(ast.parse(text.replace("\n", " ").strip(), mode="eval").body)
    except (SyntaxError, LookupError):
        return None


def converted(node):
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(float(value))
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return converted(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            operand = converted(operand)
            return Number(-operand.value) if isinstance(operand, Number) else Call("neg", (operand,))
        case ast.BinOp(left=left, op=op, right=right):
            return Call(OPERATORS[type(op)], (converted(left), converted(right)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return Call(name, tuple(map(converted, args)))
    raise LookupError(node)


def by_us(text):
    try:
        return read(text)
    except FormulaError:
        return None


PIECES = [*"ab12.()+-*/, ", "**", "sin(", "max(", "1e3", "_", "\n", "-", "(", ")", "x ** 2", "a * b", "- a"]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=3000, derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_formulas_are_those_of_python(text):
    ours, python = by_us(text), by_python(text)
    assert ours is None or ours == python
    if ",)" not in text.replace(" ", "").replace("\n", ""):  # Python lets a comma stand before a closing bracket
        assert ours == python


def labelled(rng, depth):
    """Return a random expression that a label can hold; other powers are written with ^ there."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([Name("x"), Name("rate_2"), Number(2.0), Number(-1.5), Number(0.25)])
    head = rng.choice(["+", "-", "*", "/", "neg", "**", "sqrt", "abs", "sin", "max"])
    arity = {"neg": 1, "sqrt": 1, "abs": 1, "sin": 1}.get(head, 2)
    args = [labelled(rng, depth - 1) for _ in range(arity)]
    if head == "**":
        args[1] = Number(float(rng.randint(-12, 12)))
    if head == "neg" and (isinstance(args[0], Number) or getattr(args[0], "head", "") in ("*", "/")):
        return args[0]  # -(x / y) is written -x / y, which is the same number
    return Call(head, tuple(args))


def test_labels_are_read_as_they_are_written():
    rng = random.Random(1)
    for _ in range(3000):
        expression = labelled(rng, 4)
        assert read(write(expression, UNICODE)) == expression, write(expression, UNICODE)


def test_comparisons_are_for_the_table_only():
    assert read("x > 0", table=True).head == ">"
    with pytest.raises(FormulaError, match="a comparison"):
        read("x > 0")


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("x > y + 1", "x > (y + 1)"),
        ("x * 2 == y - x", "(x * 2) == (y - x)"),
        ("x > y == v", "(x > y) == v"),
        ("x == y > v", "(x == y) > v"),
        ("x / y @ v", "(x / y) @ v"),
        ("x @ y / v", "(x @ y) / v"),
        ("x - y @ v - 1", "(x - (y @ v)) - 1"),
        ("x @ -y ** v", "x @ (-(y ** v))"),
        ("x / +y * v", "(x / (+y)) * v"),
        ("+x ** 2 @ y", "(+(x ** 2)) @ y"),
        ("max(x > y, y == v)", "max((x > y), (y == v))"),
    ],
)
def test_how_tightly_the_operators_of_the_table_bind(text, grouped):
    assert read(text, table=True) == read(grouped, table=True)


def test_that_it_is_the_table_is_said_by_keyword():
    with pytest.raises(TypeError):
        read("x > 0", True)


def test_a_formula_may_run_over_several_lines():
    assert read("a +\n  b") == read("a + b")


def test_an_error_shows_a_caret_under_the_place():
    with pytest.raises(FormulaError) as caught:
        read("1 + x.y")
    assert str(caught.value).splitlines()[1:] == ["    1 + x.y", "         ^"]
    assert (caught.value.place, caught.value.text) == (5, "1 + x.y")


def test_a_caret_far_to_the_right_stays_near_its_text():
    with pytest.raises(FormulaError) as caught:
        read("x + " * 60 + "y.z")
    line, caret = str(caught.value).splitlines()[1:]
    assert len(line) <= 90
    assert line[caret.index("^") :].startswith(".z")
