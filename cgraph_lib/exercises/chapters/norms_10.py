"""Tasks of notebook 10: batch norm and layer norm."""

from __future__ import annotations

from typing import Any

import numpy as np

from cgraph_lib.exercises.code_answers import edited
from cgraph_lib.exercises.layer_tasks import Functions, LayerTask, Results, both_halves, called, drawn, nudges

MOVED = """\
    if mode == "train":
        running["mean"] = 0.9 * running["mean"] + 0.1 * mean
        running["variance"] = 0.9 * running["variance"] + 0.1 * variance
    else:"""
BATCHNORM = """\
def batchnorm_forward(x, gamma, beta, running, mode):
    mean, variance = x.mean(axis=0), x.var(axis=0)
    if mode == "train":
        running["mean"] = 0.9 * running["mean"] + 0.1 * mean
        running["variance"] = 0.9 * running["variance"] + 0.1 * variance
    else:
        mean, variance = running["mean"], running["variance"]
    spread = np.sqrt(variance + 1e-5)
    normal = (x - mean) / spread
    return gamma * normal + beta, (normal, gamma, spread)


def batchnorm_backward(dout, cache):
    normal, gamma, spread = cache
    dnormal = dout * gamma
    shared = dnormal.mean(axis=0) + normal * (dnormal * normal).mean(axis=0)
    return (dnormal - shared) / spread, (dout * normal).sum(axis=0), dout.sum(axis=0)"""


def _fresh(case: dict[str, Any]) -> dict[str, Any]:
    return {"mean": np.zeros(case["x"].shape[1]), "variance": np.ones(case["x"].shape[1])}


def _run_batchnorm(functions: Functions, case: dict[str, Any]) -> Results:
    running, returns = _fresh(case), "out, cache"
    given = {key: case[key] for key in ("x", "gamma", "beta")}
    out, cache = called(functions, "batchnorm_forward", returns, **given, running=running, mode="train")
    more = given | {"x": 2 * case["x"] + 1}
    called(functions, "batchnorm_forward", returns, **more, running=running, mode="train")
    back = called(functions, "batchnorm_backward", "dx, dgamma, dbeta", dout=case["dout"], cache=cache)
    kept = {f"the running {name}": np.copy(running.get(name, np.nan)) for name in ("mean", "variance")}
    late, _ = called(functions, "batchnorm_forward", returns, **given, running=_known(case), mode="test")
    return {"out": out} | dict(zip(("dx", "dgamma", "dbeta"), back, strict=True)) | kept | {"out at test time": late}


def _known(case: dict[str, Any]) -> dict[str, Any]:
    return {"mean": case["gamma"] + 1, "variance": case["beta"] ** 2 + 0.5}


def _batchnorm_slopes(functions: Functions, case: dict[str, Any]) -> Results:
    def moved(argument: str) -> Any:
        def total(array: Any) -> Any:
            given = {key: case[key] for key in ("x", "gamma", "beta")} | {argument: array}
            out, _ = functions["batchnorm_forward"](*given.values(), _fresh(case), "train")
            return np.sum(out * case["dout"])

        return nudges(total, case[argument])

    return {f"d{argument}": moved(argument) for argument in ("x", "gamma", "beta")}


PATHS_ARE_MISSING = (
    (
        "dnormal.mean(axis={axis}) + normal",
        "normal",
        "dx: the path through the mean is missing. Every number of a {line} moves their mean, and so all the others.",
    ),
    (
        " + normal * (dnormal * normal).mean(axis={axis})",
        "",
        "dx: the path through the variance is missing. Every number of a {line} moves their spread.",
    ),
    (
        "(dnormal - shared) / spread",
        "dnormal / spread",
        "dx: the paths through mean and variance are both missing. They are nodes that all numbers of a {line} share.",
    ),
)


