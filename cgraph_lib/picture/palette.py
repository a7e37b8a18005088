"""The colours of all pictures: one table for light, dark and printed pages.

All text has a contrast of at least 4.5 against what it stands on, every line of at least 3. Blue and orange stay
apart for all common colour blindnesses and have nearly the same luminance, so both suit white and black pages.
"""

from __future__ import annotations

from typing import Final, Literal

Theme = Literal["light", "dark", "print"]
Colours = dict[str, str]

LIGHT: Final[Colours] = {
    "page": "#ffffff",
    "ground": "#f5f6f8",
    "paper": "#ffffff",
    "fixed": "#e9ecf0",
    "ink": "#1b1f24",
    "ink2": "#4b5563",
    "line": "#767f8b",
    "hair": "#d5d9df",
    "pos": "#1a6fb5",
    "neg": "#b9540c",
    "zero": "#6b7280",
    "on": "#ffffff",
    "hi": "#ffd94a",
    "hitext": "#1b1f24",
    "r0": "#0b7f63",
    "r1": "#b4388f",
    "r2": "#6a4fc9",
    "r3": "#857000",
    "r4": "#a0522d",
    "r5": "#4f6378",
}
DARK: Final[Colours] = {
    "page": "#111111",
    "ground": "#16191e",
    "paper": "#1f242b",
    "fixed": "#2b313a",
    "ink": "#eef1f5",
    "ink2": "#b4bcc7",
    "line": "#838d9a",
    "hair": "#363d47",
    "pos": "#62b0f2",
    "neg": "#f5943d",
    "zero": "#a3acb8",
    "on": "#0d1117",
    "hi": "#5f4d00",
    "hitext": "#ffffff",
    "r0": "#3fc9a0",
    "r1": "#ee8fd0",
    "r2": "#b3a1ff",
    "r3": "#d8c24a",
    "r4": "#e39b78",
    "r5": "#a9bccf",
}
# Paper takes the light colours, on white: a printer has no other ground.
PRINT: Final[Colours] = LIGHT | {"ground": "#ffffff"}

# On a dark page a still swaps its cards and inks alone. Its wires stay: they suit white pages and black ones alike,
# so nothing is lost where a reader's program asks for the wrong set.
STILL_DARK: Final[Colours] = {name: DARK[name] for name in ("paper", "fixed", "ink", "ink2", "hair")}

_THEMES: Final[dict[Theme, Colours]] = {"light": LIGHT, "dark": DARK, "print": PRINT}


def variables(theme: Theme) -> str:
    """Return the colours of a theme as CSS custom properties.

    >>> variables("dark")[:40]
    '--cg-page: #111111; --cg-ground: #16191e'
    """
    return " ".join(f"--cg-{name}: {colour};" for name, colour in _THEMES[theme].items())
