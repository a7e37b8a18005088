"""Numbers, shapes and arrays: read in all their forms, compared up to the digits that the course writes."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from cgraph_lib.exercises import check
from cgraph_lib.exercises.answer_types import Numbers, OneArray, OneNumber, Shapes, WholeNumbers
from cgraph_lib.exercises.judge import Mistake, NotYet, Right, YourTurn

LOSS = math.log(10 / 3)


@pytest.mark.parametrize(
    "given",
    [
        *(1.204, "1.204", "1,204", LOSS, "log(10/3)", "-log(0.3)", "ln(10) - ln 3", Decimal("1.204"), np.float32(LOSS)),
        *(np.array([LOSS]), np.array(LOSS), [1.204], ("1.2040",), Fraction(1204, 1000), "loss = 1.204", iter([1.204])),
    ],
)
def test_a_number_is_right_in_every_form(given):
    assert isinstance(OneNumber(LOSS).judge(given, ()), Right)


@pytest.mark.parametrize(
    ("given", "remark", "explained"),
    [
        (1.2, "Right so far; give 4 digits.", True),
        (1.20, "Right so far; give 4 digits.", True),
        ("1.3", "It is not 1.3.", False),
        (0.3, "That is the share.", True),
        (0.30001, "That is the share.", True),
        (True, "Expected a number, got True.", True),
        ("two", "'two' cannot be read as a number; write it as 2, 0.5 or 5/3.", True),
        ([1, 2], "Expected a number, such as 2 or 0.5, got an object of type list.", True),
        (10**400, "It is not ∞.", False),
        (np.nan, "It is not nan.", False),
    ],
)
def test_a_wrong_number_is_explained(given, remark, explained):
    assert OneNumber(LOSS).judge(given, [Mistake(0.3, "That is the share.")]) == NotYet(remark, explained)


def test_no_digits_are_requested_of_a_whole_number():
    assert OneNumber(108).judge(107.9, ()) == NotYet("It is not 107.9.", explained=False)


THREE = Numbers({"c": 5, "d": 1 / 3, "e": math.inf})


@pytest.mark.parametrize(
    "given",
    [
        {"c": 5, "d": 0.3333, "e": "inf"},
        {"e": "∞", "c": "5", "d": "1/3"},
        [5, 1 / 3, np.inf],
        (5.0, "1/3", float("inf")),
        np.array([5, 1 / 3, np.inf]),
        "5, 1/3, inf",
        "c = 5, d = 1/3, e = inf",
        "e = ∞; c = 5; d = 0,3333",
        (x for x in (5, "1/3", "inf")),
        map(float, ["5", "0.33333", "inf"]),
        {"c": 5, "d": 1 / 3, "e": math.inf, "more": 1},
        {"c": 5, "d": 1 / 3, "e": math.inf}.values(),
        {"c": 5, "d": 1 / 3, "e": math.inf}.items(),
        "(5), (1/3), (inf)",
        "10/2 = 5, 2/6 = 0.3333, 1/0 = inf",
    ],
)
def test_numbers_are_right_in_every_form(given):
    assert isinstance(THREE.judge(given, ()), Right)


MISTAKES = (Mistake({"c": 4}, "c is computed late."), Mistake({"c": 9, "d": 9}, "Both are nine."))


@pytest.mark.parametrize(
    ("given", "remark", "explained"),
    [
        ({"c": 4}, "c is computed late. Still blank: d, e.", True),
        ({"c": 4, "d": 1 / 3, "e": 0}, "c is computed late. Right already: d. Look again at e.", False),
        ({"c": 5, "d": 0.33}, "d is right so far; give 4 digits. Right already: c. Still blank: e.", True),
        ([9, 9, 9], "Both are nine. Look again at e.", False),
        ({"c": 9}, "Look again at c. Still blank: d, e.", False),
        ({"f": 5}, "Expected numbers for c, d, e; 'f' is none of these.", True),
        ("E = 9, D = 9, C = 9", "Expected numbers for c, d, e; 'E' is none of these.", True),
        ({"c": 5 + 0j}, "c: Expected a real number, got (5+0j).", True),
        ({"c": "x"}, "c: 'x' cannot be read as a number; write it as 2, 0.5 or 5/3.", True),
        (5, "Expected a number for each of c, d, e, in a dictionary as in the cell.", True),
        ({1, 2, 3}, "A set has no order. Expected a number for each of c, d, e, in a dictionary as in the cell.", True),
        ([5, 1 / 3], "Expected a number for each of c, d, e, in a dictionary as in the cell.", True),
    ],
)
def test_wrong_numbers_are_named(given, remark, explained):
    assert THREE.judge(given, MISTAKES) == NotYet(remark, explained)


def test_numbers_may_all_be_blank():
    assert isinstance(THREE.judge({"c": ..., "d": None}, ()), YourTurn) and isinstance(THREE.judge({}, ()), YourTurn)


def test_where_several_numbers_are_right_they_are_asked():
    choice = Numbers({"a": 1, "b": 2}, lambda given: given["a"] < given["b"], lambda given: f"a is {given['a']:g}.")
    assert isinstance(choice.judge((3, 4), ()), Right)
    assert choice.judge((4, 3), ()) == NotYet("a is 4.", explained=False)
    assert choice.judge({"a": 3}, ()) == NotYet("Still blank: b.")
    assert choice.judge({"a": 3, "b": "inf"}, ()) == NotYet("Choose finite numbers.")
    assert choice.judge((4, 4), [Mistake({"a": 1, "b": 1}, "Equal.", lambda g: g["a"] == g["b"])]) == NotYet("Equal.")
    silent = Numbers({"a": 1}, lambda given: False, lambda given: 1 / 0)
    assert silent.judge([1], ()) == NotYet("These numbers are not what the exercise asks for.", explained=False)


def test_how_numbers_are_written():
    assert (OneNumber(LOSS).text, THREE.text) == ("1.204", "c = 5, d = 0.3333, e = ∞")
    assert THREE.cell == 'answer = {"c": ..., "d": ..., "e": ...}'
    for answer in (THREE, OneNumber(0.5), Numbers({"∂y/∂x": math.nan}), Shapes({"W": (3,)}), OneArray([[1.0]])):
        names = {}
        exec(answer.solved_cell, names)
        assert isinstance(answer.judge(names["answer"], ()), Right)
    assert THREE.lines({"c": 4}) == ["c = 4"]


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        (
            {"value": 14.0001900008, "slope": 19},
            "value is a whole number; yours is only near it. Right already: slope.",
        ),
        ((14, 19.00008), "slope is a whole number; yours is only near it. Right already: value."),
        ((13, 0.00019), "Per h. Look again at value."),
        ((13.999999999999998, 18.9), "value is a whole number; yours is only near it. Look again at slope."),
    ],
)
def test_what_is_near_a_whole_number_is_not_it(given, remark):
    whole = WholeNumbers({"value": 14, "slope": 19})
    assert whole.judge(given, [Mistake({"slope": 19 / 1e5}, "Per h.")]).remark == remark
    assert isinstance(whole.judge(("14.00", "38/2"), ()), Right) and isinstance(
        THREE.judge((5.0001, 1 / 3, "∞"), ()), Right
    )


SHAPES = Shapes({"W": (3, 4), "b": (4,), "L": ()})


@pytest.mark.parametrize(
    "given",
    [
        {"W": (3, 4), "b": (4,), "L": ()},
        {"L": [], "b": 4, "W": [3, 4]},
        {"W": "3×4", "b": "(4,)", "L": "()"},
        *("(3, 4), (4,), ()", "L: (), b: (4,), W: (3, 4)", "{'b': [4], 'W': [3, 4], 'L': []}", "3×4, 4, ()"),
        [(3, 4), [4], ()],
        {"W": np.array([3, 4]), "b": np.int64(4), "L": ()},
    ],
)
def test_shapes_are_right_in_every_form(given):
    assert isinstance(SHAPES.judge(given, ()), Right)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        ({"W": (4, 3)}, "Look again at W. Still blank: b, L."),
        ({"W": "wide"}, "W: Expected a shape, such as (3, 4), (4,) or (), got 'wide'."),
        ({"W": (3, 4.0)}, "W: Expected a shape, such as (3, 4), (4,) or (), got (3, 4.0)."),
        ({"Q": (3,)}, "Expected shapes for W, b, L; 'Q' is none of these."),
        ("w: (3, 4), b: (4,)", "Expected shapes for W, b, L; 'w' is none of these."),
        ("three by four", "Expected a shape for each of W, b, L, in a dictionary as in the cell."),
        (12, "Expected a shape for each of W, b, L, in a dictionary as in the cell."),
    ],
)
def test_wrong_shapes_are_named(given, remark):
    assert SHAPES.judge(given, ()).remark == remark


MATRIX = OneArray([[-2.0, 16.0], [3.0, 1 / 3]])


@pytest.mark.parametrize(
    "given",
    [
        [[-2, 16], [3, 1 / 3]],
        ((-2, "16"), (3, "1/3")),
        np.array([[-2, 16], [3, 1 / 3]]),
        "[[−2, 16], [3, 0.3333]]",
        "((-2, 16), (3, 0.33333))",
        str(np.array([[-2, 16], [3, 1 / 3]])),
        (row for row in [[-2, 16], [3, 1 / 3]]),
        [np.array([-2, 16]), map(float, ["3", "0.3333"])],
    ],
)
def test_an_array_is_right_in_every_form(given):
    assert isinstance(MATRIX.judge(given, ()), Right)


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        ([[1, 2], [3, 4]], "It is not [[1, 2], [3, 4]]."),
        ([1, 2], "Expected the shape (2, 2); yours is (2,)."),
        (7, "Expected the shape (2, 2); yours is ()."),
        ([[1, 2], [3]], "All rows of an array have the same length; yours differ."),
        ([[[[1]]]], "Expected an array, such as [[1, 2], [3, 4]]; yours has too many brackets."),
        ("[2a]", "'[2a]' cannot be read as an array; write it as [[1, 2], [3, 4]]."),
        ("1 2; 3 4", "'1 2; 3 4' cannot be read as an array; write it as [[1, 2], [3, 4]]."),
        ([[-2, 16], [3, "x"]], "'x' cannot be read as a number; write it as 2, 0.5 or 5/3."),
        ([[-2, 3], [16, 1 / 3]], "Transposed."),
    ],
)
def test_a_wrong_array_is_explained(given, remark):
    assert MATRIX.judge(given, [Mistake([[-2.0, 3.0], [16.0, 1 / 3]], "Transposed.")]).remark == remark


@pytest.mark.parametrize(
    ("number", "variant", "given"),
    [
        ("01.1", 0, "(6, 7)"),
        ("01.1", 0, "[6, 7]"),
        ("01.1", 0, "{'boxes': 6, 'edges': 7}"),
        ("01.1", 0, "boxes: 6, edges: 7"),
        ("01.1", 0, "6 and 7"),
        ("01.1", 0, [("edges", 7), ("boxes", 6)]),
        ("04.3", 1, {"paths": "1,024", "edges": 20}),
        ("05.2", 3, "3,000"),
        ("08.1", 0, {"W": [3, 4], "b": (4,), "Z": "5 × 4", "l": 5}),
        ("08.2", 0, "W = [[-2, 16], [3, 18]]"),
        ("08.2", 0, "array([[-2., 16.],\n       [ 3., 18.]])"),
        ("03.5", 0, [("b", "c")]),
        ("03.5", 0, ["b -> c"]),
        ("03.5", 0, ("b", " c")),
        ("03.5", 0, r"\frac{\partial c}{\partial b}"),
    ],
)
def test_a_right_answer_is_right_in_these_forms_too(number, variant, given):
    assert check(number, given, variant=variant)
