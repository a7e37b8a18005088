"""What a program of PyTorch is run on: the parts of an example as tensors, a module's parameters and buffers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.frameworks.program import complex_input, numbers_of_example

NO_NUMBERS = "Expected a dense tensor for {name}, which numpy can read, got a {kind} one."
HOLDS_TENSORS = (
    "{name} is a {kind}, which holds tensors out of sight; give the tensors as arguments, or in a list or a dict."
)


def check_program(model: Any) -> None:
    """Raise `WrongTypeError` for what is no module or function."""
    if isinstance(model, type):
        sentence = "Expected a module or a function, got the class {name}; make a module of it, {name}(...)."
        raise WrongTypeError(sentence, name=model.__name__)
    if isinstance(model, torch.jit.ScriptModule):
        raise WrongTypeError("Expected a module or a function, got a scripted module; give the one it was made of.")
    if not callable(model):
        raise WrongTypeError("Expected a module or a function, got {kind}.", kind=type(model).__name__)


def as_tensor(thing: Any, name: str) -> Any:
    """Return numbers as a tensor of doubles, or of whole numbers or truths; what holds no numbers as it is.

    Raises `InputError` for numbers that are not real ones, and for what holds tensors out of sight.
    """
    if isinstance(thing, torch.Tensor):
        return _own_tensor(thing, name)
    if isinstance(thing, bool):
        return thing  # a switch of the program
    if isinstance(thing, (int, float, complex, np.generic, np.ndarray)):
        return torch.from_numpy(np.array(numbers_of_example(thing, name)))
    if isinstance(thing, torch.nn.Module) or any(isinstance(each, torch.Tensor) for each in _attributes(thing)):
        raise InputError(HOLDS_TENSORS, name=name, kind=type(thing).__name__)
    return thing


def _attributes(thing: Any) -> list[Any]:
    return list(getattr(thing, "__dict__", {}).values())


def _own_tensor(tensor: torch.Tensor, name: str) -> torch.Tensor:
    if tensor.is_complex():
        raise complex_input(name)
    if tensor.layout is not torch.strided or tensor.is_meta:
        kind = "meta" if tensor.is_meta else str(tensor.layout).removeprefix("torch.")
        raise InputError(NO_NUMBERS, name=name, kind=kind)
    return double(tensor.cpu())


def double(tensor: torch.Tensor) -> torch.Tensor:
    """Return a copy of a tensor, with doubles in place of other floats."""
    return tensor.detach().to(torch.float64 if tensor.is_floating_point() else tensor.dtype, copy=True)


def leaves(name: str, thing: Any, leaf: Callable[[str, Any], Any]) -> Any:
    """Return dicts, lists and tuples with each leaf replaced; its name says where it stands."""
    if isinstance(thing, dict):
        own = copy.copy(thing)
        own.update((key, leaves(f"{name}.{key}", part, leaf)) for key, part in thing.items())
        return own
    if isinstance(thing, (list, tuple)):
        fields = getattr(thing, "_fields", range(len(thing)))
        parts = [leaves(f"{name}.{field}", part, leaf) for field, part in zip(fields, thing, strict=True)]
        return type(thing)(*parts) if hasattr(thing, "_fields") else type(thing)(parts)
    return leaf(name, thing)


def state_of(model: Any, parameter: Callable[[str, torch.Tensor], torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return what a module computes with in place of its parameters, and of its buffers, which it may write into.

    A module that has two names comes once: PyTorch would not give it back what was taken from it twice.
    """
    if not isinstance(model, torch.nn.Module):
        return {}
    made: dict[int, torch.Tensor] = {}  # by the identity of a parameter or buffer, which several modules may share
    state = {}
    for kind, make in (("_parameters", parameter), ("_buffers", lambda _, tensor: double(tensor))):
        for path, module in model.named_modules():
            for name, tensor in getattr(module, kind).items():
                if tensor is not None:
                    own = f"{path}.{name}" if path else name
                    if id(tensor) not in made:
                        made[id(tensor)] = make(own, tensor)
                    state[own] = made[id(tensor)]
    return state


def called(model: Any) -> Callable[[dict[str, torch.Tensor], list[Any]], Any]:
    """Return a program as a function of its state and of the example."""
    if not isinstance(model, torch.nn.Module):
        return lambda state, given: model(*given)
    return lambda state, given: torch.func.functional_call(model, state, tuple(given), tie_weights=False)
