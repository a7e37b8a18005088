"""Tasks of notebook 10: update rules, and a solver."""

from __future__ import annotations

from typing import Any

import numpy as np

from cgraph_lib.exercises.code_answers import edited
from cgraph_lib.exercises.layer_tasks import Functions, LayerTask, Results, called, drawn
from cgraph_lib.exercises.tasks import expect
from cgraph_lib.nn import Network, initial, sgd, spiral

RULES = """\
def momentum_step(w, dw, rate, memory):
    velocity = 0.9 * memory.get("velocity", 0) - rate * dw
    return w + velocity, {"velocity": velocity}


def rmsprop_step(w, dw, rate, memory):
    square = 0.99 * memory.get("square", 0) + 0.01 * dw**2
    return w - rate * dw / (np.sqrt(square) + 1e-8), {"square": square}


def adam_step(w, dw, rate, memory):
    t = memory.get("t", 0) + 1
    mean = 0.9 * memory.get("mean", 0) + 0.1 * dw
    square = 0.999 * memory.get("square", 0) + 0.001 * dw**2
    step = rate * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return w - step, {"t": t, "mean": mean, "square": square}"""


def _run_rules(functions: Functions, case: list[Any]) -> Results:
    found = {}
    for name in functions:
        memory: Any = {}
        w = case[0]
        for number, dw in enumerate(case[1:], 1):
            w, memory = called(functions, name, "w, memory", w=w, dw=dw, rate=0.1, memory=memory)
            found[f"w after step {number} of {name}"] = w
    return found


rules = LayerTask(
    "rules",
    RULES,
    (list(drawn(21, w=(2, 3), first=(2, 3), second=(2, 3), third=(2, 3)).values()),),
    edited(
        RULES,
        (
            "- rate * dw\n    return w + v",
            "+ rate * dw\n    return w + v",
            "Momentum goes along the derivative, uphill. The velocity gains minus rate times dw, and is added to w.",
        ),
        (
            "- rate * dw\n    return w + v",
            "- dw\n    return w + v",
            "Momentum: the rate is missing; the step is rate times dw.",
        ),
        (
            'return w + velocity, {"velocity": velocity}',
            "return w + velocity, {}",
            "The velocity is not remembered: return it in the memory.",
        ),
        (
            '0.9 * memory.get("velocity", 0) - rate * dw',
            '0.9 * memory.get("velocity", 0) - 0.1 * rate * dw',
            "Momentum is not a mean: the velocity gains the whole step.",
        ),
        (
            '0.99 * memory.get("square", 0) + 0.01 * dw**2',
            '0.01 * memory.get("square", 0) + 0.99 * dw**2',
            "RMSProp: the mean of squares keeps 0.99 of itself and gains 0.01 of the new one.",
        ),
        ("0.01 * dw**2", "dw**2", "RMSProp keeps a mean of squares, not a sum: the new square counts 0.01."),
        (
            '(np.sqrt(square) + 1e-8), {"square": square}',
            '(square + 1e-8), {"square": square}',
            "RMSProp divides by the root of the mean square.",
        ),
        (
            '(np.sqrt(square) + 1e-8), {"square": square}',
            "(np.sqrt(square) + 1e-8), {}",
            "RMSProp: the mean square is not remembered.",
        ),
        (
            "mean / (1 - 0.9**t)",
            "mean",
            "Adam: the mean of derivatives starts at 0 and is too small at first. Divide it by 1 − 0.9ᵗ.",
        ),
        (
            "square / (1 - 0.999**t)",
            "square",
            "Adam: the mean of squares starts at 0 and is too small at first. Divide it by 1 − 0.999ᵗ.",
        ),
        (
            "mean / (1 - 0.9**t)\n&\nsquare / (1 - 0.999**t)",
            "mean\n&\nsquare",
            "Adam: both means start at 0 and are too small at first. Divide them by 1 − 0.9ᵗ and 1 − 0.999ᵗ.",
        ),
        ('t = memory.get("t", 0) + 1', "t = 1", "Adam: t counts the steps. Yours is 1 in every step."),
        ("return w - step", "return w + step", "Adam goes along the derivative, uphill."),
        (
            "(np.sqrt(square / (1 - 0.999**t)) + 1e-8)",
            "(square / (1 - 0.999**t) + 1e-8)",
            "Adam divides by the root of the mean square.",
        ),
    ),
    _run_rules,
)

