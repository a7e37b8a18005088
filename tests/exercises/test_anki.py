"""The questions of the course as a deck of cards."""

import sqlite3
import zipfile

from made_up_questions import ALL

from cgraph_lib.exercises import anki


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
