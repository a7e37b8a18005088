"""The page's modules as one: a widget's code reaches the page as a single text.

Each module keeps a scope of its own, as a function that runs once and returns what it exports; they stand in the
order that their imports demand. Python alone does it, when a live picture is first made: no built file is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from cgraph_lib.errors import CgraphError

_BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_IMPORT = re.compile(r'import\s*(?:\{(?P<names>[^}]*)\}|\*\s*as\s+(?P<all>\w+))\s*from\s*"\./(?P<file>[\w-]+)\.js"\s*;')
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|class|const|let)\s+(?P<name>\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export\s+default\s+", re.MULTILINE)


class BundleError(CgraphError):
    """A module that cannot be joined to the others."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the page: its imports, as pairs of a module and the names taken from it, and its other code."""

    name: str
    imports: tuple[tuple[str, str], ...]
    code: str

    @property
    def exports(self) -> list[str]:
        """Return the names that other modules may import."""
        return [match["name"] for match in _EXPORT.finditer(self.code)]

    def scope(self) -> str:
        """Return the module as a constant that holds its exports."""
        taken = "".join(f"const {pattern} = {_constant(file)};\n" for file, pattern in self.imports)
        body, defaults = _DEFAULT.subn("const $default = ", _EXPORT.sub("", self.code))
        given = ", ".join([*self.exports, *(["default: $default"] if defaults else [])])
        return f"const {_constant(self.name)} = (() => {{\n{taken}{body.strip()}\nreturn {{ {given} }};\n}})();"


def parse_module(name: str, text: str) -> Module:
    """Return a module in parts.

    Raises `BundleError` for an import or an export that is none of the kinds used here.

    >>> parse_module("b", 'import { x as y } from "./a.js";\\nexport const z = 2 * y;').imports
    (('a', '{ x: y }'),)
    """
    imports, rest = [], text
    while (start := _BLANK.match(rest)) and rest.startswith("import", start.end()):
        found = _IMPORT.match(rest, start.end())
        if not found:
            line = rest[start.end() :].partition("\n")[0]
            raise BundleError("The module {name}.js has an import that cannot be joined: {text}", name=name, text=line)
        imports.append((found["file"], found["all"] or f"{{{found['names'].replace(' as ', ': ')}}}"))
        rest = rest[found.end() :]
    if left := re.search(r"^(?:import\b|export\s*[{*]).*", rest, re.MULTILINE):
        raise BundleError("The module {name}.js has a line that cannot be joined: {text}", name=name, text=left[0])
    return Module(name, tuple(imports), rest)


def bundle(entry: str, sources: Mapping[str, str]) -> str:
    """Return one ES module that exports what the module `entry` exports by default; `sources` holds all modules.

    Raises `BundleError` for a module that is missing, and `graphlib.CycleError` for modules that import each other.

    >>> print(bundle("b", {"a": "export const x = 1;", "b": 'import { x } from "./a.js";\\nexport default x + 1;'}))
    const $a = (() => {
    const x = 1;
    return { x };
    })();
    const $b = (() => {
    const { x } = $a;
    const $default = x + 1;
    return { default: $default };
    })();
    export default $b.default;
    """
    modules = {module.name: module for module in _reached(entry, sources)}
    order = TopologicalSorter({name: [file for file, _ in module.imports] for name, module in modules.items()})
    scopes = [modules[name].scope() for name in order.static_order()]
    return "\n".join([*scopes, f"export default {_constant(entry)}.default;"])


def _reached(entry: str, sources: Mapping[str, str]) -> Iterator[Module]:
    """Yield the module `entry` and all that it needs."""
    seen, waiting = set[str](), [entry]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        if name not in sources:
            raise BundleError("There is no module {name}.js.", name=name)
        seen.add(name)
        module = parse_module(name, sources[name])
        waiting += [file for file, _ in module.imports]
        yield module


def _constant(name: str) -> str:
    return f"${name.replace('-', '_')}"
