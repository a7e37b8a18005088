"""The tasks of notebook 10, their right functions, and other right ones than ours."""

import copy

import numpy as np

from cgraph_lib.exercises.layer_tasks import all_tasks

TASKS = all_tasks()


def right(name):
    return TASKS[name].functions(TASKS[name].right)


def by_rows(x, w, b):
    out = np.empty((len(x), w.shape[1]))
    for i, row in enumerate(x):
        for j in range(w.shape[1]):
            out[i, j] = sum(row[k] * w[k, j] for k in range(len(row))) + b[j]
    return out, {"x": x.copy(), "w": w.tolist()}


def back_by_rows(dout, cache):
    x, w = cache["x"], np.array(cache["w"])
    return [np.einsum("nm,dm->nd", dout, w), np.tensordot(x, dout, (0, 0)), np.ones(len(dout)) @ dout]


def softmax_by_shares(x, y):
    powers = np.exp(x - np.max(x, axis=1).reshape(-1, 1))
    shares = powers / np.sum(powers, axis=1)[:, np.newaxis]
    one_hot = np.zeros_like(shares)
    one_hot[range(len(y)), y] = 1
    return -np.log((shares * one_hot).sum(1)).mean(), (shares - one_hot) / x.shape[0]


def svm_by_loops(x, y):
    loss, dx = 0.0, np.zeros_like(x)
    for i, k in enumerate(y):
        for j in range(x.shape[1]):
            if j != k and x[i, j] - x[i, k] + 1 > 0:
                loss += (x[i, j] - x[i, k] + 1) / len(x)
                dx[i, j] += 1 / len(x)
                dx[i, k] -= 1 / len(x)
    return loss, dx


def batchnorm_step_by_step(x, gamma, beta, running, mode):
    if mode == "test":
        return gamma * (x - running["mean"]) / np.sqrt(running["variance"] + 1e-5) + beta, None
    mean = np.mean(x, axis=0)
    centred = x - mean
    variance = np.mean(centred**2, axis=0)
    running["mean"] = 0.9 * running["mean"] + 0.1 * mean
    running["variance"] = 0.9 * running["variance"] + 0.1 * variance
    root = np.sqrt(variance + 1e-5)
    return gamma * centred / root + beta, (centred, root, gamma)


def batchnorm_back_step_by_step(dout, cache):
    """Walk the graph, node by node, in the way in which the paper prints it."""
    centred, root, gamma = cache
    n = len(dout)
    dnormal = dout * gamma
    dvariance = np.sum(dnormal * centred, axis=0) * -0.5 * root**-3
    dmean = -np.sum(dnormal / root, axis=0) - 2 * dvariance * np.mean(centred, axis=0)
    dx = dnormal / root + dvariance * 2 * centred / n + dmean / n
    return dx, np.sum(dout * centred / root, axis=0), np.sum(dout, axis=0)


def dropout_by_choice(x, keep, mode, random):
    mask = random.choice([0, 1 / keep], x.shape, p=[1 - keep, keep]) if mode == "train" else np.ones(x.shape)
    return x * mask, mask


def conv_by_places(x, w, b):
    out = np.zeros((len(x), len(w), x.shape[2] - w.shape[2] + 1, x.shape[3] - w.shape[3] + 1))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.sum(x[n, :, i : i + w.shape[2], j : j + w.shape[3]] * w[f]) + b[f]
    return out, (x, w)


def conv_back_by_places(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, f, i, j in np.ndindex(dout.shape):
        place = (n, slice(None), slice(i, i + w.shape[2]), slice(j, j + w.shape[3]))
        dx[place] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * x[place]
        db[f] += dout[n, f, i, j]
    return dx, dw, db


def up_by_index(x, layers, parameters):
    out, caches = x, {}
    for i in range(len(layers)):
        out, caches[i] = layers[i][0](out, *map(parameters.get, layers[i][2]))
    return out, caches


def down_by_index(dout, layers, caches):
    slopes = {}
    for i in reversed(range(len(layers))):
        dout, *found = layers[i][1](dout, caches[i])
        slopes |= dict(zip(layers[i][2], found, strict=True))
    return [dout, slopes]


def momentum_kept_positive(w, dw, rate, memory):
    """Keep the velocity without the rate's sign, as PyTorch does."""
    memory["v"] = 0.9 * memory.get("v", np.zeros_like(w)) + rate * dw
    return w - memory["v"], memory


def rmsprop_in_place(w, dw, rate, memory):
    square = memory.setdefault("square", np.zeros(w.shape))
    square *= 0.99
    square += (1 - 0.99) * dw * dw
    return w - rate * dw / (square**0.5 + 1e-8), memory


def adam_with_one_rate(w, dw, rate, memory):
    """Correct the rate in place of the means, as the paper suggests."""
    m, v, t = memory.get("all", (0, 0, 0))
    m, v, t = m + 0.1 * (dw - m), v + 0.001 * (dw**2 - v), t + 1
    now = rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - now * m / (np.sqrt(v) + 1e-8), {"all": (m, v, t)}


def solve_in_pieces(net, train, validation, update, epochs, batch, decay, seed):
    x, y = train
    random, losses, accuracies, best = np.random.default_rng(seed), [], [], {}
    for epoch in range(epochs):
        order = random.permutation(len(x))
        for chosen in np.split(order, range(batch, len(x), batch)):
            loss, gradient = net.loss_and_gradient(x[chosen], y[chosen])
            update(net.parameters, gradient, decay**epoch)
            losses += [loss]
        accuracies += [net.accuracy(*validation)]
        if accuracies.index(max(accuracies)) == epoch:
            best = copy.deepcopy(net.parameters)
    return np.array(losses), np.array(accuracies), best


def layernorm_as_batchnorm(x, gamma, beta):
    forward, _ = right("batchnorm").values()
    normal, cache = forward(x.T, 1, 0, {"mean": 0, "variance": 0}, "train")
    return normal.T * gamma + beta, (normal.T, (cache[0], np.ones(len(x)), cache[2]), gamma)


def layernorm_back_as_batchnorm(dout, cache):
    normal, turned, gamma = cache
    _, backward = right("batchnorm").values()
    return backward((dout * gamma).T, turned)[0].T, np.sum(dout * normal, 0), np.sum(dout, 0)


OTHERS = {
    "affine": (by_rows, back_by_rows),
    "relu": (lambda x: (x * (x > 0), x > 0), lambda dout, cache: np.where(cache, dout, 0)),
    "softmax_loss": (softmax_by_shares,),
    "svm_loss": (svm_by_loops,),
    "stack": (up_by_index, down_by_index),
    "rules": (momentum_kept_positive, rmsprop_in_place, adam_with_one_rate),
    "solve": (solve_in_pieces,),
    "layernorm": (layernorm_as_batchnorm, layernorm_back_as_batchnorm),
    "batchnorm": (batchnorm_step_by_step, batchnorm_back_step_by_step),
    "dropout": (dropout_by_choice, lambda dout, mask: np.multiply(dout, mask)),
    "conv": (conv_by_places, conv_back_by_places),
}
