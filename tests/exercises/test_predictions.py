"""Predictions: sound, judged with what a guess usually means, asked again when they are likely forgotten."""

import dataclasses
import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cgraph_lib import parse
from cgraph_lib.errors import UnknownNameError
from cgraph_lib.exercises import anki, predictions, progress, review
from cgraph_lib.exercises.judge import UnreadError
from cgraph_lib.exercises.places import BoxChoice, EdgeChoice, Order
from cgraph_lib.exercises.predictions import Choice, Guess, Number, is_sound
from cgraph_lib.exercises.variants import either

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
NOW = datetime(2026, 3, 1, tzinfo=UTC)

CHOICE = Choice(
    id="91.order",
    question="Which comes first?",
    answer="c",
    because="It needs a and b alone.",
    guesses=(Guess("e", "e needs c and d."), Guess("none", "Some node can always be computed.")),
    shown="c",
)
NUMBER = Number(
    id="91.sum",
    question="What is 2 · 3 + 1/3?",
    answer=6 + 1 / 3,
    because="Multiplication binds first.",
    guesses=(Guess(20 / 3, "You added first."),),
    otherwise="Multiply first, then add.",
    shown="6.333",
)
EDGE = EdgeChoice(
    id="91.edge",
    question="Which edge brings 3 to d?",
    answer="d → e",
    because="Its partial is c = 3.",
    guesses=(Guess("c → e", "That one brings 2, to c."),),
    otherwise="An edge ends at e.",
    shown="3",
    graph=GRAPH,
)
BOX = BoxChoice(
    id="91.box",
    question="Which box is read twice?",
    answer="b",
    because="c and d read it.",
    guesses=(Guess("a", "Only c reads a."),),
    otherwise="Count the edges that leave it.",
    shown="b",
    graph=GRAPH,
)
ORDER = Order(
    id="91.order_of_boxes",
    question="In which order can they be computed?",
    answer=["a", "b", "c", "d", "e"],
    because="Parents come first.",
    guesses=(Guess(["e", "d", "c", "b", "a"], "That is the way back."),),
    otherwise="{early} needs {late}.",
    shown="a b c d e",
    graph=GRAPH,
)
ALL = [CHOICE, NUMBER, EDGE, BOX, ORDER]


def test_a_right_guess_is_right_in_any_form():
    assert CHOICE.judge("c") and EDGE.judge("d → e") and BOX.judge("b")
    assert all(map(NUMBER.judge, [19 / 3, "19/3", "6.333", "6,333", 6.3333333]))
    assert NUMBER.judge("19/3").feedback == "Multiplication binds first."


def test_a_wrong_guess_is_met_with_what_it_usually_means():
    assert CHOICE.judge("e") == predictions.Outcome(False, "e needs c and d.")
    assert NUMBER.judge("20/3").feedback == "You added first."
    assert NUMBER.judge(5).feedback == "Multiply first, then add."
    assert EDGE.judge("a → c").feedback == "An edge ends at e."


@pytest.mark.parametrize(("typed", "feedback"), [("six", "Type a number"), ("6.3", "Right so far; give 4 digits")])
def test_what_is_no_number_yet_is_no_guess(typed, feedback):
    outcome = NUMBER.judge(typed)
    assert not outcome.final and not outcome and outcome.feedback.startswith(feedback)


@pytest.mark.parametrize("order", ["a b c d e", "b d a c e", "b, a, d, c, e", ["a", "b", "d", "c", "e"]])
def test_every_valid_order_is_right(order):
    assert ORDER.judge(ORDER.read(order))


@pytest.mark.parametrize(("order", "feedback"), [("a c b d e", "c needs b."), ("e d c b a", "That is the way back.")])
def test_in_a_wrong_order_the_first_two_are_named(order, feedback):
    assert ORDER.judge(ORDER.read(order)) == predictions.Outcome(False, feedback)


def test_the_way_back_is_an_order_too():
    back = dataclasses.replace(ORDER, upwards=False, answer=["e", "c", "d", "a", "b"], guesses=())
    assert is_sound(back)
    assert back.judge(["e", "b", "c", "d", "a"]).feedback == "b needs c."


def test_an_edge_is_read_in_all_its_forms():
    assert {EDGE.read(edge) for edge in ("d → e", "d -> e", ("d", "e"), GRAPH.edge("d", "e"))} == {"d → e"}
    twice = parse("y = x * x")
    parallel = dataclasses.replace(EDGE, graph=twice, answer="x₂ → y", guesses=())
    assert parallel.options == ["x₁ → y", "x₂ → y"]
    assert parallel.read(("x", "y", 1)) == "x₂ → y"


REFUSED = [(CHOICE, "d"), (CHOICE, 3), (NUMBER, "six"), (NUMBER, None), (EDGE, "a → e"), (EDGE, ("a", "e"))]
REFUSED += [(BOX, "1"), (ORDER, "a b c d"), (ORDER, "a b c d e e"), (ORDER, [1, 2, 3, 4, 5])]


@pytest.mark.parametrize(("question", "guess"), REFUSED)
def test_what_is_no_answer_is_refused(question, guess):
    with pytest.raises(ValueError):
        question.read(guess)


def test_a_refusal_names_the_answers():
    with pytest.raises(UnreadError, match="a → c, b → c, b → d, c → e, d → e"):
        EDGE.read("a → e")


