"""What is common to programs of all frameworks: their inputs get names, and their results make a graph."""

from __future__ import annotations

import contextlib
import copy
import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from cgraph_lib.arrays.array_op import Array, ArrayOp
from cgraph_lib.errors import InputError, WrongTypeError, listed
from cgraph_lib.frameworks import operations
from cgraph_lib.frameworks.traced import Traced, traced, whole
from cgraph_lib.graph import Graph, Node, as_number
from cgraph_lib.reals import as_array


class Imported(NamedTuple):
    """A program of a framework as a graph, and the numbers that the example and the parameters gave its inputs."""

    graph: Graph
    inputs: dict[str, Any]


class Inputs:
    """The inputs of a program: their nodes, and their numbers in double precision."""

    def __init__(self) -> None:
        self.numbers: dict[str, Any] = {}
        self.nodes: list[Node] = []

    def add(self, name: str, array: Any, group: str = "") -> Traced:
        """Return a new input; a name that is taken already gets a number."""
        numbered = (f"{name}_{number}" for number in itertools.count(2))
        own = next(each for each in itertools.chain([name], numbered) if each not in self.numbers)
        number = np.array(array, float)
        self.numbers[own] = number if number.ndim else float(number)
        self.nodes.append(Node(own, group=group, shape=number.shape))
        return Traced(self.nodes[-1], number.shape, number.shape)

    def imported(self, outputs: Sequence[Any], name: str) -> Imported:
        """Return the graph of these results, the first of which is its output; one alone gets the program's name."""
        if not outputs:
            sentence = (
                "{name} returns nothing to draw; expected a tensor or an array, alone or in a list, tuple or dict."
            )
            raise WrongTypeError(sentence, name=name)
        first, *others = (whole(traced(output)).node for output in outputs)
        if not others and first.op is not None and name.isidentifier() and name not in self.numbers:
            first = first.named(name)
        graph = Graph(first, *others, *self.nodes)
        return Imported(self._of_any_shape(graph) if all(map(_single, graph.nodes)) else graph, self.numbers)

    def _of_any_shape(self, graph: Graph) -> Graph:
        """Return a copy of a graph whose inputs take arrays, for a sweep: each entry goes its own way through it."""
        return copy.deepcopy(graph, {id(node): Node(node.name, group=node.group) for node in self.nodes})


def _single(node: Node) -> bool:
    """Return whether a node is a single number, if its operands are, and whether arrays would not meet in it."""
    if isinstance(node.op, ArrayOp):
        return bool(node.op.recipe) and node.op.recipe[0] in (operations.flat, operations.where)
    return not node.shape and np.ndim(node.constant) == 0


def numbers_of_example(thing: Any, name: str) -> Array:
    """Return a part of an example as an array: of doubles, unless it is a truth or holds whole numbers in an array.

    Raises `InputError` for what are not real numbers.
    """
    kind = as_array(thing).dtype.kind
    if kind == "c":
        raise complex_input(name)
    if kind == "b" or (kind in "iu" and isinstance(thing, np.ndarray)):
        array = np.asarray(thing)
        return array.astype(array.dtype.newbyteorder("="), copy=False)  # frameworks read no other order of bytes
    return np.asarray(as_number(thing, name))


WHOLE = (
    "{names}: a whole number of the example is an input of the graph, a double, which neither counts nor is an index; "
    "for these give an array of whole numbers, as {array}."
)


@contextlib.contextmanager
def explained(whole: list[str], array: str) -> Iterator[None]:
    """Add to an error of the reader's program what whole numbers in its example are, if there are any."""
    try:
        yield
    except (IndexError, RuntimeError, TypeError) as error:
        if whole:
            error.add_note(WHOLE.format(names=listed(whole), array=array))
        raise


def complex_input(name: str) -> InputError:
    """Return the error for an input that is no real number."""
    return InputError("Expected real numbers for {name}, got complex ones.", name=name)


def program_name(program: Any) -> str:
    """Return a function's name, or that of a module's class."""
    return str(getattr(program, "__name__", type(program).__name__))


def argument_names(function: Callable[..., Any], count: int) -> list[str]:
    """Return the names of a function's first arguments, or x1, x2, ... if it does not tell them.

    >>> argument_names(lambda a, *rest: a, 3)
    ['a', 'rest_1', 'rest_2']
    """
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    named = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    names = [each.name for each in parameters if each.kind in named][:count]
    more = next((each.name + "_" for each in parameters if each.kind is inspect.Parameter.VAR_POSITIONAL), "x")
    return names + [f"{more}{number}" for number in range(1, count - len(names) + 1)]
