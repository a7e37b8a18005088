"""The gradient check passes what is right, finds what is wrong however small it is, and names a kink."""

import math

import mpmath
import numpy
import pytest

from cgraph_lib import Graph, gradient, gradient_check, inputs, parse, relu
from cgraph_lib.arrays import array_gradient, log_sum_exp, matmul, mean, total
from cgraph_lib.errors import CgraphError, InputError, ShapeError, UnknownNameError

pytestmark = pytest.mark.filterwarnings("error")
EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")


def changed(change):
    """Return a gradient function whose derivatives are changed by a function of name and number."""

    def by(graph, numbers=None, /, *, of=None, **named):
        return {name: change(name, slope) for name, slope in gradient(graph, numbers, of=of, **named).items()}

    return by


def off(part):
    return changed(lambda name, slope: slope * (1 + part))


def test_it_passes_what_is_right_and_finds_what_is_wrong():
    assert gradient_check(EXAMPLE, a=2, b=1)
    wrong = changed(lambda name, slope: 4.999 if name == "b" else slope)
    found = gradient_check(EXAMPLE, a=2, b=1, by=wrong)
    assert not found
    with pytest.raises(UnknownNameError, match="There is no input 'c': the inputs are a, b"):
        found.error("c")
    assert found.error("a") < 1e-8 and found.error("b") == pytest.approx(0.0002, rel=1e-3)
    assert [line.split()[-1] for line in repr(found).splitlines()] == ["agree", "DIFFER"]
    assert gradient_check(EXAMPLE, a=2, b=1, by=wrong, tolerance=1e-3)


SMOOTH = [
    ("x**2/100000000", 3),
    ("x**2*1e-200", 3),
    ("x*1e8", 1e-4),
    ("exp(-x)", 50),
    ("x**10", 0.01),
    ("tanh(x)", -3),
    ("sigmoid(x)", -30),
    ("log(x)/1e6", 1e5),
    ("sin(x)*1e12", 2),
]


@pytest.mark.parametrize(("text", "x"), SMOOTH)
def test_it_judges_by_the_size_of_the_derivative(text, x):
    graph = parse(text)
    assert gradient_check(graph, x=x)
    for part in (-2, -1, 1e-3, 9):
        assert not gradient_check(graph, x=x, by=off(part)), part


def test_the_same_for_every_entry_of_an_array():
    graph, x = parse("y = x * x / 100000000"), numpy.array([3.0, 1e-3, 0.0])
    assert gradient_check(graph, x=x)
    for place in range(2):
        sign = numpy.ones(3)
        sign[place] = -1
        assert not gradient_check(graph, x=x, by=changed(lambda name, slope, sign=sign: slope * sign))


TRUE_ZEROS = [
    ("x - x", 3),
    ("x * 0", 5),
    ("x ** 0", 2),
    ("x**2", 0),
    ("x**3", 0),
    ("x**4 - x**3", 0),
    ("cos(x)", 0),
    ("sin(x) - x", 0),
    ("sin(x)**2 + cos(x)**2", 1),
    ("sin(x)**2 + cos(x)**2 - 1", 0.3),
    ("(x + 1)**2 - x**2 - 2*x - 1", 7),
    ("exp(x) / exp(x) - 1", 20),
    ("exp(-x*x)", 0),
    ("relu(x)", -1),
    ("max(x, 2)", 1),
    ("log(x) - log(3*x)", 1e5),
    ("tanh(x)", 30),
]


@pytest.mark.parametrize(("text", "x"), TRUE_ZEROS)
def test_a_true_zero_agrees_though_a_nudge_seldom_meets_it(text, x):
    graph = parse(text)
    zero = changed(lambda name, slope: 0.0)
    assert gradient_check(graph, x=x) and gradient_check(graph, x=x, by=zero)
    assert gradient_check(graph, x=numpy.array([x, x], float), by=zero)
    assert not gradient_check(graph, x=x, by=changed(lambda name, slope: 1e-3))


def test_a_derivative_that_is_left_out_is_found():
    graph = parse("y = a + b * 1e-9")
    assert not gradient_check(graph, a=1, b=1, by=changed(lambda name, slope: slope if name == "a" else 0.0))


KINKS = [
    ("y = relu(x)", {"x": 0}, "y"),
    ("y = relu(x)", {"x": 1e-7}, "y"),
    ("c = relu(x); y = c - relu(-x)", {"x": 0}, "c, v2"),
    ("c = abs(x - 1); y = c + x", {"x": 1 + 1e-9}, "c"),
    ("y = 2 * max(x, 3)", {"x": 3 + 1e-9}, "v1"),
    ("c = relu(x); dead = abs(x); y = c * c + c", {"x": 0}, "c"),
]


