"""A program of PyTorch as a graph: it runs once on the example, and each operation that passes by becomes nodes."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import numpy as np
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from cgraph_lib.errors import CgraphError, WrongTypeError
from cgraph_lib.frameworks.places import Place, place_in, unknown_operation
from cgraph_lib.frameworks.program import Imported, Inputs, argument_names, complex_input, program_name
from cgraph_lib.frameworks.torch_blocks import block, flatten, mapped
from cgraph_lib.frameworks.torch_table import MOVES, SHAPES, TABLE
from cgraph_lib.frameworks.traced import Traced, held, rearranged
from cgraph_lib.groups import group

CALLER = "from_torch"
LEFT = (
    "A number leaves the tensors at {place} (by item, float, int, tolist or numpy), so that the graph would keep that "
    "of the example; compute with the tensor itself."
)


class WrittenError(Exception):
    """A program writes into a tensor that depends on its inputs."""


def read(model: Any, example: tuple[Any, ...], unknown: str) -> Imported:
    """Return the graph of a module or function."""
    if not callable(model):
        raise WrongTypeError("Expected a module or a function, got {kind}.", kind=type(model).__name__)
    try:
        return _run(model, example, unknown, lambda program: program)
    except WrittenError:  # then what is written becomes new tensors; but that takes not every function of one's own
        try:
            return _run(model, example, unknown, torch.func.functionalize)
        except WrittenError as error:
            raise error.args[0] from None


def _run(model: Any, example: tuple[Any, ...], unknown: str, wrapped: Callable[[Any], Any]) -> Imported:
    inputs, tape = Inputs(), Tape(unknown)

    def leaf(name: str, thing: Any, group: str = "") -> Any:
        """Return what the program is given for a part of the example; of an input the tape makes a node."""
        number = isinstance(thing, (int, float)) and not isinstance(thing, bool)
        if isinstance(thing, np.ndarray) or number:
            thing = torch.as_tensor(float(thing) if number else thing)
        if not isinstance(thing, torch.Tensor):
            return thing
        if thing.is_complex():
            raise complex_input(name)
        if not thing.is_floating_point():
            return thing.detach().clone()
        double = thing.detach().to("cpu", torch.float64, copy=True)
        tape.know(double, inputs.add(name, double.numpy(), group))
        return double

    with tape.parts_of(model) as (parameters, groups):
        state = {name: leaf(name, tensor, groups.get(name.rpartition(".")[0], "")) for name, tensor in parameters}
        forward = getattr(model, "forward", model)
        given = [
            _leaves(name, part, leaf) for name, part in zip(argument_names(forward, len(example)), example, strict=True)
        ]
        with tape, Leaving(tape):
            result = wrapped(_called(model))(state, given)
    outputs = [tape.operand(tensor) for tensor in flatten(result) if isinstance(tensor, torch.Tensor)]
    return inputs.imported(outputs, program_name(model))


def _called(model: Any) -> Callable[..., Any]:
    if not isinstance(model, torch.nn.Module):
        return lambda state, given: model(*given)
    buffers = {name: _double(tensor) for name, tensor in model.named_buffers()}
    return lambda state, given: torch.func.functional_call(model, {**buffers, **state}, tuple(given))


def _double(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.float64 if tensor.is_floating_point() else tensor.dtype, copy=True)


def _leaves(name: str, thing: Any, leaf: Callable[[str, Any], Any]) -> Any:
    """Return dicts, lists and tuples with each leaf replaced; its name says where it stands."""
    if isinstance(thing, dict):
        return {key: _leaves(f"{name}.{key}", part, leaf) for key, part in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_leaves(f"{name}.{i}", part, leaf) for i, part in enumerate(thing)]
    return leaf(name, thing)


class Tape(TorchDispatchMode):
    """Reads each operation as it runs; `known` holds what depends on the inputs, by the tensor's identity."""

    def __init__(self, unknown: str) -> None:
        super().__init__()
        self.unknown = unknown
        self.known: dict[int, Traced] = {}
        self.alive: list[Any] = []  # so that no other tensor gets the identity of one that is gone
        self.parts: list[str] = []

    def know(self, tensor: torch.Tensor, found: Traced) -> None:
        """Remember what a tensor stands for."""
        self.known[id(tensor)] = found
        self.alive.append(tensor)

    @contextlib.contextmanager
    def parts_of(self, model: Any) -> Iterator[tuple[list[tuple[str, torch.Tensor]], dict[str, str]]]:
        """Yield a module's parameters, and for each part of it the group that its nodes are drawn in."""
        if not isinstance(model, torch.nn.Module):
            yield [], {}
            return
        groups: dict[str, str] = {}
        with contextlib.ExitStack() as hooks:
            for name, part in itertools.islice(model.named_modules(), 1, None):
                outer, _, last = name.rpartition(".")
                title = f"{last} {type(part).__name__}"
                groups[name] = f"{groups[outer]}/{title}" if outer else title
                hooks.callback(part.register_forward_pre_hook(self._entering(title)).remove)
                hooks.callback(part.register_forward_hook(self._leaving).remove)
            yield list(model.named_parameters()), groups

    def _entering(self, title: str) -> Callable[..., None]:
        return lambda *_: self.parts.append(title)

    def _leaving(self, *_: Any) -> None:
        self.parts.pop()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        options = kwargs or {}
        result = func(*args, **options)
        self.alive.append(result)
        name = func.overloadpacket.__name__
        if name not in SHAPES and any(id(each) in self.known for each in flatten((args, options))):
            with contextlib.ExitStack() as groups:
                for part in self.parts:
                    groups.enter_context(group(part))
                self._read(func, name, args, options, result)
        return result

    def _read(self, func: Any, name: str, args: Any, options: Any, result: Any) -> None:
        if func._schema.is_mutable:
            raise WrittenError(unknown_operation(CALLER, name, self.place(), TABLE))
        tensors = (
            [result] if isinstance(result, torch.Tensor) else list(result) if isinstance(result, (tuple, list)) else []
        )
        if not tensors:
            return self._left(name, args)
        made = self._moved(func, name, args, options) or self._built(name, args, options)
        if made is None or not _fits(made, tensors):
            made = self._block(func, name, args, options, tensors)
        for tensor, found in zip(tensors, made, strict=True):
            if isinstance(tensor, torch.Tensor) and found is not None:
                self.know(tensor, held("no_grad", found) if _is_held() else found)
        return None

    def _left(self, name: str, args: Any) -> None:
        """Let a comparison decide which way the program goes, and no other number leave the tensors."""
        if name == "_local_scalar_dense" and args[0].dtype is not torch.bool:
            raise self.left()

    def left(self) -> CgraphError:
        """Return the error for a number that leaves the tensors."""
        place = self.place()
        return CgraphError(LEFT, place=place.words, file=place.file, line=place.line)

    def _moved(self, func: Any, name: str, args: Any, options: Any) -> list[Any] | None:
        """Return what an operation makes that only moves entries: it shows where to, by moving counted numbers."""
        if name not in MOVES:
            return None
        tensors = [each for each in flatten((args, options)) if isinstance(each, torch.Tensor)]
        movable = list(
            {id(each): each for each in tensors if id(each) in self.known or each.is_floating_point()}.values()
        )

        def move(counted: list[np.ndarray]) -> list[np.ndarray]:
            own = {id(each): torch.from_numpy(numbers) for each, numbers in zip(movable, counted, strict=True)}
            moved = func(*mapped(args, lambda each: own.get(id(each), each)), **options)
            return [each.numpy() for each in (moved if isinstance(moved, (tuple, list)) else [moved])]

        try:
            return rearranged(name.strip("_"), move, [self.operand(each) for each in movable])
        except (IndexError, RuntimeError, TypeError):  # the numbers of an input say where to: no such move is known
            return None

    def _built(self, name: str, args: Any, options: Any) -> list[Any] | None:
        """Return what the table makes of an operation."""
        if name not in TABLE:
            return None
        try:
            made = TABLE[name](*mapped(args, self.operand), **mapped(options, self.operand))
        except (TypeError, ValueError):  # options that the table does not have
            return None
        return None if made is None else list(made) if isinstance(made, tuple) else [made]

    def operand(self, thing: Any) -> Any:
        """Return what a tensor stands for, or its numbers if no input moves it; anything else as it is."""
        if not isinstance(thing, torch.Tensor):
            return thing
        return self.known.get(id(thing)) or thing.detach().numpy().copy()

    def _block(self, func: Any, name: str, args: Any, options: Any, tensors: list[Any]) -> list[Any]:
        if self.unknown == "error":
            raise unknown_operation(CALLER, name, self.place(), TABLE)
        return block(func, name, args, options, tensors, self.known)

    def place(self) -> Place:
        """Return where the program is."""
        lines = ((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name) for frame in _frames())
        return place_in(lines, torch, "/".join(self.parts))


