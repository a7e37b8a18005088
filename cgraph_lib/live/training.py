"""The Training: a network while it learns, in the page; the kernel can take the same steps."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import traitlets

from cgraph_lib.arrays.array_op import Array
from cgraph_lib.errors import InputError, WrongTypeError
from cgraph_lib.examples import check_count
from cgraph_lib.live import page
from cgraph_lib.live.choices import Choice, flag, whole
from cgraph_lib.live.link import Linked
from cgraph_lib.live.slices import fits_the_page, seen
from cgraph_lib.live.slices import train as train_in_slices
from cgraph_lib.live.trainer import Look, Trainer, examples_for, validation_for
from cgraph_lib.live.training_data import plane_of, scene, shown
from cgraph_lib.live.training_still import still
from cgraph_lib.live.training_words import PHRASES, sentence, sizes
from cgraph_lib.nn import Network
from cgraph_lib.picture import Picture
from cgraph_lib.reals import is_finite
from cgraph_lib.updates import Rule, sgd

SPEEDS = (5, 20, 100, 500)


def _speeds(chosen: float) -> list[float]:
    """Return the speeds that a reader chooses from, besides the highest."""
    return sorted({*SPEEDS, chosen} - {0})


def _check_batch(batch: Any, examples: int) -> None:
    check_count("batch", batch)
    if batch > examples:
        sentence = "batch is at most the number of examples, which is {examples}, not {batch}."
        raise InputError(sentence, batch=batch, examples=examples)


def _known_kind(shown: Any) -> Any:
    if shown not in ("weights", "derivatives"):
        raise InputError('shown is "weights" or "derivatives", not {shown!r:.40}.', shown=shown)
    return shown


def _measure(name: str) -> Choice:
    """Return a trait that holds a finite number from 0 up."""

    def read(_: Any, value: Any) -> float:
        if isinstance(value, bool) or not is_finite(value) or value < 0:
            raise InputError("{name} is a number from 0 up, not {value!r:.40}.", name=name, value=value)
        return float(value)

    return Choice(read)


class Training(Linked):
    """A network while it learns, step by step: what it predicts, its loss, its weights, one example followed.

    The page trains; the network has the page's parameters as soon as training pauses, and about once a second before.
    If the network or its examples are too large for a page, the kernel trains between the cells.
    `run` takes the same steps in the kernel. Each step sees all examples, or `batch` of them, in an order that is drawn
    anew for every epoch; those that are too few for another batch are left out of it. `burst` says how many steps the
    button takes; `speed` is the number of steps a second, 0 for as many as possible; `chosen` is the example that is
    followed. With `overwrite`, wrongly, each contribution to an adjoint replaces those before it.

    Raises `WrongTypeError` for what is no network or no update rule, and `InputError` or `ShapeError` for examples that
    the network cannot read.

    >>> from cgraph_lib.nn import initial
    >>> net = Network(initial([2, 4, 2]))
    >>> training = Training(net, [[0, 0], [1, 0], [0, 1], [1, 1]], [0, 1, 1, 0], sgd(1.0))
    >>> training.run(steps=100)
    >>> training.steps, training.accuracy
    (100, 1.0)
    """

    _css = page.style_text()
    _esm = page.module_text("training")
    numbers = ("rate", "penalty", "speed")
    scene = traitlets.Unicode().tag(sync=True)
    state = Choice(lambda me, state: me._take(state))
    running = Choice(lambda me, running: me._may_run(flag("running", running)))
    goal = Choice(lambda me, goal: whole("goal", goal), optional=True)
    rate = _measure("rate")
    penalty = _measure("penalty")
    speed = _measure("speed")
    chosen = Choice(lambda me, chosen: me._example(chosen), optional=True)
    shown = Choice(lambda me, shown: _known_kind(shown))
    _task: asyncio.Task[None] | None = None  # Python closes what it throws away, one that was refused as well

    def __init__(
        self,
        network: Network,
        x: Array,
        y: Array,
        update: Rule | None = None,
        *,
        validation: tuple[Array, Array] | None = None,
        burst: int | None = None,
        speed: float = 20,
        chosen: int | None = None,
        overwrite: bool = False,
        batch: int | None = None,
    ) -> None:
        if not isinstance(network, Network):
            raise WrongTypeError("Expected a Network, got {kind}.", kind=type(network).__name__)
        update = sgd(0.1) if update is None else update
        if not isinstance(update, Rule):
            sentence = "Expected an update rule such as sgd(0.1), got {kind}."
            raise WrongTypeError(sentence, kind=type(update).__name__)
        if burst is not None:
            check_count("burst", burst)
            burst = int(burst)
        examples = examples_for(network, x, y)
        checked = validation_for(network, examples, validation)
        if batch is not None:
            _check_batch(batch, len(examples.x))
            batch = int(batch)  # JSON holds none of numpy's
        self.network, self.update, self.burst = network, update, burst
        self.trainer = Trainer(network, examples, update, checked, flag("overwrite", overwrite), batch)
        self.in_page = fits_the_page(self.trainer)
        self.rate, self.penalty, self.speed, self.chosen = update.rate, network.penalty, speed, chosen
        self.running, self.shown = False, "weights"
        self.state = self.trainer.start if self.in_page else self.trainer.start | {"seen": seen(self.trainer)}
        data = scene(self.trainer, self.in_page)
        self.tell(scene=page.embedded(data | {"phrases": PHRASES, "burst": burst, "speeds": _speeds(self.speed)}))
        self.take_turn()
        super().__init__()

    def run(self, steps: int = 20) -> None:
        """Train this many steps in the kernel; fewer if the loss is no finite number any more.

        Raises `InputError` if `steps` is not a whole number from 0 up.
        """
        check_count("steps", steps, least=0)
        for _ in range(steps):
            if not self.trainer.step():
                break
        self._publish()

    def _publish(self) -> None:
        """Send the page the present state."""
        self.state = self.trainer.state() | ({} if self.in_page else {"seen": seen(self.trainer)})

    def reset(self) -> None:
        """Return to the parameters in which the training began, and stop."""
        with self.hold_sync():
            self.running, self.goal, self.state = False, None, self.trainer.start
            self.take_turn()  # even if the kernel does not know yet that the page runs
        self.send_state(["running", "goal", "state", "turns"])

    @property
    def steps(self) -> int:
        """How many steps have been taken."""
        return self.trainer.steps

    @property
    def loss(self) -> float:
        """The loss on all examples, with the penalty."""
        return self.trainer.loss_of(self.trainer.training)

    @property
    def accuracy(self) -> float:
        """The part of the examples whose class is predicted rightly."""
        return float(np.mean(self.look.right))

    @property
    def validation_loss(self) -> float | None:
        """The loss on the validation set, if there is one."""
        return self.look.validation_loss

    @property
    def validation_accuracy(self) -> float | None:
        """The part of the validation set whose class is predicted rightly, if there is one."""
        right = self.look.validation_right
        return None if right is None else float(np.mean(right))

    @property
    def losses(self) -> list[tuple[int, float, float | None]]:
        """The points of the curve: step, loss, loss in validation; the last one is the present."""
        look, points = self.look, self.trainer.points
        here = (self.steps, look.loss, look.validation_loss)
        return [*(point for point in points if point[0] != self.steps), here]

    @property
    def look(self) -> Look:
        """What the network does now."""
        return self.trainer.look()

    @property
    def picture(self) -> Picture:
        """Return the still picture of the present state."""
        look = self.look
        words = sentence(self.trainer, look)
        return Picture(still(self.trainer, look, plane_of(self.trainer), words), words)

    def _example(self, given: Any) -> int:
        chosen, last = whole("chosen", given), len(shown(self.trainer, self.in_page).labels) - 1
        if not 0 <= chosen <= last:
            raise InputError("chosen is an example from 0 to {last}, not {chosen}.", last=last, chosen=chosen)
        return chosen

    def _may_run(self, running: bool) -> bool:
        if running and not self.in_page:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                sentence = "This network trains between the cells of a notebook; elsewhere call training.run(steps)."
                raise InputError(sentence) from None
        return running

    @traitlets.observe("running")
    def _work(self, change: Any) -> None:
        """Let the kernel train if the page cannot; a cell that runs goes first."""
        if not self.in_page and change["new"] and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._train())

    async def _train(self) -> None:
        try:
            await train_in_slices(
                self.trainer, lambda: self.running, lambda: self.speed, lambda: self.goal, self._publish
            )
        finally:
            self._task = None
            with self.hold_sync():
                self.running, self.goal = False, None
                self._publish()

    def _take(self, state: Any) -> Any:
        self.trainer.load(state)
        return state

    @traitlets.observe("state")
    def _look_again(self, change: Any) -> None:
        if not self.in_page and "seen" not in change["new"]:  # the page has reset it
            self._publish()

    @traitlets.observe("rate", "penalty")
    def _measure(self, change: Any) -> None:
        holder = self.update if change["name"] == "rate" else self.trainer
        setattr(holder, change["name"], change["new"])

    def close(self) -> None:
        """Take the picture away, in the kernel and on the page."""
        if self._task is not None:
            self._task.cancel()
        super().close()

    def __repr__(self) -> str:
        return f"<Training of a network {sizes(self.trainer)} at step {self.steps}>"
