"""A step of training the spiral's network: 2 inputs, hidden units, 3 classes; by each engine as it is meant to be used.

An engine takes the number of hidden units and returns a function. Each call of it is one full-batch step on the 300
points, in float64: loss with penalty, gradient, update. It returns the loss before the step.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from cgraph_lib.nn import Network, initial, sgd, spiral

Step = Callable[[], list[Any]]
RATE, PENALTY = 1.0, 1e-3
HEAP_KEPT = {
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TOP_PAD_": "67108864",
}
"""With these in its environment a process keeps freed memory, if its C library is glibc; to others they say nothing.

Otherwise chance decides, as what was imported before, whether each large array costs page faults.
"""


def hidden_units(size: int) -> tuple[int]:
    """Return what an engine is given."""
    return (size,)


def cgraph_lib(hidden: int) -> Step:
    """Return a step of the library's own network."""
    (x, y), network, update = spiral(), Network(initial([2, hidden, 3], scale=0.01), PENALTY), sgd(RATE)

    def step() -> list[Any]:
        loss, gradient = network.loss_and_gradient(x, y)
        update(network.parameters, gradient)
        return [loss]

    return step


def by_hand(hidden: int) -> Step:
    """Return a step written in numpy for this one network."""
    (x, y), rows = spiral(), np.arange(300)
    w1, b1, w2, b2 = initial([2, hidden, 3], scale=0.01).values()

    def step() -> list[Any]:
        h = np.maximum(x @ w1 + b1, 0)
        scores = h @ w2 + b2
        powers = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        shares = powers / np.sum(powers, axis=1, keepdims=True)
        loss = -np.mean(np.log(shares[rows, y])) + PENALTY / 2 * (np.sum(w1 * w1) + np.sum(w2 * w2))
        shares[rows, y] -= 1
        shares /= len(x)
        to_h = shares @ w2.T
        to_h *= h > 0
        step1, step2 = x.T @ to_h + PENALTY * w1, h.T @ shares + PENALTY * w2
        for parameter, derivative in ((w1, step1), (b1, to_h.sum(axis=0)), (w2, step2), (b2, shares.sum(axis=0))):
            parameter -= RATE * derivative
        return [loss]

    return step


def pytorch(hidden: int) -> Step:
    """Return an eager step on one thread."""
    import torch

    torch.set_num_threads(1)
    x, y = map(torch.tensor, spiral())
    parameters = [torch.tensor(array, requires_grad=True) for array in initial([2, hidden, 3], scale=0.01).values()]
    w1, b1, w2, b2 = parameters
    optimizer = torch.optim.SGD(parameters, lr=RATE)

    def step() -> list[Any]:
        scores = torch.relu(x @ w1 + b1) @ w2 + b2
        loss = torch.nn.functional.cross_entropy(scores, y)
        loss = loss + PENALTY / 2 * ((w1 * w1).sum() + (w2 * w2).sum())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return [loss.item()]

    return step
