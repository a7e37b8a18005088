"""The exercises of notebook 01: formulas as graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cgraph_lib.exercises.answer_types import Drawing, Numbers
from cgraph_lib.exercises.code_answers import Case, Code
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import agrees, inputs_of, operations
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the sets."""

    counted: str = either(
        "c = a + b; d = c * c; e = d / 2 - a",
        "p = x * x; q = p - y; r = q * 3 + x; s = r - q",
        "u = y + z; w = u * u; v = 4 - w / u",
    )
    added: int = either(2, 3, 5, 7)
    factor: int = either(3, 2, 4, 5)
    total: int = either(6, 8, 10, 12)
    stages: int = either(3, 2, 4)
    least: int = either(2, 3)


def exercises(p: Parameters) -> tuple[Exercise, ...]:
    """Return the exercises with these parameters."""
    return _boxes_and_edges(p), _computed_once(p), _explicit(p), _growth(p), _shared(p)


def _boxes_and_edges(p: Parameters) -> Exercise:
    graph = parse(p.counted)
    named = [graph.names[node] for node in graph.nodes if node.constant is None]
    boxes, edges = len(named), len(graph.edges)
    return Exercise(
        id="01.1",
        kind=Numbers(("boxes", "edges")),
        question=f"How many boxes and how many edges does the picture of `{p.counted}` have? Count before you draw.",
        answer={"boxes": boxes, "edges": edges},
        mistakes=(
            Mistake({"boxes": boxes + 1}, "One box is too many: a constant without a name stays inside a formula."),
            Mistake({"boxes": boxes - 1}, "One box is missing: a result without a name has a box too, called v1."),
            Mistake({"boxes": boxes - len(graph.inputs)}, "The inputs are missing: they have boxes of their own."),
            Mistake({"edges": edges + 1}, "One edge is too many: no edge leaves a constant, which never changes."),
            Mistake(
                {"edges": len({(edge.parent, edge.child) for edge in graph.edges})},
                "An edge is missing: a node that stands in both slots of an operation has two edges to it.",
            ),
        ),
        hint="One box for each input and for each operation. One edge for each operand that is not a constant.",
        explanation=f"The boxes are {', '.join(named)}. The {edges} edges are the operands, without the constant.",
        see="The live box `box` above draws any text you type into it.",
    )


def _computed_once(p: Parameters) -> Exercise:
    points: dict[str, list[float]] = {"x": [5, -1, 0.5], "y": [2, 3, 0.25]}

    def computes(formula: Callable[..., float]) -> Callable[[Graph], bool]:
        return lambda graph: agrees(graph, formula, **points)

    right = computes(lambda x, y: (x - y) * (x - y + p.added))

    def repeats(graph: Graph) -> bool:
        differences = [node.parents for node in graph.nodes if node.op and node.op.name == "subtract"]
        return right(graph) and len(differences) != len(set(differences))

    return Exercise(
        id="01.2",
        kind=Drawing(),
        question=f"In `(x - y) * (x - y + {p.added})` the difference is computed twice. Write a text for `parse` "
        "that computes the same with three operations.",
        answer=f"c = x - y; e = c * (c + {p.added})",
        accept=lambda graph: right(graph) and operations(graph) == 3,
        mistakes=(
            Mistake(
                f"(x - y) * (x - y + {p.added})",
                "The values are right, but x − y is still computed twice. Give it a name, and use the name.",
                repeats,
            ),
            Mistake(
                f"c = y - x; e = c * (c + {p.added})",
                "The difference is the wrong way round: slot 0 holds the number from which the other is taken.",
                computes(lambda x, y: (y - x) * (y - x + p.added)),
            ),
            Mistake(
                f"c = x - y; e = c * c + {p.added}",
                "A pair of brackets is missing: without them the product is computed first, and the sum last.",
                computes(lambda x, y: (x - y) * (x - y) + p.added),
            ),
            Mistake(
                f"c = a - b; e = c * (c + {p.added})",
                "The inputs of the formula are x and y. Yours have other names, or there are more of them.",
                lambda graph: inputs_of(graph) != {"x", "y"},
            ),
        ),
        report=lambda graph: (
            f"The values are right, with {operations(graph)} operations. Three are enough."
            if right(graph)
            else "This graph computes something else. Compare the values for some x and y."
        ),
        hint="Begin with c = x - y. Then write the formula with c wherever x - y stands.",
        explanation=f"c = x − y is computed once and read twice, by c + {p.added} and by the product.",
        see="Type your text into the live box `box` above and count its boxes.",
    )


