"""The questions of the course as a deck of cards for Anki."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from cgraph_lib.errors import MissingPackageError
from cgraph_lib.exercises.inline_code import as_html
from cgraph_lib.exercises.predictions import Prediction

MISSING = "A deck for Anki is made by {name}, which is not installed: run pip install genanki."
DECK = "Derivatives on computational graphs"


def write_deck(questions: Iterable[Prediction], path: Path) -> int:
    """Write questions with their answers as an Anki deck, and return how many cards it holds.

    A card keeps its identity from deck to deck, so that importing a newer one loses no learning. Raises
    `MissingPackageError` without the package `genanki`.
    """
    try:
        import genanki
    except ModuleNotFoundError as error:
        raise MissingPackageError(MISSING, name=error.name) from error

    model = genanki.Model(
        _number(DECK + " card"),
        "cgraph",
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
    )
    deck = genanki.Deck(_number(DECK), DECK)
    for question in questions:
        fields = [_front(question), _back(question)]
        deck.add_note(genanki.Note(model, fields, guid=genanki.guid_for(question.id)))
    genanki.Package(deck).write_to_file(str(path))
    return len(deck.notes)


def _front(question: Prediction) -> str:
    lines = [question.question, *(f"· {option}" for option in question.options)]
    return "<br>".join(map(as_html, lines))


def _back(question: Prediction) -> str:
    return f"<b>{as_html(question.write(question.answer))}</b><br>{as_html(question.because)}"


def _number(text: str) -> int:
    """Return a number for Anki to know a deck or model by."""
    return zlib.crc32(text.encode())
