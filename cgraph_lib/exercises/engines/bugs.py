"""Bugs to find: a mutant of the sixty lines on a random graph, whose numbers one edge alone explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.engines.mutants import Mutant, original
from cgraph_lib.exercises.engines.replayed import Replay
from cgraph_lib.exercises.engines.replaying import replay
from cgraph_lib.exercises.inline_code import as_plain
from cgraph_lib.exercises.judge import Verdict
from cgraph_lib.exercises.places import EdgeChoice
from cgraph_lib.exercises.predictions import Guess
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import display_name, edge_name
from cgraph_lib.numerals import fill, number
from cgraph_lib.picture import View
from cgraph_lib.results import ByNode

RUNS = 2  # so that a sum left over from the run before shows
SENTENCES = {
    "killed": "Right. This test kills the mutant: for d{output}/d{name} it says {mine:number}, where {right:number} is "
    "right. The line was {was}",
    "stopped": "Right. This test kills the mutant: it stops with {error}, and the engine as it was does not.",
    "survives": "Not yet. On this test the mutant is right. Look at its changed line: which operation reaches it, and "
    "at which inputs do the old line and the new one differ?",
    "unfit": "Not yet. No engine can be judged by this test. {problem}",
    "question": "A mutant of the sixty lines has swept `{formula}` twice, at {inputs}. The tabs show the adjoints of "
    "its second sweep. Along which edge comes the first contribution that is false?",
    "because": "{sentence} The line was `{was}`; in the mutant it is `{line}`.",
    "above": "False, but not first: what comes along {edge} is spoilt by the adjoint of {child}, which is wrong "
    "already. Go further up.",
    "later": "False, but not first: the same fault has shown at another edge before {edge}. The sweep goes from the "
    "output down.",
    "fine": "Along {edge} comes {right:number}, and that is right. Compare each adjoint with what its edges "
    "should bring.",
    "right": "Right. {feedback}",
    "wrong": "Not yet. {feedback}",
}


@dataclass(frozen=True, eq=False)
class Bug:
    """A mutant that ran twice on a formula. `played` is its second run, or its first if that is wrong already; there
    `edge` brings the first false contribution.
    """

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
        """Return the feedback on an edge that is not the one to find."""
        truth = self.played.truth
        facts = {"edge": edge_name(self.graph, edge), "child": display_name(self.graph, edge.child)}
        sent = [one.sent for one in self.played.contributions if one.edge == edge]
        if _differs(self.played, edge.child):
            return fill(SENTENCES["above"], facts)
        arrived = truth.fits(edge, sum(sent), truth.right(edge)) if sent else truth.partials[edge] == 1
        fine = arrived and edge not in self.played.false_edges
        return fill(SENTENCES["fine" if fine else "later"], {**facts, "right": truth.right(edge)})

    def find(self, edge: Any) -> Verdict:
        """Return whether an edge, such as "a -> d", ("a", "d") or an `Edge`, is the one to find, and why.

        Raises a `CgraphError` for what is no edge of the graph.

        >>> from cgraph_lib.exercises.engines import bug
        >>> bool(bug(7).find("b -> e"))
        True
        """
        outcome = self.question.judge(self.question.read(edge))
        feedback = as_plain(outcome.feedback)
        return Verdict(outcome.right, fill(SENTENCES["right" if outcome.right else "wrong"], {"feedback": feedback}))

    def kill(self, formula: str, **inputs: float) -> Verdict:
        """Return whether a test, a formula with numbers for its inputs, tells the mutant from the engine as it was.
        Each of the two sweeps it twice.

        >>> from cgraph_lib.exercises.engines import bug
        >>> swapped = next(bug for bug in map(bug, range(50)) if "(x, y)" in bug.mutant.line[-12:])
        >>> bool(swapped.kill("x * x", x=3)), bool(swapped.kill("x * y", x=3, y=2))
        (False, True)
        """
        try:
            played = replay(self.mutant.names()["accumulate"], formula, inputs, runs=RUNS)
            right = replay(original()["accumulate"], formula, inputs)
        except CgraphError as problem:
            return Verdict(False, fill(SENTENCES["unfit"], {"problem": str(problem)}))
        if right.right and played.stopped:
            return Verdict(True, fill(SENTENCES["stopped"], {"error": played.stopped}))
        if played.right:
            return Verdict(False, SENTENCES["survives"])
        wrong = [node for node in played.graph.nodes if _differs(played, node)]
        return Verdict(True, fill(SENTENCES["killed"], self._facts(played, wrong[0])))

    def _facts(self, played: Replay, node: Node) -> dict[str, object]:
        graph = played.graph
        names = {"name": display_name(graph, node), "output": display_name(graph, graph.output)}
        numbers = {"mine": played.adjoints.numbers[node], "right": played.truth.adjoints[node]}
        return {**names, **numbers, "was": self.mutant.was.strip(" ,")}


def _differs(played: Replay, node: Node) -> bool:
    return node in played.adjoints.numbers and not played.truth.agrees(node, played.adjoints.numbers[node])
