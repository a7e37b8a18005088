"""The table of operations: every line against differences, and numbers against arrays."""

import itertools
import math

import numpy
import pytest

import cgraph_lib
from cgraph_lib import Graph, evaluate, inputs, local_partials, ops
from cgraph_lib.graph import apply
from cgraph_lib.ops import OPS

pytestmark = pytest.mark.filterwarnings("error")

# No operation of the table has a kink or a pole at these, and no two are tied.
POINTS = (-3.6, -2.3, -1.1, -0.4, 0.3, 0.7, 1.7, 2.0, 3.1, 12.0)
SPECIAL = (0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5)
SPECIAL += (710.0, -710.0, 746.0, -746.0, 1e16, 1e308, -1e308, 1e-308, 5e-324, -5e-324, 0.1, -7.3)

every_operation = pytest.mark.parametrize("op", OPS.values(), ids=OPS)


def graph_of(op):
    """Return the graph of one operation on inputs of its own."""
    x, y = inputs("x y")
    return Graph(apply(op.head, *(x, y)[: op.arity]).named("result"))


def run(op, operands):
    """Return the value and the partials of one operation."""
    graph = graph_of(op)
    values = evaluate(graph, dict(zip("xy", operands, strict=False)))
    return [values["result"], *local_partials(graph, values).values()]


def smooth_points(op, slot):
    """Return the operands about which the operation is defined on both sides, with its difference quotient."""
    for operands in itertools.product(POINTS, repeat=op.arity):
        if op.arity == 2 and operands[0] == operands[1]:
            continue
        h = 1e-5
        up, down = ([x + s * h * (i == slot) for i, x in enumerate(operands)] for s in (1, -1))
        quotient = (op.function(*up) - op.function(*down)) / (2 * h)
        if math.isfinite(quotient):
            yield operands, quotient


@every_operation
def test_partials_agree_with_central_differences(op):
    for slot in range(op.arity):
        points = list(smooth_points(op, slot))
        assert len(points) >= len(POINTS) // 2
        for operands, quotient in points:
            assert run(op, operands)[1 + slot] == pytest.approx(quotient, rel=1e-6, abs=1e-8), operands


@every_operation
def test_partials_of_arrays_agree_with_central_differences(op):
    for slot in range(op.arity):
        points, quotients = zip(*smooth_points(op, slot), strict=True)
        partials = run(op, [numpy.array(column) for column in zip(*points, strict=True)])[1 + slot]
        numpy.testing.assert_allclose(numpy.broadcast_to(partials, len(points)), quotients, rtol=1e-6, atol=1e-8)


@every_operation
def test_compute_and_accumulate_use_the_value_and_the_partials(op):
    node = graph_of(op).output
    for operands in itertools.product(SPECIAL, repeat=op.arity):
        value = op.function(*operands)
        values, adjoints = dict(zip(node.parents, operands, strict=True)), {node: 1.7, node.parents[0]: 0.3}
        op.compute(node, values)
        op.accumulate(node, values, adjoints)
        sums = [1.7, *(1.7 * partial(*operands, value) for partial in op.partial_functions)]
        sums[1] += 0.3
        # repr tells -0.0 from 0.0, and nan is nan
        assert repr([*values.values(), *adjoints.values()]) == repr([*operands, value, *sums]), operands


@every_operation
def test_numbers_and_arrays_give_the_same_at_special_values(op):
    points = list(itertools.product(SPECIAL, repeat=op.arity))
    one_by_one = [run(op, operands) for operands in points]
    at_once = run(op, [numpy.array(column) for column in zip(*points, strict=True)])
    for singles, array in zip(zip(*one_by_one, strict=True), at_once, strict=True):
        array = numpy.broadcast_to(array, len(points))
        assert array.dtype == float
        assert all(type(single) is float for single in singles)
        for operands, single, element in zip(points, singles, array.tolist(), strict=True):
            close = math.isclose(single, element, rel_tol=4e-15) or (single != single and element != element)
            same_sign = math.copysign(1, single) == math.copysign(1, element) or single != single
            assert close and same_sign, (operands, single, element)


@every_operation
def test_numbers_and_arrays_agree_to_a_few_units_in_the_last_place(op):
    generator = numpy.random.default_rng(5)
    columns = [generator.uniform(-20, 20, 1000) for _ in range(op.arity)]
    at_once = run(op, columns)
    for i in range(1000):
        singles = run(op, [float(column[i]) for column in columns])
        for single, array in zip(singles, at_once, strict=True):
            element = numpy.broadcast_to(array, 1000)[i]
            largest = max(1.0, abs(singles[0]))  # 1 - v * v loses digits where v is near 1
            assert single == pytest.approx(element, rel=1e-14, abs=1e-15 * largest, nan_ok=True)


@every_operation
def test_every_operation_can_be_typed_or_called(op):
    typed = {"+": "x + y", "-": "x - y", "*": "x * y", "/": "x / y", "**": "x ** y", "neg": "-x"}
    text = typed.get(op.head, f"{op.name}({', '.join('xy'[: op.arity])})")
    assert cgraph_lib.parse(text).output.op is op
    if op.head == op.name:
        x, y = inputs("x y")
        assert getattr(cgraph_lib, op.name)(*(x, y)[: op.arity]).op is op
        assert getattr(cgraph_lib, op.name)(*(0.5, 3)[: op.arity]) == op.function(*(0.5, 3.0)[: op.arity])


