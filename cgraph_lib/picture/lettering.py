"""How wide text is, from the published widths of the fonts: no picture has to be drawn to know what fits."""

from __future__ import annotations

from typing import Final, Literal

Face = Literal["sans", "bold", "italic"]

# Widths of the characters from space to ~ in thousandths of the font's size: Arial, Arial Bold, Times New Roman Italic.
_TABLES: Final[dict[Face, str]] = {
    "sans": """278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
        278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611
        722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556
        556 556 333 500 278 556 500 722 500 500 500 334 260 334 584""",
    "bold": """278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
        333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611
        722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611
        611 611 389 556 333 611 556 778 556 556 500 389 280 389 584""",
    "italic": """250 333 420 500 500 833 778 214 333 333 500 675 250 333 250 278 500 500 500 500 500 500 500 500 500
        500 333 333 675 675 675 500 920 611 611 667 722 611 611 722 722 333 444 667 556 833 667 722 611 722 611 500
        556 722 611 833 611 556 556 389 278 389 422 500 333 500 500 444 500 444 278 500 500 278 278 444 278 722 500
        500 500 500 389 389 278 500 444 667 444 444 389 400 275 400 541""",
}
_COMMON: Final = {"−": 675, "×": 675, "·": 333, "∞": 713, "∂": 500, "√": 550, "…": 1000, "→": 1000, "²": 333, "³": 333}


def _ems(table: str) -> dict[str, float]:
    ascii_characters = map(chr, range(32, 127))
    widths = dict(zip(ascii_characters, map(int, table.split()), strict=True)) | _COMMON
    return {character: width / 1000 for character, width in widths.items()}


_EMS: Final = {face: _ems(table) for face, table in _TABLES.items()}
_NUMBERS: Final = "0123456789.−+=e()×∞nan "


def text_width(text: str, size: float, face: Face = "sans") -> float:
    """Return the width of a string in Arial, Arial Bold or Times New Roman Italic; unknown characters on the safe side.

    >>> round(text_width("10", 10), 2)
    11.12
    """
    ems = _EMS[face]
    return sum(ems.get(character) or _unknown(character) for character in text) * size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a string in lines that are no wider than that; a single word may be.

    >>> wrapped("one two three", 60, 14)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _unknown(character: str) -> float:
    return 1.05 if ord(character) > 0x2000 else 0.85  # from here on mostly symbols and scripts with square characters


def number_ems() -> dict[str, float]:
    """Return the widths of all characters that a number can have, in bold: the page measures its pills with them."""
    return {character: _EMS["bold"][character] for character in dict.fromkeys(_NUMBERS)}
