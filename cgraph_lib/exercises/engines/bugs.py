"""Bugs to find: a mutant of the sixty lines on a random graph, whose numbers one edge alone explains."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises.engines.mutants import Mutant, mutants
from cgraph_lib.exercises.engines.replaying import Replay, replay
from cgraph_lib.exercises.engines.sixty_lines import ENGINE
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.exercises.inline_code import as_plain
from cgraph_lib.exercises.judge import Verdict
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.plain import close
from cgraph_lib.exercises.predictions import Guess
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, edge_name
from cgraph_lib.numerals import fill, number
from cgraph_lib.parsing import parse
from cgraph_lib.picture import View
from cgraph_lib.results import ByNode

FUNCTIONS = ("log", "tanh", "relu", "exp")
SPOILT = (0.0, -1.0, 2.0)  # a contribution that is lost, turned, or counted twice
SENTENCES = {
    "killed": "Right. This test kills the mutant: for d{output}/d{name} it says {mine:number}, where {right:number} is "
    "right. The line was {was}",
    "stopped": "Right. This test kills the mutant: it stops with {error}, and the engine as it was does not.",
    "survives": "Not yet. On this test the mutant is right. Look at its changed line: which operation reaches it, and "
    "at which inputs do the old line and the new one differ?",
    "unfit": "Not yet. No engine can be judged by this test. {problem}",
    "question": "A mutant of the sixty lines has swept `{formula}` at {inputs}. On the tabs stand the adjoints that it "
    "ends with. Along which edge comes the first contribution that is false?",
    "because": "{sentence} The line was `{was}`; in the mutant it is `{line}`.",
    "above": "False, but not first: what comes along {edge} is spoilt by the adjoint of {child}, which is wrong "
    "already. Go further up.",
    "later": "False, but not first: the same fault has shown at another edge before {edge}. The sweep goes from the "
    "output down.",
    "fine": "Along {edge} comes {right:number}, and that is right. Compare each tab with what its edges should bring.",
    "right": "Right. {said}",
    "wrong": "Not yet. {said}",
}


@dataclass(frozen=True, eq=False)
class Bug:
    """A mutant that ran on a formula: `played` is its run, in which `edge` brings the first false contribution."""

    seed: int
    formula: str
    inputs: dict[str, float]
    mutant: Mutant
    played: Replay

    @property
    def graph(self) -> Graph:
        """Return the graph."""
        return self.played.graph

    @property
    def edge(self) -> Edge:
        """Return the edge to find."""
        assert self.played.edge is not None
        return self.played.edge

    @property
    def adjoints(self) -> ByNode:
        """Return the adjoints that the mutant ends with."""
        return self.played.adjoints

    @property
    def question(self) -> EdgeChoice:
        """Return the question for the edge, on the drawing with the mutant's numbers."""
        graph, truth = self.graph, self.played.truth
        at = ", ".join(f"{name} = {number(value)}" for name, value in self.inputs.items())
        lines = {"line": self.mutant.line.strip(" ,"), "was": self.mutant.was.strip(" ,")}
        others = [edge for edge in graph.edges if edge != self.edge]
        return EdgeChoice(
            id=f"12.bug{self.seed}",
            question=fill(SENTENCES["question"], {"formula": self.formula, "inputs": at}),
            answer=edge_name(graph, self.edge),
            because=fill(SENTENCES["because"], {"sentence": self.played.sentence, **lines}),
            guesses=tuple(Guess(edge_name(graph, edge), self.feedback(edge)) for edge in others),
            shown="",
            graph=graph,
            view=View(values=truth.values, adjoints=self.adjoints),
        )

    def feedback(self, edge: Edge) -> str:
        """Return what is said of an edge that is not the one to find."""
        truth = self.played.truth
        facts = {"edge": edge_name(self.graph, edge), "child": display_name(self.graph, edge.child)}
        sent = [one.sent for one in self.played.contributions if one.edge == edge]
        if _differs(self.played, edge.child):
            return fill(SENTENCES["above"], facts)
        right = truth.fits(edge, sum(sent), truth.right(edge)) if sent else truth.partials[edge] == 1
        return fill(SENTENCES["fine" if right else "later"], {**facts, "right": truth.right(edge)})

    def find(self, edge: Any) -> Verdict:
        """Return whether an edge, such as "a -> d", ("a", "d") or an `Edge`, is the one to find, and why.

        Raises a `CgraphError` for what is no edge of the graph.

        >>> bool(bug(7).find("e -> f"))
        True
        """
        outcome = self.question.judge(self.question.read(edge))
        said = as_plain(outcome.feedback)
        return Verdict(outcome.right, fill(SENTENCES["right" if outcome.right else "wrong"], {"said": said}))

    def kill(self, formula: str, **inputs: float) -> Verdict:
        """Return whether a test, a formula with numbers for its inputs, tells the mutant from the engine as it was.

        >>> swapped = next(bug for bug in map(bug, range(50)) if "(x, y)" in bug.mutant.line[-12:])
        >>> bool(swapped.kill("x * x", x=3)), bool(swapped.kill("x * y", x=3, y=2))
        (False, True)
        """
        try:
            played = replay(self.mutant.names()["accumulate"], formula, inputs)
            right = replay(_engine()["accumulate"], formula, inputs)
        except CgraphError as problem:
            return Verdict(False, fill(SENTENCES["unfit"], {"problem": str(problem)}))
        if right.right and played.stopped:
            return Verdict(True, fill(SENTENCES["stopped"], {"error": played.stopped}))
        if played.right:
            return Verdict(False, SENTENCES["survives"])
        wrong = [node for node in played.graph.nodes if _differs(played, node)]
        return Verdict(True, fill(SENTENCES["killed"], self._said(played, wrong[0])))

    def _said(self, played: Replay, node: Node) -> dict[str, object]:
        graph = played.graph
        names = {"name": display_name(graph, node), "output": display_name(graph, graph.output)}
        numbers = {"mine": played.adjoints.numbers[node], "right": played.truth.adjoints[node]}
        return {**names, **numbers, "was": self.mutant.was.strip(" ,")}


