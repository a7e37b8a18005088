"""One's own model as a graph: functions of PyTorch and JAX, for the operations that this library has.

Neither framework is needed to import this package.
"""

from __future__ import annotations

from typing import Any

from cgraph_lib.frameworks.places import UnknownOperationError, check_unknown, framework
from cgraph_lib.frameworks.program import Imported
from cgraph_lib.frameworks.recorded import have

__all__ = ["Imported", "UnknownOperationError", "from_jax", "from_torch", "have"]


def from_torch(model: Any, *example: Any, unknown: str = "error") -> Imported:
    """Return a module or function of PyTorch as a graph, and the numbers of its inputs.

    It runs on the example, twice if it writes into tensors, and what runs is recorded: of an `if` the branch that the
    example takes, in the shapes that the example has, with the random numbers that it draws. Inputs are the module's
    parameters and what of the example is no whole number in a tensor; a `dict` or `list` gives them names with dots.
    The graph computes in double precision. As it may hold counts of entries, its inputs keep the shapes of the example;
    but where all are single numbers, each met entry by entry, they take arrays for a sweep. A rule of your own
    (`torch.autograd.Function`) is not carried over: derivatives are those of what it computes, and at a kink, such as a
    bound of `clamp`, those of this library's conventions.

    Raises `UnknownOperationError` for an operation that this library does not have; with `unknown="block"` it becomes
    a closed block, which PyTorch evaluates and differentiates. Raises `MissingPackageError` without PyTorch.

    >>> import torch
    >>> from cgraph_lib import gradient
    >>> graph, inputs = from_torch(lambda a, b: torch.tanh(a + b) * (b + 1), 2.0, -2.0)
    >>> gradient(graph, inputs)
    {'a': -1.0, 'b': -1.0}
    """
    framework("torch", "from_torch", "PyTorch")
    check_unknown(unknown)
    from cgraph_lib.frameworks import torch_program

    return torch_program.read(model, example, unknown)


def from_jax(function: Any, *example: Any, unknown: str = "error") -> Imported:
    """Return a function of JAX as a graph, and the numbers of its inputs.

    JAX calls it once with stand-ins (`jax.make_jaxpr`), in the shapes that the example has. Inputs are what of the
    example is no whole number in an array; trees of arrays give them names with dots. The graph computes in double
    precision. As it may hold counts of entries, its inputs keep the shapes of the example; but where all are single
    numbers, each met entry by entry, they take arrays for a sweep. Nodes made inside `jax.named_scope` are a group.
    A rule of your own (`jax.custom_jvp`, `jax.custom_vjp`) is not carried over: derivatives are those of what it
    computes, and at a kink, such as abs at 0, those of this library's conventions.

    Raises `UnknownOperationError` for an operation that this library does not have; with `unknown="block"` it becomes
    a closed block, which JAX evaluates and differentiates. Raises `MissingPackageError` without JAX.

    >>> import jax
    >>> from cgraph_lib import gradient
    >>> graph, inputs = from_jax(lambda a, b: jax.numpy.tanh(a + b) * (b + 1), 2.0, -2.0)
    >>> gradient(graph, inputs)
    {'a': -1.0, 'b': -1.0}
    """
    framework("jax", "from_jax", "JAX")
    check_unknown(unknown)
    from cgraph_lib.frameworks import jax_program

    return jax_program.read(function, example, unknown)
