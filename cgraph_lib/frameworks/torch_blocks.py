"""An operation of PyTorch that this library does not have: a closed block that PyTorch evaluates and differentiates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from cgraph_lib.arrays.array_op import Array, as_value
from cgraph_lib.frameworks import operations
from cgraph_lib.frameworks.places import differentiating
from cgraph_lib.frameworks.traced import Traced, on_arrays, whole


def flatten(thing: Any) -> Iterator[Any]:
    """Yield the leaves of lists, tuples and dicts within each other."""
    if isinstance(thing, dict):
        thing = tuple(thing.values())
    if isinstance(thing, (list, tuple)):
        for part in thing:
            yield from flatten(part)
    else:
        yield thing


def mapped(thing: Any, change: Callable[[Any], Any]) -> Any:
    """Return lists, tuples and dicts with each leaf changed."""
    if isinstance(thing, dict):
        return {key: mapped(part, change) for key, part in thing.items()}
    if isinstance(thing, (list, tuple)):
        return type(thing)(mapped(part, change) for part in thing)
    return change(thing)


def repeated(func: Any) -> Callable[..., Any]:
    """Return an operation that draws random numbers so that it draws those again which it would draw now."""
    state = torch.get_rng_state()

    def again(*args: Any, **options: Any) -> Any:
        with torch.random.fork_rng(devices=[]):
            torch.set_rng_state(state)
            return func(*args, **options)

    return again


def block(
    func: Any, name: str, args: Any, options: Any, results: list[Any], known: dict[int, Traced]
) -> list[Traced | None]:
    """Return a closed block for each result of an operation that is a tensor."""
    tensors = {id(each): each for each in flatten((args, options)) if id(each) in known}
    operands = [whole(known[key]) for key in tensors]
    kept = {id(each): each.clone() for each in flatten((args, options)) if isinstance(each, torch.Tensor)}

    def call(index: int, *given: torch.Tensor) -> torch.Tensor:
        own = kept | dict(zip(tensors, given, strict=True))
        arguments, keywords = mapped((args, options), lambda each: own.get(id(each), each))
        result = func(*arguments, **keywords)
        return result if isinstance(result, torch.Tensor) else result[index]

    kinds = [each.dtype for each in tensors.values()]
    return [
        _result(name if len(results) == 1 else f"{name}[{index}]", call, index, kinds, operands, result)
        if isinstance(result, torch.Tensor)
        else None
        for index, result in enumerate(results)
    ]


def _result(
    name: str,
    call: Callable[..., torch.Tensor],
    index: int,
    kinds: list[torch.dtype],
    operands: list[Traced],
    result: torch.Tensor,
) -> Traced:
    def given(arrays: tuple[Array, ...]) -> list[torch.Tensor]:
        return [torch.tensor(np.array(x)).to(kind) for x, kind in zip(arrays, kinds, strict=True)]

    def function(*arrays: Array) -> Array:
        return as_value(call(index, *given(arrays)).double().numpy())

    def push(slot: int, tangent: Array, *arrays: Array) -> Array:
        fixed = given(arrays)
        if not fixed[slot].is_floating_point():
            return np.zeros(result.shape)

        def along(x: torch.Tensor) -> torch.Tensor:
            value = call(index, *fixed[:slot], x, *fixed[slot + 1 :])
            if not value.requires_grad:
                raise NotImplementedError("its result does not require grad")
            return value

        direction = torch.tensor(np.array(tangent)).to(fixed[slot].dtype)
        with differentiating("PyTorch", name):
            _, moved = torch.autograd.functional.jvp(along, fixed[slot], direction)
        return as_value(moved.double().numpy())

    def back(slot: int, adjoint: Array, *arrays: Array) -> Array:
        with torch.enable_grad(), differentiating("PyTorch", name):
            leaves = [x.requires_grad_(x.is_floating_point()) for x in given(arrays)]
            value = call(index, *leaves)
            if not leaves[slot].requires_grad:
                return np.zeros(np.shape(arrays[slot]))
            seed = torch.tensor(np.array(adjoint)).to(value.dtype)
            (found,) = torch.autograd.grad(value, leaves[slot], seed, allow_unused=True)
        return as_value(np.zeros(np.shape(arrays[slot])) if found is None else found.double().numpy())

    op = operations.block(name, function, push, back, len(operands), flat=not result.is_floating_point())
    return on_arrays(op, *operands, shape=tuple(result.shape))
