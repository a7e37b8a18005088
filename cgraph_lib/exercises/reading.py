"""How a typed number is read, and when it is right: one definition, which reading.js keeps on the page too."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal

from cgraph_lib.numerals import decimals, number
from cgraph_lib.ops import OPS

_LONGEST = 100
_SYMBOLS = dict.fromkeys("−–—‐‑‒", "-") | dict.fromkeys("·×", "*") | dict.fromkeys("≈~", "=")
_SYMBOLS |= {"÷": "/", ",": ".", "∞": " inf ", "π": " pi ", "√": " sqrt "}
_PLAIN = str.maketrans(
    _SYMBOLS
    | dict.fromkeys("\t\n\r\u00a0\u2009\u202f\u3000", " ")
    | {chr(code): _SYMBOLS.get(chr(code - 0xFEE0), chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F)}  # full width
)
_THOUSANDS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
_RAISED, _SUPERSCRIPTS = re.compile("⁻?[⁰¹²³⁴-⁹]+"), str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_TOKEN = re.compile(r"[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?|[a-z]+|\*\*|[^ ]")
_CONSTANTS = {"inf": math.inf, "infinity": math.inf, "nan": math.nan, "pi": math.pi, "e": math.e}
_BINARY = {"+": "add", "-": "subtract", "*": "multiply", "x": "multiply", "/": "divide", "**": "power", "^": "power"}
_LEVELS = {"+": 1, "-": 1, "*": 2, "x": 2, "/": 2, "**": 3, "^": 3}
_SLACK = 1 + 1e-9  # 0.38 is half a unit from 0.375 on paper, and a little more in binary
_SIGNED = 3  # a sign binds less than a power: -2**2 is -4
_UNARY: dict[str, Callable[[float], float]] = {name: op.function for name, op in OPS.items() if op.arity == 1}


def typed(text: str, near: float | None = None) -> float | None:
    """Return the number in a string, or None: digits, a decimal comma, a fraction, a calculation such as `log 4`.

    A comma may also stand between thousands: where it could be either, it is what comes nearer to the number `near`.

    >>> [typed(text) for text in ("1/3", "−0,5", "6 · 10²", "-∞", "toString", "1/")]
    [0.3333333333333333, -0.5, 600.0, -inf, None, None]
    >>> typed("1,024"), typed("1,024", near=1024.0), typed("1,234,567")
    (1.024, 1024.0, 1234567.0)
    """
    with_thousands = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    readings = [value for value in map(_typed, (text, with_thousands)) if value is not None]
    if near is None or not readings:
        return readings[0] if readings else None
    return min(readings, key=lambda value: abs(value - near))


def _typed(text: str) -> float | None:
    if len(text) > _LONGEST:
        return None
    raised = _RAISED.sub(lambda found: f"**{found[0].translate(_SUPERSCRIPTS)}", text)
    rest = _TOKEN.findall(raised.translate(_PLAIN).lower().rpartition("=")[2])
    try:
        value = _calculation(rest, 1)
    except SyntaxError:
        return None
    return None if rest else value


def _calculation(rest: list[str], level: int) -> float:
    """Return the value of the operations of at least this level at the front of `rest`, and take them off."""
    value = _signed(rest)
    while rest and _LEVELS.get(rest[0], 0) >= level:
        symbol = rest.pop(0)
        right = _calculation(rest, min(_LEVELS[symbol] + 1, _SIGNED))  # powers are taken from the right
        value = OPS[_BINARY[symbol]].function(value, right)
    return value


def _signed(rest: list[str]) -> float:
    """Return the value of the operand at the front of `rest`, and take it off."""
    token = rest.pop(0) if rest else ""
    if token == "-":
        return -_calculation(rest, _SIGNED)
    if token == "+":
        return _calculation(rest, _SIGNED)
    value = _atom(token, rest)
    if rest[:1] != ["%"]:
        return value
    rest.pop(0)
    return value / 100


def _atom(token: str, rest: list[str]) -> float:
    if token == "(":
        value = _calculation(rest, 1)
        if not rest or rest.pop(0) != ")":
            raise SyntaxError("a bracket is open")
        return value
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    name = "log" if token == "ln" else token
    if name in _UNARY:
        return _UNARY[name](_signed(rest))
    if not re.match(r"\.?[0-9]", token):
        raise SyntaxError("no number")
    return float(token)


def _span(value: float) -> tuple[int, int]:
    """Return the places of the first and the last digit of a number.

    >>> _span(1.204), _span(300.0)
    ((0, -3), (2, 2))
    """
    exact = Decimal(repr(value)).normalize()
    return exact.adjusted(), int(exact.as_tuple().exponent)


def _last_place(truth: float) -> int:
    """Return the place of the last digit that the course writes of a number of that size: -3 for 1.204."""
    size = abs(truth)
    return -decimals(size) if size == 0 or 1e-3 <= size < 1e6 else _span(truth)[0] - 1


def digits(truth: float) -> int:
    """Return how many digits the course writes of a number that does not end earlier.

    >>> digits(1.20397), digits(1.234e-7)
    (4, 2)
    """
    return _span(truth)[0] - _last_place(truth) + 1


def agrees(answer: float, truth: float) -> bool:
    """Return whether an answer is right: the course writes it alike, or it is within half a unit of the last digit.

    >>> agrees(1.204, math.log(10 / 3)), agrees(1.2, math.log(10 / 3))
    (True, False)
    """
    if not math.isfinite(answer) or not math.isfinite(truth):
        return answer == truth or (answer != answer and truth != truth)
    return number(answer) == number(truth) or abs(answer - truth) <= float(f"5e{_last_place(truth) - 1}") * _SLACK


def is_short(answer: float, truth: float) -> bool:
    """Return whether an answer fails only for its digits: it is the truth, rounded or cut off too early.

    >>> is_short(1.2, math.log(10 / 3)), is_short(1.3, math.log(10 / 3))
    (True, False)
    """
    if agrees(answer, truth) or not math.isfinite(answer) or not math.isfinite(truth):
        return False
    if answer == 0 or (answer > 0) != (truth > 0) or (answer == int(answer) and abs(answer) < 10):
        return False
    last = min(0, _span(answer)[1])
    missing, unit = abs(truth) - abs(answer), float(f"1e{last}")
    begun = last >= _last_place(truth) and abs(missing) <= abs(truth) / 10 * _SLACK
    return begun and -unit / 2 * _SLACK <= missing < unit / _SLACK
