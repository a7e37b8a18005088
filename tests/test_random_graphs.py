"""On random graphs: reverse = forward = sum over paths = central differences = SymPy."""

import dataclasses
import math
import operator
from collections import Counter

import mpmath
import numpy
import pytest
import sympy
from engines import every_disagreement
from random_graphs import OPERATIONS, random_graph

from cgraph_lib import (
    Graph,
    count_paths,
    evaluate,
    forward_trace,
    gradient,
    inputs,
    local_partials,
    path_product,
    paths,
    reverse_trace,
)
from cgraph_lib.expression import Call, Name, Number
from cgraph_lib.node import Node
from cgraph_lib.ops import OPS

SEEDS = range(1000)
SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow}
SIGNS["neg"] = operator.neg

mpmath.mp.dps = 50


def compute(formula, operands, functions):
    """Return what a formula of the table comes to, in whatever arithmetic the functions bring."""
    match formula:
        case Number(value):
            return value
        case Name(name):
            return operands["xy".index(name)]
        case Call(head, args):
            parts = [compute(arg, operands, functions) for arg in args]
            function = SIGNS.get(head) or functions.get(head) or functions["module"].__dict__[head]
            return function(*parts)


MPMATH = {"max": max, "min": min, "abs": abs, "sqrt": mpmath.sqrt, "module": mpmath}
SYMPY = {"max": sympy.Max, "min": sympy.Min, "abs": lambda x: sympy.Max(x, -x), "module": sympy}


def precise_values(graph, inputs, nudged=None, by=0):
    """Return every value with 50 digits; the value of one node may be nudged."""
    values = {}
    for node in graph.nodes:
        if node.op is None:
            values[node] = mpmath.mpf(inputs[node.name] if node.is_input else node.constant)
        else:
            values[node] = compute(node.op.formula, [values[parent] for parent in node.parents], MPMATH)
        if node is nudged:
            values[node] += by
    return values


def precise_derivatives(graph, inputs, wrt):
    """Return the central difference of every node that has no kink, for a nudge of one node."""
    h = mpmath.mpf("1e-20")
    down, here, up = (precise_values(graph, inputs, wrt, by) for by in (-h, 0, h))
    bend = {node: abs(up[node] - 2 * here[node] + down[node]) / h for node in graph.nodes}
    return {node: float((up[node] - down[node]) / (2 * h)) for node in graph.nodes if bend[node] < 1e-10}


def test_the_random_graphs_hold_what_is_promised():
    seen, used = Counter(), Counter()
    for graph, _ in map(random_graph, SEEDS):
        used.update(node.op.name for node in graph.nodes if node.op)
        seen["sharing"] += any(len({e.child for e in out}) > 1 for out in graph.edges_from.values())
        seen["parallel edges"] += any(len(set(node.parents)) < len(node.parents) for node in graph.nodes)
        seen["constants"] += any(node.constant is not None for node in graph.nodes)
        seen["dead nodes"] += any(count_paths(graph, node) == 0 for node in graph.nodes)
        seen["several inputs"] += len(graph.inputs) > 1
        seen["twenty paths"] += any(count_paths(graph, node) > 20 for node in graph.inputs)
    assert min(seen.values()) >= 50 and len(seen) == 6, seen
    assert set(used) == set(OPERATIONS) and min(used.values()) >= 50, used


def test_the_same_seed_gives_the_same_graph():
    (graph, inputs), (again, same) = random_graph(7), random_graph(7)
    assert inputs == same
    assert evaluate(graph, inputs).by_name() == evaluate(again, same).by_name()


@pytest.mark.parametrize("hundred", range(10))
def test_every_engine_agrees(hundred):
    for seed in SEEDS[100 * hundred : 100 * hundred + 100]:
        assert list(every_disagreement(*random_graph(seed), seed)) == [], seed


def test_a_wrong_engine_is_found(monkeypatch):
    """One step of reverse accumulation forgets a factor: only what goes its own way can notice."""

    def accumulate(node, values, adjoints):
        for parent in node.parents:
            adjoints[parent] = adjoints.get(parent, 0.0) + adjoints[node]

    multiply = dataclasses.replace(OPS["multiply"], accumulate=accumulate)
    x = inputs("x")
    graph = Graph(Node("y", multiply, (x, x + 1.0)))
    found = set(every_disagreement(graph, {"x": 3.0}, 0))
    assert {"by_reverse_trace", "by_compiled_gradient", "paths", "forward_trace", "central differences"} <= found


