"""Random graphs of operations on arrays: the same graph for the same seed."""

import random

import numpy as np

from cgraph_lib import Graph, function, inputs
from cgraph_lib.arrays import log_sum_exp, matmul, mean, pick, total


def random_array_graph(seed):
    """Return a graph of mixed operations on arrays of 4 rows and 3 columns, and its inputs."""
    rng = random.Random(seed)
    numbers = np.random.default_rng(seed)
    x, w, b, s = inputs("x w b s")
    given = {
        "x": numbers.standard_normal((4, 3)),
        "w": numbers.standard_normal((3, 3)) / 2,
        "b": numbers.standard_normal(3),
        "s": float(numbers.standard_normal()),
    }
    made = [x]
    moves = [
        lambda m: matmul(m, w),
        lambda m: m + b,
        lambda m: m * s,
        lambda m: function("tanh")(m),
        lambda m: function("sigmoid")(m) - m,
        lambda m: m * rng.choice(made),
        lambda m: pick(m, [0, 0, 3, 2]) + rng.choice(made),
        lambda m: m - mean(m, axis=0),
        lambda m: m / (1.0 + total(m * m)),
        lambda m: m * pick(log_sum_exp(m, axis=0), 1),
        lambda m: np.full((4, 1), 0.5) * m + matmul(np.ones((4, 4)), m) / 4,
    ]
    for _ in range(rng.randint(3, 8)):
        made.append(rng.choice(moves)(rng.choice(made[-3:])))
    ends = [mean(log_sum_exp(made[-1])), total(made[-1] * made[-1]) / 10, pick(made[-1], 1, 2)]
    # Each input is used, so that each has a derivative to be judged.
    return Graph(rng.choice(ends) + 0.1 * total(matmul(x, w) * s + b)), given
