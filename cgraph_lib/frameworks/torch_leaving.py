"""Functions of PyTorch that turn tensors into plain numbers, which no dispatch would see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from cgraph_lib.frameworks.torch_blocks import flatten

READ = (torch.Tensor.numpy, torch.Tensor.tolist, torch.Tensor.__array__)
COPIED = (torch.tensor, torch.as_tensor, torch.asarray, torch.Tensor.new_tensor)
"""Of a list of tensors they take the numbers, one by one; a tensor alone they copy as a tensor."""


class Leaving(TorchFunctionMode):
    """Refuses them for tensors that are `known` to depend on the inputs, by identity, with the error that is made."""

    def __init__(self, known: Mapping[int, Any], error: Callable[[], Exception]) -> None:
        super().__init__()
        self.known, self.error = known, error

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        lists = [part for part in args if isinstance(part, (list, tuple))]
        read = args[:1] if func in READ else lists if func in COPIED else ()
        if any(map(self._depends, flatten(read))):
            raise self.error()
        return func(*args, **(kwargs or {}))

    def _depends(self, thing: Any) -> bool:
        """Return whether a tensor may depend on the inputs; of those that are rewritten nobody knows."""
        rewritten = isinstance(thing, torch.Tensor) and torch._is_functional_tensor(thing)
        return id(thing) in self.known or rewritten
