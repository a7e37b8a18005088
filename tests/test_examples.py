"""Examples and labels: what is no class number is refused with what is expected; the spiral."""

import numpy as np
import pytest

from cgraph_lib.errors import CgraphError, InputError, ShapeError
from cgraph_lib.examples import check_finite, class_numbers, example_rows, spiral

CLASSES = np.array([0, 2, 1, 2])


@pytest.mark.parametrize(
    "labels",
    [CLASSES, CLASSES.tolist(), tuple(CLASSES.tolist()), CLASSES.astype(np.uint8), CLASSES.astype(np.int16)],
    ids=lambda labels: f"{type(labels).__name__} {getattr(labels, 'dtype', '')}",
)
def test_class_numbers_are_taken(labels):
    found = class_numbers(labels, classes=3, examples=4)
    assert found.tolist() == [0, 2, 1, 2] and found.dtype.kind == "i"


def test_labels_for_no_examples_are_none():
    assert class_numbers([], classes=3, examples=0).tolist() == []


class Unreadable:
    """Something that does not become an array, as a tensor of PyTorch whose gradient is kept does not."""

    def __array__(self, *_, **__):
        raise RuntimeError


# Labels as somebody has them at hand, a part of the message, and the code that it proposes where there is one.
REFUSED = {
    "bool": (CLASSES > 0, "True and False", "labels.astype(int)"),
    "list of bool": ([True, False, True, True], "True and False", "labels.astype(int)"),
    "one-hot": (np.eye(3)[CLASSES], "one-hot", "labels.argmax(axis=1)"),
    "one-hot integers": (np.eye(3, dtype=int)[CLASSES], "one-hot", "labels.argmax(axis=1)"),
    "one-hot bool": (np.eye(3, dtype=bool)[CLASSES], "one-hot", "labels.argmax(axis=1)"),
    "strings": (np.array(["cat", "dog", "cat", "bird"]), "strings ('cat', ...)", "np.unique(labels"),
    "digits as strings": (CLASSES.astype(str), "strings ('0', ...)", "np.unique(labels"),
    "list of strings": (["a", "b", "a", "c"], "strings ('a', ...)", "np.unique(labels"),
    "strings as objects": (np.array(["a", "b", "a", "c"], object), "strings ('a', ...)", "np.unique(labels"),
    "bytes": (np.array([b"a", b"b", b"a", b"c"]), "strings", "np.unique(labels"),
    "floats": (CLASSES * 1.0, "floats (0.0, ...)", "labels.astype(int)"),
    "nan": ([0.0, np.nan, 1.0, 2.0], "floats (0.0, ...)", "labels.astype(int)"),
    "integers as objects": (CLASSES.astype(object), "Python objects (0, ...)", "labels.astype(int)"),
    "None": ([None, 0, 1, 2], "Python objects (None, ...)", None),
    "complex": (CLASSES * 1j, "complex128", None),
    "dates": (np.array(["2020-01-01"] * 4, "M8[D]"), "datetime64", None),
    "a column": (CLASSES[:, None], "shape (4, 1)", None),
    "one number": (1, "shape ()", None),
    "one string": ("cat", "shape ()", None),
    "nothing": (None, "shape ()", None),
    "a dict": ({0: "a"}, "shape ()", None),
    "rows of different lengths": ([[0], [1, 2], [0], [1]], "rows of different lengths", None),
    "a foreign object": (Unreadable(), "no array", None),
    "masked": (np.ma.array(CLASSES, mask=CLASSES > 1), "masked", None),
    "too few": (CLASSES[:3], "got 3 and 4", None),
    "one": (CLASSES[:1], "got 1 and 4", None),
    "too many": ([*CLASSES, 0], "got 5 and 4", None),
    "an empty list": ([], "got 0 and 4", None),
    "negative": (CLASSES - 1, "no class -1", None),
    "counted from 1": (CLASSES + 1, "no class 3", None),
    "large": (np.full(4, 2**63, np.uint64), "no class 9223372036854775808", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_labels_are_refused_with_what_is_expected(name):
    labels, culprit, fix = REFUSED[name]
    with pytest.raises(InputError) as caught:
        class_numbers(labels, classes=3, examples=4)
    assert culprit in str(caught.value)
    assert fix is None or fix in str(caught.value)


@pytest.mark.parametrize("name", [name for name, (_, _, fix) in REFUSED.items() if fix and name != "nan"])
def test_the_mend_makes_class_numbers(name):
    labels, _, fix = REFUSED[name]
    with pytest.raises(InputError) as caught:
        class_numbers(labels, classes=3)
    code = str(caught.value)[str(caught.value).index(fix) :].partition(" gives")[0].partition(" numbers")[0]
    fixed = eval(code, {"labels": np.asarray(labels), "np": np})
    assert len(class_numbers(fixed, classes=3)) == 4


@pytest.mark.parametrize("x", [np.ones(3), np.ones((0, 3)), [], [1.0], 2.0, np.ones((2, 2, 2)), [[1.0], [1.0, 2.0]]])
def test_examples_are_rows(x):
    with pytest.raises(ShapeError, match="X has"):
        example_rows(x)


@pytest.mark.parametrize("x", [None, "ab", [["a", "b"]], np.ones((2, 2)) * 1j])
def test_examples_are_numbers(x):
    with pytest.raises(ValueError, match="for X, got"):
        example_rows(x)


def test_examples_may_be_lists_or_integers():
    assert example_rows([[1, 2], [3, 4]]).tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert example_rows(np.array([[True, False]])).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_named_with_its_place(number):
    x = np.ones((3, 2))
    check_finite(x)
    x[2, 1] = number
    with pytest.raises(CgraphError, match=rf"X\[2, 1\] is {number}"):
        check_finite(x)


def test_the_spiral_has_three_arms_from_the_centre_to_radius_1():
    x, y = spiral()
    assert x.shape == (300, 2) and np.bincount(y).tolist() == [100, 100, 100]
    radius = np.hypot(x[:, 0], x[:, 1]).reshape(3, 100)
    np.testing.assert_allclose(radius, np.tile(np.linspace(0, 1, 100), (3, 1)), atol=1e-12)
    assert spiral(points=5, classes=4)[1].tolist() == [k for k in range(4) for _ in range(5)]


def test_a_seed_decides_over_the_spiral():
    assert np.array_equal(spiral(seed=1)[0], spiral(seed=1)[0])
    assert not np.array_equal(spiral(seed=1)[0], spiral(seed=2)[0])


@pytest.mark.parametrize("given", [{"points": 0}, {"classes": 0}, {"points": 2.5}, {"classes": "3"}])
def test_the_spiral_counts(given):
    with pytest.raises(InputError, match=r"(points|classes) is a whole number from 1 up, not"):
        spiral(**given)
