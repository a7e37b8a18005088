"""Errors of an import: a framework that is missing, an operation that the table does not have, and where it stands."""

from __future__ import annotations

import contextlib
import importlib
import linecache
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from cgraph_lib.errors import CgraphError, InputError, MissingPackageError, UnknownNameError, nearest_of

HERE = Path(__file__).parent
UNKNOWN = ("error", "block")


class UnknownOperationError(UnknownNameError):
    """An operation of a framework's program that this library has none for.

    Attributes: `operation`, `place` (in words), `file` and `line`.
    """


@dataclass(frozen=True)
class Place:
    """Where an operation stands in the reader's own code, or in which part of a module."""

    words: str = "a place that the framework does not tell"
    file: str = ""
    line: int = 0

    @property
    def facts(self) -> dict[str, str | int]:
        """Return what an error says of the place."""
        return {"place": self.words, "file": self.file, "line": self.line}


def framework(name: str, caller: str, title: str) -> ModuleType:
    """Return a framework's package; raise `MissingPackageError` where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        sentence = "{caller} needs {title}, which is not installed: python -m pip install {name}"
        raise MissingPackageError(sentence, caller=caller, title=title, name=name) from error


def check_unknown(unknown: str) -> None:
    """Raise `InputError` unless it is one of the two things that can be done about an unknown operation."""
    if not isinstance(unknown, str) or unknown not in UNKNOWN:
        raise InputError('unknown is "error" or "block", not {unknown!r:.40}.', unknown=unknown)


def place_in(lines: Iterable[tuple[str, int, str]], package: ModuleType, part: str = "") -> Place:
    """Return the innermost of some lines, each a file, a number and a function, that is not the framework's own.

    `part` says in which part of a module it is, if there is no such line.
    """
    own = Path(str(package.__file__)).parent
    for file, number, function in lines:
        if own not in Path(file).parents and HERE not in Path(file).parents:
            code = linecache.getline(file, number).strip()
            words = f"line {number} of {function} ({code})" if code else f"line {number} of {function}"
            return Place(words, file, number)
    return Place(f"the part {part}") if part else Place()


def unknown_operation(caller: str, operation: str, place: Place, known: Iterable[str]) -> UnknownOperationError:
    """Return the error for an operation that the table does not have."""
    sentence = (
        '{caller} has no operation for {operation}, at {place}. Write it with others, or give unknown="block" to have '
        "it drawn as a closed block."
    )
    facts = {"caller": caller, "operation": operation, **place.facts}
    return UnknownOperationError(sentence, **facts, nearest=nearest_of(operation, known))


def written_operation(caller: str, operation: str, place: Place) -> UnknownOperationError:
    """Return the error for an operation that writes into a tensor and cannot be read as one that makes a new tensor."""
    sentence = (
        "{caller} has no operation for {operation}, which writes into a tensor, at {place}. Write it with operations "
        "that make new tensors."
    )
    return UnknownOperationError(sentence, caller=caller, operation=operation, **place.facts, nearest=None)


@contextlib.contextmanager
def differentiating(framework: str, operation: str) -> Iterator[None]:
    """Raise `CgraphError` with the framework's own reason where it has no derivative of a closed block."""
    try:
        yield
    except (NotImplementedError, RuntimeError, TypeError, ValueError) as error:
        sentence, reason = "{framework} has no derivative of {operation}: {reason}", str(error).partition("\n")[0]
        raise CgraphError(sentence, framework=framework, operation=operation, reason=reason) from error


def complex_result(operation: str, place: Place) -> CgraphError:
    """Return the error for an operation whose result is no real number."""
    sentence = (
        "The operation {operation}, at {place}, makes complex numbers, and a graph holds real ones; compute with the "
        "real and the imaginary part apart."
    )
    return CgraphError(sentence, operation=operation, **place.facts)