def _missing_paths(axis: str, line: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((old.format(axis=axis), new, text.format(line=line)) for old, new, text in PATHS_ARE_MISSING)


batchnorm = LayerTask(
    "batchnorm",
    BATCHNORM,
    tuple(drawn(10 + n, x=(n, 3), gamma=(3,), beta=(3,), dout=(n, 3)) for n in (3, 5)),
    edited(
        BATCHNORM,
        *_missing_paths("0", "column"),
        (
            "x.var(axis=0)",
            "x.var(axis=0, ddof=1)",
            "The variance divides by n − 1; here it is the mean of the squares, divided by n.",
        ),
        (
            "x.mean(axis=0), x.var(axis=0)",
            "x.mean(axis=1), x.var(axis=1)",
            "Mean and variance go along the rows. Batch norm takes them over the examples, for each column.",
        ),
        (
            "np.sqrt(variance + 1e-5)",
            "np.sqrt(variance) + 1e-5",
            "1e-5 belongs under the root, where it is added to the variance.",
        ),
        ("np.sqrt(variance + 1e-5)", "(variance + 1e-5)", "out: the numbers are divided by the root of the variance."),
        ("gamma * normal + beta", "normal", "gamma and beta are not used: multiply by gamma and add beta."),
        (
            '    else:\n        mean, variance = running["mean"], running["variance"]\n',
            "",
            "At test time the running mean and variance count, not those of the batch at hand.",
        ),
        (
            MOVED,
            '    if mode == "test":',
            "The running mean and variance are never moved: do so in every call in train mode.",
        ),
        (
            '0.9 * running["mean"] + 0.1 * mean\n&\n0.9 * running["variance"] + 0.1 * variance',
            '0.1 * running["mean"] + 0.9 * mean\n&\n0.1 * running["variance"] + 0.9 * variance',
            "The shares are exchanged: a running number keeps 0.9 of itself.",
        ),
        ("dnormal = dout * gamma", "dnormal = dout", "dx: gamma lies on the way from out to x. Multiply by it first."),
        (
            "(dout * normal).sum(axis=0)",
            "(dout * gamma).sum(axis=0)",
            "dgamma: the partial of gamma · normal with respect to gamma is normal.",
        ),
        (
            "(dout * normal).sum(axis=0), dout.sum(axis=0)",
            "(dout * normal).mean(axis=0), dout.mean(axis=0)",
            "dgamma and dbeta are means; gamma and beta were copied to every row, so the rows are added.",
        ),
    ),
    _run_batchnorm,
    _batchnorm_slopes,
)

LAYERNORM = """\
def layernorm_forward(x, gamma, beta):
    spread = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    normal = (x - x.mean(axis=1, keepdims=True)) / spread
    return gamma * normal + beta, (normal, gamma, spread)


def layernorm_backward(dout, cache):
    normal, gamma, spread = cache
    dnormal = dout * gamma
    shared = dnormal.mean(axis=1, keepdims=True) + normal * (dnormal * normal).mean(axis=1, keepdims=True)
    return (dnormal - shared) / spread, (dout * normal).sum(axis=0), dout.sum(axis=0)"""
layernorm = LayerTask(
    "layernorm",
    LAYERNORM,
    tuple(drawn(n, x=(n, 4), gamma=(4,), beta=(4,), dout=(n, 4)) for n in (4, 3)),
    edited(
        LAYERNORM,
        *_missing_paths("1, keepdims=True", "row"),
        (
            "x.var(axis=1, keepdims=True)\n&\nx.mean(axis=1, keepdims=True)",
            "x.var(axis=0)\n&\nx.mean(axis=0)",
            "Mean and variance go along the columns: that is batch norm. Layer norm takes them in each row.",
        ),
        (
            "x.var(axis=1, keepdims=True)",
            "x.var(axis=1, ddof=1, keepdims=True)",
            "The variance divides by n − 1; here it is the mean of the squares, divided by n.",
        ),
        (
            "dnormal.mean(axis=1, keepdims=True) + normal * (dnormal * normal).mean(axis=1, keepdims=True)",
            "dnormal.mean(axis=0) + normal * (dnormal * normal).mean(axis=0)",
            "dx: what a row shares is its own mean and variance, so the means on the way down go along the rows too.",
        ),
        (
            "(dout * normal).sum(axis=0), dout.sum(axis=0)",
            "(dout * normal).sum(axis=1), dout.sum(axis=1)",
            "dgamma and dbeta: there is one gamma for each column, copied to every row. Add the rows.",
        ),
        ("dnormal = dout * gamma", "dnormal = dout", "dx: gamma lies on the way from out to x. Multiply by it first."),
    ),
    *both_halves("layernorm", "dx, dgamma, dbeta"),
)

TASKS = (batchnorm, layernorm)
