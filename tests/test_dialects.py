"""Expressions in other notations, and the dialects in which operations are computed."""

import math
import random

import pytest

from cgraph_lib.dialects import LATEX, Dialect, write
from cgraph_lib.expression import Call, Name, Number
from cgraph_lib.notation import LABELS
from cgraph_lib.ops import OPS
from cgraph_lib.reader import read

PYTHON = Dialect(infix={"+": "+", "-": "-", "*": "*", "/": "/", "**": "**", "neg": "-"}, templates={})


def random_expression(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([Name("x"), Name("y"), Number(2.0), Number(-1.5), Number(3.0)])
    head = rng.choice(["+", "-", "*", "/", "**", "neg", "sin", "max"])
    arity = {"neg": 1, "sin": 1}.get(head, 2)
    return Call(head, tuple(random_expression(rng, depth - 1) for _ in range(arity)))


def compute(expression):
    """Return what an expression comes to at x = 0.7, y = 1.9, or None where Python knows no real number."""
    names = {"x": 0.7, "y": 1.9, "sin": math.sin, "max": max}
    match expression:
        case Number(value):
            return value
        case Name(name):
            return names[name]
        case Call(head, args):
            parts = [compute(arg) for arg in args]
    if any(part is None or isinstance(part, complex) for part in parts):
        return None
    if head in names:
        return names[head](*parts)
    try:
        return eval(f"-{parts[0]!r}" if head == "neg" else f"({parts[0]!r}) {head} ({parts[1]!r})")
    except ArithmeticError:
        return None


def test_brackets_are_written_where_they_are_needed():
    rng, compared = random.Random(3), 0
    for _ in range(3000):
        expression = random_expression(rng, 4)
        value = compute(expression)
        if isinstance(value, float):
            text = write(expression, PYTHON)
            python = eval(text, {"x": 0.7, "y": 1.9, "sin": math.sin, "max": max})
            again = compute(read(text))
            assert python == pytest.approx(value, nan_ok=True) == again, text
            compared += 1
    assert compared > 2000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(a + b) * (b + 1)", "(a + b) · (b + 1)"),
        ("a + b * c", "a + b · c"),
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("a / (b * c)", "a / (b · c)"),
        ("x ** 2", "x²"),
        ("x ** -1", "x⁻¹"),
        ("x ** y", "x^y"),
        ("x ** (y + 1)", "x^(y + 1)"),
        ("(a + b) ** 2", "(a + b)²"),
        ("(-2) ** 2", "(−2)²"),
        ("-x ** 2", "−x²"),
        ("(-x) ** 2", "(−x)²"),
        ("a * -2", "a · (−2)"),
        ("sqrt(x)", "√x"),
        ("sqrt(a + b)", "√(a + b)"),
        ("abs(x - 1)", "|x − 1|"),
        ("max(x, 0.5)", "max(x, 0.5)"),
        ("+x", "x"),
    ],
)
def test_labels_read_as_a_person_would_write_them(text, shown):
    assert write(read(text), LABELS) == shown


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a * b", r"a \cdot b"),
        ("(a + b) / 2", r"\frac{a + b}{2}"),
        ("x ** 2", r"x^{2}"),
        ("exp(-x)", r"\exp\left(-x\right)"),
        ("sqrt(x1)", r"\sqrt{x_{1}}"),
        ("abs(rate)", r"\left|\mathrm{rate}\right|"),
    ],
)
def test_latex(text, latex):
    assert write(read(text), LATEX) == latex


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_every_line_of_the_table_has_a_label_and_latex(op):
    for expression in (op.formula, *op.partials):
        assert set("xyv0123456789") & set(write(expression, LABELS))
        latex = write(expression, LATEX)
        assert latex.count("{") == latex.count("}") and latex.count(r"\left") == latex.count(r"\right")
