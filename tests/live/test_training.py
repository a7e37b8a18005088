"""The Training: page and kernel take the same steps; what it says, refuses and leaves as it was."""

import asyncio
import copy
import gc
import itertools
import json
import math
import warnings

import numpy as np
import pytest

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.live import Training, slices
from cgraph_lib.live.training_words import remarks
from cgraph_lib.nn import Network, adam, initial, momentum, rmsprop, sgd, spiral, train

RULES = {"sgd": sgd(0.5), "momentum": momentum(0.05), "rmsprop": rmsprop(0.01), "adam": adam(0.02)}


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


def test_counts_may_be_numpys():
    training = Training(Network(initial([2, 3])), X, Y, batch=np.int64(5), burst=np.int64(7))
    assert json.loads(training.scene)["network"]["batch"]["size"] == 5


def test_overwriting_is_wrong_in_both(on_page):
    training = made(sgd(0.05), overwrite=True)
    scene = sent(training)
    training.run(steps=20)
    answer = on_page([("training", "trained", scene, 20, 0.05, 1e-3, 0)])[0]
    np.testing.assert_allclose(flat(answer["state"]), flat(training.state), rtol=1e-9)
    right = made(sgd(0.05))
    right.run(steps=20)
    assert training.loss > right.loss and answer["remarks"][0] == ["overwrite", {}]


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


def test_a_slider_of_the_page_has_round_positions(on_page):
    found = on_page([("training", "slider", -2, 1, [0.01, 0.03, 1.2, 10, 1000, 0])])[0]
    assert found["list"] == [0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10]
    assert [found["list"][place] for place in map(int, found["places"])] == [0.01, 0.03, 1, 10, 10, 0.01]


X, Y = spiral(5)
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


@pytest.mark.parametrize("options", [{}, {"validation": spiral(6, seed=1)}])
def test_the_still_twin_says_what_it_shows_and_is_the_same_each_time(options):
    stills = []
    for _ in range(2):
        training = made(**options)
        training.run(steps=10)
        stills.append(training._repr_mimebundle_()[0])
    assert stills[0]["image/svg+xml"] == stills[1]["image/svg+xml"]
    assert stills[0]["text/plain"] == stills[1]["text/plain"]
    assert stills[0]["text/plain"].startswith("A network 2-7-3 after 10 steps: loss ")
    assert ("in validation" in stills[0]["text/plain"]) == bool(options)
    assert stills[0]["image/svg+xml"].count("<polyline") == 1 + len(options)


def test_inputs_that_are_no_plane_are_drawn_as_images():
    dice = np.random.default_rng(1)
    training = Training(Network(initial([16, 3])), dice.random((30, 16)), np.arange(30) % 3, sgd(0.5))
    training.run(steps=5)
    assert sent(training)["network"]["ground"] is None
    assert sent(training)["images"]["rows"] == 4 and len(sent(training)["images"]["shown"]) == 24
    assert "<svg" in training.picture.svg


def large(monkeypatch, **options):
    """Return a training that is too large for the page, as it thinks."""
    monkeypatch.setattr(slices, "MOST_PRODUCTS", 0)
    return made(**options)


async def until(met):
    """Wait, with the event loop running, until something is so."""
    for _ in range(1000):
        if met():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it has not come to pass within five seconds")


def test_what_is_too_large_for_the_page_is_trained_by_the_kernel_between_the_cells(monkeypatch):
    training, alone = large(monkeypatch, speed=0), made()
    assert not training.in_page and not sent(training)["in_page"]

    async def cells():
        training.running = True
        await until(lambda: training.steps > 20)
        training.running = False
        await until(lambda: training._task is None)

    asyncio.run(cells())
    steps = training.steps
    alone.run(steps=steps)
    assert training.loss == pytest.approx(alone.loss, rel=1e-12)
    assert training.state["steps"] == steps and training.state["seen"]["loss"] == training.loss


def test_the_kernel_stops_at_the_goal_and_where_the_loss_is_no_number(monkeypatch):
    training = large(monkeypatch, speed=0)

    async def cells():
        training.set_trait("goal", 12)
        training.running = True
        await until(lambda: not training.running)
        assert training.steps == 12 and training.goal is None
        training.rate = 1e9
        training.penalty = 1.0
        training.running = True
        await until(lambda: not training.running)

    asyncio.run(cells())
    assert not math.isfinite(training.loss)
    json.dumps(training.state, allow_nan=False)


def test_closing_ends_the_kernel_s_training(monkeypatch):
    training = large(monkeypatch, speed=0)

    async def cells():
        training.running = True
        await until(lambda: training.steps > 2)
        training.close()
        await until(lambda: training._task is None)
        return training.steps

    steps = asyncio.run(cells())
    assert training.steps == steps


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


def test_validation_points_stand_on_the_plane():
    far = np.array([[5.0, 5.0], [-5.0, 0.0]])
    training = made(validation=(far, [0, 2]))
    left, right, bottom, top = sent(training)["network"]["ground"]["box"]
    assert left < -5 and right > 5 and top > 5 and bottom > -5
    assert training.picture.svg.count('class="quiet') == 3 and 'class="quiet' not in made().picture.svg


def test_a_rate_may_be_a_short_float():
    training = Training(Network(initial([2, 3])), *spiral(5), sgd(0.5))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        training.rate = np.float32(0.25)
    assert training.rate == 0.25 and type(training.rate) is float
    for rate in (True, np.float32("nan"), 10**400, "1", np.ones(2)):
        with pytest.raises(InputError, match="rate is a number from 0 up, not"):
            training.rate = rate
