"""Tasks whose answers are pairs of functions, such as the forward and the backward half of a layer.

A task is data: the right functions as source code, what is done with an answer, and the usual slips as edits of that
source. Its results are compared with those of the right functions, its derivatives with nudges; a slip is recognised
by its own wrong results.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from cgraph_lib.errors import InputError, UnknownNameError, unknown
from cgraph_lib.exercises import tasks
from cgraph_lib.exercises.chapters import content
from cgraph_lib.exercises.judge import Mistake

Array = Any
Results = dict[str, Any]
Functions = dict[str, Callable[..., Any]]

CONTENT = ("layers_10", "losses_10", "training_10", "norms_10", "sharing_10")
YOUR_TURN = "your turn"
TAKES = "{function} should take the arguments {names}"
RETURNS = "{function} should return {names}"
IN_PLACE = "{function} changes its argument {name} in place; the caller still needs the old numbers"
NO_NUMBERS = "{name} should be an array of real numbers, not {kind}"
SHAPE = "{name} has the shape {shape}; expected {expected}"
VALUE = "{name}{place} is {value:.6g}; expected {expected:.6g}"
VALUE_AT = "{name} is {value:.6g} at {place}; expected {expected:.6g}"
NUDGED = "{name}{place} is {value:.6g}, but nudging {argument}{place} gives {expected:.6g}"


@dataclass(frozen=True)
class LayerTask:
    """A task: the source of the right functions, the cases, usual slips, and `run(functions, case)` for its results.

    `slopes(functions, case)` returns derivatives that nudges measure, in place of those that the functions claim.
    """

    name: str
    right: str
    cases: tuple[Any, ...]
    slips: tuple[Mistake, ...]
    run: Callable[[Functions, Any], Results]
    slopes: Callable[[Functions, Any], Results] = lambda functions, case: {}

    @property
    def names(self) -> list[str]:
        """Return the names of the functions, in the order in which they are handed in."""
        return re.findall(r"^def (\w+)", self.right, re.MULTILINE)

    def functions(self, source: str) -> Functions:
        """Return the functions that source code of this task defines, called as an answer's are."""
        scope: dict[str, Any] = {"np": np}
        exec(source, scope)  # the source stands in a chapter, it never comes from a reader
        return {name: scope[name] for name in self.names}

    def expected(self, case: Any) -> Results:
        """Return what a right answer gives: the right functions' results, and slopes by nudges of their values."""
        right = self.functions(self.right)
        return self.run(right, case) | self.slopes(right, case)

    def test(self, *answers: Callable[..., Any]) -> None:
        """Raise `UnexpectedError` with what is wrong with an answer, if anything is."""
        functions = dict(zip(self.names, answers, strict=True))
        for case in self.cases:
            with np.errstate(all="ignore"):
                results = self.run(functions, case)
                expected = self.expected(case)
            if problem := next(_problems(results, expected), None):
                raise tasks.UnexpectedError(self._slip(results, expected, case) or problem)

    def _slip(self, results: Results, expected: Results, case: Any) -> str | None:
        """Return the message of the slip whose wrong results are all among these."""
        made = []
        for slip in self.slips:
            theirs = self._results_of(slip, case)
            wrong = [name for name in theirs if not _same(theirs[name], expected[name])]
            if wrong and all(_same(theirs[name], results[name]) for name in wrong):
                made.append((len(wrong), slip.message))
        return max(made, key=lambda pair: pair[0])[1] if made else None

    def _results_of(self, slip: Mistake, case: Any) -> Results:
        try:
            with np.errstate(all="ignore"):
                return self.run(self.functions(slip.answer), case)
        except Exception:  # in this case the slip stops with an error, which says enough
            return {}


def hand_in(task: str, *functions: Callable[..., Any]) -> None:
    """Print whether functions solve a task, or what is wrong; nothing they do raises an error.

    Raises `UnknownNameError` if there is no such task, `InputError` if it asks for other functions.

    >>> import numpy as np
    >>> hand_in("relu", lambda x: (np.maximum(x, 0), x), lambda dout, cache: dout * (dout > 0))
    task relu: dx is let through where dout is positive. What counts is where the input was positive.
    """
    known = all_tasks()
    if task not in list(known):
        sentence = "There is no task {name!r}; the tasks are {known}."
        raise unknown(UnknownNameError, sentence, f"{sentence} Did you mean {{nearest!r}}?", task, known)
    asked = known[task]
    if len(functions) != len(asked.names) or not all(map(callable, functions)):
        raise InputError("The task {task} asks for the functions {names}.", task=task, names=", ".join(asked.names))
    tasks.judge(task, functools.partial(asked.test), *functions)  # without a place: ours says nothing to a reader


@functools.cache
def all_tasks() -> dict[str, LayerTask]:
    """Return the tasks by name, in the order of the notebook."""
    modules = map(content, CONTENT)
    return {task.name: task for module in modules for task in module.TASKS}


