"""Groups of nodes, such as the layers of a network: a name that every node made inside remembers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from cgraph_lib.errors import InputError, WrongTypeError

_group: ContextVar[str] = ContextVar("group", default="")

current_group = _group.get
"""Return the name of the group that is open; outside of all groups an empty string."""


@contextlib.contextmanager
def group(name: str) -> Iterator[None]:
    """Give the nodes that are made inside a group: `Graph.groups` lists them, and a picture draws them as one block.

    A group inside another is called `outer/inner`. Raises `WrongTypeError` if the name is not a string, `InputError`
    if it is empty.

    >>> from cgraph_lib import inputs
    >>> x, w = inputs("x w")
    >>> with group("layer 1"):
    ...     z = (x * w).named("z")
    >>> z.group
    'layer 1'
    """
    if not isinstance(name, str):
        raise WrongTypeError("Expected the name of a group, a string, got {name!r:.40}.", name=name)
    if not all(part.strip() for part in name.split("/")):
        raise InputError('A group needs a name, as in group("layer 1").')
    outer = current_group()
    token = _group.set(f"{outer}/{name}" if outer else name)
    try:
        yield
    finally:
        _group.reset(token)
