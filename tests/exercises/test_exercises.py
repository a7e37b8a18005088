"""The exercises: every right answer passes, every usual mistake is met with its own words, nothing raises."""

import dataclasses
import json
import math
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import nbformat
import numpy as np
import pytest

from cgraph_lib import Graph, central_difference, evaluate, gradient, inputs, parse, sum_over_paths
from cgraph_lib.accumulate import local_partials
from cgraph_lib.exercises import check, hint, solution
from cgraph_lib.exercises.answer_types import Drawing, Numbers, OneArray, OneEdge, OneNumber, Shapes
from cgraph_lib.exercises.code_answers import Code
from cgraph_lib.exercises.judge import Verdict, judge
from cgraph_lib.exercises.oracles import adjoints_with, unordered_sweep, weighted_derivatives
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of, is_sound
from tools import exercises as section_tool
from tools import notebooks as notebook_tool
from tools import teacher

VARIANTS = range(6)
ALL = [exercise for chapter in chapters() for variant in VARIANTS for exercise in exercises_of(chapter, variant)]
COURSE = [exercise for exercise in ALL if exercise.variant == 0]

every = pytest.mark.parametrize("asked", ALL, ids=lambda asked: f"{asked.id}-{asked.variant}")
of_the_course = pytest.mark.parametrize("asked", COURSE, ids=lambda asked: asked.id)

# Worked out by hand; other forms of each answer stand beside it.
ANSWERS = {
    "01.1": [{"boxes": 6, "edges": 7}, (6, 7), [6.0, "7"], "6, 7"],
    "01.2": ["c = x - y; e = c * (c + 2)", "d = x - y\nd * (2 + d)", parse("u = x - y; (u + 2) * u")],
    "01.3": ["y = 6 / (x + 3)", "y = 6 * (x + 3) ** -1", "y = 1 / (x / 6 + 0.5)"],
    "01.4": [{"graph": 7, "tree": 53}, {"tree": 53.0, "graph": "7"}],
    "02.1": [{"c": 5, "d": 4, "e": 12}, [5, 4, 12]],
    "02.2": ["b d a c e", "b, d, a, c, e", "bdace", ["b", "d", "a", "c", "e"], ("b", "d", "a", "c", "e")],
    "02.3": [{"a": 2, "b": -1}, {"a": -7.5, "b": "−1"}, (0, -1)],
    "02.4": [{"u": "-inf", "w": "inf", "y": "nan"}, [-math.inf, float("inf"), np.nan], ("−∞", "∞", "nan")],
    "03.1": [{"slot 0": 0.25, "slot 1": -0.25}, {"slot 0": "1/4", "slot 1": Fraction(-1, 4)}],
    "03.2": [{"a": 1, "b": -3}, {"a": 1.0, "b": -1.5}, (1, -100)],
    "03.3": [2, 2.0, "2", "4/2", " 2.0 ", "= 2", Fraction(2), Decimal(2), np.float32(2), np.array([2]), (2,)],
    "03.5": [("b", "c"), ["b", "c"], "b -> c", "b → c", "∂c/∂b", "from b to c", ("b", "c", 1)],
    "04.1": [{"through c": 3, "through d": -1, "sum": 2}, (3, -1, 2)],
    "04.2": [{"paths": 3, "∂z/∂x": 37}],
    "04.3": [{"paths": 64, "edges": 12}, np.array([64, 12])],
    "04.4": ["t = x + x; u = t + x; y = u + u", "u = z + z; v = u * u; w = v + u", "t = x * x * x; y = t + t"],
    "05.1": [{"∂e/∂a": 45, "∂e/∂b": 36, "∂e/∂c": 15, "∂e/∂d": 6}],
    "05.2": [648, "6 * 108"],
    "05.4": ["b = 4 * a; e = b + b", "b = a * 4; e = b + b"],
    "05.5": [("c", "d"), "c → d", "∂d/∂c"],
    "06.1": [{"∂c/∂b": 1, "∂d/∂b": 7, "∂e/∂b": 45}, (1, 7, 45)],
    "06.2": [{"value": 14, "derivative": 19, "second derivative": 16}, ["14", 19.0, "2 * 8"]],
    "06.3": [31, "15 + 10 + 6"],
    "06.4": ["c = a + b; d = c * b; e = 2 * d", "u = b + a; e = exp(u * b)", parse("sin(b * (b + a))")],
    "07.1": [{"first": 0.2, "second": 0.002}, ("1/5", "1/500")],
    "07.2": [{"one side": 0.0004, "both sides": 7e-07}, ("0.0004", 0.0000007)],
    "07.3": [{"sweep": 2, "nudge": 2.5}, (2, "5/2")],
    "07.5": [("c", "d"), "c → d", "∂d/∂c"],
    "08.1": [
        {"W": (3, 4), "b": (4,), "Z": (5, 4), "l": (5,)},
        {"W": [3, 4], "b": 4, "Z": "5×4", "l": "(5,)"},
        "(3, 4), (4,), (5, 4), (5,)",
        [(3, 4), (4,), (5, 4), (5,)],
    ],
    "08.2": [[[-2, 16], [3, 18]], np.array([[-2, 16], [3, 18]]), "[[−2, 16], [3, 18]]", ((-2, "16"), (3, 18.0))],
    "08.3": [[[7], [13]], np.array([[7.0], [13.0]]), "[[7], [13]]"],
    "08.5": [("d", "Z"), "d → Z", "∂Z/∂d"],
    "09.1": [
        {"loss": "log(10 / 3)", "s0": 0.6, "s1": -0.7, "s2": 0.1},
        (-math.log(0.3), "6/10", "3/10 - 1", "1/10"),
    ],
    "09.2": [{"parameters": 59, "first loss": "log(4)"}, (6 * 5 + 5 + 5 * 4 + 4, math.log(4))],
    "09.3": [{"w0": -30, "p1": -12, "from zero": 0, "difference": 0}, (-30, -12, 0, 0)],
    "09.4": [2, "2", 2.0],
    "09.5": [
        "z = w * x + b; h = relu(z); s = 2 * h; loss = log(exp(s) + 1) - s",
        "h = relu(b + x * w); loss = log(1 + exp(-(h + h)))",
        "-log(sigmoid(2 * max(x * w + b, 0)))",
    ],
    "10.1": [{"held": 50, "evaluated": 800, "best k": 20, "held then": 40}, (50, "2 * 400", 20, 40)],
    "10.2": [
        "c = exp(a + b); d = c + a; e = d - b",
        "s = a + b; t = s - a; h = tanh(t); y = h + b",
        "sqrt(2 * (a - b)) / 3",
    ],
    "10.4": [("c", "d"), "c → d", "∂d/∂c"],
    "11.1": [{"y": -21, "∂y/∂x": -4, "nudged": -4}, (-21, -4, "−4.0"), "-21, -4, -4"],
    "11.2": [{"w": (2, 3), "b": (6, 3), "s": (6, 3)}, "(2, 3), (6, 3), (6, 3)", ["2×3", [6, 3], (6, 3)]],
    "11.3": [("d", "e"), "d → e", "∂e/∂d"],
}


