"""Formulas of x, a value of x at which something is 0, infinite or nan, and their slope there."""

from math import inf, nan

FORMULAS = [
    ("x ** 0", 0, 0),
    ("x ** 0", inf, 0),
    ("x ** 0", nan, 0),
    ("3 * x ** 0 + x", 0, 1),
    ("0 ** x", 2, 0),
    ("x * 0 ** x", 2, 0),
    ("x ** (x - x)", 0, -inf + inf),  # d/dx 0 ** (x - x) = ... + 0 ** 0 log 0 (1 - 1): two infinities on two edges
    ("sqrt(x * x)", 0, nan),  # the inf of sqrt and the 0 of x * x stand on different edges: both are computed
    ("relu(x) ** 0", -1, 0),
    ("x ** 1", 0, 1),
    ("x ** 2", 0, 0),
    ("x ** 0.5", 0, inf),
    ("sqrt(-x)", 0, -inf),  # -x is -0.0 there
    ("log(-x)", 0, -inf),
    ("log(x)", -0.0, inf),
    ("sqrt(x)", -0.0, inf),
    ("(-x) ** 2", 0, 0),
    ("exp(x) * 0", 800, nan),  # inf times 0 on two edges
]
