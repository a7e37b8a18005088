"""From text to graph: what is accepted, what is refused, and that nothing is ever executed."""

import math
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cgraph_lib import Graph, evaluate, gradient, parse
from cgraph_lib.errors import FormulaError

EXECUTIONS: list[str] = []
WATCHING: list[bool] = []


def _watch(event, _):
    if WATCHING and event in ("exec", "import", "open", "os.system", "subprocess.Popen"):
        EXECUTIONS.append(event)


sys.addaudithook(_watch)


def refusal(text):
    """Return the error that a text gives, having seen that nothing was executed."""
    WATCHING.append(True)
    try:
        with pytest.raises(FormulaError) as caught:
            parse(text)
    finally:
        WATCHING.clear()
    assert EXECUTIONS == []
    assert isinstance(caught.value, ValueError)
    return caught.value


# A text, what its error must speak of, and what stands at the place the error points to.
REFUSED = [
    # attributes and subscripts
    ("1 + x.y", "a dot after a name", ".y"),
    ("().__class__.__bases__", "nothing between", ").__"),
    ("a = b; c = a + b.real", "second name", "a ="),
    ("c = a + b.real", "a dot after a name", ".real"),
    ("...", "A dot belongs inside a number", "..."),
    ("1 + a[0]", "square brackets", "[0]"),
    ("a[0:1]", "square brackets", "[0:1]"),
    ("a[0] = 1", "left side 'a[0]'", "a[0]"),
    ("a.b = 1", "left side 'a.b'", "a.b"),
    # calls
    ("1 + sine(x)", "Did you mean 'sin'?", "sine(x)"),
    ("Sin(x)", "Did you mean 'sin'?", "Sin(x)"),
    ("ReLU(x)", "Did you mean 'relu'?", "ReLU(x)"),
    ("print(a)", "no function 'print'; the functions are exp, log", "print"),
    ("y = 2 * eval(a)", "no function 'eval'", "eval"),
    ("exec('a')", "not a string", "'a'"),
    ("1 + __import__('os').system('touch hacked')", "not a string", "'os'"),
    ("open('hacked', 'w')", "not a string", "'hacked'"),
    ("f(x)(y)", "operator is missing between ) and (", "(y)"),
    ("1 + 2(x)", "operator is missing between 2 and (", "(x)"),
    ("f(x)", "To multiply, write f * (...)", "f(x)"),
    ("y = rate * 2 + rate(x)", "To multiply, write rate * (...)", "rate(x)"),
    ("1 + sin()", "one operand, as in sin(x), not 0", "sin()"),
    ("sin(a, b)", "one operand, as in sin(x), not 2", "sin(a, b)"),
    ("1 + max(a)", "two operands, as in max(x, y), not 1", "max(a)"),
    ("max(a, b, c)", "two operands, as in max(x, y), not 3", "max(a, b, c)"),
    ("max(a, )", "operand is missing before )", ")"),
    ("y = sin(x=1)", "by position", "=1"),
    ("y = 2 * (x=1)", "= belongs between a name and its formula", "=1"),
    ("max(**a)", "operand is missing before **", "**a"),
    ("max(*a)", "operand is missing before *", "*a"),
    # functions without brackets, and those of other books
    ("1 + sin", "sin is a function; write its operand in brackets, as in sin(x)", "sin"),
    ("y = exp", "exp is a function; write its operand in brackets, as in exp(x)", "exp"),
    ("sin x", "as in sin(x)", "sin x"),
    ("max a, b", "as in max(x, y)", "max"),
    ("1 + sin**2(x)", "its power is written sin(x)**2", "sin**2"),
    ("sin^2(x)", "its power is written sin(x)**2", "sin^2"),
    ("sin\u00b2(x)", "its power is written sin(x)**2", "sin"),
    ("1 + ln(x)", "no function 'ln'; write log(x)", "ln(x)"),
    ("LN(x)", "no function 'LN'; write log(x)", "LN(x)"),
    ("log10(x)", "write log(x) / log(10)", "log10"),
    ("sinh(x)", "write (exp(x) - exp(-x)) / 2", "sinh"),
    ("pow(x, 2)", "write x ** y", "pow"),
    ("atan(x)", "no function 'atan'; the functions are exp", "atan"),
    # imports, statements and lambdas
    ("import os", "belongs to Python", "import"),
    ("from os import path", "belongs to Python", "from"),
    ("a = 1 + b; import os", "belongs to Python", "import"),
    ("def f(x): return x", "belongs to Python", "def"),
    ("for a in b: c", "belongs to Python", "for"),
    ("1 + (lambda x: x)", "belongs to Python", "lambda x"),
    ("loss = d + lambda * w", "for a name, take lambda_", "lambda"),
    ("a = (yield b)", "belongs to Python", "yield b"),
    ("await a", "belongs to Python", "await a"),
    ("a if b else c", "if/else", "if b"),
    # comparisons and logic
    ("1 + (a < b)", "a comparison", "< b"),
    ("a == b", "a comparison", "== b"),
    ("c = a != b", "a comparison", "!= b"),
    ("a <= b", "a comparison", "<= b"),
    ("a is b", "a comparison", "is b"),
    ("a and b", "and/or", "and b"),
    ("not a", "not an operator", "not a"),
    # other operators
    ("a^2", "**, not ^", "^2"),
    ("1 + a % b", "not an operator", "% b"),
    ("a // b", "not an operator", "// b"),
    ("a @ b", "not an operator", "@ b"),
    ("a << 3", "not an operator", "<< 3"),
    ("a | b", "not an operator", "| b"),
    ("~a", "not an operator", "~a"),
    ("a!", "not an operator", "!"),
    # what is no number
    ("1 + 'text'", "not a string", "'text'"),
    ("f'{a}'", "not a string", "'{a}'"),
    ("1 + 2j", "operator is missing between 2 and j", "j"),
    ("1 + None", "None is not a number", "None"),
    ("True", "True is not a number", "True"),
    ("[a, b]", "square brackets", "[a, b]"),
    ("{a: b}", "curly brackets", "{a: b}"),
    ("a, b", "a comma outside a function call", ", b"),
    ("y = 2,5 * x", "written with a point, 2.5, not with a comma", ",5"),
    ("1 + 007", "does not begin with 0; write 7", "007"),
    ("1 + 1__0", "1__0 is not a number", "1__0"),
    ("1.2.3", "operator is missing between 1.2 and .3", ".3"),
    ("9" * 5000, "too many digits", "9"),
    ("y = x * 2 # twice", "comments", "# twice"),
    # assignments that are none
    ("a + b; c + d", "without a name", "c + d"),
    ("b = 1; a += b", "+= changes a name", "a +="),
    ("a -= 1", "-= changes a name", "a -="),
    ("a **= 2", "= changes a name", "a **="),
    ("a = b = c", "two = in one assignment", "= c"),
    ("(a := 3)", ":=", ":= 3"),
    ("a, b = 1, 2", "left side 'a, b'", "a, b"),
    ("x * y = 1", "not an explicit function", "x * y"),
    ("x**2 + y**2 = 1", "not an explicit function", "x**2"),
    ("y = 3 * x; 1 = x", "left side '1'", "1 ="),
    ("f(x) = x", "left side 'f(x)'", "f(x)"),
    ("= 3", "name is missing", "= 3"),
    ("a = 1;\nb =", "no formula here", ""),
    ("sin = 3", "sin is a function", "sin"),
    ("lambda = 3", "a word of Python", "lambda"),
    ("c = a", "second name for a", "c = a"),
    ("y = pi", "second name for pi", "y = pi"),
    # names defined twice, by themselves, or in a ring
    ("a = 1; b = a + 1; a = 2", "a is assigned twice", "a = 2"),
    ("a = 1; b = 2; b = 3; a = 4", "b is assigned twice", "b = 3"),
    ("pi = 3; y = 2 * pi; pi = 4", "pi is assigned twice", "pi = 4"),
    ("y = 2; x = x + 1", "x -> x", "x = x + 1"),
    ("z = 1; a = b + 1; b = c + 1; c = a + 1", "a -> b -> c -> a", "a = b"),
    # nothing, and too little
    ("", "no formula here", ""),
    (" \n\t ", "no formula here", None),
    (";;;", "no formula here", ";"),
    ("1 + (a * b", "this one is never closed", "(a"),
    ("1 + |a * (b + 1)", "this one is never closed", "|a"),
    ("1 + (|a)", "this one is never closed", "|a"),
    ("c = (a + b\nd = b + 1", "this one is never closed", "(a"),
    ("c = (a + b; d = b + 1", "this one is never closed", "(a"),
    ("a + b)", "this one closes nothing", ")"),
    ("c = a + b)\nd = 1", "this one closes nothing", ")"),
    ("a + (b|)", "not an operator", "|)"),
    ("a +", "operand is missing after +", ""),
    ("c = a +\nd = 1", "operand is missing after +", "\n"),
    ("a + * b", "operand is missing before *", "* b"),
    ("a b", "operator is missing between a and b", "b"),
    ("2x", "operator is missing between 2 and x", "x"),
    ("y = (6 - 3 y) / x", "operator is missing between 3 and y", "y)"),
    ("a\u221e", "operator is missing between a and inf", "\u221e"),
    ("|a| |b|", "not an operator", "|b|"),
    ("a $ b", "cannot stand in a formula", "$"),
    ("a \\ b", "cannot stand in a formula", "\\"),
    ("y = x \\", "cannot stand in a formula", "\\"),
    # characters that are refused by name
    ("x\u207f", "write ** n", "\u207f"),  # a raised n
    ("x ** \u00bd", "write (1/2)", "\u00bd"),  # one half
    ("\u221ax\u00b2", "not clear what is raised", "\u00b2"),  # the root of x squared, or of x, squared
    ("2 \u2264 x", "'\u2264' cannot stand", "\u2264"),
    ("\u201cx\u201d", "\u201c", "\u201c"),
    ("x\u200b + 1", "does not show (U+200B); delete it", "\u200b"),
    ("a \u202e+ b", "U+202E", "\u202e"),
    ("\ufeffx", "U+FEFF", "\ufeff"),
    ("x\x00", "U+0000", "\x00"),
    ("\x1b[31mx", "U+001B", "\x1b"),
    ("x + \u0301", "cannot stand", "\u0301"),  # an accent without a letter
    # the place is that in the text as it was typed
    ("\uff45 \uff1d \uff08\uff41 \uff0b \u215b\uff09", "write (1/8)", "\u215b"),
    ("\u2116 + \u00bd", "write (1/2)", "\u00bd"),  # the sign for number is read as two letters
    ("\u2116 + b)", "closes nothing", ")"),
]


