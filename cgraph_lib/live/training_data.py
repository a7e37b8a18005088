"""What the page needs for a Training: its programs, the examples, where the plane ends."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays.page_program import as_array_data
from cgraph_lib.graph import Graph
from cgraph_lib.live.slices import SHOWN
from cgraph_lib.live.trainer import Examples, Trainer
from cgraph_lib.live.training_still import COLOURS, MARKS, QUIET, image_shape, shown_examples
from cgraph_lib.live.training_words import sizes
from cgraph_lib.updates import Rule

GRID = 49
"""This many places along each side of the plane are classified; the page fills what lies between."""
_KEYS = itertools.count()  # views of one training know each other by its number


def plane_of(trainer: Trainer) -> list[float] | None:
    """Return the ends of the plane, left, right, bottom, top; `None` if examples are not points of a plane."""
    x = np.vstack([examples.x for examples in (trainer.training, trainer.validation) if examples])
    if x.shape[1] != 2:
        return None
    low, high = np.min(x, axis=0), np.max(x, axis=0)
    spare = np.where(high > low, 0.1 * (high - low), 1.0)
    return [float(end) for pair in zip(low - spare, high + spare, strict=True) for end in pair]


def shown(trainer: Trainer, in_page: bool) -> Examples:
    """Return the examples that the page has: all, or some of many."""
    given, end = trainer.training, None if in_page else SHOWN
    return Examples(given.x[:end], given.labels[:end], given.y[:end])


def scene(trainer: Trainer, in_page: bool) -> dict[str, Any]:
    """Return the data from which the page makes its half of a trainer and its drawings."""
    examples, rule, box = shown(trainer, in_page), trainer.update, plane_of(trainer)
    rows, columns = image_shape(examples.x.shape[1])
    checked = trainer.validation if in_page else None
    return {
        "key": next(_KEYS),
        "in_page": in_page,
        "checked": trainer.validation is not None,
        "sizes": sizes(trainer),
        "marks": MARKS,
        "quiet": QUIET,
        "colours": COLOURS[: trainer.network.classes],
        "images": {"rows": rows, "columns": columns, "shown": shown_examples(len(examples.x))},
        "names": [],
        "nodes": [],
        "network": {
            "start": trainer.start,
            "classes": trainer.network.classes,
            "training": _examples(trainer, examples),
            "validation": _examples(trainer, checked) if checked else None,
            "batch": {"size": trainer.batch, "program": _program(trainer, trainer.drawn())} if trainer.batch else None,
            "ground": {"program": _ground(trainer), "side": GRID, "box": box} if box else None,
            "rule": {"name": rule.name, "settings": rule.settings} if isinstance(rule, Rule) else None,
            "hidden": trainer.hidden,
            "overwrite": trainer.overwrite,
        },
    }


def _examples(trainer: Trainer, examples: Examples) -> dict[str, Any]:
    return {
        "program": _program(trainer, examples),
        "x": np.ravel(examples.x).tolist(),
        "y": examples.labels.tolist(),
    }


def _program(trainer: Trainer, examples: Examples) -> dict[str, Any]:
    """Return the program of the loss on this many examples."""
    values = evaluate(trainer.graph, trainer.given(examples))
    return as_array_data(trainer.graph, values, wrt=trainer.network.parameters)


def _ground(trainer: Trainer) -> dict[str, Any]:
    """Return the program that classifies the places of the plane."""
    graph = Graph(trainer.network.graph.node("scores"))
    given = {"X": np.zeros((GRID * GRID, 2)), **trainer.network.parameters}
    return as_array_data(graph, evaluate(graph, given))
