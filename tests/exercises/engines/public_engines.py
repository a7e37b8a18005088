"""Engines as people publish them: a right one of each kind, and wrong ones with faults seen in public."""

import builtins
import math

PARTIALS = {
    "add": (lambda x, y: x + y, lambda x, y, v: (1.0, 1.0)),
    "sub": (lambda x, y: x - y, lambda x, y, v: (1.0, -1.0)),
    "mul": (lambda x, y: x * y, lambda x, y, v: (y, x)),
    "truediv": (lambda x, y: x / y, lambda x, y, v: (1 / y, -x / y**2)),
    "pow": (lambda x, y: x**y, lambda x, y, v: (y * x ** (y - 1), v * math.log(x) if x > 0 else 0.0)),
    "max": (builtins.max, lambda x, y, v: (float(x >= y), float(y > x))),
    "min": (builtins.min, lambda x, y, v: (float(x <= y), float(y < x))),
    "neg": (lambda x: -x, lambda x, v: (-1.0,)),
    "abs": (abs, lambda x, v: (math.copysign(1.0, x),)),
    "exp": (math.exp, lambda x, v: (v,)),
    "log": (math.log, lambda x, v: (1 / x,)),
    "sqrt": (math.sqrt, lambda x, v: (0.5 / v,)),
    "sin": (math.sin, lambda x, v: (math.cos(x),)),
    "cos": (math.cos, lambda x, v: (-math.sin(x),)),
    "tan": (math.tan, lambda x, v: (1 + v * v,)),
    "tanh": (math.tanh, lambda x, v: (1 - v * v,)),
    "sigmoid": (lambda x: 1 / (1 + math.exp(-x)), lambda x, v: (v * (1 - v),)),
    "relu": (lambda x: builtins.max(x, 0.0), lambda x, v: (float(x > 0),)),
}


class Value:
    """Adjoints on the nodes, closures that send, a topological order: as micrograd does it."""

    def __init__(self, data, operands=()):
        self.data, self.grad = data, 0.0
        self._prev = operands
        self._backward = lambda: None

    @classmethod
    def applied(cls, name, *operands):
        value, partials = PARTIALS[name]
        nodes = tuple(x if isinstance(x, Value) else cls(x) for x in operands)
        numbers = [node.data for node in nodes]
        out = cls(value(*numbers), nodes)

        def _backward():
            for node, partial in zip(nodes, partials(*numbers, out.data), strict=True):
                node.grad += partial * out.grad

        out._backward = _backward
        return out

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            node._backward()


def in_order(output, operands="_prev", key=lambda node: node):
    """Return the nodes that an output is made of, operands first; where nodes have no hash, `key` is `id`."""
    done, waiting = {}, [output]
    while waiting:
        open_ = [node for node in getattr(waiting[-1], operands) if key(node) not in done]
        waiting += open_
        if not open_:
            node = waiting.pop()
            done[key(node)] = node
    return list(done.values())


class Node:
    """Edges with partials on the nodes; adjoints in a dictionary that a function makes."""

    def __init__(self, value, edges=()):
        self.value, self.edges = value, edges

    @classmethod
    def applied(cls, name, *operands):
        value, partials = PARTIALS[name]
        numbers = [x.value if isinstance(x, Node) else x for x in operands]
        v = value(*numbers)
        pairs = zip(operands, partials(*numbers, v), strict=True)
        return cls(v, tuple((x, partial) for x, partial in pairs if isinstance(x, Node)))


for _kind in (Value, Node):
    for _name in PARTIALS:
        _dunder = _name in ("add", "sub", "mul", "truediv", "pow", "neg", "abs")
        setattr(_kind, f"__{_name}__" if _dunder else _name, lambda *xs, _n=_name: type(xs[0]).applied(_n, *xs))
        if _name in ("add", "sub", "mul", "truediv", "pow"):
            setattr(_kind, f"__r{_name}__", lambda x, y, _n=_name: type(x).applied(_n, y, x))
        elif not _dunder:
            globals()[_name] = lambda *xs, _n=_name: next(x for x in xs if isinstance(x, Node)).applied(_n, *xs)


def accumulate(output):
    adjoint, done, waiting = {output: 1.0}, {}, [output]
    while waiting:
        open_ = [parent for parent, _ in waiting[-1].edges if parent not in done]
        waiting += open_
        if not open_:
            done[waiting.pop()] = True
    for node in reversed(done):
        for parent, partial in node.edges:
            adjoint[parent] = adjoint.get(parent, 0.0) + adjoint[node] * partial
    return adjoint


def swept(graph, partials):
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            adjoint[edge.parent] += adjoint[node] * partials[edge]
    return adjoint


class Unordered(Value):
    """Recursion without an order: micrograd as many people first write it."""

    def backward(self):
        self.grad = 1.0
        self.walk()

    def walk(self):
        self._backward()
        for node in self._prev:
            node.walk()


class WithSets(Value):
    """Operands in a set, partials beside them: x * x has one edge."""

    def backward(self):
        self.grad = 1.0
        for node in reversed(in_order(self)):
            for operand in set(node._prev):
                operand.grad += node.partial_of(operand) * node.grad

    def partial_of(self, operand):
        other = self._prev[1] if operand is self._prev[0] else self._prev[0]
        return other.data  # products alone are built on it


class Overwriting(Value):
    """= in place of +=."""

    @classmethod
    def applied(cls, name, *operands):
        out = super().applied(name, *operands)
        numbers = [node.data for node in out._prev]

        def _backward():
            for node, partial in zip(out._prev, PARTIALS[name][1](*numbers, out.data), strict=True):
                node.grad = partial * out.grad

        out._backward = _backward
        return out


class Unconnected(Value):
    """tanh computes its value, and nobody has given it a `_backward`."""

    def tanh(self):
        return type(self)(math.tanh(self.data), (self,))


def quotient(first, second):
    """Return an engine whose quotient has these partials."""

    class Quotient(Value):
        def __truediv__(self, other):
            out = type(self)(self.data / other.data, (self, other))

            def _backward():
                self.grad += first(self.data, other.data) * out.grad
                other.grad += second(self.data, other.data) * out.grad

            out._backward = _backward
            return out

    return Quotient


class Walking:
    """Right, and exponential: every path is walked by itself."""

    def __init__(self, data, operands=()):
        self.data, self.operands, self.grad = data, operands, 0.0

    def __add__(self, other):
        return Walking(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def backward(self, sent=1.0):
        self.grad += sent
        for operand, partial in self.operands:
            operand.backward(sent * partial)
