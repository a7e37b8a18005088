"""Which numbers are taken, and which are refused."""

import array
import decimal
import fractions
import math
from unittest.mock import Mock

import numpy
import pytest

from cgraph_lib.errors import InputError
from cgraph_lib.reals import as_number, owned


@pytest.mark.parametrize(
    "number",
    [
        *(2, True, fractions.Fraction(2), decimal.Decimal(2), numpy.array(2), numpy.bool_(True), numpy.int8(2)),
        *(numpy.uint8(2), numpy.float16(2), numpy.float32(2), numpy.float64(2), numpy.longdouble(2)),
    ],
)
def test_real_numbers_become_floats(number):
    found = as_number(number)
    assert type(found) is float and found == float(number)


def test_whole_numbers_beyond_all_floats_are_infinite():
    assert as_number(10**400) == math.inf and as_number(-(10**400)) == -math.inf


@pytest.mark.parametrize("kind", ["?", "b", "B", "i4", "u8", "f2", "f4", ">f8", "g"])
def test_plain_arrays_become_arrays_of_floats(kind):
    found = as_number(numpy.array([0, 1], kind))
    assert type(found) is numpy.ndarray and found.dtype == numpy.dtype(float) and found.tolist() == [0, 1]


class Series(numpy.ndarray):
    """An array of somebody else's kind."""


class Foreign:
    """Something that lets nobody look at it."""

    def __getattr__(self, name):
        raise RuntimeError(name)


class NoFloat:
    def __float__(self):
        raise RuntimeError


REFUSED = {
    "foreign": Foreign(),
    "without a number": NoFloat(),
    "mock": Mock(),
    "str": "2",
    "number in a string": numpy.str_("2"),
    "bytes": b"2",
    "bytearray": bytearray(b"2"),
    "memoryview": memoryview(b"2"),
    "array of Python": array.array("b", b"2"),
    "void": numpy.void(b"2"),
    "complex": 2 + 0j,
    "complex64": numpy.complex64(2),
    "timedelta": numpy.timedelta64(2, "s"),
    "datetime": numpy.datetime64("2020"),
    "None": None,
    "list": [2.0],
    "tuple": (2.0,),
    "dict": {},
    "object": object(),
    "function": math.sin,
    "matrix": numpy.zeros((2, 2)).view(numpy.matrix),
    "masked": numpy.ma.masked_array([1.0, 2.0], [True, False]),
    "masked number": numpy.ma.masked,
    "subclass": numpy.zeros(2).view(Series),
    "subclass without axes": numpy.zeros(()).view(Series),
    "records": numpy.zeros(2, [("a", float)]),
    "complex array": numpy.zeros(2, complex),
    "complex array without axes": numpy.array(2j),
    "strings": numpy.array(["2"]),
    "objects": numpy.array([None, 2], object),
    "dates": numpy.zeros(2, "m8[s]"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.filterwarnings("error")
def test_anything_else_is_refused_by_name(kind):
    number = REFUSED[kind]
    with pytest.raises(InputError, match="real numbers for a, got ") as caught:
        as_number(number, "a")
    assert type(number).__name__ in str(caught.value)
    with pytest.raises(InputError, match="Expected a number or a plain numpy array of real numbers, got "):
        as_number(number)


def test_an_array_is_owned_once_nobody_can_change_it():
    open_, frozen = numpy.zeros(2), numpy.zeros(2)
    frozen.flags.writeable = False
    hidden = open_[:1]
    hidden.flags.writeable = False
    assert owned(2.0) == 2.0 and owned(frozen) is frozen and owned(frozen[:1]).base is frozen
    for array_ in (open_, hidden):
        kept = owned(array_)
        assert not kept.flags.writeable and not numpy.shares_memory(kept, open_)
