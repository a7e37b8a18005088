"""Mutation testing: python -m tools.mutants [MODULE ...] counts the small changes of the core that tests notice.

cosmic-ray says where a module can be changed, and how. A mutant exists in memory only: in a process that is forked from
one that has imported the packages the tests need, and there it meets the fast tests that mutants.toml names for its
module. As many are tried at once as there are processors; all of them, about 1,900, take two processors 45 minutes.
`--sample 100` draws some at random, the same ones every time. A survivor shows a hole in the tests, or is equivalent
to the original: then mutants.toml says why.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import io
import itertools
import os
import random
import resource
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
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
PROCESSORS = len(os.sched_getaffinity(0))
# What the tests import, and no test changes.
PACKAGES = ("numpy", "mpmath", "sympy", "hypothesis", "nbformat", "nbclient", "nbval.plugin", "xdist.plugin")
PACKAGES += ("pygraphviz", "graphviz", "ipywidgets", "anywidget")
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:nbval", "-p", "no:xdist", "-o", "addopts=")
OPTIONS += ("--assert=plain", "--import-mode=importlib", "--doctest-modules", "--rootdir", str(ROOT))
EQUALITY = {ast.Is: ast.Eq, ast.IsNot: ast.NotEq}


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the occurrence-th place where an operator of cosmic-ray fits."""

    module: str
    operator: str
    occurrence: int
    line: int

    @cached_property
    def text(self) -> str:
        return str(mutate_code(_text(self.module), get_operator(self.operator)(), self.occurrence))

    @cached_property
    def change(self) -> tuple[str, str]:
        """Return the lines that differ, as they were and as they are, without the spaces around."""
        lines = difflib.unified_diff(_text(self.module).splitlines(), self.text.splitlines(), n=0, lineterm="")
        differing = list(lines)[2:]  # after the names of the files
        was, becomes = ([line[1:].strip() for line in differing if line[0] == mark] for mark in "-+")
        return " ".join(filter(None, was)), " ".join(filter(None, becomes))

    @property
    def counts(self) -> bool:
        """Return whether it is a program, and more than an annotation was changed, which Python does not evaluate."""
        try:
            return _meaning(self.text) != _meaning(_text(self.module))
        except SyntaxError:
            return False

    @property
    def is_equivalent(self) -> bool:
        """Return whether nobody could notice the change: it is alike by rule, or mutants.toml says why."""
        was, becomes = self.change
        entries = [entry for entry in KNOWN["equivalent"] if entry["module"] == self.module and entry["was"] == was]
        return any(becomes in entry["becomes"] for entry in entries) or _alike(self.text, _text(self.module))

    def __str__(self) -> str:
        was, becomes = self.change
        return f"{self.module}.py:{self.line} {self.operator}\n    {was}\n    {becomes}"


def _path(module: str) -> Path:
    return ROOT / "cgraph_lib" / f"{module}.py"


def _text(module: str) -> str:
    return _path(module).read_text(encoding="utf-8")


