"""A function of JAX as a graph: JAX records it, and the record is read line by line."""

from __future__ import annotations

import contextlib
import itertools
import traceback
from collections.abc import Iterator
from typing import Any

import jax
import numpy as np
from jax.extend.core import Literal

from cgraph_lib.arrays.array_op import Array, as_value
from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.frameworks import operations
from cgraph_lib.frameworks.jax_table import INLINED, MOVES, RULES, TABLE
from cgraph_lib.frameworks.places import place_in, unknown_operation
from cgraph_lib.frameworks.program import Imported, Inputs, argument_names, complex_input, program_name
from cgraph_lib.frameworks.traced import Traced, on_arrays, rearranged, traced, whole
from cgraph_lib.groups import group

CALLER = "from_jax"


def read(function: Any, example: tuple[Any, ...], unknown: str) -> Imported:
    """Return the graph of a function."""
    if not callable(function):
        raise WrongTypeError("Expected a function, got {kind}.", kind=type(function).__name__)
    inputs = Inputs()
    leaves, tree = jax.tree_util.tree_flatten_with_path(example)
    names = argument_names(function, len(example))
    with jax.enable_x64(True):
        arrays = [_array(leaf, _name(names, path)) for path, leaf in leaves]
        moving = [i for i, array in enumerate(arrays) if np.issubdtype(array.dtype, np.floating)]

        def program(*numbers: Any) -> Any:
            given = dict(zip(moving, numbers, strict=True))
            parts = [given.get(i, leaf) for i, (_, leaf) in enumerate(leaves)]
            return function(*jax.tree_util.tree_unflatten(tree, parts))

        closed = jax.make_jaxpr(program)(*(arrays[i] for i in moving))
        given = [inputs.add(_name(names, leaves[i][0]), arrays[i]) for i in moving]
        outputs = _Reader(unknown).run(closed.jaxpr, closed.consts, given)
    return inputs.imported(outputs, program_name(function))


def _array(leaf: Any, name: str) -> Array:
    """Return a leaf of the example as an array: of doubles, unless it holds whole numbers in an array, or truths."""
    array = np.asarray(leaf)
    if array.dtype.kind == "c":
        raise complex_input(name)
    if array.dtype.kind in "OSUMm":
        raise InputError("Expected numbers for {name}, got {kind}.", name=name, kind=type(leaf).__name__)
    fixed = array.dtype.kind == "b" or (array.dtype.kind in "iu" and not isinstance(leaf, int))
    return array if fixed else np.asarray(array, float)


def _name(names: list[str], path: tuple[Any, ...]) -> str:
    """Return where a leaf stands: the argument's name, then keys, indices and attributes, with dots."""
    keys = [getattr(key, "key", getattr(key, "idx", getattr(key, "name", key))) for key in path]
    return ".".join([names[keys[0]], *map(str, keys[1:])])


class _Reader:
    def __init__(self, unknown: str) -> None:
        self.unknown = unknown
        self.calls: list[Any] = []  # the lines whose own records are being read, outermost first

    def run(self, jaxpr: Any, constants: Any, operands: list[Any]) -> list[Any]:
        """Return what a record computes of these operands: something traced, or numbers that no input moves."""
        found = dict(zip([*jaxpr.constvars, *jaxpr.invars], [*constants, *operands], strict=True))

        def value(atom: Any) -> Any:
            return atom.val if isinstance(atom, Literal) else found[atom]

        for line in jaxpr.eqns:
            with _groups(line):
                results = self._line(line, [value(atom) for atom in line.invars])
            found.update(zip(line.outvars, results, strict=True))
        return [value(atom) for atom in jaxpr.outvars]

    def _line(self, line: Any, operands: list[Any]) -> list[Any]:
        name = line.primitive.name
        if name in INLINED:
            return self._inlined(line, operands)
        if not any(isinstance(each, Traced) for each in operands):
            return _computed(line, operands)
        made = self._moved(line, operands) or _built(line, operands)
        if made is not None and all(
            found.shape == var.aval.shape for found, var in zip(made, line.outvars, strict=True)
        ):
            return made
        if self.unknown == "error":
            lines = itertools.chain.from_iterable(map(_lines, [line, *reversed(self.calls)]))
            raise unknown_operation(CALLER, name, place_in(lines, jax), TABLE)
        return [_block(line, operands, index) for index in range(len(line.outvars))]

    def _inlined(self, line: Any, operands: list[Any]) -> list[Any]:
        inner = next(line.params[key] for key in ("jaxpr", "call_jaxpr", "fun_jaxpr") if key in line.params)
        if line.primitive.name == "custom_jvp_call" and _function_name(inner) in RULES:
            return [RULES[_function_name(inner)](*operands)]
        self.calls.append(line)
        results = self.run(getattr(inner, "jaxpr", inner), getattr(inner, "consts", ()), operands)
        self.calls.pop()
        return results

    def _moved(self, line: Any, operands: list[Any]) -> list[Any] | None:
        """Return what a primitive makes that only moves entries: it shows where to, by moving counted numbers."""
        name = line.primitive.name
        movable = MOVES[name](len(operands)) if name in MOVES else ()
        if any(isinstance(each, Traced) for i, each in enumerate(operands) if i not in movable):
            return None  # the numbers of an input say where to: no such move is known
        moving = {i: traced(operands[i]) for i in movable}
        if not moving or (name != "select_n" and _built(line, operands) is not None):
            return None

        def move(counted: list[Array]) -> list[Array]:
            own = dict(zip(moving, counted, strict=True))
            return _computed(line, [own.get(i, each) for i, each in enumerate(operands)])

        return rearranged(name.removesuffix("_n"), move, list(moving.values()))


