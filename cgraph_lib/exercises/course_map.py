"""The map of the course: for each notebook what the reader has guessed and solved so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cgraph_lib.exercises import predictions, progress, variants
from cgraph_lib.exercises.progress import Event
from cgraph_lib.markdown import Markdown, escaped
from cgraph_lib.numerals import fill

TITLES: Final = {
    "00": "Start here",
    "01": "Draw expressions",
    "02": "Evaluate graphs",
    "03": "Find partials",
    "04": "Sum over paths",
    "05": "Accumulate backwards",
    "06": "Accumulate forwards",
    "07": "Check derivatives",
    "08": "Differentiate arrays",
    "09": "Train networks",
    "10": "Build layers",
    "11": "Look inside frameworks",
    "12": "Build an autograd",
}
HEADING = ("notebook", "guesses made", "exercises solved")
OF = "{done} of {all}"
NONE = "none"
GO_ON = "Go on in {chapter} {title}."
BEGIN = "Nothing is done yet. Each guess that you commit, and each exercise that you solve, is counted here."
COMPLETE = "Everything is done."


@dataclass(frozen=True, slots=True)
class Row:
    """A notebook: how many of its predictions were guessed at and how many exercises solved, of how many."""

    chapter: str
    guessed: int
    predictions: int
    solved: int
    exercises: int

    @property
    def complete(self) -> bool:
        """Return whether nothing is left to do."""
        return self.guessed == self.predictions and self.solved == self.exercises


def rows(answers: Iterable[Event]) -> Iterator[Row]:
    """Return what is done in each notebook."""
    events = list(answers)
    guessed, solved = {event.question for event in events}, progress.solved(events)
    for chapter in TITLES:
        asked = predictions.predictions_of(chapter) if chapter in predictions.chapters() else ()
        given = variants.exercises_of(chapter) if chapter in variants.chapters() else ()
        yield Row(
            chapter,
            sum(each.id in guessed for each in asked),
            len(asked),
            sum(each.id in solved for each in given),
            len(given),
        )


def course_map() -> Markdown:
    """Return a table of the notebooks with what the reader has guessed and solved, and where to go on."""
    answers, remark = progress.events()
    table = list(rows(answers))
    lines = [_line(HEADING), _line(["---"] * len(HEADING)), *map(_row, table)]
    return Markdown("\n".join([*lines, "", escaped(" ".join(filter(None, [_next(table), remark])))]))


def _row(row: Row) -> str:
    title = f"{row.chapter} {TITLES[row.chapter]}"
    return _line([title, _count(row.guessed, row.predictions), _count(row.solved, row.exercises)])


def _count(done: int, every: int) -> str:
    return fill(OF, {"done": done, "all": every}) if every else NONE


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _next(table: list[Row]) -> str:
    """Return where to go on: in the first notebook that is begun and not complete, or else in the next one."""
    if not any(row.guessed or row.solved for row in table):
        return BEGIN
    open_rows = [row for row in table if not row.complete]
    begun = [row for row in open_rows if row.guessed or row.solved]
    last = max(i for i, row in enumerate(table) if row.guessed or row.solved)
    chosen = begun or [row for row in open_rows if table.index(row) > last] or open_rows
    return fill(GO_ON, {"chapter": chosen[0].chapter, "title": TITLES[chosen[0].chapter]}) if chosen else COMPLETE
