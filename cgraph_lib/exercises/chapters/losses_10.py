"""Tasks of notebook 10: two losses with their derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cgraph_lib.exercises.code_answers import edited
from cgraph_lib.exercises.layer_tasks import Functions, LayerTask, Results, called, drawn, nudges


def _loss(name: str) -> tuple[Callable[..., Results], Callable[..., Results]]:
    def run(functions: Functions, case: dict[str, Any]) -> Results:
        loss, dx = called(functions, name, "loss, dx", **case)
        return {"loss": loss, "dx": dx}

    def slopes(functions: Functions, case: dict[str, Any]) -> Results:
        return {"dx": nudges(lambda x: functions[name](x, case["y"])[0], case["x"])}

    return run, slopes


SOFTMAX = """\
def softmax_loss(x, y):
    rows = np.arange(len(x))
    shifted = x - x.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dx = np.exp(shifted - log_sum)
    dx[rows, y] -= 1
    return np.mean(log_sum[:, 0] - shifted[rows, y]), dx / len(x)"""
BY_SHARES = (  # what many write: the shares first, their logarithms after
    "dx = np.exp(shifted - log_sum)\n&\n    dx[rows, y] -= 1\n&\nnp.mean(log_sum[:, 0] - shifted[rows, y])",
    "dx = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)\n&\n"
    "    loss = -np.log(dx[rows, y]).mean()\n    dx[rows, y] -= 1\n&\nloss",
)
FAR_APART = {"x": np.array([[1000.0, 999.0], [0.5, -0.5], [-2.0, -1000.0]]), "y": np.array([1, 1, 0])}
softmax_loss = LayerTask(
    "softmax_loss",
    SOFTMAX,
    (drawn(4, x=(4, 3)) | {"y": np.array([0, 2, 1, 2])}, FAR_APART),
    edited(
        SOFTMAX,
        (
            "x - x.max(axis=1, keepdims=True)",
            "x",
            "Scores of 1000 overflow. Take the largest score of each row off before exp.",
        ),
        (
            "x.max(axis=1, keepdims=True)",
            "x.max()",
            "A row far below the largest score of all becomes 0 / 0. Take the largest of each row off.",
        ),
        (
            f"x - x.max(axis=1, keepdims=True)\n&\n{BY_SHARES[0]}",
            f"x\n&\n{BY_SHARES[1]}",
            "The exponential of 1000 is ∞, and a share ∞ / ∞. Take the largest score of each row off before exp.",
        ),
        (
            f"x.max(axis=1, keepdims=True)\n&\n{BY_SHARES[0]}",
            f"x.max()\n&\n{BY_SHARES[1]}",
            "In a row far below the largest score of all each share is 0 / 0. Take the largest of each row off.",
        ),
        (
            "np.mean(log_sum[:, 0] - shifted[rows, y])",
            "np.sum(log_sum[:, 0] - shifted[rows, y])",
            "The loss is a sum; divide it by the number of examples.",
        ),
        (
            "dx / len(x)",
            "dx",
            "dx: the loss is a mean over the examples, so its derivatives are divided by their number.",
        ),
        ("    dx[rows, y] -= 1\n", "", "dx holds the shares. The loss falls with the right score: 1 comes off there."),
        ("dx[rows, y] -= 1", "dx[rows, y] += 1", "dx of the right score is too large: 1 comes off the share there."),
        ("dx[rows, y] -= 1", "dx[:, y] -= 1", "dx: 1 comes off once in each row. [:, y] takes whole columns."),
        (
            "log_sum[:, 0] - shifted[rows, y]",
            "shifted[rows, y] - log_sum[:, 0]",
            "The sign of the loss is wrong: it is minus the logarithm of the share.",
        ),
        ("dx / len(x)", "-dx / len(x)", "dx has the wrong sign: it is share minus right."),
        ("dx / len(x)", "dx / x.size", "dx is divided by all entries; divide by the number of examples."),
    ),
    *_loss("softmax_loss"),
)

SVM = """\
def svm_loss(x, y):
    rows = np.arange(len(x))
    short = np.maximum(x - x[rows, y][:, None] + 1, 0)
    short[rows, y] = 0
    dx = (short > 0) / len(x)
    dx[rows, y] -= dx.sum(axis=1)
    return short.sum() / len(x), dx"""
svm_loss = LayerTask(
    "svm_loss",
    SVM,
    (drawn(7, x=(5, 4)) | {"y": np.array([0, 3, 1, 2, 2])},),
    edited(
        SVM,
        (
            "    short[rows, y] = 0\n",
            "",
            "The right class is counted too: against itself it always falls short by the margin.",
        ),
        (" + 1, 0)", ", 0)", "The margin of 1 is missing: a wrong score has to stay 1 below the right one."),
        (
            "x - x[rows, y][:, None] + 1",
            "x[rows, y][:, None] - x + 1",
            "The difference is the wrong way round: wrong score minus right score, plus 1.",
        ),
        ("short.sum() / len(x)", "short.sum()", "The loss is a sum; divide it by the number of examples."),
        (
            "(short > 0) / len(x)",
            "(short > 0) * 1.0",
            "dx: the loss is a mean over the examples, so its derivatives are divided by their number.",
        ),
        (
            "-= dx.sum(axis=1)",
            "-= 1 / len(x)",
            "dx of the right score: every class that comes too close pulls at it, not one.",
        ),
        (
            "    dx[rows, y] -= dx.sum(axis=1)\n",
            "",
            "dx of the right score is missing: it stands in every difference of its row.",
        ),
        ("(short > 0) / len(x)", "short / len(x)", "dx: the partial of a shortfall is 1 or 0, not its size."),
        (
            "short.sum() / len(x)",
            "short.mean()",
            "The loss is divided by all entries; divide by the number of examples.",
        ),
    ),
    *_loss("svm_loss"),
)

TASKS = (softmax_loss, svm_loss)
