"""The content: every right answer passes, every usual mistake is met with its own words, the sentences read well."""

import re
import sys

import pytest

from cgraph_lib.errors import MissingPackageError
from cgraph_lib.exercises import check, hint, solution
from cgraph_lib.exercises.chapters import content
from cgraph_lib.exercises.judge import verdict_on
from cgraph_lib.exercises.variants import chapters, exercise, exercises_of

VARIANTS = range(6)
COUNTS = {chapter: len(content(f"chapter_{chapter}").EXERCISES) for chapter in chapters()}
ALL = [(f"{chapter}.{i + 1}", variant) for chapter, n in COUNTS.items() for variant in VARIANTS for i in range(n)]


@pytest.fixture(params=ALL, ids="{0[0]}-{0[1]}".format)
def asked(request):
    """Return an exercise, made when its test runs: every worker of a run collects them all."""
    return exercise(*request.param)


def test_the_right_answer_passes_and_each_mistake_has_its_own_message(asked):
    right = verdict_on(asked, asked.answer.example(asked.answer.right))
    assert right and right.text == f"Right. {asked.explanation}"
    assert len(asked.mistakes) >= 3
    for mistake in asked.mistakes:
        verdict = verdict_on(asked, asked.answer.example(mistake.answer))
        assert not verdict and verdict.text.startswith(f"Not yet. {mistake.message}")
    assert len({mistake.message for mistake in asked.mistakes}) == len(asked.mistakes)


MARKUP = re.compile(r"[*`<>\\]|__|  |\$|\.\.(?!\.)|\{|!| ,| ;|\b(simply|obviously|just|easy|of course)\b")
TRANSLATED = re.compile(r"\b(is wanted|wanted is|is told|parted by|a text each)\b", re.IGNORECASE)


def faults_of_text(text):
    """Return what should not stand in a sentence that is shown as it is."""
    found = MARKUP.findall(re.sub(r"\{'.*?\}", "", text)) + TRANSLATED.findall(text)
    found += [pair for pair in ("()", "[]") if text.count(pair[0]) != text.count(pair[1])]
    return found if text[-1:] in ".?:" and text[:1].strip() else [*found, "its ends"]


def test_texts_have_no_markup_and_no_loose_ends(asked):
    plain = [asked.hint, asked.explanation, *(mistake.message for mistake in asked.mistakes)]
    assert [text for text in plain if faults_of_text(text)] == []
    for text in (asked.question, asked.see):
        assert text.count("`") % 2 == 0
        assert not text or faults_of_text(re.sub("`.*?`", "code", text)) == []
    assert hint(asked.id, asked.variant).text == asked.hint
    assert repr(solution(asked.id, asked.variant)).split() == f"{asked.answer.text} {asked.explanation}".split()
    assert len(asked.question.split()) <= 70 and len(asked.hint.split()) <= 40


@pytest.mark.parametrize("text", ["a * b.", "`c`.", "It is  c.", "no end", "So easy.", "(a.", "Right!", "", " A."])
def test_faults_of_texts_are_found(text):
    assert faults_of_text(text) != []


def partials_in(text):
    return set(re.findall(r"∂(\w+)/∂(\w+)", text))


def test_the_symbol_of_a_partial_stands_on_an_edge_only(asked):
    """∂e/∂c is the partial on the edge from c to e; derivatives along all paths are written de/db."""
    texts = [asked.question, asked.hint, asked.explanation, *(mistake.message for mistake in asked.mistakes)]
    assert "∂" not in asked.answer.cell
    edges = {("c", "a"), ("c", "b"), ("d", "b"), ("e", "c"), ("e", "d"), ("d", "a"), ("u", "x"), ("d", "c"), ("e", "a")}
    assert set().union(*map(partials_in, texts)) <= edges


def test_solutions():
    assert repr(solution("03.3")).startswith("2\n\nThe rise from −h to h is 4 · h")
    assert repr(solution("05.5")).startswith("c → d\n\nc is the first node")
    assert repr(solution("01.4")).startswith("graph = 7, tree = 53\n\nA stage")
    assert repr(solution("05.3")).startswith("def adjoints(g, p, seeds):\n    adjoint = {")
    assert repr(hint("05.2")) == exercise("05.2").hint


@pytest.mark.parametrize("tie", ["(1, 0)", "(0, 1)", "(0.3, 0.7)", "(0.5, 0.5)"])
def test_any_share_at_a_tie_is_right(tie):
    answer = exercise("03.4").answer
    assert check("03.4", answer.example(answer.right.replace("(0.5, 0.5)", tie)))


@pytest.mark.parametrize("tie", ["(1, 1)", "(0, 0)", "(2, -1)", "(0.5,)", "0.5"])
def test_not_every_tie_is_right(tie):
    answer = exercise("03.4").answer
    assert not check("03.4", answer.example(answer.right.replace("(0.5, 0.5)", tie)))


def test_what_content_needs_and_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "cgraph_lib.exercises.chapters.chapter_08", raising=False)
    with pytest.raises(MissingPackageError, match="chapter_08 need numpy, which is not installed") as caught:
        content("chapter_08")
    assert caught.value.name == "numpy"


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_solved_cell_is_right(variant):
    for asked in (asked for chapter in chapters() for asked in exercises_of(chapter, variant)):
        names = {}
        exec(asked.answer.solved_cell, names)
        assert verdict_on(asked, names[asked.answer.name]), asked.id
