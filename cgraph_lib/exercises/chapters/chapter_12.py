"""The exercises of notebook 12: an autograd of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.exercises.answer_types import Numbers, Shapes
from cgraph_lib.exercises.chapters.mutants_12 import finding, killing
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneEdge
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.linked_nodes import listed, swept
from cgraph_lib.exercises.oracles import weighted_derivatives
from cgraph_lib.exercises.variants import either
from cgraph_lib.exercises.wrong_edge import WrongEdge
from cgraph_lib.numerals import number, operand
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    n: int = either(10, 8, 9, 12)
    x: int = either(3, 2, 5)
    points: int = either(6, 5, 7)
    features: int = either(2, 4, 8)
    classes: int = either(3, 10, 9)
    a: int = either(3, 4, 5)
    b: int = either(2, -2, 4)
    turned: tuple[str, str] = either(("d", "e"), ("c", "d"), ("c", "f"), ("b", "e"), ("a", "d"))
    power: int = either(3, 2, 4)
    factor: int = either(2, 5, 6)
    slip: tuple[str, str, str] = either(
        ("{x: partial for", "x * x", "A dictionary holds each parent once, so of two edges from x one is lost."),
        ("v: (x, y))", "3 * x", "On the edge from one factor stands the other factor. Here each stands on its own."),
        ("v: (1 / y, v / y))", "2 / x", "A larger divisor makes the quotient smaller: the minus of −v / y is lost."),
    )
    bug: int = either(26, 46, 102, 69)


def _reflected(p: Parameters) -> Exercise:
    n, x = p.n, p.x
    return Exercise(
        question=f'A class has `__sub__ = lambda x, y: apply("-", x, y)`, and also `__rsub__ = __sub__`. Take '
        f"`y = x * ({n} - x)` at x = {x}. Which value does this engine give y, which derivative does it accumulate, "
        "and what do nudges of x say, made with the same engine?",
        answer=Numbers({"y": x * (x - n), "dy/dx": 2 * x - n, "nudged": 2 * x - n}),
        mistakes=(
            Mistake({"y": x * (n - x)}, f"The formula says that. Here the rule of − receives x first and {n} second."),
            Mistake({"y": x * (n + x)}, "The sign stays a minus. What is turned round is which operand comes first."),
            Mistake({"dy/dx": n - 2 * x}, "That is the formula's derivative, not that of what the engine evaluates."),
            Mistake({"dy/dx": x - n}, "x has two edges to follow. The contribution through the difference is missing."),
            Mistake({"dy/dx": x}, "x has two edges to follow. The contribution along its edge to y is missing."),
            Mistake({"nudged": n - 2 * x}, "A nudge uses the same engine, and sees the same turned difference."),
        ),
        hint="The method for the number on the left gets the node as its x and the number as its y. It takes y off x.",
        explanation=f"The engine takes {n} off x: {x} · {operand(x - n)} = {number(x * (x - n))}. The derivative of "
        f"x · (x − {n}) is 2 · {x} − {n} = {number(2 * x - n)}, and nudges agree. They judge partials; only a test "
        "of values finds this fault.",
    )


def _unfitted(p: Parameters) -> Exercise:
    n, d, k = p.points, p.features, p.classes
    return Exercise(
        question=f"An `accumulate` without `fit` takes each contribution in the shape in which it comes. In "
        f"`total((x @ w + b) * s)`, x has the shape ({n}, {d}), w ({d}, {k}), b ({k},) and s (). Which shapes do w, b "
        "and s have after one step of `descend`?",
        answer=Shapes({"w": (d, k), "b": (n, k), "s": (n, k)}),
        mistakes=(
            Mistake({"w": (n, k)}, "The rule of @ hands down a matrix in the shape of w already: nothing was copied."),
            Mistake({"w": (k, d)}, "The rule of @ hands down x.T @ adjoint. Put its two shapes side by side."),
            Mistake({"b": (k,)}, "That is how it should be. Without fit, the copies of b are not added up."),
            Mistake({"b": (n,)}, f"The adjoint of the sum comes to b whole: it has {n} rows and {k} columns."),
            Mistake({"s": ()}, "That is how it should be. Without fit, s receives one number for each of its copies."),
            Mistake({"s": (k,)}, "s is copied to every entry of the table, over rows and columns."),
        ),
        hint="Follow the adjoint of the total down. What shape does it have at the product, at the sum, and after @?",
        explanation=f"At the product and the sum, adjoints have the shape ({n}, {k}), in which they reach s and b. "
        f"Subtracted, they make both grow to ({n}, {k}), without any error. Only w keeps its shape.",
    )


TEXT = "c = a * b; d = c - a; e = d / b; f = c * e"


def _turned(p: Parameters) -> Exercise:
    message = "With the wrong sign from {child} to {parent}, {name} would hold {mine}, not {theirs}."
    wrong = WrongEdge(parse(TEXT), {"a": p.a, "b": p.b}, p.turned, -1, message)
    parent, child = p.turned
    return Exercise(
        question=f"An engine has remembered a wrong sign for the partial on one edge. On `{TEXT}` at a = {p.a}, b = "
        f"{number(p.b)} it accumulates {wrong.row(wrong.seen)}. Which edge is it? Answer with the names of its "
        "parent and child.",
        answer=OneEdge(p.turned, wrong.edges),
        mistakes=wrong.mistakes(),
        hint="Accumulate on paper and stop at the first node where the engine's number differs. What has it received?",
        explanation=f"{parent} is the first node on the way down with a wrong number: {number(wrong.seen[parent])}, "
        f"where {number(wrong.right[parent])} is right. The difference is twice the contribution from {child}, so its "
        "sign is turned.",
        see="To check yourself, give the graph's `reverse_trace` to a `StepPlayer`, as was done for `player` above.",
    )


CLEARED = "    for node in order:\n        node.adjoint = 0.0\n"
ON_NODES = """\
def accumulate_on_nodes(order):
    for node in order:
        node.adjoint = 0.0
    order[-1].adjoint = 1.0
    for node in reversed(order):
        for parent, partial in node.edges:
            parent.adjoint += node.adjoint * partial
    return [node.adjoint for node in order]"""
FAULTY = ON_NODES.replace("+=", "=").replace(CLEARED, "    ...  # room for your lines\n")


def _second_run(p: Parameters) -> Exercise:
    fourth, x = "s = x * x; y = s * s", p.power
    expected = list(weighted_derivatives(parse(fourth), {"x": x}, {"y": 1.0}).values())
    late = ON_NODES.replace(CLEARED, "").replace("    for node in rev", f"{CLEARED}    for node in rev")
    cases = [
        swept("c = a + b; d = b + x; e = c * d", {"a": 2, "b": 1, "x": 1}),
        swept("y = x * x", {"x": 3}),
        swept(fourth, {"x": x}),
        swept("b = a + a; c = b * a; d = b - c; e = c / d", {"a": 3}),
    ]
    return Exercise(
        question="An engine keeps adjoints on its nodes: `node.adjoint`, 0.0 at first. `order = [...]` holds them, "
        f"parents first. For `{fourth}` at x = {x} the function should return `{expected}` whenever it is called. It "
        "writes where it should add. Fix that, and a second fault shows, which the first has hidden. Fix both.",
        answer=Code(ON_NODES, cases, template=FAULTY),
        mistakes=(
            *edited(
                ON_NODES,
                (CLEARED, "", "Contributions are added, but to what the run before has left on the nodes."),
                (
                    "in order:\n        node.adjoint",
                    "in order:\n        if not node.edges: node.adjoint",
                    "You clear the inputs. The nodes between them and the output keep a sum too.",
                ),
                ("+=", "=", "A node that several edges leave keeps what the last of them brings. Add them up."),
                ("reversed(order)", "order", "In the order of evaluation nodes send on before they have received."),
                ("node.adjoint * partial", "partial", "Each edge brings its partial alone: multiply by the adjoint."),
            ),
            Mistake(late, "All numbers are 0 at the end. Clear first, then put 1 on the output, and then go down."),
        ),
        hint="Put += in the inner loop and call the function twice. What does the second call find on the nodes?",
        explanation="A run adds, so it has to start from 0 on every node. While contributions overwrote each other, "
        "the numbers left behind did no harm. A dictionary made in each run is clear by itself.",
    )


IN_ORDER = """\
def in_order(nodes):
    done = set()
    for node in nodes:
        if node in done or any(parent not in done for parent, partial in node.edges):
            return False
        done.add(node)
    return True"""


def _in_order(p: Parameters) -> Exercise:
    diamond, sums = f"b = {p.factor} * a; c = 3 * b; d = 4 * b; e = c + d", "c = a + b; d = c * a"
    orders = [
        *((diamond, "a b c d e", True), (diamond, "a b d c e", True), (diamond, "a b c c d e", False)),
        *((diamond, "a c b d e", False), (diamond, "a b c e", False), (diamond, "e", False)),
        *((sums, "a c b d", False), (sums, "b c a d", False), (sums, "d c b a", False), (sums, "b a c d", True)),
    ]
    somewhere = IN_ORDER.replace("node in done or ", "").replace("set()", "set(nodes)")
    return Exercise(
        question="A test of `topological_order` judges lists of nodes: `in_order(nodes)` is True if every "
        "node stands there once, after all its parents. Each node has `edges = ((parent, partial), ...)`. For the "
        f"diamond `{diamond}` it is True of a b d c e, and False of a c b d e.",
        answer=Code(
            IN_ORDER, [listed(*order) for order in orders], template="def in_order(nodes):\n    # your lines\n    ..."
        ),
        mistakes=(
            Mistake(somewhere, "You ask whether the parents are listed somewhere. They have to stand before the node."),
            *edited(
                IN_ORDER,
                ("node in done or ", "", "A node that is listed twice passes. A sweep would send from it twice."),
                ("in node.edges)", "in node.edges[:1])", "Only the first operand of a node is looked at, not all."),
                ("in node.edges)", "in node.edges[-1:])", "Only the last operand of a node is looked at, not all."),
                ("in nodes:", "in reversed(nodes):", "You read the list backwards. Parents come first in it."),
            ),
        ),
        hint="Go through the list and keep the nodes you have met. What must hold of a node and its parents then?",
        explanation="A node that comes twice, or before one of its parents, makes the order wrong; a parent that is "
        "missing counts as not met. The order of c and d is free, so comparing with one list would not do.",
    )


def _killing(p: Parameters) -> Exercise:
    return killing(p.slip)


def _finding(p: Parameters) -> Exercise:
    return finding(p.bug)


EXERCISES = (_reflected, _unfitted, _turned, _second_run, _in_order, _killing, _finding)
