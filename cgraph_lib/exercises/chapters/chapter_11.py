"""The exercises of notebook 11: tapes, listings, what must be saved, checkpoints."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneEdge, OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import inputs_of, operations
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse
from cgraph_lib.program import listing


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    chain: tuple[int, int] = either((400, 10), (900, 10), (1600, 20), (2500, 25), (3600, 40))
    operations: int = either(4, 3, 5, 6)
    b: int = either(1, 2, 4, 5, 7)
    spoilt: tuple[str, str] = either(("c", "d"), ("a", "c"), ("b", "c"), ("d", "e"), ("a", "e"))


def _checkpoints(p: Parameters) -> Exercise:
    n, k = p.chain
    best = math.isqrt(n)
    return Exercise(
        question=f"`checkpointed` sweeps over a chain of {n} operations with k = {k}. How many numbers does it hold at "
        f"most, and how many operations does it evaluate? With which divisor k of {n} does it hold the fewest, and how "
        "many then?",
        answer=Numbers({"held": n // k + k, "evaluated": 2 * n, "best k": best, "held then": 2 * best}),
        mistakes=(
            Mistake({"held": n // k}, "Those are the checkpoints. The values of the part being swept are held too."),
            Mistake({"held": k}, "Those are the values of the part being swept. The checkpoints are held too."),
            Mistake({"held": n}, "That many are held without checkpoints."),
            Mistake({"evaluated": n}, "Each part is evaluated again when the sweep reaches it."),
            Mistake({"evaluated": n + n // k}, "Not only the checkpoints are evaluated twice, every operation is."),
            Mistake({"best k": n // 2}, "There are then two checkpoints, but one part alone is half of the chain."),
            Mistake({"held then": best}, "Count both terms of n / k + k."),
        ),
        hint="It holds n / k checkpoints and the k values of one part. Their sum is smallest where the two are equal.",
        explanation=f"{n} / {k} + {k} = {n // k + k} numbers are held. Every operation is evaluated twice, {2 * n} in "
        f"all. The square root of {n} is {best}, and {best} + {best} = {2 * best}.",
    )


def saved(graph: Graph) -> set[str]:
    """Return the names of the values that the sweep reads, as the notebook finds them."""
    sweep = [line for line in listing(graph).splitlines() if line.strip().startswith("adj_")]
    read = re.findall(r"\w+", " ".join(sweep))
    return {graph.names[node] for node in graph.nodes if node.constant is None} & set(read)


def _saved(p: Parameters) -> Exercise:
    n = p.operations

    def padded(text: str) -> str:
        """Add sums to the last line of a formula until it has as many operations as the exercise needs."""
        return text + " + a" * (n - operations(parse(text)))

    def accept(graph: Graph) -> bool:
        right = inputs_of(graph) == {"a", "b"} and operations(graph) == n
        return right and len(saved(graph)) == 1 and not inputs_of(graph) & saved(graph)

    return Exercise(
        question=f"Write a formula for a graph with the inputs a and b and {n} operations, of which the sweep "
        "needs exactly one value, and this is neither a nor b.",
        answer=OneGraph(padded("c = exp(a + b); e = c + b"), accept),
        mistakes=(
            Mistake(
                padded("e = exp(a) + a"),
                "The inputs are to be a and b, both and no others.",
                lambda g: inputs_of(g) != {"a", "b"},
            ),
            Mistake(
                "e = exp(a + b)", f"There are to be {n} operations, no more and no fewer.", lambda g: operations(g) != n
            ),
            Mistake(
                padded("a + b"),
                "The sweep needs none of these values: all your partials are plain numbers.",
                lambda g: not saved(g),
            ),
            Mistake(
                padded("sin(a) + b"),
                "The sweep needs an input here. It is an operand of an operation whose partial reads its operands.",
                lambda g: bool(inputs_of(g) & saved(g)),
            ),
            Mistake(
                padded("exp(a) + exp(b)"),
                "The sweep needs more than one value here. Look for them with the function saved.",
                lambda g: len(saved(g)) > 1,
            ),
        ),
        hint="A sum needs no value. Which operations have a partial that is written with their own value alone?",
        explanation="The partial of exp is its own value, and sums need nothing: c is saved, whatever comes before and "
        "after it. With sqrt or tanh in place of exp it is the same.",
    )


PRODUCT = "tangent.get(parent, 0.0) * partial"
FORWARDS = """\
def tangent_of(tape, start, end):
    tangent = {start: 1.0}
    for child, edges in tape:
        for parent, partial in edges:
            tangent[child] = tangent.get(child, 0.0) + tangent.get(parent, 0.0) * partial
    return tangent.get(end, 0.0)"""
Tape = list[tuple[str, tuple[tuple[str, float], ...]]]
SQUARE: Tape = [("y", (("x", 3.0), ("x", 3.0)))]
FOURTH: Tape = [("s", (("x", 3.0), ("x", 3.0))), ("y", (("s", 9.0), ("s", 9.0)))]
SHORT_CUT: Tape = [("u", (("x", 3.0), ("y", 2.0))), ("z", (("u", 6.0), ("u", 6.0), ("x", 1.0)))]
DIAMOND: Tape = [("b", (("a", 2.0),)), ("c", (("b", 3.0),)), ("d", (("b", 4.0),)), ("e", (("c", 1.0), ("d", 1.0)))]


def _forwards(p: Parameters) -> Exercise:
    at_e = (("c", p.b + 1.0), ("d", 2.0 + p.b))
    running: Tape = [("c", (("a", 1.0), ("b", 1.0))), ("d", (("b", 1.0),)), ("e", at_e)]
    cases = [
        _case(running, "b", "e", 3.0 + 2 * p.b),
        _case(running, "a", "e", p.b + 1.0),
        _case(SQUARE, "x", "y", 6.0),
        _case(FOURTH, "x", "y", 108.0),
        _case(DIAMOND, "a", "e", 14.0),
        _case(DIAMOND, "c", "d", 0.0),
        _case(DIAMOND, "c", "c", 1.0),
        _case(SHORT_CUT, "x", "z", 37.0),
    ]
    return Exercise(
        question="Let the tape serve forward accumulation. Nodes are names here: an entry is "
        '`("c", (("a", 1.0), ("b", 1.0)))`, a child with its edges. Return the tangent of end with respect to start. '
        f"For the running example at a = 2, b = {p.b}, `tangent_of(tape, 'b', 'e')` is {3 + 2 * p.b}. Fill the hole.",
        answer=Code(FORWARDS, cases, keep=(2, 1)),
        mistakes=edited(
            FORWARDS,
            ("in tape", "in reversed(tape)", "Read backwards, a child is done before its parents: go forwards."),
            ("tangent.get(child, 0.0) + ", "", "One contribution replaces another. A child adds up all its edges."),
            (" * partial", "", "The parent's tangent arrives as it is. Multiply it by the partial on the edge."),
            (PRODUCT, "partial", "Each edge brings its partial alone. Multiply it by the tangent of the parent."),
            ("parent, 0.0", "parent, 1.0", "A parent that does not depend on start has the tangent 0, not 1."),
        ),
        hint="Read the tape from its beginning. Along each edge, add the parent's tangent times the partial to the "
        "child's. What is not in the dictionary has the tangent 0.",
        explanation="The tape is in topological order, so every parent is finished before its child. Forward "
        "accumulation needs no values from later on, and could run while the tape is written.",
    )


def _case(tape: Tape, start: str, end: str, expected: float) -> Case:
    values = ", ".join(f"∂{child}/∂{parent} = {number(partial)}" for child, edges in tape for parent, partial in edges)
    return Case(f"For d{end}/d{start} on a tape with {values}", lambda: (list(tape), start, end), expected)


TEXT = "c = a * b; d = tanh(c); e = d * a"
# For each edge: its line, how a spoilt copy has it, and the partials in both.
LINES = {
    ("d", "e"): ("adj_d = adj_e * a", "adj_d = adj_e * d", "a", "d"),
    ("a", "e"): ("adj_a = adj_e * d", "adj_a = adj_e * e", "d", "e"),
    ("c", "d"): ("1.0 - d * d", "1.0 - c * c", "1 − d · d", "1 − c · c"),
    ("a", "c"): ("adj_c * b", "adj_c * c", "b", "c"),
    ("b", "c"): ("adj_c * a", "adj_c * b", "a", "b"),
}


def _spoilt(p: Parameters) -> Exercise:
    lines = [line.strip() for line in listing(parse(TEXT)).splitlines() if line.strip().startswith("adj_")][1:]
    parent, child = p.spoilt
    line, spoilt, right, wrong = LINES[p.spoilt]
    code = "; ".join(lines).replace(line, spoilt)
    return Exercise(
        question=f"After the seed, a copy of the sweep of `{TEXT}` has one mistake: `{code}`. On which edge is the "
        "partial wrong? Answer with its parent and child.",
        answer=OneEdge(p.spoilt, list(LINES)),
        mistakes=tuple(
            Mistake(pair, f"The line for {pair[0]} → {pair[1]} is right: the partial there is {partial}.")
            for pair, (_, _, partial, _) in LINES.items()
            if pair != p.spoilt
        ),
        hint="Each line belongs to one edge. Find the partial on it: for a product the other factor, "
        "for tanh 1 minus the square of its own value.",
        explanation=f"The partial ∂{child}/∂{parent} is {right}. The copy has {wrong} in its place.",
        see="To check yourself, give the graph's `reverse_trace` to a `StepPlayer`, as notebook 05 does.",
    )


EXERCISES = (_checkpoints, _saved, _forwards, _spoilt)
