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
from torch.utils._python_dispatch import TorchDispatchMode

from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks.places import Place, complex_result, place_in, unknown_operation, written_operation
from cgraph_lib.frameworks.program import Imported, Inputs, argument_names, explained, program_name
from cgraph_lib.frameworks.torch_blocks import block, flatten, mapped, repeated
from cgraph_lib.frameworks.torch_example import as_tensor, called, check_program, leaves, state_of
from cgraph_lib.frameworks.torch_leaving import LEFT, Leaving, refused
from cgraph_lib.frameworks.torch_table import MOVES, SHAPES, TABLE, TRUTHS
from cgraph_lib.frameworks.torch_writing import Memory, WrittenError, anew, has_slope, parted
from cgraph_lib.frameworks.traced import Traced, flat, held, rearranged, slope_of
from cgraph_lib.groups import group

CALLER = "from_torch"
INNER = (
    "The program asks PyTorch for a derivative, by backward or torch.autograd.grad, which finds no way back here; take "
    "it by torch.func.grad, whose operations are read like all others."
)


def read(model: Any, example: tuple[Any, ...], unknown: str) -> Imported:
    """Return the graph of a module or function."""
    check_program(model)
    try:
        return _run(model, example, unknown, lambda program: program)
    except WrittenError as first:  # then what is written becomes new tensors; but that takes not every function
        try:
            return _run(model, example, unknown, torch.func.functionalize)
        except WrittenError as error:
            raise error.args[0] from None
        except RuntimeError as error:
            raise first.args[0] if "functional" in str(error) else error from None
    except RuntimeError as error:
        raise CgraphError(INNER) if "does not require grad" in str(error) else error from None


def _run(model: Any, example: tuple[Any, ...], unknown: str, wrapped: Callable[[Any], Any]) -> Imported:
    inputs, tape, whole = Inputs(), Tape(unknown), list[str]()

    def leaf(name: str, thing: Any, group: str = "") -> Any:
        """Return what the program is given for a part of the example; of an input the tape makes a node."""
        tensor = as_tensor(thing, name)
        if isinstance(thing, int) and not isinstance(thing, bool):
            whole.append(name)
        if not isinstance(tensor, torch.Tensor) or not tensor.is_floating_point():
            return tensor
        tape.know(tensor, inputs.add(name, tensor.numpy(), group))
        return tensor

    with tape.parts_of(model) as groups:
        names = argument_names(getattr(model, "forward", model), len(example))
        state = state_of(model, lambda name, tensor: leaf(name, tensor, groups.get(name.rpartition(".")[0], "")))
        given = [leaves(name, part, leaf) for name, part in zip(names, example, strict=True)]

        def program(*of: Any) -> Any:
            outcome = called(model)(*of)
            tape.returned = True
            return outcome

        with (
            torch.enable_grad(),
            explained(whole, "torch.tensor(3)"),
            tape,
            Leaving(tape.known, tape.place),
        ):
            result = wrapped(program)(state, given)
    outputs = [tape.operand(tensor) for tensor in flatten(result) if isinstance(tensor, torch.Tensor)]
    return inputs.imported(outputs, program_name(model))


