"""The numbers that CS231n's assignment 2 (Stanford, 2016-2024) prints for evenly spaced and for seeded inputs.

They come from its public notebooks FullyConnectedNets, BatchNormalization and ConvolutionalNetworks: those that it
gives as `correct_out` and `expected_...`, and those that public copies print for the seed 231.
"""

import itertools

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, inputs, nn
from cgraph_lib.updates import adam, momentum, rmsprop


def spaced(low, high, *shape):
    return np.linspace(low, high, int(np.prod(shape))).reshape(shape)


def value(build, **given):
    graph = Graph(build(*inputs(" ".join(given))) if len(given) > 1 else build(inputs(*given)))
    return evaluate(graph, given)[graph.output]


def test_an_affine_layer():
    found = value(nn.affine, x=spaced(-0.1, 0.5, 2, 120), w=spaced(-0.2, 0.3, 120, 3), b=spaced(-0.3, 0.1, 3))
    assert found.round(8).tolist() == [[1.49834967, 1.70660132, 1.91485297], [3.25553199, 3.5141327, 3.77273342]]


def test_relu():
    found = value(nn.relu, x=spaced(-0.5, 0.5, 3, 4))
    rows = [[0, 0, 0, 0], [0, 0, 0.04545455, 0.13636364], [0.22727273, 0.31818182, 0.40909091, 0.5]]
    assert found.round(8).tolist() == rows


def test_two_losses():
    random = np.random.RandomState(231)
    x, y = 0.001 * random.randn(50, 10), np.eye(10)[random.randint(10, size=50)]
    assert value(nn.svm_loss, x=x, y=y) == pytest.approx(8.999602749096233, rel=1e-14)
    assert value(nn.softmax_loss, x=x, y=y) == pytest.approx(2.302545844500738, rel=1e-14)


def test_a_network_of_two_layers():
    shapes = {"W1": (-0.7, 0.3, 5, 50), "b1": (-0.1, 0.9, 50), "W2": (-0.3, 0.4, 50, 7), "b2": (-0.9, 0.1, 7)}
    parameters = {name: spaced(*shape) for name, shape in shapes.items()}
    x, y = spaced(-5.5, 4.5, 5, 3).T, [0, 5, 1]
    scores = evaluate(Graph(nn.Network(parameters).graph.node("scores")), {"X": x, **parameters})["scores"]
    first = [11.53165108, 12.2917344, 13.05181771, 13.81190102, 14.57198434, 15.33206765, 16.09215096]
    last = [12.58373087, 13.20054771, 13.81736455, 14.43418138, 15.05099822, 15.66781506, 16.2846319]
    assert [scores[0].round(8).tolist(), scores[2].round(8).tolist()] == [first, last]
    for penalty, loss in ((0.0, 3.4702243556), (1.0, 26.5948426952)):
        assert round(nn.Network(parameters, penalty).loss_and_gradient(x, y)[0], 10) == loss


def test_a_network_of_three_layers_before_it_has_learned():
    random = np.random.RandomState(231)
    x, y = random.randn(2, 15), random.randint(10, size=2)
    for penalty, loss in ((0.0, 2.3004790897684924), (3.14, 7.052114776533016)):
        sizes, parameters = [15, 20, 30, 10], {}
        for i, (rows, columns) in enumerate(itertools.pairwise(sizes), 1):
            parameters |= {f"W{i}": 5e-2 * random.randn(rows, columns), f"b{i}": np.zeros(columns)}
        assert nn.Network(parameters, penalty).loss_and_gradient(x, y)[0] == pytest.approx(loss, rel=1e-14)


# The first seven of twenty entries, and the last one.
RULES = [
    (
        momentum(1e-3),
        0,
        [(0.6, 0.9)],
        [
            [0.1406, 0.20738947, 0.27417895, 0.34096842, 0.40775789, 0.47454737, 0.54133684, 1.4096],
            [0.5406, 0.55475789, 0.56891579, 0.58307368, 0.59723158, 0.61138947, 0.62554737, 0.8096],
        ],
    ),
    (
        rmsprop(1e-2),
        0,
        [(0.6, 0.9)],
        [
            [-0.39223849, -0.34037513, -0.28849239, -0.23659121, -0.18467247, -0.132737, -0.08078555, 0.59576619],
            [0.5976, 0.6126277, 0.6277108, 0.64284931, 0.65804321, 0.67329252, 0.68859723, 0.8926],
        ],
    ),
    (
        adam(1e-2),
        5,
        [(0.6, 0.9), (0.7, 0.5)],
        [
            [-0.40094747, -0.34836187, -0.29577703, -0.24319299, -0.19060977, -0.1380274, -0.08544591, 0.59801459],
            [0.48, 0.49947368, 0.51894737, 0.53842105, 0.55789474, 0.57736842, 0.59684211, 0.85],
            [0.69966, 0.68908382, 0.67851319, 0.66794809, 0.65738853, 0.64683452, 0.63628604, 0.49966],
        ],
    ),
]