def message(verdict):
    return " ".join(verdict.text.split())


@of_the_course
def test_right_answers_in_every_form(asked):
    if isinstance(asked.kind, Code):
        assert check(asked.id, asked.kind.example(asked.answer))
        return
    for answer in ANSWERS[asked.id]:
        verdict = check(asked.id, answer)
        assert verdict and verdict.text == f"Right. {asked.explanation}", answer


def test_nodes_and_results_are_read_too():
    x, y = inputs("x y")
    c = (x - y).named("c")
    assert check("01.2", c * (c + 2)) and check("01.2", Graph(c * (c + 2)))
    g = parse("c = a + b; d = b + 1; e = c * d")
    assert check("02.2", [g.node(name) for name in "bdace"])
    assert check("02.3", evaluate(g, a=2, b=-1))
    assert check("03.5", g.edge("b", "c")) and check("03.5", (g.node("b"), g.node("c")))
    assert check("05.2", np.float64(648))


@every
def test_the_reference_passes_and_each_mistake_has_its_own_message(asked):
    assert judge(asked, asked.kind.example(asked.answer))
    assert len(asked.mistakes) >= 3
    met = [judge(asked, asked.kind.example(mistake.answer)) for mistake in asked.mistakes]
    assert [bool(verdict) for verdict in met] == [False] * len(met)
    for mistake, verdict in zip(asked.mistakes, met, strict=True):
        assert verdict.text.startswith(f"Not yet. {mistake.says}")
    assert len({mistake.says for mistake in asked.mistakes}) == len(asked.mistakes)
    assert is_sound(asked)


