"""Layers and losses as graphs: values and derivatives against PyTorch, on random shapes."""

import copy
import math
import pickle

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, inputs
from cgraph_lib.arrays import ShapeError, array_gradient, total
from cgraph_lib.arrays.program import compile_array_gradient
from cgraph_lib.errors import InputError
from cgraph_lib.nn import (
    affine,
    batch_norm,
    convolution,
    dropout,
    dropout_mask,
    layer_norm,
    relu,
    softmax_loss,
    svm_loss,
)

torch = pytest.importorskip("torch")
F = torch.nn.functional

SHAPES = [(7, 5, 4), (1, 5, 4), (7, 1, 4), (7, 5, 1), (1, 1, 1), (0, 5, 4)]
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
each_seed = pytest.mark.parametrize("seed", range(3))


def ours(layer, arrays):
    """Return the result of a layer, and the derivatives of its entries' sum weighted by `to_result`."""
    nodes = {name: inputs(name) for name in arrays if name != "to_result"}
    result = layer(**nodes)
    given = {name: array for name, array in arrays.items() if name in nodes}
    loss = total(result * inputs("to_result")) if np.ndim(arrays["to_result"]) else result * inputs("to_result")
    gradient = array_gradient(Graph(loss), arrays)
    return evaluate(Graph(result.named("result")), given)["result"], {name: gradient[name] for name in nodes}


def theirs(layer, arrays):
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items() if name != "to_result"}
    result = layer(**tensors)
    (result * torch.tensor(arrays["to_result"])).sum().backward()
    return result.detach().numpy(), {name: tensor.grad.numpy() for name, tensor in tensors.items()}


def assert_the_same(mine, peer, arrays):
    (value, gradient), (expected, slopes) = ours(mine, arrays), theirs(peer, arrays)
    np.testing.assert_allclose(value, expected, rtol=1e-10, atol=1e-12)
    assert gradient.keys() == slopes.keys()
    for name, array in gradient.items():
        assert np.shape(array) == slopes[name].shape, name
        np.testing.assert_allclose(array, slopes[name], rtol=1e-9, atol=1e-11, err_msg=name)


def drawn(seed, **shapes):
    random = np.random.default_rng(seed)
    return {name: random.normal(size=shape) for name, shape in shapes.items()}


@each_shape
@each_seed
def test_affine(shape, seed):
    n, d, m = shape
    arrays = drawn(seed, x=(n, d), w=(d, m), b=(m,), to_result=(n, m))
    assert_the_same(affine, lambda x, w, b: F.linear(x, w.T, b), arrays)


@each_shape
def test_relu(shape):
    assert_the_same(relu_of, lambda x: F.relu(x), drawn(1, x=shape[:2], to_result=shape[:2]))


def relu_of(x):
    return relu(x)


def labels(seed, n, classes):
    return np.random.default_rng(100 + seed).integers(0, classes, n)


@pytest.mark.parametrize("shape", [(7, 5), (1, 5), (7, 1), (1, 1), (7, 2)], ids=str)
@each_seed
def test_losses(shape, seed):
    y, classes = labels(seed, *shape), shape[1]
    arrays, one_hot = drawn(seed, scores=shape) | {"to_result": np.array(1.0)}, np.eye(classes)[y]
    right = torch.tensor(y)
    assert_the_same(lambda scores: softmax_loss(scores, one_hot), lambda scores: F.cross_entropy(scores, right), arrays)
    assert_the_same(  # PyTorch divides by the number of classes as well
        lambda scores: svm_loss(scores, one_hot),
        lambda scores: F.multi_margin_loss(scores, right) * classes,
        arrays,
    )
    assert_the_same(
        lambda scores: svm_loss(scores, one_hot, margin=0.25),
        lambda scores: F.multi_margin_loss(scores, right, margin=0.25) * classes,
        arrays,
    )


def test_losses_of_no_examples_are_0():
    for loss in (softmax_loss, svm_loss):
        assert evaluate(Graph(loss(*inputs("s y"))), s=np.zeros((0, 3)), y=np.zeros((0, 3)))["data_loss"] == 0


@pytest.mark.parametrize("y", [np.arange(3), np.arange(3).reshape(3, 1), np.eye(3)[0], 1.0, np.eye(3)[:1]], ids=str)
@pytest.mark.parametrize("loss", [softmax_loss, svm_loss])
def test_labels_are_not_stretched(loss, y):
    scores, graph = np.ones((3, 3)), Graph(loss(*inputs("s y")))
    for labelled in (graph, pickle.loads(pickle.dumps(graph)), copy.deepcopy(graph), Graph(loss(inputs("s"), y))):
        given = {"s": scores, "y": y} if len(labelled.inputs) == 2 else {"s": scores}
        with pytest.raises(ShapeError, match=r"The labels have shape .*, the scores \(3, 3\); expected a row for each"):
            evaluate(labelled, given)
        with pytest.raises(ShapeError, match="The labels have shape"):
            compile_array_gradient(labelled)(given)


