"""Update rules: how the parameters of a network move against their derivatives.

A rule is made with its rate and called once a step: `update(parameters, gradient)` changes the parameters in place.
With a third argument, `scale`, the step takes this share of the rate: a solver lets it decay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.reals import is_finite

Array = Any
Parameters = dict[str, Array]
Update = Callable[..., None]
"""Changes parameters in place, given their derivatives and, if it likes, a scale of its rate."""
Change = Callable[..., tuple[Array, tuple[Array, ...]]]
"""From a derivative, what is remembered of it, the number of the step and the settings: the change of a parameter, and
what is remembered from now on."""


@dataclass(eq=False)
class Rule:
    """An update rule: its settings, which may change between steps, and what it remembers of each parameter.

    A rule that remembers something serves one network; it raises `InputError` if it is given another's parameters. So
    it does for a setting that is no finite number, and for a parameter that is no array of floats with a derivative of
    its shape.

    >>> update = sgd(0.1)
    >>> update.rate = 0.2
    >>> parameters = {"w": np.array([1.0])}
    >>> update(parameters, {"w": np.array([2.0])})
    >>> parameters["w"].tolist()
    [0.6]
    """

    name: str
    change: Change = field(repr=False)
    settings: dict[str, float]
    steps: int = 0
    memory: dict[str, tuple[Array, ...]] = field(default_factory=dict, repr=False)
    _owner: Parameters | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.settings = {name: self._checked(name, number) for name, number in self.settings.items()}

    def _checked(self, setting: str, number: Any) -> float:
        if not is_finite(number):
            sentence = "{rule}: {setting} is a finite number, not {number!r:.40}."
            raise InputError(sentence, rule=self.name, setting=setting, number=number)
        if setting in ("first", "second") and not 0 <= number < 1:
            sentence = "{rule}: {setting} is a share from 0 up and below 1, not {number!r}."
            raise InputError(sentence, rule=self.name, setting=setting, number=number)
        return float(number)

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self.settings["rate"]

    @rate.setter
    def rate(self, rate: float) -> None:
        self.settings["rate"] = self._checked("rate", rate)

    def __call__(self, parameters: Parameters, gradient: Parameters, scale: float = 1.0) -> None:
        """Change the parameters by one step, with this share of the rate; raise `WrongTypeError` for other types."""
        if self._owner is not None and parameters is not self._owner:
            raise InputError(
                "This update remembers the steps of another network; make one of its own for this one: {rule}(...).",
                rule=self.name,
            )
        for given in (parameters, gradient):
            if not isinstance(given, Mapping):
                sentence = "Expected the parameters and the gradient in dicts of arrays by name, got {kind}."
                raise WrongTypeError(sentence, kind=type(given).__name__)
        settings = {**self.settings, "rate": self._checked("scale", scale) * self.rate}
        self.steps += 1
        with np.errstate(all="ignore"):  # that a network diverges is seen by its loss
            for name, parameter in parameters.items():
                derivative: Any = gradient.get(name)
                try:
                    if parameter.shape != derivative.shape:  # += would stretch it
                        raise ValueError
                    change, remembered = self.change(derivative, self.memory.get(name), self.steps, **settings)
                    parameters[name] += change
                except Exception:  # whatever a foreign object raises when it is changed
                    raise _misfit(name, parameter, derivative) from None
                if remembered:
                    self.memory[name], self._owner = remembered, parameters

    def forget(self) -> None:
        """Begin again, for the same network or another one."""
        self.steps, self.memory, self._owner = 0, {}, None


def check_update(update: Any) -> None:
    """Raise `WrongTypeError` for what is no update rule."""
    if not callable(update) or update in (sgd, momentum, rmsprop, adam):
        sentence = "Expected an update rule, as sgd(0.1) makes it, got {kind} {update!r:.40}."
        raise WrongTypeError(sentence, kind=type(update).__name__, update=update)


def check_network(network: Any, kind: type[Any]) -> None:
    """Raise `WrongTypeError` for what is no network of a kind."""
    if not isinstance(network, kind):
        sentence = "Expected a network, as Network(initial([2, 3])) makes it, got {kind}."
        raise WrongTypeError(sentence, kind=type(network).__name__)


def _misfit(name: str, parameter: Any, derivative: Any) -> InputError:
    return InputError(
        "{name} cannot be changed: expected a numpy array of floats and a derivative of its shape, got {parameter} and "
        "{derivative}.",
        name=name,
        parameter=_kind(parameter),
        derivative=_kind(derivative),
    )


def _kind(thing: Any) -> str:
    return f"ndarray[{thing.dtype.name}] {thing.shape}" if isinstance(thing, np.ndarray) else type(thing).__name__


def sgd(rate: float) -> Rule:
    """Return plain gradient descent: each parameter moves against its derivative.

    >>> parameters = {"w": np.array([1.0])}
    >>> sgd(0.1)(parameters, {"w": np.array([2.0])})
    >>> parameters["w"].tolist()
    [0.8]
    """
    return Rule("sgd", _descent, {"rate": rate})


def _descent(derivative: Array, before: Any, step: int, rate: float) -> tuple[Array, tuple[Array, ...]]:
    return -rate * derivative, ()


def momentum(rate: float, keep: float = 0.9) -> Rule:
    """Return gradient descent with momentum: the steps so far fade by `keep` and go on."""
    return Rule("momentum", _rolling, {"rate": rate, "keep": keep})


def _rolling(derivative: Array, before: Any, step: int, rate: float, keep: float) -> tuple[Array, tuple[Array, ...]]:
    (velocity,) = before or (0.0,)
    velocity = keep * velocity - rate * derivative
    return velocity, (velocity,)


def rmsprop(rate: float, keep: float = 0.99, small: float = 1e-8) -> Rule:
    """Return RMSProp: each entry's step is divided by the root of its mean squared derivative.

    Source: G. Hinton, Neural Networks for Machine Learning, lecture 6 (2012).
    """
    return Rule("rmsprop", _scaled, {"rate": rate, "keep": keep, "small": small})


def _scaled(
    derivative: Array, before: Any, step: int, rate: float, keep: float, small: float
) -> tuple[Array, tuple[Array, ...]]:
    (square,) = before or (0.0,)
    square = keep * square + (1 - keep) * derivative**2
    return -rate * derivative / (np.sqrt(square) + small), (square,)


def adam(rate: float = 1e-3, first: float = 0.9, second: float = 0.999, small: float = 1e-8) -> Rule:
    """Return Adam: momentum and RMSProp together, both corrected for their start at 0.

    Source: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1.
    """
    return Rule("adam", _corrected, {"rate": rate, "first": first, "second": second, "small": small})


def _corrected(
    derivative: Array, before: Any, step: int, rate: float, first: float, second: float, small: float
) -> tuple[Array, tuple[Array, ...]]:
    mean, square = before or (0.0, 0.0)
    mean = first * mean + (1 - first) * derivative
    square = second * square + (1 - second) * derivative**2
    mean_now, square_now = mean / (1 - first**step), square / (1 - second**step)
    return -rate * mean_now / (np.sqrt(square_now) + small), (mean, square)