@of_the_course
def test_blank_is_your_turn(asked):
    names = {}
    exec(section_tool.code(asked).replace("\ncheck(", "\nverdict = check("), names)
    for verdict in [names["verdict"], *(check(asked.id, blank) for blank in (..., None, "", "  ")), check(asked.id)]:
        assert not verdict
        assert repr(verdict) == (
            f'Your turn: answer in place of the dots, and run the cell again. For a hint, run hint("{asked.id}").'
        )


def nothing(*_):
    return None


def dots(*_):
    return ...


def later(*_):
    raise NotImplementedError


@pytest.mark.parametrize("function", [nothing, dots, later, lambda *_: None])
@pytest.mark.parametrize("asked", [e for e in COURSE if isinstance(e.kind, Code)], ids=lambda asked: asked.id)
def test_a_function_that_gives_nothing(asked, function):
    verdict = check(asked.id, function)
    assert not verdict
    assert verdict.text.startswith("Your turn") or "gives nothing yet" in verdict.text


def endless(*arguments):
    return endless(*arguments)


class Grumpy:
    def __eq__(self, other):
        raise ValueError("no")

    def __hash__(self):
        return 1

    def __float__(self):
        raise OSError("no")


WRONG_KINDS = [
    *(object(), Grumpy(), {}, [], (), set(), {1, 2}, [[1]], {"a": {}}, {"a": "x"}, {None: 1}, {1: 2, "b": ()}, [...]),
    *({"a": math.inf, "b": -math.inf}, {"a": math.nan, "b": 1}, {"a": 1e308, "b": 1e308}, {"a": "x", "b": "1/0"}),
    *(True, 1j, 7.25, -0.0, math.nan, math.inf, 10**400, Fraction(1, 3), Decimal("NaN"), b"7", range(3)),
    *("hello", "7 +", "a -> b", "import os", "x = x + 1", "()", ";", "=", "\n", "é", "∂/∂", "1,2,3,4,5,6", "y" * 5000),
    *(np.array([1.5, 2.5]), np.zeros((2, 2)), np.array("x"), np.array([]), np.array([None, 1])),
    *(len, print, int, Grumpy, str.upper, lambda: 1, lambda *_: 1, lambda *_: {}, lambda *_: "x", endless, iter("ab")),
    *(lambda *_: np.zeros(3), lambda *_: Grumpy(), lambda *_: [[]], lambda *_: {"x": Grumpy()}, lambda *_: object()),
    *(inputs("x"), Graph(inputs("x")), parse("c = a + b"), Graph(inputs("x").named("y") + inputs("y")), parse("1 + 1")),
    *(evaluate(parse("y = x + 1"), x=np.arange(3.0)), parse("c = a + b").edges[0], Exception("x"), Exception),
    *(inputs("x") * np.arange(3.0), local_partials(g := parse("y = -x"), evaluate(g, x=1)), re, type),
]


