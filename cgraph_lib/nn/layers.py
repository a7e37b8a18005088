"""Layers and losses as graphs: each function takes nodes (or arrays) and returns the node of its result.

Names of the nodes inside end with `layer`, so that several layers of a kind fit into one graph.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cgraph_lib.arrays import log_sum_exp, matmul, mean, pick, total
from cgraph_lib.arrays.array_op import apply_to
from cgraph_lib.errors import InputError, ShapeError
from cgraph_lib.examples import check_count
from cgraph_lib.graph import Node, constant, function
from cgraph_lib.ops import OPS, Op
from cgraph_lib.reals import is_finite
from cgraph_lib.updates import Array

relu = function("relu")
_sqrt = function("sqrt")
SMALL = 1e-5
"""What is added to a variance before its root is taken, as in PyTorch, so that nothing is divided by 0."""


def affine(x: Any, w: Any, b: Any, layer: str | int = "") -> Node:
    """Return the node of `x @ w + b`: a row for each example, a column for each unit.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> graph = Graph(affine(*inputs("x w b")))
    >>> evaluate(graph, x=np.ones((2, 3)), w=np.ones((3, 1)), b=np.ones(1))["z"].tolist()
    [[4.0], [4.0]]
    """
    score: Node = matmul(x, w).named(f"XW{layer}") + b
    return score.named(f"z{layer}")


def softmax_loss(scores: Any, y: Any) -> Node:
    """Return the node of the softmax cross-entropy, averaged over the examples; `y` has a 1 for the right class.

    Raises `ShapeError` in evaluation if `y` has another shape than the scores, as class numbers have.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> evaluate(Graph(softmax_loss(*inputs("scores y"))), scores=np.zeros((2, 1)), y=np.ones((2, 1)))["data_loss"]
    0.0
    """
    right = total(apply_to(_of_labels(), y, scores), axis=1).named("right_score")
    return mean(log_sum_exp(scores).named("log_sum") - right).named("data_loss")


def svm_loss(scores: Any, y: Any, margin: float = 1.0) -> Node:
    """Return the node of the multiclass SVM loss, averaged over the examples; `y` has a 1 for the right class.

    Every wrong class costs by how much its score comes closer to the right one than the margin. Source: J. Weston and
    C. Watkins, Support Vector Machines for Multi-Class Pattern Recognition (1999). Raises what `softmax_loss` does.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> graph = Graph(svm_loss(*inputs("scores y")))
    >>> evaluate(graph, scores=np.array([[3.0, 2.5, 1.0]]), y=np.array([[1.0, 0.0, 0.0]]))["data_loss"]
    0.5
    """
    labels = _as_node(y)
    right = total(apply_to(_of_labels(), labels, scores), axis=1, keepdims=True).named("right_score")
    shortfall = relu(scores - right + margin).named("shortfall")
    return mean(total(shortfall * (1 - labels), axis=1).named("per_example")).named("data_loss")


@dataclass(frozen=True, eq=False)
class _OfLabels(Op):
    """The product of labels and scores of one shape: other labels would be stretched, and the loss be wrong."""

    def __reduce__(self) -> Any:
        return _of_labels, ()


@cache
def _of_labels() -> Op:
    multiply = OPS["multiply"]

    def compute(node: Any, values: dict[Any, Any]) -> None:
        labels, scores = (np.shape(values[parent]) for parent in node.parents)
        if labels != scores:
            raise ShapeError(
                "The labels have shape {labels}, the scores {scores}; expected a row for each example, with a 1 in the "
                "column of its class: np.eye(classes)[labels] makes them of class numbers.",
                labels=labels,
                scores=scores,
            )
        multiply.compute(node, values)

    return _OfLabels(**vars(multiply) | {"compute": compute})


def batch_norm(x: Any, gamma: Any, beta: Any, layer: str | int = "", statistics: tuple[Any, Any] | None = None) -> Node:
    """Return the node of batch normalisation: each column gets mean 0 and variance 1, then factor and offset.

    Mean and variance (a sum divided by the number of rows) are those of the batch. At test time `statistics` brings
    the mean and the variance of each column; `InputError` is raised for anything else. Source: S. Ioffe and C. Szegedy,
    Batch Normalization (2015).

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> values = evaluate(Graph(batch_norm(*inputs("x gamma beta"))), x=np.array([[1.0], [3.0]]), gamma=2, beta=5)
    >>> values["y"].round(3).tolist()
    [[3.0], [7.0]]
    """
    return _normalised(x, gamma, beta, 0, layer, statistics)


def layer_norm(x: Any, gamma: Any, beta: Any, layer: str | int = "") -> Node:
    """Return the node of layer normalisation: each row gets mean 0 and variance 1, then a factor and offset a column.

    Source: J. L. Ba, J. R. Kiros and G. E. Hinton, Layer Normalization (2016).

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> values = evaluate(Graph(layer_norm(*inputs("x gamma beta"))), x=np.array([[1.0, 3.0]]), gamma=2, beta=5)
    >>> values["y"].round(3).tolist()
    [[3.0, 7.0]]
    """
    return _normalised(x, gamma, beta, 1, layer, None)


def _normalised(x: Any, gamma: Any, beta: Any, axis: int, layer: str | int, statistics: Any) -> Node:
    mean_then, variance_then = _statistics(statistics)
    centre = mean(x, axis=axis, keepdims=True).named(f"mean{layer}") if mean_then is None else _as_node(mean_then)
    centred: Node = (x - centre).named(f"centred{layer}")
    squares = (centred * centred).named(f"squares{layer}")
    measured = mean(squares, axis=axis, keepdims=True).named(f"variance{layer}")
    variance = measured if variance_then is None else _as_node(variance_then)
    spread: Node = _sqrt(variance + SMALL).named(f"spread{layer}")
    y: Node = gamma * (centred / spread).named(f"normal{layer}") + beta
    return y.named(f"y{layer}")


def _statistics(given: Any) -> Any:
    """Return a mean and a variance, each `None` if none are given."""
    if given is None:
        return None, None
    if not _is_row(given) or len(given) != 2 or any(each is None for each in given):
        raise InputError("statistics are a mean and a variance, as in (m, v), not {given!r:.40}.", given=given)
    return given


def _is_row(thing: Any) -> bool:
    """Return whether this is a sequence, or an array with an axis."""
    return isinstance(thing, Sequence) or (isinstance(thing, np.ndarray) and thing.ndim > 0)


def _as_node(value: Any) -> Node:
    return value if isinstance(value, Node) else constant(value)


def dropout(x: Any, mask: Any, layer: str | int = "") -> Node:
    """Return the node of `x * mask`; the mask of a step is a constant, as `dropout_mask` draws it."""
    kept: Node = _as_node(x) * mask
    return kept.named(f"kept{layer}")


def dropout_mask(shape: Sequence[int], keep: float, random: np.random.Generator) -> Array:
    """Return an inverted mask: 1 / keep in the share `keep` of all places, 0 elsewhere, so that the mean stays.

    Source: N. Srivastava and others, Dropout (2014). Raises `InputError` if `keep` is not above 0 and at most 1, for
    what is no shape, and for a seed in place of the generator.

    >>> np.unique(dropout_mask((4, 8), 0.5, np.random.default_rng(0))).tolist()
    [0.0, 2.0]
    """
    if not is_finite(keep) or not 0 < keep <= 1:
        raise InputError("keep is a share above 0 and at most 1, not {keep!r}.", keep=keep)
    if not isinstance(random, (np.random.Generator, np.random.RandomState)):
        sentence = "random is a generator, as np.random.default_rng(0) makes it, not {random!r:.40}."
        raise InputError(sentence, random=random)
    return (random.random(_sizes(shape)) < keep) / keep


def _sizes(shape: Any, least: int = 0) -> tuple[int, ...]:
    """Return a shape in a tuple; raise `InputError` for what is none."""
    sizes = tuple(shape) if _is_row(shape) else (shape,)
    for size in sizes:
        check_count("A size", size, least)
    return sizes


def convolution(
    x: Any,
    kernels: Any,
    offsets: Any,
    image: tuple[int, int, int],
    shape: tuple[int, int, int, int],
    stride: int = 1,
    padding: int = 0,
    layer: str | int = "",
) -> Node:
    """Return the node of a convolution: an affine layer in whose matrix the few numbers of the kernels come again.

    A row of `x` is an image of the shape `image` (channels, rows, columns) in reading order, and so is a row of the
    result, with a channel for each filter; `shape` is that of `kernels` (filters, channels, rows, columns). Around the
    image lie `padding` zeros.

    Raises `InputError` for sizes, stride or padding that are no such counts, and `ShapeError` if a kernel has other
    channels than the image or does not fit into it, or if a size is missing or too many; and in evaluation if kernels
    or offsets have other shapes.

    >>> from cgraph_lib import Graph, evaluate, inputs
    >>> graph = Graph(convolution(*inputs("x k b"), image=(1, 1, 3), shape=(1, 1, 1, 2)))
    >>> x, k = np.array([[1.0, 2.0, 4.0]]), np.array([[[[-1.0, 1.0]]]])
    >>> evaluate(graph, x=x, k=k, b=np.zeros(1))["z"].tolist()
    [[1.0, 2.0]]
    """
    places, inside = _places(image, shape, stride, padding)
    matrix = (pick(kernels, *places, shape=_sizes(shape)) * inside).named(f"W{layer}")
    return affine(x, matrix, pick(offsets, places[0][0], shape=(shape[0],)).named(f"B{layer}"), layer)


def _places(image: Sequence[int], shape: Sequence[int], stride: int, padding: int) -> tuple[list[Array], Array]:
    """Return for each entry of the matrix which entry of the kernels stands there, and 0 where none does."""
    image, shape = _sizes(image, 1), _sizes(shape, 1)
    if len(image) != 3 or len(shape) != 4:
        raise ShapeError(
            "An image has the shape (channels, rows, columns), kernels have (filters, channels, rows, columns); got "
            "{image} and {shape}.",
            image=image,
            shape=shape,
        )
    check_count("A size", stride)
    check_count("padding", padding, least=0)
    channels, *sides = image
    filters, deep, *kernel = shape
    out = [(side + 2 * padding - long) // stride + 1 for side, long in zip(sides, kernel, strict=True)]
    if channels != deep or min(out) < 1:
        raise ShapeError("Kernels of shape {shape} do not fit an image of shape {image}.", shape=shape, image=image)
    c, i, j, f, up, left = np.ogrid[tuple(map(slice, (*image, filters, *out)))]
    row, column = i + padding - stride * up, j + padding - stride * left
    inside = (row >= 0) & (row < kernel[0]) & (column >= 0) & (column < kernel[1])
    *entries, known = np.broadcast_arrays(f, c, np.where(inside, row, 0), np.where(inside, column, 0), inside)
    matrix = (math.prod(image), filters * math.prod(out))
    return [entry.reshape(matrix) for entry in entries], known.reshape(matrix).astype(float)
