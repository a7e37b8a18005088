"""Examples and their labels: checked before a network reads them; and the points of the spiral."""

from __future__ import annotations

from typing import Any

import numpy as np

from cgraph_lib.arrays.array_op import Array, as_array
from cgraph_lib.errors import InputError, ShapeError

# By numpy's letter for a kind of entries: what such labels are, and what makes class numbers of them.
_OF_ANOTHER_KIND = {
    "b": "The labels are True and False; expected class numbers from 0 to {last}: labels.astype(int) gives 0 and 1.",
    "f": "The labels are floats ({first}, ...); expected class numbers from 0 to {last}: if they are whole, "
    "labels.astype(int) gives integers.",
    "O": "The labels are Python objects ({first!r}, ...); expected class numbers from 0 to {last}: if they are whole "
    "numbers, labels.astype(int) gives integers.",
    "U": "The labels are strings ({first!r}, ...); expected class numbers from 0 to {last}: "
    "np.unique(labels, return_inverse=True)[1] numbers them.",
}
_OTHERWISE = "The labels are of the type {type}; expected class numbers from 0 to {last}."


def example_rows(x: Array) -> Array:
    """Return examples as an array with a row for each, at least one.

    Raises `ShapeError` for another shape, and what `as_array` does.
    """
    numbers = as_array(x, "X")
    if np.ndim(numbers) != 2 or not len(numbers):
        raise ShapeError("X has shape {shape}; expected a row for each example, at least one.", shape=np.shape(numbers))
    return numbers


def check_finite(x: Array) -> None:
    """Raise `InputError` for an entry of the examples that is nan or an infinity."""
    for row, column in np.argwhere(~np.isfinite(x)):
        raise InputError(
            "X[{row}, {column}] is {number}; expected a finite number. Leave the row out, or fill the gap.",
            row=int(row),
            column=int(column),
            number=float(x[row, column]),
        )


def class_numbers(labels: Array, classes: int, examples: int | None = None) -> Array:
    """Return labels as an array of class numbers; with `examples`, as many as there are of these.

    Raises `InputError` that says what is expected for anything else: True and False, floats, names, one-hot rows, too
    few or too many, a number that is no class.

    >>> class_numbers([0, 2, 1], classes=3).tolist()
    [0, 2, 1]
    """
    found, last = _one_axis(labels, classes), classes - 1
    if found.size and found.dtype.kind not in "iu":  # numpy takes an empty list for one of floats
        kind = "U" if isinstance(found[0], (str, bytes)) else found.dtype.kind
        raise InputError(_OF_ANOTHER_KIND.get(kind, _OTHERWISE), first=found.tolist()[0], type=found.dtype, last=last)
    if examples is not None and len(found) != examples:
        raise InputError(
            "Expected as many labels as examples (rows of X), got {labels} and {examples}.",
            labels=len(found),
            examples=examples,
        )
    for unknown in found[found.astype(np.uint64) >= classes][:1]:  # a number below 0 becomes one beyond all classes
        raise InputError(
            "There is no class {unknown}; this network has the classes 0 to {last}.", unknown=int(unknown), last=last
        )
    return found.astype(int, copy=False)


def _one_axis(labels: Array, classes: int) -> Array:
    if isinstance(labels, np.ma.MaskedArray):
        raise InputError("The labels are masked; leave those examples out: take x[~labels.mask], labels.compressed().")
    try:
        found = np.asarray(labels)
    except Exception:  # whatever a foreign object raises when it is read
        raise InputError(
            "The labels are no array, or rows of different lengths; expected a class number for each example."
        ) from None
    if found.ndim == 1:
        return found
    if found.ndim == 2 and found.shape[1] == classes > 1:
        raise InputError(
            "The labels have shape {shape}, as one-hot rows have; expected a class number for each example: "
            "labels.argmax(axis=1) gives them.",
            shape=found.shape,
        )
    raise InputError(
        "The labels have shape {shape}; expected one axis, with a class number for each example.", shape=found.shape
    )


def predicted_rightly(scores: Array, labels: Array) -> Array:
    """Return for each row of scores whether the largest one is finite, and that of the row's class.

    >>> predicted_rightly(np.array([[1.0, 2.0], [np.nan, np.nan]]), np.array([1, 0])).tolist()
    [True, False]
    """
    return (np.argmax(scores, axis=1) == labels) & np.isfinite(np.max(scores, axis=1))


def check_count(name: str, number: Any, least: int = 1) -> None:
    """Raise `InputError` for what is not a whole number from `least` up."""
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < least:
        raise InputError(
            "{name} is a whole number from {least} up, not {number!r}.", name=name, least=least, number=number
        )


def spiral(points: int = 100, classes: int = 3, seed: int = 0) -> tuple[Array, Array]:
    """Return points on intertwined spiral arms, one arm for each class, and their classes.

    The data of the CS231n notes on a minimal network: radius 0 to 1, angle 4 radians an arm with noise 0.2. With seed
    0 and numpy's older generator they are its very points: a linear network ends at the loss printed there, 0.786302.

    >>> x, y = spiral()
    >>> x.shape, y.shape
    ((300, 2), (300,))
    """
    check_count("points", points)
    check_count("classes", classes)
    check_count("seed", seed, least=0)
    random = np.random.RandomState(seed)
    radius = np.linspace(0, 1, points)
    arms = []
    for arm in range(classes):
        angle = np.linspace(4 * arm, 4 * (arm + 1), points) + 0.2 * random.randn(points)
        arms.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.concatenate(arms), np.repeat(np.arange(classes), points)