@pytest.mark.parametrize("answer", WRONG_KINDS, ids=[f"{i}-{type(a).__name__}" for i, a in enumerate(WRONG_KINDS)])
def test_no_answer_raises(answer, capsys):
    for asked in COURSE:
        verdict = check(asked.id, answer)
        assert isinstance(verdict, Verdict)
        assert re.match("Not yet. [^ ]|Your turn: ", verdict.text) and not verdict, asked.id
        assert repr(verdict).isprintable() or "\n" in repr(verdict)


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        ("03.3", 7, 'Not yet. It is not 7. For a hint, run hint("03.3").'),
        ("03.3", True, "Not yet. True is true or false; a number is wanted."),
        ("03.3", [1, 2], "Not yet. A number is wanted, such as 2 or 0.5, not something of type list."),
        ("03.3", "two", "Not yet. 'two' cannot be read as a number; write it as 2, 0.5 or 5/3."),
        ("02.1", {"c": 5, "d": ..., "e": None}, "Not yet. Right already: c. Still blank: d, e."),
        ("02.1", {"c": 5, "d": 4, "e": 6}, "Not yet. e is computed again too."),
        ("02.1", {"c": 5, "d": 4, "e": 6}, "Right already: c, d."),
        ("02.1", (5, 4, 1), 'Not yet. Right already: c, d. Look again at e. For a hint, run hint("02.1").'),
        ("02.1", {"C": 5}, "Not yet. Numbers are wanted for c, d, e; 'C' is none of these."),
        ("02.1", 5, "Not yet. A number each is wanted for c, d, e, in a dictionary as in the cell."),
        ("02.2", "a b c d", "Not yet. Each node has one place in an order; e has 0 in yours."),
        ("02.2", "a b c d f", "Not yet. There is no node 'f' here; the nodes are a, b, c, d, e."),
        ("02.3", {"a": 2, "b": ...}, "Not yet. Still blank: b."),
        ("02.3", {"a": 2, "b": 5}, "Not yet. With your numbers, c = 7, d = 6, e = 42. For a hint"),
        ("03.2", {"a": 3, "b": 1}, "Not yet. With your numbers, ∂e/∂c = 2 and ∂e/∂d = 4. For a hint"),
        ("03.5", "b", "Not yet. An edge is wanted, as the names of its parent and its child"),
        ("03.5", ("a", "b"), "Not yet. It is not a → b. For a hint"),
        ("01.3", "y = 6 / x", "Not yet. Put a number for x into your y"),
        ("01.3", "y = (6 - 3 y) / x", "Not yet. There is no graph of this. An operator is missing between 3 and y"),
        ("01.3", 7, "Not yet. A graph is wanted, or a text for parse, not something of type int."),
        (
            "01.5",
            ["x"],
            "Not yet. The function itself is wanted, its name without brackets, not something of type list.",
        ),
        ("01.5", "def shared(g): return []", "Not yet. The function itself is wanted"),
        ("01.5", lambda g: g.nope, "it stops with AttributeError: 'Graph' object has no attribute 'nope'."),
        ("01.5", lambda g: ["a"], "Not yet. For y = 3 * x**2 - 2 * x + 1, it gives ['a']; right is ['x']. For a hint"),
        ("08.1", {"W": (3, 4), "b": (5, 4)}, "Not yet. That is the adjoint of Z as it is. b was copied to every row"),
        ("08.1", {"W": (3, 4), "b": (4,)}, "Not yet. Right already: W, b. Still blank: Z, l."),
        ("08.1", {"W": "wide"}, "Not yet. A shape is wanted, such as (3, 4), (4,) or (), not something of type str."),
        ("08.1", {"W": "x"}, "Not yet. A shape is wanted"),
        ("08.1", {"W": (3, 4.0)}, "Not yet. A shape is wanted"),
        ("08.1", 12, "Not yet. A shape each is wanted for W, b, Z, l, in a dictionary as in the cell."),
        ("08.1", {"Q": (3,)}, "Not yet. Shapes are wanted for W, b, Z, l; 'Q' is none of these."),
        ("08.2", [[1, 2], [3, 4]], "Not yet. It is not [[1, 2], [3, 4]]. For a hint"),
        ("08.2", [1, 2], "Not yet. The shape (2, 2) is wanted; yours is (2,). For a hint"),
        ("08.2", [[1, 2], [3]], "Not yet. All rows of an array have the same length; yours differ."),
        ("08.2", [[[[1]]]], "Not yet. An array is wanted, such as [[1, 2], [3, 4]]; yours has too many brackets."),
        ("08.2", "1 2; 3 4", "Not yet. '1 2; 3 4' cannot be read as an array; write it as [[1, 2], [3, 4]]."),
        ("08.3", [7, 13], "Not yet. The numbers are right, the shape is not: keep the axis of size 1."),
        ("03.4", lambda op, x, y: (y, x), "Not yet. For subtract at x = 3, y = 2, it gives (2, 3); right is 1 and −1."),
    ],
)
def test_what_is_said_of_a_wrong_answer(number, answer, said):
    verdict = check(number, answer)
    assert not verdict
    assert said in message(verdict)


def test_a_graph_refused_shows_the_place():
    assert repr(check("01.3", "y = 6 / (x + 3")).endswith("\n    y = 6 / (x + 3\n            ^")


def with_tie(tie):
    asked = exercise("03.4")
    return asked.kind.example(asked.answer.replace("(0.5, 0.5)", tie))


@pytest.mark.parametrize("tie", ["(1, 0)", "(0, 1)", "(0.3, 0.7)", "(0.5, 0.5)"])
def test_any_share_at_a_tie_is_right(tie):
    assert check("03.4", with_tie(tie))


