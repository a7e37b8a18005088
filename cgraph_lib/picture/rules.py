"""Rules of style sheets as data: selectors and declarations, in which @name stands for a colour of the palette.

A live picture takes them with variables, which its page sets; a still holds those it needs with literal colours, since
converters to PDF know no variables. Two roots, `.cg` and `.still`, keep the two apart on one page.
"""

from __future__ import annotations

import re
from typing import Final

from cgraph_lib.picture.palette import LIGHT, Colours

Rule = tuple[list[str], list[str]]
Table = list[Rule]

_RULE: Final = re.compile(r"^(\S.*?) \{(.*)\}$", re.M)
_CLASS: Final = re.compile(r"\.([a-z]\w*)")
_COLOUR: Final = re.compile(r"@(\w+)")
_ON_ROOT: Final = (".dense", ".snug")


def table(text: str) -> Table:
    """Return the rules of a string with one rule a line; a later one wins.

    >>> table(".a, .b {fill:@ink;stroke-width:2}")
    [(['.a', '.b'], ['fill:@ink', 'stroke-width:2'])]
    """
    return [(selectors.split(", "), declarations.split(";")) for selectors, declarations in _RULE.findall(text)]


def live_rules(rules: Table) -> str:
    """Return all rules for a page, with variables for the colours."""
    return _written(rules, ".cg", {name: f"var(--cg-{name})" for name in LIGHT})


def static_rules(rules: Table, classes: set[str], light: Colours, dark: Colours) -> str:
    """Return the rules that concern these classes, with literal colours; on dark pages those in `dark` change."""
    used = [([part for part in selectors if set(_CLASS.findall(part)) <= classes], held) for selectors, held in rules]
    swapped = [
        (selectors, [part for part in held if set(_COLOUR.findall(part)) & set(dark)]) for selectors, held in used
    ]
    return (
        f"{_written(used, '.still', light)}\n"
        f"@media (prefers-color-scheme:dark){{{_written(swapped, '.still', light | dark, between='')}}}"
    )


def _written(rules: Table, root: str, colours: Colours, between: str = "\n") -> str:
    return between.join(
        f"{','.join(_below(root, part) for part in selectors)}{{{_coloured(';'.join(held), colours)}}}"
        for selectors, held in rules
        if selectors and held
    )


def _below(root: str, selector: str) -> str:
    return f"{root}{selector}" if selector.startswith(_ON_ROOT) else f"{root} {selector}"


def _coloured(declarations: str, colours: Colours) -> str:
    return _COLOUR.sub(lambda found: colours[found[1]], declarations)
