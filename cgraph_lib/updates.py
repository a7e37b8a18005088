"""Update rules: how the parameters of a network move against their derivatives.

A rule is made with its rate and called once a step: `update(parameters, gradient)` changes the parameters in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cgraph_lib.errors import InputError

Array = Any
Parameters = dict[str, Array]
Update = Callable[[Parameters, Parameters], None]
"""Changes parameters in place, given their derivatives."""


def sgd(rate: float) -> Update:
    """Return plain gradient descent: each parameter moves against its derivative.

    >>> parameters = {"w": np.array([1.0])}
    >>> sgd(0.1)(parameters, {"w": np.array([2.0])})
    >>> parameters["w"].tolist()
    [0.8]
    """

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            parameters[name] -= rate * gradient[name]

    return update


def momentum(rate: float, keep: float = 0.9) -> Update:
    """Return gradient descent with momentum: the steps so far fade by `keep` and go on.

    As RMSProp and Adam do, it remembers something of each parameter, so it serves one network. Raises `InputError` if
    it is given another's parameters.
    """
    velocity: Parameters = {}

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            velocity[name] = keep * velocity.get(name, 0.0) - rate * gradient[name]
            parameters[name] += velocity[name]

    return _for_one_network("momentum", update)


def rmsprop(rate: float, keep: float = 0.99, small: float = 1e-8) -> Update:
    """Return RMSProp: each entry's step is divided by the root of its mean squared derivative.

    Source: G. Hinton, Neural Networks for Machine Learning, lecture 6 (2012).
    """
    squares: Parameters = {}

    def update(parameters: Parameters, gradient: Parameters) -> None:
        for name in parameters:
            squares[name] = keep * squares.get(name, 0.0) + (1 - keep) * gradient[name] ** 2
            parameters[name] -= rate * gradient[name] / (np.sqrt(squares[name]) + small)

    return _for_one_network("rmsprop", update)


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

    return _for_one_network("adam", update)


def _for_one_network(rule: str, update: Update) -> Update:
    """Return the update, which from its first step on takes no other parameters: its memory would mix two networks."""
    owner: list[Parameters] = []

    def owned(parameters: Parameters, gradient: Parameters) -> None:
        if not owner:
            owner.append(parameters)
        if parameters is not owner[0]:
            raise InputError(
                "This update remembers the steps of another network; make one of its own for this one: {rule}(...).",
                rule=rule,
            )
        update(parameters, gradient)

    return owned