@pytest.mark.parametrize("tie", ["(1, 1)", "(0, 0)", "(2, -1)", "(0.5,)", "0.5"])
def test_not_every_tie_is_right(tie):
    assert not check("03.4", with_tie(tie))


def test_a_stale_second_run_is_found():
    kept = {}

    def adjoints(g, p, seeds):
        for node in g.nodes:
            if node.constant is None:
                kept.setdefault((g, g.names[node]), 0.0)
        for name, seed in seeds.items():
            kept[g, name] = seed
        for node in reversed(g.nodes):
            for edge in g.edges_into[node]:
                kept[g, g.names[edge.parent]] += kept[g, g.names[node]] * p[edge]
        return {name: value for (graph, name), value in kept.items() if graph is g}

    verdict = check("05.3", adjoints)
    assert not verdict and "a second run gives {'a': 6.0, 'b': 15.0," in message(verdict)


def test_functions_in_other_styles_are_right():
    def shared(g):
        return {node for node in g.nodes if len(g.edges_from[node]) > 1}

    def levels(g):
        level = dict.fromkeys(g.nodes, 0)
        for node in g.nodes:
            for parent in node.parents:
                level[node] = max(level[node], level[parent] + 1)
        return {g.names[node]: level[node] for node in g.nodes if node.constant is None}

    def count_to(g, end):
        from cgraph_lib import count_paths

        return {g.names[node]: count_paths(g, node, end) for node in g.nodes if node.constant is None}

    def adjoints(g, p, seeds):
        nodes = [node for node in g.nodes if node.constant is None]
        return {
            g.names[node]: sum(np.float64(seed) * sum_over_paths(g, node, of, p) for of, seed in seeds.items())
            for node in nodes
        }

    def mean_down(adjoint, x):
        return np.repeat(adjoint[:, None] / x.shape[1], x.shape[1], axis=1)

    assert check("01.5", shared) and check("02.5", levels) and check("04.5", count_to) and check("05.3", adjoints)
    assert check("08.4", mean_down)


# What the texts are like.

MARKUP = re.compile(r"[*`<>\\]|__|  |\$|\.\.(?!\.)|\{|!| ,| ;|\b(simply|obviously|just|easy|of course)\b")


def faults_of_text(text):
    """Return what should not stand in a text that is shown as it is."""
    found = MARKUP.findall(re.sub(r"\{'.*?\}", "", text)) + [
        pair for pair in ("()", "[]") if text.count(pair[0]) != text.count(pair[1])
    ]
    return found if text[-1:] in ".?:" and text[:1].strip() else [*found, "its ends"]


@every
def test_texts_have_no_markup_and_no_loose_ends(asked):
    plain = [asked.hint, asked.explanation, *(mistake.says for mistake in asked.mistakes)]
    assert [text for text in plain if faults_of_text(text)] == []
    for text in (asked.question, asked.see):
        assert text.count("`") % 2 == 0
        assert not text or faults_of_text(re.sub("`.*?`", "code", text)) == []
    assert hint(asked.id, asked.variant).text == asked.hint
    assert repr(solution(asked.id, asked.variant)).split() == (
        f"{asked.kind.told(asked.answer)} {asked.explanation}".split()
    )
    assert len(asked.question.split()) <= 70 and len(asked.hint.split()) <= 40


@pytest.mark.parametrize("text", ["a * b.", "`c`.", "It is  c.", "no end", "So easy.", "(a.", "Right!", "", " A."])
def test_faults_of_texts_are_found(text):
    assert faults_of_text(text) != []


def test_solutions():
    assert repr(solution("03.3")).startswith("2\n\nThe rise from −h to h is 4 · h")
    assert repr(solution("05.5")).startswith("c → d\n\nc is the first node")
    assert repr(solution("01.4")).startswith("graph = 7, tree = 53\n\nA stage")
    assert repr(solution("05.3")).startswith("def adjoints(g, p, seeds):\n    adjoint = {")
    assert repr(hint("05.2")) == exercise("05.2").hint


