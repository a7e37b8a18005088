"""The right functions of notebook 10 are right: they agree with PyTorch, and with the graphs of the same layers."""

import re

import nbformat
import numpy as np
import pytest
from exercises.answers.layers import TASKS, right

from cgraph_lib import Graph, evaluate, inputs
from cgraph_lib.arrays import pull_back
from cgraph_lib.nn import affine, batch_norm, convolution, layer_norm, relu, softmax_loss, svm_loss
from tools import notebooks as tool


def normal(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


GRAPHS = {
    "affine": (lambda x, w, b: affine(x, w, b), [(5, 4), (4, 3), (3,)]),
    "relu": (lambda x: relu(x), [(5, 4)]),
    "layernorm": (layer_norm, [(5, 4), (4,), (4,)]),
    "conv": (lambda x, w, b: convolution(x, w, b, (2, 5, 6), (3, 2, 3, 2)), [(4, 2, 5, 6), (3, 2, 3, 2), (3,)]),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_layers_agree_with_their_graphs(name):
    build, shapes = GRAPHS[name]
    arrays = [normal(i, *shape) for i, shape in enumerate(shapes)]
    forward, backward = right(name).values()
    out, cache = forward(*arrays)
    slopes = backward(dout := normal(9, *out.shape), cache)
    nodes = inputs("p q r")[: len(arrays)]
    graph = Graph(build(*nodes).named("out"))
    flat = [array.reshape(len(array), -1) if i == 0 else array for i, array in enumerate(arrays)]
    values = evaluate(graph, dict(zip("pqr", flat, strict=False)))
    adjoints = pull_back(graph, values, seed=dout.reshape(values["out"].shape))
    np.testing.assert_allclose(values["out"], out.reshape(values["out"].shape), rtol=1e-10, atol=1e-12)
    for letter, slope in zip("pqr", slopes if isinstance(slopes, tuple) else [slopes], strict=False):
        np.testing.assert_allclose(adjoints[letter], slope.reshape(adjoints[letter].shape), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("name", "build"), [("softmax_loss", softmax_loss), ("svm_loss", svm_loss)])
def test_losses_agree_with_their_graphs(name, build):
    x, y = normal(1, 6, 4), np.array([0, 1, 2, 3, 3, 1])
    loss, dx = right(name)[name](x, y)
    graph = Graph(build(*inputs("x y")))
    values = evaluate(graph, x=x, y=np.eye(4)[y])
    assert loss == pytest.approx(values["data_loss"], rel=1e-12)
    np.testing.assert_allclose(dx, pull_back(graph, values)["x"], rtol=1e-10, atol=1e-14)


def test_batchnorm_agrees_with_its_graph():
    arrays = dict(zip(("x", "gamma", "beta"), (normal(1, 6, 4), normal(2, 4), normal(3, 4)), strict=True))
    forward, backward = right("batchnorm").values()
    out, cache = forward(*arrays.values(), {"mean": 0.0, "variance": 1.0}, "train")
    graph = Graph(batch_norm(*inputs("x gamma beta")))
    values = evaluate(graph, arrays)
    adjoints = pull_back(graph, values, seed=(dout := normal(4, 6, 4)))
    np.testing.assert_allclose(out, values["y"], rtol=1e-10, atol=1e-12)
    for name, slope in zip(arrays, backward(dout, cache), strict=True):
        np.testing.assert_allclose(slope, adjoints[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("shape", [(2, 3), (9, 1), (50, 4)], ids=str)
def test_running_statistics_are_those_of_pytorch(shape):
    """PyTorch's running variance divides by n - 1 where ours divides by n, as CS231n's does."""
    torch = pytest.importorskip("torch")
    peer = torch.nn.BatchNorm1d(shape[1], dtype=torch.float64)
    running = {"mean": np.zeros(shape[1]), "variance": np.ones(shape[1])}
    forward, backward = right("batchnorm").values()
    gamma, beta, expected = np.ones(shape[1]), np.zeros(shape[1]), np.ones(shape[1])
    for step in range(4):
        x = 1 + 3 * normal(step, *shape)
        tensor = torch.tensor(x, requires_grad=True)
        out, cache = forward(x, gamma, beta, running, "train")
        result = peer(tensor)
        result.backward(torch.tensor(dout := normal(90 + step, *shape)))
        np.testing.assert_allclose(out, result.detach().numpy(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(backward(dout, cache)[0], tensor.grad.numpy(), rtol=1e-8, atol=1e-11)
        expected = 0.9 * expected + 0.1 * x.var(axis=0)
    np.testing.assert_allclose(running["mean"], peer.running_mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(running["variance"], expected, rtol=1e-12)
    spare = 0.9**4
    ratio = (running["variance"] - spare) / (peer.running_var.numpy() - spare)
    np.testing.assert_allclose(ratio, (shape[0] - 1) / shape[0], rtol=1e-10)
    peer.running_var = torch.tensor(running["variance"])
    peer.eval()
    late, _ = forward(x := normal(7, *shape), gamma, beta, running, "test")
    np.testing.assert_allclose(late, peer(torch.tensor(x)).detach().numpy(), rtol=1e-10)


RULES = {
    "momentum_step": lambda t, w: t.optim.SGD(w, 0.1, momentum=0.9),
    "rmsprop_step": lambda t, w: t.optim.RMSprop(w, 0.1, alpha=0.99),
    "adam_step": lambda t, w: t.optim.Adam(w, 0.1),
}


@pytest.mark.parametrize("name", RULES)
def test_steps_are_those_of_pytorch(name):
    torch = pytest.importorskip("torch")
    w, memory = normal(1, 3, 4), {}
    tensor = torch.tensor(w.copy(), requires_grad=True)
    peer = RULES[name](torch, [tensor])
    for step in range(10):
        tensor.grad = torch.tensor(dw := normal(step, 3, 4))
        w, memory = right("rules")[name](w, dw, 0.1, memory)
        peer.step()
        np.testing.assert_allclose(w, tensor.detach().numpy(), rtol=1e-10)


def test_the_notebook_asks_each_task_and_folds_its_right_functions():
    cells = nbformat.read(tool.FOLDER / "10_build_layers.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    folded = [cell.source for cell in cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    asked = re.findall(r'^hand_in\("(\w+)", (.*)\)$', code, re.MULTILINE)
    assert sorted(name for name, _ in asked) == sorted(TASKS)
    assert all(functions.split(", ") == TASKS[name].names for name, functions in asked)
    assert folded == [TASKS[name].right for name, _ in asked]
