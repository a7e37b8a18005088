"""The one place where the library runs text as Python code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def function_from(lines: Iterable[str], functions: Mapping[str, Any], origin: str) -> Callable[..., Any]:
    """Return the function that these lines define, the first of which is its `def`; `functions` are what it calls.

    The text is made of formulas of the table of operations and of names that were checked: nothing a reader typed
    may reach it as code. `origin` names it in tracebacks.

    >>> double = function_from(["def double(x):", "y = x + x", "return y"], {}, "<an example>")
    >>> double(3)
    6
    """
    first, *others = lines
    scope = dict(functions)
    exec(compile("\n    ".join([first, *others]), origin, "exec"), scope)
    name = first.removeprefix("def ").partition("(")[0]
    function: Callable[..., Any] = scope[name]
    return function
