"""The engines compared, each as it is meant to be used.

An engine takes the inputs' numbers and the steps of a random graph, prepares what may be prepared once, and returns a
function. Each call of that function gives the derivative with respect to every input, in the engine's own type.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.random_graph import Step, build

Engine = Callable[[Sequence[float], Sequence[Step]], Callable[[], Any]]


def cgraph_lib(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Rebuild the graph, then `gradient`."""
    from cgraph_lib import Graph, gradient, inputs, relu

    names = [f"x{i}" for i in range(len(numbers))]
    given = dict(zip(names, numbers, strict=True))
    return lambda: list(gradient(Graph(build(inputs(" ".join(names)), steps, relu)), given).values())


def compiled(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Build the graph and compile it once; then only call it."""
    from cgraph_lib import Graph, compile_gradient, inputs, relu

    function = compile_gradient(Graph(build(inputs(" ".join(f"x{i}" for i in range(len(numbers)))), steps, relu)))
    return lambda: function(*numbers)[1]


def micrograd(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Rebuild the graph, then `backward`; it has no other way."""
    from micrograd.engine import Value

    sys.setrecursionlimit(1_000_000)  # its `backward` is recursive

    def rebuilt() -> list[float]:
        leaves = [Value(number) for number in numbers]
        build(leaves, steps, Value.relu).backward()
        return [leaf.grad for leaf in leaves]

    return rebuilt


def autograd(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Differentiate the function that builds the graph; it is traced at every call."""
    from autograd import grad, numpy

    given = numpy.array(numbers)  # of a list of inputs, its time grows with the square
    gradient = grad(lambda xs: build([xs[i] for i in range(len(given))], steps, lambda x: numpy.maximum(x, 0.0)))
    return lambda: gradient(given)


def pytorch(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Rebuild the graph over leaves made once, then `torch.autograd.grad`; one thread."""
    import torch

    torch.set_num_threads(1)
    leaves = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]
    return lambda: torch.autograd.grad(build(leaves, steps, torch.relu), leaves)


def casadi(numbers: Sequence[float], steps: Sequence[Step]) -> Callable[[], Any]:
    """Build a Function of value and gradient once; then only call it."""
    from casadi import SX, Function, fmax, gradient, vertsplit

    x = SX.sym("x", len(numbers))
    output = build(vertsplit(x), steps, lambda node: fmax(node, 0))
    function = Function("value_and_gradient", [x], [output, gradient(output, x)])
    return lambda: function(numbers)[1].nz