def _explicit(p: Parameters) -> Exercise:
    k, m = p.factor, p.total

    def computes(formula: Callable[[float], float]) -> Callable[[Graph], bool]:
        return lambda graph: agrees(graph, formula, x=[1, 2, -0.5, 10])

    return Exercise(
        id="01.3",
        kind=Drawing(),
        question=f"The equation x · y + {k} · y = {m} is implicit. Make it explicit for y: write a text that computes "
        "y from x.",
        answer=f"y = {m} / (x + {k})",
        accept=computes(lambda x: m / (x + k)),
        mistakes=(
            Mistake(
                f"y = {m} / x + {k}",
                f"The brackets are missing: without them {m} is divided by x alone, and {k} is added afterwards.",
                computes(lambda x: m / x + k),
            ),
            Mistake(
                f"y = ({m} - {k} * y) / x",
                "Here y is computed from y, so it is still an equation. First put y outside the brackets: (x + "
                f"{k}) · y = {m}.",
            ),
            Mistake(
                f"x = ({m} - {k} * y) / y",
                "This is explicit, but for x: it computes x from y. The question asks for y, so x must be the input.",
                lambda graph: inputs_of(graph) == {"y"},
            ),
            Mistake(
                f"y = {m} / ({k} * x)",
                f"On the left, y stands x times and {k} times more: the factor of y is x + {k}, not their product.",
                computes(lambda x: m / (k * x)),
            ),
            Mistake(
                f"y = {m} / x - {k}",
                f"Dividing by x must divide the term {k} · y as well, and that leaves a y on the right.",
                computes(lambda x: m / x - k),
            ),
        ),
        report=lambda graph: f"Put a number for x into your y, and then both into x · y + {k} · y: it is not {m}.",
        hint="Both terms on the left have the factor y. Put it outside brackets, then divide.",
        explanation=f"(x + {k}) · y = {m}, so y = {m} / (x + {k}). There is no y for x = −{k}: the graph gives ∞ "
        "there.",
        see="The live box `box` above draws your text, and says so if it is no explicit function.",
    )


def _growth(p: Parameters) -> Exercise:
    tree = [1]
    while len(tree) <= p.stages:
        tree.append(3 * tree[-1] + 2)
    graph = 1 + 2 * p.stages
    return Exercise(
        id="01.4",
        kind=Numbers(("graph", "tree")),
        question="Let each stage of `squares` compute `node * node * node`. How many nodes does the graph have after "
        f"{p.stages} stages, and how many does the tree have?",
        answer={"graph": graph, "tree": tree[-1]},
        mistakes=(
            Mistake(
                {"graph": p.stages + 1},
                "Each stage makes two nodes in the graph: node · node · node is (node · node) · node.",
            ),
            Mistake({"graph": tree[-1]}, "The tree has that many nodes. In the graph each result is there once."),
            Mistake(
                {"tree": 2 ** (p.stages + 1) - 1},
                "That is the tree of the squares. Here each stage copies the tree below it three times, not twice.",
            ),
            Mistake(
                {"tree": (3 ** (p.stages + 1) - 1) // 2},
                "The three copies are right, but each stage adds two multiplications of its own, not one.",
            ),
            Mistake({"tree": 3**p.stages}, "That counts the copies of x alone; the multiplications are nodes as well."),
            Mistake({"tree": graph}, "The graph has that many nodes. The tree shares nothing: it copies each operand."),
        ),
        hint="Write one stage as two multiplications. If the tree below has t nodes, how many has the tree above?",
        explanation=f"A stage is two multiplications, so the graph has 1 + 2 · {p.stages} = {graph} nodes. The tree "
        f"takes three copies of the last tree and two nodes more: {', '.join(map(str, tree))}.",
    )


SHARED = """\
def shared(g):
    return [g.names[node] for node in g.nodes if len(g.edges_from[node]) >= LEAST]"""


def _shared(p: Parameters) -> Exercise:
    right = SHARED.replace("LEAST", str(p.least))
    word = {2: "two", 3: "three"}[p.least]
    return Exercise(
        id="01.5",
        kind=Code(
            "def shared(g):\n    return ...",
            [
                _case("y = 3 * x**2 - 2 * x + 1", p),
                _case("c = a + b; d = b + 1; e = c * d", p),
                _case("y = a + a", p),
                _case("u = x * y; w = sin(u); z = w * u + x", p),
                _case("p = x + 1; q = p * p; r = q * p + x", p),
                _case("y = (x + 1) * (x - 2) + exp(x)", p),
                _case("y = x * x * x", p),
                _case("p = x * x; q = x + x; y = p * q", p),
            ],
        ),
        question=f"Write a function that returns the names of all nodes that at least {word} edges leave. For the "
        f"graph of `y = x * x * x` it gives `{_many(parse('y = x * x * x'), p.least)}`.",
        answer=right,
        mistakes=(
            Mistake(
                right.replace("len(g.edges_from[node])", "len({edge.child for edge in g.edges_from[node]})"),
                "Your function counts children. Two edges can lead to the same child, in two slots: count the edges.",
            ),
            Mistake(
                right.replace("edges_from", "edges_into"),
                "Your function counts the edges into a node, its operands. Wanted are the edges that leave it.",
            ),
            Mistake(right.replace(">=", ">"), f"Your bound is one too high: {word} edges are enough."),
            Mistake(right.replace(f">= {p.least}", f">= {p.least - 1}"), f"Your bound is too low: {word} are needed."),
        ),
        hint="g.edges_from[node] lists the edges that leave a node; len tells how many they are.",
        explanation="Each use of a node is one edge, so the edges that leave it tell how often it is read.",
    )


def _many(graph: Graph, least: int) -> list[str]:
    """Return the names of the nodes that are read so often, counted by their children's operands."""
    read: list[Any] = [parent for node in graph.nodes for parent in node.parents]
    return [graph.names[node] for node in graph.nodes if node.constant is None and read.count(node) >= least]


def _case(text: str, p: Parameters) -> Case:
    expected = _many(parse(text), p.least)
    return Case(f"For {text}", lambda: (parse(text),), lambda found: sorted(found) == sorted(expected), str(expected))
