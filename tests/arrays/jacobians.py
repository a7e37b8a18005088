"""Jacobians of small graphs of arrays, by central differences, to hold both products to."""

import itertools
import math

import numpy as np

from cgraph_lib import Graph, evaluate, function, inputs
from cgraph_lib.arrays import jacobian, pull_back, push_forward

H = 6e-6
FOUR_BY_TWO, THREE = np.ones((4, 2)), np.ones(3)
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "max": lambda x, y: function("max")(x, y),
    "min": lambda x, y: function("min")(x, y),
}
BROADCAST = [
    ((4, 3), (4, 3)),
    ((4, 3), (3,)),
    ((4, 3), (1, 3)),
    ((4, 3), (4, 1)),
    ((4, 1), (1, 3)),
    ((4, 1), (3,)),
    ((2, 4, 3), (4, 1)),
    ((2, 1, 3), (4, 1)),
    ((4, 3), ()),
    ((1,), ()),
    ((1,), (3,)),
    ((1, 1), (4, 3)),
    ((), ()),
    ((0,), (1,)),
    ((0, 3), (3,)),
    ((0, 3), (1, 3)),
    ((0, 3), ()),
    ((2, 0), (2, 1)),
]


def case(build, *shapes, seed=0):
    """Return the graph of one operation on inputs of these shapes, its values, and the inputs."""
    random = np.random.default_rng([seed, *itertools.chain(*shapes)])
    names = "x y"[: 2 * len(shapes) - 1]
    leaves = inputs(names) if len(shapes) > 1 else (inputs(names),)
    # Of a size between 0.5 and 2: no poles, no kinks, and no ties but by chance.
    given = {leaf.name: random.uniform(0.5, 2.0, shape) for leaf, shape in zip(leaves, shapes, strict=True)}
    given = {name: float(x) if x.ndim == 0 else x for name, x in given.items()}
    return Graph(build(*leaves).named("v")), given, random


def differences(graph, given, name, of=None):
    """Return the Jacobian of a node, entry by entry, by central differences."""
    start = np.asarray(given[name], dtype=float)
    columns = []
    for i in range(start.size):
        step = np.zeros(start.size)
        step[i] = H
        step = step.reshape(start.shape)
        up, down = (evaluate(graph, {**given, name: start + sign * step})[graph.node(of)] for sign in (1, -1))
        columns.append(np.ravel((np.asarray(up) - np.asarray(down)) / (2 * H)))
    size = np.size(evaluate(graph, given)[graph.node(of)])
    return np.array(columns).reshape(start.size, size).T


def agree(ours, judge, tolerance=1e-7):
    assert np.shape(ours) == np.shape(judge)
    np.testing.assert_allclose(ours, judge, rtol=tolerance, atol=tolerance)


def check_all(graph, given, random):
    """Hold both products and the Jacobian of the output, for each input, to differences and to each other."""
    values = evaluate(graph, given)
    shape = np.shape(values[graph.output])
    seed = random.standard_normal(shape)
    adjoints = pull_back(graph, values, seed=seed)
    steps = {name: random.standard_normal(np.shape(x)) for name, x in given.items()}
    moved = 0.0
    for name, value in given.items():
        judge = differences(graph, given, name)
        agree(jacobian(graph, values, graph.output, name), judge)
        if name in adjoints:
            agree(adjoints[name], (np.ravel(seed) @ judge).reshape(np.shape(value)))
        one = push_forward(graph, values, {name: steps[name]})[graph.output]
        agree(one, (judge @ np.ravel(steps[name])).reshape(shape))
        moved += np.sum(np.asarray(adjoints.get(name, 0.0)) * steps[name])
    together = push_forward(graph, values, steps)
    assert {node: np.shape(tangent) for node, tangent in together.items()} == {
        node: np.shape(values[node]) for node in graph.nodes
    }
    for node in adjoints:
        assert np.shape(adjoints[node]) == np.shape(values[node])
    assert math.isclose(np.sum(seed * together[graph.output]), moved, rel_tol=1e-10, abs_tol=1e-10)  # v·(J u) = (v J)·u
