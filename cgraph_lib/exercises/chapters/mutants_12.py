"""The last exercises of notebook 12: a test that kills a mutant, and the edge of a bug."""

from __future__ import annotations

from cgraph_lib.errors import CgraphError
from cgraph_lib.exercises.engines import bug, replay
from cgraph_lib.exercises.engines.mutants import Mutant, mutants
from cgraph_lib.exercises.graph_answers import OneEdge, OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import operations
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number

POINTS = (2.0, -0.5, 1.5)


def killing(slip: tuple[str, str, str]) -> Exercise:
    """Return the exercise to write a test; a slip is a piece of the changed line, a right formula, and why."""
    piece, formula, why = slip
    mutant = next(each for each in mutants() if piece in each.line)

    def errs(graph: Graph) -> bool:
        return any(_errs(mutant, graph, x) for x in POINTS)

    def is_unknown(graph: Graph) -> bool:
        return all(_errs(mutant, graph, x) is None for x in POINTS)

    return Exercise(
        question=f"In a mutant of your engine one line has become `{mutant.line.strip(' ,')}`. Write a formula with "
        "one input and one operation for which this engine accumulates a wrong derivative.",
        answer=OneGraph(formula, lambda graph: _is_small(graph) and errs(graph)),
        mistakes=(
            Mistake("x * y", "The graph should have one input.", lambda graph: len(graph.inputs) != 1),
            Mistake(
                "s = x * x; y = s * x",
                "There is to be one operation, no more and no fewer.",
                lambda graph: operations(graph) != 1,
            ),
            Mistake(
                "x ** 2", "The table of this engine has no such operation, so it cannot run this test.", is_unknown
            ),
            Mistake(
                "exp(x)", "On this formula the mutant is right: the changed line does no harm there.", lambda _: True
            ),
        ),
        hint="Read the line as it was, and as it is. For which operands do both remember the same edges? Take others.",
        explanation=why,
    )


def _is_small(graph: Graph) -> bool:
    return len(graph.inputs) == 1 and operations(graph) == 1


def _errs(mutant: Mutant, graph: Graph, x: float) -> bool | None:
    """Return whether a mutant errs on a graph, or `None` if nobody can say."""
    try:
        return not replay(mutant.names()["accumulate"], graph, dict.fromkeys(graph.input_names, x)).right
    except CgraphError:
        return None


def finding(seed: int) -> Exercise:
    """Return the exercise to find the edge of a bug."""
    found = bug(seed)
    graph, names = found.graph, found.graph.names
    pairs = {edge: (names[edge.parent], names[edge.child]) for edge in graph.edges}
    downwards = [node for node in reversed(graph.nodes) if node in found.adjoints]
    row = ", ".join(f"{names[node]}: {number(found.adjoints[node])}" for node in downwards)
    at = ", ".join(f"{name} = {number(value)}" for name, value in found.inputs.items())
    return Exercise(
        question=f"Another mutant sweeps `{found.formula}` at {at}. It ends with {row}. Along which edge comes the "
        "first false contribution? Answer with the names of its parent and child.",
        answer=OneEdge(pairs[found.edge], list(pairs.values())),
        mistakes=tuple(Mistake(pair, found.feedback(edge)) for edge, pair in pairs.items() if edge != found.edge),
        hint="Find the values first. Then accumulate from the output down, and stop at the first number that differs.",
        explanation=found.played.sentence,
    )
