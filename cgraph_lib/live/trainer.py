"""A network while it learns: its parameters, the steps it has made, what it does now. The twin of trainer.js."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays import total
from cgraph_lib.arrays.array_op import Array
from cgraph_lib.arrays.products import vjp
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.errors import InputError
from cgraph_lib.examples import check_finite, class_numbers, example_rows, predicted_rightly
from cgraph_lib.graph import Graph, inputs
from cgraph_lib.nn import Network
from cgraph_lib.program import json_number
from cgraph_lib.results import ByNode
from cgraph_lib.straight_line import contributions
from cgraph_lib.updates import Parameters, Rule, Update

MOST_POINTS = 400
"""Of the curve; then every second one goes, and points come half as often."""


@dataclass(frozen=True)
class Examples:
    """Examples with their classes, and these as one-hot rows."""

    x: Array
    labels: Array
    y: Array


def shuffled(epoch: int, count: int) -> list[int]:
    """Return the numbers below `count` in an order that is another one in each epoch, and the same in the page.

    The random numbers are those of S. K. Park and K. W. Miller (1988), which floats of 53 bits compute exactly.

    >>> shuffled(0, 5), shuffled(1, 5)
    ([3, 0, 4, 1, 2], [1, 3, 0, 2, 4])
    """
    order, number = list(range(count)), epoch + 1
    for last in range(count - 1, 0, -1):
        number = 16807 * number % 2147483647
        other = number % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def examples_for(network: Network, x: Array, y: Array) -> Examples:
    """Return examples that a network can read; raise `InputError` or `ShapeError` for others."""
    rows = example_rows(x)
    check_finite(rows)
    labels = class_numbers(y, network.classes, len(rows))
    return Examples(rows, labels, network.one_hot(labels))


def validation_for(network: Network, examples: Examples, given: Any) -> Examples | None:
    """Return the validation set, which has as many columns as the examples; `None` if none is given."""
    if given is None:
        return None
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise InputError("validation is a pair of examples and labels, such as (x, y), not {given!r:.40}.", given=given)
    checked, columns = examples_for(network, *given), examples.x.shape[1]
    if checked.x.shape[1] != columns:
        sentence = "The examples have {columns} columns, those of validation {found}."
        raise InputError(sentence, columns=columns, found=checked.x.shape[1])
    return checked


def penalised(network: Network) -> Graph:
    """Return the graph of a network's loss in which the penalty is an input, so that a slider can move it."""
    names = network.graph.names.values()
    loss = network.graph.node("data_loss" if "data_loss" in names else "loss").named("data_loss")
    penalty = inputs("penalty")
    for name, array in network.parameters.items():
        if np.ndim(array) == 2:
            weight = network.graph.node(name)
            loss = loss + penalty / 2 * total(weight * weight)
    return Graph(loss.named("loss"))


@dataclass(frozen=True)
class Look:
    """What a network does at one moment: its losses, which examples it gets right, and which units are dead."""

    loss: float
    right: Array
    validation_loss: float | None
    validation_right: Array | None
    dead: dict[str, Array]
    shares: Array