class Tape(TorchDispatchMode):
    """Reads each operation as it runs; `known` holds what depends on the inputs, by the tensor's identity."""

    def __init__(self, unknown: str) -> None:
        super().__init__()
        self.unknown = unknown
        self.known: dict[int, Traced] = {}
        self.memory = Memory()
        self.parts: list[str] = []
        self.returned = False  # whether the program has come to its end

    def know(self, tensor: torch.Tensor, found: Traced) -> None:
        """Remember what a tensor stands for."""
        self.known[id(tensor)] = found
        self.memory.add((), [tensor])

    @contextlib.contextmanager
    def parts_of(self, model: Any) -> Iterator[dict[str, str]]:
        """Yield for each part of a module the group that its nodes are drawn in."""
        if not isinstance(model, torch.nn.Module):
            yield {}
            return
        groups: dict[str, str] = {}
        with contextlib.ExitStack() as hooks:
            for name, part in itertools.islice(model.named_modules(), 1, None):
                outer, _, last = name.rpartition(".")
                title = f"{last} {type(part).__name__}"
                groups[name] = f"{groups[outer]}/{title}" if outer else title
                hooks.callback(part.register_forward_pre_hook(self._entering(title)).remove)
                hooks.callback(part.register_forward_hook(self._leaving).remove)
            yield groups

    def _entering(self, title: str) -> Callable[..., None]:
        return lambda *_: self.parts.append(title)

    def _leaving(self, *_: Any) -> None:
        self.parts.pop()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        options, name, given = kwargs or {}, func.overloadpacket.__name__, list(flatten((args, kwargs)))
        run = repeated(func) if torch.Tag.nondeterministic_seeded in func.tags else func
        depends = name not in SHAPES and any(id(each) in self.known for each in given)
        self.memory.add(given, ())
        if func._schema.is_mutable:
            if depends and not self.returned:  # at the end what was written into the example or buffers is written back
                self._write(func, name, args, options)
            return func(*args, **options)
        result = parted(name, func(*args, **options))
        self.memory.add((), flatten(result))
        if depends:
            with contextlib.ExitStack() as groups:
                for part in self.parts:
                    groups.enter_context(group(part))
                self._read(run, name, args, options, result)
        return result

    def _write(self, func: Any, name: str, args: Any, options: Any) -> None:
        """Read what is about to be written into a tensor as a new one, if nobody else sees that tensor."""
        making = anew(func)
        if making is None or not self.memory.is_own(args[0]):
            raise WrittenError(written_operation(CALLER, name, self.place()))
        before = self.known.get(id(args[0]))
        found = self.known[id(self.__torch_dispatch__(making, (), args, options))]
        if before is not None and not torch.is_grad_enabled() and has_slope(before):
            found = slope_of(before, found)  # PyTorch takes the derivative past what is written
        self.know(args[0], found)

    def _read(self, func: Any, name: str, args: Any, options: Any, result: Any) -> None:
        tensors = (
            [result] if isinstance(result, torch.Tensor) else list(result) if isinstance(result, (tuple, list)) else []
        )
        if not tensors:
            return self._left(name, args)
        made = self._moved(func, name, args, options) or self._built(name, args, options)
        if made is None or not _fits(made, tensors):
            made = self._block(func, name, args, options, tensors)
        elif name in TRUTHS and tensors[0].dtype is torch.bool:
            made = [flat(name, np.not_equal, made[0], 0)]
        for tensor, found in zip(tensors, made, strict=True):
            if isinstance(tensor, torch.Tensor) and found is not None:
                self.know(tensor, held("no_grad", found) if _is_held() else found)
        return None

    def _left(self, name: str, args: Any) -> None:
        """Let a comparison decide which way the program goes, and no other number leave the tensors."""
        if name == "_local_scalar_dense" and args[0].dtype is not torch.bool:
            raise refused(LEFT, self.place())

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
        operands, others = mapped(args, self.operand), mapped(options, self.operand)
        try:
            made = TABLE[name](*operands, **others)
        except (TypeError, ValueError):  # options that the table does not have
            return None
        return None if made is None else list(made) if isinstance(made, tuple) else [made]

    def operand(self, thing: Any) -> Any:
        """Return what a tensor stands for, or its numbers if no input moves it; anything else as it is."""
        if not isinstance(thing, torch.Tensor):
            return thing
        if id(thing) in self.known:
            return self.known[id(thing)]
        if thing.is_meta or not self.known.keys().isdisjoint(self.memory.beside(thing)):
            raise refused(LEFT, self.place())
        return (thing.double() if thing.is_floating_point() else thing).detach().numpy().copy()  # no bfloat16 there

    def _block(self, func: Any, name: str, args: Any, options: Any, tensors: list[Any]) -> list[Any]:
        if any(isinstance(each, torch.Tensor) and each.is_complex() for each in tensors):
            raise complex_result(name, self.place())
        if self.unknown == "error":
            raise unknown_operation(CALLER, name, self.place(), TABLE)
        return block(func, name, args, options, tensors, self.known)

    def place(self) -> Place:
        """Return where the program is."""
        lines = ((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name) for frame in _frames())
        return place_in(lines, torch, "/".join(self.parts))


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