@pytest.mark.parametrize(("text", "at", "nodes"), KINKS)
def test_a_kink_that_explains_a_difference_is_named(text, at, nodes):
    graph = parse(text)
    found = gradient_check(graph, at, of="y")
    assert not found and found.kinks["x"] == nodes.split(", ")
    assert repr(found).splitlines()[1].strip().startswith(f"The nudge crosses a kink at {nodes}: there a partial is a")


def test_a_kink_elsewhere_explains_nothing():
    for at in ({"x": 2, "k": 0}, {"x": 2, "k": -3}):
        found = gradient_check(parse("y = x * x + abs(k)"), at, by=off(1e-2))
        assert found.kinks.get("x") == [] and "kink" not in repr(found)
    assert "kink" not in repr(gradient_check(parse("y = abs(x * x)"), x=0))


def test_arrays():
    found = gradient_check(parse("y = x * exp(k)"), x=numpy.array([1.0, 2.0]), k=3)
    assert found and "agree" in repr(found)
    x, w = inputs("x w")
    graph = Graph(total(relu(matmul(x, w)) * 1e-9).named("y"))
    at = {"x": numpy.array([[1.0, 2.0]]), "w": numpy.array([[3.0, -3.0], [-1.0, 1.0]])}
    assert gradient_check(graph, at, by=array_gradient)
    assert not gradient_check(graph, at, by=lambda *a, **k: {n: -s for n, s in array_gradient(*a, **k).items()})
    at["w"] = numpy.array([[2.0, -3.0], [-1.0, 1.0]])
    assert gradient_check(graph, at, by=array_gradient).kinks["w"]


@pytest.mark.parametrize("x", [800.0, math.inf])
def test_where_nothing_is_finite_nothing_agrees_by_its_floor(x):
    assert not gradient_check(parse("y = exp(x)"), x=x, by=changed(lambda name, slope: 7.0))


def test_no_number_agrees_with_no_number_only():
    nan = changed(lambda name, slope: math.nan)
    assert not gradient_check(parse("y = x * x"), x=2, by=nan)
    assert gradient_check(parse("y = sqrt(x)"), x=-1, by=nan)


OPTIONS = parse("y = of * h + by * tolerance")
AT = {"of": 1.0, "h": 2.0, "by": 3.0, "tolerance": 4.0}


def test_inputs_called_as_options_are_given_in_a_dict():
    found = gradient_check(OPTIONS, AT)
    assert found and list(found.exact.values()) == [2, 1, 4, 3]


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda by: gradient_check(EXAMPLE, a=2, b=1, by=by({"a": 2.0})), "derivatives for a; the inputs are a, b"),
        (lambda by: gradient_check(EXAMPLE, a=2, b=1, by=by({})), "is empty; the inputs are a, b"),
        (
            lambda by: gradient_check(EXAMPLE, a=2, b=1, by=by([2, 5])),
            "Expected a dict of derivatives, got list [2, 5]",
        ),
        (lambda by: gradient_check(EXAMPLE, a=2, b=1, by=by({"a": 2.0, "b": "5"})), "numbers for b, got str '5'"),
        (lambda by: gradient_check(EXAMPLE, a=2, b=1, by=5), "Expected a function for by, got 5."),
        (lambda by: gradient_check("a + b", a=2, b=1), "Expected a Graph, got str"),
        (
            lambda by: gradient_check(OPTIONS, **AT),
            "for the inputs of, h, by, tolerance: give them in a dict, {'of': ...",
        ),
    ],
)
def test_what_cannot_be_checked_is_named(attempt, message):
    with pytest.raises(CgraphError) as caught:
        attempt(lambda found: lambda *_, **__: found)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "formula, x", [("x * 0", math.inf), ("0 * log(x)", 0.0), ("x**2", 1e300), ("x + 1", math.nan), ("0 * x", math.nan)]
)
def test_a_difference_that_is_no_number_agrees_with_none(formula, x):
    check = gradient_check(parse(formula), x=x)
    assert not check or math.isnan(check.exact["x"])
    assert "DIFFER" in repr(check) or math.isnan(check.exact["x"])


def test_infinite_entries_are_nudged_without_a_warning():
    at = numpy.array([0.0, numpy.inf, numpy.nan])
    assert not gradient_check(parse("x + 1"), x=at)


