"""The Training: the network given is the one that learns; what it refuses; what may be linked to it."""

import gc
import json
import math
import warnings

import numpy as np
import pytest
from trainings import X, Y, made

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.live import Training
from cgraph_lib.nn import Network, initial, sgd, spiral


def test_the_network_given_is_the_one_that_learns():
    net = Network(initial([2, 3]))
    before, (x, y) = {name: array.copy() for name, array in net.parameters.items()}, spiral(10)
    training = Training(net, x, y, sgd(0.5))
    training.run(steps=5)
    assert training.network is net
    assert training.loss == pytest.approx(net.loss_and_gradient(x, y)[0], rel=1e-12)
    assert training.accuracy == net.accuracy(x, y)
    training.penalty = 0.1
    assert training.loss == pytest.approx(net.loss_and_gradient(x, y)[0], rel=1e-12) and net.penalty == 0.1
    training.reset()
    assert training.steps == 0 and all((net.parameters[name] == before[name]).all() for name in before)


def test_counts_may_be_numpys():
    training = Training(Network(initial([2, 3])), X, Y, batch=np.int64(5), burst=np.int64(7))
    assert json.loads(training.scene)["network"]["batch"]["size"] == 5


def test_a_slider_of_the_page_has_round_positions(on_page):
    found = on_page([("training", "slider", -2, 1, [0.01, 0.03, 1.2, 10, 1000, 0])])[0]
    assert found["list"] == [0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]
    assert [found["list"][place] for place in map(int, found["places"])] == [0.01, 0.03, 1, 10, 10, 0.01]


Z = np.column_stack([X, X[:, 0]])


@pytest.mark.parametrize(
    ("attempt", "kind", "culprit"),
    [
        (lambda: Training("net", X, Y), WrongTypeError, "Expected a Network, got str"),
        (lambda: Training(Network(initial([2, 3])), X, Y, 0.1), WrongTypeError, "update rule such as"),
        (lambda: Training(Network(initial([2, 3])), X, Y[:-1]), InputError, "as many labels as examples"),
        (lambda: Training(Network(initial([2, 3])), X, Y, burst=0), InputError, "burst is a whole number from 1 up"),
        (lambda: Training(Network(initial([2, 3])), X, Y, chosen=15), InputError, "an example from 0 to 14"),
        (lambda: Training(Network(initial([2, 3])), X, Y, speed=-1), InputError, "speed is a number from 0 up"),
        (lambda: Training(Network(initial([2, 3])), X, Y, validation=X), InputError, "validation is a pair"),
        (lambda: Training(Network(initial([2, 3])), X, Y, validation=(X,)), InputError, "validation is a pair"),
        (lambda: Training(Network(initial([2, 3])), X, Y, validation=7), InputError, "validation is a pair"),
        (lambda: Training(Network(initial([2, 3])), X, Y, validation=(Z, Y)), InputError, "have 2 columns, those of"),
        (lambda: Training(Network(initial([2, 3])), X, Y, speed=10**400), InputError, "speed is a number from 0 up"),
        (lambda: Training(Network(initial([2, 3])), X, Y).run(steps=1.5), InputError, "steps is a whole number"),
        (lambda: setattr(Training(Network(initial([2, 3])), X, Y), "rate", math.inf), InputError, "rate is a number"),
        (lambda: Training(Network(initial([2, 3])), X, Y, validation=(X, Y + 9)), InputError, "There is no class"),
    ],
)
def test_what_a_training_refuses(attempt, kind, culprit):
    with pytest.raises(kind) as refused:
        attempt()
    assert culprit in str(refused.value)
    del refused
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gc.collect()  # what was refused is thrown away without a complaint


@pytest.mark.parametrize("batch", [0, -1, 61, 2.5, True, "all"])
def test_a_batch_is_a_count_of_examples(batch):
    with pytest.raises(InputError, match="batch is"):
        made(batch=batch)


def test_a_widget_may_be_linked_to_the_rate():
    ipywidgets = pytest.importorskip("ipywidgets")
    training, knob = made(), ipywidgets.FloatLogSlider(value=0.01, min=-4, max=1)
    link = training.link("rate", knob)
    assert knob.value == training.rate == 0.5  # the widget begins with the picture's number
    knob.value = 0.25
    assert training.rate == training.update.rate == 0.25
    training.rate = 0.125
    assert knob.value == 0.125
    penalty = ipywidgets.FloatText()
    training.link("penalty", penalty)
    penalty.value = 0.1
    assert training.network.penalty == 0.1
    link.unlink()
    knob.value = 1.0
    assert training.rate == 0.125
    with pytest.raises(InputError, match=r"no number 'rat' to link.*Did you mean 'rate'"):
        training.link("rat", knob)
    training.close()
    penalty.value = 0.2
    assert training.penalty == 0.1


def test_a_rate_may_be_a_short_float():
    training = Training(Network(initial([2, 3])), *spiral(5), sgd(0.5))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        training.rate = np.float32(0.25)
    assert training.rate == 0.25 and type(training.rate) is float
    for rate in (True, np.float32("nan"), 10**400, "1", np.ones(2)):
        with pytest.raises(InputError, match="rate is a number from 0 up, not"):
            training.rate = rate
