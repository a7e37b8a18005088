"""A solver: it trains a network on mini-batches, watches the validation accuracy, and keeps the best network."""

from __future__ import annotations

import copy
import math
import sys
from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np

from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.examples import check_count
from cgraph_lib.reals import is_finite
from cgraph_lib.updates import Array, Parameters, Update, check_network, check_update

BAR = "{desc}{bar:24}| {n_fmt}/{total_fmt}"  # no times: a stored notebook is the same after every run
SAYS = "loss {loss:.2f}, validation accuracy {accuracy:.0%} "


@runtime_checkable
class Trainable(Protocol):
    """What a solver trains: a `Network`, or anything else that has its parameters, losses and accuracy."""

    parameters: Parameters

    def loss_and_gradient(self, x: Array, y: Array) -> tuple[float, Parameters]:
        """Return the loss on a batch, and its derivative for each parameter."""

    def accuracy(self, x: Array, y: Array) -> float:
        """Return the share of the examples that are classified rightly."""


class Solver:
    """Trains a network in place; `train` and `validation` are pairs of examples and labels, of which it keeps copies.

    Every epoch goes once through all training examples, in an order drawn with the seed, `batch` of them a step; then
    the learning rate is multiplied by `decay`. `losses` holds the loss of every step, `train_accuracy` and
    `validation_accuracy` those after every epoch. `best_so_far` is a copy of the network as it was after the epoch
    with the best validation accuracy (the earliest of equal ones), or `None` before the first.

    Raises `InputError` if a count is not a whole number from 1 up (of a seed, from 0 up), or `decay` not a number above
    0, and `WrongTypeError` for what is no network or update rule.

    >>> from cgraph_lib.nn import Network, initial, sgd, spiral
    >>> x, y = spiral()
    >>> solver = Solver(Network(initial([2, 10, 3])), (x[::2], y[::2]), (x[1::2], y[1::2]), sgd(0.5))
    >>> solver.run(epochs=20)
    >>> len(solver.losses), len(solver.validation_accuracy)
    (60, 20)
    >>> solver.best_so_far.accuracy(x[1::2], y[1::2]) == max(solver.validation_accuracy)
    True
    """

    def __init__(
        self,
        network: Trainable,
        train: tuple[Array, Array],
        validation: tuple[Array, Array],
        update: Update,
        batch: int = 50,
        decay: float = 1.0,
        seed: int = 0,
    ) -> None:
        check_count("batch", batch)
        check_count("seed", seed, least=0)
        check_update(update)
        check_network(network, Trainable)
        if not is_finite(decay) or decay <= 0:
            raise InputError("decay is a number above 0, such as 0.95, not {decay!r}.", decay=decay)
        self.network, self.update, self.batch, self.decay = network, update, batch, decay
        self.train, self.validation = _paired(train), _paired(validation)
        self.scale = 1.0
        self.losses: list[float] = []
        self.train_accuracy: list[float] = []
        self.validation_accuracy: list[float] = []
        self.best_so_far: Any = None
        self._random = np.random.default_rng(seed)

    def run(self, epochs: int, progress: bool = False) -> None:
        """Train for this many more epochs; with `progress` a bar shows how far it is, if tqdm is installed.

        Raises what the network does, and `InputError` if `epochs` is not a whole number from 0 up.
        """
        check_count("epochs", epochs, least=0)
        with _bar(epochs, progress) as bar:
            for _ in range(epochs):
                self._epoch()
                self._remember()
                bar.set_description_str(SAYS.format(loss=self.losses[-1], accuracy=self.validation_accuracy[-1]))
                bar.update()

    def _epoch(self) -> None:
        x, y = self.train
        for chosen in _batches(self._random.permutation(len(x)), self.batch):
            loss, gradient = self.network.loss_and_gradient(x[chosen], y[chosen])
            self.update(self.network.parameters, gradient, self.scale)
            self.losses.append(loss)
        self.scale *= self.decay

    def _remember(self) -> None:
        best = max(self.validation_accuracy, default=-math.inf)
        self.train_accuracy.append(self.network.accuracy(*self.train))
        self.validation_accuracy.append(self.network.accuracy(*self.validation))
        if self.validation_accuracy[-1] > best:
            self.best_so_far = copy.deepcopy(self.network)


def _batches(order: Array, size: int) -> Iterator[Array]:
    return (order[start : start + size] for start in range(0, len(order), size))


def _paired(examples: Any) -> tuple[Array, Array]:
    """Return copies of examples and labels; raise `InputError` if they are no pair, or not as many of both."""
    if not isinstance(examples, (tuple, list)) or len(examples) != 2:
        raise InputError(
            "Expected a pair of examples and labels, as in (x, y), got {kind}.", kind=type(examples).__name__
        )
    try:
        x, y = map(np.array, examples)
    except Exception:  # whatever a foreign object raises when it is read
        sentence = "The examples or labels are no array, or rows of different lengths; expected the same length in all."
        raise ShapeError(sentence) from None
    if not (x.ndim and y.ndim) or len(x) != len(y) or not len(x):
        raise InputError(
            "Expected as many labels as examples, one at least; their shapes are {x} and {y}.", x=x.shape, y=y.shape
        )
    return x, y


class _NoBar:
    """A bar that nobody sees."""

    def __enter__(self) -> _NoBar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def set_description_str(self, _: str) -> None:
        """Say nothing."""

    def update(self) -> None:
        """Show nothing."""


def _bar(epochs: int, progress: bool) -> Any:
    if not progress:
        return _NoBar()
    try:
        from tqdm import tqdm
    except ImportError:  # it is a matter of looks only
        return _NoBar()
    return tqdm(total=epochs, bar_format=BAR, file=sys.stdout)