def _meaning(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if getattr(node, name, None):
                setattr(node, name, ast.Constant(None))
    return ast.dump(tree)


def _alike(one: str, other: str) -> bool:
    """Return whether two programs do the same because of what is true of every class and character."""
    first, second = (ast.dump(_Alike().visit(ast.parse(text))) for text in (one, other))
    return first == second


class _Alike(ast.NodeTransformer):
    """Writes in one way what does the same. Slots save memory, and change nothing of a frozen dataclass. And classes
    are equal only to themselves, as ASCII characters are, of which CPython has one string each: `is` means `==`.
    """

    def visit_keyword(self, node: ast.keyword) -> ast.keyword | None:
        return None if node.arg == "slots" else node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if any(map(_is_single, (node.left, *node.comparators))):
            node.ops = [EQUALITY.get(type(op), type(op))() for op in node.ops]
        return node


def _is_single(node: ast.expr) -> bool:
    match node:
        case ast.Constant(str(text)):
            return len(text) == 1 and text.isascii()
        case ast.Call(ast.Name("type")):
            return True
    return False


def mutants(modules: Iterable[str]) -> list[Mutant]:
    """Return all mutants of these modules."""
    found = []
    operators = {name: get_operator(name) for name in operator_names() if not get_operator(name).arguments()}
    for module in modules:
        nodes = list(ast_nodes(get_ast(_text(module))))
        for name, operator in operators.items():
            places = (start for node in nodes for start, _ in operator().mutation_positions(node))
            found += [Mutant(module, name, i, line) for i, (line, _) in enumerate(places)]
    return found


def drawn(modules: Iterable[str], sample: int | None) -> list[Mutant]:
    """Return this many of them, or all, in a random order that is the same every time."""
    every = mutants(modules)
    random.Random(0).shuffle(every)
    return list(itertools.islice((mutant for mutant in every if mutant.counts), sample))


class Changed(SourceFileLoader):
    """Finds and loads one module with another text."""

    def __init__(self, name: str, path: Path, text: str):
        super().__init__(name, str(path))
        self.text = text

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


def passing(programs: Iterable[tuple[str, str]]) -> Iterator[tuple[int, bool]]:
    """Yield for each module and text, as soon as it is known, its place in the row and whether the tests pass."""
    waiting = enumerate(programs)
    running: dict[int, int] = {}
    while True:
        for place, (module, text) in itertools.islice(waiting, PROCESSORS - len(running)):
            running[_forked(module, text)] = place
        if not running:
            return
        process, status = os.wait()
        yield running.pop(process), status == 0


def _forked(module: str, text: str) -> int:
    process = os.fork()
    if process == 0:
        _meet(module, text)
    return process


def _meet(module: str, text: str) -> None:
    """Run the tests in this process, and end it; 0 says that all of them passed."""
    passed: Any = False
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        sys.stdout = sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        sys.meta_path.insert(0, Changed(f"cgraph_lib.{module}", _path(module), text))
        importlib.import_module(f"cgraph_lib.{module}")
        names = [str(ROOT / "tests" / f"test_{name}.py") for name in KNOWN["tests"][module]]
        slow = " and ".join(f"not {name}" for name in KNOWN["slow"])
        passed = pytest.main([*OPTIONS, "-k", slow, str(_path(module)), *names]) == pytest.ExitCode.OK
    finally:
        os._exit(not passed)


def run(modules: Sequence[str], sample: int | None) -> bool:
    """Try mutants, but for those that are equivalent; print the survivors and the scores. Return whether none is left.

    What is tried so far is printed on stderr.
    """
    for name in PACKAGES:
        importlib.import_module(name)
    failing = [modules[place] for place, passed in passing((name, _text(name)) for name in modules) if not passed]
    if failing:
        sys.exit(f"Tests fail on the unchanged modules: {', '.join(failing)}.")
    every, begin = drawn(modules, sample), time.monotonic()
    tried = [mutant for mutant in every if not mutant.is_equivalent]
    alive = []
    for count, (place, passed) in enumerate(passing((mutant.module, mutant.text) for mutant in tried), 1):
        if passed:
            alive.append(tried[place])
            print(tried[place], flush=True)
        if count % 50 == 0:
            minutes = (time.monotonic() - begin) / 60
            print(f"{count:,} of {len(tried):,} tried in {minutes:.0f} min, {len(alive)} alive", file=sys.stderr)
    _report(modules, every, tried, alive)
    return not alive


def _report(modules: Sequence[str], every: list[Mutant], tried: list[Mutant], alive: list[Mutant]) -> None:
    """Print how many mutants there are, and which part of all, and of those not equivalent, was noticed."""
    print(f"{'':14}{'mutants':>9}{'equivalent':>12}{'alive':>7}{'noticed':>9}{'without equivalent ones':>25}")
    for title, names in [*((module, [module]) for module in modules), ("all", modules)]:
        total, others, left = (sum(mutant.module in names for mutant in group) for group in (every, tried, alive))
        scores = [(others - left) / max(count, 1) for count in (total, others)]
        print(f"{title:14}{total:9,}{total - others:12,}{left:7,}{scores[0]:9.1%}{scores[1]:25.1%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=list(KNOWN["tests"]), metavar="MODULE")
    parser.add_argument("--sample", type=int, metavar="N")
    arguments = parser.parse_args()
    sys.exit(not run(arguments.modules, arguments.sample))