def _differs(played: Replay, node: Node) -> bool:
    return node in played.adjoints.numbers and not played.truth.agrees(node, played.adjoints.numbers[node])


@cache
def _engine() -> dict[str, object]:
    return Mutant(ENGINE, "", "").names()


@cache
def bug(seed: int) -> Bug:
    """Return the bug of that number: always the same for the same one. Every number has its bug.

    Its numbers are explained by one edge alone: none of the other mutants, and no other edge along which a
    contribution is lost, turned, doubled or swapped, gives the same adjoints.

    Raises `InputError` for what is no whole number.
    """
    if not isinstance(seed, int):
        raise InputError("Expected the number of a bug, such as 3, got {seed!r}.", seed=seed)
    rng = random.Random(f"bug {seed}")
    while True:
        mutant = rng.choice(mutants())
        formula, inputs = random_formula(rng)
        found = _bred(seed, formula, inputs, mutant)
        if found is not None:
            return found


def _bred(seed: int, formula: str, inputs: dict[str, float], mutant: Mutant) -> Bug | None:
    """Return a bug if the mutant ends with wrong adjoints on this formula, and one edge alone explains them."""
    try:
        played = replay(mutant.names()["accumulate"], formula, inputs)
    except CgraphError:
        return None
    if played.edge is None or played.stopped or not all(map(math.isfinite, played.adjoints.numbers.values())):
        return None
    found = Bug(seed, formula, inputs, mutant, played)
    return found if explanations(found) == {played.edge} else None


def explanations(bug: Bug) -> set[Edge]:
    """Return every edge that would explain a bug's adjoints, by trying all mutants and all edges with usual faults."""
    seen = {node: bug.adjoints.numbers[node] for node in bug.played.truth.adjoints}
    edges = {edge for edge, adjoints in _spoilt(bug.played.truth) if _same(adjoints, seen)}
    for mutant in mutants():
        try:
            played = replay(mutant.names()["accumulate"], bug.graph, bug.inputs)
        except CgraphError:
            continue
        if played.edge is not None and not played.stopped and _same(dict(played.adjoints.items()), seen):
            edges.add(played.edge)
    return edges


def _spoilt(truth: Truth) -> Iterator[tuple[Edge, dict[Node, float]]]:
    """Yield for every edge the adjoints of a sweep in which that one edge is used wrongly."""
    for edge in truth.graph.edges:
        others = [truth.partials[other] for other in truth.graph.edges_into[edge.child]]
        for partial in {*(times * truth.partials[edge] for times in SPOILT), *others, 1.0} - {truth.partials[edge]}:
            partials = {**truth.partials.numbers, edge: partial}
            adjoint = dict.fromkeys(truth.adjoints, 0.0) | {truth.graph.output: 1.0}
            for node in reversed(truth.graph.nodes):
                for into in truth.graph.edges_into[node]:
                    adjoint[into.parent] += adjoint[node] * partials[into]
            yield edge, adjoint


def _same(some: dict[Node, float], others: dict[Node, float]) -> bool:
    return all(close(number, others.get(node, 0.0)) for node, number in some.items())


def random_formula(rng: random.Random) -> tuple[str, dict[str, float]]:
    """Return a formula of four or five named nodes over two or three inputs, and small numbers for these.

    Every node is used; its values are finite, of moderate size, and none is 0.
    """
    while True:
        names = list("abc"[: rng.choice((2, 2, 3))])
        inputs = {name: rng.choice((2.0, 3.0, 4.0, 5.0, -2.0, 0.5)) for name in names}
        unused, lines = list(names), []
        for new in "defgh"[: rng.choice((4, 5))]:
            used = _operands(rng, names, unused)
            lines.append(f"{new} = {_operation(rng, used)}")
            unused = [name for name in [*unused, new] if name not in used]
            names.append(new)
        formula = "; ".join(lines)
        if len(unused) == 1 and _is_tame(parse(formula), inputs):
            return formula, inputs


def _operands(rng: random.Random, names: list[str], unused: list[str]) -> list[str]:
    first = rng.choice(unused)
    return [first] if rng.random() < 0.2 else [first, rng.choice(names)]


def _operation(rng: random.Random, used: list[str]) -> str:
    if len(used) == 1:
        return f"{rng.choice(FUNCTIONS)}({used[0]})"
    left, right = rng.sample(used, 2)
    return f"{left} {rng.choice('+-*/')} {right}"


def _is_tame(graph: Graph, inputs: dict[str, float]) -> bool:
    try:
        right = replay(_engine()["accumulate"], graph, inputs)
    except CgraphError:
        return False
    numbers = [*right.truth.values.values(), *right.truth.adjoints.values()]
    written = all(len(number(each)) <= 7 for each in numbers)
    moderate = all(0.001 < abs(each) < 1000 for each in [*numbers, *right.truth.partials.values()])
    return right.right and written and moderate