@pytest.mark.parametrize("hundred", range(10))
def test_gradients_agree_with_fifty_digit_differences(hundred):
    for seed in SEEDS[100 * hundred : 100 * hundred + 100]:
        graph, point = random_graph(seed)
        partials, found = local_partials(graph, evaluate(graph, point)), gradient(graph, point)
        for node in graph.inputs:
            products = [path_product(path, partials) for path in paths(graph, node)]
            assert len(products) == count_paths(graph, node), seed
            exact = precise_derivatives(graph, point, node)[graph.output]
            assert math.isclose(found[node.name], exact, abs_tol=1e-11 * max(1, sum(map(abs, products)))), seed


def test_values_agree_with_a_fifty_digit_evaluation():
    for seed in SEEDS:
        graph, inputs = random_graph(seed)
        values, precise = evaluate(graph, inputs), precise_values(graph, inputs)
        for node in graph.nodes:
            assert math.isclose(values[node], float(precise[node]), rel_tol=1e-9, abs_tol=1e-11), (seed, node.name)


@pytest.mark.parametrize("seed", SEEDS[::20])
def test_any_node_with_respect_to_any_node(seed):
    graph, inputs = random_graph(seed)
    values = evaluate(graph, inputs)
    partials = local_partials(graph, values)
    nodes = [node for node in graph.nodes if node.constant is None]
    adjoints = {of: reverse_trace(graph, values, of).final for of in nodes}
    compared = 0
    for wrt in nodes:
        exact, tangents = precise_derivatives(graph, inputs, wrt), forward_trace(graph, values, wrt).final
        for of in set(nodes) & set(exact):
            compared += 1
            products = [path_product(path, partials) for path in paths(graph, wrt, of)]
            rounding = 1e-11 * max(1, sum(map(abs, products)))
            for found in (adjoints[of][wrt], tangents[of], sum(products)):
                assert math.isclose(found, exact[of], abs_tol=rounding), (graph.names[of], graph.names[wrt])
    assert compared > 0.8 * len(nodes) ** 2  # few pairs meet at a kink


def symbolic_output(graph):
    terms = {}
    for node in graph.nodes:
        if node.op is None:
            given = node.is_input
            terms[node] = sympy.Symbol(node.name, real=True) if given else sympy.Rational(node.constant)
        else:
            terms[node] = compute(node.op.formula, [terms[parent] for parent in node.parents], SYMPY)
    return terms[graph.output]


@pytest.mark.parametrize("hundred", range(10))
def test_gradients_agree_with_sympy(hundred):
    for seed in SEEDS[100 * hundred : 100 * hundred + 100]:
        graph, inputs = random_graph(seed)
        output, point = symbolic_output(graph), {sympy.Symbol(n, real=True): x for n, x in inputs.items()}
        for name, found in gradient(graph, inputs).items():
            derivative = sympy.diff(output, sympy.Symbol(name, real=True)).subs(point)
            assert math.isclose(found, float(derivative), rel_tol=1e-9, abs_tol=1e-9), (seed, name)


def test_arrays_give_in_one_run_what_numbers_give_one_by_one():
    for seed in SEEDS[::10]:
        graph, inputs = random_graph(seed)
        sweep = {name: x + numpy.linspace(-0.01, 0.01, 5) for name, x in inputs.items()}
        together, at_once = evaluate(graph, sweep), gradient(graph, sweep)
        for i in range(5):
            point = {name: float(xs[i]) for name, xs in sweep.items()}
            values, slopes = evaluate(graph, point), gradient(graph, point)
            for node in graph.nodes:
                numpy.testing.assert_allclose(numpy.broadcast_to(together[node], 5)[i], values[node], rtol=1e-12)
            for name in point:
                found = numpy.broadcast_to(at_once[name], 5)[i]
                numpy.testing.assert_allclose(found, slopes[name], rtol=1e-10, atol=1e-10)
