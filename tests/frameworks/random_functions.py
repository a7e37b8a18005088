"""Random functions of a few numbers and arrays, which run in any framework that has the words of `Language`."""

import math
import random

SHAPES = [(), (), (3,), (2, 3), (3, 2), (2, 1), (1, 3)]
EACH = [
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "relu",
    "abs",
    "neg",
    "square",
    "softplus",
    "silu",
    "log",
    "sqrt",
    "cube",
    "exp",
]
BOTH = ["add", "sub", "mul", "div", "max", "min", "where"]
WHOLE = [
    "transpose",
    "ravel",
    "sum",
    "mean",
    "first",
    "last",
    "flip",
    "join",
    "matmul",
    "logsumexp",
    "softmax",
    "largest",
]
WHOLE += ["stretch", "variance"]


def broadcast(x, y):
    """Return whether two shapes fit together, entry by entry."""
    return all(m == n or 1 in (m, n) for m, n in zip(reversed(x), reversed(y), strict=False))


class Language:
    """The words of random functions, from the functions of a framework that are called alike."""

    def __init__(self, xp, sigmoid, relu, softplus, silu, softmax, logsumexp, flip, concatenate, largest):
        self.each = {
            **{name: getattr(xp, name) for name in ("sin", "cos", "tanh", "abs", "square")},
            **{"sigmoid": sigmoid, "relu": relu, "softplus": softplus, "silu": silu},
            "neg": lambda x: -x,
            "log": lambda x: xp.log(1 + x * x),
            "sqrt": lambda x: xp.sqrt(2 + xp.sin(x)),
            "cube": lambda x: xp.tanh(x) ** 3,
            "exp": lambda x: xp.exp(xp.cos(x)),
        }
        self.both = {
            "add": lambda x, y: x + y,
            "sub": lambda x, y: x - 2 * y,
            "mul": lambda x, y: xp.tanh(x) * y,
            "div": lambda x, y: 3 * x / (y * y + 1),
            "max": xp.maximum,
            "min": xp.minimum,
            "where": lambda x, y: xp.where(x > y, x * 0.5, y),
        }
        self.whole = {
            "transpose": lambda x: x.T if x.ndim == 2 else x * x,
            "ravel": lambda x: x.reshape(-1),
            "sum": lambda x: x.sum(0),
            "mean": lambda x: x.mean(-1),
            "first": lambda x: x[0],
            "last": lambda x: x[..., -1:],
            "flip": flip,
            "join": lambda x: concatenate([x, xp.sin(x)]),
            "matmul": lambda x: x.T @ x if x.ndim == 2 else x @ x,
            "logsumexp": logsumexp,
            "softmax": softmax,
            "largest": largest,
            "stretch": lambda x: xp.broadcast_to(x, (2, *x.shape)),
            "variance": lambda x: ((x - x.mean()) ** 2).mean(),
        }


def random_function(seed, steps=8):
    """Return a function of a language and some inputs, and the inputs' numbers as lists."""
    draw = random.Random(seed)
    shapes = [draw.choice(SHAPES) for _ in range(draw.randint(1, 3))]
    flat = [[draw.uniform(-2, 2) for _ in range(math.prod(shape))] for shape in shapes]
    plan = [
        (draw.choice(EACH), draw.choice(BOTH), draw.choice(WHOLE), draw.random(), draw.random()) for _ in range(steps)
    ]

    def function(language, *inputs):
        values = list(inputs)
        for each, both, whole, first, second in plan:
            x, y = values[int(first * len(values))], values[int(second * len(values))]
            values.append(language.each[each](x))
            if broadcast(x.shape, y.shape):
                values.append(language.both[both](values[-1], y))
            if x.ndim and len(x.shape) < 3:
                values.append(language.whole[whole](x))
        return sum(value.mean() for value in values[len(inputs) :])

    return function, list(zip(shapes, flat, strict=True))
