"""Derivatives at 0, infinity and nan, at borders and whole exponents: by the rules, by limits, and by every engine."""

import itertools
import math
import operator

import mpmath
import numpy
import pytest
from special_formulas import FORMULAS

from cgraph_lib import (
    Graph,
    compile_gradient,
    evaluate,
    forward_trace,
    gradient,
    inputs,
    local_partials,
    parse,
    reverse_trace,
)
from cgraph_lib.arrays import array_gradient, total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.dialects import ELEMENTARY
from cgraph_lib.expression import Call, Name, Number
from cgraph_lib.graph import apply
from cgraph_lib.ops import OPS

pytestmark = pytest.mark.filterwarnings("error")

INF, NAN = math.inf, math.nan
FINITE = (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5, -7.3)
SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, INF, -INF, NAN, 1e300)

every_operation = pytest.mark.parametrize("op", OPS.values(), ids=OPS)


# The partials beside limits of difference quotients, which mpmath computes with 60 digits.

SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": mpmath.power}
SIGNS |= {"neg": operator.neg, "max": max, "min": min, "abs": abs}


def precise(formula, operands):
    """Return a formula's value, or nan where it has no real one."""
    match formula:
        case Number(value):
            return mpmath.mpf(value)
        case Name(name):
            return operands["xy".index(name)]
        case Call(head, args):
            parts = [precise(arg, operands) for arg in args]
    function = SIGNS.get(head) or getattr(mpmath, ELEMENTARY[head].python.__name__)
    try:
        value = function(*parts)
    except ZeroDivisionError:
        return mpmath.nan
    return value if isinstance(value, mpmath.mpf) else mpmath.nan


def slopes(op, operands, slot):
    """Return the limits of the difference quotient from above and from below; none where there is no quotient."""
    for sign in (1, -1):
        quotients = []
        for h in (mpmath.mpf("1e-20"), mpmath.mpf("1e-24")):
            x, near = ([mpmath.mpf(x) + sign * by * (i == slot) for i, x in enumerate(operands)] for by in (0, h))
            quotients.append((precise(op.formula, near) - precise(op.formula, x)) / (sign * h))
        coarse, fine = map(abs, quotients)
        if fine == fine:
            yield math.copysign(INF, quotients[1]) if fine > max(1, 50 * coarse) else float(quotients[1])


@every_operation
def test_partials_are_limits_of_difference_quotients(op):
    with mpmath.workdps(60):
        for operands in itertools.product(FINITE, repeat=op.arity):
            value = op.function(*operands)
            for slot, partial in enumerate(op.partial_functions):
                found, limits = partial(*operands, value), list(slopes(op, operands, slot))
                if len(limits) == 2 and not math.isclose(*limits, abs_tol=1e-9):
                    assert min(limits) <= found <= max(limits), (operands, slot)  # a kink: any slope between
                elif limits:
                    assert math.isclose(found, limits[0], rel_tol=1e-12, abs_tol=1e-12), (operands, slot, found)


@pytest.mark.parametrize(
    ("x", "y", "by_x", "by_y"),
    [
        # x ** 0 is 1 everywhere, so its slope is 0, also where x ** -1 is infinite or nan.
        (0.0, 0.0, 0.0, -INF),
        (-0.0, 0.0, 0.0, -INF),
        (0.0, -0.0, 0.0, -INF),
        (INF, 0.0, 0.0, INF),
        (-INF, 0.0, 0.0, NAN),
        (NAN, 0.0, 0.0, NAN),
        (-3.0, 0.0, 0.0, NAN),
        # 0 ** y is 0 for all y > 0.
        (0.0, 2.0, 0.0, 0.0),
        (-0.0, 2.0, 0.0, 0.0),
        (0.0, 0.5, INF, 0.0),
        (0.0, 1.0, 1.0, 0.0),
        (0.0, INF, 0.0, 0.0),
        # Where the value stays 0 however x or y moves.
        (0.5, INF, 0.0, 0.0),
        (2.0, -INF, 0.0, 0.0),
        (INF, -1.0, 0.0, 0.0),
        # 1 ** y is 1.
        (1.0, INF, INF, 0.0),
        (1.0, NAN, NAN, 0.0),
        # A negative base has no power between whole exponents.
        (-2.0, 2.0, -4.0, NAN),
        (-2.0, 0.5, NAN, NAN),
        (-1.0, -1.0, -1.0, NAN),
        # Nothing wins over a number that is not known.
        (NAN, 2.0, NAN, NAN),
        (2.0, NAN, NAN, NAN),
    ],
)
def test_the_slopes_of_a_power(x, y, by_x, by_y):
    graph = parse("x ** y")
    same(gradient(graph, x=x, y=y), {"x": by_x, "y": by_y})
    every_engine_agrees(graph, {"x": x, "y": y})


@pytest.mark.parametrize(("formula", "x", "slope"), FORMULAS)
def test_the_slopes_of_formulas(formula, x, slope):
    same(gradient(parse(formula), x=x), {"x": slope})
    every_engine_agrees(parse(formula), {"x": float(x)})


# Every engine gives the same numbers.


def same(found, expected):
    """Hold dicts of floats to each other; nan is nan."""
    assert found.keys() == expected.keys()
    for key in expected:
        assert math.isclose(found[key], expected[key], rel_tol=1e-14) or (
            found[key] != found[key] and expected[key] != expected[key]
        ), (key, found[key], expected[key])


def every_engine_agrees(graph, point):
    """Hold tangents, arrays and compiled code to `gradient`, with each input an array as well."""
    judge = gradient(graph, point)
    values = evaluate(graph, point)
    adjoints = reverse_trace(graph, values).final
    same({name: adjoints[graph.node(name)] for name in point}, judge)
    same({name: forward_trace(graph, values, name).final[graph.output] for name in point}, judge)
    same(dict(zip(point, compile_gradient(graph)(*point.values())[1], strict=True)), judge)
    arrays = {name: numpy.full(9, x) for name, x in point.items()}
    summed = Graph(total(graph.output))
    for found in (
        gradient(graph, arrays),
        dict(zip(point, compile_gradient(graph)(*arrays.values())[1], strict=True)),
        array_gradient(summed, arrays),
        compile_array_gradient(summed)(arrays)[1],
        array_gradient(graph, point),
        compile_array_gradient(graph)(point)[1],
    ):
        for name, slope in judge.items():
            numpy.testing.assert_allclose(found[name], numpy.full(numpy.shape(found[name]), slope), rtol=1e-14)


@every_operation
def test_every_engine_agrees_on_every_operation(op):
    leaves = inputs("x y")[: op.arity]
    graph = Graph(apply(op.head, *leaves))
    for operands in itertools.product(SPECIAL, repeat=op.arity):
        point = dict(zip("xy", operands, strict=False))
        every_engine_agrees(graph, point)
        values = evaluate(graph, point)
        partials = list(local_partials(graph, values).values())
        assert repr(partials) == repr([partial(*operands, values[graph.output]) for partial in op.partial_functions])
