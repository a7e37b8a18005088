"""The solver: the same, bit for bit, as a loop written out; what it keeps; what it refuses."""

import copy
import importlib
import pickle
import sys

import numpy as np
import pytest

from cgraph_lib.errors import InputError, ShapeError, WrongTypeError
from cgraph_lib.nn import Network, Solver, adam, initial, momentum, rmsprop, sgd, spiral, train

RULES = {"sgd": (sgd, 0.5), "momentum": (momentum, 0.1), "rmsprop": (rmsprop, 0.01), "adam": (adam, 0.02)}


class Unreadable:
    def __array__(self, *_, **__):
        raise RuntimeError


def data(points=40):
    x, y = spiral(points=points)
    return (x[::2], y[::2]), (x[1::2], y[1::2])


def network():
    return Network(initial([2, 10, 3], seed=1), penalty=1e-3)


def by_hand(rule, rate, decay, epochs, batch, seed):
    """Train with the formulas of the rules written out, without the library's solver and update rules."""
    (x, y), validation = data()
    net, random = network(), np.random.default_rng(seed)
    memory = {name: [np.zeros_like(w), np.zeros_like(w)] for name, w in net.parameters.items()}
    losses, accuracies, best, steps = [], [], None, 0
    for epoch in range(epochs):
        order = random.permutation(len(x))
        now = rate
        scale = 1.0
        for _ in range(epoch):
            scale = scale * decay
        now = scale * rate
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            loss, gradient = net.loss_and_gradient(x[chosen], y[chosen])
            losses.append(loss)
            steps += 1
            for name, w in net.parameters.items():
                g, (m, s) = gradient[name], memory[name]
                if rule == "sgd":
                    w -= now * g
                elif rule == "momentum":
                    m[...] = 0.9 * m - now * g
                    w += m
                elif rule == "rmsprop":
                    s[...] = 0.99 * s + (1 - 0.99) * g**2
                    w -= now * g / (np.sqrt(s) + 1e-8)
                else:
                    m[...] = 0.9 * m + (1 - 0.9) * g
                    s[...] = 0.999 * s + (1 - 0.999) * g**2
                    w -= now * (m / (1 - 0.9**steps)) / (np.sqrt(s / (1 - 0.999**steps)) + 1e-8)
        accuracies.append(net.accuracy(*validation))
        if best is None or accuracies[-1] > best[0]:
            best = accuracies[-1], {name: w.copy() for name, w in net.parameters.items()}
    return net, losses, accuracies, best


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("decay", "batch"), [(1.0, 60), (0.9, 16), (0.5, 1), (0.9, 1000)])
def test_a_solver_is_a_loop_bit_for_bit(rule, decay, batch):
    make, rate = RULES[rule]
    net, losses, accuracies, (_, best) = by_hand(rule, rate, decay, epochs=5, batch=batch, seed=7)
    solver = Solver(network(), *data(), make(rate), batch, decay, seed=7)
    solver.run(5)
    assert solver.losses == losses and solver.validation_accuracy == accuracies
    for name, w in net.parameters.items():
        assert np.array_equal(solver.network.parameters[name], w)
        assert np.array_equal(solver.best_so_far.parameters[name], best[name])


def test_running_on_is_one_run():
    once, twice = (Solver(network(), *data(), adam(0.01), 16, 0.9) for _ in range(2))
    once.run(6)
    twice.run(2)
    twice.run(0)
    twice.run(4)
    assert once.losses == twice.losses and once.train_accuracy == twice.train_accuracy


def test_the_best_network_is_a_copy_of_its_own():
    solver = Solver(network(), *data(), sgd(0.5), 16)
    assert solver.best_so_far is None
    solver.run(8)
    best, validation = solver.best_so_far, solver.validation
    assert best.accuracy(*validation) == max(solver.validation_accuracy)
    for name, w in best.parameters.items():
        assert not np.shares_memory(w, solver.network.parameters[name])
    again = copy.deepcopy(best)
    best.parameters["W1"] += 1
    assert not np.array_equal(best.parameters["W1"], again.parameters["W1"])
    assert pickle.loads(pickle.dumps(again)).accuracy(*validation) == again.accuracy(*validation)


def test_the_earliest_of_equals_is_kept():
    solver = Solver(network(), *data(), sgd(0.0), 16)
    solver.run(1)
    first = solver.best_so_far
    solver.run(3)
    assert len(set(solver.validation_accuracy)) == 1 and solver.best_so_far is first


