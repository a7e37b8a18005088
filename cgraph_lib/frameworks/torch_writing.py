"""What a program of PyTorch writes into its tensors, and when that is read as an operation that makes a new tensor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch

from cgraph_lib.frameworks.traced import Traced
from cgraph_lib.graph import Graph
from cgraph_lib.straight_line import dependent_on

_WRITES = re.compile(r"[a-z]\w*_|__setitem__|__i(add|sub|mul|truediv|floordiv|mod|pow|and|or|xor|lshift|rshift)__")


class WrittenError(Exception):
    """A program writes into a tensor that depends on its inputs."""


class Memory:
    """Which tensors have their numbers in the same memory; all are kept, so that none gets the place of another."""

    def __init__(self) -> None:
        self._at: dict[int, dict[int, torch.Tensor]] = defaultdict(dict)
        self._made: set[int] = set()

    def add(self, given: Iterable[Any], made: Iterable[Any]) -> None:
        """Remember the tensors that an operation was given and those that it made."""
        results = [each for each in made if isinstance(each, torch.Tensor)]
        for each in (*given, *results):
            if isinstance(each, torch.Tensor):
                self._at[storage(each)][id(each)] = each
        self._made.update(map(id, results))

    def is_own(self, tensor: torch.Tensor) -> bool:
        """Return whether the program has made a tensor, and no other one can see what is written into it."""
        return id(tensor) in self._made and self._at[storage(tensor)].keys() == {id(tensor)}

    def beside(self, tensor: torch.Tensor) -> Iterable[int]:
        """Return the identities of the tensors that have their numbers where this one has them."""
        return self._at[storage(tensor)].keys() if tensor.numel() else ()


def storage(tensor: torch.Tensor) -> int:
    """Return the identity of the memory in which a tensor has its numbers."""
    try:
        return int(tensor.untyped_storage()._cdata)
    except NotImplementedError:  # inside of vmap and grad of torch.func
        return id(tensor)


def anew(func: Any) -> Callable[..., Any] | None:
    """Return the operation that makes what this one writes into its first operand, if there is one.

    One that draws random numbers has none: it would draw others.
    """
    name = func.overloadpacket.__name__
    if not name.endswith("_") or torch.Tag.nondeterministic_seeded in func.tags:
        return None
    return getattr(getattr(torch.ops.aten, name[:-1], None), func._overloadname, None)


def parted(name: str, result: Any) -> Any:
    """Return the parts of an `unsafe_split` in memory of their own, as whoever calls that may write into them."""
    return [each.clone() for each in result] if name.startswith("unsafe_") else result


def has_slope(found: Traced | None) -> bool:
    """Return whether a derivative goes from something traced back to an input."""
    if found is None:
        return False
    graph = Graph(found.node)
    return found.node in dependent_on(graph, graph.inputs)


def writes(func: Any) -> bool:
    """Return whether a function of Python's side of PyTorch writes into its first operand."""
    return _WRITES.fullmatch(getattr(func, "__name__", "")) is not None


def inner(tensor: torch.Tensor) -> torch.Tensor:
    """Return the tensor that stands behind one whose writing is rewritten."""
    if not torch._is_functional_tensor(tensor):
        return tensor
    torch._sync(tensor)
    return torch._from_functional_tensor(tensor)
