"""A network of any depth as a graph, and the ways to train it.

The network is affine, relu, affine, relu, ..., affine; its loss is the softmax cross-entropy, averaged over the
examples, plus a penalty on large weights. It is one `Graph`, so everything in this library applies to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays import log_sum_exp, matmul, mean, total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.graph import Graph, Node, function, inputs

Array = Any
Parameters = dict[str, Array]


def network_graph(layers: int, penalty: float = 0.0) -> Graph:
    """Return the graph of the loss of a network with so many affine layers.

    Inputs: `X` (examples x features), `Y` (examples x classes, a 1 in the column of the right class), and for every
    layer a matrix `W1`, ... and a row `b1`, .... The node `scores` comes before the loss, the output `loss` last.

    >>> graph = network_graph(2)
    >>> [graph.names[node] for node in graph.inputs]
    ['X', 'Y', 'W1', 'b1', 'W2', 'b2']
    """
    if layers < 1:
        raise ValueError(f"A network needs at least one layer, not {layers}.")
    x, y = inputs("X Y")
    weights: list[Node] = []
    below = x
    for i in range(1, layers + 1):
        weight, offset = inputs(f"W{i} b{i}")
        weights.append(weight)
        last = i == layers
        score = (matmul(below, weight).named(f"XW{i}") + offset).named("scores" if last else f"z{i}")
        below = score if last else function("relu")(score).named(f"h{i}")
    per_example = log_sum_exp(below).named("log_sum") - total(y * below, axis=1).named("right_score")
    loss = mean(per_example).named("data_loss")
    if penalty:
        for weight in weights:
            loss = loss + penalty / 2 * total(weight * weight)
    return Graph(loss.named("loss"))


def initial(sizes: Sequence[int], seed: int = 0, scale: str | float = "he") -> Parameters:
    """Return starting weights and offsets for layers of these sizes: features, hidden units, ..., classes.

    `scale` is the standard deviation of the weights; "he" takes sqrt(2 / rows) for each matrix, after K. He et al.,
    Delving Deep into Rectifiers (2015). Offsets start at 0.

    >>> {name: array.shape for name, array in initial([2, 100, 3]).items()}
    {'W1': (2, 100), 'b1': (100,), 'W2': (100, 3), 'b2': (3,)}
    """
    random = np.random.default_rng(seed)
    parameters: Parameters = {}
    for i, (rows, columns) in enumerate(itertools.pairwise(sizes), 1):
        deviation = np.sqrt(2 / rows) if scale == "he" else float(scale)
        parameters[f"W{i}"] = deviation * random.standard_normal((rows, columns))
        parameters[f"b{i}"] = np.zeros(columns)
    return parameters


@dataclass(eq=False)
class Network:
    """A network's graph with its present parameters.

    >>> net = Network(initial([2, 3]))
    >>> net.predict(np.zeros((4, 2))).tolist()
    [0, 0, 0, 0]
    """

    parameters: Parameters
    penalty: float = 0.0
    graph: Graph = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.graph = network_graph(len(self.parameters) // 2, self.penalty)
        self._scores = Graph(self.graph.node("scores"))
        self._value_and_gradient = compile_array_gradient(self.graph, wrt=self.parameters)

    def loss_and_gradient(self, x: Array, y: Array) -> tuple[float, Parameters]:
        """Return the loss on examples `x` with classes `y` (numbers from 0), and its derivative for each parameter."""
        return self._value_and_gradient({"X": x, "Y": self.one_hot(y), **self.parameters})

    def predict(self, x: Array) -> Array:
        """Return for each row of `x` the class with the largest score."""
        return np.argmax(evaluate(self._scores, {"X": np.asarray(x, float), **self.parameters})["scores"], axis=1)

    def accuracy(self, x: Array, y: Array) -> float:
        """Return the part of the examples whose class is predicted rightly."""
        return float(np.mean(self.predict(x) == y))

    def one_hot(self, y: Array) -> Array:
        """Return a row for each example with a 1 in the column of its class; raise `ValueError` for other classes."""
        classes, found = len(self.parameters[f"b{len(self.parameters) // 2}"]), np.asarray(y)
        if (unknown := found[(found < 0) | (found >= classes)]).size:
            raise ValueError(f"There is no class {unknown[0]}; this network has the classes 0 to {classes - 1}.")
        return np.eye(classes)[found]


Update = Callable[[Parameters, Parameters], None]
"""Changes parameters in place, given their derivatives."""


def sgd(rate: float) -> Update:
    """Return plain gradient descent: each parameter moves against its derivative."""

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            parameters[name] -= rate * gradient[name]

    return update


def momentum(rate: float, keep: float = 0.9) -> Update:
    """Return gradient descent with momentum: the steps so far fade by `keep` and go on."""
    velocity: Parameters = {}

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            velocity[name] = keep * velocity.get(name, 0.0) - rate * gradient[name]
            parameters[name] += velocity[name]

    return update


def rmsprop(rate: float, keep: float = 0.99, small: float = 1e-8) -> Update:
    """Return RMSProp: each entry's step is divided by the root of its mean squared derivative.

    Source: G. Hinton, Neural Networks for Machine Learning, lecture 6 (2012).
    """
    squares: Parameters = {}

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            squares[name] = keep * squares.get(name, 0.0) + (1 - keep) * gradient[name] ** 2
            parameters[name] -= rate * gradient[name] / (np.sqrt(squares[name]) + small)

    return update


def adam(rate: float = 1e-3, first: float = 0.9, second: float = 0.999, small: float = 1e-8) -> Update:
    """Return Adam: momentum and RMSProp together, both corrected for their start at 0.

    Source: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1.
    """
    means: Parameters = {}
    squares: Parameters = {}
    steps = 0

    def update(parameters: Parameters, gradient: Parameters) -> None:
        nonlocal steps
        steps += 1
        for name in parameters:
            means[name] = first * means.get(name, 0.0) + (1 - first) * gradient[name]
            squares[name] = second * squares.get(name, 0.0) + (1 - second) * gradient[name] ** 2
            mean_now, square_now = means[name] / (1 - first**steps), squares[name] / (1 - second**steps)
            parameters[name] -= rate * mean_now / (np.sqrt(square_now) + small)

    return update


def train(
    network: Network, x: Array, y: Array, update: Update, epochs: int, batch: int | None = None, seed: int = 0
) -> Iterator[float]:
    """Train in place and yield the mean loss of every epoch; `batch` examples a step, or all of them.

    Raises `ValueError` for a `batch` below 1, or a class that the network has no score for.

    >>> x, y = spiral()
    >>> net = Network(initial([2, 3], scale=0.01))
    >>> losses = list(train(net, x, y, sgd(1.0), epochs=5))
    >>> losses[-1] < losses[0]
    True
    """
    size = len(x) if batch is None else batch
    if size < 1:
        raise ValueError(f"A step takes at least one example, not {size}.")
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        order = np.arange(len(x)) if batch is None else random.permutation(len(x))
        losses = []
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            loss, gradient = network.loss_and_gradient(x[chosen], y[chosen])
            update(network.parameters, gradient)
            losses.append(loss)
        yield float(np.mean(losses))


def spiral(points: int = 100, classes: int = 3, seed: int = 0) -> tuple[Array, Array]:
    """Return points on intertwined spiral arms, one arm for each class, and their classes.

    The data of the CS231n notes on a minimal network: radius 0 to 1, angle 4 radians an arm with noise 0.2. With seed
    0 and numpy's older generator they are its very points: a linear network ends at the loss printed there, 0.786302.

    >>> x, y = spiral()
    >>> x.shape, y.shape
    ((300, 2), (300,))
    """
    random = np.random.RandomState(seed)
    radius = np.linspace(0, 1, points)
    arms = []
    for arm in range(classes):
        angle = np.linspace(4 * arm, 4 * (arm + 1), points) + 0.2 * random.randn(points)
        arms.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.concatenate(arms), np.repeat(np.arange(classes), points)
