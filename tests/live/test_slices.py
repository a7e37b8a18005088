"""Training in the kernel, between the cells, of what is too large for the page."""

import asyncio
import json
import math

import pytest
from trainings import made, sent

from cgraph_lib.live import slices


def large(monkeypatch, **options):
    """Return a training that is too large for the page, as it thinks."""
    monkeypatch.setattr(slices, "MOST_PRODUCTS", 0)
    return made(**options)


async def until(met):
    """Wait, with the event loop running, until something is so."""
    for _ in range(1000):
        if met():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it has not come to pass within five seconds")


def test_what_is_too_large_for_the_page_is_trained_by_the_kernel_between_the_cells(monkeypatch):
    training, alone = large(monkeypatch, speed=0), made()
    assert not training.in_page and not sent(training)["in_page"]

    async def cells():
        training.running = True
        await until(lambda: training.steps > 20)
        training.running = False
        await until(lambda: training._task is None)

    asyncio.run(cells())
    steps = training.steps
    alone.run(steps=steps)
    assert training.loss == pytest.approx(alone.loss, rel=1e-12)
    assert training.state["steps"] == steps and training.state["seen"]["loss"] == training.loss


def test_the_kernel_stops_at_the_goal_and_where_the_loss_is_no_number(monkeypatch):
    training = large(monkeypatch, speed=0)

    async def cells():
        training.set_trait("goal", 12)
        training.running = True
        await until(lambda: not training.running)
        assert training.steps == 12 and training.goal is None
        training.rate = 1e9
        training.penalty = 1.0
        training.running = True
        await until(lambda: not training.running)

    asyncio.run(cells())
    assert not math.isfinite(training.loss)
    json.dumps(training.state, allow_nan=False)


def test_closing_ends_the_kernel_s_training(monkeypatch):
    training = large(monkeypatch, speed=0)

    async def cells():
        training.running = True
        await until(lambda: training.steps > 2)
        training.close()
        await until(lambda: training._task is None)
        return training.steps

    steps = asyncio.run(cells())
    assert training.steps == steps
