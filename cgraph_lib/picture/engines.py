"""Who lays out the pictures: the Graphviz that pygraphviz brings, a `dot` on PATH, or the module of a page's Python.

Each engine is tried once, on a small probe. One that fails then, or that ever takes too long, is not asked again; one
that fails on a single picture leaves that picture to the next.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from cgraph_lib.errors import CgraphError

ENGINE_VARIABLE: Final = "CGRAPH_ENGINE"
SECONDS: Final = 5
_PROBE: Final = "digraph { a [width=1]; b [width=1]; a -> b }"
_LACKING: Final = (
    "The Graphviz of pygraphviz needs libraries that this system lacks. On Debian and Ubuntu install them with: "
    "apt install libglib2.0-0 libx11-6 libxrender1 libxext6. Tried {tried}."
)
_NO_PAGE: Final = "This page has no Graphviz to lay out the picture; loading the page again may help. Tried {tried}."
_NONE: Final = (
    "No Graphviz to lay out the picture. Install one: pip install pygraphviz (it brings its own Graphviz), or the "
    "program dot from graphviz.org. Tried {tried}."
)
_BROKEN: dict[str, str] = {}


class NoEngineError(CgraphError, RuntimeError):
    """No Graphviz can be used; the message says what to install."""


def use_engine(name: str) -> None:
    """Choose who lays out the pictures: "embedded" (pygraphviz), "dot" (the program on PATH), "page", or "auto".

    Engines that have failed are tried anew. Raises `CgraphError` for another name, `NoEngineError` if the chosen one
    does not work.
    """
    names = _names(name)
    forget()
    failures = [failure for each in names if (failure := _failure(each))]
    if len(failures) == len(names):
        raise _nobody(failures)
    os.environ[ENGINE_VARIABLE] = name


def forget() -> None:
    """Forget what is known of the engines, and all layouts."""
    _BROKEN.clear()
    _failure.cache_clear()
    _laid_out.cache_clear()


def lay_out(source: str) -> dict[str, float]:
    """Return the column of every node of a graph in DOT, in points.

    Raises `NoEngineError` where no engine can lay it out.
    """
    return _laid_out(source, os.environ.get(ENGINE_VARIABLE, "auto"))


@lru_cache(maxsize=128)
def _laid_out(source: str, choice: str) -> dict[str, float]:
    failures = []
    for name in _names(choice):
        if failure := _BROKEN.get(name) or _failure(name):
            failures.append(failure)
            continue
        try:
            return _columns(_ENGINES[name](source), source)
        except Exception as error:  # whatever goes wrong in an engine, the next one may work
            failures.append(_in_short(name, error))
            if isinstance(error, subprocess.TimeoutExpired):
                _BROKEN[name] = failures[-1]
    raise _nobody(failures)


def _columns(answer: str, source: str) -> dict[str, float]:
    """Return the columns that an engine answers; it has to place everything that has a width."""
    placed = [thing for thing in json.loads(answer).get("objects", ()) if "pos" in thing]  # clusters have none
    if len(placed) < source.count("[width="):
        raise ValueError(f"it placed {len(placed)} things only")
    return {thing["name"]: float(thing["pos"].split(",")[0]) for thing in placed}


@lru_cache
def _failure(name: str) -> str:
    """Return why an engine does not work, "" if it does."""
    try:
        _columns(_ENGINES[name](_PROBE), _PROBE)
    except Exception as error:
        return _in_short(name, error)
    return ""


def _names(choice: str) -> list[str]:
    if choice != "auto" and choice not in _ENGINES:
        raise CgraphError('The layout engine is "auto", "embedded", "dot" or "page", not {name!r}.', name=choice)
    if choice != "auto":
        return [choice]
    return ["page"] if _in_a_page() else list(_ENGINES)


def _in_a_page() -> bool:
    return sys.platform == "emscripten"


def _in_short(name: str, error: Exception) -> str:
    """Return what went wrong in one line. A library that is missing has its name in the message of the loader."""
    reason = " ".join(str(error).split()) or "failed"
    if isinstance(error, subprocess.TimeoutExpired):
        reason = f"no answer within {SECONDS} s"
    return f"{name}: {type(error).__name__}: {reason}"[:160]


def _nobody(failures: list[str]) -> NoEngineError:
    lacking = any("cannot open shared object file" in failure for failure in failures)
    sentence = _LACKING if lacking else _NO_PAGE if _in_a_page() else _NONE
    return NoEngineError(sentence, tried="; ".join(failures))


def _embedded(source: str) -> str:
    import pygraphviz

    with _quiet():
        drawn: bytes = pygraphviz.AGraph(string=source).draw(format="json0", prog="dot")
    return drawn.decode("utf-8")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the remarks of pygraphviz, and of the C library below it, out of the reader's cell."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _program(source: str) -> str:
    program = shutil.which("dot")
    if program is None:
        raise FileNotFoundError("there is no dot on PATH")
    command = [program, "-Tjson0"]
    run = subprocess.run(command, input=source, capture_output=True, encoding="utf-8", check=True, timeout=SECONDS)
    return run.stdout


def _page(source: str) -> str:
    import cgraph_graphviz  # type: ignore[import-not-found, unused-ignore]

    return str(cgraph_graphviz.layout(source))


_ENGINES: dict[str, Callable[[str], str]] = {"embedded": _embedded, "dot": _program, "page": _page}
