"""Mutation testing: python -m tools.mutants [SAMPLE] changes the core in small ways, and counts what tests notice.

cosmic-ray says where a module can be changed, and how. A mutant exists in memory only: in a process that is forked from
one that has imported the packages the tests need, and there it meets the fast tests that mutants.toml names for its
module. SAMPLE mutants are drawn at random, the same ones every time; all of them take hours. A survivor shows a hole in
the tests, or is equivalent to the original: then mutants.toml says why.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import io
import itertools
import os
import random
import resource
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
KNOWN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SECONDS = 120  # of the processor's time; a mutant that goes on longer is noticed too
BYTES = 6 << 30
# What the tests import, and no test changes.
PACKAGES = ("numpy", "mpmath", "sympy", "hypothesis", "nbformat", "nbclient", "nbval.plugin", "xdist.plugin")
PACKAGES += ("pygraphviz", "graphviz", "ipywidgets", "anywidget")
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbval", "-p", "no:xdist", "-o", "addopts=")
OPTIONS += ("--assert=plain", "--import-mode=importlib", "--doctest-modules", "--rootdir", str(ROOT))


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the occurrence-th place where an operator of cosmic-ray fits."""

    module: str
    operator: str
    occurrence: int
    line: int

    @property
    def path(self) -> Path:
        return ROOT / "cgraph_lib" / f"{self.module}.py"

    @cached_property
    def text(self) -> str:
        return str(mutate_code(_read(self.path), get_operator(self.operator)(), self.occurrence))

    @cached_property
    def change(self) -> tuple[str, str]:
        """Return the lines that differ, as they were and as they are, without the spaces around."""
        lines = difflib.unified_diff(_read(self.path).splitlines(), self.text.splitlines(), n=0, lineterm="")
        differing = list(lines)[2:]  # after the names of the files
        was, becomes = ([line[1:].strip() for line in differing if line[0] == mark] for mark in "-+")
        return " ".join(filter(None, was)), " ".join(filter(None, becomes))

    @property
    def counts(self) -> bool:
        """Return whether it is a program, and more than an annotation was changed, which Python does not evaluate."""
        try:
            return _meaning(self.text) != _meaning(_read(self.path))
        except SyntaxError:
            return False


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _meaning(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if getattr(node, name, None):
                setattr(node, name, ast.Constant(None))
    return ast.dump(tree)


def mutants() -> list[Mutant]:
    """Return all mutants of the modules in mutants.toml."""
    found = []
    operators = {name: get_operator(name) for name in operator_names() if not get_operator(name).arguments()}
    for module in KNOWN["tests"]:
        nodes = list(ast_nodes(get_ast(_read(ROOT / "cgraph_lib" / f"{module}.py"))))
        for name, operator in operators.items():
            places = (start for node in nodes for start, _ in operator().mutation_positions(node))
            found += [Mutant(module, name, i, line) for i, (line, _) in enumerate(places)]
    return found


def drawn(sample: int) -> Iterator[Mutant]:
    """Yield so many of them, in a random order that is the same every time."""
    every = mutants()
    random.Random(0).shuffle(every)
    return itertools.islice((mutant for mutant in every if mutant.counts), sample)


class Changed(SourceFileLoader):
    """Finds and loads one module with another text."""

    def __init__(self, name: str, path: Path, text: str):
        super().__init__(name, str(path))
        self.text = text

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


def survives(module: str, text: str) -> bool:
    """Return whether the tests of a module pass when it has this text."""
    child = os.fork()
    if child == 0:
        _meet(module, text)
    _, status = os.waitpid(child, 0)
    return status == 0


def _meet(module: str, text: str) -> None:
    """Run the tests in this process, and end it; 0 says that all of them passed."""
    passed: Any = False
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        sys.stdout = sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        path = ROOT / "cgraph_lib" / f"{module}.py"
        sys.meta_path.insert(0, Changed(f"cgraph_lib.{module}", path, text))
        importlib.import_module(f"cgraph_lib.{module}")
        names = [str(ROOT / "tests" / f"test_{name}.py") for name in KNOWN["tests"][module]]
        slow = " and ".join(f"not {name}" for name in KNOWN["slow"])
        passed = pytest.main([*OPTIONS, "-k", slow, str(path), *names]) == pytest.ExitCode.OK
    finally:
        os._exit(not passed)


def equivalent(mutant: Mutant) -> bool:
    """Return whether mutants.toml says that nobody could notice this change."""
    was, becomes = mutant.change
    entries = [entry for entry in KNOWN["equivalent"] if entry["module"] == mutant.module and entry["was"] == was]
    return any(becomes in entry["becomes"] for entry in entries)


def run(sample: int) -> None:
    """Try so many mutants, but for those that are equivalent; print the survivors, and the score with and without."""
    for name in PACKAGES:
        importlib.import_module(name)
    for module in KNOWN["tests"]:
        if not survives(module, _read(ROOT / "cgraph_lib" / f"{module}.py")):
            sys.exit(f"The tests of {module} fail on {module} itself.")
    tried = alive = excused = 0
    for mutant in drawn(sample):
        tried += 1
        if equivalent(mutant):
            excused += 1
        elif survives(mutant.module, mutant.text):
            alive += 1
            was, becomes = mutant.change
            print(f"{mutant.module}.py:{mutant.line} {mutant.operator}\n    {was}\n    {becomes}", flush=True)
    noticed = tried - alive - excused
    print(f"{noticed} of {tried} mutants were noticed: {noticed / tried:.1%}.")
    print(f"{excused} of the others are equivalent; without these: {noticed / (tried - excused):.1%}.")


if __name__ == "__main__":
    run(int(sys.argv[1]) if sys.argv[1:] else sys.maxsize)
