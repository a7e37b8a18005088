"""The live pictures that several test modules make, and what a page does with them."""

import json

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.live import Explorer, FormulaBox, PathExplorer, StepPlayer

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
START = {"a": 2.0, "b": 1.0}
MAKERS = {
    "Explorer": lambda: Explorer(GRAPH, START, quiz=["de/db", "c"]),
    "StepPlayer": lambda: StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START)), step=2),
    "PathExplorer": lambda: PathExplorer(GRAPH, "b", "e", START),
    "FormulaBox": lambda: FormulaBox("(a + b) * (b + 1)", START),
}


def scene(picture):
    return json.loads(picture.scene)


def heard(picture, **choices):
    """Do what a page does that has heard all that the kernel has sent."""
    picture.set_state({**choices, "seen": {"turns": dict(picture.turns), "count": 1}})
