"""Tasks of notebook 10: affine layers, relu, and a stack of layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from cgraph_lib.exercises.code_answers import edited
from cgraph_lib.exercises.layer_tasks import Functions, LayerTask, Results, both_halves, called, drawn, nudges
from cgraph_lib.exercises.tasks import expect

AFFINE = """\
def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)"""
affine = LayerTask(
    "affine",
    AFFINE,
    (drawn(1, x=(3, 3), w=(3, 3), b=(3,), dout=(3, 3)), drawn(2, x=(4, 3), w=(3, 2), b=(2,), dout=(4, 2))),
    edited(
        AFFINE,
        (" + b", "", "The offsets b are missing in out."),
        ("dout @ w.T", "dout @ w", "dx: the matrix on the way down is w turned over, w.T."),
        (
            "dout @ w.T",
            "w.T @ dout",
            "dx: the two factors stand the wrong way round. Rows are examples: dout comes first.",
        ),
        ("dout @ w.T, x.T @ dout", "x.T @ dout, dout @ w.T", "dx and dw have changed places: return dx, dw, db."),
        ("x.T @ dout", "x @ dout", "dw: x is turned over in this product, x.T, so that examples are added up."),
        ("x.T @ dout", "dout.T @ x", "dw is turned over: its rows belong to the columns of x."),
        ("x.T @ dout", "x.T @ dout / len(x)", "dw: nothing is a mean here. The loss divides by the examples, once."),
        ("axis=0", "axis=1", "db is summed over the wrong axis: b was copied to every row, so the rows are added."),
        ("dout.sum(axis=0)", "dout.mean(axis=0)", "db is a mean; b was copied to every row, so the rows are added."),
        ("dout.sum(axis=0)", "dout", "db: b was copied to every row. Add the rows of dout."),
        ("dout.sum(axis=0)", "dout.sum(axis=0, keepdims=True)", "db has one axis too many: it has the shape of b."),
        (
            "    return x @ w + b, (x, w)\n&\n    x, w = cache",
            "    global kept\n    kept = x, w\n    return x @ w + b, ()\n&\n    x, w = kept",
            "The numbers of the call before are gone: hand them on in the cache, not in a global variable.",
        ),
    ),
    *both_halves("affine", "dx, dw, db"),
)

RELU = """\
def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)"""
relu = LayerTask(
    "relu",
    RELU,
    (drawn(3, x=(4, 5), dout=(4, 5)),),
    edited(
        RELU,
        ("np.maximum(x, 0)", "np.abs(x)", "out: a negative number becomes 0, not its size."),
        ("np.maximum(x, 0)", "np.minimum(x, 0)", "out: that keeps the negative numbers. relu keeps the positive ones."),
        (
            "cache > 0",
            "dout > 0",
            "dx is let through where dout is positive. What counts is where the input was positive.",
        ),
        ("dout * (cache > 0)", "dout", "dx: where the input was negative, nothing is let through."),
        ("cache > 0", "cache < 0", "dx: the mask is turned round. It is 1 where the input was positive."),
        ("dout * (cache > 0)", "1.0 * (cache > 0)", "dx: that is the partial alone. Multiply it by dout."),
        ("(cache > 0)", "np.maximum(cache, 0)", "dx: the partial is 1 or 0, not the value of relu."),
    ),
    *both_halves("relu", "dx"),
)

NO_DICT = "gradient should be a dict with the derivative of each parameter by name"
STACK = """\
def stack_forward(x, layers, parameters):
    caches = []
    for forward, _, names in layers:
        x, cache = forward(x, *[parameters[name] for name in names])
        caches.append(cache)
    return x, caches


def stack_backward(dout, layers, caches):
    gradient = {}
    for (_, backward, names), cache in zip(layers[::-1], caches[::-1], strict=True):
        dout, *slopes = backward(dout, cache)
        gradient.update(zip(names, slopes, strict=True))
    return dout, gradient"""


def layers_of(depth: int) -> list[Any]:
    """Return the layers of a stack, each as its two halves and the names of its parameters."""
    halves = affine.functions(AFFINE) | relu.functions(RELU)
    through = halves["relu_forward"], lambda dout, cache: (halves["relu_backward"](dout, cache),), ()
    made: list[Any] = []
    for i in range(1, depth + 1):
        made += [(halves["affine_forward"], halves["affine_backward"], (f"W{i}", f"b{i}")), through]
    return made[:-1]


def _stack_case(depth: int) -> dict[str, Any]:
    shapes: dict[str, Any] = {f"W{i}": (3, 3) for i in range(1, depth + 1)} | {
        f"b{i}": (3,) for i in range(1, depth + 1)
    }
    return {"layers": layers_of(depth), "parameters": drawn(depth, **shapes)} | drawn(9, x=(4, 3), dout=(4, 3))


def _run_stack(functions: Functions, case: dict[str, Any]) -> Results:
    layers, parameters = case["layers"], {name: w.copy() for name, w in case["parameters"].items()}
    given = {"x": case["x"], "layers": layers, "parameters": parameters}
    scores, caches = called(functions, "stack_forward", "scores, caches", **given)
    back = {"dout": case["dout"], "layers": layers, "caches": caches}
    dx, gradient = called(functions, "stack_backward", "dx, gradient", **back)
    expect(isinstance(gradient, dict), NO_DICT)
    found = {f"d{name}": gradient.get(name) for name in parameters}
    return {"scores": scores, "dx": dx, "the number of derivatives": len(gradient)} | found


def _stack_slopes(functions: Functions, case: dict[str, Any]) -> Results:
    def moved(name: str) -> Any:
        def total(array: Any) -> Any:
            x, parameters = (
                (array, case["parameters"]) if name == "x" else (case["x"], case["parameters"] | {name: array})
            )
            return np.sum(functions["stack_forward"](x, case["layers"], parameters)[0] * case["dout"])

        return nudges(total, case["x"] if name == "x" else case["parameters"][name])

    return {f"d{name}": moved(name) for name in ("x", *case["parameters"])}


stack = LayerTask(
    "stack",
    STACK,
    tuple(map(_stack_case, (2, 1, 4))),
    edited(
        STACK,
        (
            "layers[::-1], caches[::-1]",
            "layers, caches",
            "stack_backward goes up again. The last layer receives dout first.",
        ),
        (
            "dout, *slopes = backward",
            "_, *slopes = backward",
            "Every layer receives the dout of the scores. Hand down what the layer above returned.",
        ),
        (
            "        gradient.update(zip(names, slopes, strict=True))",
            "        gradient = dict(zip(names, slopes, strict=True))",
            "The gradient keeps one layer only; gather those of all layers.",
        ),
        (
            "x, cache = forward(x,",
            "out, cache = forward(x,",
            "Every layer receives the same x. Hand up what the layer below returned.",
        ),
        (
            "return dout, gradient",
            "return None, gradient",
            "dx is missing: return what is left when the lowest layer is done.",
        ),
    ),
    _run_stack,
    _stack_slopes,
)

TASKS = (affine, relu, stack)
