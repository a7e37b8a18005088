"""Update rules, against their formulas with numbers put in; what they remember belongs to one network."""

import math
from decimal import Decimal

import numpy as np
import pytest

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.updates import adam, momentum, rmsprop, sgd


def two_steps(update, first, second, start=1.0):
    """Return a parameter after each of two steps with these derivatives; a second parameter stays out of its way."""
    parameters = {"w": np.array([start]), "u": np.array([5.0, 5.0])}
    array, seen = parameters["w"], []
    for derivative in (first, second):
        update(parameters, {"w": np.array([derivative]), "u": np.zeros(2)})
        seen.append(float(parameters["w"][0]))
    assert parameters["w"] is array, "it changes in place"
    assert parameters["u"].tolist() == [5.0, 5.0]
    return seen


def test_sgd():
    assert two_steps(sgd(0.1), 2.0, -1.0) == pytest.approx([0.8, 0.9], rel=1e-14)


def test_momentum():
    # velocities: -0.1 * 2 = -0.2, then 0.9 * -0.2 + 0.1 = -0.08
    assert two_steps(momentum(0.1), 2.0, -1.0) == pytest.approx([0.8, 0.72], rel=1e-14)
    assert two_steps(momentum(0.1, keep=0.5), 2.0, -1.0) == pytest.approx([0.8, 0.8], rel=1e-14)
    assert two_steps(momentum(0.1, keep=0.0), 2.0, -1.0) == pytest.approx([0.8, 0.9], rel=1e-14)


def test_rmsprop():
    # mean squares with keep 0.75: 0.25 * 4 = 1, then 0.75 * 1 + 0.25 * 1 = 1
    assert two_steps(rmsprop(0.1, keep=0.75, small=1e-300), 2.0, -1.0) == pytest.approx([0.8, 0.9], rel=1e-14)
    # with the usual 0.99: 0.04, then 0.0396 + 0.01 = 0.0496
    first = 1 - 0.1 * 2 / (0.2 + 1e-8)
    expected = [first, first + 0.1 / (math.sqrt(0.0496) + 1e-8)]
    assert two_steps(rmsprop(0.1), 2.0, -1.0) == pytest.approx(expected, rel=1e-12)


def test_adam():
    # step 1: mean 0.2 / 0.1 = 2, mean square 0.004 / 0.001 = 4; step 2: mean (0.18 - 0.1) / 0.19, mean square
    # (0.003996 + 0.001) / 0.001999
    first = 1 - 0.1 * 2 / (2 + 1e-8)
    second = first - 0.1 * (0.08 / 0.19) / (math.sqrt(0.004996 / 0.001999) + 1e-8)
    assert two_steps(adam(0.1), 2.0, -1.0) == pytest.approx([first, second], rel=1e-12)
    # half and half: means 1 / 0.5 = 2 and (0.5 - 0.5) / 0.75 = 0, so the second step stands still
    assert two_steps(adam(0.1, first=0.5, second=0.5, small=1e-300), 2.0, -1.0) == pytest.approx([0.9, 0.9], rel=1e-14)


@pytest.mark.parametrize("size", [5.0, 0.002, -3.0])
def test_the_first_step_of_adam_is_its_rate(size):
    parameters = {"w": np.array([1.0])}
    adam(0.01)(parameters, {"w": np.array([size])})
    assert parameters["w"][0] == pytest.approx(1 - math.copysign(0.01, size), rel=1e-6)


@pytest.mark.parametrize("rule", [momentum, rmsprop, adam], ids=lambda rule: rule.__name__)
def test_what_is_remembered_belongs_to_one_network(rule):
    update, first, second = rule(0.1), {"w": np.ones(2)}, {"w": np.ones(2)}
    gradient = {"w": np.array([1.0, -1.0])}
    update(first, gradient)
    with pytest.raises(
        InputError, match=rf"another network; make one of its own for this one: {rule.__name__}\(\.\.\.\)"
    ):
        update(second, gradient)
    assert second["w"].tolist() == [1.0, 1.0], "a refused step changes nothing"
    alone = rule(0.1)
    apart = {"w": np.ones(2)}
    for _ in range(2):
        alone(apart, gradient)
    update(first, gradient)
    assert first["w"].tolist() == apart["w"].tolist(), "nor does it change what is remembered"


def test_sgd_remembers_nothing():
    update, first, second = sgd(0.1), {"w": np.ones(2)}, {"w": np.ones(2)}
    for parameters in (first, second, first):
        update(parameters, {"w": np.ones(2)})
    assert first["w"].tolist() == [0.8, 0.8] and second["w"].tolist() == [0.9, 0.9]


