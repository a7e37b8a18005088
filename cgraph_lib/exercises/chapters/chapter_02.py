"""The exercises of notebook 02: evaluation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations

from cgraph_lib.exercises.answer_types import Numbers
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import Order
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import is_right_order
from cgraph_lib.exercises.trials import on_graph
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph, Node
from cgraph_lib.numerals import number, operand
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    late: int = either(3, 4, 5, -2)
    ordered: str = either(
        "c = a + b; d = b + 1; e = c * d",
        "c = a * b; d = a - 2; e = c + d",
        "p = x * y; q = z - x; r = p / q",
    )
    added: int = either(1, 2, 3, 4)
    numerator: int = either(1, -1, 2, -3)
    lowest: int = either(0, 1, 10)


def _stale(p: Parameters) -> Exercise:
    late, c, d = number(p.late), 2 + p.late, p.late + 1
    return Exercise(
        question="A dictionary holds the values of a finished run of the running example: a = 2, b = 1, c = 3, d = 2, "
        f"e = 6. Now b becomes {late}, and the nodes are computed again in the order d, e, c. What stands in c, d and "
        "e afterwards?",
        answer=Numbers({"c": c, "d": d, "e": 3 * d}),
        mistakes=(
            Mistake({"e": c * d}, "e should be that, but e is computed before c here: it reads the old c, which is 3."),
            Mistake({"e": 6}, "e is computed again too. It reads the new d, and the c that is there at that moment."),
            Mistake({"e": 2 * c}, "e is computed after d and before c: it reads the new d and the old c."),
            Mistake({"c": 3}, "c is computed last, but it is computed: it reads a and the new b."),
            Mistake({"d": 2}, "d is computed first, and b has its new value by then."),
        ),
        hint="Go through the order d, e, c and write down which numbers each node reads at its moment.",
        explanation=f"d = {late} + 1 = {number(d)}. Then e reads the old c: 3 · {operand(d)} = {number(3 * d)}. "
        f"Last c = 2 + {operand(p.late)} = {number(c)}. Nothing complains, though e should be {number(c * d)}.",
        see="The live picture `runs` above evaluates in a valid order: drag b there, and compare e.",
    )


def _removed(graph: Graph, place: int) -> list[str]:
    """Return the order in which leaves are removed, always the one at `place` in the list."""
    unfinished = {node: len(graph.edges_into[node]) for node in graph.nodes}
    leaves = [node for node in graph.nodes if unfinished[node] == 0]
    order: list[Node] = []
    while leaves:
        order.append(leaf := leaves.pop(place))
        for edge in graph.edges_from[leaf]:
            unfinished[edge.child] -= 1
            if unfinished[edge.child] == 0:
                leaves.append(edge.child)
    return [graph.names[node] for node in order if node.constant is None]


def _last_leaf(p: Parameters) -> Exercise:
    graph = parse(p.ordered)
    first, last = _removed(graph, 0), _removed(graph, -1)
    others = [list(order) for order in permutations(first) if list(order) not in (first, last, last[::-1])]
    valid, broken = (next(o for o in others if is_right_order(graph, o) == right) for right in (True, False))

    def is_valid(order: str) -> bool:
        return is_right_order(graph, order.split())

    return Exercise(
        question="In `remove_leaves`, `leaves.pop(0)` takes the first leaf of the list. Change it to `leaves.pop()`, "
        f"which takes the last. Which order comes out for `{p.ordered}`? Leave constants out, and write the names "
        "in one string.",
        answer=Order(" ".join(last)),
        mistakes=(
            Mistake(" ".join(first), "That is the order with pop(0), which takes the first leaf of the list."),
            Mistake(" ".join(last[::-1]), "That is the order backwards: the leaves come first, the output last."),
            Mistake(
                " ".join(valid),
                "This order is right too, but another one comes out. Take from the end of the list.",
                is_valid,
            ),
            Mistake(
                " ".join(broken),
                "This order cannot come out: in it some node stands before one of its parents.",
                lambda order: not is_valid(order),
            ),
        ),
        hint="Write the list of leaves down. Take the last one, cross out its edges, and append the nodes that have "
        "become leaves.",
        explanation=f"The order is {' '.join(last)}. It is right as well: every parent stands before its child. What "
        "matters is that only leaves are taken, not which of them.",
    )


def _zero(p: Parameters) -> Exercise:
    k = p.added

    def at(given: dict[str, float]) -> tuple[float, float, float]:
        c, d = given["a"] + given["b"], given["b"] + k
        return c, d, c * d

    def remark(given: dict[str, float]) -> str:
        return "With your numbers, c = {}, d = {} and e = {}.".format(*map(number, at(given)))

    return Exercise(
        question=f"In `c = a + b; d = b + {k}; e = c * d`, choose a and b so that e is 0 although c is not.",
        answer=Numbers({"a": 5, "b": -k}, lambda given: at(given)[2] == 0 and at(given)[0] != 0, remark),
        mistakes=(
            Mistake(
                {"a": k + 1, "b": -k - 1},
                "e is 0, but only because c is 0. Let the other factor, d, be 0.",
                lambda g: at(g)[0] == 0 != at(g)[1],
            ),
            Mistake(
                {"a": k, "b": -k},
                "Here d is 0 and c as well. Keep b, and choose another a.",
                lambda g: at(g)[:2] == (0, 0),
            ),
            Mistake({"a": 2, "b": k}, f"Mind the sign: at b = {k}, d = b + {k} is {2 * k}.", lambda g: g["b"] == k),
        ),
        hint="A product is 0 when one factor is. Which of the two factors is it to be, and which b makes it so?",
        explanation=f"At b = −{k}, d is 0 and so is e, whatever c is. Then c = a − {k}, which is 0 only at a = {k}.",
        see="Drag a and b in the live picture `runs` above." if k == 1 else "",
    )


def _special(p: Parameters) -> Exercise:
    k, infinite = p.numerator, math.copysign(math.inf, p.numerator)
    sign = "+" if k > 0 else "-"
    return Exercise(
        question=f"Evaluate `u = log(x); w = {k} / x; y = u {sign} w` at x = 0, before the machine does. Which values "
        'do u, w and y receive? Write special ones as "inf", "-inf" or "nan".',
        answer=Numbers({"u": -math.inf, "w": infinite, "y": math.nan}),
        mistakes=(
            Mistake({"u": 0}, "log(1) is 0. Near x = 0 the logarithm falls without bound."),
            Mistake({"u": math.inf}, "The logarithm does run away, but downwards: log(0.001) is about −6.9."),
            Mistake({"u": math.nan}, "The logarithm of 0 has a direction: near 0 it falls without bound."),
            Mistake({"w": 0}, f"0 / {operand(k)} would be 0. Here the zero is below the line."),
            Mistake({"w": math.nan}, f"0 / 0 would be nan. {number(k)} divided by ever smaller positive x runs away."),
            Mistake({"w": -infinite}, f"Divide {number(k)} by 0.001: which sign does the result have?"),
            Mistake({"y": 0}, "Two infinities do not cancel: nobody can say which of them is larger."),
            Mistake({"y": math.inf}, "The infinity of w does not win: u runs as far the other way."),
            Mistake({"y": -math.inf}, "The infinity of u does not win: w runs as far the other way."),
        ),
        hint="Think of x = 0.001 and then of smaller x. Which of the two numbers runs away, and in which direction?",
        explanation=f"log(0) is −∞ and {number(k)} / 0 is {number(infinite)}. Then y would be −∞ "
        f"{sign.replace('-', '−')} {'∞' if k > 0 else '(−∞)'}, two infinities against each other, which has no "
        "definite value: nan.",
        see="The section When no ordinary number fits, above, has the rules.",
    )


LEVELS = """\
def levels(g):
    level = {}
    for node in g.nodes:
        if node.op is None:
            level[node] = LOWEST
        else:
            level[node] = 1 + max(level[parent] for parent in node.parents)
    return {g.names[node]: level[node] for node in g.nodes if node.constant is None}"""
TEMPLATE = """\
def levels(g):
    level = {}
    for node in g.nodes:
        ...  # your lines
    return {g.names[node]: level[node] for node in g.nodes if node.constant is None}"""
RUNNING = "c = a + b; d = b + 1; e = c * d"
TEXTS = (RUNNING, "b = 2 * a; c = b * b; d = c + a", "b = 2 * a; d = a + b * b * b", "y = exp(-x) * x + log(3)")


def _levels(p: Parameters) -> Exercise:
    right, low = LEVELS.replace("LOWEST", str(p.lowest)), p.lowest
    highest = "max(level[parent] for parent in node.parents)"
    return Exercise(
        question=f"A leaf has level {low}; any other node stands one level above the highest of its parents. Nodes of "
        f"one level can be computed at the same time. Fill the hole. The running example gives `{_deep(RUNNING, p)}`.",
        answer=Code(right, [on_graph(text, _deep(text, p)) for text in TEXTS], template=TEMPLATE),
        mistakes=edited(
            right,
            ("max(", "min(", "Your level is counted from the lowest parent. A node has to wait for the highest one."),
            ("max(", "sum(", "Your levels of the parents are added up. Only the highest of them counts."),
            (highest, "level[node.parents[0]]", "Your level looks at the first parent only. Another may be higher."),
            ("1 + max", "max", "No node rises above its parents in your levels: add one."),
            (f"= {low}\n", f"= {low + 1}\n", f"Your levels start one too high: a leaf has level {low}."),
        ),
        hint="In g.nodes every parent stands before its child, so the levels of the parents are known already. "
        "node.op is None for a leaf; node.parents lists the parents.",
        explanation="The nodes come in topological order, so one look at each is enough, as in evaluation.",
    )


def _deep(text: str, p: Parameters) -> dict[str, int]:
    """Return the levels by the longest walk down from each node."""
    graph = parse(text)

    def longest(node: Node) -> int:
        return max((1 + longest(parent) for parent in node.parents), default=p.lowest)

    return {graph.names[node]: longest(node) for node in graph.nodes if node.constant is None}


EXERCISES = (_stale, _last_leaf, _zero, _special, _levels)
