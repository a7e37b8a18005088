"""How graphs and moments show themselves in a notebook; `picture` says that it is by a picture."""

from __future__ import annotations

from functools import singledispatch
from typing import Any


@singledispatch
def mimebundle(thing: Any) -> dict[str, str]:
    """Return what a notebook shows of something, by MIME type."""
    return {"text/plain": repr(thing)}


class Displayed:
    """Something that a notebook shows by its `mimebundle`."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return mimebundle(self)
