"""Which numbers the library takes: real ones, alone or in a plain numpy array."""

from __future__ import annotations

import math
from typing import Any

from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.ops import is_array, only_floats


def as_number(value: Any, name: str = "", shape: tuple[int, ...] | None = None) -> Any:
    """Return a number as a float, or as a numpy array of floats; errors mention the name it was given for.

    Raises `InputError` for anything else, such as strings, complex numbers, lists, matrices and masked arrays, and
    `ShapeError` for another shape than that of an imported example, if there is one.

    >>> as_number(2)
    2.0
    """
    if type(value) is float and not shape:
        return value
    number = _real(value, name)
    given = getattr(number, "shape", ())
    if shape not in (None, given):
        raise ShapeError(_OTHER_SHAPE, name=name, given=given, shape=shape)
    return number


_OTHER_SHAPE = (
    "{name} has shape {given}, but this graph was imported from an example in which it has shape {shape}, and may hold "
    "counts of its entries; import it again with an example of shape {given}."
)


def _real(value: Any, name: str) -> Any:
    if is_array(value) and _is_plain(value) and value.ndim:
        return value.astype(float, copy=False)
    try:
        if _is_single(value):
            return float(value)
    except OverflowError:
        return float("inf") if value > 0 else -float("inf")
    except Exception:  # whatever a foreign object raises when it is read
        pass
    raise _unfit(value, name)


def as_numbers(given: Any, name: str) -> list[float]:
    """Return a sequence of numbers as a list of floats; raise `InputError` for anything else.

    >>> as_numbers((1, 2), "x")
    [1.0, 2.0]
    """
    found = [as_number(each, name) for each in as_list(given, name)]
    if any(map(is_array, found)):
        raise InputError("Expected a sequence of numbers for {name}, got {given!r:.40}.", name=name, given=given)
    return found


def as_list(given: Any, name: str) -> list[Any]:
    """Return a sequence as a list; raise `InputError` for what is none, such as a number or an array without axes."""
    try:
        return list(given)
    except TypeError:
        raise InputError("Expected a sequence for {name}, got {given!r:.40}.", name=name, given=given) from None


def as_array(given: Any) -> Any:
    """Return anything as an array: one of objects, where it holds no numbers or its rows are of different lengths."""
    import numpy

    try:
        return numpy.asarray(given)
    except Exception:  # whatever a foreign object raises when it is read
        return numpy.fromiter([given], object)


def as_rows(given: Any) -> Any:
    """Return rows of numbers as an array of floats; raise `InputError` if they are none, or of different lengths."""
    import numpy

    try:
        return numpy.asarray(given, float)
    except Exception:  # whatever a foreign object raises when it is read
        raise InputError("Expected rows of real numbers, all of one length, got {given!r:.40}.", given=given) from None


def is_finite(value: Any) -> bool:
    """Return whether this is a single real number, and finite.

    >>> is_finite(2), is_finite(float("nan")), is_finite("2")
    (True, False, False)
    """
    try:
        number = as_number(value)
    except InputError:
        return False
    return type(number) is float and math.isfinite(number)


def _is_plain(array: Any) -> bool:
    """Return whether an array multiplies entry by entry, and misses none: a matrix or a masked array does not."""
    import numpy

    return type(array) is numpy.ndarray and array.dtype.kind in "biuf"


def _is_single(value: Any) -> bool:
    """Return whether `float` may be asked: it would take strings, bytes and dates for numbers as well."""
    if is_array(value):
        return _is_plain(value)
    kind = getattr(getattr(value, "dtype", None), "kind", "f")
    return kind in "biuf" and not hasattr(value, "__len__")


def _unfit(value: Any, name: str) -> InputError:
    kind = f"{type(value).__name__}[{value.dtype.name}]" if is_array(value) else f"{type(value).__name__} {value!r:.40}"
    if name:
        sentence = "Expected a number or a plain numpy array of real numbers for {name}, got {kind}."
    else:
        sentence = "Expected a number or a plain numpy array of real numbers, got {kind}."
    return InputError(sentence, name=name, kind=kind)


def owned(number: Any) -> Any:
    """Return a number that nobody else can change: of an array that may still change, a read-only copy."""
    return sealed(number.copy()) if is_array(number) and _may_change(number) else number


def _may_change(array: Any) -> bool:
    """Return whether somebody can write to an array, or to one that it is a part of."""
    while is_array(array):
        if array.flags.writeable:
            return True
        array = array.base
    return array is not None


def sealed(number: Any) -> Any:
    """Return a number that was just computed; if it is an array, it is read-only from now on."""
    if is_array(number):
        number.flags.writeable = False
    return number


def all_sealed(numbers: dict[Any, Any]) -> dict[Any, Any]:
    """Return numbers that were just computed; arrays among them become read-only."""
    if not only_floats(numbers.values()):
        for number in numbers.values():
            sealed(number)
    return numbers