BEST = "best should be a dict of the parameters by name, as net.parameters is"
SOLVE = """\
def solve(net, train, validation, update, epochs, batch, decay, seed):
    (x, y), random, scale = train, np.random.default_rng(seed), 1.0
    losses, accuracies, best = [], [], None
    for _ in range(epochs):
        order = random.permutation(len(x))
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            loss, gradient = net.loss_and_gradient(x[chosen], y[chosen])
            update(net.parameters, gradient, scale)
            losses.append(loss)
        scale *= decay
        accuracies.append(net.accuracy(*validation))
        if accuracies[-1] > max(accuracies[:-1], default=-1):
            best = {name: w.copy() for name, w in net.parameters.items()}
    return losses, accuracies, best"""


def _run_solve(functions: Functions, case: dict[str, Any]) -> Results:
    x, y = spiral(points=20)
    net = Network(initial([2, 6, 3], seed=4))
    given = {"net": net, "train": (x[::2], y[::2]), "validation": (x[1::2], y[1::2]), "update": sgd(1.0)}
    losses, accuracies, best = called(functions, "solve", "losses, accuracies, best", **given, **case)
    expect(isinstance(best, dict) and best.keys() == net.parameters.keys(), BEST)
    shared = sum(np.shares_memory(best[name], net.parameters[name]) for name in best)
    found = {"losses": losses, "accuracies": accuracies, "the number of arrays that best shares with net": shared}
    return found | {f"best {name}": w for name, w in best.items()}


solve = LayerTask(
    "solve",
    SOLVE,
    ({"epochs": 12, "batch": 8, "decay": 0.9, "seed": 3}, {"epochs": 2, "batch": 100, "decay": 1.0, "seed": 1}),
    edited(
        SOLVE,
        (
            "random.permutation(len(x))",
            "np.arange(len(x))",
            "The examples come in the same order in every epoch. Draw a new order for each.",
        ),
        (
            "    for _ in range(epochs):\n        order = random.permutation(len(x))",
            "    order = random.permutation(len(x))\n    for _ in range(epochs):",
            "The order is drawn once. Draw a new one for every epoch.",
        ),
        (
            "range(0, len(x), batch)",
            "range(0, len(x) - batch + 1, batch)",
            "The examples that are left over at the end of an epoch are a smaller batch; do not drop them.",
        ),
        (
            "            losses.append(loss)\n        scale *= decay",
            "            losses.append(loss)\n            scale *= decay",
            "The rate decays after every step. It should decay after every epoch.",
        ),
        (
            "        scale *= decay\n",
            "",
            "The rate does not decay: hand a scale to update, and multiply it by decay after every epoch.",
        ),
        ("w.copy() for", "w for", "best shares its arrays with the network, which goes on training. Keep copies."),
        (
            "if accuracies[-1] > max(accuracies[:-1], default=-1):",
            "if True:",
            "best holds the last parameters. Keep those with the best validation accuracy.",
        ),
        (
            "> max(",
            ">= max(",
            "Of equally good parameters the later ones are kept; keep the first, as nothing has improved.",
        ),
        (
            "net.accuracy(*validation)",
            "net.accuracy(*train)",
            "The accuracies are those of the training examples. The best network is chosen by the validation examples.",
        ),
        (
            "y[chosen])",
            "y[start : start + batch])",
            "The labels are not those of the examples chosen: take x and y at the same places.",
        ),
    ),
    _run_solve,
)

TASKS = (rules, solve)
