"""Every way in which the library computes derivatives, for tests that hold them to each other and to differences."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import numpy

from cgraph_lib import (
    Graph,
    compile_gradient,
    evaluate,
    forward_trace,
    gradient,
    gradient_check,
    local_partials,
    path_product,
    paths,
    reverse_trace,
    sum_over_paths,
)
from cgraph_lib.arrays import array_gradient, total
from cgraph_lib.arrays.program import compile_array_gradient

Point = dict[str, float]

SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, math.inf, -math.inf, math.nan, 1e300, 1e-300)
WHOLE = (-2.0, -1.0, -0.0, 0.0, 1.0, 2.0, 3.0)  # where kinks and ties are met
ARRAY_ROUNDING = 1e-10  # numpy's functions differ from Python's in the last digit


def bits(found: object) -> str:
    """Return numbers so that equal ones are the same, down to the sign of 0; one nan is as good as another."""
    return repr(found).replace("-nan", "nan")


def by_reverse_trace(graph: Graph, point: Point) -> Point:
    adjoints = reverse_trace(graph, evaluate(graph, point)).final
    return {name: adjoints[node] for node, name in zip(graph.inputs, graph.input_names, strict=True)}


def by_compiled_gradient(graph: Graph, point: Point) -> Point:
    return dict(zip(point, compile_gradient(graph)(*point.values())[1], strict=True))


def by_arrays(graph: Graph, point: Point) -> Iterator[tuple[str, dict[str, numpy.ndarray]]]:
    """Yield what each engine for arrays finds, by its name."""
    arrays, summed = {name: numpy.full(2, x) for name, x in point.items()}, Graph(total(graph.output), *graph.nodes)
    yield "gradient of arrays", gradient(graph, arrays)
    yield "compiled gradient of arrays", by_compiled_gradient(graph, arrays)
    yield "array_gradient", array_gradient(summed, arrays)
    yield "compiled array_gradient", compile_array_gradient(summed)(arrays)[1]


def sums_of_products(graph: Graph, point: Point) -> Iterator[tuple[str, str, float, float, float]]:
    """Yield, for each engine that adds in another order, its name, an input, its derivative, and its largest size.

    That is the sum of the sizes of all products, as which rounding is judged. Infinite partials are left alone: there
    one order gives inf - inf and another does not.
    """
    values = evaluate(graph, point)
    partials = local_partials(graph, values)
    if not all(map(math.isfinite, partials.values())):
        return
    for node, name in zip(graph.inputs, graph.input_names, strict=True):
        products = [path_product(path, partials) for path in paths(graph, node)]
        size = max(1.0, sum(map(abs, products)))
        yield "paths", name, sum(products), size
        yield "sum_over_paths", name, sum_over_paths(graph, node, None, partials), size
        yield "forward_trace", name, forward_trace(graph, values, wrt=node).final[graph.output], size


def close(found: numpy.ndarray, expected: float) -> bool:
    """Return whether both entries of an array are what a float is, but for rounding; nan is nan."""
    return numpy.allclose(found, expected, rtol=ARRAY_ROUNDING, atol=ARRAY_ROUNDING, equal_nan=True)


def rounded_alike(graph: Graph, point: Point) -> bool:
    """Return whether arrays have the values that floats have: the cosine of 1e300 magnifies a last digit."""
    arrays = evaluate(graph, {name: numpy.full(2, x) for name, x in point.items()})
    return all(close(arrays[node], value) for node, value in evaluate(graph, point).numbers.items())


def disagreements(graph: Graph, point: Point) -> Iterator[str]:
    """Yield the engines that do not give what `gradient` gives; infinite and unknown numbers included."""
    expected = gradient(graph, point)
    for engine in (by_reverse_trace, by_compiled_gradient):
        if bits(engine(graph, point)) != bits(expected):
            yield engine.__name__
    for name, found in by_arrays(graph, point) if rounded_alike(graph, point) else ():
        if not all(close(found[key], slope) for key, slope in expected.items()):
            yield name


def disagreeing_sums(graph: Graph, point: Point) -> Iterator[str]:
    """Yield the engines that add in another order and give something else."""
    expected = gradient(graph, point)
    for engine, name, found, size in sums_of_products(graph, point):
        if not math.isclose(expected[name], found, abs_tol=1e-11 * size):
            yield engine


def at_random(numbers: tuple[float, ...], point: Point, seed: int) -> Point:
    """Return the point with some of its numbers replaced."""
    rng = random.Random(seed)
    return {name: rng.choice((x, *numbers)) for name, x in point.items()}


def every_disagreement(graph: Graph, point: Point, seed: int) -> Iterator[str]:
    """Yield what disagrees at a point away from kinks, at whole numbers, and at special values."""
    whole, special = at_random(WHOLE, point, seed), at_random(SPECIAL, point, seed)
    for name, here in (("", point), (" at whole numbers", whole), (" at special values", special)):
        yield from (engine + name for engine in disagreements(graph, here))
    for name, here in (("", point), (" at whole numbers", whole)):
        yield from (engine + name for engine in disagreeing_sums(graph, here))
    if not rounded_alike(graph, point):
        yield "values of arrays"
    check = gradient_check(graph, point)
    if not (check or check.hidden):  # where rounding hides the answer, differences say nothing
        yield "central differences"