@pytest.mark.parametrize(
    ("name", "operands", "value"),
    [
        ("add", (2, 3), 5),
        ("subtract", (2, 3), -1),
        ("multiply", (2, 3), 6),
        ("divide", (2, 3), 0.6666666666666666),
        ("power", (2, 3), 8),
        ("power", (-8, 3), -512),
        ("negate", (2,), -2),
        ("exp", (1,), math.e),
        ("log", (10,), 2.302585092994046),
        ("sqrt", (2,), 1.4142135623730951),
        ("sin", (1,), 0.8414709848078965),
        ("cos", (1,), 0.5403023058681398),
        ("tan", (1,), 1.5574077246549023),
        ("tanh", (1,), 0.7615941559557649),
        ("sigmoid", (1,), 0.7310585786300049),
        ("relu", (-2,), 0),
        ("relu", (3,), 3),
        ("abs", (-2,), 2),
        ("max", (2, -3), 2),
        ("min", (2, -3), -3),
        ("square", (-3,), 9),
    ],
)
def test_known_values(name, operands, value):
    assert run(OPS[name], operands)[0] == pytest.approx(value, rel=1e-15)


def test_the_design_names_these_operations():
    names = "add subtract multiply divide power negate exp log sqrt sin cos tan tanh sigmoid relu abs max min square"
    assert set(names.split()) <= set(OPS)


@pytest.mark.parametrize(
    ("name", "operands", "partials"),
    [
        ("relu", (0,), [0]),
        ("abs", (0,), [0]),
        ("max", (2, 2), [0.5, 0.5]),
        ("min", (2, 2), [0.5, 0.5]),
        ("square", (0,), [0]),
    ],
)
def test_conventions_at_kinks_and_ties(name, operands, partials):
    assert run(OPS[name], operands)[1:] == partials
    arrays = run(OPS[name], [numpy.array([x, x]) for x in operands])[1:]
    assert [list(array) for array in arrays] == [[p, p] for p in partials]


@pytest.mark.parametrize(
    ("name", "operands", "value"),
    [
        ("log", (0,), -math.inf),
        ("log", (-1,), math.nan),
        ("divide", (1, 0.0), math.inf),
        ("divide", (1, -0.0), -math.inf),
        ("divide", (0, 0), math.nan),
        ("exp", (1000,), math.inf),
        ("exp", (-1000,), 0),
        ("sqrt", (-1,), math.nan),
        ("multiply", (0, math.inf), math.nan),
        ("subtract", (math.inf, math.inf), math.nan),
        ("power", (10, 400), math.inf),
        ("power", (-10, 401), -math.inf),
        ("power", (0, -1), math.inf),
        ("power", (-0.0, -1), -math.inf),
        ("power", (-8, 1 / 3), math.nan),
        ("power", (math.nan, 0), 1),
        ("power", (1, math.nan), 1),
        ("square", (1e200,), math.inf),
        ("sigmoid", (-1000,), 0),
        ("sigmoid", (1000,), 1),
        ("tanh", (1000,), 1),
        ("sin", (math.inf,), math.nan),
        ("max", (1, math.nan), math.nan),
        ("min", (math.nan, 1), math.nan),
        ("relu", (math.nan,), math.nan),
    ],
)
def test_ieee_results_never_raise_or_warn(name, operands, value):
    assert run(OPS[name], operands)[0] == pytest.approx(value, nan_ok=True)
    array = run(OPS[name], [numpy.array([float(x)] * 9) for x in operands])[0]
    numpy.testing.assert_array_equal(array, [value] * 9)


@pytest.mark.parametrize("name", [op.name for op in OPS.values() if op.head == op.name])
def test_functions_on_arrays_do_not_warn(name):
    special = numpy.array(SPECIAL)
    getattr(cgraph_lib, name)(*[special] * OPS[name].arity)


def test_a_function_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="for exp, got"):
        cgraph_lib.exp("1")
    with pytest.raises(AttributeError, match="no attribute 'expp'"):
        cgraph_lib.expp  # noqa: B018


def test_a_line_of_the_table_may_compare():
    step = ops._operation("step      x > 0               0")
    assert [step.function(x) for x in (-1.0, 0.0, 2.0)] == [0.0, 0.0, 1.0]
    assert step.partial_functions[0](2.0, 1.0) == 0.0


def test_floats_alone_are_known_without_numpy():
    assert ops.only_floats([1.0, 2.0]) and ops.only_floats([])
    assert not ops.only_floats([1.0, 2]) and not ops.only_floats([numpy.zeros(2)])


def test_an_operation_shows_its_line_and_is_not_changed():
    op = OPS["negate"]
    assert repr(op).startswith("Op(name='negate', formula=Call(head='neg', ") and "function" not in repr(op)
    with pytest.raises(AttributeError):
        op.name = "minus"
