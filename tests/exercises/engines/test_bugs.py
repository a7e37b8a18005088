"""Bred mutants: pinned to the edge that their line spoils first; each bug has one answer; tests kill them."""

import collections
import itertools
import json
import random
from pathlib import Path

import pytest

from cgraph_lib import parse
from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.engines import Reason, bug, replay
from cgraph_lib.exercises.engines.breeding import KINDS, explanations
from cgraph_lib.exercises.engines.formulas import random_formula
from cgraph_lib.exercises.engines.mutants import mutants
from cgraph_lib.exercises.engines.sixty_lines import ENGINE
from cgraph_lib.exercises.oracles import adjoints_with, nudged, weighted_derivatives
from cgraph_lib.exercises.plain import close

SYMBOLS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


def swept(graph, names):
    """Return the edges in the order of the engine's own sweep, with the partial that it remembers on each."""
    theirs = {}
    values = replay(names["accumulate"], graph, AT).truth.values
    for node in graph.nodes:
        rule = SYMBOLS.get(node.op.name, node.op.name) if node.op else None
        theirs[node] = names["apply"](rule, *(theirs[p] for p in node.parents)) if rule else names["Node"](values[node])
    ours = {made: node for node, made in theirs.items()}
    for made in reversed(names["topological_order"](theirs[graph.output])):
        for edge, (_, partial) in zip(graph.edges_into[ours[made]], made.edges, strict=True):
            yield edge, float(partial), values


AT = {}


def true_partial(edge, values):
    """Return the partial of an edge by nudging its operation alone."""
    function, numbers = edge.child.op.function, [values[parent] for parent in edge.child.parents]
    if len(numbers) == 2:
        return nudged(function, *numbers)[edge.slot]
    return (function(numbers[0] + 1e-6) - function(numbers[0] - 1e-6)) / 2e-6


def first_spoilt(graph, mutant):
    """Return the first edge, as a pair, along which a mutant of the table brings something else than is right."""
    listed = list(swept(graph, mutant.names()))
    for (parent, child), group in itertools.groupby(listed, lambda each: (each[0].parent, each[0].child)):
        pairs = [(mine, true_partial(edge, values)) for edge, mine, values in group]
        if abs(sum(mine for mine, _ in pairs) - sum(right for _, right in pairs)) > 1e-4:
            return parent, child
    return None


def test_a_hundred_bred_mutants_are_pinned_to_the_edge_that_their_line_spoils_first():
    of_the_table = [mutant for mutant in mutants() if "lambda" in mutant.line]
    assert len(of_the_table) > 20
    pinned = 0
    for seed in range(60):
        formula, at = random_formula(random.Random(seed))
        AT.clear()
        AT.update(at)
        graph = parse(formula)
        for mutant in random.Random(seed).sample(of_the_table, 6):
            played = replay(mutant.names()["accumulate"], graph, at)
            expected = first_spoilt(graph, mutant)
            found = played.edge and (played.edge.parent, played.edge.child)
            assert found == expected, (formula, at, mutant.line)
            pinned += expected is not None
    assert pinned >= 100


@pytest.mark.parametrize(
    ("line", "formula", "at", "edge", "reason"),
    [
        ("for node in topological", "c = a * b; d = c + b", {"a": 2, "b": 3}, None, None),
        ("= fit(", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("a", "c"), Reason.OVERWRITTEN),
        ("- fit(", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("c", "d"), Reason.SIGN),
        ("else partial", "c = a * b; d = c * c", {"a": 2, "b": 3}, ("a", "c"), Reason.ALONE),
        ("/ partial", "c = a * b; d = c + a", {"a": 2, "b": 3}, ("a", "c"), Reason.PARTIAL),
        ("else adjoint[node]", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.UNUSED),
        (".get(parent, 0.0)", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.DROPPED),
        (".items()", "c = a * b; d = c * c", {"a": 2, "b": 3}, ("c", "d"), Reason.PARALLEL),
        ("*stack)]", "c = a * b; d = c * b; e = c * d", {"a": 2, "b": 3}, ("a", "c"), Reason.EARLY),
        (".setdefault", "c = a * b; d = c * a", {"a": 2, "b": 3}, ("c", "d"), Reason.STALE),
    ],
)
def test_each_slip_in_the_sweep_is_pinned(line, formula, at, edge, reason):
    mutant = next(each for each in mutants() if each.line.rstrip(":)").endswith(line.rstrip(")")) or line in each.line)
    if line == ".get(parent, 0.0)":
        mutant = next(each for each in mutants() if each.line.endswith(line))
    played = replay(mutant.names()["accumulate"], formula, at, runs=2)
    names = played.graph.names
    found = played.edge and (names[played.edge.parent], names[played.edge.child])
    assert (found, played.reason) == (edge, reason) and not played.right


