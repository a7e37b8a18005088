"""A network while it learns: page and kernel take the same steps, those of train, and draw the same batches."""

import copy
import itertools
import json
import math

import numpy as np
import pytest
from trainings import RULES, close, flat, made, sent

from cgraph_lib.live.training_words import remarks
from cgraph_lib.nn import Network, initial, sgd, spiral, train


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("sizes", [(2, 3), (2, 7, 3), (2, 5, 4, 2)])
def test_page_and_kernel_take_the_same_steps(on_page, rule, sizes):
    training = made(copy.deepcopy(RULES[rule]), sizes, validation=spiral(10, classes=sizes[-1], seed=5))
    scene, rate = sent(training), training.rate
    training.run(steps=150)
    answer = on_page([("training", "trained", scene, 150, rate, 1e-3, 4)])[0]
    np.testing.assert_allclose(flat(answer["state"]), flat(training.state), rtol=1e-9, atol=1e-12)
    close(answer["state"]["points"], training.trainer.points)
    assert len(training.trainer.points) == 150
    seen, look = answer["seen"], training.look
    assert seen["loss"] == pytest.approx(training.loss, rel=1e-9)
    assert (seen["accuracy"], seen["checked"]) == (training.accuracy, training.validation_accuracy)
    assert seen["validation"] == pytest.approx(training.validation_loss, rel=1e-9)
    assert seen["dead"] == [dead.tolist() for dead in look.dead.values()]
    assert answer["remarks"] == [[key, slots] for key, slots in remarks(training.trainer, look)]
    assert answer["followed"]["shares"] == pytest.approx(look.shares[4].tolist(), rel=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_page_and_kernel_take_turns(on_page, rule):
    alone, training = made(copy.deepcopy(RULES[rule])), made(copy.deepcopy(RULES[rule]))
    scene, rate = sent(training), training.rate
    alone.run(steps=90)
    training.run(steps=30)
    training.state = on_page([("training", "goneOn", scene, training.state, 30, rate, 1e-3)])[0]
    training.run(steps=30)
    np.testing.assert_allclose(flat(training.state), flat(alone.state), rtol=1e-9, atol=1e-12)
    close(training.losses, alone.losses)
    assert training.steps == 90


@pytest.mark.parametrize("rule", RULES)
def test_the_steps_are_those_of_train(rule):
    training, net = made(copy.deepcopy(RULES[rule])), Network(initial((2, 7, 3), seed=2), 1e-3)
    losses = list(train(net, *spiral(20), copy.deepcopy(RULES[rule]), epochs=40))
    training.run(steps=40)
    assert [loss for _, loss, _ in training.losses[:40]] == pytest.approx(losses, rel=1e-12)
    for name, array in net.parameters.items():
        np.testing.assert_allclose(training.network.parameters[name], array, rtol=1e-9, atol=1e-13)


def test_a_long_curve_keeps_few_points(on_page):
    training = made(sizes=(2, 3))
    scene = sent(training)
    training.run(steps=1700)
    points = training.trainer.points
    assert len(points) <= 400 and points[0][0] == 0 and {b[0] - a[0] for a, b in itertools.pairwise(points)} == {8}
    state = on_page([("training", "trained", scene, 1700, 0.5, 1e-3, 0)])[0]["state"]
    assert [step for step, *_ in state["points"]] == [step for step, *_ in points]


def test_a_loss_that_is_no_number_stops_it(on_page):
    training = made(sgd(1e4), sizes=(2, 20, 3), penalty=0.5)
    scene = sent(training)
    training.run(steps=500)
    assert not math.isfinite(training.loss) and training.steps < 500
    json.dumps(training.state, allow_nan=False)  # the message to the page knows no nan
    assert "training has stopped" in training.picture.text
    answer = on_page([("training", "trained", scene, 500, 1e4, 0.5, 0)])[0]
    assert answer["state"]["steps"] == training.steps and answer["remarks"][-1][0] == "no_number"
    again = made(sgd(1e4), sizes=(2, 20, 3), penalty=0.5)
    again.state = answer["state"]
    assert not math.isfinite(again.loss)


def test_overwriting_is_wrong_in_both(on_page):
    training = made(sgd(0.05), overwrite=True)
    scene = sent(training)
    training.run(steps=20)
    answer = on_page([("training", "trained", scene, 20, 0.05, 1e-3, 0)])[0]
    np.testing.assert_allclose(flat(answer["state"]), flat(training.state), rtol=1e-9)
    right = made(sgd(0.05))
    right.run(steps=20)
    assert training.loss > right.loss and answer["remarks"][0] == ["overwrite", {}]


@pytest.mark.parametrize(("rule", "batch"), [("sgd", 7), ("momentum", 1), ("adam", 60), ("rmsprop", 32)])
def test_page_and_kernel_draw_the_same_batches(on_page, rule, batch):
    training = made(copy.deepcopy(RULES[rule]), batch=batch, validation=spiral(10, seed=5))
    scene, rate = sent(training), training.rate
    training.run(steps=100)
    answer = on_page([("training", "trained", scene, 100, rate, 1e-3, 4)])[0]
    np.testing.assert_allclose(flat(answer["state"]), flat(training.state), rtol=1e-9, atol=1e-12)
    close(answer["state"]["points"], training.trainer.points)
    assert answer["remarks"] == [[key, slots] for key, slots in remarks(training.trainer, training.look)]
    training.run(steps=10)
    gone_on = on_page([("training", "goneOn", scene, answer["state"], 10, rate, 1e-3)])[0]
    np.testing.assert_allclose(flat(gone_on), flat(training.state), rtol=1e-9, atol=1e-12)


def test_an_epoch_of_batches_sees_each_example_once_in_an_order_of_its_own():
    training = made(batch=20)
    seen = []
    for _ in range(6):
        seen.append(training.trainer.drawn().x)
        training.run(steps=1)
    everything = sorted(map(tuple, training.trainer.training.x))
    for epoch in (seen[:3], seen[3:]):
        assert sorted(map(tuple, np.vstack(epoch))) == everything
    assert not np.array_equal(np.vstack(seen[:3]), np.vstack(seen[3:]))


def test_a_batch_step_is_a_step_on_its_examples_and_the_curve_is_of_all():
    training, alone = made(batch=20), Network(initial((2, 7, 3), seed=2), 1e-3)
    drawn, before = training.trainer.drawn(), training.loss
    sgd(0.5)(alone.parameters, alone.loss_and_gradient(drawn.x, drawn.labels)[1])
    training.run(steps=1)
    np.testing.assert_allclose(training.network.parameters["W1"], alone.parameters["W1"], rtol=1e-12)
    assert training.losses[0] == (0, before, None)
