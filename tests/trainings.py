"""Trainings that several test modules make, and what they compare of them."""

import json

import numpy as np

from cgraph_lib.live import Training
from cgraph_lib.nn import Network, adam, initial, momentum, rmsprop, sgd, spiral

RULES = {"sgd": sgd(0.5), "momentum": momentum(0.05), "rmsprop": rmsprop(0.01), "adam": adam(0.02)}
X, Y = spiral(5)


def made(update=None, sizes=(2, 7, 3), penalty=1e-3, **options):
    x, y = spiral(20, classes=sizes[-1])
    return Training(Network(initial(sizes, seed=2), penalty), x, y, update or sgd(0.5), **options)


def flat(state):
    """Return a state's parameters as one array."""
    return np.concatenate([np.array(list(map(float, numbers))) for numbers in state["parameters"].values()])


def close(points, judge):
    """Assert that points of a curve are the same; a missing loss in validation is nan."""
    np.testing.assert_allclose(np.array(points, float), np.array(judge, float), rtol=1e-9)


def sent(training):
    return json.loads(training.scene)
