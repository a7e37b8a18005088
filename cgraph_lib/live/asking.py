"""Questions that the page asks and judges: what their widgets share, and how a question looks where no script runs."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Sequence
from typing import Any, ClassVar

import traitlets

from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises import progress
from cgraph_lib.exercises.inline_code import as_html, as_plain
from cgraph_lib.exercises.places import Drawn
from cgraph_lib.exercises.predictions import SHORT, UNREADABLE, Outcome, Prediction
from cgraph_lib.live import page
from cgraph_lib.live.conversation import Conversation
from cgraph_lib.picture import render
from cgraph_lib.picture.drawing import ROOMS

PHRASES: dict[str, str] = {
    "commit": "Commit my guess",
    "again": "Guess again",
    "right": "Right.",
    "wrong": "Not quite.",
    "number": "your guess, a number",
    "options": "the answers to choose from",
    "ask_number": "Type a number, then commit it.",
    "ask_choice": "Choose one, then commit it.",
    "ask_edge": "Choose an edge on the drawing, then commit it.",
    "ask_box": "Choose a box on the drawing, then commit it.",
    "ask_order": "Choose the boxes one after the other. Choosing the last one again takes it back.",
    "place_edge": "edge {name}",
    "place_box": "box {name}",
    "place_order": "box {name}",
    "ordered": "box {name}, number {count} of your order",
    "chosen": "{name}",
    "unread": UNREADABLE,
    "short": SHORT,
}
NO_ANSWER = "An object of type {kind} cannot be read as an answer to this question."
HOW = {
    "number": "(Type a number.)",
    "edge": "(Choose one of these edges on the drawing.)",
    "box": "(Choose one of these boxes on the drawing.)",
    "order": "(Choose these boxes in an order.)",
}


class Asking(Conversation):
    """Questions that the page asks; it judges what is guessed, and the kernel keeps it as the reader's progress."""

    _css = page.style_text()
    scene = traitlets.Unicode().tag(sync=True)
    remark = traitlets.Unicode().tag(sync=True)
    phrases: ClassVar[dict[str, str]] = {}

    def __init__(self, questions: Sequence[Prediction], remark: str = "", **choices: Any) -> None:
        self.questions = tuple(questions)
        asked = [_data(question) for question in questions]
        self.tell(scene=page.embedded({"phrases": {**PHRASES, **self.phrases}, "questions": asked}), remark=remark)
        for name, value in choices.items():
            setattr(self, name, value)
        self.take_turn()
        super().__init__()

    def keep(self, question: Prediction, guess: Any) -> None:
        """Keep a guess as progress; what prevents that stands on the page."""
        outcome = question.judge(guess)
        self.tell(remark=progress.keep(question.id, outcome.right, question.variant, guess))


def read(question: Prediction, guess: Any) -> Any:
    """Return a guess in the form in which it is kept, `None` for none yet.

    Raises `InputError` for what cannot be read or has too few digits.
    """
    if guess is None or (isinstance(guess, str) and not guess):
        return None
    try:
        kept = question.read(guess)
        outcome = question.judge(kept)
    except CgraphError:
        raise
    except Exception:  # whatever a foreign object raises when it is looked at
        raise InputError(NO_ANSWER, kind=type(guess).__name__) from None
    if not outcome.final:
        raise InputError("{feedback}", feedback=outcome.feedback)
    return kept


def judged(question: Prediction, guess: Any) -> Outcome | None:
    """Return the feedback on a guess, or `None` while there is none."""
    return None if guess is None else question.judge(guess)


def _data(question: Prediction) -> dict[str, Any]:
    """Return a question as the page reads it. Who looks at the page's source finds no answer in plain words there."""
    key = json.dumps(question.key(), ensure_ascii=False, allow_nan=False)
    return {
        "id": question.id,
        "kind": question.kind,
        "chapter": question.chapter,
        "question": as_html(question.question),
        "options": question.options,
        "labels": [as_html(option) for option in question.options],
        "sealed": base64.b64encode(key.encode()).decode(),
        **(_drawing(question) if isinstance(question, Drawn) else {}),
    }


def _drawing(question: Drawn) -> dict[str, Any]:
    """Return the narrowest drawing that has a pill on each edge, for the reader to choose."""
    for room in sorted(ROOMS):
        picture = render(question.graph, question.view, live=True, room=room, moving=False)
        if not picture.geometry.get("dense"):
            break
    return {"places": question.places, "drawing": picture.svg, "width": picture.geometry.get("width", 0)}


def in_words(heading: str, question: Prediction) -> str:
    """Return a question as plain text."""
    options = [f"  · {as_plain(option)}" for option in question.options]
    lines = [f"{heading} {as_plain(question.question)}", *_graph_lines(question), HOW.get(question.kind, ""), *options]
    return "\n".join(filter(None, lines))


def in_html(heading: str, question: Prediction) -> str:
    """Return a question as HTML. A drawing is put in words there: how it is laid out differs between machines."""
    graph = html.escape("\n".join(_graph_lines(question)))
    options = "".join(f"<li>{as_html(option)}</li>" for option in question.options)
    parts = [
        f"<p><strong>{html.escape(heading)}</strong> {as_html(question.question)}</p>",
        f"<pre>{graph}</pre>" if graph else "",
        f"<p>{html.escape(HOW[question.kind])}</p>" if question.kind in HOW else "",
        f"<ul>{options}</ul>" if options else "",
    ]
    return f"<blockquote>{''.join(parts)}</blockquote>"


def _graph_lines(question: Prediction) -> list[str]:
    return render(question.graph, question.view).text.splitlines() if isinstance(question, Drawn) else []
