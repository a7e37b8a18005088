"""Predictions: sound, judged with what a guess usually means, asked again with other numbers."""

import dataclasses

import pytest
from made_up_questions import ALL, BOX, CHOICE, EDGE, NUMBER, ORDER

from cgraph_lib.errors import UnknownNameError
from cgraph_lib.exercises import predictions
from cgraph_lib.exercises.predictions import Guess, is_sound


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


REFUSED = [(CHOICE, "d"), (CHOICE, 3), (NUMBER, "six"), (NUMBER, None), (EDGE, "a → e"), (EDGE, ("a", "e"))]
REFUSED += [(BOX, "1"), (ORDER, "a b c d"), (ORDER, "a b c d e e"), (ORDER, [1, 2, 3, 4, 5])]


@pytest.mark.parametrize(("question", "guess"), REFUSED)
def test_what_is_no_answer_is_refused(question, guess):
    with pytest.raises(ValueError):
        question.read(guess)


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
