"""Numbers that leave the tensors of a program, and writing that PyTorch's derivatives do not see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks.places import Place
from cgraph_lib.frameworks.torch_blocks import flatten
from cgraph_lib.frameworks.torch_writing import has_slope, inner, storage, writes

READ = (torch.Tensor.numpy, torch.Tensor.tolist, torch.Tensor.__array__)
COPIED = (torch.tensor, torch.as_tensor, torch.asarray, torch.Tensor.new_tensor)
"""Of a list of tensors they take the numbers, one by one; a tensor alone they copy as a tensor."""
HELD = (torch.Tensor.detach, torch.detach, torch.Tensor.data.__get__)
REPLACED = torch.Tensor.data.__set__
LEFT = (
    "A number leaves the tensors at {place} (by item, float, int, tolist, numpy, torch.tensor or Parameter), so that "
    "the graph would keep that of the example; compute with the tensor itself."
)
HIDDEN = (
    "The program writes into a tensor at {place} where PyTorch's derivative does not see it (by data, detach or "
    "no_grad), so that the graph would have another one; write into a copy, as clone makes it."
)


def refused(sentence: str, place: Place) -> CgraphError:
    """Return the error for one of the two."""
    return CgraphError(sentence, **place.facts)


class Leaving(TorchFunctionMode):
    """Refuses them for tensors that are `known`, by identity, to depend on the inputs."""

    def __init__(self, known: Mapping[int, Any], place: Callable[[], Place]) -> None:
        super().__init__()
        self.known, self.place = known, place
        self.apart: dict[int, Any] = {}  # by storage, tensors without a derivative that share it with one that has one

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        lists = [part for part in args if isinstance(part, (list, tuple))]
        read = args[:1] if func in READ else lists if func in COPIED else ()
        if any(map(self._depends, flatten(read))):
            raise refused(LEFT, self.place())
        first = args[0] if args and isinstance(args[0], torch.Tensor) else None
        if first is not None and (func == REPLACED or (writes(func) and self._writes_unseen(first))):
            raise refused(HIDDEN, self.place())
        result = func(*args, **(kwargs or {}))
        if first is not None and isinstance(result, torch.Tensor) and (func in HELD or not torch.is_grad_enabled()):
            self._set_apart(first, result)
        return result

    def _set_apart(self, tensor: torch.Tensor, view: torch.Tensor) -> None:
        if storage(view) == storage(tensor) and self._slope(tensor):
            self.apart[storage(view)] = view

    def _depends(self, thing: Any) -> bool:
        """Return whether a tensor depends on the inputs."""
        return isinstance(thing, torch.Tensor) and id(inner(thing)) in self.known

    def _slope(self, tensor: torch.Tensor) -> bool:
        return has_slope(self.known.get(id(inner(tensor))))

    def _writes_unseen(self, tensor: torch.Tensor) -> bool:
        if self._slope(tensor):  # a tensor alone is no matter: see `Tape._write`
            return not torch.is_grad_enabled() and torch._is_functional_tensor(tensor)
        return storage(tensor) in self.apart
