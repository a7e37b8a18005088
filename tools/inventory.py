"""Print the concept inventory: python -m tools.inventory writes a test sheet and its key into build/inventory."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from cgraph_lib import parse, show

ROOT = Path(__file__).resolve().parent.parent
ITEMS = ROOT / "docs" / "inventory" / "items.toml"
FOLDER = ROOT / "build" / "inventory"

Item = dict[str, Any]
Option = dict[str, Any]

QUESTION = "The graph computes {graph}. At {at}, what is d{of}/d{wrt}? Choose the number, then the reason."
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 12pt/1.45 Arial, Helvetica, sans-serif; max-width: 46em; margin: 2em auto; }}
section {{ break-inside: avoid; margin: 2em 0; }}
ol {{ list-style: upper-alpha; }}
</style></head><body><h1>{title}</h1>
{body}
</body></html>
"""
ITEM = """<section><h2>{id}</h2><p>{question}</p>{picture}
<p>The derivative is</p><ol>{answers}</ol><p>because</p><ol>{reasons}</ol></section>"""
ROW = "<p>{id}: {number}, because {reason}. Numbers: {numbers}. Reasons: {reasons}.</p>"


def items() -> list[Item]:
    """Return the items of the inventory, each with its options."""
    listed: list[Item] = tomllib.loads(ITEMS.read_text(encoding="utf-8"))["item"]
    return listed


def sheet() -> str:
    """Return the test as a page to print: for each item numbers to choose from, then reasons."""
    return PAGE.format(title="Derivatives on graphs: a test of ideas", body="\n".join(map(_section, items())))


def key() -> str:
    """Return the key as a page: the right letter, and which wrong rule stands behind each other one."""
    return PAGE.format(title="Key", body="\n".join(map(_row, items())))


def reasons(item: Item) -> list[Option]:
    """Return an item's options in the order of their reasons, which is the alphabet's: no letter gives another away."""
    return sorted(item["option"], key=lambda option: str(option["reason"]))


def _section(item: Item) -> str:
    at = ", ".join(f"{name} = {value}" for name, value in item["at"].items())
    return ITEM.format(
        id=item["id"],
        question=QUESTION.format(graph=item["graph"], at=at, of=item["of"], wrt=item["wrt"]),
        picture=show(parse(item["graph"])).svg,
        answers="".join(f"<li>{option['answer']}</li>" for option in item["option"]),
        reasons="".join(f"<li>{option['reason']}</li>" for option in reasons(item)),
    )


def _row(item: Item) -> str:
    numbers, because = (_by_letter(options) for options in (item["option"], reasons(item)))
    return ROW.format(
        id=item["id"],
        number=_letter(numbers),
        reason=_letter(because),
        numbers=_wrong(numbers),
        reasons=_wrong(because),
    )


def _by_letter(options: list[Option]) -> dict[str, str]:
    return dict(zip("ABCD", (option["learner"] for option in options), strict=True))


def _letter(learners: dict[str, str]) -> str:
    [letter] = [letter for letter, learner in learners.items() if learner == "right"]
    return letter


def _wrong(learners: dict[str, str]) -> str:
    return "; ".join(f"{letter}: {learner}" for letter, learner in learners.items() if learner != "right")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in (("sheet.html", sheet()), ("key.html", key())):
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER.relative_to(ROOT) / name)
