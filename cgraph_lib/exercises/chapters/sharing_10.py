"""Tasks of notebook 10: dropout, and convolution, whose weights many places share."""

from __future__ import annotations

from typing import Any

import numpy as np

from cgraph_lib.exercises.code_answers import edited
from cgraph_lib.exercises.layer_tasks import SHAPE, Functions, LayerTask, Results, both_halves, called, drawn
from cgraph_lib.exercises.tasks import expect

DROPOUT = """\
def dropout_forward(x, keep, mode, random):
    if mode == "test":
        return x, None
    mask = (random.random(x.shape) < keep) / keep
    return x * mask, mask


def dropout_backward(dout, mask):
    return dout * mask"""


def _run_dropout(functions: Functions, case: dict[str, Any]) -> Results:
    x, dout = case["x"], case["dout"]
    out, mask = called(functions, "dropout_forward", "out, cache", **_dropping(x, "train"))
    dx = called(functions, "dropout_backward", "dx", dout=dout, mask=mask)
    expect(np.shape(out) == x.shape, SHAPE.format(name="out", shape=np.shape(out), expected=x.shape))
    late, _ = called(functions, "dropout_forward", "out, cache", **_dropping(x, "test"))
    kept = np.asarray(out) != 0
    return {
        "the share kept": np.round(np.mean(kept), 1),
        "the factor of what is kept": np.mean((out / x)[kept]),
        "the share kept in the first row": np.round(np.mean(kept[0]), 1),
        "the share kept or dropped in two rows alike": np.round(np.mean(kept[0] == kept[1]), 1),
        "out at test time": late,
        "the derivative": dx - dout * out / x,  # 0 where both use one mask
    }


def _dropping(x: Any, mode: str) -> dict[str, Any]:
    return {"x": x, "keep": 0.8, "mode": mode, "random": np.random.default_rng(5)}


dropout = LayerTask(
    "dropout",
    DROPOUT,
    (drawn(13, x=(20, 4000), dout=(20, 4000)),),
    edited(
        DROPOUT,
        (
            "(random.random(x.shape) < keep) / keep",
            "1.0 * (random.random(x.shape) < keep)",
            "What is kept is not divided by keep. In training the numbers are then smaller than at test time.",
        ),
        ('    if mode == "test":\n        return x, None\n', "", "At test time nothing is dropped."),
        (
            "        return x, None\n",
            "        return x * keep, None\n",
            "At test time x stays as it is: the division by keep has evened out the mean already.",
        ),
        (
            "(random.random(x.shape) < keep) / keep",
            "np.ones(x.shape)",
            "In train mode everything is kept. Draw a number for every entry, and keep it where that is below keep.",
        ),
        ("< keep", "> keep", "The share keep is dropped, and the rest kept."),
        (
            "return dout * mask",
            "return dout",
            "What was dropped receives no derivative: multiply dout by the same mask.",
        ),
        (
            "return dout * mask",
            "return dout * (mask > 0)",
            "The factor 1 / keep lies on the way down too: multiply dout by the same mask.",
        ),
        (
            "random.random(x.shape)",
            "random.random((len(x), 1))",
            "Whole rows are dropped. Draw a number for every entry.",
        ),
        (
            "random.random(x.shape)",
            "random.random(x.shape[1])",
            "The same columns are dropped in every row. Draw a number for every entry.",
        ),
    ),
    _run_dropout,
)

CONV = """\
def conv_forward(x, w, b):
    (n, _, height, width), (filters, _, rows, columns) = x.shape, w.shape
    out = np.zeros((n, filters, height - rows + 1, width - columns + 1)) + b[:, None, None]
    for i, j in np.ndindex(rows, columns):
        part = x[:, :, i : i + out.shape[2], j : j + out.shape[3]]
        out += np.einsum("nchw,fc->nfhw", part, w[:, :, i, j])
    return out, (x, w)


def conv_backward(dout, cache):
    x, w = cache
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j in np.ndindex(w.shape[2:]):
        place = (..., slice(i, i + dout.shape[2]), slice(j, j + dout.shape[3]))
        dx[place] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, x[place])
    return dx, dw, dout.sum(axis=(0, 2, 3))"""
conv = LayerTask(
    "conv",
    CONV,
    (
        drawn(14, x=(2, 2, 5, 5), w=(3, 2, 3, 3), b=(3,), dout=(2, 3, 3, 3)),
        drawn(15, x=(1, 1, 4, 5), w=(2, 1, 2, 3), b=(2,), dout=(1, 2, 3, 3)),
    ),
    edited(
        CONV,
        (
            "dx[place] +=",
            "dx[place] =",
            "dx: a number of the image lies under several places of the kernel. Add what they send.",
        ),
        (" + b[:, None, None]", "", "The offsets b are missing in out."),
        (
            "part, w[:, :, i, j])",
            "part, w[:, :, -1 - i, -1 - j])",
            "The kernel is turned round. In networks it lies on the image as it is.",
        ),
        (
            "dout, w[:, :, i, j])",
            "dout, w[:, :, -1 - i, -1 - j])",
            "dx: the kernel is turned round on the way down. Each entry sends back along the way it came.",
        ),
        (
            "dout.sum(axis=(0, 2, 3))",
            "dout.mean(axis=(0, 2, 3))",
            "db is a mean; b was copied to every place of every image, so they are added.",
        ),
        (
            "dout.sum(axis=(0, 2, 3))",
            "dout.sum(axis=0)",
            "db: b was copied to every place, too. Add the rows and columns.",
        ),
        (
            '"nfhw,nchw->fc", dout, x[place])',
            '"nfhw,nchw->fc", dout, x[place]) / len(x)',
            "dw: nothing is a mean here. The loss divides by the examples, once.",
        ),
    ),
    *both_halves("conv", "dx, dw, db"),
)

TASKS = (dropout, conv)