class Leaving(TorchFunctionMode):
    """Refuses functions that turn a tensor of the tape into plain numbers, which no dispatch would see."""

    def __init__(self, tape: Tape) -> None:
        super().__init__()
        self.tape = tape

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        leaving = func in (torch.Tensor.numpy, torch.Tensor.tolist, torch.Tensor.__array__)
        if leaving and id(args[0]) in self.tape.known:
            raise self.tape.left()
        return func(*args, **(kwargs or {}))


def _is_held() -> bool:
    """Return whether a program has switched derivatives off; in a function of one's own PyTorch itself does."""
    apply = torch.autograd.Function.apply.__func__.__code__
    return not torch.is_grad_enabled() and all(frame.f_code is not apply for frame in _frames())


def _fits(made: list[Any], tensors: list[Any]) -> bool:
    """Return whether what was made has the shapes of what the framework made, and is no whole number."""
    return len(made) == len(tensors) and all(
        found is None
        or (found.shape == tuple(tensor.shape) and (tensor.is_floating_point() or tensor.dtype is torch.bool))
        for found, tensor in zip(made, tensors, strict=True)
    )


def _frames() -> Iterator[FrameType]:
    """Yield what is running, innermost first, up to the call of the program."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not _run.__code__:
        yield frame
        frame = frame.f_back