@pytest.mark.parametrize("chapter", chapters())
def test_four_to_six_in_each_notebook_of_several_kinds(chapter):
    found = exercises_of(chapter)
    assert [asked.id for asked in found] == [f"{chapter}.{i}" for i in range(1, len(found) + 1)]
    assert 4 <= len(found) <= 6
    assert len({type(asked.kind) for asked in found}) >= 3
    assert any(asked.see for asked in found)


def test_each_kind_is_there():
    kinds = {type(asked.kind) for asked in COURSE}
    assert {OneNumber, Numbers, Shapes, OneArray, Drawing, OneEdge, Code} <= kinds


@pytest.mark.parametrize("number", ["5.3", "05.9", "12.1", "", "05", None, 5.3])
def test_an_unknown_number(number):
    for function in (check, hint, solution):
        with pytest.raises(ValueError, match="There is no exercise"):
            function(number)


# Other sets.


@of_the_course
def test_another_set_has_other_numbers(asked):
    for variant in VARIANTS[1:]:
        other = exercise(asked.id, variant)
        assert other.question != asked.question
        assert re.findall(r"\d+", other.question) != re.findall(r"\d+", asked.question) or other.answer != asked.answer


def test_a_set_is_always_the_same():
    first = {chapter: exercises_of(chapter, 3) for chapter in chapters()}
    exercises_of.cache_clear()
    for chapter, exercises in first.items():
        again = exercises_of(chapter, 3)
        assert [(e.question, str(e.answer), e.hint) for e in again] == [
            (e.question, str(e.answer), e.hint) for e in exercises
        ]


def test_sets_differ_from_each_other():
    for chapter in chapters():
        assert len({tuple(e.question for e in exercises_of(chapter, variant)) for variant in VARIANTS}) > 4


def test_help_is_for_the_same_set():
    assert 'run hint("03.3", variant=2).' in check("03.3", 77, variant=2).text


# What the judges rest on.


def test_the_oracles_agree_with_differences_and_with_the_notebook():
    for text, output, inner, at in [
        ("u = x * y; w = sin(u); z = w * u + x", "z", "u", {"x": 1.2, "y": 0.5}),
        ("s = x * x; y = s * s", "y", "s", {"x": 3}),
    ]:
        graph = parse(text)
        found = weighted_derivatives(graph, at, {output: 2.0, inner: -3.0})
        for name in at:
            nudged = 2 * central_difference(graph, at)[name] - 3 * central_difference(graph, at, of=inner)[name]
            assert found[name] == pytest.approx(nudged, rel=1e-7)
    assert unordered_sweep(parse("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d"), {"a": 10}) == 20
    assert unordered_sweep(parse("b = 2 * a; c = 3 * b; d = 4 * b; e = d + c"), {"a": 10}) == 22
    assert (
        unordered_sweep(parse("b = 4 * a; e = b + b"), {"a": 1})
        == 12
        != gradient(parse("b = 4 * a; e = b + b"), a=1)["a"]
    )
    running = parse("c = a + b; d = b + 1; e = c * d")
    assert adjoints_with(running, {"a": 2, "b": 1}, ("b", "c"), 0) | {"": 0} == {
        **{"a": 2, "b": 3, "c": 2, "d": 3, "e": 1},
        "": 0,
    }


def test_an_unsound_exercise_is_found():
    sound = exercise("03.3")
    assert is_sound(sound)
    right, silent, stolen = sound.mistakes[0], sound.mistakes[1], sound.mistakes[2]
    spoilt = [
        dataclasses.replace(sound, answer=4),
        dataclasses.replace(sound, mistakes=(dataclasses.replace(right, answer=2), silent, stolen)),
        dataclasses.replace(sound, mistakes=(right, silent, dataclasses.replace(stolen, answer=right.answer))),
    ]
    assert [is_sound(each) for each in spoilt] == [False] * 3


def test_a_judge_that_accepts_everything_is_found():
    careless = dataclasses.replace(exercise("05.4"), accept=lambda graph: True)
    assert not is_sound(careless)
    blind = exercise("05.3")
    case = dataclasses.replace(blind.kind.cases[0], right=lambda found: True)
    assert not is_sound(dataclasses.replace(blind, kind=dataclasses.replace(blind.kind, cases=[case])))


# In the notebooks.

