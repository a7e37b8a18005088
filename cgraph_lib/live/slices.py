"""Training in the kernel for networks that are too large for the page: in slices, between the cells."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from cgraph_lib.live.trainer import Trainer
from cgraph_lib.updates import Rule

SLICE: Final = 0.04
"""Seconds for steps, before the kernel may do other things: so long a pause waits, and a step besides."""
PUBLISH: Final = 0.25
"""Seconds between two messages to the page."""
MOST_PRODUCTS, MOST_NUMBERS, SHOWN = 3e7, 400_000, 500
"""What a page computes at each step, what it is sent; how many examples it shows where the kernel computes."""
IN_THE_PAGE: Final = frozenset({"sgd", "momentum", "rmsprop", "adam"})


def fits_the_page(trainer: Trainer) -> bool:
    """Return whether the page can train: it knows the rule, and has little enough to do at each step."""
    x, weights = trainer.training.x, trainer.network.parameters.values()
    products = len(x) * sum(array.size for array in weights)
    known = isinstance(trainer.update, Rule) and trainer.update.name in IN_THE_PAGE
    return known and products <= MOST_PRODUCTS and x.size <= MOST_NUMBERS


def seen(trainer: Trainer) -> dict[str, Any]:
    """Return what a network does now, as trainer.js finds it, but for the examples one by one."""
    look = trainer.look()
    checked = look.validation_right
    return {
        "loss": look.loss if math.isfinite(look.loss) else str(look.loss),
        "accuracy": float(np.mean(look.right)),
        "validation": look.validation_loss,
        "checked": None if checked is None else float(np.mean(checked)),
        "dead": [dead.tolist() for dead in look.dead.values()],
    }


async def train(
    trainer: Trainer,
    goes_on: Callable[[], bool],
    speed: Callable[[], float],
    goal: Callable[[], int | None],
    publish: Callable[[], None],
) -> None:
    """Take steps while `goes_on` says so, until the goal, or until the loss is no number."""
    due, before, published = 1.0, time.monotonic(), time.monotonic()
    while goes_on():
        now = time.monotonic()
        due = due + (now - before) * speed() if speed() else math.inf
        before = now
        while due >= 1 and time.monotonic() < now + SLICE:
            due -= 1
            if not trainer.step() or trainer.steps == goal():
                return
        if time.monotonic() > published + PUBLISH:
            publish()
            published = time.monotonic()
        await asyncio.sleep(0.001)