class Trainer:
    """Takes one step after the other, and keeps the points of the curve."""

    def __init__(
        self,
        network: Network,
        training: Examples,
        update: Update,
        validation: Examples | None = None,
        overwrite: bool = False,
        batch: int | None = None,
    ) -> None:
        self.network, self.training, self.validation = network, training, validation
        self.update, self.overwrite, self.batch = update, overwrite, batch
        self.graph = penalised(network)
        self.steps, self.stride, self._epoch = 0, 1, -1
        self.points: list[tuple[int, float, float | None]] = []
        self.hidden = [name for name in self.graph.names.values() if name[:1] == "h" and name[1:].isdecimal()]
        self._scores = Graph(network.graph.node("scores"))
        self._gradient = compile_array_gradient(self.graph, wrt=network.parameters)
        self._value = compile_array_gradient(self.graph, wrt=[])

    @property
    def penalty(self) -> float:
        """The network's penalty."""
        return self.network.penalty

    @penalty.setter
    def penalty(self, penalty: float) -> None:
        if penalty != self.network.penalty:
            self.network.penalty = penalty

    def given(self, examples: Examples) -> dict[str, Array]:
        """Return the inputs of the graph."""
        return {"X": examples.x, "Y": examples.y, "penalty": self.penalty, **self.network.parameters}

    def loss_of(self, examples: Examples) -> float:
        """Return the loss on some examples."""
        return self._value(self.given(examples))[0]

    def step(self) -> bool:
        """Take one step; return whether the loss before it was a finite number, without which there is none."""
        given = self.given(self.drawn() if self.batch else self.training)
        loss, gradient = self._overwritten(given) if self.overwrite else self._gradient(given)
        if self.steps % self.stride == 0:
            self._record(self.loss_of(self.training) if self.batch else loss)
        if not math.isfinite(loss):
            return False
        with np.errstate(all="ignore"):
            self.update(self.network.parameters, gradient)
        self.steps += 1
        return True

    def drawn(self) -> Examples:
        """Return the examples that the next step sees, of those that one epoch brings in its own order."""
        given, batch = self.training, self.batch or len(self.training.x)
        epoch, turn = divmod(self.steps, len(given.x) // batch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, np.array(shuffled(epoch, len(given.x)))
        rows = self._order[turn * batch : (turn + 1) * batch]
        return Examples(given.x[rows], given.labels[rows], given.y[rows])

    def _record(self, loss: float) -> None:
        if self.points and self.points[-1][0] == self.steps:
            return
        self.points.append((self.steps, loss, self.loss_of(self.validation) if self.validation else None))
        if len(self.points) > MOST_POINTS:
            self.points, self.stride = self.points[::2], 2 * self.stride

    def _overwritten(self, given: dict[str, Array]) -> tuple[float, Parameters]:
        """Return the loss and, wrongly, the last contribution alone to each derivative: a `=` in place of a `+=`."""
        values = evaluate(self.graph, given)
        adjoints: dict[Any, Array] = {self.graph.output: 1.0}
        asked = [self.graph.node(name) for name in self.network.parameters]
        with np.errstate(all="ignore"):
            for node, slot in contributions(self.graph, asked):
                operands = [values[parent] for parent in node.parents]
                assert node.op is not None
                adjoints[node.parents[slot]] = vjp(node.op, slot, adjoints[node], operands, values[node])
        return float(values[self.graph.output]), {node.name: adjoints[node] for node in asked}

    def scores(self, x: Array) -> ByNode:
        """Return the values of all nodes up to the scores."""
        return evaluate(self._scores, {"X": x, **self.network.parameters})

    def shares(self, x: Array) -> Array:
        """Return for each example its share of each class: the softmax of its scores."""
        scores = self.scores(x)["scores"]
        with np.errstate(all="ignore"):
            powers = np.exp(scores - np.max(scores, axis=1, keepdims=True))
            return powers / np.sum(powers, axis=1, keepdims=True)

    def look(self) -> Look:
        """Return what the present parameters give."""
        values, checked = self.scores(self.training.x), self.validation
        return Look(
            loss=self.loss_of(self.training),
            right=_right(values, self.training),
            validation_loss=self.loss_of(checked) if checked else None,
            validation_right=_right(self.scores(checked.x), checked) if checked else None,
            dead={name: np.all(values[name] == 0, axis=0) for name in self.hidden},
            shares=self.shares(self.training.x),
        )

    def state(self) -> dict[str, Any]:
        """Return the state as data that JSON can hold."""
        rule = self.update if isinstance(self.update, Rule) else None
        return {
            "steps": self.steps,
            "turns": rule.steps if rule else 0,
            "parameters": {name: _sent(array) for name, array in self.network.parameters.items()},
            "memory": {name: [_sent(array) for array in kept] for name, kept in (rule.memory if rule else {}).items()},
            "points": [[step, json_number(loss), _optional(other)] for step, loss, other in self.points],
            "stride": self.stride,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from a state; the network's arrays stay the same objects. What is no state changes nothing."""
        steps, stride, turns = (int(state[name]) for name in ("steps", "stride", "turns"))
        points = [(int(step), float(loss), _number(other)) for step, loss, other in state["points"]]
        parameters = self.network.parameters
        arrays = {name: _received(state["parameters"][name], array) for name, array in parameters.items()}
        memory = {
            name: tuple(_received(numbers, parameters[name]) for numbers in kept)
            for name, kept in state["memory"].items()
        }
        self.steps, self.stride, self.points = steps, stride, points
        for name, array in arrays.items():
            parameters[name][...] = array
        if isinstance(self.update, Rule):
            self.update.forget()
            self.update.steps = turns
            self.update.memory.update(memory)

    @cached_property
    def start(self) -> dict[str, Any]:
        """The state in which the training began."""
        return self.state()


def _right(values: ByNode, examples: Examples) -> Array:
    return predicted_rightly(values["scores"], examples.labels)


def _sent(array: Array) -> list[float | str]:
    return [json_number(x) for x in np.ravel(array).tolist()]


def _received(numbers: Any, like: Array) -> Array:
    return np.array([float(x) for x in numbers]).reshape(np.shape(like))


def _optional(number: float | None) -> float | str | None:
    return None if number is None else json_number(number)


def _number(sent: Any) -> float | None:
    return None if sent is None else float(sent)