def called(functions: Functions, function: str, returns: str, **arguments: Any) -> Any:
    """Return what a function of an answer returns, as many things as `returns` names, separated by commas.

    Raises `UnexpectedError` if it returns nothing, or another number of results, or changes an array that it was given.
    """
    given = {name: np.copy(each) if isinstance(each, np.ndarray) else each for name, each in arguments.items()}
    tasks.expect(_takes(functions[function], len(given)), TAKES.format(function=function, names=", ".join(given)))
    found = functions[function](*given.values())
    tasks.expect(found is not None and found is not ..., YOUR_TURN)
    for name, array in arguments.items():
        same = not isinstance(array, np.ndarray) or np.array_equal(array, given[name], equal_nan=True)
        tasks.expect(same, IN_PLACE.format(function=function, name=name))
    count = returns.count(",") + 1
    fits = count == 1 or (isinstance(found, (tuple, list)) and len(found) == count)
    tasks.expect(fits, RETURNS.format(function=function, names=returns))
    tasks.expect(count == 1 or not all(each is None or each is ... for each in found), YOUR_TURN)
    return found


def drawn(seed: int, **shapes: tuple[int, ...]) -> dict[str, Any]:
    """Return arrays of these shapes, none of whose entries lies near 0, where relu and margins have a kink."""
    random = np.random.default_rng(seed)
    return {name: random.choice([-1, 1], shape) * random.uniform(0.2, 2, shape) for name, shape in shapes.items()}


def both_halves(name: str, returns: str) -> tuple[Callable[..., Results], Callable[..., Results]]:
    """Return what runs `name_forward` and `name_backward`, and what nudges their derivatives.

    Between the two, the forward half is called for other numbers: a cache belongs to one call.
    """

    def run(functions: Functions, case: dict[str, Any]) -> Results:
        given = {argument: array for argument, array in case.items() if argument != "dout"}
        out, cache = called(functions, f"{name}_forward", "out, cache", **given)
        called(functions, f"{name}_forward", "out, cache", **{key: array + 1 for key, array in given.items()})
        back = called(functions, f"{name}_backward", returns, dout=case["dout"], cache=cache)
        slopes = back if "," in returns else [back]
        return {"out": out} | dict(zip(returns.split(", "), slopes, strict=True))

    def slopes(functions: Functions, case: dict[str, Any]) -> Results:
        def moved(argument: str) -> Any:
            def total(array: Any) -> Any:
                given = {key: case[key] for key in case if key != "dout"} | {argument: array}
                return np.sum(functions[f"{name}_forward"](*given.values())[0] * case["dout"])

            return nudges(total, case[argument])

        return {f"d{argument}": moved(argument) for argument in case if argument != "dout"}

    return run, slopes


def _takes(function: Callable[..., Any], count: int) -> bool:
    """Return whether a function takes this many arguments; one that does not say so is given the chance."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return True
    try:
        signature.bind(*range(count))
    except TypeError:
        return False
    return True


def nudges(value: Callable[[Array], Any], array: Array, h: float = 1e-5) -> Array:
    """Return the central difference of a number with respect to each entry of an array."""
    slope = np.zeros(np.shape(array))
    for place in np.ndindex(slope.shape):
        step = np.zeros(slope.shape)
        step[place] = h
        slope[place] = (value(array + step) - value(array - step)) / (2 * h)
    return slope


def _problems(results: Results, expected: Results) -> Iterator[str]:
    for name, right in expected.items():
        try:
            value = _real(results[name])
        except (TypeError, ValueError):
            yield NO_NUMBERS.format(name=name, kind=getattr(results[name], "dtype", type(results[name]).__name__))
            continue
        if value.shape != np.shape(right):
            yield SHAPE.format(name=name, shape=value.shape, expected=np.shape(right))
        elif not _same(value, right):
            yield _first_difference(name, value, np.asarray(right, float))


def _real(result: Any) -> Array:
    array = np.asarray(result)
    if result is None or array.dtype.kind not in "biufO":  # numpy would take None for nan, and drop imaginary parts
        raise TypeError
    return array.astype(float)


def _first_difference(name: str, value: Array, right: Array) -> str:
    place = next(place for place in np.ndindex(value.shape) if not _same(value[place], right[place]))
    where = f"[{', '.join(map(str, place))}]" if place else ""
    facts = {"name": name, "place": where, "value": value[place], "expected": right[place], "argument": name[1:]}
    if re.fullmatch(r"d[A-Za-z]\w*", name):
        return NUDGED.format(**facts)
    return (VALUE_AT if where and " " in name else VALUE).format(**facts)


def _same(one: Any, other: Any) -> bool:
    """Return whether two results agree within the precision of nudges, and of answers in float32."""
    try:
        first, second = _real(one), _real(other)
    except (TypeError, ValueError):
        return one is other is None
    return first.shape == second.shape and np.allclose(first, second, rtol=2e-6, atol=1e-6, equal_nan=True)
