"""What a Training says: each remark where it is due, the same in page and kernel."""

import math

import pytest
from trainings import X, Y, made, sent

from cgraph_lib.live import Training
from cgraph_lib.live.training_words import remarks
from cgraph_lib.nn import Network, initial, sgd, spiral


def test_a_loss_that_is_no_number_before_the_first_step_is_no_fault_of_the_rate(on_page):
    net = Network(initial([2, 4, 3]))
    net.parameters["W1"][0, 0] = 1e308
    training = Training(net, 10 * X, Y, sgd(0.1))
    assert "before the first step" in training.picture.text and "Lower the rate" not in training.picture.text
    answer = on_page([("training", "trained", sent(training), 1, 0.1, 0, 0)])[0]
    assert [phrase for phrase, _ in answer["remarks"]] == ["no_number_before"]


def test_one_step_is_no_plural():
    for validation in (None, (X, Y)):
        training = Training(Network(initial([2, 3])), X, Y, validation=validation)
        training.run(1)
        assert "after one step: loss" in training.picture.text


def test_equal_weights_stay_equal_and_are_named():
    parameters = {name: 0 * array for name, array in initial([2, 6, 3]).items()}
    training = Training(Network(parameters), *spiral(20), sgd(1.0))
    training.run(steps=30)
    assert "Different units in layer h1: 1 of 6." in training.picture.text
    assert "rose" not in training.picture.text, "the last digit moves, and that is no jump"
    assert training.loss == pytest.approx(math.log(3))
    assert "Different" not in made().picture.text


def test_a_rate_that_is_too_high_is_named(on_page):
    training = made(sgd(8.0), sizes=(2, 20, 3))
    scene = sent(training)
    training.run(steps=40)
    assert "the steps are too large" in training.picture.text
    answer = on_page([("training", "trained", scene, 40, 8.0, 1e-3, 0)])[0]
    assert answer["remarks"] == [[key, slots] for key, slots in remarks(training.trainer, training.look)]
    calm = made(sgd(0.1), sizes=(2, 20, 3))
    calm.run(steps=40)
    assert "the steps are too large" not in calm.picture.text


def test_dead_units_are_counted():
    parameters = initial([2, 6, 3], seed=2)
    parameters["b1"][:2] = -9
    training = Training(Network(parameters), *spiral(20), sgd(0.1))
    training.run(steps=3)
    assert training.look.dead["h1"].tolist()[:2] == [True, True]
    assert "Dead units in layer h1: 2 of 6" in training.picture.text
    assert (training.network.parameters["W1"][:, :2] == parameters["W1"][:, :2]).all(), "no derivative reaches them"
