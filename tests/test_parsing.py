"""From text to graph: what is accepted, what is refused, and that nothing is ever executed."""

import math
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from refused_formulas import REFUSED

from cgraph_lib import Graph, evaluate, gradient, parse
from cgraph_lib.errors import FormulaError

EXECUTIONS: list[str] = []
WATCHING: list[bool] = []


def _watch(event, _):
    if WATCHING and event in ("exec", "import", "open", "os.system", "subprocess.Popen"):
        EXECUTIONS.append(event)


sys.addaudithook(_watch)


def refusal(text):
    """Return the error that a string gives, having seen that nothing was executed."""
    WATCHING.append(True)
    try:
        with pytest.raises(FormulaError) as caught:
            parse(text)
    finally:
        WATCHING.clear()
    assert EXECUTIONS == []
    assert isinstance(caught.value, ValueError)
    return caught.value


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
