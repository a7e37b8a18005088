"""What is assigned to a live picture: it is kept and does not change in place, or it is refused by name."""

import copy
import json

import numpy as np
import pytest

from cgraph_lib import evaluate, parse, reverse_trace
from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.live import (
    Curve,
    Explorer,
    FormulaBox,
    PathExplorer,
    Product,
    StepPlayer,
    Training,
    bug_lab,
    predict,
    replay,
    review,
)
from cgraph_lib.nn import Network, initial
from cgraph_lib.updates import adam

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
START = {"a": 2, "b": 1}
CHANGES = [
    lambda kept: kept.append(1),
    lambda kept: kept.extend([1]),
    lambda kept: kept.pop(),
    lambda kept: kept.clear(),
    lambda kept: kept.update(x=1),
    lambda kept: kept.__setitem__(0, 1),
    lambda kept: kept.__delitem__(0),
    lambda kept: kept.__iadd__([1]),
    lambda kept: kept.sort(),
]


class Foreign:
    """An object that cannot be looked at."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __eq__(self, other):
        raise RuntimeError("==")

    __hash__ = None


WRONG = [object(), Foreign(), 1j, b"x", np.ones(2), [[1]], {"nobody": [1]}, 10**30, float("nan"), "nobody", len]


@pytest.fixture(scope="module")
def pictures():
    """Return one live picture of each kind."""
    return {
        "Explorer": Explorer(GRAPH, START, quiz=["c"]),
        "StepPlayer": StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START))),
        "PathExplorer": PathExplorer(GRAPH, "b", "e", START),
        "FormulaBox": FormulaBox("a * b", START),
        "Curve": Curve(GRAPH, "e", "a", START),
        "Product": Product(GRAPH, "e", "b", START),
        "ReplayPlayer": replay(lambda graph, partials: {}, GRAPH, START),
        "BugLab": bug_lab(7, count=2),
        "ReviewBox": review("05"),
        "PredictionBox": predict("05.seed"),
        "Training": Training(Network(initial([2, 3, 2])), [[0, 0], [1, 1]], [0, 1], adam(0.1)),
    }


def containers(kept):
    """Return a list or dict with all that it holds."""
    inner = kept.values() if isinstance(kept, dict) else kept if isinstance(kept, list) else ()
    return [kept, *(each for one in inner for each in containers(one))] if isinstance(kept, dict | list) else []


def test_nothing_that_a_picture_holds_changes_in_place(pictures):
    seen = 0
    for picture in pictures.values():
        for name in picture.traits(choice=True):
            before = json.dumps(picture.get_state(name))
            for kept in containers(getattr(picture, name)):
                for change in CHANGES:
                    with pytest.raises(InputError, match=rf"(A|a)ssign .*picture\.{name} = "):
                        change(kept)
                    seen += 1
            assert json.dumps(picture.get_state(name)) == before
    assert seen > 200


def test_a_copy_is_anybody_s(pictures):
    attempts = copy.deepcopy(pictures["Explorer"].attempts)
    attempts[0]["text"] = "3"
    attempts.append(attempts[0])
    assert pictures["Explorer"].attempts[0]["text"] == "" and [*pictures["Explorer"].shown, "x"][-1] == "x"


def test_what_is_assigned_is_read_or_refused_by_name(pictures):
    refused = 0
    for picture in pictures.values():
        for name in picture.traits(choice=True):
            for wrong in WRONG:
                before = getattr(picture, name)
                try:
                    setattr(picture, name, wrong)
                except CgraphError as error:
                    assert getattr(picture, name) is before and "trait" not in str(error)
                    refused += 1
                json.dumps(picture.get_state(name))
                setattr(picture, name, before)
    assert refused > 400


@pytest.mark.parametrize(
    ("kind", "name", "nearest"),
    [
        ("Explorer", "show", "shown"),
        ("Explorer", "input", "inputs"),
        ("Explorer", "views", None),
        ("Explorer", "values", None),
        ("Explorer", "scene", None),
        ("Explorer", "a", None),
        ("PathExplorer", "paths", "path"),
        ("Curve", "of", None),
        ("Training", "burst", None),
        ("ReplayPlayer", "result", None),
    ],
)
def test_what_cannot_be_assigned_says_what_can(pictures, kind, name, nearest):
    with pytest.raises(InputError, match=f"no '{name}' that can be assigned; it has .*inputs|running") as refused:
        setattr(pictures[kind], name, ["tangents"])
    assert refused.value.nearest == nearest


def test_numbers_of_numpy_are_numbers(pictures):
    player, training = pictures["StepPlayer"], pictures["Training"]
    player.step, training.chosen, pictures["PathExplorer"].path = np.int64(3), np.uint8(1), np.argmax([0, 1])
    assert json.dumps([player.step, training.chosen, pictures["PathExplorer"].path]) == "[3, 1, 1]"


def test_what_a_page_sends_wrongly_changes_nothing(pictures):
    player = pictures["StepPlayer"]
    before = player.step
    with pytest.raises(InputError, match="steps 0 to 6, not 99"):
        player.set_state({"step": 99, "seen": {"turns": dict(player.turns), "count": 1}})
    assert player.step == before


def test_a_state_of_a_training_is_kept_and_put_back(pictures):
    training = pictures["Training"]
    training.run(3)
    saved, weights = training.state, training.network.parameters["W1"].copy()
    for wrong in ({}, {**saved, "parameters": {"W1": [1]}}, {**saved, "memory": {"W1": [[1]]}}, {**saved, "points": 5}):
        with pytest.raises(CgraphError, match="cannot be read as state"):
            training.state = wrong
    assert training.steps == 3 and np.array_equal(training.network.parameters["W1"], weights)
    training.run(2)
    training.state = saved
    assert training.steps == 3 and np.array_equal(training.network.parameters["W1"], weights)


@pytest.mark.parametrize(
    "make",
    [
        lambda: review(["05"]),
        lambda: predict([]),
        lambda: bug_lab(np.ones(2)),
        lambda: Explorer(GRAPH, START, quiz=[["c"]]),
        lambda: Explorer(GRAPH, START, show=[["values"]]),
        lambda: Explorer(GRAPH, START, exact="no"),
        lambda: StepPlayer(reverse_trace(GRAPH, evaluate(GRAPH, START)), step="1"),
        lambda: Explorer(GRAPH, START).link(["a"], None),
    ],
)
def test_an_argument_of_another_type_is_refused(make):
    with pytest.raises(CgraphError):
        make()
