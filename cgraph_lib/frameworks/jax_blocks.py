"""An operation of JAX that this library does not have: a closed block that JAX evaluates and differentiates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import numpy as np

from cgraph_lib.arrays.array_op import Array, as_value
from cgraph_lib.frameworks import operations
from cgraph_lib.frameworks.places import differentiating
from cgraph_lib.frameworks.traced import Traced, on_arrays, whole


def computed(line: Any, operands: Sequence[Any]) -> list[Any]:
    """Return what JAX computes of numbers in a line of its record."""
    bound = line.primitive.get_bind_params(line.params)
    functions, params = bound if isinstance(bound, tuple) else ((), bound)  # as JAX before and after 0.10 has it
    result = line.primitive.bind(*functions, *map(jax.numpy.asarray, operands), **params)
    return list(result) if line.primitive.multiple_results else [result]


def block(line: Any, operands: list[Any], index: int) -> Traced:
    """Return a closed block for one result of a line."""
    moving = [i for i, each in enumerate(operands) if isinstance(each, Traced)]
    kinds = [line.invars[i].aval.dtype for i in moving]
    name = line.primitive.name if len(line.outvars) == 1 else f"{line.primitive.name}[{index}]"
    result, parents = line.outvars[index].aval, [whole(operands[i]) for i in moving]
    floats = [slot for slot, kind in enumerate(kinds) if _is_float(kind)]

    def call(*arrays: Any) -> Any:
        own = dict(zip(moving, arrays, strict=True))
        return computed(line, [own.get(i, each) for i, each in enumerate(operands)])[index]

    def given(arrays: tuple[Array, ...]) -> list[Any]:
        return [jax.numpy.asarray(np.asarray(x), kind) for x, kind in zip(arrays, kinds, strict=True)]

    def function(*arrays: Array) -> Array:
        with jax.enable_x64(True):
            value = np.array(call(*given(arrays)))
        return as_value(operations.as_floats(name, value) if value.dtype.kind in "iu" else value.astype(float))

    def of_floats(arrays: tuple[Array, ...]) -> tuple[Any, list[Any]]:
        """Return the block as a function of its floats alone: JAX differentiates with respect to all of them."""
        fixed = given(arrays)

        def moved(*numbers: Any) -> Any:
            own = dict(zip(floats, numbers, strict=True))
            return call(*(own.get(slot, each) for slot, each in enumerate(fixed)))

        return moved, [fixed[slot] for slot in floats]

    def push(slot: int, tangent: Array, *arrays: Array) -> Array:
        if slot not in floats:
            return np.zeros(result.shape)
        with jax.enable_x64(True), differentiating("JAX", name):
            moved, at = of_floats(arrays)
            along = [jax.numpy.zeros_like(x) for x in at]
            along[floats.index(slot)] = jax.numpy.asarray(tangent, at[floats.index(slot)].dtype)
            return as_value(np.array(jax.jvp(moved, tuple(at), tuple(along))[1]))

    def back(slot: int, adjoint: Array, *arrays: Array) -> Array:
        if slot not in floats:
            return as_value(np.zeros(np.shape(arrays[slot])))
        with jax.enable_x64(True), differentiating("JAX", name):
            moved, at = of_floats(arrays)
            value, pull = jax.vjp(moved, *at)
            return as_value(np.array(pull(jax.numpy.asarray(adjoint, value.dtype))[floats.index(slot)]))

    return on_arrays(
        operations.block(name, function, push, back, len(parents), flat=not _is_float(result.dtype)),
        *parents,
        shape=result.shape,
    )


def _is_float(kind: Any) -> bool:
    return bool(jax.numpy.issubdtype(kind, jax.numpy.floating))
