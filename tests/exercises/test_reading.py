"""A typed number is read, and judged right, by one definition: in Python and, by node, on the page."""

import math
import random
import subprocess
import sys

import pytest

from cgraph_lib.exercises.reading import agrees, digits, is_short, typed
from cgraph_lib.numerals import number

READ = {
    **{
        "7": 7,
        " 7 ": 7,
        "+3": 3,
        ".5": 0.5,
        "7.": 7,
        "1e3": 1000,
        "2E-3": 0.002,
        "3.14159": 3.14159,
        "−2": -2,
        "-0": 0,
    },
    **{"1/3": 1 / 3, "−1/4": -1 / 4, "1/2/4": 1 / 8, "0,5": 0.5, "1,204": 1.204, "2 + 3": 5, "6 · 108": 648},
    **{"log 4": math.log(4), "log(4)": math.log(4), "ln 4": math.log(4), "-log(3/10)": math.log(10 / 3)},
    **{"log(10)/3": math.log(10) / 3, "log(2)**2": math.log(2) ** 2, "exp -1": math.exp(-1), "sqrt(2)": 2**0.5},
    **{"e": math.e, "e^2": math.e**2, "2 * pi": 2 * math.pi, "2·π": 2 * math.pi, "tanh(0.5)": math.tanh(0.5)},
    **{"2**3**2": 512, "-2**2": -4, "2 * -3": -6, "1 - -2": 3, "(1 + 2) * 3": 9, "8 - 3 - 2": 3, "--2": 2},
    **{"7e−7": 7e-7, "7·10^-7": 7e-7, "20 %": 0.2, "= 2": 2, "loss = log 4": math.log(4), "≈ 1.2": 1.2},
    **{"５／３": 5 / 3, "（1＋2）": 3, "－1，5": -1.5, "1\u00a0+\u20091": 2, "2\n": 2},
    **{"1,234,567": 1234567, "1,234.5": 1234.5, "0,500": 0.5, "10⁻³": 0.001, "7·10⁻⁷": 7e-7, "2² + 1": 5, "√2": 2**0.5},
    **{"2x10^3": 2000, "3 X 4": 12, "—5": -5, "5‑3": 2, "~ 1.2": 1.2},
    **{"∞": math.inf, "-∞": -math.inf, "−inf": -math.inf, "Infinity": math.inf, "1/0": math.inf, "-1/0": -math.inf},
    **{"nan": math.nan, "NaN": math.nan, "0/0": math.nan, "∞ - ∞": math.nan, "log(0)": -math.inf, "1e400": math.inf},
}
UNREAD = [
    *("", " ", "abc", "1/", "/2", "2x", "2 log 4", "1 2", "1,2,3", "1,23,456", "x", "()", "(1", "1)", "log", "log()"),
    *("toString", "__proto__", "constructor", "hasOwnProperty", "valueOf", "add", "max", "e5x", "1e", "%", "5 %%%x"),
    *("2½", "²", "2⁻", "0x1F", "1_000", "0b1", "infinit", "in f", "=", "2 =", "(" * 99, "(" * 100_000, "1" * 101, "٣"),
]


def alike(one, other):
    return one == other or (one != one and other != other) or math.isclose(one, other, rel_tol=1e-12)


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_in_any_form(text):
    assert alike(typed(text), READ[text])


@pytest.mark.parametrize("text", UNREAD, ids=lambda text: text[:20])
def test_what_is_no_number_is_not_read(text):
    assert typed(text) is None


def random_texts(count):
    rng = random.Random(1)
    pieces = [
        *"0123456789.,/*+-−·×÷()%e= ",
        "**",
        "^",
        "log",
        "ln ",
        "exp",
        "sqrt ",
        "sin",
        "∞",
        "nan",
        "pi",
        "π",
        "Inf",
    ]
    pieces += [
        ",000",
        ",123",
        "²",
        "⁻¹",
        "√",
        "—",
        "~",
        "１",
        "（",
        "，",
        "1e",
        "relu",
        "abs",
        "max",
        "toString",
        "1/3",
        "2.5",
        "\u00a0",
        "x",
    ]
    for _ in range(count):
        yield "".join(rng.choice(pieces) for _ in range(rng.randint(1, 9)))


