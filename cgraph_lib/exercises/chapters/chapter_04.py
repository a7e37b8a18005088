"""The exercises of notebook 04: paths, their products and their sum."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Drawing, Numbers
from cgraph_lib.exercises.code_answers import Case, Code
from cgraph_lib.exercises.forms import same
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import inputs_of, operations, walks
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number, operand
from cgraph_lib.parsing import parse
from cgraph_lib.paths import count_paths


@dataclass(frozen=True)
class Parameters:
    """What differs between the sets."""

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


def exercises(p: Parameters) -> tuple[Exercise, ...]:
    """Return the exercises with these parameters."""
    return _two_paths(p), _three_paths(p), _stages(p), _drawn(p), _counted(p)


def _two_paths(p: Parameters) -> Exercise:
    c, d = p.a + p.b, p.b + 1
    return Exercise(
        id="04.1",
        kind=Numbers(("through c", "through d", "sum")),
        question=f"Take the running example at a = {number(p.a)}, b = {p.b}. Predict the product of the path from b "
        "to e through c, that of the path through d, and their sum.",
        answer={"through c": d, "through d": c, "sum": c + d},
        mistakes=(
            Mistake({"through c": c}, "Through c, the last edge carries ∂e/∂c, which is the other factor d, not c."),
            Mistake({"through d": d}, "Through d, the last edge carries ∂e/∂d, which is the other factor c, not d."),
            Mistake({"through d": -c}, "A sign is lost through d: c is negative here, and so is the path product."),
            Mistake({"sum": c * d}, "Partials multiply along a path, but the products of several paths are added."),
            Mistake({"sum": d - c}, "A sign is lost in the sum: one of the two products is negative."),
            Mistake({"sum": 5}, "5 belongs to a = 2, b = 1. Evaluate again: the partials have moved."),
        ),
        hint="Evaluate c and d. Both paths begin with a partial of 1, so each product is the partial on its last edge.",
        explanation=f"c = {number(c)} and d = {d}. Through c the product is 1 · d = {d}, through d it is 1 · c = "
        f"{number(c)}, and ∂e/∂b = {d} + {operand(c)} = {number(c + d)}.",
        see="Drag a and b in the live picture `both` above.",
    )


def _three_paths(p: Parameters) -> Exercise:
    x, y = p.x, p.y
    u = x * y
    return Exercise(
        id="04.2",
        kind=Numbers(("paths", "∂z/∂x")),
        question=f"How many paths lead from x to z in `u = x * y; z = u * u + x`? And what is ∂z/∂x at x = {x}, y = "
        f"{y}?",
        answer={"paths": 3, "∂z/∂x": 2 * u * y + 1},
        mistakes=(
            Mistake(
                {"paths": 2}, "A path is missing: u stands in both slots of u · u, which makes two edges and two paths."
            ),
            Mistake(
                {"paths": 1}, "Only one path? Look for every edge that leaves x, and for parallel edges higher up."
            ),
            Mistake(
                {"∂z/∂x": u * y + 1}, "A path is missing: each of the two slots of u · u gives a product of y · u."
            ),
            Mistake({"∂z/∂x": 2 * u * y}, "The shortest path is missing, the one from x straight to the last sum."),
            Mistake({"∂z/∂x": 2 * u + 1}, "On the edge from x to u lies a partial too: ∂u/∂x = y."),
            Mistake({"∂z/∂x": 2 * u * y + x}, "The shortest path passes through a sum only: its product is 1, not x."),
        ),
        hint="Draw it. From x one edge leads to u and one to the sum; from u two edges lead to u · u.",
        explanation=f"Two paths go through u, one for each slot, with the product y · u · 1 = {y * u} each. The third "
        f"leads straight to z, with the product 1. So ∂z/∂x = {y * u} + {y * u} + 1 = {2 * u * y + 1}.",
        see="To see each path lit, give the graph to a `PathExplorer`, as was done for `both` above.",
    )


def _stages(p: Parameters) -> Exercise:
    k = p.stages
    return Exercise(
        id="04.3",
        kind=Numbers(("paths", "edges")),
        question=f"A stage makes t = s + s and ends in t + t. How many paths lead through {k} such stages, and how "
        "many edges do they have together?",
        answer={"paths": 4**k, "edges": 4 * k},
        mistakes=(
            Mistake(
                {"paths": 4 * k}, "Each way through one stage goes on in four ways through the next: multiply by 4."
            ),
            Mistake(
                {"paths": 3**k},
                "Three ways belong to the stage t + s. Here all go through t: two ways in, two ways out.",
            ),
            Mistake({"paths": 2**k}, "Both sums have two edges: two ways from s to t, and two from t on."),
            Mistake({"edges": 2 * k}, "Parallel edges count one by one: each of the two sums has two."),
            Mistake(
                {"edges": 4**k},
                "That is the number of paths. The edges of a stage are drawn once: four for each stage.",
            ),
        ),
        hint="How many ways lead through one stage? Then each of them goes on in as many ways.",
        explanation=f"Two ways from s to t, times two from t on: 4 for one stage, and 4 to the power of {k} = {4**k} "
        f"for {k}. The edges grow by 4 with each stage, to {4 * k}.",
    )


def _drawn(p: Parameters) -> Exercise:
    reference = parse(p.many)
    paths, limit = count_paths(reference, "x"), operations(reference)

    def count(graph: Graph) -> int:
        return count_paths(graph, graph.inputs[0])

    return Exercise(
        id="04.4",
        kind=Drawing(),
        question=f"Write a text for a graph with one input, in which exactly {paths} paths lead from the input to the "
        f"output. Use at most {limit} operations.",
        answer=p.many,
        accept=lambda graph: len(graph.inputs) == 1 and count(graph) == paths and operations(graph) <= limit,
        mistakes=(
            Mistake(
                "y = x + z",
                "There is to be one input only.",
                lambda graph: len(inputs_of(graph)) != 1,
            ),
            Mistake(
                f"y = {paths} * x",
                "One path leads to your output. A constant has no edges; paths come from nodes that are used again.",
                lambda graph: count(graph) == 1,
            ),
            Mistake(
                "y = " + " + ".join(["x"] * paths),
                f"The paths are right, but there are too many operations: {limit} are enough, if a sum is itself used "
                "twice.",
                lambda graph: count(graph) == paths and operations(graph) > limit,
            ),
            Mistake(
                "t = x + x; y = t + x",
                f"You have fewer than {paths} paths. A node that is used twice doubles the paths that lead to it.",
                lambda graph: count(graph) < paths,
            ),
            Mistake(
                "t = x + x; u = t + t; v = u + u; y = v + v",
                f"You have more than {paths} paths. The paths to a sum are those to its operands, added.",
                lambda graph: count(graph) > paths,
            ),
        ),
        hint="Write beside each node how many paths lead to it from the input: 1 there, and for each result the sum "
        "over its operands.",
        explanation=f"One such graph is {p.many}. The counts in it are {_counts(reference)}.",
        see="The live picture `nine` above shows how a node that is used again multiplies the paths.",
    )


def _counts(graph: Graph) -> str:
    return ", ".join(f"{graph.names[node]}: {count_paths(graph, 'x', node)}" for node in graph.nodes)


COUNT = """\
def count_to(g, end):
    count = dict.fromkeys(g.nodes, 0)
    count[g.node(end)] = 1
    for node in reversed(g.nodes):
        for edge in g.edges_into[node]:
            count[edge.parent] += count[node]
    return {g.names[node]: count[node] for node in g.nodes if node.constant is None}"""
HOLE = """\
def count_to(g, end):
    count = dict.fromkeys(g.nodes, 0)
    ...  # your lines
    return {g.names[node]: count[node] for node in g.nodes if node.constant is None}"""


def _counted(p: Parameters) -> Exercise:
    example = parse("c = a + b; d = b + 1; e = c * d")
    return Exercise(
        id="04.5",
        kind=Code(
            HOLE,
            [
                _case("c = a + b; d = b + 1; e = c * d", p.end),
                _case("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d", "e"),
                _case("y = x * x * x", "y"),
                _case("u = x * y; z = u * u + x", "u"),
                _case("t = x + x; u = t + t; y = u + x", "u"),
            ],
        ),
        question="`count_from_each` counts the paths to the output. Fill the hole, so that paths to any node are "
        f'counted: `end` is its name. In the running example, `count_to(g, "{p.end}")` gives '
        f"`{_walked(example, p.end)}`.",
        answer=COUNT,
        mistakes=(
            Mistake(
                COUNT.replace("g.node(end)", "g.output"),
                "Your counts are those of the paths to the output. The first 1 belongs to the node named end.",
            ),
            Mistake(
                COUNT.replace("+= count", "= count"),
                "Your last edge overwrites what the others have brought. The counts of all edges are added: +=.",
            ),
            Mistake(
                COUNT.replace("+= count[node]", "+= 1"),
                "Each edge brings 1 in your version. It has to bring as many paths as lead on from its child.",
            ),
            Mistake(
                COUNT.replace("reversed(g.nodes)", "g.nodes"),
                "Your nodes come in the order of evaluation. A parent needs its children's counts first: go backwards.",
            ),
            Mistake(
                COUNT.replace("for edge in g.edges_into[node]", "for parent in set(node.parents)").replace(
                    "edge.p", "p"
                ),
                "Your version goes over parents, so parallel edges count once. Go over the edges.",
            ),
        ),
        hint="Only one line of count_from_each speaks of the output. g.node(end) is the node of that name.",
        explanation="From end itself one path leads to end, the one without edges. Nodes from which no path leads "
        "there keep the count 0, and send 0 on.",
    )


def _walked(graph: Graph, end: str) -> dict[str, int]:
    """Return how many paths lead from each node, by walking all of them."""
    nodes = [node for node in graph.nodes if node.constant is None]
    return {graph.names[node]: len(walks(graph, node, graph.node(end))) for node in nodes}


def _case(text: str, end: str) -> Case:
    expected = _walked(parse(text), end)
    said = f"For {text} with end = {end}"
    return Case(said, lambda: (parse(text), end), lambda found: same(found, expected), str(expected))