def test_there_are_sixty_bad_texts():
    assert len({text for text, _, _ in REFUSED}) >= 60


@pytest.mark.parametrize(("text", "keyword", "culprit"), REFUSED, ids=[repr(text[:40]) for text, _, _ in REFUSED])
def test_bad_texts_are_refused_with_culprit_and_place(text, keyword, culprit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    error = refusal(text)
    assert keyword in error.reason
    assert error.text == text
    if culprit is None:
        assert 0 <= error.place <= len(text)
    else:
        assert text.startswith(culprit, error.place)
        assert culprit or error.place == len(text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("piece", ["x", "x + ", "(", ")", ";", "a = 1;", "\n", " ", "9", "-", "sin(", "\u0430"])
def test_a_megabyte_is_refused_with_its_size(piece):
    text = piece * (1_000_000 // len(piece))
    assert f"{len(text):,} characters" in refusal(text).reason


@pytest.mark.parametrize(
    "piece",
    ["(", "|", "[", "-", "x+", "x**", "sin(", "max(1,", "1if ", "lambda:", "x = ", "x(", "'", "9", "x²", "²", "."],
)
def test_the_longest_texts_that_are_read_at_all_are_refused(piece):
    refusal(piece * (20_000 // len(piece)))


@pytest.mark.parametrize(
    ("text", "nodes", "slope"),
    [
        ("+".join(["a"] * 10_000), 10_000, 10_000),
        ("-" * 19_998 + "a", 19_999, 1),
        ("(" * 9_999 + "a" + ")" * 9_999, 1, 1),
        ("|" * 9_999 + "a" + "|" * 9_999, 10_000, 1),
        ("relu(" * 3_333 + "a" + ")" * 3_333, 3_334, 1),
        ("a**" * 5_000 + "1", 5_002, None),
        ("max(a," * 2_500 + "0" + ")" * 2_500, 2_502, 1),
    ],
    ids=["sum", "minus", "brackets", "bars", "calls", "powers", "operands"],
)
def test_formulas_may_be_as_long_and_deep_as_the_text(text, nodes, slope):
    graph = parse(text)
    assert len(graph.nodes) == nodes
    assert slope is None or gradient(graph, a=1.5) == {"a": slope}


def test_a_ring_of_a_thousand_names_is_refused():
    ring = ";".join(f"x{i} = x{(i + 1) % 1000} + 1" for i in range(1000))
    assert "x0 -> x1 -> x2 ->" in refusal(ring).reason


@pytest.mark.parametrize("other", [3, None, b"a + b", ["a + b"], parse("a + b")])
def test_only_strings_are_read(other):
    with pytest.raises(ValueError, match=f"Expected a string .*, got {type(other).__name__}"):
        parse(other)


def test_a_tower_of_nines_is_infinite():
    graph = parse("9**9**9**9")
    assert evaluate(graph)[graph.output] == math.inf


def test_a_thousand_assignments_in_the_worst_order():
    graph = parse(";".join(f"x{i} = x{i + 1} + 1" for i in range(1000)))
    assert evaluate(graph, x1000=0)["x0"] == 1000


@pytest.mark.parametrize(
    ("text", "inputs", "output", "gradient_at_1_2_3"),
    [
        ("c = a + b; d = b + 1; e = c * d", "a b", "e", [3, 6]),
        ("e = c * d; d = b + 1; c = a + b", "b a", "e", [5, 2]),
        ("c = a + b\nd = b + 1\n\ne = c * d\n", "a b", "e", [3, 6]),
        ("e = (a +\n b) * (b + 1)", "a b", "e", [3, 6]),
        ("(a + b) * (b + 1)", "a b", "v3", [3, 6]),
        ("y = x*x*x", "x", "y", [3]),
        ("b = 2; y = x ** b", "x", "y", [2]),
        ("c = a * b; c + c", "a b", "v1", [4, 2]),
        ("y = a - b - z", "a b z", "y", [1, -1, -1]),
        ("y = a / b / z", "a b z", "y", [1 / 6, -1 / 12, -1 / 18]),
        ("y = -a ** 2", "a", "y", [-2]),
        ("y = 2 ** a ** b", "a b", "y", [4 * math.log(2), 0]),
        ("__import__ * sin1", "__import__ sin1", "v1", [2, 1]),
        ("x", "x", "x", [1]),
        ("c = (a + b)\nd = (b + 1)\ne = c * d", "a b", "e", [3, 6]),
        ("c = a + b\rd = b + 1\r\ne = c * d", "a b", "e", [3, 6]),
        ("c = a + b\u2028e = c * (b + 1)", "a b", "e", [3, 6]),
        ("\te\t=\t(a + b)\t* (b + 1)", "a b", "e", [3, 6]),
        ("e = (a + b) * (b + 1);", "a b", "e", [3, 6]),
        ("e = 2 * e1; e1 = a * a", "a", "e", [4]),
        ("和 = 苹果 + 梨; 价 = 和 * 苹果", "苹果 梨", "价", [4, 1]),
        ("\u03b2 = \u03b1 * b", "\u03b1 b", "\u03b2", [2, 1]),
        ("\u00b5 * 2", "\u03bc", "v1", [2]),  # as inputs reads the micro sign
        ("|a - 3| * |b|", "a b", "v4", [-2, 2]),
        ("e * a", "e a", "v1", [2, 1]),
        ("c＝a＋b；d＝b＋１；e＝（c）×d", "a b", "e", [3, 6]),
        ("y = a — b", "a b", "y", [1, -1]),
        ("2 * pi * a", "a", "v2", [2 * math.pi]),
        ("pi = 3; y = 2 * pi * a", "a", "y", [6]),
        ("max(a, -inf)", "a", "v2", [1]),
    ],
)
def test_good_texts(text, inputs, output, gradient_at_1_2_3):
    graph = parse(text)
    assert [node.name for node in graph.inputs] == inputs.split()
    assert graph.names[graph.output] == output
    at = dict(zip(inputs.split(), (1, 2, 3), strict=False))
    assert list(gradient(graph, at).values()) == pytest.approx(gradient_at_1_2_3)


def test_what_the_output_does_not_need_is_kept():
    graph = parse("c = a + b; d = a * 7; e = c * b; f = 2 * e")
    assert graph.output is graph.node("f")
    assert evaluate(graph, a=2, b=1)["d"] == 14


def test_named_constants_are_constants():
    graph = parse("y = 2 * pi * r + inf * 0 + nan")
    assert graph.input_names == ("r",)
    assert [(node.name, node.constant) for node in graph.constants if node.name == "pi"] == [("pi", math.pi)]
    assert parse("\u221e * x").constants[0].constant == math.inf
    assert [node.constant for node in parse("inf = 3; y = inf * x").constants] == [3]
    assert evaluate(parse("-10**400"))["v2"] == -math.inf
    assert parse("-" + "9" * 400).output.constant == -math.inf


TOKENS = ["a", "b", "x1", "2", ".5", "1e3", "+", "-", "*", "/", "**", "(", ")", "=", ";", "\n", " ", ",", "sin", "max"]
TOKENS += [".", "[", "]", "{", "}", ":", "'", '"', "\\", "#", "<", ">", "!", "@", "%", "&", "|", "~", "^", "\t", "\r"]
TOKENS += ["if", "else", "lambda", "not", "in", "for", "import", "_", "\u00e9", "0x", "1_0", "j"]


@settings(max_examples=3000, derandomize=True, deadline=1000, database=None)
@example("a\r+\rb")
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join) | st.text(max_size=20))
def test_any_text_is_a_graph_or_an_error_with_a_place(text):
    try:
        assert isinstance(parse(text), Graph)
    except FormulaError as error:
        assert error.reason
        assert 0 <= error.place <= len(text)


def test_a_long_left_side_is_cut():
    with pytest.raises(FormulaError, match=r"^The left side '\(x{29}' is not one name"):
        parse(f"({'x' * 100}) = 1")


def test_brackets_may_hold_line_ends_in_every_assignment():
    assert gradient(parse("a = (x +\n 1); b = (2 +\n 3) * a\nc = (b +\n a)"), x=1) == {"x": 6.0}
