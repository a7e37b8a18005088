"""What a Training says: its sentences as templates, and which remarks its present state calls for."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from cgraph_lib.live.trainer import Look, Trainer
from cgraph_lib.numerals import fill

PHRASES: Final[dict[str, str]] = {
    "failed": "The live picture has failed; this is the still one.",
    "run": "Run",
    "run_burst": "Train {burst} steps",
    "pause": "Pause",
    "next": "Step",
    "reset": "Reset",
    "rate": "learning rate",
    "penalty": "penalty",
    "speed": "steps a second",
    "fastest": "as fast as possible",
    "type_number": "number for {name}",
    "shown": "lines show",
    "weights": "weights",
    "derivatives": "derivatives of the loss",
    "step": "step",
    "loss": "loss",
    "accuracy": "right",
    "validation": "validation loss",
    "checked": "right in validation",
    "training_curve": "training",
    "validation_curve": "validation",
    "curve_label": "The loss, on a logarithmic axis, from step 0 to step {steps}: now {loss:number}.",
    "plane_label": "The plane of the inputs, coloured by the class that the network predicts. "
    "Arrow keys follow another example.",
    "plane_label_checked": "The plane of the inputs, coloured by the class that the network predicts; small marks are "
    "examples of the validation set. Arrow keys follow another example.",
    "examples_label": "Examples with the classes that the network predicts. Arrow keys follow another one.",
    "network_label": "The network {sizes}: {lines} as lines, blue for positive, hollow orange for negative.",
    "follow": "Click an example to follow it through the network.",
    "follow_checked": "Click an example to follow it through the network. Small marks are the validation set.",
    "example": "Example {example}, class {label}",
    "score": "score",
    "share": "share",
    "class": "class",
    "example_loss": "Its loss is −log {share:number} = {loss:number}.",
    "unit": "Unit {unit} of layer {layer}",
    "unit_dead": "Unit {unit} of layer {layer}: dead",
    "no_number": "The loss is {loss:number}: the steps were too large, so training has stopped. Lower the rate and "
    "reset.",
    "no_number_before": "The loss is {loss:number} before the first step: some number among the examples or the "
    "parameters is too large, or is none.",
    "jumps": "The loss rose {rises} times in the last {recent} points of the curve: the steps are too large.",
    "equal": "Different units in layer {layer}: {distinct} of {units}. Equal weights receive equal derivatives, so "
    "equal units stay equal.",
    "dead": "Dead units in layer {layer}: {dead} of {units}. Their relu passes nothing on for any example, so no "
    "derivative reaches their weights.",
    "overwrite": "Wrong on purpose: each contribution overwrites those before it, as with = in place of +=.",
}
STILL: Final = "A network {sizes} after {steps} steps: loss {loss:number}, {right} of {examples} examples right."
STILL_CHECKED: Final = (
    "A network {sizes} after {steps} steps: loss {loss:number}, {right} of {examples} examples right; in validation "
    "loss {validation_loss:number}, {validation_right} of {validation_examples} right."
)
ONE_STEP: Final = "A network {sizes} after one step: loss {loss:number}, {right} of {examples} examples right."
ONE_STEP_CHECKED: Final = (
    "A network {sizes} after one step: loss {loss:number}, {right} of {examples} examples right; in validation "
    "loss {validation_loss:number}, {validation_right} of {validation_examples} right."
)
RECENT: Final = 20
MOST_RISES: Final = 5
NOTICED: Final = 1.001
"""By such a factor the loss rises, or it is the last digit that moves."""


def sizes(trainer: Trainer) -> str:
    """Return the sizes of a network's layers, as in 2-100-3."""
    matrices = [array for array in trainer.network.parameters.values() if np.ndim(array) == 2]
    return "-".join(map(str, [len(matrices[0]), *(matrix.shape[1] for matrix in matrices)]))


def sentence(trainer: Trainer, look: Look) -> str:
    """Return in words what the picture shows, with the remarks behind."""
    facts = {
        "sizes": sizes(trainer),
        "steps": trainer.steps,
        "loss": look.loss,
        "right": int(np.sum(look.right)),
        "examples": len(look.right),
    }
    one = trainer.steps == 1
    template = ONE_STEP if one else STILL
    if look.validation_right is not None:
        template = ONE_STEP_CHECKED if one else STILL_CHECKED
        facts |= {
            "validation_loss": look.validation_loss,
            "validation_right": int(np.sum(look.validation_right)),
            "validation_examples": len(look.validation_right),
        }
    notes = [fill(PHRASES[key], slots) for key, slots in remarks(trainer, look)]
    return "\n".join([fill(template, facts), *notes])


def remarks(trainer: Trainer, look: Look) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the remarks on a state, as phrases and what fills their slots."""
    if trainer.overwrite:
        yield "overwrite", {}
    if not math.isfinite(look.loss):
        yield "no_number" if trainer.steps else "no_number_before", {"loss": look.loss}
        return
    losses = [loss for _, loss, _ in trainer.points[-RECENT:]]
    rises = sum(after > NOTICED * before for before, after in itertools.pairwise(losses))
    noisy = trainer.overwrite or trainer.batch  # then it rises for other reasons
    if rises >= MOST_RISES and not noisy:
        yield "jumps", {"rises": rises, "recent": len(losses)}
    for layer, dead in look.dead.items():
        if np.any(dead):
            yield "dead", {"layer": layer, "dead": int(np.sum(dead)), "units": len(dead)}
        distinct = _distinct(trainer, int(layer[1:]))
        if distinct < len(dead):
            yield "equal", {"layer": layer, "units": len(dead), "distinct": distinct}


def _distinct(trainer: Trainer, layer: int) -> int:
    """Return how many units of a layer differ from each other, by the weights that come in and those that go out."""
    given = trainer.network.parameters
    units = np.vstack([given[f"W{layer}"], given[f"b{layer}"], given[f"W{layer + 1}"].T])
    return len({unit.tobytes() for unit in np.ascontiguousarray(units.T) + 0.0})
