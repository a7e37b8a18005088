"""The exercises of notebook 01: formulas as graphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cgraph_lib.accumulate import evaluate
from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import alike, inputs_of, operations
from cgraph_lib.exercises.plain import close
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

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


def _boxes_and_edges(p: Parameters) -> Exercise:
    graph = parse(p.counted)
    named = [graph.names[node] for node in graph.nodes if node.constant is None]
    boxes, edges, pairs = len(named), len(graph.edges), {(edge.parent, edge.child) for edge in graph.edges}
    return Exercise(
        question=f"How many boxes and how many edges does the picture of `{p.counted}` have? Count before you draw.",
        answer=Numbers({"boxes": boxes, "edges": edges}),
        mistakes=(
            Mistake({"boxes": boxes + 1}, "One box is too many. A constant without a name stays inside a formula."),
            Mistake({"boxes": boxes - 1}, "One box is missing. A result without a name has a box too, called v1."),
            Mistake({"boxes": boxes - len(graph.inputs)}, "Count the inputs as well: they have boxes of their own."),
            Mistake({"edges": edges + 1}, "One edge is too many. No edge leaves a constant, which never changes."),
            Mistake({"edges": len(pairs)}, "One edge is missing. A node that stands in both slots has two edges."),
        ),
        hint="One box for each input and for each operation. One edge for each operand that is not a constant.",
        explanation=f"The boxes are {', '.join(named)}. The {edges} edges are the operands, without the constant.",
        see="The live box `box` above draws any text you type into it.",
    )


def _computed_once(p: Parameters) -> Exercise:
    k = p.added
    right, twice = f"c = x - y; e = c * (c + {k})", f"(x - y) * (x - y + {k})"
    turned = right.replace("x - y", "y - x")

    def differences(graph: Graph) -> list[str]:
        found = [node.parents for node in graph.nodes if node.op and node.op.name == "subtract"]
        return [" - ".join(graph.names[node] for node in parents) for parents in found]

    def repeats(graph: Graph) -> bool:
        return alike(graph, right) and differences(graph).count("x - y") > 1

    def is_turned(graph: Graph) -> bool:
        return alike(graph, turned) and "y - x" in differences(graph)

    def remark(graph: Graph) -> str:
        if alike(graph, right):
            return f"The values are right, with {operations(graph)} operations. Three are enough."
        return "This graph computes something else. Compare the values for some x and y."

    return Exercise(
        question=f"In `{twice}` the difference is computed twice. Write a formula for `parse` that computes the same "
        "with three operations.",
        answer=OneGraph(right, lambda graph: alike(graph, right) and operations(graph) == 3, remark),
        mistakes=(
            Mistake(twice, "The values are right, but x − y is still computed twice. Name it, use the name.", repeats),
            Mistake(turned, "The difference is the wrong way round: x belongs in slot 0.", is_turned),
            Mistake(f"c = x - y; e = c * c + {k}", f"{k} is added to the product here; it belongs to one factor."),
            Mistake(f"c = a - b; e = c * (c + {k})", "The inputs are x and y.", lambda g: inputs_of(g) != {"x", "y"}),
        ),
        hint="Begin with c = x - y. Then write the formula with c wherever x - y stands.",
        explanation=f"c = x − y is computed once and read twice, by c + {k} and by the product.",
        see="Type your text into the live box `box` above and count its boxes.",
    )


def _explicit(p: Parameters) -> Exercise:
    k, m = p.factor, p.total

    def remark(graph: Graph) -> str:
        if inputs_of(graph) != {"x"}:
            return "The graph is to compute y from x alone: x is its only input."
        found = ((x, evaluate(graph, {"x": x})[graph.output]) for x in (1.0, 2.0, -0.5, -20.0))
        x, y, left = next((x, y, x * y + k * y) for x, y in found if not close(x * y + k * y, m))
        write = number if number(left) != number(m) else "{:.7g}".format
        return f"At x = {number(x)} your y is {write(y)}. Then x · y + {k} · y is {write(left)}, not {m}."

    return Exercise(
        question=f"The equation x · y + {k} · y = {m} is implicit. Make it explicit for y: write a formula that "
        "computes y from x.",
        answer=OneGraph(f"y = {m} / (x + {k})", remark=remark),
        mistakes=(
            Mistake(f"y = {m} / x + {k}", f"Here x alone divides {m}, and then {k} is added. Use brackets."),
            Mistake(f"x = ({m} - {k} * y) / y", "This is explicit, but for x. The question asks for y, from x."),
            Mistake(f"y = {m} / ({k} * x)", f"On the left y stands x times and {k} times more: its factor is x + {k}."),
            Mistake(f"y = {m} / x - {k}", f"Dividing by x divides the term {k} · y as well, and leaves a y in it."),
        ),
        hint="Both terms on the left have the factor y. Take it out, then divide.",
        explanation=f"(x + {k}) · y = {m}, so y = {m} / (x + {k}). There is no y for x = −{k}: the graph gives ∞ "
        "there.",
        see="The live box `box` above draws your text, and says so if it is no explicit function.",
    )


def _growth(p: Parameters) -> Exercise:
    k, tree = p.stages, [1]
    while len(tree) <= k:
        tree.append(3 * tree[-1] + 2)
    graph = 1 + 2 * k
    return Exercise(
        question="Let each stage of `squares` compute `node * node * node`. How many nodes does the graph have after "
        f"{k} stages, and how many does the tree have?",
        answer=Numbers({"graph": graph, "tree": tree[-1]}),
        mistakes=(
            Mistake({"graph": k + 1}, "A stage makes two nodes: node · node · node is (node · node) · node."),
            Mistake({"graph": 2 * k}, "These are the multiplications. The input x is a node as well."),
            Mistake({"graph": tree[-1]}, "The tree has that many nodes. In the graph each result is there once."),
            Mistake({"tree": 2 ** (k + 1) - 1}, "The tree of squares has that many. Here a stage makes three copies."),
            Mistake({"tree": (3 ** (k + 1) - 1) // 2}, "That fits one multiplication a stage. Here a stage adds two."),
            Mistake({"tree": 3**k}, "That many nodes are copies of x. The multiplications are nodes as well."),
            Mistake({"tree": tree[-1] - 3**k}, "That many are multiplications. The copies of x are nodes as well."),
            Mistake({"tree": graph}, "The graph has that many nodes. The tree shares nothing: it copies each operand."),
        ),
        hint="Write a stage as two multiplications. If the tree below has t nodes, how many does the one above have?",
        explanation=f"A stage is two multiplications, so the graph has 1 + 2 · {k} = {graph} nodes. The tree takes "
        f"three copies of the last tree and two nodes more: {', '.join(map(str, tree))}.",
    )


SHARED = """\
def shared(g):
    return [g.names[node] for node in g.nodes if len(g.edges_from[node]) >= LEAST]"""
TEXTS = (
    "y = 3 * x**2 - 2 * x + 1",
    "c = a + b; d = b + 1; e = c * d",
    "y = a + a",
    "u = x * y; w = sin(u); z = w * u + x",
    "p = x + 1; q = p * p; r = q * p + x",
    "y = (x + 1) * (x - 2) + exp(x)",
    "y = a * a * a; z = y * b; w = z + b * y",
    "p = x * x; q = x + x; y = p * q",
)


def _shared(p: Parameters) -> Exercise:
    right, least = SHARED.replace("LEAST", str(p.least)), {2: "two", 3: "three"}[p.least]

    def trial(text: str) -> Case:
        names = _many(parse(text), p.least)

        def in_any_order(found: Any) -> bool:
            return isinstance(found, (list, tuple)) and sorted(found) == sorted(names)

        return Case(f"For {text}", lambda: (parse(text),), names, in_any_order)

    return Exercise(
        question=f"Write a function that returns the names of all nodes that at least {least} edges leave. For the "
        f"graph of `y = x * x * x` it gives `{_many(parse('y = x * x * x'), p.least)}`.",
        answer=Code(right, [trial(text) for text in TEXTS], template="def shared(g):\n    return ..."),
        mistakes=edited(
            right,
            (
                "len(g.edges_from[node])",
                "len({edge.child for edge in g.edges_from[node]})",
                "Your function counts children. Two edges can lead to the same child, in two slots: count the edges.",
            ),
            ("from", "into", "Your function counts the edges into a node, its operands. Count those that leave it."),
            (">=", ">", f"Your bound is one too high: {least} edges are enough."),
            (f">= {p.least}", f">= {p.least - 1}", f"Your bound is too low: at least {least} edges must leave."),
        ),
        hint="g.edges_from[node] lists the edges that leave a node; len tells how many they are.",
        explanation="Each use of a node is one edge, so the edges that leave it tell how often it is read.",
        see="`g.edges` lists the edges and `g.names` the names, as in the section A graph is data.",
    )


def _many(graph: Graph, least: int) -> list[str]:
    """Return the names of the nodes that are read so often, counted by their children's operands."""
    read: list[Any] = [parent for node in graph.nodes for parent in node.parents]
    return [graph.names[node] for node in graph.nodes if node.constant is None and read.count(node) >= least]


EXERCISES = (_boxes_and_edges, _computed_once, _explicit, _growth, _shared)