def test_soundness_can_fail():
    assert all(map(is_sound, ALL))
    repeated = dataclasses.replace(CHOICE, guesses=(*CHOICE.guesses, Guess("d", "e needs c and d.")))
    right_after_all = dataclasses.replace(NUMBER, guesses=(Guess(19 / 3, "You added first."),))
    hidden_by_another = dataclasses.replace(NUMBER, guesses=(*NUMBER.guesses, Guess("20/3", "Brackets are missing.")))
    silent = dataclasses.replace(NUMBER, guesses=(Guess(7, ""),))
    no_guess_yet = dataclasses.replace(NUMBER, guesses=(Guess(6.3, "A digit is missing."),))
    valid_after_all = dataclasses.replace(ORDER, guesses=(Guess(["b", "a", "c", "d", "e"], "b is not first."),))
    broken = [repeated, right_after_all, hidden_by_another, silent, no_guess_yet, valid_after_all]
    assert not any(map(is_sound, broken))


def test_the_place_of_the_answer_gives_nothing_away():
    places = [dataclasses.replace(CHOICE, id=f"91.{i}").options.index("c") for i in range(300)]
    assert all(80 < places.count(place) < 120 for place in range(3))
    signs = dataclasses.replace(CHOICE, answer="zero", guesses=(Guess("negative", "n"), Guess("positive", "p")))
    assert signs.options == ["positive", "negative", "zero"]


@pytest.mark.parametrize("chapter", predictions.chapters())
def test_the_content_is_sound_in_every_variant(chapter):
    ids = [each.id for each in predictions.predictions_of(chapter)]
    assert len(set(ids)) == len(ids) and 3 <= len(ids) <= 6
    for variant in range(7):
        made = predictions.predictions_of(chapter, variant)
        assert [each.id for each in made] == ids and all(map(is_sound, made))
        assert all(each.shown and each.otherwise.strip("{}") == each.otherwise for each in made)


@pytest.mark.parametrize("chapter", predictions.chapters())
def test_every_guess_can_be_judged(chapter):
    """Whatever the reader chooses from a list, or wrong numbers without a sentence of their own, gets a sentence."""
    for each in predictions.predictions_of(chapter):
        if each.kind == "number":
            assert each.otherwise
        elif each.kind != "order":
            assert all(each.judge(option).feedback for option in each.options), each.id


@dataclasses.dataclass(frozen=True)
class Parameters:
    a: float = either(2.0, 3.0, 5.0, 7.0)


def double(p):
    return Number(
        question=f"What is 2 · {p.a:g}?",
        answer=2 * p.a,
        because="Twice.",
        guesses=(Guess(p.a**2, "That is the square."),),
        shown=f"{2 * p.a:g}",
    )


def _made(each):
    """Return a function that makes this one, under its name."""

    def make(_):
        return each

    make.__name__ = f"_{each.id.removeprefix('91.')}"
    return make


@pytest.fixture
def course(monkeypatch, in_workbook):
    module = SimpleNamespace(Parameters=Parameters, PREDICTIONS=[double, *map(_made, ALL)])
    monkeypatch.setattr(predictions, "content", lambda chapter: module)
    monkeypatch.setattr(predictions, "chapters", lambda: ["91"])
    predictions.predictions_of.cache_clear()
    yield in_workbook
    predictions.predictions_of.cache_clear()


def test_numbers_that_make_a_mistake_right_are_not_used(course):
    with pytest.raises(ValueError, match=r"91\.double"):
        predictions.predictions_of("91")  # at 2 the double is the square


def test_another_variant_asks_with_other_numbers(course):
    asked = {predictions.prediction("91.double", variant).question for variant in range(1, 12)}
    assert asked == {"What is 2 · 3?", "What is 2 · 5?", "What is 2 · 7?"}
    assert predictions.prediction("91.double", 3) == predictions.prediction("91.double", 3)


def test_an_unknown_prediction_is_refused_with_those_there_are(course):
    with pytest.raises(UnknownNameError, match=r"91\.double, 91\.order"):
        predictions.prediction("91.tripel", 1)
    with pytest.raises(UnknownNameError, match="none"):
        predictions.prediction("77.x")


def answered(question, right, days):
    return progress.Event(question, right, (NOW - timedelta(days=days)).isoformat())


def test_a_review_asks_what_is_most_likely_forgotten(course, monkeypatch):
    monkeypatch.setattr(Parameters, "__init__", lambda self, a=3.0: object.__setattr__(self, "a", a))
    ids = [each.id for each in ALL]
    assert [each.id for each in review.due("92", [], NOW)] == ids[:1:-1]
    answers = [answered("91.double", True, 30), answered("91.order", False, 30), answered("91.sum", True, 1)]
    assert [each.id for each in review.due("92", answers, NOW)] == ["91.order", "91.double", "91.sum"]
    again = [*answers, answered("91.order", True, 29), answered("91.order", True, 20)]
    assert next(each.id for each in review.due("92", again, NOW)) == "91.double"
    assert review.due("91", answers, NOW) == []


def test_a_deck_holds_every_question_with_its_answer(course, tmp_path):
    path = tmp_path / "course.apkg"
    assert anki.write_deck(ALL, path) == 5
    with zipfile.ZipFile(path) as packed:
        packed.extract("collection.anki2", tmp_path)
    notes = sqlite3.connect(tmp_path / "collection.anki2").execute("select flds from notes").fetchall()
    texts = [fields for (fields,) in notes]
    assert "· e" in texts[0] and "It needs a and b alone." in texts[0]
    assert ["6.333" in texts[1], "d → e" in texts[2], "a, b, c, d, e" in texts[4]] == [True, True, True]
    assert [text.split("\x1f")[1].startswith("<b>") for text in texts] == [True] * 5