@pytest.mark.parametrize("seed", range(12))
def test_a_bug_has_one_answer(seed):
    """By brute force: all mutants and all spoilt edges; and once more by an oracle that walks the graph by itself."""
    found = bug(seed)
    assert set(explanations(found)) == {found.edge}
    names, seen = found.graph.names, {found.graph.names[n]: x for n, x in found.adjoints.items()}
    right = weighted_derivatives(found.graph, found.inputs, {names[found.graph.output]: 1.0})
    assert not close(seen, right)
    for edge in found.graph.edges:
        pair = names[edge.parent], names[edge.child]
        single = edge.child.parents.count(edge.parent) == 1
        spoilt = [adjoints_with(found.graph, found.inputs, pair, k) for k in (0, -1, 2)] if single else []
        assert edge == found.edge or not any(close(seen, each) for each in spoilt)


def test_every_kind_of_mistake_is_asked_for_as_often_as_the_others():
    counts = collections.Counter(bug(seed).played.reason for seed in range(-10, 10))
    promised = {Reason.EARLY, Reason.OVERWRITTEN, Reason.PARALLEL, Reason.PARTIAL, Reason.STALE, Reason.SIGN}
    assert promised <= set(counts) == set(KINDS)
    assert all(count >= 0.08 * counts.total() for count in counts.values()), counts
    orders = [[bug(seed).played.reason for seed in seeds] for seeds in (range(-10, 0), range(10))]
    assert orders[0] != orders[1]  # so that nobody knows what comes next


def test_a_stale_sum_shows_at_every_edge_that_meets_one():
    found = next(each for each in map(bug, range(30)) if each.played.reason is Reason.STALE)
    into = [edge for edge in found.graph.edges_into[found.graph.output] if edge != found.edge]
    assert into and all("the same fault" in found.feedback(edge) for edge in into)
    assert found.kill("x + y", x=3, y=2)  # whatever is swept twice


def test_bugs_are_always_the_same():
    assert bug(7).formula == bug.__wrapped__(7).formula and bug(7).mutant == bug.__wrapped__(7).mutant


def test_the_edge_is_judged_with_a_reason_for_each_other_one():
    found = bug(7)
    assert found.find(found.edge) and found.find(found.question.answer)
    for edge in found.graph.edges:
        verdict = found.find(edge)
        assert bool(verdict) == (edge == found.edge)
        assert verdict.text.startswith("Right. " if verdict else "Not yet. ")
    with pytest.raises(ValueError, match="none of the answers"):
        found.find("q -> r")


def test_a_test_kills_a_mutant_or_not():
    swapped = next(each for each in mutants() if each.line.endswith("(x, y)),"))
    found = next(each for each in map(bug, range(200)) if each.mutant == swapped)
    assert not found.kill("x * x", x=3) and not found.kill("x + y", x=3, y=2)
    killed = found.kill("x * y", x=3, y=2)
    assert killed and "for dv1/dx it says 3, where 2 is right" in killed.text
    assert found.kill(found.formula, **found.inputs)
    for unfit in (found.kill("x ** y", x=3, y=2), found.kill("x *", x=3), found.kill("x / y", x=1, y=0)):
        assert not unfit and "No engine can be judged by this test" in unfit.text


def test_every_mutant_can_be_killed_or_changes_nothing():
    """All but those that compute the same: the brute force over random formulas finds a test."""
    tests = [random_formula(random.Random(seed)) for seed in range(80)]
    alive = []
    for mutant in mutants():
        names = mutant.names()
        if all(replay(names["accumulate"], formula, at, runs=2).right for formula, at in tests):
            alive.append(mutant.line.strip())
    assert all("relu" in line for line in alive), alive


def test_the_sixty_lines_are_sixty_and_right():
    lines = [line for line in ENGINE.splitlines() if line.strip()]
    assert len(lines) == 60
    names = {}
    exec(ENGINE, names)
    assert replay(names["Node"], "y = tanh(a * b) / b - a; z = log(y * y + b) * exp(a)", a=0.5, b=2).right


def test_notebook_12_ends_with_the_same_sixty_lines():
    path = Path(__file__).parents[3] / "notebooks" / "12_build_autograd.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    printed = next(cell for cell in cells if "".join(cell["source"]) == "print(engine)")["outputs"][0]["text"]
    assert "".join(printed) == ENGINE


@pytest.mark.parametrize("edge", [(), ("a",), ("a", "b", 0, 1), None, 5, {"b": "e"}, "b e"])
def test_what_is_no_edge_is_refused(edge):
    with pytest.raises(CgraphError):
        bug(7).find(edge)