def test_large_scores_do_not_overflow():
    scores, y = np.array([[1000.0, -1000.0]]), np.array([[0.0, 1.0]])
    assert evaluate(Graph(softmax_loss(*inputs("s y"))), s=scores, y=y)["data_loss"] == 2000
    assert evaluate(Graph(svm_loss(*inputs("s y"))), s=scores, y=y)["data_loss"] == 2001


@pytest.mark.parametrize("shape", [(7, 5), (2, 5), (7, 1), (2, 1), (50, 3)], ids=str)
@each_seed
def test_batch_norm_on_a_batch(shape, seed):
    arrays = drawn(seed, x=shape, gamma=shape[1:], beta=shape[1:], to_result=shape)
    arrays["x"] *= 10.0**seed  # also columns that spread widely
    peer = lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, training=True)  # noqa: E731
    assert_the_same(batch_norm, peer, arrays)


@pytest.mark.parametrize("shape", [(7, 5), (1, 5), (1, 1), (0, 5)], ids=str)
def test_batch_norm_with_statistics(shape):
    arrays = drawn(2, x=shape, gamma=shape[1:], beta=shape[1:], to_result=shape)
    centre, spread = np.random.default_rng(3).uniform(0.5, 2, (2, shape[1]))
    known = torch.tensor(centre), torch.tensor(spread)
    assert_the_same(
        lambda x, gamma, beta: batch_norm(x, gamma, beta, statistics=(centre, spread)),
        lambda x, gamma, beta: F.batch_norm(x, *known, gamma, beta, training=False),
        arrays,
    )


def test_batch_norm_of_one_example_gives_the_offsets():
    """PyTorch refuses it; the formula makes every number 0, and lets nothing through to x."""
    arrays = drawn(2, x=(1, 3), gamma=(3,), beta=(3,), to_result=(1, 3))
    value, gradient = ours(batch_norm, arrays)
    np.testing.assert_array_equal(value, [arrays["beta"]])
    assert not gradient["x"].any() and not gradient["gamma"].any()


@pytest.mark.parametrize("shape", [(7, 5), (1, 5), (7, 1), (1, 1), (0, 5)], ids=str)
@each_seed
def test_layer_norm(shape, seed):
    arrays = drawn(seed, x=shape, gamma=shape[1:], beta=shape[1:], to_result=shape)
    assert_the_same(layer_norm, lambda x, gamma, beta: F.layer_norm(x, shape[1:], gamma, beta), arrays)


@pytest.mark.parametrize("keep", [0.3, 0.5, 1.0])
def test_dropout(keep):
    mask = dropout_mask((200, 300), keep, np.random.default_rng(4))
    assert set(np.unique(mask)) <= {0.0, 1 / keep}
    # The share kept has the deviation sqrt(keep * (1 - keep) / 60000), 0.002 at most.
    assert np.mean(mask > 0) == pytest.approx(keep, abs=0.01)
    arrays = drawn(5, x=(200, 300), to_result=(200, 300))
    value, gradient = ours(lambda x: dropout(x, mask), arrays)
    np.testing.assert_allclose(value, arrays["x"] * mask)
    np.testing.assert_allclose(gradient["x"], arrays["to_result"] * mask)


def test_a_mask_follows_its_generator():
    first, again = (dropout_mask((3, 4), 0.5, np.random.default_rng(6)) for _ in range(2))
    assert np.array_equal(first, again)
    random = np.random.default_rng(6)
    masks = [dropout_mask((3, 4), 0.5, random) for _ in range(2)]
    assert np.array_equal(masks[0], first) and not np.array_equal(masks[1], first)


@pytest.mark.parametrize("keep", [0, -0.5, 1.5, math.nan, "0.5", None])
def test_a_share_is_a_share(keep):
    with pytest.raises(InputError, match="keep is a share above 0 and at most 1"):
        dropout_mask((2, 2), keep, np.random.default_rng(0))


CONVOLUTIONS = [
    # examples, image, kernels, stride, padding
    (3, (2, 7, 6), (4, 2, 3, 3), 1, 0),
    (2, (3, 8, 8), (2, 3, 3, 3), 1, 1),
    (2, (1, 7, 9), (3, 1, 3, 2), 2, 1),
    (2, (2, 8, 8), (3, 2, 2, 2), 3, 0),  # a row and a column are left over
    (1, (1, 1, 1), (1, 1, 1, 1), 1, 0),
    (2, (1, 1, 4), (1, 1, 1, 4), 1, 2),
    (0, (2, 5, 5), (2, 2, 3, 3), 1, 1),
]


