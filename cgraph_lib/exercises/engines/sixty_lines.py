"""The engine that notebook 12 ends with, as text: what the bug lab changes. A test compares it with the notebook."""

from __future__ import annotations

ENGINE = """\
import numpy as np


class Node:
    __array_ufunc__ = None

    def __init__(self, value, edges=()):
        self.__dict__.update(value=value, edges=edges)

    def __setattr__(self, name, _):
        raise AttributeError(f"a node keeps its {name}; for another, evaluate again")


rules = {
    "+": (lambda x, y: x + y, lambda x, y, v: (1.0, 1.0)),
    "-": (lambda x, y: x - y, lambda x, y, v: (1.0, -1.0)),
    "*": (lambda x, y: x * y, lambda x, y, v: (y, x)),
    "/": (lambda x, y: x / y, lambda x, y, v: (1 / y, -v / y)),
    "exp": (np.exp, lambda x, v: (v,)),
    "log": (np.log, lambda x, v: (1 / x,)),
    "tanh": (np.tanh, lambda x, v: (1 - v * v,)),
    "relu": (lambda x: np.maximum(x, 0.0), lambda x, v: (1.0 * (x > 0),)),
    "total": (np.sum, lambda x, v: (np.ones(np.shape(x)),)),
}


def apply(name, *operands):
    function, partials = rules[name]
    values = [x.value if isinstance(x, Node) else x for x in operands]
    v = function(*values)
    pairs = zip(operands, partials(*values, v), strict=True)
    return Node(v, tuple((x, partial) for x, partial in pairs if isinstance(x, Node)))


for symbol, name in [("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "truediv"), ("@", "matmul")]:
    setattr(Node, f"__{name}__", lambda x, y, symbol=symbol: apply(symbol, x, y))
    setattr(Node, f"__r{name}__", lambda x, y, symbol=symbol: apply(symbol, y, x))
exp, log, tanh, relu, total = (lambda x, name=name: apply(name, x) for name in ("exp", "log", "tanh", "relu", "total"))


def topological_order(output):
    done, stack = {}, [output]
    while stack:
        waiting = [parent for parent, _ in stack[-1].edges if parent not in done]
        if waiting:
            stack.extend(waiting)
        else:
            done[stack.pop()] = True
    return list(done)


def accumulate(output):
    adjoint = {output: np.ones(np.shape(output.value))}
    for node in reversed(topological_order(output)):
        for parent, partial in node.edges:
            sent = partial(adjoint[node]) if callable(partial) else adjoint[node] * partial
            adjoint[parent] = adjoint.get(parent, 0.0) + fit(sent, np.shape(parent.value))
    return adjoint


def largest_error(f, *values, h=1e-5):
    nodes, worst = [Node(value) for value in values], 0.0
    adjoint = accumulate(f(*nodes))
    for i, node in enumerate(nodes):
        for place in np.ndindex(np.shape(node.value)):
            step = np.zeros(np.shape(node.value))
            step[place] = h
            up, down = (f(*nodes[:i], Node(node.value + s), *nodes[i + 1 :]).value for s in (step, -step))
            slope, exact = (up - down) / (2 * h), np.asarray(adjoint.get(node, 0 * step))[place]
            worst = max(worst, abs(slope - exact) / max(1.0, abs(slope)))
    return float(worst)


rules["@"] = (lambda x, y: x @ y, lambda x, y, v: (lambda a: a @ y.T, lambda a: x.T @ a))


def fit(adjoint, shape):
    adjoint = np.sum(adjoint, axis=tuple(range(np.ndim(adjoint) - len(shape))))
    stretched = tuple(i for i, length in enumerate(shape) if length == 1)
    return np.sum(adjoint, axis=stretched, keepdims=True)
"""