PATHS = [path for path in sorted(notebook_tool.FOLDER.glob("*.ipynb")) if path.name[:2] in chapters()]
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def code_cells(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_every_chapter_has_its_notebook():
    assert [path.name[:2] for path in PATHS] == chapters()


@each_notebook
def test_a_notebook_asks_each_exercise_once(path):
    asked = re.findall(r'check\("([\d.]+)"', "\n".join(code_cells(path)))
    assert asked == [exercise.id for exercise in exercises_of(path.name[:2])]


@each_notebook
def test_the_section_is_what_the_library_holds(path):
    notebook = nbformat.read(path, as_version=4)
    before = [(cell.id, cell.cell_type, cell.source) for cell in notebook.cells]
    again = section_tool.with_exercises(notebook, path.name[:2])
    assert [(cell.id, cell.cell_type, cell.source) for cell in again.cells] == before


@each_notebook
def test_exercises_stand_alone_in_any_order(path):
    cells = [source for source in code_cells(path) if "exercises import check" in source]
    assert len(cells) == len(exercises_of(path.name[:2]))
    for source in reversed(cells):
        names = {}
        exec(source.replace("\ncheck(", "\nverdict = check("), names)
        assert names["verdict"].text.startswith("Your turn")


@each_notebook
def test_pictures_that_exercises_mention_are_in_the_notebook(path):
    earlier = "\n".join(code_cells(path))
    for asked in exercises_of(path.name[:2]):
        for name in re.findall(r"`(\w+)` above", asked.see):
            assert re.search(rf"^{name} = (Explorer|StepPlayer|PathExplorer|FormulaBox)\(", earlier, re.MULTILINE), name
        for name in re.findall(r"`([a-z_]+)`", asked.question):
            known = {"parse", "end", *"xy"}
            assert name in known or re.search(rf"^def {name}\(", earlier, re.MULTILINE), name


# For teachers.


def test_the_sheets(tmp_path):
    files = teacher.write(tmp_path / "one", 3)
    again = teacher.write(tmp_path / "two", 3)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    answers, second, second_answers = (file.read_text(encoding="utf-8") for file in files[:3])
    for asked in COURSE:
        other = exercise(asked.id, 3)
        assert answers.count(f"### {asked.id}\n\n{asked.question}\n") == 1
        assert second.count(f"### {asked.id}\n\n{other.question}\n") == 1
        assert second_answers.count(other.explanation) == answers.count(asked.explanation) == 1
        assert all(mistake.says in answers for mistake in asked.mistakes)
        assert other.explanation not in second
        if isinstance(asked.kind, Code):
            assert other.answer in second_answers and other.answer not in second
    assert "variant" not in second and "set 3" not in second
    assert answers.count("```") % 2 == second.count("```") % 2 == 0


@pytest.mark.parametrize("chapter", chapters())
def test_the_notebook_for_nbgrader(chapter):
    notebook = teacher.for_nbgrader(chapter, 3)
    nbformat.validate(notebook)
    marks = [cell.metadata.nbgrader for cell in notebook.cells]
    assert all(set(mark) >= {"grade", "locked", "solution", "task", "schema_version", "grade_id"} for mark in marks)
    assert len({mark.grade_id for mark in marks}) == len(marks)
    assert all(re.fullmatch(r"\w+", mark.grade_id) for mark in marks)
    assert sum(mark.get("points", 0) for mark in marks) == len(exercises_of(chapter))
    solved, blank = {}, {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            continue
        exec(cell.source, solved)
        released = re.sub(r"### BEGIN SOLUTION.*### END SOLUTION", "", cell.source, flags=re.DOTALL)
        if cell.metadata.nbgrader.grade:
            with pytest.raises(AssertionError, match="Your turn"):
                exec(released, blank)
        else:
            exec(released, blank)


def test_json_serves_as_code():
    for asked in ALL:
        if not isinstance(asked.kind, Code):
            names = {}
            exec(teacher.as_code(asked), names)
            assert judge(asked, names["answer"])
            assert json.dumps(asked.answer)


# What they bring along.


def test_importing_the_exercises_brings_nothing_optional():
    code = "import sys, cgraph_lib; print('cgraph_lib.exercises' in sys.modules); import cgraph_lib.exercises as e; "
    code += "e.check('05.1', 3); print(*{name.split('.')[0] for name in sys.modules} & "
    code += "{'numpy', 'ipywidgets', 'anywidget', 'graphviz', 'IPython'}, 'cgraph_lib.live' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=notebook_tool.ROOT, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "False"], done.stderr
