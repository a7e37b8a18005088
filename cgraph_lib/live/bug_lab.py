"""`bug_lab`: wrong sweeps without end, bred from the engine of notebook 12; the reader finds the edge."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from cgraph_lib.errors import InputError
from cgraph_lib.exercises.engines import Bug, bug
from cgraph_lib.exercises.predictions import Prediction
from cgraph_lib.live import page
from cgraph_lib.live.choices import whole
from cgraph_lib.live.review import PHRASES as REVIEWING
from cgraph_lib.live.review import ReviewBox
from cgraph_lib.numerals import fill

PHRASES = {
    **REVIEWING,
    "heading": "Bug {i}.",
    "place": "Bug {i} of {n}",
    "go_to": "bug {i}",
    "next": "Next bug",
    "done": "{right} of {n} found.",
    "more": "For more bugs, run bug_lab({start}).",
}


class BugLab(ReviewBox):
    """Some mutants of the sixty lines, each with its wrong adjoints on a drawing. `bug_lab` makes one.

    `bugs` are the mutants: `lab.bugs[0].mutant.source` is the first one's text, `lab.bugs[0].kill("x * y", x=3, y=2)`
    judges a test meant to kill it.
    """

    _esm = page.module_text("review")
    phrases: ClassVar = PHRASES

    def __init__(self, start: int, count: int) -> None:
        self.start = start
        self.bugs: tuple[Bug, ...] = tuple(bug(start + i) for i in range(count))
        super().__init__([each.question for each in self.bugs])

    def keep(self, question: Prediction, guess: Any) -> None:
        """Keep nothing as progress: there are always others. When all are answered, say how to get them."""
        if None not in self.guesses:
            self.tell(remark=fill(PHRASES["more"], {"start": self.start + len(self.bugs)}))

    def __repr__(self) -> str:
        return f"<BugLab of bugs {self.start} to {self.start + len(self.bugs) - 1}>"


def bug_lab(start: int | None = None, count: int = 4) -> BugLab:
    """Return some bugs to find, from number `start` on: always the same for the same number, others without one.

    Raises `InputError` for anything but a whole number.

    >>> lab = bug_lab(7, count=1)
    >>> lab.guesses = ["b -> e"]
    >>> [outcome.right for outcome in lab.outcomes]
    [True]
    """
    first, many = random.randrange(10**6) if start is None else whole("start", start), whole("count", count)
    if not 1 <= many <= 20:
        raise InputError("Expected a number of bugs from 1 to 20, got {count!r}.", count=count)
    return BugLab(first, many)
