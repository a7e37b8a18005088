"""How names, numbers and powers are spelled in LaTeX."""

from __future__ import annotations

import re


def latex_number(text: str) -> str:
    """Return a number that is written as text, `-1.2e-7` or `−1/3` or `∞`, as LaTeX."""
    text = re.sub("∞|inf", r"\\infty", text.replace("−", "-")).replace("nan", r"\mathrm{nan}")
    mantissa, _, exponent = text.partition("e")
    over, slash, under = mantissa.removeprefix("-").partition("/")
    if slash:
        return rf"{'-' * text.startswith('-')}\frac{{{over}}}{{{under}}}"
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


_ESCAPES = {
    **{character: rf"\{character}" for character in "_{}$%&# "},
    **{"\\": r"\backslash ", "^": r"\wedge ", "~": r"\sim ", "<": r"\lt ", ">": r"\gt ", "|": r"\vert "},
    **{"`": r"\backprime ", "×": r"\times ", "…": r"\ldots "},
}


def _latex_character(character: str) -> str:
    plain = character.isascii() or "Α" <= character <= "ω"  # Greek letters are at home in formulas
    return _ESCAPES.get(character, character if plain else rf"\text{{{character}}}")


def latex_word(word: str) -> str:
    """Return a word as LaTeX, whatever characters it has: a single letter in italics, others upright."""
    written = "".join(map(_latex_character, word))
    return written if len(written) == 1 and written.isalpha() else rf"\mathrm{{{written}}}"


def latex_name(name: str) -> str:
    """Return a name as LaTeX, with the digits at its end as an index."""
    stem = name.rstrip("0123456789") or name
    index = name[len(stem) :]
    return latex_word(stem) + (f"_{{{index}}}" if index else "")


def latex_power(base: str, exponent: str) -> str:
    """Return a power as LaTeX, in brackets unless its base is a name or a number."""
    plain = re.fullmatch(r"[\d.]+|(\w|\\mathrm\{\w+\})(_\{\d+\})?", base)
    return f"{base}^{{{exponent}}}" if plain else rf"\left({base}\right)^{{{exponent}}}"
