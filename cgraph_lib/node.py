"""Nodes: inputs, constants, and the results of operations on them."""

from __future__ import annotations

import difflib
import itertools
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cgraph_lib.ops import BY_HEAD, FUNCTIONS, Op, is_array

_next_serial = itertools.count().__next__


def _operators(sign: str) -> tuple[Callable[[Any, Any], Node], Callable[[Any, Any], Node]]:
    """Return the methods behind `node + other` and `other + node`, for the sign of an operation."""
    op = BY_HEAD[sign]

    def method(node: Node, other: Any) -> Node:
        return _made(op, (node, other if isinstance(other, Node) else constant(other)))

    def reflected(node: Node, other: Any) -> Node:
        return _made(op, (other if isinstance(other, Node) else constant(other), node))

    return method, reflected


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """An input, a constant, or the result of an operation on its parents. Nodes compare by identity.

    Arithmetic on nodes makes new nodes: `a + b`, `2 * a`, `-a`, `a ** 2`, `abs(a)`. `serial` counts nodes in
    the order in which they were made; as operands exist before their results, it is a topological order.
    """

    name: str = ""
    op: Op | None = None
    parents: tuple[Node, ...] = ()
    constant: Any = None
    serial: int = field(default_factory=_next_serial)

    __array_ufunc__ = None  # so that `array * node` asks the node, not numpy

    def named(self, name: str) -> Node:
        """Return a node that is computed in the same way, under a name; what was made of this one goes on without it.

        Raises `ValueError` if the name is no text.

        >>> a, b = inputs("a b")
        >>> (a + b).named("c").name
        'c'
        """
        if not isinstance(name, str):
            raise ValueError(f"A node is called by a text, not by {name!r:.40}.")
        return _made(self.op, self.parents, unicodedata.normalize("NFKC", name), self.constant)

    @property
    def is_input(self) -> bool:
        """Return whether the node is a leaf that the reader may change."""
        return self.op is None and self.constant is None

    __add__, __radd__ = _operators("+")
    __sub__, __rsub__ = _operators("-")
    __mul__, __rmul__ = _operators("*")
    __truediv__, __rtruediv__ = _operators("/")
    __pow__, __rpow__ = _operators("**")

    def __neg__(self) -> Node:
        return apply("neg", self)

    def __abs__(self) -> Node:
        return apply("abs", self)

    def __repr__(self) -> str:
        what = repr(self.constant) if self.constant is not None else self.op.name if self.op else "input"
        return f"<Node {self.name}: {what}>" if self.name else f"<Node: {what}>"

    def __bool__(self) -> bool:
        raise TypeError("A node has no truth value: a graph has no if; write max, min or relu instead.")


class _Draft:
    """A node that may still be written to; a draft whose class is changed to `Node` is locked.

    That is quicker than `Node(...)`, where a frozen dataclass goes around its own lock for every field.
    """

    __slots__ = Node.__slots__


def _made(op: Op | None, parents: tuple[Node, ...], name: str = "", number: Any = None) -> Node:
    node: Any = _Draft()
    node.name = name
    node.op = op
    node.parents = parents
    node.constant = number
    node.serial = _next_serial()
    node.__class__ = Node
    return node  # type: ignore[no-any-return]


def inputs(names: str) -> Any:
    """Return one input node for each name, in that order; for a single name, the node itself.

    Raises `ValueError` if there is no name.

    >>> a, b = inputs("a b")
    >>> a.name, b.name
    ('a', 'b')
    """
    if not isinstance(names, str):
        raise ValueError(f'inputs takes one text, as in inputs("a b"), not {names!r:.40}.')
    # As Python does with names in code, so that evaluate(graph, µ=1) finds the input.
    plain = unicodedata.normalize("NFKC", names).replace(",", " ")
    nodes = tuple(_made(None, (), name) for name in plain.split())
    if not nodes:
        raise ValueError('inputs needs at least one name, as in inputs("a b").')
    return nodes if len(nodes) > 1 else nodes[0]


def constant(value: Any, name: str = "") -> Node:
    """Return a node for a fixed number (or numpy array)."""
    return _made(None, (), name, as_number(value, "a constant"))


def as_number(value: Any, what: str) -> Any:
    """Return a number as a float, or as a numpy array of floats; raise `ValueError` for anything else."""
    if type(value) is float:
        return value
    if isinstance(value, (str, bytes, complex, Node)) or value is None:
        raise ValueError(f"{what} must be a number or a numpy array, not {type(value).__name__} {value!r:.40}.")
    if is_array(value):
        if value.dtype.kind not in "biuf":
            raise ValueError(f"{what} must be a number or a numpy array of real numbers, not of {value.dtype}.")
        if value.ndim > 0:
            return value.astype(float, copy=False)
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else -float("inf")
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be a number or a numpy array, not {type(value).__name__}.") from None


def apply(head: str, *operands: Any) -> Node:
    """Return the node of an operation, given by its sign or name, on nodes and numbers.

    >>> x = inputs("x")
    >>> apply("tanh", x).op.name
    'tanh'
    """
    op = BY_HEAD.get(head)
    if op is None:
        raise ValueError(f"There is no operation {head!r}.{nearest(head, FUNCTIONS)} Known: {', '.join(FUNCTIONS)}.")
    return _applied(op, operands)


def _applied(op: Op, operands: tuple[Any, ...]) -> Node:
    if len(operands) != len(op.partials):
        raise ValueError(f"{op.head} takes {op.arity} operand{'s' * (op.arity > 1)}, not {len(operands)}.")
    for operand in operands:
        if not isinstance(operand, Node):
            return _made(op, tuple(x if isinstance(x, Node) else constant(x) for x in operands))
    return _made(op, operands)


def function(name: str) -> Callable[..., Any]:
    """Return the function of that name on nodes; on plain numbers it computes.

    >>> function("exp")(0.0)
    1.0
    """
    op = BY_HEAD[name]

    def call(*operands: Any) -> Any:
        for operand in operands:
            if isinstance(operand, Node):
                return _applied(op, operands)
        return op.function(*(as_number(operand, f"the operand of {name}") for operand in operands))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Return {name} of its operands: a node if one of them is a node, else a number."
    return call


def nearest(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" with the nearest known name, or an empty text."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