def _function_name(record: Any) -> str:
    """Return the name of the function that a record was made of."""
    return str(getattr(getattr(record.jaxpr, "debug_info", None), "func_name", ""))


def _built(line: Any, operands: list[Any]) -> list[Any] | None:
    name = line.primitive.name
    made = TABLE[name](*operands, **line.params) if name in TABLE else None
    return None if made is None else [made]


def _computed(line: Any, operands: list[Any]) -> list[Any]:
    """Return what JAX computes of numbers."""
    bound = line.primitive.get_bind_params(line.params)
    functions, params = bound if isinstance(bound, tuple) else ((), bound)  # as JAX before and after 0.10 has it
    result = line.primitive.bind(*functions, *map(jax.numpy.asarray, operands), **params)
    return list(result) if line.primitive.multiple_results else [result]


def _block(line: Any, operands: list[Any], index: int) -> Traced:
    """Return a closed block that JAX evaluates and differentiates."""
    moving = [i for i, each in enumerate(operands) if isinstance(each, Traced)]
    kinds = [line.invars[i].aval.dtype for i in moving]

    def call(*arrays: Any) -> Any:
        own = dict(zip(moving, arrays, strict=True))
        return _computed(line, [own.get(i, each) for i, each in enumerate(operands)])[index]

    def given(arrays: tuple[Array, ...]) -> list[Any]:
        return [jax.numpy.asarray(np.asarray(x), kind) for x, kind in zip(arrays, kinds, strict=True)]

    def function(*arrays: Array) -> Array:
        with jax.enable_x64(True):
            return as_value(np.array(call(*given(arrays)), float))

    def along(slot: int, arrays: tuple[Array, ...]) -> Any:
        fixed = given(arrays)
        return (lambda x: call(*fixed[:slot], x, *fixed[slot + 1 :])), fixed[slot]

    def push(slot: int, tangent: Array, *arrays: Array) -> Array:
        if not np.issubdtype(kinds[slot], np.floating):
            return np.zeros(result.shape)
        with jax.enable_x64(True):
            moved, at = along(slot, arrays)
            return as_value(np.array(jax.jvp(moved, (at,), (jax.numpy.asarray(tangent, at.dtype),))[1]))

    def back(slot: int, adjoint: Array, *arrays: Array) -> Array:
        if not np.issubdtype(kinds[slot], np.floating):
            return as_value(np.zeros(np.shape(arrays[slot])))
        with jax.enable_x64(True):
            moved, at = along(slot, arrays)
            value, pull = jax.vjp(moved, at)
            return as_value(np.array(pull(jax.numpy.asarray(adjoint, value.dtype))[0]))

    name = line.primitive.name if len(line.outvars) == 1 else f"{line.primitive.name}[{index}]"
    result, parents = line.outvars[index].aval, [whole(operands[i]) for i in moving]
    if not np.issubdtype(result.dtype, np.floating):
        return on_arrays(operations.flat(name, function, len(parents)), *parents, shape=result.shape)
    return on_arrays(operations.block(name, function, push, back, len(parents)), *parents, shape=result.shape)


@contextlib.contextmanager
def _groups(line: Any) -> Iterator[None]:
    """Open the groups that `jax.named_scope` gives an operation."""
    with contextlib.ExitStack() as opened:
        for name in filter(str.strip, str(line.source_info.name_stack).split("/")):
            opened.enter_context(group(name))
        yield


def _lines(line: Any) -> Iterator[tuple[str, int, str]]:
    """Yield the lines that were running when JAX recorded an operation, innermost first."""
    recorded = line.source_info.traceback
    frames = [] if recorded is None else list(traceback.walk_tb(recorded.as_python_traceback()))
    for frame, number in reversed(frames):
        yield frame.f_code.co_filename, number, frame.f_code.co_name