def test_validation_examples_are_only_looked_at():
    seen = []

    class Watched(Network):
        def loss_and_gradient(self, x, y):
            seen.extend(map(tuple, x))
            return super().loss_and_gradient(x, y)

    train, validation = data()
    Solver(Watched(initial([2, 3])), train, validation, sgd(0.1), 7).run(2)
    assert sorted(seen) == sorted(2 * [tuple(row) for row in train[0]])


class Constant:
    """Something else than a Network that can be trained."""

    def __init__(self):
        self.parameters = {"w": np.array([1.0])}

    def loss_and_gradient(self, x, y):
        w = self.parameters["w"]
        return float(w[0] ** 2), {"w": 2 * w}

    def accuracy(self, x, y):
        return 1 - abs(float(self.parameters["w"][0]))


def test_anything_with_parameters_is_trained():
    solver = Solver(Constant(), ([[0.0]], [0]), ([[0.0]], [0]), sgd(0.25))
    solver.run(3)
    assert solver.losses == [1.0, 0.25, 0.0625]
    assert solver.validation_accuracy == [0.5, 0.75, 0.875]


def test_the_bar_is_the_same_every_time(capsys):
    last = []
    for _ in range(2):
        Solver(network(), *data(), sgd(0.5)).run(3, progress=True)
        last.append(capsys.readouterr().out.split("\r")[-1])
    assert last[0] == last[1]
    assert last[0].startswith("loss 1.") and last[0].endswith("| 3/3\n") and "validation accuracy" in last[0]


def test_without_tqdm_there_is_no_bar(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with pytest.raises(ImportError):
        importlib.import_module("tqdm")
    solver = Solver(network(), *data(), sgd(0.5))
    solver.run(2, progress=True)
    assert len(solver.validation_accuracy) == 2 and capsys.readouterr().out == ""


@pytest.mark.parametrize("given", [{"batch": 0}, {"batch": 2.5}, {"decay": 0}, {"decay": "slow"}, {"decay": -1.0}])
def test_settings_are_checked(given):
    ((name, number),) = given.items()
    with pytest.raises(InputError, match=f"{name} is a .*number.*, not {number!r}"):
        Solver(network(), *data(), sgd(0.5), **given)


@pytest.mark.parametrize("train", [None, [1, 2, 3], ([[1.0, 2.0]], [0, 1]), ([], []), (1, 2)])
def test_examples_come_with_as_many_labels(train):
    with pytest.raises(InputError, match=r"Expected (a pair of|as many) .*labels"):
        Solver(network(), train, data()[1], sgd(0.5))


def test_epochs_are_counted():
    with pytest.raises(InputError, match="epochs is a whole number from 0 up, not -1"):
        Solver(network(), *data(), sgd(0.5)).run(-1)


def test_a_solver_keeps_the_examples_as_they_were():
    (x, y), validation = data()
    expected = Solver(network(), (x, y), validation, sgd(0.5))
    expected.run(2)
    given = x.copy(), y.copy()
    solver = Solver(network(), given, validation, sgd(0.5))
    given[0][:], given[1][:] = np.nan, 7
    solver.run(2)
    assert solver.losses == expected.losses


def test_what_a_solver_does_not_take():
    examples, validation = data()
    with pytest.raises(WrongTypeError, match=r"Expected an update rule, as sgd\(0.1\) makes it, got str 'sgd'"):
        Solver(network(), examples, validation, "sgd")
    for rule in (None, sgd, momentum, rmsprop, adam):
        with pytest.raises(WrongTypeError, match="Expected an update rule"):
            train(network(), *examples, rule, epochs=1)
    for what in (initial([2, 3]), 3):
        with pytest.raises(WrongTypeError, match="Expected a network, as Network.* makes it, got (dict|int)"):
            Solver(what, examples, validation, sgd(0.1))
        with pytest.raises(WrongTypeError, match="Expected a network, as Network.* makes it, got (dict|int)"):
            train(what, *examples, sgd(0.1), epochs=1)
    with pytest.raises(InputError, match="seed is a whole number from 0 up, not 'a'"):
        Solver(network(), examples, validation, sgd(0.1), seed="a")
    with pytest.raises(ShapeError, match="rows of different lengths"):
        Solver(network(), ([[1], [1, 2]], [0, 1]), validation, sgd(0.1))
    with pytest.raises(ShapeError, match="The examples or labels are no array"):
        Solver(network(), (examples[0], Unreadable()), validation, sgd(0.1))
    assert Solver(network(), examples, validation, sgd(0.1), decay=np.float32(0.5)).decay == 0.5
