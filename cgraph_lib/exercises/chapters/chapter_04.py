"""The exercises of notebook 04: paths, their products and their sum."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import inputs_of, operations, walks
from cgraph_lib.exercises.trials import on_graph
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number, operand
from cgraph_lib.parsing import parse
from cgraph_lib.paths import count_paths


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: int = either(-3, -5, -6)
    b: int = either(2, 1, 3)
    x: int = either(2, 3, 4)
    y: int = either(3, 4, 5)
    stages: int = either(3, 2, 5)
    many: str = either(
        "t = x + x; u = t + x; y = u + u",
        "t = x + x; u = t + t; y = u + u",
        "t = x + x; u = t + x; w = u + u; y = w + u",
    )
    end: str = either("c", "d")


def _two_paths(p: Parameters) -> Exercise:
    c, d = p.a + p.b, p.b + 1
    return Exercise(
        question=f"Take the running example at a = {number(p.a)}, b = {p.b}. Predict the product of the path from b "
        "to e through c, that of the path through d, and their sum.",
        answer=Numbers({"through c": d, "through d": c, "sum": c + d}),
        mistakes=(
            Mistake({"through c": c, "through d": d}, "The two are swapped: from c to e the partial is ∂e/∂c = d."),
            Mistake({"through c": c}, "Through c, the last edge carries ∂e/∂c, which is the other factor d, not c."),
            Mistake({"through d": d}, "Through d, the last edge carries ∂e/∂d, which is the other factor c, not d."),
            Mistake({"through d": -c}, "A sign is lost through d: c is negative here, and so is the path product."),
            Mistake({"sum": c * d}, "Partials multiply along a path, but the products of several paths are added."),
            Mistake({"sum": d - c}, "That is d − c. The products are added, and one of the two is negative."),
            Mistake({"sum": 5}, "5 belongs to a = 2, b = 1. Evaluate again: the partials have moved."),
        ),
        hint="Evaluate c and d. Both paths begin with a partial of 1, so each product is the partial on its last edge.",
        explanation=f"c = {number(c)} and d = {d}. Through c the product is 1 · d = {d}, through d it is 1 · c = "
        f"{number(c)}, and de/db = {d} + {operand(c)} = {number(c + d)}.",
        see="Drag a and b in the live picture `both` above.",
    )


def _three_paths(p: Parameters) -> Exercise:
    x, y, u = p.x, p.y, p.x * p.y
    return Exercise(
        question=f"How many paths lead from x to z in `u = x * y; z = u * u + x`? And what is dz/dx at x = {x}, "
        f"y = {y}?",
        answer=Numbers({"paths": 3, "dz/dx": 2 * u * y + 1}),
        mistakes=(
            Mistake({"paths": 2}, "A path is missing. Follow every edge that leaves x, also parallel ones."),
            Mistake({"paths": 1}, "There are more. Which edges leave x, and which of the others are parallel?"),
            Mistake({"dz/dx": u * y + 1}, "A path is missing: each slot of u · u gives a product of y · u."),
            Mistake({"dz/dx": 2 * u * y}, "The shortest path is missing, the one from x straight to the last sum."),
            Mistake({"dz/dx": 2 * u + 1}, "On the edge from x to u lies a partial too: ∂u/∂x = y."),
            Mistake({"dz/dx": 2 * u * y + x}, "The shortest path passes through a sum only: its product is 1, not x."),
        ),
        hint="Draw it. From x one edge leads to u and one to the sum; from u two edges lead to u · u.",
        explanation=f"Two paths go through u, one for each slot, with the product y · u · 1 = {y * u} each. The third "
        f"leads straight to z, with the product 1. So dz/dx = {y * u} + {y * u} + 1 = {2 * u * y + 1}.",
        see="To see each path lit, give the graph to a `PathExplorer`, as was done for `both` above.",
    )


def _stages(p: Parameters) -> Exercise:
    k = p.stages
    return Exercise(
        question=f"A stage makes t = s + s and ends in t + t. How many paths lead through {k} such stages, and how "
        "many edges do they have together?",
        answer=Numbers({"paths": 4**k, "edges": 4 * k}),
        mistakes=(
            Mistake({"paths": 4 * k}, "Each way through one stage goes on in four ways through the next: multiply."),
            Mistake({"paths": 3**k}, "Three ways belong to the stage t + s. Here all go through t: two in, two out."),
            Mistake({"paths": 2**k}, "Both sums have two edges: two ways from s to t, and two from t on."),
            Mistake({"edges": 2 * k}, "Parallel edges count one by one: each of the two sums has two."),
            Mistake({"edges": 4**k}, "That is the number of paths. The edges are drawn once: four for each stage."),
        ),
        hint="How many ways lead through one stage? Then each of them goes on in as many ways.",
        explanation=f"Two ways from s to t, times two from t on: 4 for one stage, and 4 to the power of {k} = {4**k} "
        f"for {k}. The edges grow by 4 with each stage, to {4 * k}.",
    )


def _drawn(p: Parameters) -> Exercise:
    reference = parse(p.many)
    paths, limit = count_paths(reference, "x"), operations(reference)
    counts = ", ".join(f"{name}: {count_paths(reference, 'x', name)}" for name in reference.names.values())

    sums, many = " + ".join("x" * paths), "s = x + x; t = s + s; u = t + t; v = u + u; v + v"

    def count(graph: Graph) -> int:
        return count_paths(graph, graph.inputs[0])

    def accept(graph: Graph) -> bool:
        return len(graph.inputs) == 1 and count(graph) == paths and operations(graph) <= limit

    return Exercise(
        question=f"Write a formula for a graph with one input, in which exactly {paths} paths lead from the input to "
        f"the output. Use at most {limit} operations.",
        answer=OneGraph(p.many, accept),
        mistakes=(
            Mistake("y = x + z", "The graph should have one input.", lambda graph: len(inputs_of(graph)) != 1),
            Mistake(
                f"y = {paths} * x",
                "One path leads to your output. A constant has no edges; paths come from nodes that are used again.",
                lambda g: count(g) == 1,
            ),
            Mistake(
                sums,
                f"The paths are right, but {limit} operations are enough, if a sum is itself used twice.",
                lambda g: count(g) == paths,
            ),
            Mistake(
                "x + x + x",
                f"There are fewer than {paths} paths. If a sum uses a node twice, the paths to that node count double.",
                lambda g: count(g) < paths,
            ),
            Mistake(
                many,
                f"There are more than {paths} paths. To a sum lead as many as to its operands together.",
                lambda g: count(g) > paths,
            ),
        ),
        hint="Write beside each node how many paths lead to it from the input: 1 there, and for each result the sum "
        "over its operands.",
        explanation=f"One such graph is {p.many}. The counts in it are {counts}.",
        see="The live picture `nine` above shows how a node that is used again multiplies the paths.",
    )


COUNT = """\
def count_to(g, end):
    count = dict.fromkeys(g.nodes, 0)
    count[g.node(end)] = 1
    for node in reversed(g.nodes):
        for edge in g.edges_into[node]:
            count[edge.parent] += count[node]
    return {g.names[node]: count[node] for node in g.nodes if node.constant is None}"""
RUNNING, DIAMOND = "c = a + b; d = b + 1; e = c * d", "b = 2 * a; c = 3 * b; d = 4 * b; e = c + d"


def _counted(p: Parameters) -> Exercise:
    graphs = [
        (RUNNING, p.end),
        (DIAMOND, "e"),
        ("y = x * x * x", "y"),
        ("u = x * y; z = u * u + x", "u"),
        ("t = x + x; u = t + t; y = u + x", "u"),
    ]
    over_parents = COUNT.replace("edge in g.edges_into[node]", "parent in set(node.parents)").replace("edge.p", "p")
    return Exercise(
        question="`count_from_each` counts the paths to the output. Fill the hole, so that paths to any node are "
        f'counted: `end` is its name. In the running example, `count_to(g, "{p.end}")` gives '
        f"`{_walked(RUNNING, p.end)}`.",
        answer=Code(COUNT, [on_graph(text, _walked(text, end), end=end) for text, end in graphs], keep=(2, 1)),
        mistakes=(
            *edited(
                COUNT,
                ("g.node(end)", "g.output", "Your counts are those of paths to the output. Put the first 1 on end."),
                ("+= count", "= count", "Of several edges your function keeps what the last one brings: add with +=."),
                ("+= count[node]", "+= 1", "Each edge brings 1 here. It has to bring all that lead on from its child."),
                ("reversed(g.nodes)", "g.nodes", "Go backwards: a parent needs the counts of its children first."),
            ),
            Mistake(over_parents, "Your version goes over parents, so parallel edges count once. Go over the edges."),
        ),
        hint="Only one line of count_from_each speaks of the output. g.node(end) is the node of that name.",
        explanation="From end itself one path leads to end, the one without edges. Nodes from which no path leads "
        "there keep the count 0, and send 0 on.",
    )


def _walked(text: str, end: str) -> dict[str, int]:
    """Return how many paths lead from each node, by walking all of them."""
    graph = parse(text)
    nodes = [node for node in graph.nodes if node.constant is None]
    return {graph.names[node]: len(walks(graph, node, graph.node(end))) for node in nodes}


EXERCISES = (_two_paths, _three_paths, _stages, _drawn, _counted)
