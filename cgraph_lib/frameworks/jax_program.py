"""A function of JAX as a graph: JAX records it, and the record is read line by line."""

from __future__ import annotations

import contextlib
import copy
import itertools
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax.extend.core import Literal

from cgraph_lib.arrays.array_op import Array
from cgraph_lib.errors import WrongTypeError
from cgraph_lib.frameworks.jax_blocks import block, computed
from cgraph_lib.frameworks.jax_table import EXACT, INLINED, MOVES, RULES, TABLE
from cgraph_lib.frameworks.places import Place, complex_result, place_in, unknown_operation
from cgraph_lib.frameworks.program import Imported, Inputs, argument_names, explained, numbers_of_example, program_name
from cgraph_lib.frameworks.traced import Traced, rearranged, traced
from cgraph_lib.groups import group
from cgraph_lib.reals import as_number

CALLER = "from_jax"


def read(function: Any, example: tuple[Any, ...], unknown: str) -> Imported:
    """Return the graph of a function."""
    if isinstance(function, type) or not callable(function):
        raise WrongTypeError("Expected a function, got {kind}.", kind=type(function).__name__)
    inputs = Inputs()
    leaves, tree = jax.tree_util.tree_flatten_with_path(example)
    names = argument_names(function, len(example))
    with jax.enable_x64(True):
        arrays = [_array(leaf, _name(names, path)) for path, leaf in leaves]
        moving = [i for i, array in enumerate(arrays) if np.issubdtype(array.dtype, np.floating)]
        fixed = [_fixed(leaf, array) for (_, leaf), array in zip(leaves, arrays, strict=True)]

        def program(*numbers: Any) -> Any:
            own = dict(zip(moving, numbers, strict=True))
            parts = [own.get(i, leaf) for i, leaf in enumerate(fixed)]
            return jax.tree_util.tree_map(_result, function(*jax.tree_util.tree_unflatten(tree, parts)))

        whole = [_name(names, path) for path, leaf in leaves if isinstance(leaf, int) and not isinstance(leaf, bool)]
        with explained(whole, "np.array(3)"), _recorded():
            closed = jax.make_jaxpr(program)(*(arrays[i] for i in moving))
        given = [inputs.add(_name(names, leaves[i][0]), arrays[i]) for i in moving]
        outputs = _Reader(unknown).run(closed.jaxpr, closed.consts, given)
    return inputs.imported(outputs, program_name(function))


def _result(leaf: Any) -> Any:
    """Return a part of what a function returns; raise `InputError` for what are no real numbers."""
    return leaf if isinstance(leaf, jax.Array) else as_number(leaf, "the result")


NO_NUMBER = (
    "JAX records a program with stand-ins that hold no numbers, but {place} asks for one ({reason}); choose by "
    "jax.numpy.where or jax.lax.cond, and compute with numbers outside."
)


@contextlib.contextmanager
def _recorded() -> Iterator[None]:
    """Raise `WrongTypeError`, with its place, for a program that asks an input of which number it is."""
    try:
        yield
    except (jax.errors.JAXTypeError, jax.errors.JAXIndexError) as error:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        place = place_in(((frame.filename, frame.lineno or 0, frame.name) for frame in frames), jax)
        reason = str(error).partition("\n")[0]
        raise WrongTypeError(NO_NUMBER, place=place.words, file=place.file, line=place.line, reason=reason) from error


def _array(leaf: Any, name: str) -> Array:
    """Return a leaf of the example as an array; the key of a random number generator counts as whole numbers."""
    if not isinstance(leaf, jax.Array):
        return numbers_of_example(leaf, name)
    if jax.numpy.issubdtype(leaf.dtype, jax.dtypes.prng_key):
        return np.zeros(leaf.shape, int)
    return numbers_of_example(
        np.asarray(leaf, float if jax.numpy.issubdtype(leaf.dtype, jax.numpy.floating) else None), name
    )


def _fixed(leaf: Any, array: Array) -> Any:
    """Return a leaf that is no input: of an array, what JAX has for it, so that the program may index it as usual."""
    return jax.numpy.asarray(array) if isinstance(leaf, np.ndarray) else leaf


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
        found = dict(zip([*jaxpr.constvars, *jaxpr.invars], [*map(copy.copy, constants), *operands], strict=True))

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
            return computed(line, operands)
        made = self._moved(line, operands) or _built(line, operands)
        if made is not None and all(self._fits(line, *pair) for pair in zip(made, line.outvars, strict=True)):
            return made
        if any(var.aval.dtype.kind == "c" for var in line.outvars):
            raise complex_result(name, self._place(line))
        if self.unknown == "error":
            raise unknown_operation(CALLER, name, self._place(line), TABLE)
        return [block(line, operands, index) for index in range(len(line.outvars))]

    def _fits(self, line: Any, made: Traced, result: Any) -> bool:
        """Return whether what was made has the shape that JAX says, and no whole numbers that JAX would round or wrap.

        In 32 bits it counts truths; other such numbers are made by closed blocks alone.
        """
        expected, kind, given = result.aval, result.aval.dtype, line.invars[0].aval.dtype
        counts = kind == np.int32 and given in (bool, np.int32) and self.unknown == "error"
        whole = line.primitive.name in EXACT and (counts or kind == np.int64)
        real = jax.numpy.issubdtype(kind, jax.numpy.floating) or kind.kind == "b"
        return made.shape == expected.shape and bool(real or whole)

    def _place(self, line: Any) -> Place:
        lines = itertools.chain.from_iterable(map(_lines, [line, *reversed(self.calls)]))
        return place_in(lines, jax)

    def _inlined(self, line: Any, operands: list[Any]) -> list[Any]:
        inner = next(line.params[key] for key in ("jaxpr", "call_jaxpr", "fun_jaxpr") if key in line.params)
        if line.primitive.name == "custom_jvp_call" and (rule := RULES.get(_function_of_jax(inner))):
            return [rule(*operands)]
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
            return computed(line, [own.get(i, each) for i, each in enumerate(operands)])

        return rearranged(name.removesuffix("_n"), move, list(moving.values()))


def _function_of_jax(record: Any) -> str:
    """Return the name of the function that a record was made of, if it is one of JAX's own and not of the reader's."""
    name, _, place = str(getattr(getattr(record.jaxpr, "debug_info", None), "func_src_info", "")).partition(" at ")
    return name if place.startswith(str(Path(jax.__file__).parent)) else ""


def _built(line: Any, operands: list[Any]) -> list[Any] | None:
    name = line.primitive.name
    made = TABLE[name](*operands, **line.params) if name in TABLE else None
    return None if made is None else [made]


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
