"""Nodes: inputs, constants, and the results of operations on them."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, NoReturn

from cgraph_lib.errors import InputError, UnknownNameError, WrongTypeError, unknown
from cgraph_lib.groups import current_group
from cgraph_lib.ops import BY_HEAD, FUNCTIONS, OPS, Op
from cgraph_lib.pickling import InOrder, in_order
from cgraph_lib.reals import as_number, owned

_next_serial = itertools.count().__next__


def _operators(symbol: str) -> tuple[Callable[[Any, Any], Node], Callable[[Any, Any], Node]]:
    """Return the methods behind `node + other` and `other + node`, for the symbol of an operation."""
    op = BY_HEAD[symbol]

    def method(node: Node, other: Any) -> Node:
        return Node("", op, (node, other if isinstance(other, Node) else constant(other)))

    def reflected(node: Node, other: Any) -> Node:
        return Node("", op, (other if isinstance(other, Node) else constant(other), node))

    return method, reflected


def _refused(sentence: str) -> Any:
    """Return the method of what Python would do with a number, and a node does not take."""

    def method(*_: Any) -> NoReturn:
        raise WrongTypeError(sentence)

    return method


class Node:
    """An input, a constant, or the result of an operation on its parents. Nodes compare by identity.

    Arithmetic on nodes makes new nodes: `a + b`, `2 * a`, `-a`, `a ** 2`, `abs(a)`, `numpy.exp(a)`; no node ever
    changes. (Python would let a program write to one: a lock costs a fifth of the time that a gradient takes.)

    `serial` counts nodes in the order in which they were made; as operands exist before their results, it is a
    topological order. `group` is the name given by `with group(...)`, or an empty string. `shape` is the only one that
    an input's numbers may have, or `None` if they may have any.
    """

    __slots__ = ("constant", "group", "name", "op", "parents", "serial", "shape")

    def __init__(
        self,
        name: str = "",
        op: Op | None = None,
        parents: tuple[Node, ...] = (),
        constant: Any = None,
        group: str | None = None,
        shape: tuple[int, ...] | None = None,
    ) -> None:
        self.name: Final = name
        self.op: Final = op
        self.parents: Final = parents
        self.constant: Final = constant
        self.serial: Final = _next_serial()
        self.group: Final = current_group() if group is None else group
        self.shape: Final = shape

    def named(self, name: str) -> Node:
        """Return a node that is computed in the same way, under a name; what was made of this one goes on without it.

        It belongs to the group that is open, or else to that of this node. Raises `WrongTypeError` if the name is not
        a string.

        >>> a, b = inputs("a b")
        >>> (a + b).named("c").name
        'c'
        """
        if not isinstance(name, str):
            raise WrongTypeError("Expected the name of a node, a string, got {name!r:.40}.", name=name)
        plain = unicodedata.normalize("NFKC", name)
        return Node(plain, self.op, self.parents, self.constant, current_group() or self.group, self.shape)

    @property
    def is_input(self) -> bool:
        """Return whether the node is a leaf that the reader may change."""
        return self.op is None and self.constant is None

    __add__, __radd__ = _operators("+")
    __sub__, __rsub__ = _operators("-")
    __mul__, __rmul__ = _operators("*")
    __truediv__, __rtruediv__ = _operators("/")
    _power, __rpow__ = _operators("**")

    def __pow__(self, exponent: Any, modulus: None = None) -> Node:
        if modulus is not None:
            raise WrongTypeError(
                "pow of a node takes a base and an exponent, not a modulus {modulus!r}.", modulus=modulus
            )
        return self._power(exponent)

    def __neg__(self) -> Node:
        return apply("neg", self)

    def __pos__(self) -> Node:
        return self

    def __abs__(self) -> Node:
        return apply("abs", self)

    def __array_ufunc__(self, function: Any, method: str, *operands: Any, **options: Any) -> Node:
        """Return the node of a numpy function that is an operation, also for `array * node`."""
        op = OPS.get(_NUMPY_NAMES.get(function.__name__, function.__name__))
        if op is None or method != "__call__" or options:
            _refuse_function(function)
        return _applied(op, operands)

    def __array_function__(self, function: Any, *_: Any) -> NoReturn:
        _refuse_function(function)

    __matmul__ = __rmatmul__ = _refused(
        "@ does not take nodes; the matrix product is matmul(x, y) of cgraph_lib.arrays."
    )
    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = _refused(
        "A node is neither true nor false, nor larger than another, before it has a number: a graph has no if. "
        "Nodes that choose are made by max, min and relu of cgraph_lib."
    )
    __float__ = __int__ = __complex__ = __round__ = __trunc__ = _refused(
        "A node holds no number; evaluate(graph, ...) computes one. Functions of nodes, such as exp, are those of "
        "cgraph_lib."
    )
    __floordiv__ = _refused("Nodes take the operators + - * / ** and the functions of cgraph_lib.")
    __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __and__ = __rand__ = __or__ = __floordiv__
    __ror__ = __xor__ = __rxor__ = __invert__ = __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = __floordiv__
    __getitem__ = _refused("A node has no entries before it has a number; x[i] is pick(x, i) of cgraph_lib.arrays.")

    def __repr__(self) -> str:
        what = repr(self.constant) if self.constant is not None else self.op.name if self.op else "input"
        return f"<Node {self.name}: {what}>" if self.name else f"<Node: {what}>"

    def __reduce__(self) -> Any:
        older = () if in_order() else InOrder(ancestors(self)[:-1])
        return _restored, (older, self.name, self.op, self.parents, self.constant, self.group, self.shape)

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        known = all(id(parent) in memo for parent in self.parents)
        for node in [self] if known else ancestors(self):
            if id(node) not in memo:
                parents = tuple(memo[id(parent)] for parent in node.parents)
                memo[id(node)] = _restored((), node.name, node.op, parents, node.constant, node.group, node.shape)
        return memo[id(self)]  # type: ignore[no-any-return]


_NUMPY_NAMES = {"negative": "negate", "absolute": "abs", "maximum": "max", "minimum": "min"}


def _refuse_function(function: Any) -> NoReturn:
    raise WrongTypeError(
        "numpy's {name} does not take nodes. Functions of nodes are {known}; for whole arrays, cgraph_lib.arrays has "
        "matmul, total, mean, pick and log_sum_exp.",
        name=function.__name__,
        known=", ".join(FUNCTIONS),
    )


def ancestors(*nodes: Node) -> list[Node]:
    """Return all nodes that these are computed from, and these too, operands before results."""
    reached = set(nodes)
    found = list(reached)
    for node in found:  # which grows meanwhile
        for parent in node.parents:
            if parent not in reached:
                reached.add(parent)
                found.append(parent)
    return sorted(found, key=attrgetter("serial"))


def _restored(
    _older: object, name: str, op: Op | None, parents: tuple[Node, ...], constant: Any, group: str, shape: Any
) -> Node:
    """Return a node read from a pickle; the nodes it needs were read before, so that its serial follows theirs."""
    return Node(name, op, parents, owned(constant), group, shape)


def inputs(names: str) -> Any:
    """Return one input node for each name, in that order; for a single name, the node itself.

    Raises `InputError` if there is no name.

    >>> a, b = inputs("a b")
    >>> a.name, b.name
    ('a', 'b')
    """
    if not isinstance(names, str):
        raise WrongTypeError('Expected one string of names, as in inputs("a b"), got {names!r:.40}.', names=names)
    # As Python does with names in code, so that evaluate(graph, µ=1) finds the input.
    plain = unicodedata.normalize("NFKC", names).replace(",", " ")
    nodes = tuple(Node(name) for name in plain.split())
    if not nodes:
        raise InputError('inputs needs at least one name, as in inputs("a b").')
    return nodes if len(nodes) > 1 else nodes[0]


def constant(value: Any, name: str = "") -> Node:
    """Return a node for a fixed number, or for a numpy array, of which the node keeps a read-only copy.

    Raises `InputError` for anything else.
    """
    return Node(name, constant=owned(as_number(value)))


def apply(head: str, *operands: Any) -> Node:
    """Return the node of an operation, given by its symbol or name, on nodes and numbers.

    Raises `UnknownNameError` if there is no such operation, `InputError` for operands too many, too few or unfit.

    >>> x = inputs("x")
    >>> apply("tanh", x).op.name
    'tanh'
    """
    op = BY_HEAD.get(head) if isinstance(head, str) else None
    if op is None:
        sentence = "There is no operation {name!r}. Known: {known}."
        suggestion = "There is no operation {name!r}. Did you mean {nearest!r}? Known: {known}."
        raise unknown(UnknownNameError, sentence, suggestion, head, FUNCTIONS)
    return _applied(op, operands)


def _applied(op: Op, operands: tuple[Any, ...]) -> Node:
    if len(operands) != len(op.partials):
        sentence = (
            "{name} takes one operand, not {count}." if op.arity == 1 else "{name} takes two operands, not {count}."
        )
        raise InputError(sentence, name=op.head, count=len(operands))
    for operand in operands:
        if not isinstance(operand, Node):
            return Node("", op, tuple(x if isinstance(x, Node) else constant(x) for x in operands))
    return Node("", op, operands)


def function(name: str) -> Callable[..., Any]:
    """Return the function of that name on nodes; on plain numbers it computes.

    >>> function("exp")(0.0)
    1.0
    """
    op = BY_HEAD[name]

    def call(*operands: Any) -> Any:
        if len(operands) != op.arity or any(isinstance(operand, Node) for operand in operands):
            return _applied(op, operands)
        return op.function(*(as_number(operand, name) for operand in operands))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Return {name} of its operands: a node if one of them is a node, else a number."
    return call