@pytest.mark.parametrize(("rule", "steps", "remembered", "published"), RULES, ids=["momentum", "rmsprop", "adam"])
def test_one_step_of_an_update_rule(rule, steps, remembered, published):
    parameters, derivatives = {"w": spaced(-0.4, 0.6, 4, 5)}, {"w": spaced(-0.6, 0.4, 4, 5)}
    rule.steps, rule.memory = steps, {"w": tuple(spaced(*ends, 4, 5) for ends in remembered)}
    rule(parameters, derivatives)
    for found, expected in zip((parameters["w"], *rule.memory["w"]), published, strict=True):
        np.testing.assert_allclose(np.ravel(found)[[0, 1, 2, 3, 4, 5, 6, 19]], expected, rtol=0, atol=6e-9)


def hidden(random, rows, w1, w2):
    return np.maximum(random.randn(rows, 50) @ w1, 0) @ w2


def test_batch_norm_in_training():
    random = np.random.RandomState(231)
    x = random.randn(200, 50)
    w1, w2 = random.randn(50, 60), random.randn(60, 3)
    x = np.maximum(x @ w1, 0) @ w2
    assert x.mean(axis=0).round(8).tolist() == [-2.3814598, -13.18038246, 1.91780462]  # the inputs are theirs
    found = value(nn.batch_norm, x=x, gamma=np.array([1.0, 2.0, 3.0]), beta=np.array([11.0, 12.0, 13.0]))
    assert found.mean(axis=0).round(8).tolist() == [11, 12, 13]
    assert found.std(axis=0).round(8).tolist() == [0.99999999, 1.99999999, 2.99999999]


def test_batch_norm_at_test_time():
    random = np.random.RandomState(231)
    w1, w2 = random.randn(50, 60), random.randn(60, 3)
    mean, variance = np.zeros(3), np.zeros(3)
    for _ in range(50):
        x = hidden(random, 200, w1, w2)
        mean, variance = 0.9 * mean + 0.1 * x.mean(axis=0), 0.9 * variance + 0.1 * x.var(axis=0)
    graph = Graph(nn.batch_norm(*inputs("x gamma beta"), statistics=(mean, variance)))
    found = evaluate(graph, x=hidden(random, 200, w1, w2), gamma=np.ones(3), beta=np.zeros(3))[graph.output]
    assert found.mean(axis=0).round(8).tolist() == [-0.03927354, -0.04349152, -0.10452688]
    assert found.std(axis=0).round(8).tolist() == [1.01531428, 1.01238373, 0.97819988]


def test_layer_norm():
    random = np.random.RandomState(231)
    x = random.randn(4, 50)
    w1, w2 = random.randn(50, 60), random.randn(60, 3)
    x = np.maximum(x @ w1, 0) @ w2
    assert x.mean(axis=1).round(8).tolist() == [-59.06673243, -47.60782686, -43.31137368, -26.40991744]
    found = value(nn.layer_norm, x=x, gamma=np.ones(3), beta=np.zeros(3))
    np.testing.assert_allclose(found.mean(axis=1), 0, atol=1e-12)
    assert found.std(axis=1)[0].round(8) == 0.99999995


def test_a_convolution_with_stride_and_padding():
    x, k = spaced(-0.1, 0.5, 2, 3, 4, 4), spaced(-0.2, 0.3, 3, 3, 4, 4)
    graph = Graph(nn.convolution(*inputs("x k b"), image=(3, 4, 4), shape=k.shape, stride=2, padding=1))
    found = evaluate(graph, x=x.reshape(2, -1), k=k, b=spaced(-0.1, 0.2, 3))[graph.output]
    published = [
        [-0.08759809, -0.10987781, -0.18387192, -0.2109216],
        [0.21027089, 0.21661097, 0.22847626, 0.23004637],
        [0.50813986, 0.54309974, 0.64082444, 0.67101435],
        [-0.98053589, -1.03143541, -1.19128892, -1.24695841],
        [0.69108355, 0.66880383, 0.59480972, 0.56776003],
        [2.36270298, 2.36904306, 2.38090835, 2.38247847],
    ]
    assert found.reshape(6, 4).round(8).tolist() == published
