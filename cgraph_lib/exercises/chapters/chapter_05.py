"""The exercises of notebook 05: reverse accumulation."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.accumulate import evaluate, gradient, local_partials
from cgraph_lib.exercises.answer_types import Numbers, OneNumber
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.engines import replay
from cgraph_lib.exercises.graph_answers import OneEdge, OneGraph, Pair
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import operations, unordered_sweep, weighted_derivatives
from cgraph_lib.exercises.plain import close
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.exercises.wrong_edge import WrongEdge
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    a: int = either(2, 3, 4, 5)
    b: int = either(3, 2, 4, 5)
    x: int = either(3, 2, 4, 5)
    weight: int = either(10, 100, 5, 20)
    slope: int = either(8, 6, 10, 12)
    lost_a: int = either(3, 2, 5)
    lost_b: int = either(2, 3, 4)
    lost: tuple[str, str] = either(("c", "d"), ("b", "d"), ("b", "c"), ("c", "e"))
    replayed: tuple[str, int] = either(
        ("b = a * a; c = b + a; d = b * c; e = d * c", 2),
        ("b = 2 * a; c = b * a; d = c + b; e = d * c", 3),
        ("b = a * a; c = 3 * b; d = c * b; e = c + d", 2),
    )


TEXT = "c = a * b; d = c + b; e = c * d"


def _adjoints(p: Parameters) -> Exercise:
    a, b = p.a, p.b
    c, d = a * b, a * b + b
    at_c = d + c
    at_b = at_c * a + c
    return Exercise(
        question=f"Find the adjoints of `{TEXT}` at a = {a}, b = {b} on paper. Mind who must wait for whom.",
        answer=Numbers({"de/da": at_c * b, "de/db": at_b, "de/dc": at_c, "de/dd": c}),
        mistakes=(
            Mistake({"de/dd": d}, "de/dd is the other factor of the product c · d, which is c."),
            Mistake({"de/dc": d}, "c has two children, e and d. The contribution from d is missing."),
            Mistake({"de/dc": c}, "c has two children, e and d. The contribution from e is missing."),
            Mistake({"de/da": d * b}, "From c to a goes the whole adjoint of c, with the contribution from d in it."),
            Mistake({"de/db": d * a + c}, "From c to b goes the whole adjoint of c, the contribution from d included."),
            Mistake({"de/db": at_c * a}, "The contribution from c to b is right. b is also an operand of d."),
            Mistake({"de/db": c}, "The contribution from d to b is right. b is also an operand of c."),
        ),
        hint="Evaluate c and d. Then go from e to d, from d to c and b, and only then from c to a and b.",
        explanation=f"c = {c} and d = {d}, so de/dd = {c}. At c meet {d} from e and {c} from d: {at_c}. To a go "
        f"{at_c} · {b} = {at_c * b}. At b meet {c} from d and {at_c} · {a} from c: {at_b}.",
        see="To check yourself, give the graph's `reverse_trace` to a `StepPlayer`, as was done for `player` above.",
    )


def _third_run(p: Parameters) -> Exercise:
    once = 4 * p.x**3
    return Exercise(
        question=f"`accumulate_into` finds the derivative of x⁴ at x = {p.x} with numbers kept between runs. The "
        f"first run says {once}, the second {3 * once}. What does the third say?",
        answer=OneNumber(6 * once),
        mistakes=(
            Mistake(once, "That would be right with a fresh dictionary. This one keeps the numbers of earlier runs."),
            Mistake(3 * once, f"The second run says that. The third adds to x again, and more than {once}."),
            Mistake(4 * once, f"The third run adds more than {once} to x, for s has kept its sum too."),
            Mistake(5 * once, f"The second run has added {2 * once} to x. The third adds more, for s has grown again."),
            Mistake(9 * once, "The factor 3 does not come again. Ask what s holds in the third run."),
        ),
        hint="Follow s first. What does each run add to it? Then s sends all it holds along two edges.",
        explanation=f"In each run s grows by {2 * p.x**2}, so in the third it holds three times that and sends three "
        f"times {once} to x: {once} + {2 * once} + {3 * once} = {6 * once}.",
    )


ADJOINTS = """\
def adjoints(g, p, seeds):
    adjoint = {g.names[node]: 0.0 for node in g.nodes if node.constant is None}
    adjoint.update(seeds)
    for node in reversed(g.nodes):
        for edge in g.edges_into[node]:
            adjoint[g.names[edge.parent]] += adjoint[g.names[node]] * p[edge]
    return adjoint"""
HURRY = """\
def adjoints(g, p, seeds):
    adjoint = {g.names[node]: 0.0 for node in g.nodes if node.constant is None}
    def send(name):
        for edge in g.edges_into[g.node(name)]:
            adjoint[g.names[edge.parent]] += adjoint[name] * p[edge]
            send(g.names[edge.parent])
    for name, seed in seeds.items():
        adjoint[name] += seed
        send(name)
    return adjoint"""
RUNNING = "c = a + b; d = b + 1; e = c * d"


def _seeds(p: Parameters) -> Exercise:
    w, update, product = p.weight, "adjoint.update(seeds)", "adjoint[g.names[node]] * p"
    example = weighted_derivatives(parse(RUNNING), {"a": 2, "b": 1}, {"c": w, "d": 1})
    cases = [
        _case(RUNNING, {"a": 2, "b": 1}, {"e": 1}),
        _case(RUNNING, {"a": 2, "b": 1}, {"c": w, "d": 1}),
        _case("y = x * x", {"x": 3}, {"y": 1}),
        _case("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d", {"a": 10}, {"e": 1}),
        _case("s = x * x; y = s * s", {"x": 3}, {"y": 1, "s": w}),
        _case("u = x * y; w = sin(u); z = w * u + x", {"x": 1.2, "y": 0.5}, {"z": 1, "w": -w}),
    ]
    return Exercise(
        question=f"Let several nodes have a seed. With `seeds = {{'c': {w}, 'd': 1}}` the adjoints are the "
        f"derivatives of {w} · c + d; in the running example, at a = 2, b = 1, they are `{example}`. Fill the hole.",
        answer=Code(ADJOINTS, cases, keep=(2, 1)),
        mistakes=(
            *edited(
                ADJOINTS,
                ("+=", "=", "A contribution is written down where it should be added: what came before it is lost."),
                ("reversed(g.nodes)", "g.nodes", "In the order of evaluation nodes send on before they have received."),
                (update, "adjoint[g.names[g.output]] = 1.0", "The seed is 1 on the output here, whatever is asked."),
                (" * p[edge]", "", "The child's adjoint arrives as it is. Multiply it by the edge's partial, p[edge]."),
                (product, "p", "Each edge brings its partial alone. Multiply it by the child's adjoint."),
            ),
            Mistake(HURRY, "A node sends on before its sum is complete, and sends the same twice. Keep the order."),
        ),
        hint="adjoint.update(seeds) puts the seeds in. The rest is the sweep of accumulate_backwards, with +=.",
        explanation="A seed says how much a node counts by itself; contributions are added to it. With a single seed "
        "of 1 on the output it is the reverse accumulation of the notebook.",
    )


def _case(text: str, inputs: dict[str, float], seeds: dict[str, float]) -> Case:
    def arguments() -> tuple[object, ...]:
        graph = parse(text)
        return graph, local_partials(graph, evaluate(graph, inputs)), dict(seeds)

    at = ", ".join(f"{name} = {number(value)}" for name, value in inputs.items())
    expected = weighted_derivatives(parse(text), inputs, seeds)
    return Case(f"For {text} at {at} with seeds {seeds}", arguments, expected)


def _hurry(p: Parameters) -> Exercise:
    k = p.slope

    def derivative_is(graph: Graph, expected: float | None = None) -> bool:
        """Return whether the derivative is everywhere the expected number, or without one, what `hurry` finds."""
        node = graph.inputs[0]
        for x in (1.0, -2.0, 0.3):
            at = {graph.names[node]: x}
            found = unordered_sweep(graph, local_partials(graph, evaluate(graph, at)))[node]
            if not close(gradient(graph, at)[graph.names[node]], found if expected is None else expected):
                return False
        return True

    def shared(graph: Graph) -> list[bool]:
        """Return of each node whether it is an input, of those that are used more than once."""
        return [node.is_input for node in graph.nodes if len(graph.edges_from[node]) > 1]

    def accept(graph: Graph) -> bool:
        small = len(graph.inputs) == 1 and operations(graph) == 2
        return small and derivative_is(graph, k) and not derivative_is(graph)

    return Exercise(
        question=f"Write a formula for a graph with one input, one output and two operations, whose derivative is {k} "
        "everywhere, and for which `hurry` finds another number.",
        answer=OneGraph(f"b = {k // 2} * a; e = b + b", accept),
        mistakes=(
            Mistake("c = a + b; e = c + c", "The graph should have one input.", lambda graph: len(graph.inputs) != 1),
            Mistake(
                f"b = {k} * a; c = 1 * b; c + b",
                "There are to be two operations, no more and no fewer.",
                lambda g: operations(g) != 2,
            ),
            Mistake(
                f"b = {k} * a; e = b + b",
                f"hurry is caught, but the derivative is not {k} everywhere. Put other numbers in.",
                lambda g: not derivative_is(g),
            ),
            Mistake(
                f"b = {k // 2} * a; e = 2 * b",
                "hurry gets this right. Nothing is used twice, so every sum has one contribution and none waits.",
                lambda g: not shared(g),
            ),
            Mistake(
                f"b = a + a; e = {k // 2} * b",
                "hurry gets this right. Only the input is used more than once, and it sends nothing on.",
                lambda g: all(shared(g)),
            ),
        ),
        hint="hurry goes wrong where a node with parents of its own is used twice. What is the smallest such graph?",
        explanation=f"Take b = {k // 2} · a and e = b + b. The node b receives 1 and 1. hurry sends {k // 2} to a "
        f"after the first, and 2 · {k // 2} after the second: {3 * k // 2} instead of {k}.",
    )


def _lost(p: Parameters) -> Exercise:
    message = "Without the contribution from {child} to {parent}, {name} would hold {mine}, not {theirs}."
    wrong = WrongEdge(parse(TEXT), {"a": p.lost_a, "b": p.lost_b}, p.lost, 0, message)
    parent, child = p.lost
    below = "" if wrong.graph.node(parent).is_input else "; the nodes below it get their wrong numbers from there"
    return Exercise(
        question=f"A run on `{TEXT}` at a = {p.lost_a}, b = {p.lost_b} has lost the contribution along one edge. It "
        f"ends with {wrong.row(wrong.seen)}. Which edge was it? Answer with the names of its parent and child.",
        answer=OneEdge(p.lost, wrong.edges),
        mistakes=wrong.mistakes(),
        hint="Find the right adjoints on paper. Then go down from e: which node is the first with a wrong number?",
        explanation=f"{parent} is the first node on the way down with a wrong number. Without the edge {parent} → "
        f"{child} it holds {number(wrong.seen[parent])}{below}.",
    )


def _replayed(p: Parameters) -> Exercise:
    text, a = p.replayed
    played = replay(unordered_sweep, text, a=a)
    found, names = played.first_false, played.graph.names
    assert found is not None and found.edge is not None and found.contribution is not None
    pairs = [(names[edge.parent], names[edge.child]) for edge in played.graph.edges]
    answer, before = (names[found.edge.parent], names[found.edge.child]), played.contributions[: found.contribution]
    sent = {(names[one.edge.parent], names[one.edge.child]) for one in before}
    first = "{child} sends to {parent} before that, and what it sends is right: its sum is complete."
    later = "{child} sends to {parent} only after that, so this is not the first contribution to look at."

    def says(pair: Pair) -> str:
        return (first if pair in sent else later).format(parent=pair[0], child=pair[1])

    return Exercise(
        question=f"`hurry` sweeps `{text}` at a = {a}. It sends contributions in the order that it prints. Along which "
        "edge does the first false one go? Answer with the names of its parent and child.",
        answer=OneEdge(answer, pairs),
        mistakes=tuple(Mistake(pair, says(pair)) for pair in dict.fromkeys(pairs) if pair != answer),
        hint="Write down who sends to whom, as hurry prints it. Beside each, note how many children of the sender have "
        "sent so far.",
        explanation=found.sentence,
        see="To check yourself, hand hurry over to `replay`, as was done above.",
    )


EXERCISES = (_adjoints, _third_run, _seeds, _hurry, _lost, _replayed)