@pytest.mark.parametrize("rule", [sgd, momentum, rmsprop, adam], ids=lambda rule: rule.__name__)
def test_a_rate_that_is_set_between_steps_is_that_of_the_next_step(rule):
    given, moved, scaled = {"w": np.ones(2)}, {"w": np.ones(2)}, {"w": np.ones(2)}
    gradient = {"w": np.array([1.0, -3.0])}
    first, second, third = rule(0.4), rule(0.1), rule(0.1)
    second.rate = 0.4
    first(given, gradient)
    second(moved, gradient)
    third(scaled, gradient, 4.0)
    assert given["w"].tolist() == moved["w"].tolist() == scaled["w"].tolist() != [1.0, 1.0]
    assert third.rate == 0.1


@pytest.mark.parametrize("rule", [momentum, rmsprop, adam], ids=lambda rule: rule.__name__)
def test_a_rule_that_has_forgotten_begins_again(rule):
    update, gradient = rule(0.1), {"w": np.ones(1)}
    results = []
    for _ in range(2):
        parameters = {"w": np.ones(1)}
        for _ in range(2):
            update(parameters, gradient)
        results.append(parameters["w"].tolist())
        update.forget()
    assert results[0] == results[1]


TORCH = {
    "sgd": (lambda: sgd(0.1), lambda t, w: t.optim.SGD(w, 0.1)),
    "momentum": (lambda: momentum(0.1, 0.8), lambda t, w: t.optim.SGD(w, 0.1, momentum=0.8)),
    "rmsprop": (lambda: rmsprop(0.1, 0.95), lambda t, w: t.optim.RMSprop(w, 0.1, alpha=0.95)),
    "adam": (lambda: adam(0.1, 0.8, 0.95), lambda t, w: t.optim.Adam(w, 0.1, betas=(0.8, 0.95))),
}


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 4)], ids=str)
def test_steps_are_those_of_pytorch(name, shape):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(1)
    update, peer = TORCH[name]
    parameters = {"w": np.array(random.normal(size=shape))}
    tensor = torch.tensor(parameters["w"], requires_grad=True)
    step, optimiser = update(), peer(torch, [tensor])
    for _ in range(20):
        gradient = np.array(random.normal(size=shape))
        step(parameters, {"w": gradient})
        tensor.grad = torch.tensor(gradient)
        optimiser.step()
        np.testing.assert_allclose(parameters["w"], tensor.detach().numpy(), rtol=1e-10)


@pytest.mark.parametrize("rule", [sgd, momentum, rmsprop, adam])
def test_settings_are_finite_numbers(rule):
    for rate in ("0.1", math.nan, math.inf, None, np.ones(2)):
        with pytest.raises(InputError, match=f"{rule.__name__}: rate is a finite number, not"):
            rule(rate)
        update = rule(0.1)
        with pytest.raises(InputError, match=f"{rule.__name__}: rate is a finite number, not"):
            update.rate = rate
        assert update.rate == 0.1
    with pytest.raises(InputError, match="adam: first is a share from 0 up and below 1, not 1"):
        adam(0.1, first=1)


@pytest.mark.parametrize("rule", [sgd, momentum, rmsprop, adam])
def test_a_step_takes_dicts_and_a_number(rule):
    weights, update = {"w": np.ones(2)}, rule(Decimal("0.5"))
    for parameters, gradient in ((weights, np.ones(2)), (weights, None), ([np.ones(2)], weights)):
        with pytest.raises(WrongTypeError, match="Expected the parameters and the gradient in dicts of arrays by name"):
            update(parameters, gradient)
    for scale in (None, "1", math.nan):
        with pytest.raises(InputError, match=f"{rule.__name__}: scale is a finite number, not"):
            update(weights, weights, scale)
    assert update.steps == 0 and weights["w"].tolist() == [1, 1]
    update(weights, {"w": np.ones(2)}, Decimal("0.5"))
    assert update.steps == 1 and weights["w"][0] < 1


@pytest.mark.parametrize("rule", [sgd, momentum, rmsprop, adam])
@pytest.mark.parametrize(
    "parameter, derivative, kinds",
    [
        ([1.0], np.ones(1), r"list and ndarray\[float64\] \(1,\)"),
        (np.ones(1), None, r"ndarray\[float64\] \(1,\) and NoneType"),
        (np.ones(1, int), np.ones(1), r"ndarray\[int64\] \(1,\) and ndarray"),
        (np.ones(2), np.ones((3, 1)), r"ndarray\[float64\] \(2,\) and ndarray\[float64\] \(3, 1\)"),
        (np.ones((2, 2)), np.ones(2), r"ndarray\[float64\] \(2, 2\) and ndarray\[float64\] \(2,\)"),
        (np.ones(2), 1.0, r"ndarray\[float64\] \(2,\) and float"),
    ],
)
def test_what_cannot_be_changed_is_named(rule, parameter, derivative, kinds):
    gradient = {} if derivative is None else {"W": derivative}
    with pytest.raises(InputError, match=f"W cannot be changed: expected a numpy array of floats .* got {kinds}"):
        rule(0.1)({"W": parameter}, gradient)
