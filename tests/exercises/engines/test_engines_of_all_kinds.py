"""Engines that keep their numbers in unusual ways: right ones are never blamed, and no false word about others."""

import math
import random
import sys
from pathlib import Path

import pytest

from cgraph_lib import evaluate, parse
from cgraph_lib.exercises.engines import Reason, replay

sys.path.append(str(Path(__file__).parent))
import odd_engines as odd
import public_engines as public

RUNNING, AT = "c = a + b; d = b + 1; e = c * d", {"a": 2, "b": 1}
UNSEEN = {odd.Hidden}


def formula(seed):
    """Return a formula in which every node is used."""
    rng = random.Random(seed)
    names, unused, lines = ["a", "b"], ["a", "b"], []
    for new in "cdefgh"[: rng.randint(2, 6)]:
        x, y = rng.choice(unused), rng.choice(names)
        right = rng.choice([f"{x} + {y}", f"{y} - {x}", f"{x} * {y}", f"-{x}", f"tanh({x})", f"2 / {x}"])
        lines.append(f"{new} = {right}")
        names.append(new)
        unused = [each for each in [*unused, new] if each not in right.replace("tanh", "")]
    return "; ".join([*lines, "y = " + " * ".join(unused)]) if len(unused) > 1 else "; ".join(lines)


@pytest.mark.parametrize("engine", [*odd.ALL, odd.printing, odd.with_numpy, odd.with_floats, odd.inputs_alone])
def test_a_right_engine_is_never_blamed_however_it_keeps_its_numbers(engine):
    for seed in range(12):
        graph = parse(formula(seed))
        at = dict(zip((node.name for node in graph.inputs), (2.0, -1.5), strict=True))
        if not all(map(math.isfinite, evaluate(graph, at).values())):
            continue
        played = replay(engine, graph, at)
        assert played.right, (formula(seed), played)
        assert played.most <= 1 and "along one" not in played.sentence
        assert bool(played.contributions) is (engine not in UNSEEN)


def test_a_sum_that_is_nothing_is_not_taken_for_one_that_was_cleared():
    """What comes down to e is as much as goes."""
    assert replay(odd.with_floats, "e = a * b; f = e - e; y = f + a", a=2, b=3).right


def test_functions_beside_a_class_are_its_own():
    assert replay(odd.Beside, "y = exp(x * x)", x=0.5).right


def test_what_could_not_be_followed_is_not_explained():
    right = replay(odd.Hidden, RUNNING, AT)
    assert right.sentence == "All adjoints are right. How the engine adds them up cannot be followed."
    for engine in (odd.Hidden, odd.Gathered):
        wrong = type("Wrong", (engine,), {"fault": 2.0})
        odd.equipped(wrong)
        played = replay(wrong, "c = a * b; d = a + c; e = c * d", a=2, b=3)
        assert played.reason is Reason.UNSEEN and played.edge is None, engine
        assert "ends with" in played.sentence and "Without its partial" not in played.sentence


@pytest.mark.parametrize(
    ("engine", "count"), [(odd.Kept, "one contribution is enough"), (public.swept, "one contribution is enough")]
)
def test_one_contribution_is_no_plural(engine, count):
    assert count in replay(engine, "y = -x", x=2).sentence
    assert "nothing has to be sent" in replay(engine, "x", x=2).sentence


def sweep(change):
    """Return a right sweep, but for what is done at the edge from d to e."""

    def swept(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
        for edge in reversed(graph.edges):
            sent = adjoint[edge.child] * partials[edge]
            name = graph.names[edge.parent], graph.names[edge.child]
            change(adjoint, edge, sent, partials) if name == ("b", "d") else adjoint.update(
                {edge.parent: adjoint[edge.parent] + sent}
            )
        return adjoint

    return swept


def negated(adjoint, edge, sent, partials):
    adjoint[edge.parent] += -sent


def doubled(adjoint, edge, sent, partials):
    adjoint[edge.parent] += sent * 2


def twice(adjoint, edge, sent, partials):
    adjoint[edge.parent] += sent
    adjoint[edge.parent] += sent


def of_the_other(adjoint, edge, sent, partials):
    adjoint[edge.parent] += adjoint[edge.child] * next(
        p for e, p in partials.items() if e.child is edge.child and e != edge
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [(negated, Reason.SIGN), (doubled, Reason.PARTIAL), (twice, Reason.AGAIN), (of_the_other, Reason.SWAPPED)],
)
def test_what_a_sweep_does_to_a_product_is_no_early_sending(change, reason):
    played = replay(sweep(change), "c = a + b; d = b * a; e = c * d", a=3, b=2)
    names = played.graph.names
    assert (names[played.edge.parent], names[played.edge.child]) == ("b", "d")
    assert played.reason is reason


class Labelled(odd.Kept):
    def __init__(self, data, label):
        super().__init__(data)


class Forgets(odd.Kept):
    def __add__(self, other):
        return self.data + getattr(other, "data", other)


class Wordy(odd.Kept):
    def __init__(self, data, *more):
        super().__init__("two", *more)


@pytest.mark.parametrize(
    ("engine", "culprit"),
    [
        (Labelled, "Labelled(1.0) stops with TypeError"),
        (Forgets, "For a + b the engine returns no new node"),
        (max, "max does not show what it takes"),
        (lambda graph, partials: {graph.output: "1?"}, "Expected a number as each adjoint, got '1?' of type str"),
    ],
)
def test_what_is_no_engine_is_refused_with_its_fault(engine, culprit):
    with pytest.raises(ValueError) as refused:
        replay(engine, RUNNING, AT)
    assert culprit in str(refused.value)


def test_a_value_that_is_no_number_is_refused_with_its_node():
    with pytest.raises(ValueError, match="Expected a number as the value of b; the engine has 'two' of type str"):
        replay(odd.equipped(Wordy), "y = b + a", a=1, b=2)


def test_a_formula_without_inputs_is_refused():
    with pytest.raises(ValueError, match="needs a formula with an input"):
        replay(public.Value, "y = 2 + 3")


def test_a_node_that_is_not_found_has_its_name():
    def lost(graph, partials):
        adjoint = {graph.output: 1.0}
        for edge in reversed(graph.edges):
            if edge.child is not graph.output:
                adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[edge.child] * partials[edge]
        return adjoint

    assert "The engine stops with KeyError: d." in replay(lost, RUNNING, AT).sentence


def test_an_engine_that_changes_its_values_is_told_at_the_second_run():
    class Learns(odd.Kept):
        def backward(self):
            super().backward()
            for node in public.in_order(self):
                node.data, node.grad = node.data - 0.5, node.grad

    odd.equipped(Learns)
    assert replay(Learns, RUNNING, AT).right
    played = replay(Learns, RUNNING, AT, runs=2)
    assert played.reason is Reason.VALUE and "in the engine a = 1.5, where 2 is right" in played.sentence


def test_a_class_with_slots_is_left_as_it_was():
    before = dict(vars(odd.Slots))
    replay(odd.Slots, RUNNING, AT)
    assert dict(vars(odd.Slots)) == before


def test_a_number_that_one_parallel_edge_sends_again_is_no_turned_sign_on_the_other():
    def sweep(graph, partials):
        adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
        for edge in reversed(graph.edges):
            for _ in range(2 if edge.slot else 1):
                adjoint[edge.parent] += adjoint[edge.child] * partials[edge]
        return adjoint

    played = replay(sweep, "y = x - x", x=3)
    assert (played.reason, played.edge.slot) == (Reason.AGAIN, 1)
