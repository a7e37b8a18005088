"""Arithmetic on floats and on arrays: the results of IEEE 754, and a product in which an exact zero wins."""

import itertools
import math

import numpy
import pytest

from cgraph_lib.arithmetic import array_function, careful, larger, product, smaller
from cgraph_lib.ops import OPS

pytestmark = pytest.mark.filterwarnings("error")

NUMBERS = (0.0, -0.0, 1.0, -2.0, 1e308, 5e-324, math.inf, -math.inf, math.nan)
PAIRS = list(itertools.product(NUMBERS, repeat=2))


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_the_product_is_that_of_ieee_but_for_a_factor_of_zero(x, y):
    if x == 0 or (y == 0 and not math.isfinite(x)):
        assert product(x, y) == 0
    else:
        assert repr(product(x, y)) == repr(x * y)


@pytest.mark.parametrize(
    ("name", "scalar"),
    [("product", product), ("maximum", larger), ("minimum", smaller)],
    ids=["product", "maximum", "minimum"],
)
def test_arrays_give_what_floats_give(name, scalar):
    x, y = numpy.array(PAIRS).T
    with numpy.errstate(all="ignore"):
        given, out = array_function(name)(x, y), numpy.empty(len(PAIRS))
        array_function(name)(x, y, out=out)
    assert repr(given.tolist()) == repr(out.tolist()) == repr([scalar(*pair) for pair in PAIRS])


@pytest.mark.parametrize(
    ("name", "by_numpy"), [("divide", numpy.divide), ("power", numpy.power), ("log", lambda x, _: numpy.log(x))]
)
def test_at_a_border_floats_give_what_numpy_gives(name, by_numpy):
    numbers = (*NUMBERS, -1.0, 2.0, 0.25, -0.25, 3.0, -3.0, -1e300, 1.5, 400.0, 401.0, -401.0)
    op = OPS[name]
    for pair in itertools.product(numbers, repeat=2):
        with numpy.errstate(all="ignore"):
            expected = float(by_numpy(*pair))
        found = op.function(*pair[: op.arity])
        if expected and math.isfinite(expected):
            assert math.isclose(found, expected, rel_tol=1e-14), pair
        else:
            assert repr(found) == repr(expected), pair


def test_an_error_becomes_the_result_at_the_border():
    root = careful(math.sqrt, "sqrt")
    assert math.isnan(root(-1.0)) and root(4.0) == 2.0
    assert careful(math.exp, "exp", lambda x: math.inf)(1000.0) == math.inf
    numpy.testing.assert_array_equal(root(numpy.array([-1.0, 4.0])), [math.nan, 2.0])


SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, math.inf, -math.inf, math.nan, 3.0, 1e308, 5e-324]


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.arity == 2], ids=lambda op: op.name)
def test_an_array_and_a_single_number_give_what_floats_give(op):
    for x, y in itertools.product(SPECIAL, repeat=2):
        expected = op.function(x, y)
        for operands in (
            (numpy.array([x, x]), y),
            (x, numpy.array([y, y])),
            (numpy.array([x, x]), numpy.array([y, y])),
        ):
            with numpy.errstate(all="ignore"):
                found = float(op.function(*operands)[0])
            assert found == pytest.approx(expected, rel=1e-15, abs=0, nan_ok=True), operands
            assert math.isnan(found) or math.copysign(1, found) == math.copysign(1, expected), operands
