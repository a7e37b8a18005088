"""A network of any depth as a graph, and plain training.

The network is affine, relu, affine, relu, ..., affine; its loss is the softmax cross-entropy, averaged over the
examples, plus a penalty on large weights. It is one `Graph`, so everything in this library applies to it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays import total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.examples import check_count, check_finite, class_numbers, example_rows, predicted_rightly
from cgraph_lib.graph import Graph, Node, as_number, inputs
from cgraph_lib.nn.layers import affine, relu, softmax_loss
from cgraph_lib.reals import as_array, is_finite, sealed
from cgraph_lib.updates import Array, Parameters, Update, check_network, check_update


def network_graph(layers: int, penalty: float = 0.0) -> Graph:
    """Return the graph of the loss of a network with this many affine layers.

    Inputs: `X` (examples x features), `Y` (examples x classes, a 1 in the column of the right class), and for every
    layer a matrix `W1`, ... and a row `b1`, .... The node `scores` comes before the loss, the output `loss` last.

    Raises `InputError` if `layers` is not a whole number from 1 up, or `penalty` not a number from 0 up.

    >>> graph = network_graph(2)
    >>> [graph.names[node] for node in graph.inputs]
    ['X', 'Y', 'W1', 'b1', 'W2', 'b2']
    """
    check_count("layers", layers)
    _check_penalty(penalty)
    x, y = inputs("X Y")
    weights: list[Node] = []
    below = x
    for i in range(1, layers + 1):
        weight, offset = inputs(f"W{i} b{i}")
        weights.append(weight)
        score = affine(below, weight, offset, i)
        below = score.named("scores") if i == layers else relu(score).named(f"h{i}")
    loss = softmax_loss(below, y)
    if penalty:
        for weight in weights:
            loss = loss + penalty / 2 * total(weight * weight)
    return Graph(loss.named("loss"))


def initial(sizes: Sequence[int], seed: int = 0, scale: str | float = "he") -> Parameters:
    """Return starting weights and offsets for layers of these sizes: features, hidden units, ..., classes.

    `scale` is the standard deviation of the weights; "he" takes sqrt(2 / rows) for each matrix, after K. He et al.,
    Delving Deep into Rectifiers (2015). Offsets start at 0.

    Raises `InputError` for fewer than two sizes, a size that is not a whole number from 1 up, another scale, or a seed
    that is not a whole number from 0 up.

    >>> {name: array.shape for name, array in initial([2, 100, 3]).items()}
    {'W1': (2, 100), 'b1': (100,), 'W2': (100, 3), 'b2': (3,)}
    """
    if isinstance(sizes, str) or not isinstance(sizes, (Sequence, np.ndarray)) or as_array(sizes).size < 2:
        raise InputError("sizes is a list of two sizes or more, as in initial([2, 3]), not {sizes!r}.", sizes=sizes)
    for i, size in enumerate(sizes):
        check_count(f"sizes[{i}]", size)
    he = isinstance(scale, str) and scale == "he"
    if not he and not _is_size(scale):
        raise InputError('scale is "he" or a number from 0 up, not {scale!r}.', scale=scale)
    check_count("seed", seed, least=0)
    random = np.random.default_rng(seed)
    parameters: Parameters = {}
    for i, (rows, columns) in enumerate(itertools.pairwise(sizes), 1):
        deviation = np.sqrt(2 / rows) if he else float(scale)
        parameters[f"W{i}"] = deviation * random.standard_normal((rows, columns))
        parameters[f"b{i}"] = np.zeros(columns)
    return parameters


@dataclass(eq=False)
class Network:
    """A network's graph with its present parameters, copies of those it is made of.

    Networks can be pickled and copied; a `copy.deepcopy` shares nothing with the network it is a copy of. Another
    `penalty` may be assigned at any time.

    Raises `InputError` for parameters that are not those of layers 1, 2, ..., or a penalty below 0, `ShapeError` for
    layers that do not fit.

    >>> net = Network(initial([2, 3]))
    >>> net.predict(np.zeros((4, 2))).tolist()
    [0, 0, 0, 0]
    """

    parameters: Parameters = field(repr=False)
    penalty: float = 0.0
    graph: Graph = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.parameters = _copied(self.parameters)
        self._write()

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "penalty":
            _check_penalty(value)
        super().__setattr__(name, value)
        if name == "penalty" and "graph" in vars(self):
            self._write()

    def _write(self) -> None:
        """Write the graph for the present penalty."""
        self.graph = network_graph(len(self.parameters) // 2, self.penalty)
        self._scores = Graph(self.graph.node("scores"))
        self._value_and_gradient = compile_array_gradient(self.graph, wrt=self.parameters)

    def __getstate__(self) -> dict[str, Any]:
        made_again = ("graph", "_scores", "_value_and_gradient")
        return {name: value for name, value in vars(self).items() if name not in made_again}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.__post_init__()

    @property
    def classes(self) -> int:
        """Return how many classes have a score."""
        return len(self.parameters[f"b{len(self.parameters) // 2}"])

    def loss_and_gradient(self, x: Array, y: Array) -> tuple[float, Parameters]:
        """Return the loss on examples `x` with classes `y` (numbers from 0), and its derivative for each parameter.

        Raises `InputError` for labels that are not class numbers, one for each row of `x`, and for nan or an infinity
        in `x`.
        """
        examples = example_rows(x)
        given = {"X": examples, "Y": self.one_hot(y, len(examples))}
        loss, gradient = self._value_and_gradient(given | self.parameters)
        if math.isnan(loss):  # looked for only then: a look at every number would cost every step its time
            check_finite(examples)
        return loss, gradient

    def predict(self, x: Array) -> Array:
        """Return for each row of `x` the class with the largest score.

        Raises `InputError` for nan or an infinity in `x`, and if a largest score is one: then training has diverged.
        """
        scores = self._scores_of(x)
        if not np.isfinite(np.max(scores, axis=1)).all():
            raise InputError(
                "The network has diverged: its scores are no longer finite numbers, so it predicts no class. Make it "
                "anew, and train it with a smaller learning rate."
            )
        return np.argmax(scores, axis=1)

    def accuracy(self, x: Array, y: Array) -> float:
        """Return the part of the examples predicted rightly (none after divergence); raise as `loss_and_gradient`."""
        scores = self._scores_of(x)
        return float(np.mean(predicted_rightly(scores, class_numbers(y, self.classes, len(scores)))))

    def _scores_of(self, x: Array) -> Array:
        examples = example_rows(x)
        check_finite(examples)
        return evaluate(self._scores, {"X": examples, **self.parameters})["scores"]

    def one_hot(self, y: Array, examples: int | None = None) -> Array:
        """Return a row for each label with a 1 in the column of its class; raise `InputError` for other labels."""
        classes = self.classes
        return _identity(classes).take(class_numbers(y, classes, examples), axis=0)


@cache
def _identity(classes: int) -> Array:
    return sealed(np.eye(classes))


def train(
    network: Network, x: Array, y: Array, update: Update, epochs: int, batch: int | None = None, seed: int = 0
) -> Iterator[float]:
    """Train in place and yield the mean loss of every epoch; `batch` examples a step, or all of them.

    Raises what `Network.loss_and_gradient` does, before the first step, `InputError` if `epochs` or `seed` is not a
    whole number from 0 up, or `batch` not one from 1 up, and `WrongTypeError` for what is no network or update rule.

    >>> from cgraph_lib.nn import sgd, spiral
    >>> x, y = spiral()
    >>> net = Network(initial([2, 3], scale=0.01))
    >>> losses = list(train(net, x, y, sgd(1.0), epochs=5))
    >>> losses[-1] < losses[0]
    True
    """
    check_count("epochs", epochs, least=0)
    if batch is not None:
        check_count("batch", batch)
    check_count("seed", seed, least=0)
    check_update(update)
    check_network(network, Network)
    examples = example_rows(x)
    labels = class_numbers(y, network.classes, len(examples))
    return _epochs(network, examples, labels, update, epochs, batch, np.random.default_rng(seed))


def _epochs(
    network: Network,
    x: Array,
    y: Array,
    update: Update,
    epochs: int,
    batch: int | None,
    random: np.random.Generator,
) -> Iterator[float]:
    size = batch or len(x)
    for _ in range(epochs):
        order = np.arange(len(x)) if batch is None else random.permutation(len(x))
        losses = []
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            loss, gradient = network.loss_and_gradient(x[chosen], y[chosen])
            update(network.parameters, gradient)
            losses.append(loss)
        yield float(np.mean(losses))


def _is_size(number: Any) -> bool:
    """Return whether this is a finite number from 0 up."""
    return is_finite(number) and bool(number >= 0)


def _check_penalty(penalty: Any) -> None:
    if not _is_size(penalty):
        raise InputError("penalty is a number from 0 up, not {penalty!r}.", penalty=penalty)


def _copied(parameters: Parameters) -> Parameters:
    names = set(parameters) if isinstance(parameters, Mapping) else set()
    if not names or names != {name for i in range(1, len(names) // 2 + 1) for name in (f"W{i}", f"b{i}")}:
        raise InputError(
            "Expected parameters W1, b1, W2, b2, ... in a dict, as initial([2, 3]) makes it, not {parameters!r:.60}.",
            parameters=parameters,
        )
    copies = {name: np.array(as_number(array, name)) for name, array in parameters.items()}
    units: tuple[int, ...] = ()
    for i in range(1, len(copies) // 2 + 1):
        weights, offsets = copies[f"W{i}"].shape, copies[f"b{i}"].shape
        if len(weights) != 2 or offsets != weights[1:] or units not in ((), weights[:1]):
            raise ShapeError(
                "Layer {i} does not fit: W{i} has shape {weights}, b{i} {offsets}. Expected a row for each unit of the "
                "layer before, and an offset for each column.",
                **{"i": i, "weights": weights, "offsets": offsets},
            )
        units = offsets
    return copies