def test_the_page_reads_as_python_does(on_page):
    texts = [*READ, *UNREAD, *random_texts(20_000)]
    ours = [typed(text) for text in texts]
    assert sum(value is not None for value in ours) > 1000
    for text, mine, theirs in zip(texts, ours, on_page([("reading", "typed", text) for text in texts]), strict=True):
        assert (mine is None) == (theirs is None), text
        assert mine is None or alike(mine, theirs), text


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("1,024", 1024, 1024),
        ("1,023", 1024, 1023),
        ("1,204", 1.204, 1.204),
        ("1,204", None, 1.204),
        ("0,125", 125, 0.125),
    ],
)
def test_a_comma_stands_between_thousands_where_that_is_nearer(on_page, text, near, expected):
    assert typed(text, near) == expected
    assert on_page([("reading", "typed", text, near)]) == [expected]


RIGHT = [
    *((1.204, math.log(10 / 3)), (1.20397, math.log(10 / 3)), (0.3333, 1 / 3), (3.14159, math.pi), (3.142, math.pi)),
    *((5, 5), (2.0000001, 2), (1 / 3, 1 / 3), (1.2e7, 12_345_678), (7e-7, 7e-7), (1234.6, 1234.567), (-0.0, 0)),
    *((1e-12, 0), (math.inf, math.inf), (-math.inf, -math.inf), (math.nan, math.nan), (5e-324, 5e-324)),
]
SHORT = [
    *((1.2, math.log(10 / 3)), (1.20, math.log(10 / 3)), (0.33, 1 / 3), (0.3, 1 / 3), (0.6666, 2 / 3), (3.14, math.pi)),
    *((-1.2, -1.20397), (43, 43.2), (1234, 1234.567), (3.1, math.pi)),
]
WRONG = [
    *((5, 5.1), (1.21, math.log(10 / 3)), (1.2055, math.log(10 / 3)), (0.34, 1 / 3), (-1.2, 1.204), (0, 0.001)),
    *(
        (5, math.inf),
        (math.inf, -math.inf),
        (math.inf, 5),
        (math.nan, 5),
        (5, math.nan),
        (2, 1.5),
        (1, 1.204),
        (0, 0.4),
    ),
    *(
        (40, 43.2),
        (1e-4, 1.23e-4),
        (1e-6, 7e-7),
        (0.3, 0.25),
        (1.9, 2),
        (1e308, -1e308),
        (1.3e7, 12_345_678),
        (3.2, math.pi),
        (0.1, 1),
    ),
]


@pytest.mark.parametrize(
    ("pairs", "verdict"), [(RIGHT, (True, False)), (SHORT, (False, True)), (WRONG, (False, False))], ids=str
)
def test_right_is_what_the_course_would_write(pairs, verdict):
    for answer, truth in pairs:
        assert (agrees(answer, truth), is_short(answer, truth)) == verdict, (answer, truth)


def random_pairs(count):
    rng = random.Random(2)
    for _ in range(count):
        truth = rng.choice((-1, 1)) * 10 ** rng.uniform(-9, 9)
        truth = rng.choice((truth, float(f"{truth:.{rng.randint(0, 5)}g}"), float(round(truth)), 0.0))
        other = truth + rng.uniform(-1, 1) * 10.0 ** rng.randint(-9, 3)
        for answer in (truth, other, float(f"{truth:.{rng.randint(1, 6)}g}"), float(f"{other:.{rng.randint(1, 6)}g}")):
            yield answer, truth


def test_the_page_judges_as_python_does(on_page):
    pairs = [*RIGHT, *SHORT, *WRONG, *random_pairs(10_000)]
    for name, function in [("agrees", agrees), ("isShort", is_short)]:
        ours = [function(answer, truth) for answer, truth in pairs]
        assert 500 < sum(ours) < len(pairs) - 500
        theirs = on_page([("reading", name, float(answer), float(truth)) for answer, truth in pairs])
        assert [pair for pair, mine, other in zip(pairs, ours, theirs, strict=True) if mine != other] == []
    truths = [float(truth) for _, truth in pairs if truth and math.isfinite(truth)]
    assert on_page([("reading", "digits", truth) for truth in truths]) == [digits(truth) for truth in truths]


def test_what_the_course_writes_is_right():
    for _, truth in random_pairs(10_000):
        answer = typed(number(truth))
        assert agrees(answer, truth) and agrees(truth, truth)
        assert agrees(float(f"{truth:.8g}"), truth)  # more digits than the course shows


def test_rounding_too_early_is_told_apart():
    for _, truth in random_pairs(10_000):
        early = float(f"{truth:.2g}")
        if 1e-3 <= abs(truth) < 100 and not agrees(early, truth) and (abs(early) >= 10 or early != int(early)):
            assert is_short(early, truth) and not is_short(-early, truth)


def test_reading_needs_no_numpy():
    code = "import sys; from cgraph_lib.exercises.reading import typed; typed('log 4'); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
