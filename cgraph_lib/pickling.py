"""Pickles of long chains: what others are made of is written before them.

pickle follows references by calling itself, which a chain of 300 nodes would exhaust.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any


class _State(threading.local):
    in_order = False


_state = _State()


def in_order() -> bool:
    """Return whether an `InOrder` is being pickled just now."""
    return _state.in_order


class InOrder(list[Any]):
    """Things to be pickled one by one, each after those it refers to.

    While they are written, each finds what it refers to written already; so it need not bring that along.
    """

    def __reduce__(self) -> Any:
        return list, (), None, self._one_by_one()

    def _one_by_one(self) -> Iterator[Any]:
        _state.in_order = True
        try:
            yield from self
        finally:
            _state.in_order = False