def test_a_derivative_has_the_shape_of_its_input():
    def check(derivative):
        return gradient_check(parse("x**2"), x=numpy.ones(3), by=lambda *_, **__: {"x": derivative})

    assert check(2.0) and check(numpy.full(3, 2.0))
    for wrong in (numpy.full((3, 1), 2.0), numpy.full(4, 2.0), numpy.full(1, 2.0)):
        with pytest.raises(ShapeError, match=r"The gradient to be checked has shape .* for x; expected \(3,\)"):
            check(wrong)


@pytest.mark.parametrize("tolerance", ["1e-6", math.nan, -1e-6, None, numpy.ones(2)])
def test_a_tolerance_is_a_number_from_0_up(tolerance):
    with pytest.raises(InputError, match="tolerance is a number from 0 up, not"):
        gradient_check(parse("x**2"), x=3, tolerance=tolerance)


DROWNED = [("(x + 1e16) - 1e16", 3), ("(x + 1e8)**2 - 1e16 - 2e8*x", 1), ("tanh(x) - 1", 15), ("x + 1e12", 1)]


@pytest.mark.parametrize(("text", "x"), DROWNED)
def test_where_rounding_hides_the_answer_it_is_neither_right_nor_wrong(text, x):
    graph = parse(text)
    for part in (0, -2, 1e-3):
        found = gradient_check(graph, x=x, by=off(part))
        row, remark = repr(found).splitlines()
        assert not found and found.hidden == ("x",), part
        assert row.endswith("hidden") and remark.strip().startswith("Rounding hides the answer")
    far = gradient_check(graph, x=x, by=changed(lambda name, slope: 1e30))
    assert not far and repr(far).splitlines()[0].endswith("DIFFER")
    assert gradient_check(parse("y = a * a + 0 * ((x + 1e16) - 1e16)"), a=2, x=x)


@pytest.mark.parametrize(("text", "x"), [*SMOOTH, *TRUE_ZEROS, *DROWNED])
def test_a_number_and_whole_arrays_of_it_have_one_verdict(text, x):
    def verdict(graph, x, by):
        return repr(gradient_check(graph, x=x, by=by)).splitlines()[0].split()[-1]

    graph, entries = parse(text), numpy.array([x, x], float)
    whole, zero = Graph(total(graph.output)), changed(lambda name, slope: 0.0)
    expected = verdict(graph, x, gradient)
    assert verdict(graph, entries, gradient) == verdict(whole, entries, array_gradient) == expected
    assert verdict(whole, entries, lambda *_, **__: {"x": 0.0}) == verdict(graph, x, zero)


X = inputs("x")
INSIDE = [  # an operation on whole arrays, the same in 60 digits, where, and the largest number that is rounded
    (total(X), mpmath.fsum, [1e16, 3, -1e16], 1e16),
    (total(X), mpmath.fsum, [1e6, 3, -1e6], 1e6),
    (mean(X), lambda x: mpmath.fsum(x) / 3, [1e16, 3, -1e16], 1e16),
    (total(X - mean(X)), lambda x: 0, [1, 2, 3.3], 3.3),
    (log_sum_exp(X), lambda x: mpmath.log(mpmath.fsum(map(mpmath.exp, x))), [40, 0], 40),
    (log_sum_exp(X), lambda x: mpmath.log(mpmath.fsum(map(mpmath.exp, x))), [4, 0], 4),
    (
        total(matmul(numpy.array([[1e8, 3.0]]), X)) - 1e16,
        lambda x: 10**8 * x[0] + 3 * x[1] - 10**16,
        [[1e8], [1]],
        1e16,
    ),
    (total(matmul(numpy.array([[1e3, 3.0]]), X)) - 1e6, lambda x: 1000 * x[0] + 3 * x[1] - 10**6, [[1e3], [1]], 1e6),
]


@pytest.mark.parametrize(("output", "exact", "x", "largest"), INSIDE)
def test_rounding_inside_an_operation_on_arrays_hides_too(output, exact, x, largest):
    def change(numbers, i):
        up, down = ([y + sign * 6e-6 * max(abs(y), 1) * (j == i) for j, y in enumerate(numbers)] for sign in (1, -1))
        return abs(exact(up) - exact(down))

    with mpmath.workdps(60):
        numbers = [mpmath.mpf(y) for y in numpy.ravel(x).tolist()]
        changes = [change(numbers, i) for i in range(len(numbers))]
    found = gradient_check(Graph(output), x=numpy.array(x, float), by=array_gradient)
    drowned = any(1e-50 < moved < math.ulp(largest) for moved in changes)
    assert found.hidden == (("x",) if drowned else ()) and bool(found) is not drowned


def test_numbers_that_meet_exactly_hide_nothing():
    assert gradient_check(parse("y = (a - b) + c"), a=1e12 + 1, b=1e12, c=1)