@pytest.mark.parametrize(("n", "image", "shape", "stride", "padding"), CONVOLUTIONS)
def test_convolution(n, image, shape, stride, padding):
    rows = (n, math.prod(image))

    def peer(x, kernels, offsets):
        return F.conv2d(x.reshape(n, *image), kernels, offsets, stride, padding).flatten(1)

    def mine(x, kernels, offsets):
        return convolution(x, kernels, offsets, image, shape, stride, padding)

    out = peer(torch.zeros(rows), torch.zeros(shape), torch.zeros(shape[0])).shape
    arrays = drawn(8, x=rows, kernels=shape, offsets=shape[:1], to_result=tuple(out))
    assert_the_same(mine, peer, arrays)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"image": (2, 4, 4)}, "Kernels of shape .* do not fit an image of shape"),
        ({"shape": (1, 1, 5, 3)}, "Kernels of shape .* do not fit an image of shape"),
        ({"stride": 0}, "A size is a whole number from 1 up, not 0"),
        ({"padding": -1}, "padding is a whole number from 0 up, not -1"),
        ({"image": (1, 4.0, 4)}, "A size is a whole number from 1 up, not 4.0"),
    ],
)
def test_convolutions_that_do_not_fit_are_refused(given, sentence):
    with pytest.raises((ShapeError, InputError), match=sentence):
        convolution(*inputs("x k b"), **{"image": (1, 4, 4), "shape": (1, 1, 3, 3)} | given)


def test_layers_of_a_kind_stand_in_one_graph():
    x, w1, b1, w2, b2, gamma1, beta1, gamma2, beta2 = inputs("x w1 b1 w2 b2 gamma1 beta1 gamma2 beta2")
    first = relu(batch_norm(affine(x, w1, b1, 1), gamma1, beta1, 1))
    graph = Graph(layer_norm(affine(first, w2, b2, 2), gamma2, beta2, 2))
    names = set(graph.names.values())
    assert {"z1", "mean1", "variance1", "y1", "z2", "mean2", "y2"} <= names


def test_layers_take_arrays_in_place_of_nodes():
    x, y = np.arange(6.0).reshape(2, 3), np.eye(3)[[0, 2]]
    assert evaluate(Graph(dropout(x, np.full((2, 3), 2.0))))["kept"].tolist() == (2 * x).tolist()
    for loss in (softmax_loss, svm_loss):
        scores, labels = inputs("scores labels")
        by_name = evaluate(Graph(loss(scores, labels)), scores=x, labels=y)["data_loss"]
        assert evaluate(Graph(loss(x, y)))["data_loss"] == by_name
        with pytest.raises(InputError, match="Expected a number or a plain numpy array of real numbers, got"):
            loss("scores", "labels")


@pytest.mark.parametrize("statistics", [3, (1.0,), (None, None), (1.0, 2.0, 3.0), "ab", np.array(3.0)])
def test_statistics_are_a_mean_and_a_variance(statistics):
    x = inputs("x")
    with pytest.raises(InputError, match=r"statistics are a mean and a variance|Expected a number"):
        batch_norm(x, 1.0, 0.0, statistics=statistics)
    both = np.array([[1.0, 2.0], [4.0, 9.0]])
    y = evaluate(Graph(batch_norm(x, 1.0, 0.0, statistics=both)), x=np.array([[3.0, 5.0]]))["y"]
    assert y.tolist() == [[pytest.approx(1, rel=1e-5), pytest.approx(1, rel=1e-5)]]


@pytest.mark.parametrize("image, shape", [((1, 3), (1, 1, 2)), ((1, 3, 3), (1, 1, 2)), ((1, 3), (1, 1, 2, 2)), (9, 4)])
def test_an_image_has_three_sizes_and_kernels_four(image, shape):
    with pytest.raises(ShapeError, match=r"An image has the shape \(channels, rows, columns\), kernels have"):
        convolution(*inputs("x k b"), image, shape)


def test_what_a_mask_is_drawn_from():
    random = np.random.default_rng(0)
    assert dropout_mask(4, np.float32(0.5), random).shape == (4,)
    for generator in (0, None, "seed", random.random):
        with pytest.raises(InputError, match=r"random is a generator, as np.random.default_rng\(0\) makes it, not"):
            dropout_mask((4,), 0.5, generator)
    for shape in ((-4,), (4.0,), None, "4", np.array(4.0)):
        with pytest.raises(InputError, match="A size is a whole number from 0 up"):
            dropout_mask(shape, 0.5, random)


def test_kernels_and_offsets_have_the_shapes_that_were_given():
    graph = Graph(convolution(*inputs("x k b"), image=(1, 3, 3), shape=(2, 1, 2, 2)))
    x, kernels, offsets = np.ones((2, 9)), np.ones((2, 1, 2, 2)), np.ones(2)
    assert evaluate(graph, x=x, k=kernels, b=offsets)["z"].shape == (2, 8)
    with pytest.raises(ShapeError, match=r"k has shape \(3, 1, 3, 3\); expected \(2, 1, 2, 2\)"):
        evaluate(graph, x=x, k=np.ones((3, 1, 3, 3)), b=offsets)
    with pytest.raises(ShapeError, match=r"b has shape \(5,\); expected \(2,\)"):
        evaluate(graph, x=x, k=kernels, b=np.ones(5))
