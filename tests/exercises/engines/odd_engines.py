"""Right engines that keep their numbers in unusual ways; their faults are switched on by `fault`."""

import functools
from dataclasses import dataclass

import numpy as np
from exercises.engines.public_engines import PARTIALS, in_order, swept


class Kept:
    """Partials beside the operands; a loop does all the work."""

    def __init__(self, data, operands=(), partials=()):
        self.data, self._prev, self.partials, self.grad = data, operands, partials, 0.0

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                operand.grad += partial * node.grad


def equipped(kind, methods=True):
    """Give a class the operations of `PARTIALS`."""

    def applied(name, *operands):
        value, partials = PARTIALS[name]
        nodes = tuple(x if isinstance(x, kind) else kind(x) for x in operands)
        numbers = [node.data for node in nodes]
        v = value(*numbers)
        return kind(v, nodes, partials(*numbers, v))

    for name in ("add", "sub", "mul", "truediv", "pow"):
        setattr(kind, f"__{name}__", lambda x, y, _n=name: applied(_n, x, y))
        setattr(kind, f"__r{name}__", lambda x, y, _n=name: applied(_n, y, x))
    kind.__neg__ = lambda x: applied("neg", x)
    for name in ("exp", "tanh") if methods else ():
        setattr(kind, name, functools.partialmethod(lambda x, _n=None: applied(_n, x), _n=name))
    return kind


@dataclass
class Compared:
    """Nodes that are compared by their fields have no hash."""

    data: float
    _prev: tuple = ()
    partials: tuple = ()
    grad: float = 0.0

    def backward(self):
        order = in_order(self, key=id)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                operand.grad += partial * node.grad


class Unset(Kept):
    """A `grad` is None until something comes."""

    def __init__(self, *args):
        super().__init__(*args)
        self.grad = None

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                sent = partial * node.grad
                operand.grad = sent if operand.grad is None else operand.grad + sent


class Slots:
    """`_backward` is a method, and nothing else fits on a node."""

    __slots__ = ("_prev", "data", "grad", "partials")
    __init__ = Kept.__init__

    def _backward(self):
        for operand, partial in zip(self._prev, self.partials, strict=True):
            operand.grad += partial * self.grad

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            node._backward()


class InPlace(Kept):
    """Arrays without axes, changed in their place."""

    def __init__(self, data, *more):
        super().__init__(np.asarray(data, dtype=float), *more)
        self.grad = np.zeros(())

    def backward(self):
        self.grad[...] = 1.0
        for node in reversed(in_order(self)):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                operand.grad += partial * node.grad


class Single(Kept):
    """Numbers of four bytes."""

    def __init__(self, data, *more):
        super().__init__(np.float32(data), *more)
        self.grad = np.float32(0)


class InputsAlone(Kept):
    """What others than inputs hold is cleared once it is used."""

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                operand.grad += partial * node.grad
            if node._prev:
                node.grad = 0.0


class OtherNames(Kept):
    """The operands stand under another name."""

    def __init__(self, data, operands=(), partials=()):
        self.data, self.args, self.partials, self.grad = data, operands, partials, 0.0

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self, "args")):
            for operand, partial in zip(node.args, node.partials, strict=True):
                operand.grad += partial * node.grad


class Hidden(Kept):
    """Sums in a dictionary, copied onto the nodes at the end."""

    fault = 1.0

    def backward(self):
        sums = {self: 1.0}
        for node in reversed(in_order(self)):
            for operand, partial in zip(node._prev, node.partials, strict=True):
                sums[operand] = sums.get(operand, 0.0) + self.fault * partial * sums[node]
        for node, found in sums.items():
            node.grad = found


class Gathered(Kept):
    """Each node asks those that use it, and writes the whole sum at once."""

    fault = 1.0

    def backward(self):
        order = in_order(self)
        for node in reversed(order):
            uses = [(user, k) for user in order for k, operand in enumerate(user._prev) if operand is node]
            fault = self.fault if len(uses) > 1 else 1.0
            node.grad = 1.0 if node is self else sum(fault * user.partials[k] * user.grad for user, k in uses)


ALL = [Kept, Compared, Unset, Slots, InPlace, Single, InputsAlone, OtherNames, Hidden, Gathered]
for _kind in ALL:
    equipped(_kind)


def exp(x):
    """Return exp of a node of `Beside`, which has no method for it."""
    value, partials = PARTIALS["exp"]
    v = value(x.data)
    return Beside(v, (x,), partials(x.data, v))


class Beside(Kept):
    """Its functions stand beside it."""


equipped(Beside, methods=False)


def printing(graph, partials):
    """Look at each product before it is sent, and after."""
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for edge in reversed(graph.edges):
        print(adjoint[edge.child] * partials[edge], adjoint[edge.parent] + adjoint[edge.child] * partials[edge])
        adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        print(adjoint[edge.child] * partials[edge])
    return adjoint


def with_numpy(graph, partials):
    """Add and multiply by numpy's functions."""
    adjoint = {node: np.zeros(()) for node in graph.nodes} | {graph.output: np.ones(())}
    for edge in reversed(graph.edges):
        adjoint[edge.parent] = np.add(adjoint[edge.parent], np.multiply(adjoint[edge.child], partials[edge]))
    return adjoint


def with_floats(graph, partials):
    """Make plain numbers of the contributions."""
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for edge in reversed(graph.edges):
        adjoint[edge.parent] += float(adjoint[edge.child] * partials[edge])
    return adjoint


def inputs_alone(graph, partials):
    """Return the adjoints of the inputs only."""
    adjoint = swept(graph, partials)
    return {node: adjoint[node] for node in graph.inputs}
